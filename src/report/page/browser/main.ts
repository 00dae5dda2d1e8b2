/** What the page does besides being read: filters and pages the matrix, and tells how old it is. No dependency, no request. */
import type { MatrixData } from '../matrix-data.js';
import { tellAge } from './age.js';
import { startMatrix } from './matrix.js';

/** Data that stands in the page; null where the section has none. */
function dataOf(id: string): unknown {
  const text = document.getElementById(id)?.textContent ?? '';
  return text === '' ? null : JSON.parse(text);
}

tellAge(String(dataOf('made')), Date.now());
startMatrix(dataOf('matrix-data') as MatrixData);

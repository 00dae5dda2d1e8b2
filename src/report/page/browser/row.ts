import type { DataRow, MatrixData } from '../matrix-data.js';

/** One row, as `sections/matrix.ts` writes the first ones into the file. Texts become text nodes, whatever they hold. */
export function rowElement([kind, id, more, ...cells]: DataRow, { systems, states }: MatrixData): HTMLTableRowElement {
  const row = element('tr', kind);
  const head = element('th', '');
  head.scope = 'row';
  const first = element('span', 'first');
  first.append(element('bdi', id.length > 32 ? 'id long' : 'id', id));
  head.append(first, element('span', 'second', more));
  row.append(head);
  const bySystem = new Map(cells.map((cell) => [cell[0], cell]));
  for (const at of systems.keys()) {
    const cell = bySystem.get(at);
    const [, word, tone] = states[cell?.[1] ?? -1] ?? [];
    if (cell === undefined || word === undefined) {
      row.append(element('td', 'none', 'none'));
      continue;
    }
    const place = element('td', '');
    place.append(element('span', `pill ${tone}`, word));
    if (cell[2] !== '') place.append(element('span', 'second', cell[2]));
    row.append(place);
  }
  return row;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

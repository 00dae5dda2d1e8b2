/** Findings of `validate`: each says where, what is wrong, and the mend. */

import type { Finding } from '../policy/finding.js';
import { markdown, plain } from './escape.js';
import { NO_PAINT, type Paint, wrap } from './text.js';
import { count } from './words.js';

/** What a policy repository holds, for the sentence that a clean one ends with. */
export interface Inventory {
  readonly people: number;
  readonly services: number;
  readonly systems: number;
  readonly optOuts: number;
}

export function renderFindings(findings: readonly Finding[], inventory: Inventory | null, paint: Paint = NO_PAINT) {
  const blocks = findings.map(({ severity, file, line, column, path, message, mend }) => {
    const place = `${plain(file)}:${line}:${column}`;
    const head = `${place}  ${paint(severity === 'error' ? 'bad' : 'hold', severity)}  ${plain(path)}`.trimEnd();
    const body = wrap(plain(message), 2).map((text) => `  ${text}`);
    const way = mend === '' ? [] : wrap(plain(mend), 5).map((text, index) => (index === 0 ? '  -> ' : '     ') + text);
    return [head, ...body, ...way, ''].join('\n');
  });
  return `${[...blocks, verdictOf(findings, inventory)].join('\n')}\n`;
}

export function verdictOf(findings: readonly Finding[], inventory: Inventory | null): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const also = warnings === 0 ? '' : ` and ${count(warnings, 'warning')}`;
  if (errors > 0 || inventory === null) return `${count(errors, 'error')}${also}. Nothing was asked of any system.`;
  const { people, services, systems, optOuts } = inventory;
  const read = [
    people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`,
    count(services, 'service'),
    count(systems, 'system'),
    count(optOuts, 'opt-out'),
  ];
  return `Valid${also.replace(' and', ', with')}: ${read.join(', ')}.`;
}

export function findingsMarkdown(findings: readonly Finding[], inventory: Inventory | null): string {
  const sign = findings.some(({ severity }) => severity === 'error') ? '⛔' : '🟢';
  const rows = findings.map(({ severity, file, line, column, message, mend }) => {
    const place = `${markdown(file)}:${line}:${column}`;
    return `| ${severity} | ${place} | ${markdown(message)}<br>${markdown(mend)} |`;
  });
  const table = rows.length === 0 ? [] : ['| | where | what, and the mend |', '| --- | --- | --- |', ...rows, ''];
  return [`### ${sign} ${markdown(verdictOf(findings, inventory))}`, '', ...table].join('\n');
}

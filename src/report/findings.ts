/** Findings of `validate`: each says where, what is wrong, and the mend. */
import type { Finding } from '../policy/finding.js';
import { markdown, plain } from '../text/escape.js';
import { hang, wrap } from './columns.js';
import { cut, SUMMARY_BYTES } from './markdown.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { NO_PAINT, type Paint } from './text.js';
import { count } from './words.js';

/** What a policy repository holds, for the sentence that a clean one ends with. */
export interface Inventory {
  readonly people: number;
  readonly services: number;
  readonly systems: number;
  readonly optOuts: number;
  /** `none`: opt-outs count as approved without proof, and that is said first. */
  readonly approvalSource: 'github' | 'none';
}

export function renderFindings(findings: readonly Finding[], inventory: Inventory | null, paint: Paint = NO_PAINT) {
  const blocks = findings.map(({ severity, file, line, column, path, message, mend }) => {
    const place = plain(`${file}:${line}:${column}`);
    const [first = '', ...more] = wrap(`${place}  ${severity}  ${plain(path)}`, 4);
    const head = first.replace(`  ${severity}`, () => `  ${paint(severity === 'error' ? 'bad' : 'hold', severity)}`);
    const body = hang('  ', plain(message));
    const way = mend === '' ? [] : hang('  -> ', plain(mend));
    return [head, ...more.map((line) => `    ${line}`), ...body, ...way, ''].join('\n');
  });
  const banner = isUnproven(inventory) ? [paint('hold', wrap(UNPROVEN_BANNER, 0).join('\n')), ''] : [];
  return `${[...banner, ...blocks, ...wrap(verdictOf(findings, inventory), 0)].join('\n')}\n`;
}

function isUnproven(inventory: Inventory | null): boolean {
  return inventory?.approvalSource === 'none';
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

/** At most `maxBytes`; what is beyond is cut at a row, and that is said. */
export function findingsMarkdown(
  findings: readonly Finding[],
  inventory: Inventory | null,
  maxBytes = SUMMARY_BYTES,
): string {
  const sign = findings.some(({ severity }) => severity === 'error') ? '⛔' : '🟢';
  const rows = findings.map(({ severity, file, line, column, message, mend }) => {
    const place = `${markdown(file)}:${line}:${column}`;
    return `| ${severity} | ${place} | ${markdown(message)}<br>${markdown(mend)} |`;
  });
  const table = rows.length === 0 ? [] : ['| | where | what, and the mend |', '| --- | --- | --- |', ...rows, ''];
  const banner = isUnproven(inventory) ? ['> [!WARNING]', `> ${markdown(UNPROVEN_BANNER)}`, ''] : [];
  return cut([...banner, `### ${sign} ${markdown(verdictOf(findings, inventory))}`, '', ...table], maxBytes);
}

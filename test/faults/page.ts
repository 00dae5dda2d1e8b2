/** The page that tells what ran: `docs/reference/faults.md`. */
import { type Cell, COLUMNS, type Column, casesOf, type Row } from './matrix.js';

/** Where the page lies, and what writes it. */
export const PAGE = 'docs/reference/faults.md';
export const WRITE = 'npm run faults';

const PREFACE = `# Faults

What Leaver promises when something goes wrong, and how many cases show it. Each case is run by \`npm test\`: a command on a
policy repository in a temporary folder, against a memory system, an embedded GitHub, AWS IAM, Okta or SCIM service over their real
protocols, or a policy repository on the embedded host. In each world somebody works there, somebody has departed, somebody
has departed and is held by an opt-out, and an administrator's account is protected; orphans are revoked unless the case is
about something else. Each case ends by comparing the system's complete log of changes with what may have been changed, and
the exit status and the report with the promise.

This page is written from what ran and passed: \`${WRITE}\`. A test compares it, and fails where a case is missing.
`;

/** The cases that ran and passed, by row and column. */
export type Ran = ReadonlyMap<Row, ReadonlyMap<Column, readonly string[]>>;

export function pageOf(rows: readonly Row[], ran: Ran): string {
  const total = rows.reduce(
    (sum, row) => sum + COLUMNS.reduce((part, column) => part + of(ran, row, column).length, 0),
    0,
  );
  const table = [
    `| | fault | promise | ${COLUMNS.join(' | ')} |`,
    `| --- | --- | --- | ${COLUMNS.map(() => '---').join(' | ')} |`,
    ...rows.map((row, at) => {
      const cells = COLUMNS.map((column) => cellText(row.cells[column], of(ran, row, column).length));
      return `| ${at + 1} | ${[row.fault, row.promise, ...cells].map(inCell).join(' | ')} |`;
    }),
  ];
  const lists = rows.flatMap((row, at) => [
    `## ${at + 1}. ${row.fault}`,
    '',
    `${capital(row.promise)}.`,
    '',
    ...listOf(row, ran),
    '',
  ]);
  const sum = `${total} cases ran and passed; each number below is a number of cases.`;
  return `${[PREFACE, sum, '', ...table, '', ...lists].join('\n').trimEnd()}\n`;
}

function of(ran: Ran, row: Row, column: Column): readonly string[] {
  return ran.get(row)?.get(column) ?? [];
}

function cellText(cell: Cell, count: number): string {
  return 'none' in cell ? `none: ${cell.none}` : String(count);
}

function listOf(row: Row, ran: Ran): readonly string[] {
  const by = new Map<string, string[]>();
  for (const column of COLUMNS) {
    for (const name of of(ran, row, column)) by.set(name, [...(by.get(name) ?? []), column]);
  }
  return [...by].map(([name, columns]) => `- ${name} (${columns.join(', ')})`);
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every case that there is, as if all had passed: what a page must hold at least. */
export function caseCount(rows: readonly Row[]): number {
  return rows.reduce(
    (sum, row) => sum + COLUMNS.reduce((part, column) => part + casesOf(row.cells[column]).length, 0),
    0,
  );
}

/** How CODEOWNERS stands to the policy. */
import type { Group, Outline, Row } from './outline.js';
import { count } from './words.js';

export interface CodeownersTold {
  readonly outcome: 'fresh' | 'written' | 'stale' | 'faulty';
  readonly file: string;
  readonly paths: readonly { readonly path: string; readonly logins: readonly string[] }[];
  readonly changes: readonly { readonly kind: 'added' | 'removed'; readonly line: string }[];
  /** Lines after the block that win, or won, over it. */
  readonly overruled: readonly { readonly line: number; readonly text: string; readonly paths: readonly string[] }[];
  readonly findings: readonly {
    readonly severity: 'error' | 'warning';
    readonly line: number | null;
    readonly message: string;
    readonly mend: string;
  }[];
}

export function outlineOfCodeowners(told: CodeownersTold): Outline {
  const { outcome, file, changes, paths, overruled, findings } = told;
  // A block that is new altogether is shown as what it is, not as a change.
  const changed = changes.some(({ kind }) => kind === 'removed');
  const rows = changed ? changes.map(changeRow) : paths.map(pathRow);
  const aside = changed ? 'what changes' : 'who is asked; the last match counts';
  const moved = outcome === 'written' ? 'the block was moved behind them' : '`leaver codeowners` moves it behind them';
  return {
    banner: null,
    tone: { fresh: 'good', written: 'good', stale: 'bad', faulty: 'bad' }[outcome] as Outline['tone'],
    verdict: verdictOf(told),
    figures: [],
    groups: [
      ...groupOf(
        'Findings',
        '',
        findings.map((finding) => findingRow(finding, file)),
      ),
      ...groupOf("Lines after Leaver's block that win over it", moved, overruled.map(overruledRow)),
      ...(outcome === 'faulty' ? [] : groupOf("Leaver's block", aside, rows)),
    ],
    problems: [],
    footer: FOOTERS[outcome],
  };
}

const FOOTERS: Readonly<Record<CodeownersTold['outcome'], readonly string[]>> = {
  fresh: [],
  written: ['GitHub goes by the file on the default branch: commit it, and open a pull request.'],
  stale: ['`leaver codeowners` brings it up to date.'],
  faulty: [],
};

function verdictOf({ outcome, file, paths, findings }: CodeownersTold): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  switch (outcome) {
    case 'fresh':
      return `${file} says what the policy says: ${count(paths.length, 'path')} with an owner each.`;
    case 'written':
      return `Wrote ${file}: ${count(paths.length, 'path')} with an owner each.`;
    case 'stale':
      return `${file} is stale: it does not say what the policy says.`;
    case 'faulty':
      return `${file} was left as it is: ${errors === 1 ? '1 thing' : `${errors} things`} to mend first.`;
  }
}

function groupOf(title: string, aside: string, rows: readonly Row[]): Group[] {
  if (rows.length === 0) return [];
  return [
    {
      title,
      aside,
      rows,
      notes: [],
      asides: [],
      rest: '',
      unreachable: [],
      outside: [],
      head: ['path', 'who is asked'],
    },
  ];
}

function findingRow({ severity, line, message, mend }: CodeownersTold['findings'][number], file: string): Row {
  const where = line === null ? 'policy' : `${file}:${line}`;
  return {
    tone: severity === 'error' ? 'bad' : 'hold',
    mark: severity,
    subject: where,
    detail: `${message} ${mend}`,
    notes: [],
  };
}

function overruledRow({ line, text, paths }: CodeownersTold['overruled'][number]): Row {
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  const detail = `\`${text}\` wins for ${paths.slice(0, 3).join(', ')}${more}`;
  return { tone: 'bad', mark: `line ${line}`, subject: '', detail, notes: [] };
}

function changeRow({ kind, line }: CodeownersTold['changes'][number]): Row {
  const [path = '', ...owners] = line.startsWith('#') ? [line] : line.split(' ');
  const added = kind === 'added';
  return { tone: added ? 'good' : 'act', mark: added ? '+' : '-', subject: path, detail: owners.join(' '), notes: [] };
}

function pathRow({ path, logins }: CodeownersTold['paths'][number]): Row {
  return { tone: 'quiet', mark: '', subject: path, detail: logins.map((login) => `@${login}`).join(' '), notes: [] };
}

/** A new opt-out: whether it was written, whose approval it needs, and what comes next. */
import type { ApprovalsNeeded } from '../core/approvers.js';
import { defeatWords } from '../core/defeated.js';
import type { Examination } from '../core/examine.js';
import type { SystemId } from '../core/model.js';
import type { Finding } from '../policy/finding.js';
import { approverWord, tooFewSentence } from './examination-outline.js';
import type { Group, Outline, Row } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { count, REASON_WORDS } from './words.js';

export interface DraftTold {
  readonly outcome: 'written' | 'printed' | 'refused';
  readonly file: string;
  readonly text: string;
  readonly source: 'github' | 'none';
  readonly findings: readonly Finding[];
  /** Null where it was refused. */
  readonly needed: ApprovalsNeeded | null;
  readonly defeatedBy: SystemId | null;
  readonly renewals: { readonly chain: readonly string[]; readonly most: number } | null;
  /** Whom it exempts; null for a pause and a raised guard, and where it was refused. */
  readonly person: Examination['person'];
  readonly holds: Examination['holds'];
}

export function outlineOfDraft(told: DraftTold): Outline {
  const { outcome, source, file, needed } = told;
  return {
    banner: source === 'none' ? UNPROVEN_BANNER : null,
    tone: outcome === 'refused' ? 'bad' : 'good',
    verdict: verdictOf(told),
    figures: [],
    groups: [
      ...(outcome === 'refused' ? group('The draft', file, draftRows(told)) : []),
      ...group(outcome === 'refused' ? 'To mend' : 'To look at', '', noteRows(told)),
      ...(needed === null ? [] : group('Whose approval it needs', askedWord(needed), approverRows(needed))),
      ...(outcome === 'written' ? group('Next', 'as a pull request', stepRows(file)) : []),
    ],
    problems: [],
    footer: [],
  };
}

function verdictOf({ outcome, file, findings, source }: DraftTold): string {
  const before = source === 'none' ? 'before it is merged' : 'before it is approved and merged';
  if (outcome === 'written') return `Wrote ${file}. It holds nothing back ${before}.`;
  if (outcome === 'printed') return `${file} is in order, and was not written.`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `Not written: the policy refuses this opt-out, for ${count(errors, 'reason')}.`;
}

/** The draft's own lines, so that no answer is lost. */
function draftRows({ text }: DraftTold): Row[] {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => ({ tone: 'quiet', mark: '', subject: '', detail: line, notes: [] }));
}

function noteRows(told: DraftTold): Row[] {
  const { findings, needed, defeatedBy: provider, renewals } = told;
  // Where it is written, a row below says it.
  const shown = provider === null ? findings : findings.filter(({ code }) => code !== 'opt-out-defeated');
  const rows = shown.map(({ severity, path, message, mend }): Row => {
    const subject = FLAGS[path.split(/[.[]/)[0] ?? ''] ?? path;
    const bad = severity === 'error';
    return { tone: bad ? 'bad' : 'hold', mark: severity, subject, detail: `${message} ${mend}`.trim(), notes: [] };
  });
  const note = (subject: string, detail: string): Row => ({ tone: 'hold', mark: 'note', subject, detail, notes: [] });
  if (needed !== null && !needed.enough) rows.push(note('approval', tooFewSentence(needed)));
  const idle = idleSentence(told);
  if (idle !== null) rows.push(note('--person', idle));
  if (provider !== null) rows.push(note('--system', defeatWords(provider)));
  if (renewals !== null && renewals.chain.length > 0) {
    const { chain, most } = renewals;
    rows.push(note('--renewal-of', `${count(chain.length, 'renewal')} in a row; the policy allows ${most}`));
  }
  return rows;
}

/** Allowed, since the roster may say something else by then; and easily a wrong name, or a wrong reason. */
function idleSentence({ person, holds }: DraftTold): string | null {
  if (person === null || person.departure === 'immediate') return null;
  const { person: id, absent, leavesAt } = person;
  if (absent !== null && !holds.includes(absent))
    return `${id} is ${REASON_WORDS[absent]}, and this reason does not hold that back`;
  if (absent !== null || leavesAt !== null || holds.includes('role-changed')) return null;
  return `${id} is active by the roster, without a last hour: it holds nothing back until that changes`;
}

/** Which flag gives a key of the file. */
const FLAGS: Readonly<Record<string, string>> = {
  id: '--id',
  person: '--person',
  pause: '--pause',
  guards: '--guard',
  systems: '--system',
  entitlements: '--entitlement',
  reason: '--reason',
  justification: '--justification',
  ticket: '--ticket',
  requestedBy: '--requested-by',
  owner: '--owner',
  startsAt: '--starts',
  expiresAt: '--expires',
  renewalOf: '--renewal-of',
};

function askedWord({ approvals, systems }: ApprovalsNeeded): string {
  const each = systems.length > 1 ? '; each system needs one of its own' : '';
  return `${count(approvals, 'approval')}${systems.length > 1 ? ' in all' : ''}${each}`;
}

function approverRows({ systems }: ApprovalsNeeded): Row[] {
  return systems.map(({ system, approvers }) => {
    const who = approvers.map(approverWord).join(' or ');
    return { tone: 'look', mark: system, subject: '', detail: who === '' ? 'nobody' : who, notes: [] };
  });
}

function stepRows(file: string): Row[] {
  const id = file.slice(file.lastIndexOf('/') + 1).replace(/\.yaml$/, '');
  const steps = [
    `git switch -c optout/${id}`,
    `git add ${file}`,
    `git commit -m "Opt-out ${id}"`,
    'git push -u origin HEAD',
    'Open a pull request, and ask for the approval above.',
  ];
  return steps.map((step, at) => ({ tone: 'quiet', mark: `${at + 1}.`, subject: '', detail: step, notes: [] }));
}

function group(title: string, aside: string, rows: readonly Row[]): Group[] {
  if (rows.length === 0) return [];
  return [
    { title, aside, rows, notes: [], asides: [], rest: '', unreachable: [], outside: [], head: ['', 'what it says'] },
  ];
}

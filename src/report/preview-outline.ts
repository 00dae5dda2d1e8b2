/** What merging a proposal would do, told: the verdict first, then what a reviewer must not overlook, then the rows. */
import type { Plan } from '../core/decision.js';
import type { Change, Effect, Halting } from '../core/preview.js';
import type { NeededApproval } from '../core/preview-approvals.js';
import type { Unlooked, Weakening } from '../core/preview-policy.js';
import type { RosterNote } from '../core/preview-roster.js';
import type { Timestamp } from '../core/time.js';
import type { Finding } from '../policy/finding.js';
import { type About, notesOn } from './decision-rows.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import {
  approvalRow,
  changeRow,
  findingRow,
  isStanding,
  rosterRow,
  unlookedRow,
  weakeningRow,
} from './preview-rows.js';
import { count, violationSentence } from './words.js';

export interface Preview {
  readonly version: 1;
  /** The commit that was looked at, where it is known. */
  readonly commit: string | null;
  readonly findings: readonly Finding[];
  /** Null where one side is not valid, so that there is nothing to compare. */
  readonly compared: Compared | null;
  /** What could not be read, as sentences. */
  readonly problems: readonly string[];
}

export interface Compared {
  readonly at: Timestamp;
  readonly organization: string;
  readonly approvalSource: Plan['approvalSource'];
  readonly changes: readonly Change[];
  readonly halts: readonly Halting[];
  readonly approvals: readonly NeededApproval[];
  readonly roster: readonly RosterNote[];
  readonly weakenings: readonly Weakening[];
  readonly unlooked: readonly Unlooked[];
  /** The proposal's plan, and what is said of its systems. */
  readonly plan: Plan;
  readonly about: About;
}

/** One line where there is nothing to tell. */
export function outlineOfPreview(preview: Preview): Outline {
  const { compared, findings, problems } = preview;
  return {
    banner: compared?.plan.approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone: toneOf(preview),
    verdict: verdictOf(preview),
    figures: [],
    groups: [findingsGroup(untold(findings, compared)), ...(compared === null ? [] : groupsOf(compared))].filter(
      ({ rows, notes }) => rows.length + notes.length > 0,
    ),
    problems,
    footer: [],
  };
}

/** For a comment that stands there already: what it said before is not about this proposal. */
export function outlineOfFailure(why: string): Outline {
  const verdict = 'What merging this would do could not be found out.';
  return { banner: null, tone: 'bad', verdict, figures: [], groups: [], problems: [why], footer: [] };
}

function toneOf({ compared, findings, problems }: Preview): Tone {
  const invalid = findings.some(({ severity }) => severity === 'error');
  if (invalid || compared === null || problems.length > 0 || compared.halts.length > 0) return 'bad';
  if (compared.approvals.some(({ obstacles }) => obstacles.length > 0)) return 'bad';
  if (compared.changes.some(({ effect }) => effect === 'loses')) return 'act';
  return partsOf(compared).length > 0 ? 'hold' : 'good';
}

function verdictOf({ commit, compared, findings, problems }: Preview): string {
  const what = commit === null ? 'Merging this' : `Merging ${commit.slice(0, 12)}`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const invalid = errors === 0 ? '' : `It is not valid: ${count(errors, 'error')}. `;
  if (compared === null) return `${invalid}What merging it would do is not known.`;
  const parts = partsOf(compared);
  const incomplete = problems.length > 0 ? ' Not everything could be read: see below.' : '';
  if (parts.length > 0) return `${invalid}${what}: ${parts.join('; ')}.${incomplete}`;
  const seen = problems.length > 0 ? `${what} changes nobody's access, as far as could be seen.` : '';
  return `${invalid}${seen || `${what} changes nobody's access.`}${incomplete}`;
}

/** What there is to tell, in a few words each. */
function partsOf({ changes, halts, approvals, approvalSource, roster, weakenings, unlooked }: Compared): string[] {
  const of = (effect: Effect) => changes.filter((change) => change.effect === effect).length;
  const many = (number: number, one: string, more: string) =>
    number === 0 ? [] : [`${number.toLocaleString('en-US')} ${number === 1 ? one : more}`];
  const standing = roster.filter(isStanding).length;
  const settings = unlooked.filter(({ why }) => why === 'settings').map(({ system }) => system);
  return [
    ...(halts.length > 0 ? [`a guard halts ${halts.map(({ system }) => system).join(', ')}`] : []),
    ...(settings.length > 0 ? [`the settings of ${settings.join(', ')} change`] : []),
    ...many(of('loses'), 'access is revoked', 'accesses are revoked'),
    ...many(standing, 'change of the roster leaves access standing', 'changes of the roster leave access standing'),
    ...(approvalSource === 'none'
      ? many(approvals.length, 'opt-out is new or changed', 'opt-outs are new or changed')
      : many(approvals.length, 'opt-out needs approval', 'opt-outs need approval')),
    ...many(weakenings.length, 'rule gets weaker', 'rules get weaker'),
    ...many(of('held'), 'revocation is held back', 'revocations are held back'),
    ...many(of('spared'), 'is not revoked any more', 'are not revoked any more'),
    ...many(of('reported'), 'would be revoked in enforce mode', 'would be revoked in enforce mode'),
    ...many(of('other'), 'decision changes otherwise', 'decisions change otherwise'),
    ...many(roster.length - standing, 'note on the roster', 'notes on the roster'),
    ...many(unlooked.length - settings.length, 'system was not looked at', 'systems were not looked at'),
  ];
}

/** In the order of what must not be cut off: rules and approvals are few, rows may be many. */
function groupsOf(compared: Compared): Group[] {
  const { changes, halts, approvals, roster, weakenings, unlooked, plan, about } = compared;
  const notes = notesOn(plan, about);
  // Without proof, an opt-out holds from its merge on.
  const pending = new Set<string>(plan.approvalSource === 'none' ? [] : approvals.map(({ optOut }) => optOut));
  const rows = (effect: Effect) =>
    changes.filter((change) => change.effect === effect).map((change) => changeRow(change, notes, pending));
  const halting = halts.flatMap(({ system, violations }) =>
    violations.map((violation) => `${system}: ${violationSentence(violation)}`),
  );
  return [
    group('Loses access', 'a run would revoke it after the merge', rows('loses'), halting),
    group('Left standing', 'changes of the roster that somebody should look at', roster.map(rosterRow)),
    group('Gets weaker', 'rules that would hold less than today', weakenings.map(weakeningRow)),
    group(
      'Needs approval',
      approvalAside(compared),
      approvals.map((one) => approvalRow(one, notes.now)),
    ),
    group('Held back', 'kept by an opt-out', rows('held')),
    group('Not revoked any more', 'a run would revoke it today', rows('spared')),
    group('Would be revoked in enforce mode', '', rows('reported')),
    group('Not looked at', "only the default branch's systems are read, as it has them", unlooked.map(unlookedRow)),
    group('Changes otherwise', '', rows('other')),
  ];
}

function approvalAside({ approvalSource }: Compared): string {
  if (approvalSource === 'none') return 'each counts as approved without proof';
  return 'by an approving review of the last commit; not by who wrote a part of the pull request';
}

/** Findings but for what the row of an opt-out that needs approval says already. */
function untold(findings: readonly Finding[], compared: Compared | null): readonly Finding[] {
  const told = new Set((compared?.approvals ?? []).filter((one) => one.defeatedBy !== null).map(({ file }) => file));
  return findings.filter(({ code, file }) => code !== 'opt-out-defeated' || !told.has(file));
}

function findingsGroup(findings: readonly Finding[]): Group {
  return { ...group('Findings', '', findings.map(findingRow)), head: ['where', 'what, and the mend'] };
}

/** As many rows of a group as a reader looks at: the flood of one must not wash the others away. */
const MOST_ROWS = 30;

function group(title: string, aside: string, rows: readonly Row[], notes: readonly string[] = []): Group {
  const left = rows.length - MOST_ROWS;
  return {
    title,
    aside,
    notes,
    asides: [],
    rows: rows.slice(0, MOST_ROWS),
    rest: left > 0 ? `and ${left.toLocaleString('en-US')} more: the JSON report has them all` : '',
    unreachable: [],
    outside: [],
  };
}

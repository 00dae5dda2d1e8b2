/** The figures of a run: a line for each system, what stands outside, and what nobody can reach. */
import type { Decision, Plan, PlannedSystem } from '../core/decision.js';
import type { Outcome, RevocationResult } from '../core/outcome.js';
import { type About, notesOn, type SystemAbout, subjectOf } from './decision-rows.js';
import { TONES } from './outcome-rows.js';
import type { Group, Row } from './outline.js';
import { count, listed, when } from './words.js';

/** The head of the log when the run was over, as `audit verify --checkpoint` takes it: who keeps it elsewhere can tell a log that was written anew. */
export interface Checkpoint {
  /** How many events there are up to it. */
  readonly seq: number;
  /** The head's hash: `sha256:…`. */
  readonly hash: string;
}

export function figuresGroup(
  plan: Plan,
  results: readonly RevocationResult[],
  about: About,
  requests: number,
  checkpoint: Checkpoint | null,
): Group {
  const { halted } = notesOn(plan, about);
  const log =
    checkpoint === null
      ? []
      : [`log: ${count(checkpoint.seq, 'event')}; checkpoint ${checkpoint.seq}@${checkpoint.hash}`];
  return {
    title: 'Figures',
    aside: `accounts by system; run of ${when(plan.at)}, ${count(requests, 'request')}`,
    notes: [],
    rows: plan.systems.map((system) => rowOf(plan, system, results, halted, about.get(system.system))),
    asides: [...standingOutside(plan, about), ...settledOf(plan), ...declaredOf(plan), ...log],
    rest: '',
    unreachable: [],
    outside: [],
    head: ['', 'accounts'],
  };
}

/** What the kinds of system hold that Leaver can't reach, where somebody lost access: it may be with who held it. */
export function outOfReach(results: readonly RevocationResult[], about: About): Group[] {
  const touched = new Set<string>(
    results.filter(({ outcome }) => outcome.kind !== 'dropped').map(({ decision }) => decision.system),
  );
  const rows = [...touched].sort().flatMap((system) =>
    (about.get(system)?.unreachable ?? []).map((limit): Row => {
      return { tone: 'quiet', mark: system, subject: '', detail: limit, notes: [] };
    }),
  );
  if (rows.length === 0) return [];
  const group = { title: "What Leaver can't reach", aside: 'where somebody lost access', rows, folded: true };
  return [{ ...group, notes: [], asides: [], rest: '', unreachable: [], outside: [], head: ['', 'what stays'] }];
}

const LABELS: readonly (readonly [kind: Decision['kind'], label: string])[] = [
  ['keep', 'kept'],
  ['exempt', 'exempt'],
  ['settled', 'settled'],
  ['review', 'to review'],
];

function rowOf(
  { decisions }: Plan,
  planned: PlannedSystem,
  results: readonly RevocationResult[],
  halted: ReadonlySet<string>,
  about: SystemAbout | undefined,
): Row {
  const { system, completeness } = planned;
  const own = decisions.filter((one) => one.system === system && one.entitlement === null);
  const figures: (readonly [number, string])[] = [
    ...(Object.keys(TONES) as Outcome['kind'][]).map((kind) => {
      const of = results.filter(({ decision, outcome }) => decision.system === system && outcome.kind === kind);
      return [of.length, kind] as const;
    }),
    [decisions.filter(({ id, system: of }) => of === system && halted.has(id)).length, 'halted'],
    ...LABELS.map(([kind, label]) => [own.filter((one) => one.kind === kind).length, label] as const),
  ];
  const shown = figures.filter(([value]) => value > 0);
  const told = shown.map(([value, label]) => `${value.toLocaleString('en-US')} ${label}`).join(', ');
  const mode = about?.mode === 'report' ? '; report mode: nothing is revoked here' : '';
  const asked = about === undefined ? '' : `; ${count(about.requests, 'request')}`;
  return {
    tone: completeness.kind === 'partial' ? 'bad' : 'quiet',
    mark: system,
    subject: '',
    detail: `${seenOf(planned)}${told === '' ? '' : `: ${told}`}${asked}${mode}`,
    notes: [],
  };
}

function seenOf({ accounts, completeness }: PlannedSystem): string {
  const number = accounts.toLocaleString('en-US');
  if (completeness.kind === 'complete') return `${number} seen whole`;
  if (completeness.kind === 'partial') return accounts === 0 ? 'could not be read' : `${number}, NOT seen whole`;
  return accounts === 0 ? 'no such account there' : `${number} read by ${accounts === 1 ? 'itself' : 'themselves'}`;
}

/** Protected accounts with their owners, and the runner's own: every report names them. */
export function standingOutside({ systems, decisions }: Plan, about: About): string[] {
  const byOwner = new Map<string, string[]>();
  for (const { system } of systems) {
    for (const { account, owner } of about.get(system)?.protected ?? []) {
      const there = byOwner.get(owner) ?? [];
      there.push(`${account} in ${system}`);
      byOwner.set(owner, there);
    }
  }
  const own = decisions.filter((one) => one.kind === 'review' && one.why === 'self' && one.entitlement === null);
  const parts = [...byOwner].map(([owner, accounts]) => `protected: ${accounts.join(', ')} (owner ${owner})`);
  if (own.length === 0) return parts;
  return [...parts, `the runner's own: ${own.map((one) => `${subjectOf(one)} in ${one.system}`).join(', ')}`];
}

/** Which suspended account is deleted first, and when. */
function settledOf({ decisions }: Plan): string[] {
  const settled = decisions.filter((one) => one.kind === 'settled');
  const [next] = settled
    .filter(({ deleteAfter }) => deleteAfter !== null)
    .sort((a, b) => ((a.deleteAfter ?? '') < (b.deleteAfter ?? '') ? -1 : 1));
  if (settled.length === 0) return [];
  if (next === undefined || next.deleteAfter === null) return ['what is settled stays suspended'];
  return [`next to be deleted: ${subjectOf(next)} in ${next.system}, after ${when(next.deleteAfter)}`];
}

/** As many parts as fit a line. */
const PARTS = 6;

/** What is known not to be readable; what was not read and should have been stands among the problems. */
function declaredOf({ systems }: Plan): string[] {
  const parts = systems.flatMap(({ system, gaps }) => {
    const declared = gaps.filter((gap) => gap.declared).map(({ part }) => part);
    return declared.length === 0 ? [] : [`${listed(declared, PARTS)} in ${system}`];
  });
  return parts.length === 0 ? [] : [`not read, as declared: ${parts.join('; ')}`];
}

/** What has to be so after a run was killed and the next one came to its end. */
import { deepStrictEqual } from 'node:assert';
import type { Change } from '../../src/sandbox/server.js';
import { type KeptEvent, type KeptJournal, type Steps, stepsOf } from './journal.js';
import type { Act, Came, World } from './world.js';

/** What an undisturbed run came to. */
export interface Reference {
  readonly state: unknown;
  /** Every change, in order of text. */
  readonly changes: readonly string[];
  /** How each revocation ended, by its decision. */
  readonly endings: ReadonlyMap<string, string>;
}

export interface Aftermath {
  readonly world: World;
  /** The journal as the killed run left it. */
  readonly left: KeptJournal;
  readonly next: Came;
}

/** The date of the mark is the one thing that may differ: it is set anew until the deny stands. */
const MARK = 'leaver:suspended-at';

export function referenceOf({ world }: Pick<Aftermath, 'world'>): Reference {
  const changes = textsOf(world.changes()).sort();
  return { state: stateOf(world), changes, endings: endingsOf(world.journal().events) };
}

/** All that is not as it should be, as sentences; empty where the run converged. */
export function findings({ world, left, next }: Aftermath, reference: Reference): readonly string[] {
  if (next.status !== '0') return [`the next run ended with ${next.status}: ${problemsIn(next.told)}`];
  return [
    ...difference('the end state', stateOf(world), reference.state),
    ...difference('what was changed', onceMarked(textsOf(world.changes())).sort(), reference.changes),
    ...wholeness(world.journal(), left),
    ...accounting(world.acts, world.journal(), left),
    ...difference(
      'how the revocations ended',
      [...endingsOf(world.journal().events)].sort(),
      [...reference.endings].sort(),
    ),
  ];
}

/** Numbered without a gap, whole to its end, mended where half a line was left, every lease given back. */
function wholeness({ events, torn, text }: KeptJournal, left: KeptJournal): string[] {
  // Half of the last line of all, that the lease was given back: a run that has nothing to write mends nothing.
  if (text === left.text) return [];
  const found: string[] = [];
  if (torn !== '') found.push(`the journal still ends in half a line: ${torn.slice(0, 80)}`);
  const gap = events.findIndex(({ seq }, index) => seq !== index + 1);
  if (gap >= 0) found.push(`the journal's line ${gap + 1} has the number ${events[gap]?.seq}`);
  const mended = events.filter(({ type }) => type === 'mended').map(({ lost }) => lost);
  found.push(...difference('what was mended', mended, left.torn === '' ? [] : [left.torn.length]));
  if (!sameBeginning(left.events, events)) found.push('what the killed run had written is not there as it was');
  const killed = new Set(left.events.map(({ run }) => run));
  const held = events.filter(({ type, run }) => type === 'leased' && !killed.has(run)).map(({ run }) => run);
  const given = events.filter(({ type }) => type === 'released').map(({ run }) => run);
  found.push(...held.filter((run) => !given.includes(run)).map((run) => `the run ${run} did not give its lease back`));
  return found;
}

function sameBeginning(before: readonly KeptEvent[], after: readonly KeptEvent[]): boolean {
  return before.every((event, index) => JSON.stringify(event) === JSON.stringify(after[index]));
}

/** Every act has one intent, written before it, and every intent that tells of an act has one. */
function accounting(acts: readonly Act[], journal: KeptJournal, left: KeptJournal): string[] {
  const found: string[] = [];
  const steps = stepsOf(journal);
  const acted = new Set<string>();
  for (const { operation, objects, open } of acts) {
    const [step, ...others] = open;
    const what = `${operation} of ${objects.join(', ')}`;
    if (step === undefined || others.length > 0) found.push(`${what} came with ${open.length} intents`);
    else if (acted.has(step)) found.push(`${what} is the second act of ${step}`);
    else if (!['done', null].includes(steps.get(step) ?? null)) found.push(`${what}: ${step} is ${steps.get(step)}`);
    if (step !== undefined) acted.add(step);
  }
  return [...found, ...unaccounted(steps, stepsOf(left), acted)];
}

/** Steps that tell of what was not done. Only one that was killed may leave the outcome open. */
function unaccounted(steps: Steps, left: Steps, acted: ReadonlySet<string>): string[] {
  return [...steps].flatMap(([step, result]) => {
    if (result === 'failed') return [`${step} failed`];
    if (result === 'done' && !acted.has(step)) return [`${step} is told as done, and nothing was`];
    if (result === null && left.get(step) !== null) return [`${step} has no outcome, though its run was not killed`];
    return [];
  });
}

function endingsOf(events: readonly KeptEvent[]): ReadonlyMap<string, string> {
  const endings = new Map<string, string>();
  for (const { type, revocation, ending } of events) {
    if (type === 'ended' && revocation !== null) endings.set(revocation.replace(/@.*$/, ''), ending ?? '');
  }
  return endings;
}

function textsOf(changes: readonly Change[]): string[] {
  return changes.map(({ system, operation, object }) => `${system}: ${operation} ${object}`);
}

/** A mark without a deny says nothing yet: the next run sets it anew, with its own date. */
function onceMarked(changes: readonly string[]): string[] {
  return changes.filter((change, at) => !change.endsWith(`/tag/${MARK}`) || changes.indexOf(change) === at);
}

/** All that lies in the systems, but counters, sessions and the like. */
function stateOf(world: World): unknown {
  const { github, aws } = world.states();
  const { members, invitations, teams, repositories, tokens, tokenRequests, sso, hooks, seats, codespaces } = github;
  const { users, groups, roles, policies, mfa } = aws;
  return plain({
    github: { members, invitations, teams, repositories, tokens, tokenRequests, sso, hooks, seats, codespaces },
    aws: { users, groups, roles, policies, mfa },
  });
}

/** Maps and sets as sorted lists, so that only what is there counts, and the mark without its date. */
function plain(value: unknown): unknown {
  if (value instanceof Map) {
    return [...value]
      .map(([key, one]) => [String(key), key === MARK ? 'some time' : plain(one)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
  if (value instanceof Set) return [...value].map(String).sort();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

export function difference(what: string, actual: unknown, expected: unknown): string[] {
  try {
    deepStrictEqual(actual, expected);
    return [];
  } catch (error) {
    const lines = (error as Error).message.split('\n').filter((line) => /^[+-]/.test(line));
    return [`${what} differs (+ is, - should be):\n      ${lines.slice(0, 12).join('\n      ')}`];
  }
}

export function problemsIn(told: string): string {
  try {
    const { problems, results, error } = JSON.parse(told) as Record<string, unknown>;
    return JSON.stringify({ problems, results, error }).slice(0, 2000);
  } catch {
    return told.slice(0, 2000);
  }
}

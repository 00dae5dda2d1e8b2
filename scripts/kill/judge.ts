/** What has to be so after a run was killed and the next one came to its end. */
import { deepStrictEqual } from 'node:assert';
import type { JournalEvent } from '../../src/audit/event.js';
import { verifyLog } from '../../src/audit/verify.js';
import type { Message } from '../../src/core/news.js';
import type { Change } from '../../src/sandbox/server.js';
import { type KeptJournal, type Steps, stepsOf } from './journal.js';
import type { Taken } from './receiver.js';
import type { Act, Came, World } from './world.js';

/** What an undisturbed run came to. */
export interface Reference {
  readonly state: unknown;
  /** Every change, in order of text. */
  readonly changes: readonly string[];
  /** How each revocation ended, by its decision. */
  readonly endings: ReadonlyMap<string, string>;
  /** What the log tells of opt-outs, in order of text. */
  readonly optOuts: readonly string[];
  /** The news that the channel was told, in order of text. */
  readonly news: readonly string[];
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
  const { events } = world.journal();
  return {
    state: stateOf(world),
    changes,
    endings: endingsOf(events),
    optOuts: optOutsIn(events),
    news: newsIn(world.told),
  };
}

/** All that is not as it should be, as sentences; empty where the run converged. */
export async function findings({ world, left, next }: Aftermath, reference: Reference): Promise<readonly string[]> {
  if (next.status !== '0') return [`the next run ended with ${next.status}: ${problemsIn(next.told)}`];
  const journal = world.journal();
  return [
    ...difference('the end state', stateOf(world), reference.state),
    ...difference('what was changed', onceMarked(textsOf(world.changes())).sort(), reference.changes),
    ...(await unchained(journal)),
    ...continuity(journal, left),
    ...accounting(world.acts, journal, left),
    ...difference('how the revocations ended', [...endingsOf(journal.events)].sort(), [...reference.endings].sort()),
    ...difference('what the log tells of opt-outs', optOutsIn(journal.events), reference.optOuts),
    ...difference('what the channel was told', newsIn(world.told), reference.news),
    ...copied(world.copy(), journal),
  ];
}

/** What `audit verify` would find: the chain broken, or another end than the log was known to have. */
async function unchained(journal: KeptJournal): Promise<string[]> {
  const { lines } = journal;
  const marks = journal.marks();
  const placed = lines.map((line, index) => ({ line, where: `line ${index + 1}` }));
  const { tamperings } = await verifyLog(placed, marks);
  const found = tamperings.map(({ where, what }) => `the log is not whole at ${where}: ${what}`);
  return marks.length > 0 ? found : [...found, 'nothing beside the log says where it ends'];
}

/** Mended where half a line was left, with all that the killed run wrote, every lease given back, and the end of each run told. */
function continuity({ events, torn }: KeptJournal, left: KeptJournal): string[] {
  const found: string[] = [];
  if (torn !== '') found.push(`the journal still ends in half a line: ${torn.slice(0, 80)}`);
  const mended = events.flatMap((event) => (event.type === 'mended' ? [event.lost] : []));
  found.push(...difference('what was mended', mended, left.torn === '' ? [] : [left.torn.length]));
  const isKept = left.events.every(({ hash }, index) => hash === events[index]?.hash);
  if (!isKept) found.push('what the killed run had written is not there as it was');
  const killed = new Set(left.events.map(({ run }) => run));
  const later = new Set(events.flatMap(({ run }) => (killed.has(run) ? [] : [run])));
  for (const run of later) {
    const of = (...types: readonly JournalEvent['type'][]) =>
      events.filter((one) => one.run === run && types.includes(one.type));
    if (of('leased', 'released').at(-1)?.type === 'leased') found.push(`the run ${run} did not give its lease back`);
    const ends = [of('run-started').length, of('run-ended').length];
    found.push(...difference(`how often the run ${run} begins and ends`, ends, [1, 1]));
  }
  return found;
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

function endingsOf(events: readonly JournalEvent[]): ReadonlyMap<string, string> {
  const endings = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'ended') endings.set(event.revocation.replace(/@.*$/, ''), event.ending);
  }
  return endings;
}

/** Each transition as often as it was recorded: once is right. */
function optOutsIn(events: readonly JournalEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'opt-out' ? [`${event.optOut} ${event.transition}`] : [])).sort();
}

/** Each news as often as somebody hears it who drops a message that came before, word for word: once is right. */
function newsIn(told: readonly Taken[]): readonly string[] {
  const messages = new Map(told.map((message) => [JSON.stringify(message), message]));
  return [...messages.values()]
    .flatMap(({ body }) => (JSON.parse(body) as { data: Pick<Message, 'items'> }).data.items)
    .map(({ kind, subject }) => `${kind}: ${subject}`)
    .sort();
}

/** The copy has every line of the log, and no other. */
function copied(copy: string | null, { lines }: KeptJournal): string[] {
  if (copy === null || copy === lines.map((line) => `${line}\n`).join('')) return [];
  return [`the copy of the log is another, or not whole: ${copy.split('\n').length - 1} lines of ${lines.length}`];
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
    const { problems, results, error, findings } = JSON.parse(told) as Record<string, unknown>;
    return JSON.stringify({ problems, results, error, findings }).slice(0, 2000);
  } catch {
    return told.slice(0, 2000);
  }
}

/** `leaver audit evidence`: the pack that an auditor asks for, of one person or one period. */
import { type JournalEvent, recordsOf } from '../../audit/journal.js';
import { eventOf } from '../../audit/line.js';
import { type PlacedLine, type Verdict, verifyLog } from '../../audit/verify.js';
import type { About, Evidence, LogVerdict } from '../../core/evidence.js';
import { evidenceOf, knownPeople, type Sources } from '../../core/evidence-of.js';
import type { DesiredState, PersonId } from '../../core/model.js';
import { readProvider } from '../../core/provider.js';
import { hasDeparted } from '../../core/roster.js';
import { type Instant, instantOf } from '../../core/time.js';
import { formatDocument } from '../../documents/json-document.js';
import { nearest } from '../../documents/nearest.js';
import { LeaverError } from '../../errors.js';
import { outlineOfEvidence } from '../../report/evidence-outline.js';
import { GENERATOR } from '../../report/page/generator.js';
import { UNPROVEN_BANNER } from '../../report/plan-outline.js';
import { count } from '../../report/words.js';
import { proveApprovals } from '../approvals.js';
import type { Context } from '../context.js';
import { landingsFor } from '../landings.js';
import { load } from '../load.js';
import { observe } from '../observe.js';
import { refuseForeign } from '../own-file.js';
import type { CommandResult } from '../result.js';
import { type Asked, aboutOf } from './about.js';

export interface EvidenceOptions extends Asked {
  /** Where `evidence.json` and `evidence.html` go; null: nothing is written. */
  readonly out: string | null;
}

/**
 * Ends with 4 where something is outstanding or the log is not whole. Throws `usage` for what is not a person or a period, and for
 * somebody of whom there is nothing.
 */
export async function evidenceCommand(context: Context, options: EvidenceOptions): Promise<CommandResult> {
  const about = aboutOf(options);
  const now = context.clock.now();
  if (about.kind === 'period' && instantOf(about.from) > now) {
    throw new LeaverError('usage', `--period ${options.period} has not begun.`, { mend: 'Name one in the past.' });
  }
  const loaded = await load(context, { systems: [], people: [] }, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const sources = await gather(context, loaded.desired, now);
  if (about.kind === 'person') checkKnown(about.person, sources);
  const evidence = evidenceOf(about, { ...sources, ...beforeTheLog(about, sources) }, now);
  const written = options.out === null ? [] : await write(context, evidence, options.out);
  const unproven = loaded.desired.optOutPolicy.approvalSource === 'none';
  const banner = unproven ? UNPROVEN_BANNER : null;
  return {
    status: evidence.outstanding.length > 0 ? 4 : 0,
    told: { kind: 'outline', outline: { ...outlineOfEvidence(evidence, written), banner } },
    json: evidence,
    findings: loaded.findings,
  };
}

/** A period of which the log holds nothing is not one in which nothing happened. */
function beforeTheLog(about: About, { log, unread, caveats }: Sources): Pick<Sources, 'unread' | 'caveats'> {
  if (about.kind !== 'period' || (log.from !== null && log.from <= about.from)) return { unread, caveats };
  const begins = log.from === null ? 'the log is empty' : `the log begins on ${log.from.slice(0, 10)}`;
  const sentence = `${begins}: what happened before that is not on record`;
  const whole = log.from === null || log.from > about.to;
  return whole ? { unread: [...unread, sentence], caveats } : { unread, caveats: [...caveats, `${sentence}.`] };
}

async function gather(context: Context, desired: DesiredState, now: Instant): Promise<Sources> {
  const { events, verdict, unknown } = await readLog(context, desired);
  const { approvals, inactive, unread } = await ask(context, desired);
  const departed = desired.people.filter((person) => hasDeparted(person, now)).map(({ id }) => id);
  const landings = await landingsFor(context.clone, desired, departed);
  const landed = new Map<PersonId, Instant>();
  for (const id of departed) {
    const at = landings.status(id);
    if (at !== null && at <= now) landed.set(id, at);
  }
  return {
    records: recordsOf(events),
    log: { verdict, from: events[0]?.at ?? null, to: events.at(-1)?.at ?? null },
    desired,
    approvals,
    departures: { landed, inactive },
    commit: await commitOf(context),
    unread,
    caveats: [
      ...(unknown === 0
        ? []
        : [`${count(unknown, 'event')} of kinds that this version does not know are not in here.`]),
      ...caveatsOf(desired, landed, now),
    ],
  };
}

/** The proofs of opt-outs, and the identity provider where one is named: nothing else is asked. */
async function ask(context: Context, desired: DesiredState) {
  const { identityProvider } = desired;
  if (identityProvider === null) {
    const { approvals } = await proveApprovals(context, desired);
    return { approvals, inactive: new Set<PersonId>(), unread: [] };
  }
  const { snapshot } = await observe(context, desired, { systems: new Set([identityProvider]), people: null });
  const { read, inactive } = readProvider(desired, snapshot);
  const why = `the identity provider (${identityProvider}) could not be read, so whoever left by its word alone is not known`;
  return { approvals: snapshot.approvals, inactive, unread: read ? [] : [why] };
}

/** Null where it is no clone, or can't be read: then no earlier run is known to have gone by today's roster. */
async function commitOf({ clone }: Context): Promise<string | null> {
  try {
    return (await clone.checkout())?.commit ?? null;
  } catch {
    return null;
  }
}

interface ReadLog {
  readonly events: readonly JournalEvent[];
  readonly verdict: LogVerdict;
  /** How many whole events of a newer Leaver were left out. */
  readonly unknown: number;
}

/**
 * Checks the chain while it reads. A log that is broken is no reason to give no evidence: the pack goes by what stands before the
 * break, and says so first.
 */
async function readLog(context: Context, desired: DesiredState): Promise<ReadLog> {
  const journal = context.journal(desired.journal);
  const found: { readonly line: number; readonly event: JournalEvent }[] = [];
  let lines = 0;
  async function* noted(): AsyncIterable<PlacedLine> {
    for await (const placed of journal.lines()) {
      lines += 1;
      const event = eventOf(placed.line);
      if (event !== null) found.push({ line: lines, event });
      yield placed;
    }
  }
  context.progress('reading the log …');
  const checked = await verifyLog(noted(), await journal.checkpoints());
  const broken = checked.tamperings[0]?.line ?? Number.POSITIVE_INFINITY;
  const events = found.filter(({ line }) => line < broken).map(({ event }) => event);
  const last = events.at(-1);
  const head = last === undefined ? null : { seq: last.seq, hash: last.hash };
  return {
    events,
    verdict: verdictOf(checked, events.length, head),
    unknown: Math.min(lines, broken - 1) - events.length,
  };
}

function verdictOf({ tamperings, more, events, head }: Verdict, before: number, last: LogVerdict['head']): LogVerdict {
  const [first, ...others] = tamperings;
  if (first === undefined) return { kind: 'whole', events, head };
  const also =
    others.length + more === 0 ? '' : `; ${others.length + more} more faults are told by leaver audit verify`;
  return { kind: 'broken', events: before, head: last, why: `${first.where}: ${first.what}${also}` };
}

function caveatsOf(desired: DesiredState, landed: ReadonlyMap<PersonId, Instant>, now: Instant): string[] {
  const told: string[] = [];
  if (desired.optOutPolicy.approvalSource === 'none') {
    told.push(
      'The policy asks for no proof of approvals (approvalSource: none): opt-outs count as approved without one.',
    );
  }
  const undated = desired.people.filter((person) => {
    return (
      person.status === 'departed' && hasDeparted(person, now) && person.leavesAt === null && !landed.has(person.id)
    );
  });
  if (undated.length > 0) {
    const who = undated.map(({ id }) => id).join(', ');
    told.push(`The history of policies/people does not tell since when these are departed: ${who}.`);
  }
  return told;
}

function checkKnown(person: string, sources: Sources): void {
  const known = knownPeople(sources);
  if (known.has(person)) return;
  const near = nearest(person, [...known]);
  throw new LeaverError('usage', `There is no record of "${person}", in the roster or in the log.`, {
    mend: near === null ? 'The ids are those in policies/people.' : `Did you mean ${near}?`,
  });
}

/** The names of the files that were written, in the folder that was named. */
async function write(context: Context, evidence: Evidence, out: string): Promise<readonly string[]> {
  const { evidencePage } = await import('../../report/evidence-page/index.js');
  const folder = out.replace(/[\\/]+$/, '');
  const files = [
    ['evidence.json', formatDocument(evidence), '"outstanding":'],
    ['evidence.html', evidencePage(evidence), GENERATOR],
  ] as const;
  for (const [name, , mark] of files) await refuseForeign(context.named, `${folder}/${name}`, mark);
  for (const [name, text] of files) await context.named.write(`${folder}/${name}`, text);
  return files.map(([name]) => name);
}

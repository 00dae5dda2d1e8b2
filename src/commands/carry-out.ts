/** Carries out a guarded plan: fresh look, revoke, read back, each act on record (laws 6 to 10). */
import { actLog, type JournalEvent, type Revocation, revocationId, unfinished } from '../audit/journal.js';
import type { RevokingConnector, Target } from '../connectors/connector.js';
import { doubtfulSince, isFresh } from '../connectors/recent.js';
import type { Decision, Revoke } from '../core/decision.js';
import { executable, type GuardedPlan } from '../core/guard.js';
import type { DesiredState, SystemId } from '../core/model.js';
import type { Observation, ObservedAccount, Snapshot } from '../core/observation.js';
import type { Outcome, Remainder, RevocationResult } from '../core/outcome.js';
import { EVERYTHING } from '../core/plan.js';
import { type Instant, instantOf } from '../core/time.js';
import { messageOf } from '../errors.js';
import type { Context } from './context.js';
import type { Observed } from './observe.js';
import { readBack } from './read-back.js';
import { type Known, knownOf, promisedFor, triggerOf } from './trigger.js';
import { planOnwards } from './unfinished.js';

/** Everything that acting on one system needs. */
interface Work {
  readonly context: Context;
  readonly desired: DesiredState;
  readonly observed: Observed;
  /** When the journal last recorded something of a revocation or restoration; null where never. It was read under the lease. */
  readonly lastAct: Instant | null;
  /** What earlier runs left half done. */
  readonly left: readonly Revocation[];
  /** Since when what is to be revoked was due. */
  readonly known: Known;
  /** Told what the journal refused to record. */
  readonly unrecorded: (error: unknown) => void;
}

/**
 * The identity provider's revocations come first, so that the door is closed before the windows (law 8); then the other
 * systems at the same time. A failing account stops no other; all failures are in the results. Throws what the journal
 * threw where nothing could be recorded, and so nothing was done.
 * @param toldAt when the identity provider said so, of a run for people that its word started
 */
export async function carryOut(
  context: Context,
  desired: DesiredState,
  observed: Observed,
  guarded: GuardedPlan,
  toldAt: Instant | null = null,
): Promise<readonly RevocationResult[]> {
  const bySystem = new Map<SystemId, Revoke[]>();
  const due = executable(guarded);
  for (const decision of due) {
    bySystem.set(decision.system, [...(bySystem.get(decision.system) ?? []), decision]);
  }
  if (bySystem.size === 0) return [];
  const refused: unknown[] = [];
  const events = await context.journal(desired.journal).read();
  const left = unfinished(events);
  const known = await knownOf(context, desired, due, events, toldAt);
  const lastAct = lastActIn(events);
  const work: Work = { context, desired, observed, lastAct, left, known, unrecorded: (error) => refused.push(error) };
  const run = (system: SystemId): Promise<RevocationResult[]> => applySystem(work, system, bySystem.get(system) ?? []);
  const systems = [...bySystem.keys()];
  const door = systems.filter((system) => system === desired.identityProvider);
  const windows = systems.filter((system) => system !== desired.identityProvider);
  const results: RevocationResult[] = [];
  for (const system of door) results.push(...(await run(system)));
  for (const group of await Promise.all(windows.map(run))) results.push(...group);
  if (refused.length > 0 && results.every(({ steps }) => steps.length === 0)) throw refused[0];
  return results;
}

async function applySystem(work: Work, system: SystemId, decisions: readonly Revoke[]): Promise<RevocationResult[]> {
  const { context, observed } = work;
  const connector = observed.connectors.get(system);
  const none = (why: string) => decisions.map((one) => unstarted(context, one, failed(why)));
  if (connector === undefined) return none('it was not observed');
  if (connector.access === 'read-only') return none('its connector only reads');
  const seen = observed.snapshot.systems.find((one) => one.system === system);
  let fresh: Observation;
  try {
    fresh = freshEnough(work, seen, decisions)
      ? seen
      : await connector.observeAccounts(decisions.map(({ account }) => account));
  } catch (error) {
    return none(`the fresh look failed: ${messageOf(error)}`);
  }
  const before = seen?.identity ?? null;
  if (before !== null && fresh.identity !== null && fresh.identity !== before) {
    return none(`the fresh look reached ${fresh.identity}, and the plan was made of ${before}`);
  }
  const current = freshDecisions(work, fresh);
  const results: RevocationResult[] = [];
  for (const decision of decisions) {
    const looked = lookAgain(decision, fresh, current, work.left);
    if ('kind' in looked) {
      results.push(unstarted(context, decision, looked));
      continue;
    }
    context.progress(`${system}: revoking ${looked.name} …`);
    results.push(await revokeOne(work, connector, { decision, account: looked }));
  }
  return results;
}

/** Of any run: what this one does is not on record yet. */
function lastActIn(events: readonly JournalEvent[]): Instant | null {
  const last = events.findLast(({ revocation }) => revocation !== null);
  return last === undefined ? null : instantOf(last.at);
}

/**
 * A run for one person has read these very accounts, each by itself and whole, a moment ago: a second look at the same would
 * double its requests. Where another run has acted since, or just before, that look is out of date, however new it is.
 */
function freshEnough(
  { context, lastAct }: Work,
  seen: Observation | undefined,
  decisions: readonly Revoke[],
): seen is Observation {
  if (seen?.completeness.kind !== 'scoped' || !isFresh(seen.at, context.clock.now())) return false;
  if (lastAct !== null && lastAct >= doubtfulSince(seen.at)) return false;
  const direct = new Set(seen.accounts.filter(({ read }) => read === 'direct').map(({ id }) => id));
  return decisions.every(({ account }) => direct.has(account.id));
}

/** Planned ∩ current: what a plan of this very moment says of the accounts that were just read. */
function freshDecisions({ context, desired, observed, left }: Work, fresh: Observation): ReadonlyMap<string, Decision> {
  const systems = observed.snapshot.systems.map((seen) => (seen.system === fresh.system ? fresh : seen));
  const snapshot: Snapshot = { ...observed.snapshot, systems };
  const scope = { ...EVERYTHING, systems: new Set([fresh.system]) };
  const { decisions } = planOnwards(desired, snapshot, context.clock.now(), scope, left);
  return new Map(decisions.map((decision) => [decision.id, decision]));
}

/** The account to act on, or why there is nothing to do, or nothing that may be done. */
function lookAgain(
  decision: Revoke,
  fresh: Observation,
  current: ReadonlyMap<string, Decision>,
  left: readonly Revocation[],
): ObservedAccount | Outcome {
  const account =
    fresh.accounts.find(({ id }) => id === decision.account.id) ??
    fromRecord(left.find((one) => one.decision.id === decision.id && one.account.id === decision.account.id)?.account);
  const now = current.get(decision.id);
  if (account !== undefined && stillHolds(decision, now)) return account;
  if (account === undefined && fresh.completeness.kind === 'partial') {
    return failed(`the fresh look failed: ${fresh.completeness.gaps.join('; ')}`);
  }
  // An entitlement that a fresh look does not show may stand in a part that it could not read: not known to be gone.
  const unread = fresh.gaps.filter(({ declared }) => !declared);
  if (now === undefined && decision.entitlement !== null && account !== undefined && unread.length > 0) {
    return failed(`the fresh look could not read ${unread.map(({ part, why }) => `${part} (${why})`).join('; ')}`);
  }
  // Still due, but not as it was planned, or held by something new: not done, and said so by the status.
  if (now?.kind === 'revoke' || (now?.kind === 'review' && now.reason !== null)) return failed(droppedBecause(now));
  return { kind: 'dropped', why: droppedBecause(now) };
}

/**
 * An account as the journal has it, which others may have written: the connector reads it again, and asks of all that it
 * is said to hold whose that is. Whoever is gone is no administrator any more.
 */
function fromRecord(account: ObservedAccount | undefined): ObservedAccount | undefined {
  return account && { ...account, read: 'listed', admin: false, self: false, suspendedAt: null };
}

/** Whether what was planned is what would be planned now: of the same person, for the same reason, in the same stage. */
export function stillHolds(planned: Decision | undefined, current: Decision | undefined): current is Revoke {
  if (planned?.kind !== 'revoke' || current?.kind !== 'revoke') return false;
  const same = (key: 'id' | 'person' | 'service' | 'reason' | 'stage') => planned[key] === current[key];
  return same('id') && same('person') && same('service') && same('reason') && same('stage');
}

/** Why a planned revocation is not carried out, by what a fresh look decides. */
export function droppedBecause(current: Decision | undefined): string {
  if (current === undefined) return 'a fresh look does not show it any more';
  const about = current.kind === 'review' ? `: ${current.why}` : '';
  if (current.kind !== 'revoke') return `a fresh look says ${current.kind}${about}`;
  const whose = current.person ?? current.service ?? 'nobody';
  return `a fresh look says otherwise: ${current.stage}, ${current.reason}, of ${whose}`;
}

async function revokeOne(work: Work, connector: RevokingConnector, target: Target): Promise<RevocationResult> {
  const { clock } = work.context;
  const journal = work.context.journal(work.desired.journal);
  const { decision, account } = target;
  const trigger = triggerOf(decision, account, work.known);
  const promised = promisedFor(account, work.desired.objectives);
  const revocation = revocationId(decision, clock.now());
  const steps: string[] = [];
  const failures: string[] = [];
  const log = actLog(journal, revocation, onlyIds(target, work.desired), (step, outcome) => {
    if (outcome.kind === 'done') steps.push(`${step.action} ${step.object}`);
    if (outcome.kind === 'failed') failures.push(`${step.action} ${step.object}: ${outcome.why}`);
  });
  /** What can't be recorded is not done. */
  const recorded = async (append: Promise<void>): Promise<boolean> => {
    try {
      await append;
      return true;
    } catch (error) {
      work.unrecorded(error);
      failures.push(messageOf(error));
      return false;
    }
  };
  if (!(await recorded(log.begun({ trigger, promised })))) {
    return { decision, revocation, outcome: failed(...failures), remainders: [], steps };
  }
  try {
    await connector.revoke(target, log, clock.now());
  } catch (error) {
    failures.push(messageOf(error));
  }
  const remainders: readonly Remainder[] = await readBack(clock, [], {
    read: () => connector.check(target, clock.now()),
    isPending: (left) => left.some(({ kind }) => kind === 'pending'),
    failures,
  });
  await recorded(log.ended(outcomeOf(failures, remainders).kind, remainders));
  return { decision, revocation, outcome: outcomeOf(failures, remainders), remainders, steps };
}

/** An address goes on record only where it is what accounts are known by. */
function onlyIds({ decision, account }: Target, { systems }: DesiredState): Target {
  const byEmail = systems.some(({ id, match }) => id === decision.system && match.includes('email'));
  const { fullName: _, ...known } = account;
  return { decision, account: byEmail ? known : { ...known, email: null } };
}

/** What a revocation comes to, by what failed and what its read-back found. */
export function outcomeOf(failures: readonly string[], remainders: readonly Remainder[]): Outcome {
  if (failures.length > 0) return failed(...failures);
  for (const kind of ['pending', 'manual', 'residual'] as const) {
    if (remainders.some((remainder) => remainder.kind === kind)) return { kind };
  }
  return { kind: 'verified' };
}

function failed(...why: string[]): Outcome {
  return { kind: 'failed', why };
}

function unstarted({ clock }: { clock: Context['clock'] }, decision: Revoke, outcome: Outcome): RevocationResult {
  return { decision, revocation: revocationId(decision, clock.now()), outcome, remainders: [], steps: [] };
}

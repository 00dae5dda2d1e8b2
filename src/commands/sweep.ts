/** What earlier runs revoked and left to its own end, or to a person: read back again until nothing is left (law 10). */
import { isDeepStrictEqual } from 'node:util';
import { actLog, leftBehind, leftOf, type Revocation } from '../audit/journal.js';
import type { Decision, Plan } from '../core/decision.js';
import type { DesiredState, SystemId } from '../core/model.js';
import type { Snapshot } from '../core/observation.js';
import type { EarlierResult, Outcome, Remainder } from '../core/outcome.js';
import { readProvider } from '../core/provider.js';
import { absence } from '../core/roster.js';
import type { Instant } from '../core/time.js';
import { messageOf } from '../errors.js';
import { outcomeOf } from './carry-out.js';
import type { Context } from './context.js';
import { underLease } from './lease.js';
import type { Observed } from './observe.js';

/** How many a run reads back: each takes requests. What is left over has its turn on another day. */
export const READ_BACK_AT_MOST = 25;
const DAY = 24 * 3_600_000;

export interface Swept {
  readonly earlier: readonly EarlierResult[];
  /** What could not be put on record: the next run reads it back again. */
  readonly problems: readonly string[];
}

/**
 * Reads back what earlier runs left. What has changed goes on record: nothing is left, and it is over; or it is there
 * again, and the next run takes it up. Changes nothing in any system, and never throws.
 */
export async function sweep(context: Context, desired: DesiredState, observed: Observed, plan: Plan): Promise<Swept> {
  const journal = context.journal(desired.journal);
  const earlier: EarlierResult[] = [];
  const changed: { readonly revocation: Revocation; readonly outcome: Outcome; readonly left: readonly Remainder[] }[] =
    [];
  try {
    const now = context.clock.now();
    const open = openIn(leftBehind(await journal.read()), plan.decisions, desired, observed.snapshot, now);
    const turn = new Set(turnOf(open, now));
    for (const revocation of open) {
      const read = turn.has(revocation) ? await readAgain(context, observed, plan, revocation) : NOT_NOW;
      const outcome = typeof read === 'string' ? unread(read, revocation) : outcomeOf([], read);
      const remainders = typeof read === 'string' ? [] : read;
      const { id, begunAt, decision } = revocation;
      earlier.push({ decision, revocation: id, revokedAt: begunAt, outcome, remainders, steps: [] });
      const same = outcome.kind === revocation.ending && isDeepStrictEqual(remainders.map(leftOf), revocation.left);
      if (outcome.kind !== 'failed' && !same) changed.push({ revocation, outcome, left: remainders });
    }
    if (changed.length === 0) return { earlier, problems: [] };
    await underLease(journal, async () => {
      for (const { revocation, outcome, left } of changed) {
        await actLog(journal, revocation.id, revocation).ended(outcome.kind, left);
      }
    });
    return { earlier, problems: [] };
  } catch (error) {
    return { earlier, problems: [`what earlier runs left could not be put on record: ${messageOf(error)}`] };
  }
}

/**
 * Those whose account should still be gone, in systems that the policy still has: not where the person came back or is
 * exempt by now, nor where this run revokes it anyway.
 */
export function openIn(
  all: readonly Revocation[],
  decisions: readonly Decision[],
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
): readonly Revocation[] {
  const current = new Map(decisions.map((decision) => [decision.id, decision]));
  const systems = new Set(desired.systems.map(({ id }) => id));
  const provider = readProvider(desired, snapshot);
  return all.filter(({ decision: { id, system, person: of, entitlement } }) => {
    if (!systems.has(system)) return false;
    const decision = current.get(id);
    if (decision !== undefined) return decision.kind === 'settled';
    const person = desired.people.find((one) => one.id === of);
    if (person === undefined || entitlement !== null || !provider.read) return true;
    return absence(person, now, provider.inactive) !== null;
  });
}

/** Whose turn it is today: all, or as many as a run reads back, further on each day. */
function turnOf(open: readonly Revocation[], now: Instant): readonly Revocation[] {
  const first = open.length === 0 ? 0 : (Math.floor(now / DAY) * READ_BACK_AT_MOST) % open.length;
  return [...open.slice(first), ...open.slice(0, first)].slice(0, READ_BACK_AT_MOST);
}

const NOT_NOW = `not read back in this run, which reads back ${READ_BACK_AT_MOST} at most`;

/** What is left, or why nobody knows. Where a system is not seen whole, or hollow, that nothing shows there says nothing. */
async function readAgain(
  context: Context,
  observed: Observed,
  plan: Plan,
  { decision, account }: Revocation,
): Promise<readonly Remainder[] | string> {
  const { system } = decision;
  const connector = observed.connectors.get(system);
  // By a clock that is not trusted nobody knows whether what ends by itself has ended.
  if (plan.clockSkew !== null) return 'not read back: the clock is not trusted';
  if (connector === undefined || !isSeen(plan, system)) return `not read back: ${system} was not seen whole`;
  if (connector.access === 'read-only') return 'not read back: its connector only reads';
  context.progress(`${system}: reading back what an earlier run left of ${account.name} …`);
  try {
    return await connector.check({ decision, account }, context.clock.now());
  } catch (error) {
    return `reading back: ${messageOf(error)}`;
  }
}

function isSeen({ systems }: Plan, system: SystemId): boolean {
  const planned = systems.find((one) => one.system === system);
  if (planned?.completeness.kind !== 'complete') return false;
  return planned.guard.kind === 'pass' || planned.guard.violations.every(({ rule }) => rule !== 'emptySystem');
}

/** What ends by itself and waits its turn is no failure: it ends by then or is read back on another day. */
function unread(why: string, { left, ending }: Revocation): Outcome {
  if (why === NOT_NOW && ending === 'residual') return { kind: 'residual' };
  return { kind: 'failed', why: [why, ...left] };
}

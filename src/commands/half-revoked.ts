/** What a killed or failed run left half done, and no listing shows any more: the journal is the only place that knows. */
import { unfinished } from '../audit/journal.js';
import type { DesiredState, SystemId } from '../core/model.js';
import type { ObservedAccount, Snapshot } from '../core/observation.js';
import { plan, type Scope } from '../core/plan.js';
import type { Context } from './context.js';
import type { Observed } from './observe.js';

/** By system: accounts as they were seen before their revocation began. */
export type HalfRevoked = ReadonlyMap<SystemId, readonly ObservedAccount[]>;

/**
 * Adds the accounts whose revocation the journal shows as not done, that are no longer seen, and that would be revoked
 * today just as well (law 9). What outlives a membership, such as a deploy key, is found this way.
 */
export async function takeUp(
  { journal, clock }: Pick<Context, 'journal' | 'clock'>,
  desired: DesiredState,
  observed: Observed,
  scope: Scope,
): Promise<Observed> {
  const { snapshot } = observed;
  const seen = new Set(snapshot.systems.flatMap(({ system, accounts }) => accounts.map(({ id }) => `${system}/${id}`)));
  const all = new Map<SystemId, ObservedAccount[]>();
  for (const { decision, account } of unfinished(await journal.read())) {
    if (decision.entitlement !== null || seen.has(decision.id)) continue;
    all.set(decision.system, [...(all.get(decision.system) ?? []), account]);
  }
  if (all.size === 0) return observed;
  const { decisions } = plan(desired, withAccounts(snapshot, all), clock.now(), scope);
  const due = new Set(decisions.filter(({ kind }) => kind === 'revoke').map(({ id }) => id));
  const halfRevoked: HalfRevoked = new Map(
    [...all].map(([system, accounts]) => [system, accounts.filter(({ id }) => due.has(`${system}/${id}`))]),
  );
  return { ...observed, snapshot: withAccounts(snapshot, halfRevoked), halfRevoked };
}

/** The snapshot with those accounts in it, so that the plan decides on them as on any other. */
function withAccounts(snapshot: Snapshot, left: HalfRevoked): Snapshot {
  return {
    ...snapshot,
    systems: snapshot.systems.map((seen) => ({
      ...seen,
      accounts: [...seen.accounts, ...(left.get(seen.system) ?? [])],
    })),
  };
}

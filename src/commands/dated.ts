/** Since when an account is suspended, where its system has no place for a mark of Leaver's: by the journal. */
import type { Connector } from '../connectors/connector.js';
import type { SystemId } from '../core/model.js';
import type { Observation, ObservedAccount } from '../core/observation.js';
import { decisionId } from '../core/plan.js';
import { instantOf, type Timestamp } from '../core/time.js';

/** By a decision's id, since when Leaver has suspended the account. */
export type Suspensions = ReadonlyMap<string, Timestamp>;

/** The connector, whose observations tell what the journal knows besides. */
export function dated<Some extends Connector>(connector: Some, suspensions: () => Promise<Suspensions>): Some {
  const known = async (observation: Observation): Promise<Observation> => {
    if (!observation.accounts.some(isUnmarked)) return observation;
    const since = await suspensions();
    const accounts = observation.accounts.map((account) => datedAccount(account, connector.system, since));
    return { ...observation, accounts };
  };
  return {
    ...connector,
    observe: async () => known(await connector.observe()),
    observeAccounts: async (refs: Parameters<Some['observeAccounts']>[0]) =>
      known(await connector.observeAccounts(refs)),
  };
}

/** Its system says when it last changed, and so has no mark. */
function isUnmarked({ status, suspendedAt, changedAt }: ObservedAccount): boolean {
  return status === 'suspended' && suspendedAt === null && changedAt != null;
}

/**
 * Never earlier than the system's own word: who can write the journal could otherwise have an account deleted before its
 * retention is over.
 */
function datedAccount(account: ObservedAccount, system: SystemId, since: Suspensions): ObservedAccount {
  if (!isUnmarked(account) || account.changedAt == null) return account;
  const told = since.get(decisionId(system, account.id));
  if (told === undefined) return account;
  const suspendedAt = instantOf(told) < instantOf(account.changedAt) ? account.changedAt : told;
  return { ...account, suspendedAt };
}

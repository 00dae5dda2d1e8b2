/** Single accounts, each read by itself and whole. */
import { inSeconds } from '../../core/clock-trust.js';
import type { Observation, ObservedAccount } from '../../core/observation.js';
import { formatInstant, type Timestamp } from '../../core/time.js';
import type { AccountRef } from '../connector.js';
import { accountOf, entitlementsOf, isAdmin, tokensHeld } from './entitlements.js';
import { type Addressed, userMeant, usersWithAddress } from './find.js';
import { allTokens, assigneesOf, type Held, heldBy, unreadIn, valueOr } from './held.js';
import type { ApiToken, User } from './shapes.js';
import { gapsOf, KIND, organizationOf, ownUser, partOf, type Read, type Site, type Unread } from './site.js';

/** So many ids are asked for in one filter: a long one may be refused ("List all users"). */
const AT_ONCE = 25;

/** These accounts: see `Connector.observeAccounts`. */
export async function observeAccounts(site: Site, refs: readonly AccountRef[]): Promise<Observation> {
  const { client } = site;
  const at = formatInstant(site.clock.now());
  const before = client.requests();
  const identity = await organizationOf(site);
  const users = new Map<string, User>();
  const unknown = new Set<string>();
  for (const ref of refs) {
    const { users: found, gap } = await meant(site, ref, users);
    for (const user of found) users.set(user.id, user);
    if (gap !== null) unknown.add(gap);
  }
  const read = users.size === 0 ? NOBODY : await candidates(site, [...users.values()], at);
  return {
    ...{ system: site.system, kind: KIND, at, identity },
    completeness: unknown.size === 0 ? { kind: 'scoped' } : { kind: 'partial', gaps: [...unknown] },
    gaps: gapsOf(site, read.unread),
    requests: client.requests() - before,
    clockSkew: inSeconds(client.clockSkew()),
    accounts: [...read.accounts].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** One by its id or login; where an address is asked for, everybody who has it: a person may have two users, and one of them be closed. */
async function meant(site: Site, ref: AccountRef, known: ReadonlyMap<string, User>): Promise<Addressed> {
  const { id, email = null } = ref;
  if (id === null && email !== null) return usersWithAddress(site, email, known);
  const user = await userMeant(site, ref);
  return { users: user === null ? [] : [user], gap: null };
}

interface Candidates {
  readonly accounts: readonly ObservedAccount[];
  readonly unread: readonly Unread[];
}

const NOBODY: Candidates = { accounts: [], unread: [] };

async function candidates(site: Site, users: readonly User[], at: Timestamp): Promise<Candidates> {
  const self = await ownUser(site);
  const tokens = await partOf('api-tokens', allTokens(site));
  const all: Held[] = [];
  for (const user of users) all.push(await heldBy(site, user, tokens));
  const accounts = all.map((held) => {
    const rest = { read: 'direct', admin: isAdmin(held), self: held.user.id === self?.id } as const;
    const account = accountOf(held.user, { ...rest, entitlements: entitlementsOf(held) });
    site.recent.keep(account, held, at);
    return account;
  });
  const unread = all.flatMap((held) => held.unread);
  if (!accounts.some(({ admin }) => admin)) return { accounts, unread };
  const others = await otherAdmins(site, new Set(users.map(({ id }) => id)), { self, tokens });
  return { accounts: [...accounts, ...others.accounts], unread: [...unread, ...others.unread] };
}

/** The other administrators, so that the last one can be told. */
async function otherAdmins(
  site: Site,
  known: ReadonlySet<string>,
  { self, tokens }: { readonly self: User | null; readonly tokens: Read<readonly ApiToken[]> },
): Promise<Candidates> {
  const assignees = await partOf('admin-roles', assigneesOf(site));
  const ids = [...new Set(valueOr(assignees, []).map(({ id }) => id))].filter((id) => !known.has(id)).sort();
  const accounts: ObservedAccount[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = new Set(ids.slice(from, from + AT_ONCE));
    const filter = [...some].map((id) => `id eq ${JSON.stringify(id)}`).join(' or ');
    const found = await site.client.all<User>(`/api/v1/users?limit=200&filter=${encodeURIComponent(filter)}`);
    for (const user of found.filter(({ id }) => some.has(id))) {
      const own = valueOr(tokens, []).filter(({ userId }) => userId === user.id);
      const rest = { read: 'listed', admin: true, self: user.id === self?.id } as const;
      accounts.push(accountOf(user, { ...rest, entitlements: tokensHeld(user, own) }));
    }
  }
  return { accounts, unread: unreadIn(assignees) };
}

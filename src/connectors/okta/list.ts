/** Everybody in the organization, without a request for each user. */
import { inSeconds } from '../../core/clock-trust.js';
import type { Completeness, Entitlement, Observation, ObservedAccount } from '../../core/observation.js';
import { formatInstant } from '../../core/time.js';
import { isFatal, whyOf } from '../../http/failures.js';
import { endingOf } from './client.js';
import { accountOf, entitlementsOf, isClosed, tokensHeld } from './entitlements.js';
import { allTokens, assigneesOf, groupsOf, rolesOf, unreadIn, valueOr } from './held.js';
import type { ApiToken, User, UserStatus } from './shapes.js';
import {
  gapsOf,
  KIND,
  organizationNamedIn,
  organizationOf,
  ownUser,
  partOf,
  type Read,
  type Site,
  type Unread,
} from './site.js';

/** Named one by one, since a listing without a search leaves deactivated users out ("List all users"). */
const EVERY_STATUS: readonly UserStatus[] = [
  'ACTIVE',
  'DEPROVISIONED',
  'LOCKED_OUT',
  'PASSWORD_EXPIRED',
  'PROVISIONED',
  'RECOVERY',
  'STAGED',
  'SUSPENDED',
];
const SEARCH = EVERY_STATUS.map((status) => `status eq "${status}"`).join(' or ');
const EVERYBODY = `/api/v1/users?limit=200&search=${encodeURIComponent(SEARCH)}`;

/** The whole organization: see `Connector.observe`. */
export async function observe(site: Site): Promise<Observation> {
  const { client } = site;
  const at = formatInstant(site.clock.now());
  const before = client.requests();
  const assignees = await partOf('admin-roles', assigneesOf(site));
  const names = valueOr(assignees, []).map(({ orn }) => orn);
  const identity = organizationNamedIn(site, names) ?? (await organizationOf(site));
  const self = await ownUser(site);
  const tokens = await partOf('api-tokens', allTokens(site));
  const { users, completeness } = await everybody(site);
  const admins = 'value' in assignees ? new Set(assignees.value.map(({ id }) => id)) : null;
  const { held, unread, proven } = site.managed ? await heldByAll(site, users, admins, tokens) : NOTHING;
  const byOwner = groupedByOwner(valueOr(tokens, []));
  const accounts = users.map((user): ObservedAccount => {
    const entitlements = held.get(user.id) ?? tokensHeld(user, byOwner.get(user.id) ?? []);
    // Whose roles nobody knows does not count as one who remains; `revoke` refuses to close such an account (law 5).
    return accountOf(user, {
      read: 'listed',
      admin: (admins ?? proven).has(user.id),
      self: user.id === self?.id,
      entitlements,
    });
  });
  return {
    ...{ system: site.system, kind: KIND, at, identity, completeness },
    gaps: gapsOf(site, [...unreadIn(assignees), ...unreadIn(tokens), ...unread]),
    requests: client.requests() - before,
    clockSkew: inSeconds(client.clockSkew()),
    accounts,
  };
}

/** Users in order of id, none twice. Throws where not even the first page could be read. */
async function everybody({ client }: Site): Promise<{ users: readonly User[]; completeness: Completeness }> {
  const byId = new Map<string, User>();
  const ending = endingOf();
  let [gap, pages]: [string | null, number] = [null, 0];
  for (let target: string | null = EVERYBODY; target !== null; ) {
    try {
      pages += 1;
      const page: { readonly body: readonly User[]; readonly next: string | null } = await client.entries<User>(target);
      for (const user of page.body) byId.set(user.id, user);
      target = ending(page.next, byId.size);
    } catch (error) {
      if (isFatal(error) || byId.size === 0) throw error;
      gap = `page ${pages} of the users: ${whyOf(error)}`;
      break;
    }
  }
  const users = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { users, completeness: gap === null ? { kind: 'complete' } : { kind: 'partial', gaps: [gap] } };
}

function groupedByOwner(tokens: readonly ApiToken[]): ReadonlyMap<string, readonly ApiToken[]> {
  const byOwner = new Map<string, ApiToken[]>();
  for (const token of tokens) byOwner.set(token.userId ?? '', [...(byOwner.get(token.userId ?? '') ?? []), token]);
  return byOwner;
}

const NOTHING = {
  held: new Map<string, readonly Entitlement[]>(),
  unread: [] as readonly Unread[],
  /** Who was seen to hold a role. */
  proven: new Set<string>() as ReadonlySet<string>,
};

/** Where entitlements are managed: the groups of each user who can sign in, and an administrator's roles. One or two requests a user. */
async function heldByAll(
  site: Site,
  users: readonly User[],
  admins: ReadonlySet<string> | null,
  tokens: Read<readonly ApiToken[]>,
): Promise<typeof NOTHING> {
  const held = new Map<string, readonly Entitlement[]>();
  const unread: Unread[] = [];
  const proven = new Set<string>();
  for (const user of users.filter((one) => !isClosed(one))) {
    const groups = await partOf('groups', groupsOf(site, user.id));
    const isAdmin = admins?.has(user.id) ?? true;
    const roles = isAdmin ? await partOf('admin-roles', rolesOf(site, user.id)) : { value: [] };
    unread.push(...unreadIn(groups), ...unreadIn(roles));
    if (valueOr(roles, []).length > 0) proven.add(user.id);
    const own = valueOr(tokens, []).filter(({ userId }) => userId === user.id);
    const rest = { user, grants: [], tokens: own, unread: [] };
    held.set(user.id, entitlementsOf({ ...rest, groups: valueOr(groups, []), roles: valueOr(roles, []) }));
  }
  return { held, unread, proven };
}

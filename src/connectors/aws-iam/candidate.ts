/** Single accounts, each read by itself and whole. */
import { inSeconds } from '../../core/clock-trust.js';
import type { AccountId } from '../../core/model.js';
import type { Entitlement, Observation, ObservedAccount } from '../../core/observation.js';
import { formatInstant, type Timestamp } from '../../core/time.js';
import type { AccountRef } from '../connector.js';
import { type Grants, grantsOf, isAdmin } from './admin.js';
import { credentialsHeld, grantsHeld, inOrder } from './entitlements.js';
import { type Everybody, everybodyOf, userMeant } from './find.js';
import { type Bulk, everyPage, type Held, heldBy, partOf, type Unread } from './held.js';
import type { FoundUser, Iam, Identity, LastUse } from './iam.js';
import { accountsOf, assuming, type Context, gapsOf, KIND } from './list.js';
import { standingOf } from './mark.js';

/** What is read once for all candidates of a call. */
interface Surroundings {
  readonly identity: Identity;
  /** Roles, groups and the account's own policies; where they can't be read in bulk, why. */
  readonly bulk: Bulk | Unread;
}

/** These accounts: see `Connector.observeAccounts`. */
export async function observeAccounts(context: Context, refs: readonly AccountRef[]): Promise<Observation> {
  const { iam, clock } = context;
  const at = formatInstant(clock.now());
  const before = iam.requests();
  const identity = await iam.identity();
  const everybody = everybodyOf(iam);
  const users = await usersOf(iam, refs, everybody);
  const around: Surroundings | null = users.length === 0 ? null : { identity, bulk: await surroundingsOf(iam) };
  const { accounts, unread } = around === null ? NOBODY : await candidates(context, users, around, at);
  const known = new Set(accounts.map((account) => account.id));
  const alone = around === null || !accounts.some((account) => account.admin);
  const others = alone ? [] : await otherAdmins(around, everybody);
  const all = [...accounts, ...others.filter((account) => !known.has(account.id))];
  return {
    ...{ system: context.system, kind: KIND, at, identity: `aws:${identity.accountId}` },
    completeness: { kind: 'scoped' },
    gaps: gapsOf(context, unread),
    requests: iam.requests() - before,
    clockSkew: inSeconds(iam.clockSkew()),
    accounts: all.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const NOBODY = { accounts: [], unread: [] } as const;

async function usersOf(iam: Iam, refs: readonly AccountRef[], everybody: Everybody): Promise<readonly FoundUser[]> {
  const users = new Map<string, FoundUser>();
  for (const ref of refs) {
    const user = await userMeant(iam, ref, everybody);
    if (user !== null) users.set(user.id, user);
  }
  return [...users.values()];
}

async function surroundingsOf(iam: Iam): Promise<Bulk | Unread> {
  const read = await partOf('trust-policies', everyPage(iam, ['Role', 'Group', 'LocalManagedPolicy']));
  return 'unread' in read ? read.unread : read.value;
}

async function candidates(
  { iam, recent }: Context,
  users: readonly FoundUser[],
  around: Surroundings,
  at: Timestamp,
): Promise<{ accounts: readonly ObservedAccount[]; unread: readonly Unread[] }> {
  const accounts: ObservedAccount[] = [];
  const unread = new Map<string, Unread>();
  for (const user of users) {
    const held = await heldBy(iam, user, 'part' in around.bulk ? around.bulk : around.bulk.roles);
    const { account, alsoUnread } = await accountOf(iam, held, around);
    accounts.push(account);
    recent.keep(account, held, at);
    for (const one of [...held.unread, ...alsoUnread]) unread.set(`${one.part} ${one.why}`, one);
  }
  return { accounts, unread: [...unread.values()] };
}

async function accountOf(
  iam: Iam,
  held: Held,
  { identity, bulk }: Surroundings,
): Promise<{ account: ObservedAccount; alsoUnread: readonly Unread[] }> {
  const { user } = held;
  const uses = await lastUses(iam, held);
  // Where the bulk call fails, the candidate's own groups are read by themselves.
  const around = 'part' in bulk ? await groupsOf(iam, held) : { grants: grantsOf(bulk), unread: [] };
  const blind = [...held.unread, ...around.unread].some(({ part }) => DECIDING.has(part));
  const entitlements: readonly Entitlement[] = [
    ...grantsHeld(held, user, held.roles, around.grants),
    ...assuming(held, around.grants),
    ...credentialsHeld(held, uses.known),
  ];
  const account: ObservedAccount = {
    ...{ id: user.id as AccountId, name: user.name, email: null, read: 'direct' },
    ...standingOf({ ...user, attached: held.attached, inline: held.inline }),
    // Who can't be told from an administrator is taken for one, so that the last one stays (law 5).
    admin: blind || isAdmin(held, around.grants),
    self: identity.own.includes(user.id),
    entitlements: inOrder(entitlements),
  };
  return { account, alsoUnread: [...uses.unread, ...around.unread] };
}

/** Parts without which nobody knows whether a user is an administrator. */
const DECIDING: ReadonlySet<string> = new Set(['groups', 'attached-policies', 'inline-policies']);

async function lastUses(iam: Iam, held: Held): Promise<{ known: Map<string, LastUse>; unread: readonly Unread[] }> {
  const known = new Map<string, LastUse>();
  const unread: Unread[] = [];
  for (const key of held.keys) {
    const read = await partOf('access-key-last-used', iam.keyLastUsed(key.id));
    if ('value' in read) known.set(key.id, read.value);
    else unread.push(read.unread);
  }
  return { known, unread };
}

async function groupsOf(iam: Iam, held: Held): Promise<{ grants: Grants; unread: readonly Unread[] }> {
  const groups = [];
  const unread: Unread[] = [];
  for (const name of held.groups) {
    const read = await partOf('groups', iam.group(name));
    if ('unread' in read) unread.push(read.unread);
    else if (read.value !== null) groups.push(read.value);
  }
  return { grants: grantsOf({ groups, policies: [] }), unread };
}

async function otherAdmins(
  { identity, bulk }: Surroundings,
  everybody: Everybody,
): Promise<readonly ObservedAccount[]> {
  const users = await partOf('groups', everybody.users());
  // Without them the candidate stands alone, and the plan holds the last administrator.
  if ('unread' in users || 'part' in bulk) return [];
  const accounts = accountsOf({ ...bulk, users: [...users.value] }, identity, () => []);
  return accounts.filter(({ admin, status }) => admin && status === 'active');
}

import type { Entitlement, Observation, ObservedAccount } from '../../core/observation.js';
import { formatInstant } from '../../core/time.js';
import type { AccountRef } from '../connector.js';
import { codespace, outsideCollaborator, seat, sso, token, tokenRequest } from './entitlements.js';
import { accountOf, INVITATION, invitedOf, observationOf, partly } from './list.js';
import * as listings from './listings.js';
import { inParallel, type Listing } from './pages.js';
import { readRepositoryParts } from './repositories.js';
import type { Invitation, Membership, Seat, User } from './shapes.js';
import { APP_ONLY, type Gaps, gapsOf, type Identity, readIdentity, type Site, sameLogin, TOKEN_ONLY } from './site.js';
import { readRepositoriesOf, readTeamsOf } from './teams.js';

/** Reads these accounts by themselves and whole. */
export async function observeSome(site: Site, refs: readonly AccountRef[]): Promise<Observation> {
  const before = site.client.requests();
  const at = formatInstant(site.clock.now());
  const identity = await readIdentity(site);
  const gaps = gapsOf(site);
  const read = refs.length === 0 ? NOBODY : await readAccounts(site, refs, identity, gaps);
  return {
    ...observationOf(site, identity, gaps, at),
    completeness: read.unread.length === 0 ? { kind: 'scoped' } : { kind: 'partial', gaps: read.unread },
    requests: site.client.requests() - before,
    accounts: read.accounts,
  };
}

/** Somebody who was found on GitHub, with the membership here if there is one. */
interface Found {
  readonly user: User;
  readonly membership: Membership | null;
}

interface Read {
  readonly accounts: readonly ObservedAccount[];
  /** The listings that failed in which some of the accounts may stand: who is not given is not known to be gone. */
  readonly unread: readonly string[];
}

const NOBODY: Read = { accounts: [], unread: [] };

/** Members are found by themselves, so that a listing which fails hides only those who are none (law 1). */
async function readAccounts(site: Site, refs: readonly AccountRef[], identity: Identity, gaps: Gaps): Promise<Read> {
  const [people, invitations] = await Promise.all([findPeople(site, refs), listings.invitations(site)]);
  const strangers = people.some((one) => !isMember(one));
  const outside = strangers ? await listings.outsideCollaborators(site) : NO_USERS;
  const present = people.filter((one) => isMember(one) || outside.entries.some(({ id }) => id === one.user.id));
  const perRepository =
    present.length === 0
      ? new Map<string, readonly Entitlement[]>()
      : await readRepositoryParts(site, usersOf(present), gaps);
  const read = await inParallel(present, async (one): Promise<ObservedAccount> => {
    const held = await readHoldings(site, one, gaps);
    const account = accountOf(one.user, identity, 'direct');
    const entitlements = [...held, ...(perRepository.get(account.id) ?? [])];
    if (!isMember(one)) entitlements.unshift(outsideCollaborator);
    return { ...account, admin: isOwner(one), entitlements };
  });
  // Where the others can't be listed an owner stands alone, and is held as the last one (law 5).
  const owners = present.some(isOwner) ? await listings.admins(site) : NO_USERS;
  const invited = invitations.entries.filter(
    (one) => refs.some((ref) => isInvited(one, ref)) || people.some(({ user }) => sameLogin(user.login, one.login)),
  );
  const missed = [owners, ...(strangers || people.length < refs.length ? [invitations, outside] : [])];
  return {
    accounts: [
      ...read,
      ...otherOwners(owners.entries, identity, read),
      ...invited.map((one) => invitedOf(one, 'direct')),
    ],
    unread: missed.flatMap(({ gap }) => (gap === null ? [] : [gap.text])),
  };
}

const NO_USERS: Listing<User> = { entries: [], gap: null };

function isInvited(one: Invitation, ref: AccountRef): boolean {
  if (ref.id !== null) return ref.id === `${INVITATION}${one.id}`;
  return sameLogin(one.login, ref.name) || sameLogin(one.email, ref.name);
}

function isMember({ membership }: Found): boolean {
  return membership?.state === 'active';
}

function isOwner(one: Found): boolean {
  return isMember(one) && one.membership?.role === 'admin';
}

function usersOf(found: readonly Found[]): readonly User[] {
  return found.map(({ user }) => user);
}

/** Two requests each: who has the id (or the name) now, and what that account is here. */
async function findPeople(site: Site, refs: readonly AccountRef[]): Promise<readonly Found[]> {
  const wanted = refs.filter(({ id }) => id === null || !id.startsWith(INVITATION));
  const found = await inParallel(wanted, async (ref): Promise<readonly Found[]> => {
    const user = await findUser(site, ref);
    if (user === null) return [];
    const membership = await findMembership(site, user.login);
    // Between the two readings the login may have passed to somebody else.
    const same = membership?.user === null || membership?.user?.id === user.id;
    return [{ user, membership: same ? membership : null }];
  });
  return [...new Map(found.flat().map((one) => [String(one.user.id), one])).values()];
}

const nobody = Promise.resolve(null);

/** Who has this id now, or else this login; null for nobody ("Get a user using their ID"). */
export function findUser(site: Site, ref: AccountRef): Promise<User | null> {
  const { id, name } = ref;
  // Anything but a number would be another address: `/user/keys` are the runner's own keys.
  if (id === null) return name ? site.client.find<User>('GET /users/{username}', { username: name }) : nobody;
  if (!/^\d+$/.test(id)) return nobody;
  return site.client.find<User>('GET /user/{account_id}', { account_id: id });
}

export function findMembership(site: Site, login: string): Promise<Membership | null> {
  const values = { org: site.settings.organization, username: login };
  return site.client.find<Membership>('GET /orgs/{org}/memberships/{username}', values);
}

/** All that one account holds but what is listed by repository. */
async function readHoldings(site: Site, { user }: Found, gaps: Gaps): Promise<readonly Entitlement[]> {
  const { client, settings } = site;
  const account = { id: String(user.id), login: user.login };
  const isApp = client.signIn === 'app';
  if (!isApp) {
    gaps.add('fine-grained-tokens', APP_ONLY);
    gaps.add('token-requests', APP_ONLY);
  } else {
    gaps.add('codespaces', TOKEN_ONLY);
  }
  const own = <Entry extends { readonly owner: User }>(one: Entry) => one.owner.id === user.id;
  const [teams, repositories, tokens, requests, credentials, seats, codespaces] = await Promise.all([
    gaps.around('teams', [], () => readTeamsOf(client, settings.organization, account)),
    gaps.around('repository-access', [], () => readRepositoriesOf(client, settings.organization, account)),
    isApp ? partly(gaps, 'fine-grained-tokens', listings.tokens(site, user.login)) : [],
    isApp ? partly(gaps, 'token-requests', listings.tokenRequests(site, user.login)) : [],
    partly(gaps, 'sso-credentials', listings.ssoCredentials(site, user.login)),
    gaps.around('copilot-seats', [], () => readSeat(site, user.login)),
    isApp ? [] : partly(gaps, 'codespaces', listings.codespaces(site, user.login)),
  ]);
  return [
    ...teams,
    ...repositories,
    ...credentials.filter((one) => sameLogin(one.login, user.login)).map(sso),
    ...tokens.filter(own).map(token),
    ...requests.filter(own).map(tokenRequest),
    ...seats.map(seat),
    ...codespaces.map(codespace),
  ];
}

/** The Copilot seat, if there is one; where the organization has no Copilot GitHub says 404 too. */
export async function readSeat(site: Site, login: string): Promise<readonly Seat[]> {
  const values = { org: site.settings.organization, username: login };
  const found = await site.client.find<Seat>('GET /orgs/{org}/members/{username}/copilot', values);
  return found === null ? [] : [found];
}

/** The other owners, so that the last one can be told. */
function otherOwners(
  owners: readonly User[],
  identity: Identity,
  read: readonly ObservedAccount[],
): readonly ObservedAccount[] {
  const others = owners.filter(({ id }) => !read.some((one) => one.id === String(id)));
  return others.map((one) => ({ ...accountOf(one, identity, 'listed'), admin: true }));
}

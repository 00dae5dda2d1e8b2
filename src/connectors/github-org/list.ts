import { inSeconds } from '../../core/clock-trust.js';
import type { AccountId } from '../../core/model.js';
import type { Completeness, Entitlement, Observation, ObservedAccount } from '../../core/observation.js';
import { formatInstant } from '../../core/time.js';
import { outsideCollaborator, sso, token } from './entitlements.js';
import * as listings from './listings.js';
import type { Listing } from './pages.js';
import type { Invitation, SsoCredential, Token, User } from './shapes.js';
import { APP_ONLY, type Gaps, gapsOf, type Identity, readIdentity, type Site } from './site.js';
import { readAllTeams } from './teams.js';

/** Lists every account, with the credentials that can be listed for all at once. */
export async function observeAll(site: Site): Promise<Observation> {
  const before = site.client.requests();
  const at = formatInstant(site.clock.now());
  const identity = await readIdentity(site);
  const gaps = gapsOf(site);
  const [members, admins, outside, invitations, tokens, credentials, teams] = await Promise.all([
    listings.members(site),
    listings.admins(site),
    listings.outsideCollaborators(site),
    listings.invitations(site),
    readTokens(site, gaps),
    readCredentials(site, gaps),
    site.managed
      ? gaps.around('teams', NO_TEAMS, () => readAllTeams(site.client, identity.organization.login))
      : NO_TEAMS,
  ]);
  const held = holdings(tokens, credentials, teams);
  const owners = new Set(admins.entries.map((one) => String(one.id)));
  const inside = members.entries.map((one) => memberOf(one, owners.has(String(one.id)), identity, held));
  const known = new Set<string>(inside.map((one) => one.id));
  const collaborators = outside.entries.filter((one) => !known.has(String(one.id)));
  return {
    ...observationOf(site, identity, gaps, at),
    completeness: completenessOf([members, admins, outside, invitations]),
    requests: site.client.requests() - before,
    accounts: [
      ...inside,
      ...collaborators.map((one) => collaboratorOf(one, identity, held)),
      ...invitations.entries.map((one) => invitedOf(one, 'listed')),
    ],
  };
}

/** What all observations of a site have in common. */
export function observationOf(
  site: Site,
  identity: Identity,
  gaps: Gaps,
  at: Observation['at'],
): Pick<Observation, 'system' | 'kind' | 'at' | 'identity' | 'gaps' | 'clockSkew'> {
  const { id } = identity.organization;
  const clockSkew = inSeconds(site.client.clockSkew());
  return { system: site.system, kind: 'github-org', at, identity: `github:${id}`, gaps: gaps.list, clockSkew };
}

const NO_TEAMS: ReadonlyMap<string, readonly Entitlement[]> = new Map();

function completenessOf(read: readonly Pick<Listing<unknown>, 'gap'>[]): Completeness {
  const gaps = read.flatMap(({ gap }) => (gap === null ? [] : [gap.text]));
  return gaps.length === 0 ? { kind: 'complete' } : { kind: 'partial', gaps };
}

async function readTokens(site: Site, gaps: Gaps): Promise<readonly Token[]> {
  if (site.client.signIn === 'app') return partly(gaps, 'fine-grained-tokens', listings.tokens(site));
  gaps.add('fine-grained-tokens', APP_ONLY);
  return [];
}

function readCredentials(site: Site, gaps: Gaps): Promise<readonly SsoCredential[]> {
  return partly(gaps, 'sso-credentials', listings.ssoCredentials(site));
}

/** What could be read of a part; what could not is a gap. */
export async function partly<Entry>(
  gaps: Gaps,
  part: Parameters<Gaps['add']>[0],
  listing: Promise<Listing<Entry>>,
): Promise<readonly Entry[]> {
  const { entries, gap } = await listing;
  if (gap !== null) gaps.add(part, gap.text);
  return entries;
}

type Held = (user: User) => readonly Entitlement[];

/** What a listed account holds: tokens and teams go by its id, SSO credentials by its login, since GitHub tells no id. */
function holdings(
  tokens: readonly Token[],
  credentials: readonly SsoCredential[],
  teams: ReadonlyMap<string, readonly Entitlement[]>,
): Held {
  const byId = grouped(tokens, (one) => String(one.owner.id));
  const byLogin = grouped(credentials, (one) => one.login.toLowerCase());
  return (user) => [
    ...(teams.get(String(user.id)) ?? []),
    ...(byLogin.get(user.login.toLowerCase()) ?? []).map(sso),
    ...(byId.get(String(user.id)) ?? []).map(token),
  ];
}

function grouped<Entry>(entries: readonly Entry[], key: (one: Entry) => string): ReadonlyMap<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const one of entries) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}

function memberOf(user: User, admin: boolean, identity: Identity, held: Held): ObservedAccount {
  return { ...accountOf(user, identity, 'listed'), admin, entitlements: held(user) };
}

function collaboratorOf(user: User, identity: Identity, held: Held): ObservedAccount {
  return { ...accountOf(user, identity, 'listed'), entitlements: [outsideCollaborator, ...held(user)] };
}

/** An account on GitHub, before what it is and holds here. GitHub tells no member's e-mail address. */
export function accountOf(user: User, identity: Identity, read: ObservedAccount['read']): ObservedAccount {
  const id = String(user.id) as AccountId;
  const self = identity.self === id;
  const common = { email: null, status: 'active', admin: false, suspendedAt: null, entitlements: [] } as const;
  return { id, name: user.login, read, self, ...common };
}

/** An invitation: it has no account yet, so its own id stands for one. */
export function invitedOf(one: Invitation, read: ObservedAccount['read']): ObservedAccount {
  const common = { status: 'invited', admin: false, self: false, suspendedAt: null, entitlements: [] } as const;
  const name = one.login ?? one.email ?? '';
  return { id: `${INVITATION}${one.id}` as AccountId, name, email: one.email, read, ...common };
}

export const INVITATION = 'invitation:';

/** By its id, which is how the fresh look knows it; a status may come from a record. */
export function isInvitation({ id }: Pick<ObservedAccount, 'id'>): boolean {
  return id.startsWith(INVITATION);
}

/** Whose is this account? By its address, else by its name where exactly one person fits; what is not certain is told. */

import type { DesiredState, EntitlementId } from '../model.js';
import { type FoundBy, type Left, type Loose, leftOf } from './model.js';
import { hasServiceWord, isPersonLike, localPart } from './names.js';
import { type Candidate, type Crowd, contradicts, emailOf, fitting } from './people.js';

export interface Link {
  readonly candidate: Candidate;
  readonly one: Loose;
  readonly by: FoundBy;
}

export interface Linked {
  readonly links: readonly Link[];
  readonly left: readonly Left[];
  /** Accounts that look like a service's. */
  readonly services: readonly Loose[];
  /** Accounts that nobody fits. */
  readonly nobodys: readonly Loose[];
}

/** @param byName whether names tell anything: not while those who are unseen might fit as well */
export function linkAccounts(accounts: readonly Loose[], crowd: Crowd, desired: DesiredState, byName: boolean): Linked {
  const wanted: Link[] = [];
  const left: Left[] = [];
  const services: Loose[] = [];
  const nobodys: Loose[] = [];
  for (const one of accounts) {
    const found = holderOf(one, crowd, desired, byName);
    if (found === 'service') services.push(one);
    else if (found === 'nobody') nobodys.push(one);
    else if ('why' in found) left.push(found);
    else wanted.push(found);
  }
  const { links, left: more } = oneEach(wanted);
  return { links, left: [...left, ...more], services, nobodys };
}

function holderOf(
  one: Loose,
  crowd: Crowd,
  desired: DesiredState,
  byName: boolean,
): Link | Left | 'service' | 'nobody' {
  const { name } = one.account;
  const email = emailOf(one)?.normalize('NFKC').toLowerCase();
  const mailed = email === undefined ? undefined : crowd.byEmail.get(email);
  if (mailed !== undefined) return linkTo(one, mailed, 'email', desired);
  if (!byName) return 'nobody';
  if (hasServiceWord(localPart(name))) return 'service';
  const [only, ...others] = fitting(crowd, name, desired.organization);
  if (only === undefined) return 'nobody';
  if (others.length > 0) return leftOf(one, 'ambiguous-person', knownIn([only, ...others]));
  if (contradicts(one, only)) return leftOf(one, 'other-email', knownIn([only]));
  return linkTo(one, only, 'name', desired);
}

function linkTo(one: Loose, candidate: Candidate, by: FoundBy, desired: DesiredState): Link | Left {
  const about = knownIn([candidate]);
  const atProvider = one.system === desired.identityProvider;
  if (candidate.gone !== null) return leftOf(one, atProvider ? 'departed-here' : candidate.gone, about);
  if (candidate.person.accounts.has(one.system)) return leftOf(one, 'has-another', about);
  const lacking = notGranted(one, candidate, desired);
  if (lacking.length > 0) return leftOf(one, 'unmanaged-entitlements', about, lacking);
  return { candidate, one, by: atProvider ? 'provider' : by };
}

/** An address says more than a name; of several that say as much, none is taken. */
function oneEach(wanted: readonly Link[]): Pick<Linked, 'links' | 'left'> {
  const groups = new Map<string, Link[]>();
  for (const link of wanted) {
    const key = `${link.candidate.person.id} ${link.one.system}`;
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  const chosen = [...groups.values()].map((group) => ({ group, taken: bestOf(group) }));
  return {
    links: chosen.flatMap(({ taken }) => taken ?? []),
    left: chosen.flatMap(({ group, taken }) => {
      const why = taken === null ? 'ambiguous-account' : 'has-another';
      return group.filter((link) => link !== taken).map(({ one, candidate }) => leftOf(one, why, knownIn([candidate])));
    }),
  };
}

function bestOf(group: readonly Link[]): Link | null {
  const byEmail = group.filter(({ by }) => by !== 'name');
  const [only, ...others] = byEmail.length > 0 ? byEmail : group;
  return only === undefined || others.length > 0 ? null : only;
}

/** Where the system manages entitlements, what the person's roles do not grant: with a claim the plan would take it away. */
export function notGranted(
  { system: id, account }: Loose,
  { person }: Candidate,
  desired: DesiredState,
): EntitlementId[] {
  const system = desired.systems.find((one) => one.id === id);
  if (system?.entitlements !== 'managed') return [];
  const granted = new Set(
    person.roles.flatMap((role) => [...(desired.roles.get(role)?.entitlements.get(system.id) ?? [])]),
  );
  const held = account.entitlements.filter((one) => one.kind !== 'credential').map((one) => one.id);
  return [...new Set(held)].filter((entitlement) => !granted.has(entitlement)).sort();
}

export function knownIn(candidates: readonly Candidate[]): string[] {
  return candidates.filter(({ known }) => known).map(({ person }) => person.id);
}

/** Keys and no password, no address and no name such as people have: in a system that tells of passwords at all. */
export function keysOnly(accounts: readonly Loose[], organization: string, telling: ReadonlySet<string>): Loose[] {
  return accounts.filter((one) => {
    const { account, system } = one;
    if (!telling.has(system) || emailOf(one) !== null || isPersonLike(account.name, organization)) return false;
    const types = account.entitlements.map(({ type = '' }) => type);
    return types.some((type) => /key|token/.test(type)) && !types.includes('password');
  });
}

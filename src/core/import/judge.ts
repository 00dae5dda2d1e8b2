/** Accounts that nobody claims yet, judged: who is told of, whose each is, and why it stays without a holder. */

import type { DesiredState } from '../model.js';
import type { Observation } from '../observation.js';
import { keysOnly, type Link, linkAccounts, notGranted } from './link.js';
import {
  type Additions,
  type Finding,
  type ImportedPerson,
  type ImportInput,
  type Left,
  type LeftWhy,
  type Loose,
  leftOf,
  placeOf,
} from './model.js';
import { isPersonLike } from './names.js';
import {
  type Candidate,
  type Crowd,
  crowdOf,
  emailOf,
  type Ids,
  idsOf,
  knownCandidates,
  peopleOfSystems,
  type Told,
} from './people.js';
import { peopleOfProvider } from './provider.js';
import { guessServices, tellingOfPasswords } from './services.js';

/** What one look at the world comes to. */
export interface Look {
  readonly additions: Additions;
  readonly left: readonly Left[];
  /** By the holder's id, the account that alone tells of a new person. */
  readonly origins: ReadonlyMap<string, string>;
}

/** Accounts that nobody claims yet: people first, then services, and what is left. */
export function judge(loose: readonly Loose[], input: ImportInput, whole: readonly Observation[]): Look {
  const { desired } = input;
  const provider = desired.identityProvider;
  const read = provider === null || whole.some(({ system }) => system === provider);
  const ids = idsOf(desired);
  const known = crowdOf(knownCandidates(desired, whole, input));
  const told = read ? tellPeople(loose, known, input, ids) : { candidates: [], left: [], rest: loose };
  const crowd = crowdOf([...known.candidates, ...told.candidates]);
  const origins = originLinks(told, desired);
  const linked = linkAccounts(told.rest, crowd, desired, read);
  const { links, left: unfit } = whoAreHere([...origins.links, ...linked.links], input, origins.left);
  const keys = read ? keysOnly(linked.nobodys, desired.organization, tellingOfPasswords(whole)) : [];
  const byKeys = new Set(keys);
  const guesses = guessServices(
    [...linked.services.map((one) => [one, 'name'] as const), ...keys.map((one) => [one, 'keys-only'] as const)],
    input,
    ids,
  );
  const nobodys = linked.nobodys.filter((one) => !byKeys.has(one));
  return {
    additions: {
      people: peopleIn(links),
      services: guesses.services,
      findings: [...links.map(findingOf), ...guesses.findings],
    },
    left: [
      ...told.left,
      ...origins.left,
      ...linked.left,
      ...unfit,
      ...guesses.left,
      ...nobodys.map((one) => leftOf(one, whyNobodys(one, provider !== null, read))),
    ],
    origins: originsOf(links),
  };
}

function tellPeople(loose: readonly Loose[], known: Crowd, input: ImportInput, ids: Ids): Told {
  const provider = input.desired.identityProvider;
  if (provider === null) return peopleOfSystems(loose, known, input, ids);
  const there = loose.filter(({ system }) => system === provider);
  const told = peopleOfProvider(there, known, input, ids);
  return { ...told, rest: [...told.rest, ...loose.filter(({ system }) => system !== provider)] };
}

/** The provider's own accounts of those whom it tells of. */
function originLinks({ candidates }: Told, desired: DesiredState): { links: Link[]; left: Left[] } {
  const links: Link[] = [];
  const left: Left[] = [];
  for (const candidate of candidates) {
    const { gone, origin: one } = candidate;
    if (desired.identityProvider === null || gone !== null || one === null) continue;
    const lacking = notGranted(one, candidate, desired);
    if (lacking.length > 0) left.push(leftOf(one, 'unmanaged-entitlements', [], lacking));
    else links.push({ candidate, one, by: 'provider' });
  }
  return { links, left };
}

/** Somebody new whose accounts are all suspended does not work here, and whose address can't be written has no entry. */
function whoAreHere(
  links: readonly Link[],
  { writable: fits }: ImportInput,
  withoutOrigin: readonly Left[],
): Pick<Look, 'left'> & { links: Link[] } {
  const refused = new Set(withoutOrigin.map(({ system, account }) => placeOf(system, account.id)));
  const groups = new Map<Candidate, Link[]>();
  for (const link of links) groups.set(link.candidate, [...(groups.get(link.candidate) ?? []), link]);
  const here: Link[] = [];
  const left: Left[] = [];
  for (const [{ known, person, origin }, group] of groups) {
    const active = group.some(({ one }) => one.account.status === 'active');
    const written = known || (fits(person.email, 'email') && fits(person.name, 'name'));
    const untold = origin !== null && refused.has(placeOf(origin.system, origin.account.id));
    const why: LeftWhy = untold ? 'unmanaged-entitlements' : written ? 'suspended' : 'not-writable';
    if (known || (active && written && !untold)) here.push(...group);
    else left.push(...group.map(({ one }) => leftOf(one, why)));
  }
  return { links: here, left };
}

function peopleIn(links: readonly Link[]): ImportedPerson[] {
  const fresh = new Map(links.filter(({ candidate }) => !candidate.known).map((link) => [link.candidate, link]));
  return [...fresh.keys()].map(({ person, confirm }) => ({ person, confirm }));
}

function originsOf(links: readonly Link[]): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const { candidate, by } of links) {
    const { origin, known, person } = candidate;
    if (!known && origin !== null && by === 'provider')
      origins.set(person.id, placeOf(origin.system, origin.account.id));
  }
  return origins;
}

function findingOf({ candidate, one: { system, account }, by }: Link): Finding {
  const { id, name } = account;
  return {
    holder: { kind: 'person', id: candidate.person.id },
    system,
    account: { id, name },
    claim: { id, name },
    by,
  };
}

function whyNobodys(one: Loose, provider: boolean, read: boolean): LeftWhy {
  if (!read) return 'provider-unread';
  if (one.account.status === 'suspended') return 'suspended';
  return provider && (emailOf(one) !== null || isPersonLike(one.account.name, '')) ? 'not-at-provider' : 'nobody';
}

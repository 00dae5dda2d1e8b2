/** Who an account may belong to: the roster's people, those whom the provider tells of, or else those whom the systems do. */

import type { DesiredState, Person, PersonId } from '../model.js';
import type { Observation } from '../observation.js';
import { readProvider } from '../provider.js';
import { absence, fold } from '../roster.js';
import { formatInstant } from '../time.js';
import type { Confirm, ImportInput, Left, Loose } from './model.js';
import {
  displayName,
  domainOf,
  formsOf,
  freeId,
  hasServiceWord,
  isPersonLike,
  keyOf,
  localPart,
  placeholderEmail,
  toldName,
} from './names.js';

/** Somebody whom accounts may turn out to belong to. */
export interface Candidate {
  readonly person: Person;
  /** Whether the roster has this person already. */
  readonly known: boolean;
  /** Why nothing is claimed for this person; null: somebody who works here. */
  readonly gone: 'absent' | 'inactive-at-provider' | null;
  readonly confirm: readonly Confirm[];
  /** The account at the identity provider that tells of a new person. */
  readonly origin: Loose | null;
}

export interface Crowd {
  readonly candidates: readonly Candidate[];
  readonly byEmail: ReadonlyMap<string, Candidate>;
  readonly byForm: ReadonlyMap<string, readonly Candidate[]>;
}

/** Those of the roster first, in order of id; then the new ones, in the order in which they were told. */
export function crowdOf(candidates: readonly Candidate[]): Crowd {
  const byEmail = new Map<string, Candidate>();
  const byForm = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { name, email } = candidate.person;
    // Who is here comes before who was.
    const there = byEmail.get(fold(email));
    if (there === undefined || (there.gone !== null && candidate.gone === null)) byEmail.set(fold(email), candidate);
    for (const form of formsOf(name, email)) {
      const there = byForm.get(form);
      if (there === undefined) byForm.set(form, [candidate]);
      else there.push(candidate);
    }
  }
  return { candidates, byEmail, byForm };
}

/** Whose account this may be by its name. */
export function fitting(crowd: Crowd, name: string, organization: string): readonly Candidate[] {
  return crowd.byForm.get(keyOf(name, organization)) ?? [];
}

export function knownCandidates(
  desired: DesiredState,
  whole: readonly Observation[],
  { now }: ImportInput,
): Candidate[] {
  const at = formatInstant(now);
  const { inactive } = readProvider(desired, { version: 1, at, clockSkew: null, systems: whole, approvals: [] });
  return [...desired.people]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((person) => {
      const why = absence(person, now, inactive);
      const gone = why === null ? null : why === 'idp-inactive' ? 'inactive-at-provider' : 'absent';
      return { person, known: true, gone, confirm: [], origin: null };
    });
}

export interface Told {
  readonly candidates: readonly Candidate[];
  readonly left: readonly Left[];
  /** Accounts that tell of nobody new, to be looked at like those of any other system. */
  readonly rest: readonly Loose[];
}

/** Without a provider: whoever has an address, then whoever has a name such as people have, if nobody goes by it yet. */
export function peopleOfSystems(accounts: readonly Loose[], known: Crowd, input: ImportInput, ids: Ids): Told {
  const { organization } = input.desired;
  const people = accounts.filter(({ account }) => !hasServiceWord(localPart(account.name)));
  const mailed = new Map<string, Candidate>();
  for (const one of people) {
    const email = emailOf(one);
    if (email === null || known.byEmail.has(fold(email)) || mailed.has(fold(email))) continue;
    mailed.set(fold(email), newCandidate(one, email, input, ids, null));
  }
  const candidates = [...mailed.values()];
  const taken = new Set(known.byForm.keys());
  const take = ({ person }: Candidate): void => {
    for (const form of formsOf(person.name, person.email)) taken.add(form);
  };
  for (const one of candidates) take(one);
  for (const one of people) {
    const { name } = one.account;
    if (emailOf(one) !== null || !isPersonLike(name, organization) || taken.has(keyOf(name, organization))) continue;
    const fresh = newCandidate(one, null, input, ids, null);
    candidates.push(fresh);
    take(fresh);
  }
  return { candidates, left: [], rest: accounts };
}

/** Ids that are taken, with those given out now. */
export type Ids = Set<string>;

export function idsOf(desired: DesiredState): Ids {
  return new Set([...desired.people, ...desired.services].map(({ id }) => id as string));
}

/** Neither manager nor role is known of anybody new. */
export function newCandidate(
  one: Loose,
  email: string | null,
  { desired, writable }: ImportInput,
  ids: Ids,
  gone: Candidate['gone'],
): Candidate {
  const { name: login } = one.account;
  const spaced = /\S\s+\S/.test(login.trim()) && !login.includes('@');
  // The login tells more than `ana@…` where it has more parts.
  const texts = email === null || spaced ? [login] : [email, login];
  const source = texts.find((text) => isPersonLike(text, '')) ?? texts[0] ?? login;
  const told = toldName(one.account.fullName);
  const name = told !== null && writable(told, 'name') ? told : displayName(source, desired.organization);
  const id = freeId(name, '.', ids) as PersonId;
  if (gone === null) ids.add(id);
  const person: Person = {
    kind: 'person',
    id,
    name,
    email: email ?? placeholderEmail(id),
    status: 'active',
    leavesAt: null,
    departure: 'standard',
    manager: null,
    roles: [],
    accounts: new Map(),
  };
  const confirm: Confirm[] = [
    ...(name === told ? [] : (['name'] as const)),
    ...(email === null ? (['email'] as const) : []),
  ];
  return { person, known: false, gone, confirm, origin: one };
}

/** The address that an account tells, also as its name; null where it tells none. */
export function emailOf({ account }: Pick<Loose, 'account'>): string | null {
  const text = account.email !== null && account.email !== '' ? account.email : account.name;
  return /^[^\s@]+@[^\s@]+$/.test(text) ? text : null;
}

/** Another address of the same domain is another person's, or an alias that a person has to judge. */
export function contradicts(one: Loose, { person }: Candidate): boolean {
  const email = emailOf(one);
  return email !== null && fold(email) !== fold(person.email) && domainOf(email) === domainOf(person.email);
}

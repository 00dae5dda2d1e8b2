/** `policies/people/*.yaml`: everybody, and that nobody and no account is claimed twice. */
import type { AccountClaim, AccountId, Person, PersonId, Service, SystemId } from '../core/model.js';
import { fold } from '../core/roster.js';
import type { Instant } from '../core/time.js';
import type { PeopleDocument } from '../documents/generated/types.js';
import { valueAt } from '../documents/path.js';
import type { Findings, Path, Place } from './finding.js';
import { addDuplicate, checkReference, instantAt, type Known } from './rules.js';
import type { Source } from './sources.js';

/** Where a person or service stands: cheap to keep for each of ten thousand. */
interface Entry {
  readonly file: string;
  readonly list: 'people' | 'services';
  readonly index: number;
}

export interface Roster extends Known {
  /** Ids of people and services. */
  readonly ids: ReadonlyMap<string, Entry>;
  readonly people: readonly Person[];
  readonly services: readonly Service[];
  readonly personById: ReadonlyMap<string, Person>;
  /** People alone, for references; a person whose entry is faulty is in it all the same. */
  readonly persons: Known;
}

type Written<K extends 'people' | 'services'> = NonNullable<PeopleDocument[K]>[number];
type Accounts = NonNullable<Written<'people'>['accounts']>;

/** Checks that need the whole roster. */
interface Registry {
  readonly ids: Map<string, Entry>;
  readonly emails: Map<string, Entry>;
  readonly accountIds: Map<string, Map<string, Entry>>;
  readonly accountNames: Map<string, Map<string, Entry>>;
  readonly systems: Known;
  readonly roles: Known;
  readonly findings: Findings;
}

export function readRoster(sources: readonly Source[], systems: Known, roles: Known, findings: Findings): Roster {
  const registry: Registry = {
    ids: new Map(),
    emails: new Map(),
    accountIds: new Map(),
    accountNames: new Map(),
    systems,
    roles,
    findings,
  };
  const people: Person[] = [];
  const services: Service[] = [];
  const personEntries: Entry[] = [];
  const mine = sources.filter(({ kind }) => kind === 'people');
  for (const source of mine) {
    const faulty = faultyEntries(source);
    eachEntry(source, 'people', registry, (raw, entry) => {
      if (faulty.has(`people ${entry.index}`)) return;
      people.push(readPerson(raw as Written<'people'>, entry, registry));
      personEntries.push(entry);
    });
    eachEntry(source, 'services', registry, (raw, entry) => {
      if (!faulty.has(`services ${entry.index}`))
        services.push(readService(raw as Written<'services'>, entry, registry));
    });
  }
  const complete = mine.every(({ usable }) => usable);
  const personById = new Map(people.map((person) => [person.id as string, person]));
  const isPerson = (id: string) => registry.ids.get(id)?.list === 'people';
  // Of an empty roster everything dangles, which says nothing new.
  const persons: Known = {
    complete: complete && personById.size > 0,
    ids: { has: isPerson, keys: () => personById.keys() },
  };
  const roster = { ids: registry.ids, complete, people, services, personById, persons };
  checkManagers(people, personEntries, persons, findings);
  if (complete && ![...registry.ids.values()].some(({ list }) => list === 'people')) addNobody(mine[0], findings);
  return roster;
}

function addNobody(first: Source | undefined, findings: Findings): void {
  const message = 'The roster has no people: with nobody in it, everybody would count as gone.';
  const mend =
    'Create `policies/people/everybody.yaml` with `people:` and one `- { id, name, email }` for each person.';
  findings.add({ code: 'missing-file', file: first?.file ?? 'policies/people', path: [], message, mend });
}

/** The entries with a fault of their own: the rest of the file is still worth checking. */
function faultyEntries({ faults }: Source): ReadonlySet<string> {
  return new Set(faults.map(([list, index]) => `${list} ${index}`));
}

function eachEntry(
  { file, data, usable }: Source,
  list: 'people' | 'services',
  registry: Registry,
  read: (raw: unknown, entry: Entry) => void,
): void {
  const entries = usable ? (data as Record<string, unknown>)[list] : undefined;
  if (!Array.isArray(entries)) return;
  for (let index = 0; index < entries.length; index++) {
    const entry: Entry = { file, list, index };
    const id = valueAt(entries[index], ['id']);
    if (typeof id === 'string') claimId(id, entry, registry);
    read(entries[index], entry);
  }
}

function claimId(id: string, entry: Entry, { ids, findings }: Registry): void {
  const first = ids.get(id);
  if (first === undefined) ids.set(id, entry);
  else
    addDuplicate(
      'The id',
      id,
      placeOf(entry, 'id'),
      placeOf(first, 'id'),
      findings,
      'Give each person and service an id of their own.',
    );
}

function readPerson(raw: Written<'people'>, entry: Entry, registry: Registry): Person {
  const { findings, emails, roles } = registry;
  const email = fold(raw.email);
  const first = emails.get(email);
  if (first === undefined) emails.set(email, entry);
  else
    addDuplicate(
      'The e-mail address',
      raw.email,
      placeOf(entry, 'email'),
      placeOf(first, 'email'),
      findings,
      'Give each person their own, or merge the two entries.',
    );
  for (const [at, role] of (raw.roles ?? []).entries()) {
    if (!roles.ids.has(role))
      checkReference(role, roles, 'a role of the policy', placeOf(entry, 'roles', at), findings);
  }
  return {
    kind: 'person',
    id: raw.id as PersonId,
    name: raw.name,
    email: raw.email,
    status: raw.status ?? 'active',
    leavesAt: raw.leavesAt === undefined ? null : leavesAt(raw.leavesAt, entry, findings),
    departure: raw.departure ?? 'standard',
    manager: (raw.manager ?? null) as PersonId | null,
    roles: raw.roles ?? [],
    accounts: readAccounts(raw.accounts, entry, registry),
  };
}

function leavesAt(text: string, entry: Entry, findings: Findings): Instant | null {
  return instantAt(text, placeOf(entry, 'leavesAt'), findings);
}

function readService(raw: Written<'services'>, entry: Entry, registry: Registry): Service {
  return {
    kind: 'service',
    id: raw.id,
    owner: raw.owner as PersonId,
    accounts: readAccounts(raw.accounts, entry, registry),
  };
}

const NO_ACCOUNTS: ReadonlyMap<SystemId, AccountClaim> = new Map();

function readAccounts(
  accounts: Accounts | undefined,
  entry: Entry,
  registry: Registry,
): ReadonlyMap<SystemId, AccountClaim> {
  if (accounts === undefined) return NO_ACCOUNTS;
  const claims = new Map<SystemId, AccountClaim>();
  const { systems, findings, accountIds, accountNames } = registry;
  for (const system in accounts) {
    const written = accounts[system];
    if (written === undefined) continue;
    if (!systems.ids.has(system)) {
      checkReference(system, systems, 'a system of the policy', placeOf(entry, 'accounts', system), findings);
    }
    const short = typeof written === 'string';
    const id = short ? undefined : written.id;
    const name = short ? written : written.name;
    if (id !== undefined) claimAccount('id', id, system, accountIds, entry, findings, short);
    if (name !== undefined) claimAccount('name', name, system, accountNames, entry, findings, short);
    claims.set(system as SystemId, { id: (id ?? null) as AccountId | null, name: name ?? null });
  }
  return claims;
}

/** An account is claimed once, also where two spellings differ in case or form only. */
function claimAccount(
  what: 'id' | 'name',
  text: string,
  system: string,
  index: Map<string, Map<string, Entry>>,
  entry: Entry,
  findings: Findings,
  short: boolean,
): void {
  let claimed = index.get(system);
  if (claimed === undefined) {
    claimed = new Map();
    index.set(system, claimed);
  }
  const key = fold(text);
  const first = claimed.get(key);
  if (first === undefined) {
    claimed.set(key, entry);
    return;
  }
  const place = short ? placeOf(entry, 'accounts', system) : placeOf(entry, 'accounts', system, what);
  const mend = 'One account belongs to one person or service: delete one of the claims.';
  addDuplicate(`The account ${what} in \`${system}\``, text, place, placeOf(first, 'accounts', system), findings, mend);
}

function checkManagers(people: readonly Person[], entries: readonly Entry[], persons: Known, findings: Findings): void {
  for (let at = 0; at < people.length; at++) {
    const [person, entry] = [people[at], entries[at]];
    if (person?.manager == null || entry === undefined) continue;
    if (!persons.ids.has(person.manager)) {
      checkReference(person.manager, persons, 'a person of the roster', placeOf(entry, 'manager'), findings);
    } else if (person.manager === person.id) {
      const message = `\`${person.id}\` is their own manager.`;
      findings.add({
        ...placeOf(entry, 'manager'),
        code: 'reference',
        message,
        mend: 'Name another person, or leave `manager` out.',
      });
    }
  }
}

/** Where a service's owner stands, for the checks that need everybody. */
export function placeOf({ file, list, index }: Entry, ...path: Path): Place {
  return { file, path: [list, index, ...path] };
}

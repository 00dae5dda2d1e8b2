/**
 * Generated worlds: small enough that everything collides (names, pins, opt-outs, instants), valid as the loader would
 * have them (no account claimed twice, ids once, an opt-out begins before it lapses).
 */
import fc from 'fast-check';
import {
  type DesiredState,
  type OptOut,
  type Person,
  REASONS,
  type Role,
  type Service,
  type System,
} from '../../src/core/model.js';
import type { Approval, Observation, ObservedAccount, Snapshot } from '../../src/core/observation.js';
import {
  account,
  type Claim,
  DAY,
  desired,
  entitlement,
  later,
  observation,
  PARTIAL,
  person,
  role,
  service,
  snapshot,
  system,
  timestamp,
} from '../fixtures/builders.js';
import { approval, optOut, pause, raisedGuard } from '../fixtures/opt-outs.js';

export interface World {
  readonly desired: DesiredState;
  readonly snapshot: Snapshot;
}

const runs = Number(process.env.LEAVER_PROPERTY_RUNS ?? (process.env.LEAVER_LONG === '1' ? 10_000 : 1_000));
const seed = process.env.LEAVER_PROPERTY_SEED;
/**
 * How many cases each property is shown: `LEAVER_PROPERTY_RUNS`, 1000 unless told, 10000 in a long run. With
 * `LEAVER_PROPERTY_SEED` the same ones every time, and no search for a smaller one that fails: for mutation runs.
 */
export const RUNS = {
  numRuns: runs,
  interruptAfterTimeLimit: 550_000,
  markInterruptAsFailure: true,
  ...(seed !== undefined && { seed: Number(seed), endOnFailure: true }),
} as const;
/** For titles, so that a report of the tests tells how many there were. */
export const CASES = `${runs} generated cases each`;
/** A property's own limit of time: with so many runs it takes longer than any single test. */
export const TIMEOUT = 600_000;

export const SYSTEMS = ['hub', 'idp', 'prod'] as const;
const PEOPLE = ['ana', 'bo', 'cy', 'di', 'ed'] as const;
const IDS = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'] as const;
const TEAMS = ['team:a', 'team:b', 'team:c'] as const;
const ROLES = ['backend', 'admin'] as const;
/** Moments at which something may begin or end: mostly at, right before and right after the hour of the plan. */
const MOMENTS = [-31 * DAY, -30 * DAY - 1, -30 * DAY, 1 - 30 * DAY, -DAY, -1, 0, 1, DAY, 40 * DAY] as const;

const moment = fc.constantFrom(...MOMENTS).map(later);
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(usual, ...others) });
const rarely = <T>(usual: T, other: T): fc.Arbitrary<T> => fc.nat(9).map((one) => (one === 9 ? other : usual));
const sometimes = <T>(what: fc.Arbitrary<T>, usual: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: what });
/** A name as some system writes it: the same to the rule of comparison. */
const written = (name: string) => fc.constantFrom(name, name, name.toUpperCase(), name.normalize('NFKD'), wide(name));

function wide(text: string): string {
  return [...text]
    .map((letter) => (letter < 'a' || letter > 'z' ? letter : String.fromCharCode(letter.charCodeAt(0) + 0xfee0)))
    .join('');
}

/** Who claims what in one system: each id and name goes to one claimant at most. */
const claimsOfOne = fc
  .tuple(
    fc.shuffledSubarray([...IDS], { minLength: IDS.length }),
    fc.shuffledSubarray([...IDS], { minLength: IDS.length }),
    fc.array(fc.constantFrom('none', 'name', 'id', 'both', 'straight', 'straight', 'straight', 'straight'), {
      minLength: IDS.length,
      maxLength: IDS.length,
    }),
  )
  .map(([ids, names, forms]) =>
    forms.map((form, index): Claim | null => {
      const id = ids[index] ?? '';
      const name = `n-${names[index] ?? ''}`;
      if (form === 'none') return null;
      if (form === 'name') return name;
      if (form === 'id') return { id };
      return form === 'both' ? { id, name } : { id, name: `n-${id}` };
    }),
  )
  .map(withoutTwins);

/** `straight` claims may meet another's name; the later of two keeps its id alone, since no roster claims twice. */
function withoutTwins(claims: readonly (Claim | null)[]): (Claim | null)[] {
  const names = new Set<string>();
  return claims.map((claim) => {
    const name = typeof claim === 'string' ? claim : claim?.name;
    if (claim === null || name === undefined) return claim;
    if (names.has(name)) return typeof claim === 'string' ? null : { id: claim.id };
    names.add(name);
    return claim;
  });
}

type Claims = Readonly<Record<(typeof SYSTEMS)[number], readonly (Claim | null)[]>>;
const allClaims: fc.Arbitrary<Claims> = fc.record({ hub: claimsOfOne, idp: claimsOfOne, prod: claimsOfOne });

function claimsOf(claims: Claims, index: number): Record<string, Claim> {
  return Object.fromEntries(
    SYSTEMS.flatMap((id): [string, Claim][] => {
      const claim = claims[id][index];
      return claim == null ? [] : [[id, claim]];
    }),
  );
}

const personParts = fc.record({
  status: fc.constantFrom<Person['status'][]>('active', 'active', 'departed', 'suspended'),
  leavesAt: sometimes(moment, null),
  departure: rarely<Person['departure']>('standard', 'immediate'),
  roles: fc.subarray([...ROLES]),
});

const roster = fc
  .tuple(
    allClaims,
    fc.array(personParts, { minLength: 3, maxLength: 5 }),
    fc.array(fc.constantFrom(...PEOPLE), { maxLength: 2 }),
  )
  .map(([claims, parts, owners]): { people: Person[]; services: Service[] } => ({
    people: parts.map((rest, index) => person({ ...rest, id: PEOPLE[index] ?? '', accounts: claimsOf(claims, index) })),
    services: owners.map((owner, index) =>
      service({ id: `bot${index}`, owner, accounts: claimsOf(claims, parts.length + index) }),
    ),
  }));

const limits = fc.record({
  maxRevocations: fc.nat(6),
  maxRevokedFraction: fc.nat(1000).map((thousandths) => thousandths / 1000),
  minAdmins: fc.nat(3),
});

const systemOf = (id: string): fc.Arbitrary<System> =>
  fc
    .record({
      mode: rarely<System['mode']>('enforce', 'report'),
      orphans: mostly<System['orphans']>('revoke', 'review'),
      match: fc.constantFrom<System['match'][]>(
        ['id', 'name'],
        ['id', 'name', 'email'],
        ['name'],
        ['id'],
        ['email', 'id'],
      ),
      entitlements: fc.constantFrom<System['entitlements'][]>('ignore', 'managed'),
      protected: sometimes(fc.subarray(['a1', 'N-A2', 'a7', '']), []),
      guards: limits,
    })
    .map((rest) => system({ id, ...rest }));

/** Mostly in force at the hour of the plan, or lapsed right then. */
const optOutTimes = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(0, 1, DAY).map((end) => ({ startsAt: null, expiresAt: later(end) })) },
  {
    weight: 1,
    arbitrary: fc.subarray([...MOMENTS], { minLength: 2, maxLength: 2 }).map(([begin, end]) => ({
      startsAt: later(begin ?? 0),
      expiresAt: later(end ?? 0),
    })),
  },
);

const optOutOf = (id: string): fc.Arbitrary<OptOut> =>
  fc
    .tuple(
      fc.record({
        systems: fc.subarray([...SYSTEMS], { minLength: 1 }),
        holds: sometimes(fc.subarray([...REASONS]), [...REASONS]),
        requestedBy: fc.constantFrom(...PEOPLE),
        owner: fc.constantFrom(...PEOPLE),
      }),
      optOutTimes,
      fc.constantFrom(...PEOPLE),
      fc.subarray([...TEAMS]),
      fc.constantFrom('person', 'person', 'person', 'account', 'account', 'pause', 'guards'),
      limits,
    )
    .map(([rest, times, who, entitlements, kind, raised]) => {
      const of = { id, ...rest, ...times };
      if (kind === 'pause') return pause(of);
      if (kind === 'guards') return raisedGuard(raised, of);
      return optOut({ ...of, person: who, entitlements: kind === 'account' ? [] : entitlements });
    });

const optOuts = fc.tuple(...['o1', 'o2', 'o3', 'o4', 'o5'].map(optOutOf)).chain((all) => fc.subarray(all));

const approvals: fc.Arbitrary<Approval[]> = fc
  .tuple(
    ...['o1', 'o2', 'o3', 'o4', 'o5'].map((id) =>
      fc
        .record({
          verdict: mostly<Approval['verdict']>('approved', 'unapproved', 'unverifiable'),
          by: fc.subarray([...PEOPLE], { maxLength: 2 }),
        })
        .map((of) => approval({ optOut: id, ...of })),
    ),
  )
  .chain((all) => fc.subarray(all));

const accountOf = (id: string): fc.Arbitrary<ObservedAccount> =>
  fc
    .record({
      name: fc.oneof(
        { weight: 4, arbitrary: written(`n-${id}`) },
        { weight: 1, arbitrary: fc.constantFrom(...IDS).chain((other) => written(`n-${other}`)) },
        { weight: 1, arbitrary: fc.constant('') },
      ),
      email: fc.option(fc.constantFrom('', ...PEOPLE.map((one) => `${one}@ACME.example`))),
      status: mostly<ObservedAccount['status']>('active', 'suspended', 'invited'),
      read: mostly<ObservedAccount['read']>('listed', 'direct'),
      admin: fc.boolean(),
      self: rarely(false, true),
      suspendedAt: fc.option(moment.map(timestamp)),
      entitlements: fc.subarray([
        ...TEAMS.map((team) => entitlement(team)),
        entitlement('team:a', { kind: 'role' }),
        entitlement('key:1', { kind: 'credential', lastUsedAt: timestamp(later(-DAY)) }),
        entitlement('token:1', { kind: 'credential', open: true }),
      ]),
    })
    .map((rest) => account({ ...rest, id: rest.status === 'invited' ? `invitation:${id}` : id }));

const observationOf = (id: string): fc.Arbitrary<Observation> =>
  fc
    .tuple(
      fc.tuple(...IDS.map(accountOf)).chain((all) => fc.shuffledSubarray(all)),
      mostly<Observation['completeness']>({ kind: 'complete' }, PARTIAL, { kind: 'scoped' }),
    )
    .map(([accounts, completeness]) => observation({ system: id, accounts, completeness }));

const roles: fc.Arbitrary<[string, Role][]> = fc
  .tuple(...ROLES.map((name) => fc.tuple(fc.constant(name), fc.subarray([...TEAMS]), fc.subarray([...TEAMS]))))
  .map((all) => all.map(([name, hub, prod]) => role(name, { hub, prod })));

const state = fc
  .record({
    roster,
    roles,
    systems: fc.tuple(...SYSTEMS.map(systemOf)),
    optOuts,
    retention: fc.constantFrom<DesiredState['retention'][]>(30 * DAY, 30 * DAY, 0, 'never'),
    provider: fc.constantFrom(null, 'idp', 'idp', 'gone'),
    source: mostly<'github' | 'none'>('github', 'none'),
  })
  .map(({ roster: who, provider, source, ...rest }) =>
    desired({
      ...rest,
      ...who,
      optOutPolicy: { approvalSource: source },
      ...(provider !== null && { identityProvider: provider }),
    }),
  );

const seen = fc
  .tuple(fc.tuple(...SYSTEMS.map(observationOf)), fc.constantFrom(null, null, null, ...SYSTEMS), approvals)
  .map(([systems, missing, proofs]) =>
    snapshot(
      systems.filter((one) => one.system !== missing),
      proofs,
    ),
  );

/** Any world: a policy repository as loaded, and what is live. */
export const world: fc.Arbitrary<World> = fc.record({ desired: state, snapshot: seen });

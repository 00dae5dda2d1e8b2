import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addedRevocations } from '../../src/core/import/check.js';
import type { ImportInput, Left } from '../../src/core/import/model.js';
import { importRoster } from '../../src/core/import/roster-import.js';
import type { ObservedAccount } from '../../src/core/observation.js';
import { matcher } from '../../src/core/roster.js';
import {
  account,
  type Claim,
  desired,
  entitlement,
  later,
  NOW,
  observation,
  PARTIAL,
  person,
  service,
  snapshot,
  system,
} from '../fixtures/builders.js';
import { CASES, RUNS, TIMEOUT } from './worlds.js';

const SYSTEMS = ['hub', 'idp', 'prod'] as const;
const NAMES = [
  'ana.ruiz',
  'anaruiz',
  'aruiz',
  'alba.ruiz',
  'ana',
  'bo.lund',
  'bolund',
  'ci-bot',
  'Ci_Bot',
  'legacy',
  'ruiz.ana',
];
const EMAILS = [null, null, 'ana.ruiz@acme.example', 'ana@acme.example', 'BO.LUND@acme.example', 'bo@mail.example'];
const ROSTER = [
  { id: 'ana.ruiz', name: 'Ana Ruiz', email: 'ana@acme.example' },
  { id: 'bo.lund', name: 'Bo Lund', email: 'bo.lund@acme.example' },
  { id: 'kim.cho', name: 'Kim Cho', email: 'kim@acme.example' },
] as const;

const some = <T>(...all: readonly T[]) => fc.constantFrom(...all);
const accountOf = fc.record({
  name: some(...NAMES),
  email: some(...EMAILS),
  status: some('active' as const, 'active' as const, 'active' as const, 'suspended' as const, 'invited' as const),
  self: fc.nat(15).map((one) => one === 0),
  admin: fc.nat(4).map((one) => one === 0),
  suspendedAt: some(null, null, '2026-01-01T00:00:00Z' as ObservedAccount['suspendedAt']),
  entitlements: fc.subarray([entitlement('team:a'), entitlement('k', { kind: 'credential', type: 'access-key' })]),
});
const listing = fc.record({
  accounts: fc
    .array(accountOf, { maxLength: 7 })
    .map((all) =>
      all.map((one, at) => account({ ...one, id: one.status === 'invited' ? `invitation:${at}` : `i${at}` })),
    ),
  partial: fc.nat(6).map((one) => one === 0),
});
const claimOf: fc.Arbitrary<Claim | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: some(...NAMES) },
  { weight: 1, arbitrary: some('i0', 'i1', 'i2').map((id) => ({ id })) },
);
const systemOf = (id: string) =>
  fc
    .record({
      match: some(['id', 'name'] as const, ['id', 'name', 'email'] as const, ['email'] as const, ['name'] as const),
      entitlements: some('ignore' as const, 'ignore' as const, 'managed' as const),
      protected: fc.subarray(['legacy', 'ana']),
      guards: some({}, { minAdmins: 2 }),
    })
    .map((one) => system({ ...one, id }));

/** No account is claimed twice, as the loader has it. */
function peopleOf(claims: readonly (readonly (Claim | null)[])[], states: readonly object[]) {
  const taken = new Set<string>();
  return ROSTER.map((one, at) => {
    const mine = SYSTEMS.flatMap((id, index): [string, Claim][] => {
      const claim = claims[at]?.[index] ?? null;
      const key = `${id} ${JSON.stringify(claim).toLowerCase()}`;
      if (claim === null || taken.has(key)) return [];
      taken.add(key);
      return [[id, claim]];
    });
    return person({ ...one, ...states[at], accounts: Object.fromEntries(mine) });
  });
}

const world = fc
  .record({
    listings: fc.tuple(listing, listing, listing),
    systems: fc.tuple(systemOf('hub'), systemOf('idp'), systemOf('prod')),
    claims: fc.array(fc.tuple(claimOf, claimOf, claimOf), { minLength: 3, maxLength: 3 }),
    states: fc.array(some({}, {}, { status: 'departed' }, { status: 'suspended' }, { leavesAt: later(-1) }), {
      minLength: 3,
      maxLength: 3,
    }),
    known: fc.nat(3),
    provider: some(true, false),
    bot: some(true, false),
  })
  .map(({ listings, systems, claims, states, known, provider, bot }): ImportInput => {
    const people = peopleOf(claims, states).slice(0, known);
    const kim = person({ id: 'kay.owner', name: 'Kay Owner', email: 'kay@acme.example', accounts: {} });
    return {
      desired: desired({
        people: [...people, kim],
        services: bot ? [service({ id: 'ci-bot', owner: 'kay.owner', accounts: {} })] : [],
        systems,
        optOutPolicy: { owners: [kim.id] },
        ...(provider && { identityProvider: 'idp' }),
      }),
      observations: listings.map(({ accounts, partial }, at) =>
        observation({ system: SYSTEMS[at] ?? '', accounts, ...(partial && { completeness: PARTIAL }) }),
      ),
      now: NOW,
      writable: () => true,
    };
  });

const placeIn = (one: Left) => `${one.system} ${one.account.id}`;
const check = (name: string, holds: (input: ImportInput) => void) =>
  test(name, () => fc.assert(fc.property(world, holds), RUNS), TIMEOUT);

describe(`what is imported, ${CASES}`, () => {
  check('a plan of the same world revokes nothing that it did not before, but orphans', (input) => {
    const seen = snapshot(input.observations);
    expect(addedRevocations(input.desired, importRoster(input).desired, seen, NOW)).toEqual([]);
  });

  check('imported again, nothing is new, and the same accounts are told', (input) => {
    const first = importRoster(input);
    const again = importRoster({ ...input, desired: first.desired });
    expect(again).toMatchObject({ people: [], services: [], findings: [], desired: first.desired });
    expect(again.left.map(placeIn)).toEqual(first.left.map(placeIn));
  });

  check('every account seen whole has its holder or is told once, and a system seen in part gives nothing', (input) => {
    const found = importRoster(input);
    const told = found.left.map(placeIn);
    expect(new Set(told).size).toBe(told.length);
    const unseen = new Set<string>(found.unseen.map((one) => one.system));
    for (const { system: id, accounts } of input.observations) {
      const of = found.desired.systems.find((one) => one.id === id);
      const match = of && matcher(of, found.desired.people, found.desired.services);
      if (unseen.has(id)) expect([...found.findings, ...found.left].filter((one) => one.system === id)).toEqual([]);
      else {
        const lost = accounts.filter((one) => match?.(one).kind !== 'one' && !told.includes(`${id} ${one.id}`));
        expect(lost).toEqual([]);
      }
    }
  });

  check('nothing of the roster changes but for what it lacks', (input) => {
    const { desired: after } = importRoster(input);
    for (const before of [...input.desired.people, ...input.desired.services]) {
      const same = [...after.people, ...after.services].find(
        ({ kind, id }) => kind === before.kind && id === before.id,
      );
      expect({ ...same, accounts: null }).toEqual({ ...before, accounts: null });
      for (const [id, claim] of before.accounts) {
        const now = same?.accounts.get(id);
        if (claim.id !== null) expect(now).toEqual(claim);
        else expect(now?.name).toEqual(claim.name);
      }
    }
  });

  check('in whatever order the accounts are listed', (input) => {
    const backwards = input.observations.map((one) => ({ ...one, accounts: [...one.accounts].reverse() }));
    expect(importRoster({ ...input, observations: backwards.reverse() })).toEqual(importRoster(input));
  });
});

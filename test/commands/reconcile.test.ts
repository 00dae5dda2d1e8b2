import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { ANA_LEFT } from './leaver-world.js';
import { failingFor, lagging, onSecondLook } from './troubles.js';
import { EVERYTHING, flatOf, NOW, outcomes, planIn, textOf, verdicts, type World, worldOf } from './world.js';

const run = (world: World, narrowing = EVERYTHING) => reconcile(world.context, narrowing);

describe('reconcile', () => {
  test('when somebody left, closes the door, then credentials, then memberships, and reads back', async () => {
    const world = worldOf(ANA_LEFT);

    const result = await run(world);

    expect(result.status).toBe(0);
    expect(outcomes(result)).toEqual(['hub/id:ana verified']);
    expect(world.changes).toEqual([
      'hub: suspend id:ana',
      'hub: deactivate key:1 of id:ana',
      'hub: remove team:backend of id:ana',
    ]);
  });

  test('when it runs again, does nothing, and ends with 0', async () => {
    const world = worldOf(ANA_LEFT);
    await run(world);
    const before = [...world.changes];

    const again = await run(world);

    expect(again.status).toBe(0);
    expect(verdicts(again)).toEqual(['hub/id:ana settled', 'hub/id:ben keep']);
    expect(world.changes).toEqual(before);
  });

  test('law 8: the identity provider comes before every other system', async () => {
    const accounts = Object.fromEntries(
      ['apps', 'hub', 'zoo'].map((system) => [system, { id: 'id:ana', name: 'ana' }]),
    );
    const world = worldOf({
      policy: { identityProvider: 'hub' },
      people: [someone('ana', { status: 'departed', accounts })],
      systems: ['apps', 'hub', 'zoo'].map((id) => memorySystem([accountOf('ana')], { id })),
    });

    const result = await run(world);

    expect(result.status).toBe(0);
    expect(world.changes[0]).toBe('hub: suspend id:ana');
    expect([...world.changes].sort()).toEqual(['apps', 'hub', 'zoo'].map((id) => `${id}: suspend id:ana`));
  });

  test('when one account fails, the others are revoked all the same, and the run ends with 4', async () => {
    const names = ['ana', 'eva', 'leo'];
    const world = worldOf(
      {
        people: names.map((name) => someone(name, { status: 'departed' })),
        systems: [memorySystem(names.map((name) => accountOf(name)))],
      },
      { clients: { hub: (live) => ({ ...live, suspend: failingFor('id:eva', live.suspend) }) } },
    );

    const result = await run(world);

    expect(outcomes(result)).toEqual(['hub/id:ana verified', 'hub/id:eva failed', 'hub/id:leo verified']);
    expect(result.status).toBe(4);
    expect(textOf(result)).toContain('suspend account:eva: the system said no');
    expect(flatOf(result)).toContain('2 accounts revoked and verified in acme; 1 account could not be revoked.');
  });

  test('law 10: when a read lags behind, reads again with growing pauses until it shows', async () => {
    let stale = 3;
    const world = worldOf(ANA_LEFT, { clients: { hub: (live) => lagging(live, () => stale-- > 0) } });

    const result = await run(world);

    expect(outcomes(result)).toEqual(['hub/id:ana verified']);
    expect(world.slept).toEqual([1, 2, 4]);
  });

  test('law 10: when it never shows, the revocation is pending, not verified, and the run ends with 4', async () => {
    const world = worldOf(ANA_LEFT, { clients: { hub: (live) => lagging(live, () => true) } });

    const result = await run(world);

    expect(outcomes(result)).toEqual(['hub/id:ana pending']);
    expect(world.slept).toEqual([1, 2, 4, 8, 15]);
    expect(result.status).toBe(4);
    expect(textOf(result)).toContain('not visible yet: ana can still sign in');
  });

  test('law 6: when somebody comes back between plan and act, the fresh look drops the revocation', async () => {
    const world = worldOf(
      {
        people: [someone('ana', { status: 'departed' })],
        systems: [memorySystem([accountOf('ana')])],
      },
      {
        clients: { hub: (live) => onSecondLook(live, () => live.deleteAccount('id:ana' as never)) },
      },
    );

    const result = await run(world);

    expect(outcomes(result)).toEqual(['hub/id:ana dropped']);
    expect(textOf(result)).toContain('a fresh look does not show it any more');
    expect(world.changes).toEqual([]);
  });

  test('when the fresh look is partial and lacks the account, it failed: it is not taken for gone', async () => {
    const world = worldOf(ANA_LEFT, {
      connect: (_, open) => {
        const connector = open();
        let looks = 0;
        return {
          ...connector,
          observeAccounts: async (refs) => {
            const seen = await connector.observeAccounts(refs);
            looks += 1;
            if (looks === 1) return seen;
            return { ...seen, accounts: [], completeness: { kind: 'partial', gaps: ['status 502'] } };
          },
        };
      },
    });

    const result = await run(world);

    expect(outcomes(result)).toEqual(['hub/id:ana failed']);
    expect(result.status).toBe(4);
    expect(textOf(result)).toContain('status 502');
  });

  test('one decision for each thing seen: what was revoked, halted and left stands in the report', async () => {
    const strangers = ['x1', 'x2', 'x3'].map((name) => accountOf(name));
    const world = worldOf({
      people: [someone('ana', { status: 'departed' }), someone('ben')],
      systems: [memorySystem([accountOf('ana'), accountOf('ben'), ...strangers], { guards: { maxRevocations: 1 } })],
    });

    const result = await run(world);

    expect(result.status).toBe(3);
    expect(outcomes(result)).toEqual(['hub/id:ana verified']);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
    expect(flatOf(result)).toContain(
      'Halted by a guard in hub: 3 accounts not revoked; 1 account revoked and verified',
    );
    expect(flatOf(result)).toContain('held: x1, x2, x3');
    expect(flatOf(result)).toContain('hub 5 seen whole: 1 verified, 3 halted, 1 kept');
    expect(flatOf(result)).toContain('3 orphans within the window; maxRevocations allows 1');
  });

  test('law 4: many runs for one person each are counted over the window, and halt', async () => {
    const names = ['ana', 'eva', 'leo', 'mia'];
    const left: string[] = [];
    const parts = (): RepositoryParts => ({
      people: names.map((name) => someone(name, left.includes(name) ? { status: 'departed' } : {})),
      systems: [
        memorySystem(
          names.map((name) => accountOf(name)),
          { guards: { maxRevocations: 2 } },
        ),
      ],
    });
    const world = worldOf(parts());
    const statuses: number[] = [];
    for (const name of names.slice(0, 3)) {
      left.push(name);
      world.write(parts());
      statuses.push((await run(world, { systems: [], people: [`${name}.ruiz`] as never[] })).status);
    }

    expect(statuses).toEqual([0, 0, 3]);
    expect(world.changes).toEqual(['hub: suspend id:ana', 'hub: suspend id:eva']);

    world.at('2026-11-24T09:00:01Z');
    expect((await run(world)).status).toBe(0);
    expect(world.changes).toContain('hub: suspend id:leo');
  });

  test('narrowed to a person, nobody else is read or revoked', async () => {
    const world = worldOf({
      people: [someone('ana', { status: 'departed' }), someone('eva', { status: 'departed' })],
      systems: [memorySystem([accountOf('ana'), accountOf('eva')])],
    });

    const result = await run(world, { systems: [], people: ['eva.ruiz'] as never[] });

    expect(verdicts(result)).toEqual(['hub/id:eva revoke']);
    expect(world.changes).toEqual(['hub: suspend id:eva']);
  });

  test.each([
    [{ systems: ['hob'], people: [] }, 'There is no system "hob".', 'Did you mean hub?'],
    [{ systems: [], people: ['anna.ruiz'] }, 'There is no person "anna.ruiz".', 'Did you mean ana.ruiz?'],
  ])(
    'narrowed to what is not there (%o), says so with the nearest id before any request',
    async (narrowing, message, mend) => {
      const world = worldOf(ANA_LEFT);

      const error = await reconcile(world.context, narrowing).catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({ code: 'usage', message, mend });
      expect(world.connected).toEqual([]);
    },
  );

  test('narrowed to a system, the identity provider is read all the same: its word counts there', async () => {
    const accounts = { idp: { id: 'id:ana', name: 'ana' }, hub: { id: 'id:ana', name: 'ana' } };
    const world = worldOf({
      policy: { identityProvider: 'idp' },
      people: [someone('ana', { accounts })],
      systems: [
        memorySystem([accountOf('ana')]),
        memorySystem([accountOf('ana', { status: 'suspended' })], { id: 'idp' }),
      ],
    });

    const result = await run(world, { systems: ['hub'] as never[], people: [] });

    expect(result.status).toBe(0);
    expect(planIn(result).decisions).toMatchObject([{ id: 'hub/id:ana', kind: 'revoke', reason: 'idp-inactive' }]);
    expect(planIn(result).systems.map(({ system }) => system)).toEqual(['hub']);
  });
});

test('the journal names the run, and each event has its time', async () => {
  const world = worldOf(ANA_LEFT);
  await run(world);

  const events = await world.journal();

  expect(events.map(({ type }) => type)).toEqual([
    'run-started',
    'leased',
    'begun',
    'evidence',
    ...['intent', 'outcome', 'intent', 'outcome', 'intent', 'outcome'],
    'ended',
    'released',
    'run-ended',
  ]);
  expect(events.every(({ at, run: name }) => at === NOW && name === 'test')).toBe(true);
});

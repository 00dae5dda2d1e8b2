import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { LeaverError } from '../../src/errors.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { brokenAfter, onSecondLook } from './troubles.js';
import { EVERYTHING, flatOf, textOf, verdicts, type World, worldOf } from './world.js';

const run = (world: World, narrowing = EVERYTHING) => reconcile(world.context, narrowing);

describe('reconcile when systems fail', () => {
  const pair: RepositoryParts = {
    people: ['ana', 'eva'].map((name) =>
      someone(name, {
        status: 'departed',
        accounts: { hub: { id: `id:${name}`, name }, zoo: { id: `id:${name}`, name } },
      }),
    ),
    systems: ['hub', 'zoo'].map((id) =>
      memorySystem([accountOf('ana'), accountOf('eva'), accountOf('orphan')], { id }),
    ),
  };

  test.each([
    ['wrong credential', new LeaverError('wrong-credential', 'hub refuses the token', { mend: 'Make a new one.' })],
    ['no answer', new LeaverError('unreachable', 'hub does not answer', { mend: 'Check its address.' })],
    ['a fault of the connector', new TypeError('hub does not answer as it should')],
  ])('%s in one system: named, status 4, and the other goes on', async (_, error) => {
    const world = worldOf(pair, {
      connect: (system, open) => {
        if (system.id === 'hub') throw error;
        return open();
      },
    });

    const result = await run(world);

    expect(result.status).toBe(4);
    expect(world.changes).toEqual(['zoo: suspend id:ana', 'zoo: suspend id:eva', 'zoo: suspend id:orphan']);
    expect(flatOf(result)).toContain(`hub was not seen whole: ${error.message}`);
  });

  test('law 1: of a partial listing only pinned departed people are revoked, each read directly', async () => {
    const people = [
      someone('ana', { status: 'departed' }),
      someone('eva', { status: 'departed', accounts: { hub: 'eva' } }),
    ];
    const world = worldOf(
      { people, systems: [memorySystem(['ana', 'eva', 'orphan'].map((name) => accountOf(name)))] },
      { clients: { hub: (live) => ({ ...live, page: brokenAfter(live, 3) }) } },
    );

    const result = await run(world);

    expect(result.status).toBe(4);
    expect(verdicts(result)).toEqual([
      'hub/id:ana revoke',
      'hub/id:eva review partial-observation',
      'hub/id:orphan review partial-observation',
    ]);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
  });

  test('law 9: when the journal cannot be written, nothing is revoked, and the message says so', async () => {
    const refusal = new LeaverError('file-unwritable', ".leaver/journal.jsonl can't be written: no space is left");
    const world = worldOf(pair, { journal: (journal) => ({ ...journal, append: () => Promise.reject(refusal) }) });

    await expect(run(world)).rejects.toBe(refusal);

    expect(world.changes).toEqual([]);
  });

  test('when the journal fails in mid-run, what was done is told, and nothing more is done', async () => {
    // The run's beginning, the revocation's, its evidence, an intent and its outcome.
    let room = 5;
    const world = worldOf(pair, {
      journal: (journal) => ({
        ...journal,
        append: async (event) => {
          room -= 1;
          if (room < 0) throw new LeaverError('file-unwritable', 'no space is left');
          await journal.append(event);
        },
      }),
    });

    const result = await run(world, { systems: ['hub'] as never[], people: [] });

    expect(world.changes).toEqual(['hub: suspend id:ana']);
    expect(result.status).toBe(4);
    expect(textOf(result)).toContain('no space is left');
  });

  const MANAGED: RepositoryParts = {
    people: [someone('ana')],
    systems: [
      memorySystem([accountOf('ana', { entitlements: [{ kind: 'membership', id: 'team:admins' }] })], {
        entitlements: 'managed',
      }),
    ],
  };

  test('when the fresh look can’t read what somebody holds, that is not taken for gone: status 4', async () => {
    let looks = 0;
    const world = worldOf(MANAGED, {
      connect: (_, open) => {
        const connector = open();
        const observeAccounts: typeof connector.observeAccounts = async (refs) => {
          const seen = await connector.observeAccounts(refs);
          looks += 1;
          if (looks === 1) return seen;
          const gaps = [{ part: 'teams', why: 'status 502', declared: false }];
          return { ...seen, gaps, accounts: seen.accounts.map((one) => ({ ...one, entitlements: [] })) };
        };
        return { ...connector, observeAccounts };
      },
    });

    const result = await run(world);

    expect(looks).toBe(2);
    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('the fresh look could not read teams (status 502)');
  });

  test('when somebody’s last hour passes in mid-run, the revocation that is due now is not told as done with', async () => {
    const leavesAt = '2026-11-23T09:00:01Z';
    const people = [someone('ana', { status: 'suspended', leavesAt }), someone('ben')];
    const parts: RepositoryParts = { people, systems: [memorySystem([accountOf('ana'), accountOf('ben')])] };
    let looks = 0;
    const world: World = worldOf(parts, {
      connect: (_, open) => {
        const connector = open();
        const observeAccounts: typeof connector.observeAccounts = async (refs) => {
          looks += 1;
          if (looks === 2) world.at(leavesAt);
          return connector.observeAccounts(refs);
        };
        return { ...connector, observeAccounts };
      },
    });

    const result = await run(world);

    expect(world.changes).toEqual([]);
    expect(result.status).toBe(4);
    expect((await run(world)).status).toBe(0);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
  });

  test('other administrators who come along with a candidate keep what the listing says of them', async () => {
    const entitlements = [{ kind: 'membership', id: 'team:admins' }];
    const world = worldOf(
      {
        people: [someone('ana', { status: 'departed' }), someone('ben'), someone('eva')],
        systems: [
          memorySystem(
            ['ana', 'ben', 'eva'].map((name) => accountOf(name, { admin: true, entitlements })),
            { entitlements: 'managed', mode: 'report' },
          ),
        ],
      },
      {
        connect: (_, open) => {
          const connector = open();
          const observeAccounts: typeof connector.observeAccounts = async (refs) => {
            const seen = await connector.observeAccounts(refs.slice(0, 1));
            const [first, ...others] = seen.accounts;
            const bare = others.map((one) => ({ ...one, read: 'listed' as const, entitlements: [] }));
            return { ...seen, accounts: first === undefined ? [] : [first, ...bare] };
          };
          return { ...connector, observeAccounts };
        },
      },
    );

    expect(verdicts(await run(world))).toContain('hub/id:eva#team:admins review report-mode');
  });

  test('law 5: when an administrator turns out to be the last in mid-run, stays, and the run is red', async () => {
    const world: World = worldOf(
      {
        people: [someone('ana', { status: 'departed' }), someone('ben')],
        systems: [memorySystem(['ana', 'ben'].map((name) => accountOf(name, { admin: true })))],
      },
      {
        clients: {
          hub: (live) => onSecondLook(live, () => live.suspend('id:ben' as never, world.context.clock.now())),
        },
      },
    );

    const result = await run(world);

    expect(world.changes).toEqual([]);
    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('a fresh look says review: last-admin');
  });

  test('narrowed to a person, an invitation to their e-mail address is found too', async () => {
    const email = 'ana.ruiz@acme.example';
    const world = worldOf({
      people: [someone('ana', { status: 'departed' })],
      systems: [
        memorySystem([{ id: 'invitation:1', name: email, email, status: 'invited' }], {
          match: ['id', 'name', 'email'],
        }),
      ],
    });

    const result = await run(world, { systems: [], people: ['ana.ruiz'] as never[] });

    expect(verdicts(result)).toEqual(['hub/invitation:1 revoke']);
  });
});

import { describe, expect, test } from 'vitest';
import { planCommand } from '../../../src/commands/plan.js';
import { syncCommand } from '../../../src/commands/sync/index.js';
import type { ObservedAccount } from '../../../src/core/observation.js';
import { instantOf, timestampOf } from '../../../src/core/time.js';
import { loadPolicy } from '../../../src/policy/load.js';
import { memorySystem, someone } from '../../fixtures/repositories.js';
import { EVERYTHING, flatOf, NOW, type Trouble, textOf, worldOf } from '../world.js';

import { ALL, JOINERS, listing, STAFF, synced, textIn, there, untouched, without, world, write } from './sync-world.js';

describe('sync --write', () => {
  test('marks who is suspended there with source and state, and touches no other line', async () => {
    const of = world([...without('ana'), there('ana', { status: 'suspended' })]);
    const before = textIn(of, STAFF).split('\n');
    const result = await synced(of);
    expect(result).toMatchObject({ status: 0, changes: [{ kind: 'leaver', person: 'ana.ruiz', how: 'suspended' }] });
    const come = textIn(of, STAFF)
      .split('\n')
      .filter((line) => !before.includes(line));
    expect(come).toEqual(['    status: departed   # hub: suspended']);
    expect(flatOf(result)).toContain('Wrote 1 change of the roster into the working tree.');
  });

  test('a joiner goes by the name that the provider tells, where it tells one', async () => {
    const fresh = { ...there('nadia'), email: 'nadia@acme.example' };
    const connect = listing((accounts) =>
      accounts.map((one) => (one.name === 'nadia' ? { ...one, fullName: 'Nadia\u00a0 Sílva' } : one)),
    );
    const { changes } = await synced(world([...ALL, fresh], {}, { connect }));
    expect(changes).toMatchObject([{ kind: 'joiner', person: 'nadia.silva', name: 'Nadia Sílva' }]);
  });

  test('names the time where the provider tells it', async () => {
    const changedAt = timestampOf('2026-11-23T08:12:00Z');
    const connect = listing((accounts) => accounts.map((one) => ({ ...one, changedAt })));
    const of = world([...without('ana'), there('ana', { status: 'suspended' })], {}, { connect });
    await write(of);
    expect(textIn(of, STAFF)).toContain('    status: departed   # hub: suspended since 2026-11-23T08:12:00Z\n');
  });

  test('marks whose pinned account is gone from the whole listing', async () => {
    const of = world(without('ben'));
    expect((await synced(of)).changes).toMatchObject([
      { kind: 'leaver', person: 'ben.ruiz', how: 'gone', since: null },
    ]);
    expect(textIn(of, STAFF)).toContain('status: departed   # hub: gone\n');
  });

  test('proposes who joined in a file of its own, pinned, with an id that is valid and free', async () => {
    const joined = [
      { id: '9', name: 'Ana.Ruiz@other.example', email: 'Ana.Ruiz@other.example' },
      { id: '8', name: 'zoe', email: 'Zoë+x_Öz@acme.example' },
    ];
    const of = world([...ALL, ...joined]);
    const result = await synced(of);
    expect(result.changes).toMatchObject([
      { kind: 'joiner', person: 'ana.ruiz-2', name: 'Ana Ruiz' },
      { kind: 'joiner', person: 'zoe' },
    ]);
    const { desired } = await loadPolicy(of.context.files, { at: of.context.clock.now() });
    expect(desired?.people.find(({ id }) => id === 'zoe')).toMatchObject({
      email: 'Zoë+x_Öz@acme.example',
      accounts: new Map([['hub', { id: '8', name: 'zoe' }]]),
    });
    const plan = await planCommand(of.context, { narrowing: EVERYTHING, at: null, from: null, out: null });
    expect(plan.status).toBe(0);
  });

  test('follows logins and addresses by the immutable id', async () => {
    const of = world([...without('cleo'), there('cleo', { name: 'cleo-new', email: 'cleo.new@acme.example' })]);
    expect((await synced(of)).changes).toMatchObject([
      { kind: 'login', person: 'cleo.ruiz', from: 'cleo', to: 'cleo-new' },
      { kind: 'email', person: 'cleo.ruiz', to: 'cleo.new@acme.example' },
    ]);
    expect(textIn(of, STAFF)).toContain('name: cleo-new');
    expect(textIn(of, STAFF)).toContain('email: cleo.new@acme.example');
  });

  test('run again, finds nothing to do, byte for byte', async () => {
    const of = world([
      ...without('ana'),
      there('ana', { status: 'suspended' }),
      { id: '9', name: 'eva', email: 'eva@acme.example' },
    ]);
    await write(of);
    const [staff, joiners] = [textIn(of, STAFF), textIn(of, JOINERS)];
    const again = await synced(of);
    expect(again).toMatchObject({ status: 0, changes: [], outcome: { kind: 'none' } });
    expect([textIn(of, STAFF), textIn(of, JOINERS)]).toEqual([staff, joiners]);
    expect(flatOf(again)).toContain('Nothing to change: the roster agrees with hub (5 accounts).');
  });

  test('a hostile account of the provider is told, and is no text of the roster', async () => {
    const hostile = [
      { id: 'a\u202eb', name: 'x', email: 'x@acme.example' },
      { id: '10', name: '"], status: departed #', email: '"]#@acme.example' },
      { id: '11', name: `ghp_${'a1B2'.repeat(9)}`, email: 'token@acme.example' },
      { id: '12', name: '::error::x', email: '##[error]y@acme.example' },
    ];
    const like = { status: 'active', read: 'listed', admin: false, self: false, suspendedAt: null, entitlements: [] };
    const more = hostile.map((one) => ({ ...like, ...one }) as unknown as ObservedAccount);
    const of = world(ALL, {}, { connect: listing((accounts) => [...accounts, ...more]) });
    const result = await synced(of);
    expect(result.status).toBe(0);
    expect(result.notes).toMatchObject([{ why: 'not-writable' }]);
    for (const text of [textIn(of, JOINERS), textOf(result), JSON.stringify(result.json)])
      expect(text).not.toContain('ghp_');
    expect(textOf(result)).not.toMatch(/^\s*::error::|##\[error\]|\u202e/m);
    const { desired } = await loadPolicy(of.context.files, { at: instantOf(timestampOf(NOW) as never) });
    expect(desired?.people).toHaveLength(2 + 4 + 3);
  });
});

describe('law 1: only a whole listing is believed', () => {
  test('a listing that breaks off marks nobody, and ends with 4', async () => {
    const clients: Trouble['clients'] = {
      hub: (client) => ({
        ...client,
        page: async (after) => {
          if (after !== null) throw new Error('connection reset');
          const page = await client.page(null);
          return { accounts: page.accounts.slice(0, 1), next: page.accounts[0]?.id ?? null };
        },
      }),
    };
    const result = await untouched(world(ALL, {}, { clients }), 4);
    expect(result).toMatchObject({ outcome: { kind: 'unread' }, changes: [] });
    expect(flatOf(result)).toContain('hub was not seen whole, and from a part of it nothing follows');
  });

  test('an empty listing is a broken credential, never that all have left', async () => {
    expect(await untouched(world([]), 4)).toMatchObject({ outcome: { kind: 'unread' }, changes: [] });
  });

  test('a provider that does not answer at all ends with 4', async () => {
    const connect = async () => {
      throw new Error('no route to host');
    };
    expect(flatOf(await untouched(world(ALL, {}, { connect }), 4))).toContain('no route to host');
  });
});

describe('many leavers at once', () => {
  const half = [there('ana'), there('ben', { status: 'suspended' })];

  test('halt with 3, said first, and nothing is written', async () => {
    const guards = { maxRevocations: 2, maxRevokedFraction: 1, minAdmins: 1 };
    const result = await untouched(world(half, { policy: { identityProvider: 'hub', guards } }), 3);
    expect(result).toMatchObject({
      outcome: { kind: 'halted' },
      violations: [{ rule: 'maxRevocations', limit: 2, actual: 3 }],
    });
    expect(textOf(result).trimStart()).toMatch(/^\W*hub says that 3 people left: more than its guards allow/);
  });

  test('the fraction is of the people who have an account there', async () => {
    const guards = { maxRevocations: 10, maxRevokedFraction: 0.5, minAdmins: 1 };
    const policy = { identityProvider: 'hub', guards };
    expect((await untouched(world(half, { policy }), 3)).json).toMatchObject({
      violations: [{ rule: 'maxRevokedFraction', limit: 2, actual: 3 }],
    });
    expect((await synced(world([...half, there('cleo')], { policy }))).status).toBe(0);
  });

  test('an opt-out that raises the guard for a planned reduction lets them through', async () => {
    const guards = { maxRevocations: 2, maxRevokedFraction: 1, minAdmins: 1 };
    const raised = {
      id: 'reduction',
      guards: { maxRevocations: 3 },
      systems: ['hub'],
      justification: 'A planned reduction.',
      requestedBy: 'sam.lee',
      owner: 'kim.cho',
      expiresAt: '2026-11-24T00:00:00Z',
    };
    const of = world(half, { policy: { identityProvider: 'hub', guards }, optOuts: [raised] });
    expect(await synced(of)).toMatchObject({ status: 0, outcome: { kind: 'written' } });
  });
});

describe('sync', () => {
  test('without an identity provider in the policy says so', async () => {
    const of = worldOf({ systems: [memorySystem(ALL)] });
    await expect(write(of)).rejects.toMatchObject({ code: 'usage', mend: expect.stringContaining('identityProvider') });
  });

  test('where the policy repository is no clone, names --write; with nothing to do, needs none', async () => {
    const proposed = syncCommand(world(without('ana')).context, { write: false });
    await expect(proposed).rejects.toMatchObject({ code: 'usage', mend: expect.stringContaining('--write') });
    const nothing = await syncCommand(world(ALL).context, { write: false });
    expect([nothing.status, nothing.json]).toMatchObject([0, { outcome: { kind: 'none' } }]);
  });

  test('an entry that is written so that it can not be edited is told with 4, and the others are changed', async () => {
    const of = world([there('cleo', { email: 'cleo.new@acme.example' }), there('dora', { email: 'd@acme.example' })], {
      people: [someone('dora')],
      files: {
        'policies/people/more.yaml':
          'people:\n  - id: cleo.ruiz\n    name: Cleo\n    email: |-\n      cleo@acme.example\n    accounts: { hub: { id: "id:cleo", name: cleo } }\n',
      },
    });
    const result = await synced(of);
    expect(result).toMatchObject({
      status: 4,
      changes: [{ person: 'dora.ruiz' }],
      refused: [{ change: { person: 'cleo.ruiz' } }],
    });
    expect(flatOf(result)).toContain('Make this change by hand.');
  });
});

import { describe, expect, test } from 'vitest';
import { memorySystem, type RepositoryParts, someone, type Written } from '../../fixtures/repositories.js';
import { textOf } from '../world.js';

import { ALL, synced, there, untouched, without, world } from './sync-world.js';

describe('what is not certain is told, and nothing is changed for it', () => {
  test.each<[string, readonly Written[], RepositoryParts, string, readonly string[]]>([
    [
      'who is active there again and departed here',
      ALL,
      { people: [someone('ana', { status: 'departed' })] },
      'active-again',
      ['ana.ruiz'],
    ],
    [
      'a name that now sits on another id',
      [...without('ana'), there('ana', { id: 'other' })],
      {},
      'identity-conflict',
      ['ana.ruiz'],
    ],
    [
      'an account that was made anew with the address of somebody who has another',
      [...without('ana'), there('ana', { id: 'o', name: 'ana2' })],
      {},
      'email-taken',
      ['ana.ruiz'],
    ],
    [
      'who is suspended there and leaves later here',
      [...without('ana'), there('ana', { status: 'suspended' })],
      { people: [someone('ana', { leavesAt: '2026-12-31T17:00:00Z' })] },
      'leaves-later',
      ['ana.ruiz'],
    ],
    [
      'whom Leaver itself suspended there',
      [...without('ana'), there('ana', { status: 'suspended', suspendedAt: '2026-11-01T00:00:00Z' })],
      {},
      'suspended-by-leaver',
      ['ana.ruiz'],
    ],
    [
      'who is claimed by a name that is not listed',
      without('ana'),
      { people: [someone('ana', { accounts: { hub: 'ana' } })] },
      'not-found',
      ['ana.ruiz'],
    ],
    [
      'a login claimed by name whose address is not the person’s',
      [...without('ana'), there('ana', { email: 'other@acme.example' })],
      { people: [someone('ana', { accounts: { hub: 'ana' } })] },
      'other-email',
      ['ana.ruiz'],
    ],
    [
      'two new accounts with one address',
      [...ALL, there('eva'), there('eva', { id: 'o', name: 'eva2' })],
      {},
      'shared-email',
      [],
    ],
    ['a new account without an address', [...ALL, { id: '9', name: 'eva' }], {}, 'no-email', []],
    [
      'a new account that is named as services are',
      [...ALL, { id: '9', name: 'svc-backup', email: 'svc-backup@acme.example' }],
      {},
      'looks-like-service',
      [],
    ],
    [
      'an invitation',
      [...ALL, { id: 'invitation:9', name: 'eva', email: 'eva@acme.example', status: 'invited' }],
      {},
      'invited',
      [],
    ],
  ])('%s', async (_, accounts, more, why, about) => {
    const people = ['ana', 'ben', 'cleo', 'dora'].map((name) => someone(name));
    const own = more.people ?? [];
    const ids = new Set(own.map(({ id }) => id));
    const all = [...own, ...people.filter(({ id }) => !ids.has(id))];
    const result = await untouched(world(accounts, { ...more, people: all }), 0);
    expect(result.notes).toContainEqual(expect.objectContaining({ why, about }));
    expect(result.changes).toEqual([]);
    expect(textOf(result)).toContain('To look at');
  });

  test.each<[string, readonly Written[], readonly Written[], Written]>([
    [
      'who is on long leave',
      [...without('ana'), there('ana', { status: 'suspended' })],
      [someone('ana', { status: 'suspended' })],
      {},
    ],
    ['who departed already', without('ana'), [someone('ana', { status: 'departed' })], {}],
    ['whose last hour has passed', without('ana'), [someone('ana', { leavesAt: '2026-11-22T00:00:00Z' })], {}],
    [
      'the runner’s own account and protected ones',
      [...ALL, { id: '8', name: 'x', email: 'x@y', self: true }, { id: '9', name: 'breakglass', email: 'b@y' }],
      [],
      { protected: [{ account: 'breakglass', owner: 'kim.cho', reason: 'break-glass' }] },
    ],
    ['accounts of nobody that are suspended', [...ALL, there('eva', { status: 'suspended' })], [], {}],
    [
      'who differs in case alone',
      [...without('ana'), there('ANA', { id: 'id:ana', email: 'Ana.Ruiz@ACME.example' })],
      [],
      {},
    ],
  ])('%s: nothing to say', async (_, accounts, own, system) => {
    const people = ['ana', 'ben', 'cleo', 'dora'].map((name) => someone(name));
    const ids = new Set(own.map(({ id }) => id));
    const all = [...own, ...people.filter(({ id }) => !ids.has(id))];
    const more = { people: all, systems: [memorySystem(accounts, system)] };
    const result = await untouched(world(accounts, more), 0);
    expect([result.changes, result.notes]).toEqual([[], []]);
  });

  test('a service’s account is no joiner', async () => {
    const services = [{ id: 'deploy', owner: 'sam.lee', accounts: { hub: { id: '9', name: 'd' } } }];
    const result = await untouched(world([...ALL, { id: '9', name: 'd', email: 'd@acme.example' }], { services }), 0);
    expect([result.changes, result.notes]).toEqual([[], []]);
  });
});

test('a login that two accounts have by now is given to neither of two claims', async () => {
  const of = world([...without('ana'), there('ana', { name: 'eva' }), there('eva', { id: 'o' })]);
  const result = await synced(of);
  expect(result).toMatchObject({ status: 0, changes: [{ kind: 'joiner', claim: { id: 'o', name: 'eva' } }] });
  expect(result.notes).toMatchObject([{ why: 'identity-conflict', about: ['ana.ruiz'] }]);
});

test('a claim by name is pinned to the account that it names, and one by address where nobody else has it', async () => {
  const people = [
    someone('ana', { accounts: { hub: 'ana' } }),
    someone('ben', { accounts: {} }),
    ...['cleo', 'dora'].map((name) => someone(name)),
  ];
  const of = world(ALL, { people });
  expect((await synced(of)).changes).toMatchObject([
    { kind: 'pin', person: 'ana.ruiz', claim: { id: 'id:ana', name: 'ana' } },
    { kind: 'pin', person: 'ben.ruiz', claim: { id: 'id:ben', name: 'ben' } },
  ]);
  expect(await synced(of)).toMatchObject({ changes: [], notes: [] });
});

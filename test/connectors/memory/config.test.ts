import { expect, it } from 'vitest';
import { openConnector, registry } from '../../../src/connectors/registry.js';
import type { SystemId } from '../../../src/core/model.js';
import { LeaverError } from '../../../src/errors.js';
import { NOW } from './harness.js';

function opened(settings: Readonly<Record<string, unknown>>, kind = 'memory') {
  return openConnector(kind, {
    system: 'shop' as SystemId,
    settings,
    unavailable: [],
    managed: false,
    environment: {},
    clock: { now: () => NOW, sleep: async () => {} },
  });
}

async function refused(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LeaverError)) throw new Error(`not a LeaverError: ${String(error)}`);
  expect(error.code).toBe('invalid-policy');
  return `${error.message}. ${error.mend}`;
}

it('when accounts stand in the settings, they are the live state, with plain defaults', async () => {
  const key = { kind: 'credential', id: 'key:1', type: 'access-key', status: 'active' };
  const connector = await opened({
    accounts: [
      { id: '2', name: 'kim', email: 'kim@acme.example', admin: true, self: true, entitlements: [key] },
      { id: '1', name: 'ana' },
    ],
  });
  const plain = { status: 'active', read: 'listed', suspendedAt: null };
  expect((await connector.observe()).accounts).toEqual([
    { ...plain, id: '1', name: 'ana', email: null, admin: false, self: false, entitlements: [] },
    { ...plain, id: '2', name: 'kim', email: 'kim@acme.example', admin: true, self: true, entitlements: [key] },
  ]);
});

it.each([
  ['have no accounts', {}, 'its settings have no list "accounts"'],
  ['hold an account without a name', { accounts: [{ id: '1' }] }, 'Give each account an id and a name'],
  [
    'give two accounts one id',
    { accounts: ['a', 'b'].map((name) => ({ id: '1', name })) },
    'two accounts have the id 1',
  ],
  ['have two runners', { accounts: ['1', '2'].map((id) => ({ id, name: id, self: true })) }, 'two accounts have "self'],
])('when the settings %s, says so with the system and the mend', async (_, settings, expected) => {
  const told = await refused(opened(settings));
  expect(told).toContain('system shop: ');
  expect(told).toContain(expected);
});

it.each(['github', 'toString', '__proto__'])(
  'when there is no connector of kind %s, names the kinds there are',
  async (kind) => {
    const told = await refused(opened({}, kind));
    expect(told).toContain(`system shop: there is no connector of kind "${kind}"`);
    for (const known of Object.keys(registry)) expect(told).toContain(known);
  },
);

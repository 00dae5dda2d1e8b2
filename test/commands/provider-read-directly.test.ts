/** Law 1 at the identity provider: what costs somebody access elsewhere is read by itself first. */
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import type { MemoryClient } from '../../src/connectors/memory/client.js';
import { LeaverError } from '../../src/errors.js';
import { accountOf, memorySystem, someone } from '../fixtures/repositories.js';
import { EVERYTHING, verdicts, worldOf } from './world.js';

const accounts = (name: string) => ({ hub: { id: `id:${name}`, name }, okta: { id: `id:${name}`, name } });
const parts = (status: string) => ({
  people: [someone('ana', { accounts: accounts('ana') }), someone('ben', { accounts: accounts('ben') })],
  systems: [
    memorySystem([accountOf('ana'), accountOf('ben')]),
    { ...memorySystem([accountOf('ana', { status }), accountOf('ben')]), id: 'okta' },
  ],
  policy: { identityProvider: 'okta' },
});

/** A listing that is behind: a search still shows Ana as she was. */
const behind =
  (status: 'active' | 'suspended') =>
  (client: MemoryClient): MemoryClient => ({
    ...client,
    page: async (after) => {
      const page = await client.page(after);
      return { ...page, accounts: page.accounts.map((one) => (one.name === 'ana' ? { ...one, status } : one)) };
    },
  });

describe('when the listing of the provider is behind', () => {
  it('law 1: somebody whom it shows suspended, and who is active, loses nothing', async () => {
    const world = worldOf(parts('active'), { clients: { okta: behind('suspended') } });
    const result = await reconcile(world.context, EVERYTHING);
    expect(verdicts(result)).toEqual(['hub/id:ana keep', 'hub/id:ben keep', 'okta/id:ana keep', 'okta/id:ben keep']);
    expect([result.status, world.changes]).toEqual([0, []]);
  });

  it('somebody whom it shows suspended, and who is, is gone', async () => {
    const world = worldOf(parts('suspended'));
    const result = await reconcile(world.context, EVERYTHING);
    expect(verdicts(result)[0]).toBe('hub/id:ana revoke');
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
  });
});

describe('when the provider can’t be read directly', () => {
  const unreadable = (client: MemoryClient): MemoryClient => ({
    ...client,
    byId: () => Promise.reject(new LeaverError('unreachable', 'status 503')),
  });

  it('law 3: nobody is judged by its listing, and the run is red; whom the roster says left is revoked all the same', async () => {
    const of = parts('suspended');
    const cleo = someone('cleo', { status: 'departed', accounts: { hub: { id: 'id:cleo', name: 'cleo' } } });
    const hub = memorySystem([accountOf('ana'), accountOf('ben'), accountOf('cleo')]);
    const [, okta] = of.systems;
    const world = worldOf(
      { ...of, people: [...of.people, cleo], systems: [hub, okta as (typeof of.systems)[number]] },
      { clients: { okta: unreadable } },
    );
    const result = await reconcile(world.context, EVERYTHING);
    expect(result.status).toBe(4);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
    expect(await world.live('hub', 'id:cleo')).toMatchObject({ status: 'suspended' });
  });
});

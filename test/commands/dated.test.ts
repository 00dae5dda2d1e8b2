/** Retention where a system has no place for a mark of Leaver's: the journal tells since when, never earlier than the system says. */
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import type { Connector } from '../../src/connectors/connector.js';
import type { Observation } from '../../src/core/observation.js';
import type { Timestamp } from '../../src/core/time.js';
import { EVERYTHING, planIn, worldOf } from './world.js';

const SUSPENDED = '2026-11-23T09:00:00Z';

/** A system that tells when an account was last changed, and has no place for a mark. */
function unmarked(connector: Connector, changedAt: () => string): Connector {
  const without = (seen: Observation): Observation => ({
    ...seen,
    accounts: seen.accounts.map((account) => ({
      ...account,
      suspendedAt: null,
      changedAt: changedAt() as Timestamp,
    })),
  });
  return {
    ...connector,
    observe: async () => without(await connector.observe()),
    observeAccounts: async (refs) => without(await connector.observeAccounts(refs)),
  };
}

function worldWith(accounts: readonly object[], changed = { at: SUSPENDED }) {
  const people = [
    {
      id: 'ana',
      name: 'Ana',
      email: 'ana@acme.example',
      status: 'departed',
      accounts: { hub: { id: '1', name: 'ana' } },
    },
    { id: 'kim', name: 'Kim', email: 'kim@acme.example', accounts: { hub: { id: '2', name: 'kim' } } },
  ];
  const systems = [{ id: 'hub', kind: 'memory', mode: 'enforce', settings: { accounts } }];
  const world = worldOf({ people, systems }, { connect: (_, open) => unmarked(open(), () => changed.at) });
  return { world, changed };
}

const ANA = { id: '1', name: 'ana' };
const KIM = { id: '2', name: 'kim' };

describe('an account that the journal alone dates', () => {
  it('is settled until its retention is over, and then deleted', async () => {
    const { world } = worldWith([ANA, KIM]);
    await reconcile(world.context, EVERYTHING);
    const again = await reconcile(world.context, EVERYTHING);
    expect(planIn(again).decisions.find(({ account }) => account.id === '1')).toMatchObject({
      kind: 'settled',
      deleteAfter: '2026-12-23T09:00:00Z',
    });
    world.at('2026-12-23T09:00:00Z');
    await reconcile(world.context, EVERYTHING);
    expect(await world.live('hub', '1')).toBeNull();
  });

  it('law 7: when the system says that it changed since, is kept for its retention from then on', async () => {
    const { world, changed } = worldWith([ANA, KIM]);
    await reconcile(world.context, EVERYTHING);
    changed.at = '2026-12-20T00:00:00Z';
    world.at('2026-12-23T09:00:00Z');
    await reconcile(world.context, EVERYTHING);
    expect(await world.live('hub', '1')).toMatchObject({ status: 'suspended' });
  });

  it('law 7: when others suspended it, is never deleted', async () => {
    const { world } = worldWith([{ ...ANA, status: 'suspended' }, KIM]);
    await reconcile(world.context, EVERYTHING);
    world.at('2027-06-01T00:00:00Z');
    const late = await reconcile(world.context, EVERYTHING);
    expect(planIn(late).decisions.find(({ account }) => account.id === '1')).toMatchObject({
      kind: 'settled',
      deleteAfter: null,
    });
    expect(await world.live('hub', '1')).toMatchObject({ status: 'suspended' });
  });

  it('what works although it is suspended is revoked, whoever suspended it; that dates nothing', async () => {
    const token = { kind: 'credential', id: 'token:1', type: 'api-token', status: 'active', open: true };
    const { world } = worldWith([{ ...ANA, status: 'suspended', entitlements: [token] }, KIM]);
    const first = await reconcile(world.context, EVERYTHING);
    expect(planIn(first).decisions.find(({ account }) => account.id === '1')).toMatchObject({
      kind: 'revoke',
      stage: 'suspend',
    });
    expect((await world.live('hub', '1'))?.entitlements).toMatchObject([{ id: 'token:1', status: 'inactive' }]);
    world.at('2027-06-01T00:00:00Z');
    await reconcile(world.context, EVERYTHING);
    expect(await world.live('hub', '1')).toMatchObject({ status: 'suspended' });
  });
});

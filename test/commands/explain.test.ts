import { describe, expect, test } from 'vitest';
import { explainCommand } from '../../src/commands/explain.js';
import type { Explanation } from '../../src/core/explain.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { flatOf, textOf, type World, worldOf } from './world.js';

const explained = (world: World, person = 'ana.ruiz', systems: string[] = []) =>
  explainCommand(world.context, person, systems as never[], null);

/** Ana leaves on 25 November; an opt-out holds her account until December. */
const LEAVING: RepositoryParts = {
  people: [someone('ana', { leavesAt: '2026-11-25T17:00:00+01:00', roles: [] }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
  optOuts: [optOutOf()],
};

describe('explain', () => {
  test('law 3: an opt-out whose approval is not proved is never called in force', async () => {
    const policy = { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } };
    const result = await explained(worldOf({ ...LEAVING, policy }));

    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('unverifiable ana-handover handover for hub');
    expect(flatOf(result)).toContain('owner kim.cho; its approval could not be verified');
    expect(flatOf(result)).not.toContain('in force');
  });

  test('tells every account, opt-out and turning point of the person, and of nobody else', async () => {
    const result = await explained(worldOf(LEAVING));

    expect(result.status).toBe(0);
    const { decisions, optOuts, coming } = result.json as Explanation;
    expect(decisions.map(({ id, kind }) => `${id} ${kind}`)).toEqual(['hub/id:ana keep']);
    expect(optOuts).toMatchObject([{ optOut: 'ana-handover', standing: 'in force', owner: 'kim.cho' }]);
    expect(coming).toMatchObject([
      { at: '2026-11-25T16:00:00Z', changes: [{ decision: 'hub/id:ana', from: 'keep', to: 'exempt' }] },
      { at: '2026-12-01T00:00:00Z', changes: [{ decision: 'hub/id:ana', from: 'exempt', to: 'revoke (suspend)' }] },
    ]);
    expect(textOf(result)).toMatchInlineSnapshot(`
      "Approvals are not checked (approvalSource: none): every opt-out counts as
      approved. For a try-out only.

      ana Ruiz (ana.ruiz): active, leaves 2026-11-25 16:00 UTC

      Accounts  and what a run would do with them now
        keep  hub/id:ana  ana

      Opt-outs
        in force  ana-handover  handover for hub until 2026-12-01 00:00 UTC; owner
                                kim.cho; approval not checked

      To come
        2026-11-25 16:00 UTC  in 2 days  their last hour
                              ! hub/id:ana: keep -> exempt
        2026-12-01 00:00 UTC  in 7 days  opt-out ana-handover lapses
                              ! hub/id:ana: exempt -> revoke (suspend)

      The roster claims hub ana (id:ana).
      "
    `);
  });

  test('when the account is suspended, tells when it is deleted', async () => {
    const world = worldOf(
      { people: [someone('ana', { status: 'departed' })], systems: [memorySystem([accountOf('ana')])] },
      {
        connect: (_, open) => {
          const connector = open();
          return {
            ...connector,
            observeAccounts: async (refs) => {
              const seen = await connector.observeAccounts(refs);
              const accounts = seen.accounts.map((one) => ({
                ...one,
                status: 'suspended' as const,
                suspendedAt: '2026-11-20T09:00:00Z' as never,
              }));
              return { ...seen, accounts };
            },
          };
        },
      },
    );

    const { coming } = (await explained(world)).json as Explanation;

    expect(coming).toMatchObject([
      { at: '2026-12-20T09:00:00Z', changes: [{ from: 'settled', to: 'revoke (delete)' }] },
    ]);
  });

  test('an unknown person gets the nearest id', async () => {
    await expect(explained(worldOf(LEAVING), 'anna.ruiz')).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no person "anna.ruiz".',
      mend: 'Did you mean ana.ruiz?',
    });
  });

  test('narrowed to a system, an identity provider elsewhere is still read', async () => {
    const accounts = { idp: { id: 'id:ana', name: 'ana' }, hub: { id: 'id:ana', name: 'ana' } };
    const world = worldOf({
      policy: { identityProvider: 'idp' },
      people: [someone('ana', { accounts })],
      systems: [memorySystem([accountOf('ana')]), memorySystem([accountOf('ana')], { id: 'idp' })],
    });

    const result = await explained(world, 'ana.ruiz', ['hub']);

    expect(result.status).toBe(0);
    expect((result.json as Explanation).decisions.map(({ id }) => id)).toEqual(['hub/id:ana']);
  });

  test('a system that cannot be read ends with 4 and is named', async () => {
    const world = worldOf(LEAVING, {
      connect: () => {
        throw new Error('no answer');
      },
    });

    const result = await explained(world);

    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('hub was not seen whole: no answer');
    expect(result.json).toMatchObject({ approvalSource: 'none', problems: ['hub was not seen whole: no answer'] });
  });
});

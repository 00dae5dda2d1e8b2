import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reconcile } from '../../../src/commands/reconcile.js';
import type { RestoreOptions } from '../../../src/commands/restore/index.js';
import { tell } from '../../../src/commands/tell.js';
import { LeaverError } from '../../../src/errors.js';
import { NO_PAINT } from '../../../src/report/text.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../../fixtures/repositories.js';
import { EVERYTHING, flatOf, worldOf } from '../world.js';
import { BACK, HELD, ID, LEFT, restore, revokedWorld, toldBy } from './scene.js';

describe('what stays revoked', () => {
  test.each<[string, RepositoryParts, RegExp, RegExp]>([
    ['the person is departed', LEFT, /the next run would revoke it again: departed/, /opt-out approved/],
    [
      'the person is away',
      { ...LEFT, people: [someone('ana', { status: 'suspended' })] },
      /revoke it again: away/,
      /status/,
    ],
    [
      'nobody claims the account any more',
      { ...LEFT, people: [someone('ben')] },
      /claimed by nobody in the roster/,
      /roster/,
    ],
    [
      "the account is somebody else's",
      { ...LEFT, people: [someone('eva', { accounts: { hub: { id: 'id:ana', name: 'ana' } } })] },
      /is eva\.ruiz's now/,
      /roster/,
    ],
    [
      'the name and the id point at different people',
      {
        ...LEFT,
        people: [
          someone('ana', { accounts: { hub: { id: 'id:ana' } } }),
          someone('eva', { accounts: { hub: { id: 'id:eva', name: 'ana' } } }),
        ],
      },
      /its name with another id/,
      /pin it/,
    ],
  ])('when %s, it is refused with the mend, and nothing is done', async (_, after, why, mend) => {
    const world = await revokedWorld(null);
    world.write(after);

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(1);
    expect(toldBy(result)[0]?.refusal?.why).toMatch(why);
    expect(toldBy(result)[0]?.refusal?.mend).toMatch(mend);
    expect(flatOf(result)).toContain('1 revocation must stay');
    expect(world.changes).toEqual([]);
  });

  test('when a departed administrator would be one of the last, the departure is named and its mend', async () => {
    const systems = [memorySystem([accountOf('ana', { admin: true }), accountOf('ben', { admin: true })])];
    const few = { ...LEFT, systems: systems.map((one) => ({ ...one, guards: { minAdmins: 1 } })) };
    const world = worldOf(few);
    await reconcile(world.context, EVERYTHING);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
    world.write({ ...LEFT, systems: systems.map((one) => ({ ...one, guards: { minAdmins: 2 } })) });

    const result = await restore(world, { revocations: [ID] });

    expect(flatOf(result)).toContain('stays revoked: nothing grants it: departed. Correct status or leavesAt');
    expect(flatOf(result)).not.toContain('last administrators');
  });

  test('when an opt-out in force holds the departure, it comes back, and the opt-out is named', async () => {
    const world = await revokedWorld({ ...LEFT, optOuts: [optOutOf()] });

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(0);
    expect(flatOf(result)).toContain('opt-out ana-handover holds it until 2026-12-01 00:00 UTC');
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
  });

  test.each<[string, object]>([
    ['report mode', { mode: 'report' }],
    ['a protected account', { protected: [{ account: 'ana', owner: 'kim.cho', reason: 'break-glass' }] }],
  ])('%s does not stand in the way, since no run takes it again', async (_, more) => {
    const system = memorySystem([accountOf('ana', { entitlements: HELD }), accountOf('ben')], { ...more });
    const world = await revokedWorld({ ...LEFT, systems: [system] });

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(0);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
  });

  test('an entitlement that no role grants stays, and comes back once one does', async () => {
    const managed = memorySystem([accountOf('ana', { entitlements: HELD })], { entitlements: 'managed' });
    const parts = { people: [someone('ana', { roles: ['dev'] })], systems: [managed] };
    const role = (entitlements: readonly string[]) => [{ role: 'dev', entitlements: { hub: entitlements } }];
    const world = worldOf({ ...parts, roles: role([]) });
    await reconcile(world.context, EVERYTHING);
    const revocation = 'hub/id:ana#team:backend@2026-11-23T09:00:00Z';
    world.changes.length = 0;
    const refused = await restore(world, { revocations: [revocation], yes: true });
    expect(refused.status).toBe(1);
    expect(flatOf(refused)).toContain('not granted by a role');
    expect(world.changes).toEqual([]);

    world.write({ ...parts, roles: role(['team:backend']) });
    const result = await restore(world, { revocations: [revocation], yes: true });

    expect(result.status).toBe(0);
    expect(world.changes).toEqual(['hub: add team:backend to id:ana']);
  });

  test('law 3: when the identity provider can not be read, nobody knows whether the person left', async () => {
    const world = await revokedWorld({
      ...BACK,
      policy: { identityProvider: 'okta' },
      systems: [...(BACK.systems ?? []), memorySystem([], { id: 'okta' })],
    });
    const { connect } = world.context;
    const context = {
      ...world.context,
      connect: async (system: Parameters<typeof connect>[0]) => {
        if (system.id === 'okta') throw new LeaverError('unreachable', 'status 502');
        return connect(system);
      },
    };

    const result = await restore({ ...world, context }, { revocations: [ID], yes: true });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('the identity provider could not be read');
    expect(world.changes).toEqual([]);
  });

  test('law 3: when the approval of that opt-out can not be read, it stays', async () => {
    const policy = { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } };
    const world = await revokedWorld({ ...LEFT, policy, optOuts: [optOutOf()] });

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('could not be verified');
    expect(world.changes).toEqual([]);
  });

  test('when the system left the policy, it stays, with the mend', async () => {
    const world = await revokedWorld({ people: [someone('ana', { accounts: {} })], systems: [] });
    rmSync(join(world.root, 'policies/systems/hub.yaml'));

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('the policy has no such system any more. Bring its file');
  });

  test('when the account was suspended by somebody else since, that is not lifted', async () => {
    let others = false;
    const world = await revokedWorld(BACK, {
      clients: {
        hub: (live) => ({
          ...live,
          byId: async (id) => {
            const account = await live.byId(id);
            return account && others ? { ...account, suspendedAt: null } : account;
          },
        }),
      },
    });
    others = true;

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(flatOf(result)).toContain('suspended by somebody else, which is not for Leaver to lift');
    expect(world.changes.filter((change) => change.includes('reinstate'))).toEqual([]);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
  });
});

describe('what can not be asked for', () => {
  test.each<[string, Partial<RestoreOptions>, RegExp, RegExp]>([
    ['nothing is named', {}, /Name a revocation/, /system\/account@time/],
    [
      'no such revocation',
      { revocations: ['hub/id:ana@2026-01-01T00:00:00Z'] },
      /holds no revocation/,
      /Did you mean hub\/id:ana@2026-11-23/,
    ],
    ['nobody of that id', { people: ['anna.ruiz'] }, /no person "anna.ruiz"/, /ana.ruiz/],
    ['nothing of that person', { people: ['ben.ruiz'] }, /no revocation of ben\.ruiz/, /journal/],
  ])('when there is %s, says so with the mend', async (_, options, message, mend) => {
    const world = await revokedWorld();

    const told = await restore(world, { ...options, yes: true }).catch((error: unknown) => error);

    expect(told).toBeInstanceOf(LeaverError);
    expect((told as LeaverError).message).toMatch(message);
    expect((told as LeaverError).mend).toMatch(mend);
    expect(world.changes).toEqual([]);
  });

  test('hostile names reach neither Markdown nor the terminal as more than text', async () => {
    const name = 'ana](https://evil.example)\u001b[2J<img src=x>';
    const account = accountOf('ana', { name, entitlements: HELD });
    const claims = { hub: { id: 'id:ana' } };
    const parts = (status: string) => ({
      people: [someone('ana', { status, accounts: claims }), someone('ben')],
      systems: [memorySystem([account, accountOf('ben')])],
    });
    const world = worldOf(parts('departed'));
    await reconcile(world.context, EVERYTHING);
    world.write(parts('active'));

    const result = await restore(world, { people: ['ana.ruiz'] });

    expect(tell(result, 'text', NO_PAINT)).not.toContain('\u001b');
    const markdown = tell(result, 'markdown', NO_PAINT);
    expect(markdown).not.toContain('<img');
    expect(markdown).not.toContain('](https://evil.example)');
  });
});

import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { ANA_LEFT, HOLDINGS } from './leaver-world.js';
import { EVERYTHING, outcomes, verdicts, type World, worldOf } from './world.js';

const run = (world: World, narrowing = EVERYTHING) => reconcile(world.context, narrowing);

describe('law 9: a run killed at any instant', () => {
  const undisturbed = { status: 'suspended', entitlements: [{ id: 'key:1', status: 'inactive' }] };

  /** How many times an undisturbed run writes to the journal. */
  async function writes(): Promise<number> {
    const world = worldOf(ANA_LEFT);
    await run(world);
    return (await world.journal()).length;
  }

  test('leaves a journal from which the next run converges, and nothing is done twice', async () => {
    const all = await writes();
    expect(all).toBeGreaterThan(6);
    for (let room = 0; room < all; room += 1) {
      let left = room;
      let killed = true;
      const world = worldOf(ANA_LEFT, {
        journal: (journal) => ({
          ...journal,
          append: async (event) => {
            if (killed && left <= 0) throw new Error('killed');
            left -= 1;
            await journal.append(event);
          },
        }),
      });
      await run(world).catch(() => {});
      killed = false;

      const next = await run(world);

      expect(next.status, `killed after ${room} of ${all} writes`).toBe(0);
      expect(await world.live('hub', 'id:ana'), `killed after ${room} writes`).toMatchObject(undisturbed);
      expect(new Set(world.changes).size, `killed after ${room} writes`).toBe(world.changes.length);
      const third = await run(world);
      expect(verdicts(third), `killed after ${room} writes`).toEqual(['hub/id:ana settled', 'hub/id:ben keep']);
    }
  });

  test('is not taken up for somebody who came back: what is left stays, and a person is asked', async () => {
    const world = await half();
    world.write({ ...ANA_LEFT, people: [someone('ana'), someone('ben')] });

    const next = await run(world);

    expect(verdicts(next)).toEqual(['hub/id:ana review suspended-while-active', 'hub/id:ben keep']);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
  });

  test('is taken up where the system does not list the account any more', async () => {
    const world = await half();
    await world.client('hub').deleteAccount('id:ana' as never);

    const next = await run(world);

    expect(outcomes(next)).toEqual(['hub/id:ana verified']);
    expect(next.status).toBe(0);
    expect(verdicts(await run(world))).toEqual(['hub/id:ben keep']);
  });

  test('is taken up for an administrator who is gone by now, though few others are left', async () => {
    const admins = ['ana', 'ben'].map((name) => accountOf(name, { ...HOLDINGS, admin: true }));
    const world = await half({ ...ANA_LEFT, systems: [memorySystem(admins)] });
    await world.client('hub').deleteAccount('id:ana' as never);

    const next = await run(world);

    expect(outcomes(next)).toEqual(['hub/id:ana verified']);
    expect(verdicts(await run(world))).toEqual(['hub/id:ben keep']);
  });

  test('stands in the plan of the next run, under the guard', async () => {
    const world = await half();
    world.at('2026-11-25T09:00:00Z');
    world.write({ ...ANA_LEFT, policy: { guards: { maxRevocations: 0, maxRevokedFraction: 1, minAdmins: 1 } } });

    const next = await run(world);

    expect(next.status).toBe(3);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
  });

  /** Killed when Ana was suspended and still held her key. */
  async function half(parts: RepositoryParts = ANA_LEFT): Promise<World> {
    let killed = true;
    let left = 4;
    const world = worldOf(parts, {
      journal: (journal) => ({
        ...journal,
        append: async (event) => {
          left -= 1;
          if (killed && left < 0) throw new Error('killed');
          await journal.append(event);
        },
      }),
    });
    await run(world).catch(() => {});
    killed = false;
    expect(world.changes).toEqual(['hub: suspend id:ana']);
    return world;
  }
});

/** In a run for one person the direct reading is the fresh look (law 6), as long as nothing may have happened since. */
import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import type { Connector } from '../../src/connectors/connector.js';
import { ANA_LEFT } from './leaver-world.js';
import { EVERYTHING, outcomes, type World, worldOf } from './world.js';

const ANA_ALONE = { ...EVERYTHING, people: ['ana.ruiz'] };

/** A world that counts how often accounts are looked at by themselves, and in which something happens after the first look. */
function watched(happens: (world: World) => unknown = () => {}) {
  const looks: string[][] = [];
  const world: World = worldOf(ANA_LEFT, {
    connect: (_, open): Connector => {
      const connector = open();
      return {
        ...connector,
        observeAccounts: async (refs) => {
          looks.push(refs.map(({ id, name }) => id ?? name ?? ''));
          const seen = await connector.observeAccounts(refs);
          if (looks.length === 1) await happens(world);
          return seen;
        },
      };
    },
  });
  return { world, looks };
}

const later = (world: World, milliseconds: number) =>
  world.at(new Date(world.context.clock.now() + milliseconds).toISOString());

describe('law 6: the fresh look of a run for one person', () => {
  test('is the reading of a moment ago, so that nobody is read twice', async () => {
    const { world, looks } = watched((there) => later(there, 15_000));
    expect(outcomes(await reconcile(world.context, ANA_ALONE))).toEqual(['hub/id:ana verified']);
    expect(looks).toEqual([['id:ana']]);
  });

  test('is made anew where the moment is over', async () => {
    const { world, looks } = watched((there) => later(there, 15_001));
    expect(outcomes(await reconcile(world.context, ANA_ALONE))).toEqual(['hub/id:ana verified']);
    expect(looks).toEqual([['id:ana'], ['id:ana']]);
  });

  test('is made anew where the clock was set back', async () => {
    const { world, looks } = watched((there) => later(there, -1_000));
    await reconcile(world.context, ANA_ALONE);
    expect(looks).toHaveLength(2);
  });

  test('is made anew where another run has acted meanwhile, and then does nothing twice', async () => {
    let inside = false;
    const { world, looks } = watched(async (there) => {
      if (inside) return;
      inside = true;
      // The other run begins and ends between this one's look and its lease.
      expect(outcomes(await reconcile(there.context, ANA_ALONE))).toEqual(['hub/id:ana verified']);
    });

    const result = await reconcile(world.context, ANA_ALONE);

    expect(looks.length, 'one of each run, and the one that the other made necessary').toBe(3);
    expect(outcomes(result)).not.toContain('hub/id:ana verified');
    expect(world.changes.filter((change) => change === 'hub: suspend id:ana')).toHaveLength(1);
    expect(new Set(world.changes).size).toBe(world.changes.length);
  });

  test('finds what another run of which it had to wait for the lease left behind', async () => {
    const { world, looks } = watched(async (there) => {
      const journal = there.context.journal('file');
      const lease = await journal.lease();
      if (lease.kind !== 'held') throw new Error('the lease was to be had');
      // It goes while this run waits for it: somebody else suspended her under it, longer ago than a moment.
      const sleep = there.context.clock.sleep;
      let waits = 0;
      Object.assign(there.context.clock, {
        sleep: async (milliseconds: number) => {
          await sleep(milliseconds);
          waits += 1;
          if (waits < 4) return;
          await there.client('hub').suspend('id:ana' as never, there.context.clock.now());
          await lease.release();
          Object.assign(there.context.clock, { sleep });
        },
      });
    });

    const result = await reconcile(world.context, ANA_ALONE);

    expect(looks).toHaveLength(2);
    expect(outcomes(result)).toEqual(['hub/id:ana dropped']);
  });

  test('in a run for everybody it is always made', async () => {
    const { world, looks } = watched();
    await reconcile(world.context, EVERYTHING);
    // Once for the plan's warnings, once before the act.
    expect(looks).toEqual([['id:ana'], ['id:ana']]);
  });
});

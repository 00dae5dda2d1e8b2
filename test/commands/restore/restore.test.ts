import { describe, expect, test } from 'vitest';
import { unfinished } from '../../../src/audit/journal.js';
import { reconcile } from '../../../src/commands/reconcile.js';
import type { MemoryClient } from '../../../src/connectors/memory/client.js';
import { LeaverError } from '../../../src/errors.js';
import { EVERYTHING, flatOf, verdicts, worldOf } from '../world.js';
import { BACK, HELD, ID, LEFT, restore, revokedWorld, toldBy } from './scene.js';

describe('the plan comes first', () => {
  test('without --yes it is shown, nothing is done, and the status says that something is open', async () => {
    const world = await revokedWorld();
    const journal = await world.journal();

    const result = await restore(world, { revocations: [ID] });

    expect(result.status).toBe(4);
    expect(toldBy(result)[0]?.items.map(({ item, how }) => `${item} ${how}`)).toEqual([
      'team:backend restore',
      'key:1 restore',
      'account restore',
    ]);
    expect(flatOf(result)).toContain('1 revocation can be brought back in acme. Nothing was done yet.');
    expect(flatOf(result)).toContain('Run it again with --yes');
    expect(world.changes).toEqual([]);
    expect(await world.journal()).toEqual(journal);
  });

  test.each([true, false])('when somebody is asked and answers %s, that is done', async (answer) => {
    const world = await revokedWorld();
    const shown: string[] = [];

    const result = await restore(world, {
      people: ['ana.ruiz'],
      confirm: async (plan) => {
        shown.push(flatOf(plan));
        return answer;
      },
    });

    expect(shown.join()).toContain('can be brought back');
    expect(world.changes.length > 0).toBe(answer);
    expect(result.status).toBe(answer ? 0 : 4);
  });
});

describe('bringing back', () => {
  test('law 7: the account is as it was, what was held before the sign-in, and the journal says who and what', async () => {
    const world = worldOf(LEFT);
    await reconcile(world.context, EVERYTHING);
    world.write(BACK);
    world.changes.length = 0;

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(0);
    expect(world.changes).toEqual([
      'hub: add team:backend to id:ana',
      'hub: activate key:1 of id:ana',
      'hub: reinstate id:ana',
    ]);
    const account = await world.live('hub', 'id:ana');
    expect(account).toMatchObject({ status: 'active', suspendedAt: null });
    expect(account?.entitlements).toEqual(expect.arrayContaining(HELD));
    const events = (await world.journal()).filter((event) => 'restoration' in event);
    expect(events.map(({ type }) => type)).toEqual([
      'restoring',
      ...Array.from({ length: 3 }, () => ['restore-intent', 'restore-outcome']).flat(),
      'restored',
    ]);
    expect(events[0]).toMatchObject({ revocation: ID, actor: 'kimcho' });
    expect(events.at(-1)).toMatchObject({ ending: 'restored', left: [] });
    expect(flatOf(result)).toContain('1 revocation brought back in acme.');
  });

  test('by person it finds the latest of each account, and the next run leaves it alone', async () => {
    const world = await revokedWorld();
    const result = await restore(world, { people: ['ana.ruiz'], yes: true });
    expect(toldBy(result).map(({ revocation, outcome }) => [revocation, outcome?.kind])).toEqual([[ID, 'restored']]);
    world.changes.length = 0;

    const run = await reconcile(world.context, EVERYTHING);

    expect(run.status).toBe(0);
    expect(verdicts(run)).toEqual(['hub/id:ana keep', 'hub/id:ben keep']);
    expect(world.changes).toEqual([]);
    const again = await restore(world, { people: ['ana.ruiz'], yes: true });
    expect(again.status).toBe(0);
    expect(flatOf(again)).toContain('Nothing is left to bring back in acme.');
  });

  test('when somebody was deleted since, that is named and nothing is done', async () => {
    const world = await revokedWorld();
    await world.client('hub').deleteAccount('id:ana' as never);

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(toldBy(result)[0]?.items).toMatchObject([{ item: 'account', how: 'impossible' }]);
    expect(flatOf(result)).toContain('was deleted');
    expect(world.changes).toEqual([]);
  });

  test('law 9: killed after any write of the journal, running it again ends as an undisturbed one', async () => {
    for (let at = 0; at < 8; at += 1) {
      let left = Number.POSITIVE_INFINITY;
      const world = await revokedWorld(BACK, {
        journal: (journal) => ({
          ...journal,
          append: async (event) => {
            if (left === 0) throw new LeaverError('journal', 'the disk is full');
            left -= 1;
            return journal.append(event);
          },
        }),
      });
      left = at;
      await restore(world, { revocations: [ID], yes: true }).catch((error: unknown) => error);
      left = Number.POSITIVE_INFINITY;

      const result = await restore(world, { revocations: [ID], yes: true });

      expect(result.status, `killed after ${at} writes`).toBe(0);
      expect(toldBy(result)[0]?.outcome, `killed after ${at} writes`).toEqual({ kind: 'restored' });
      expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active', suspendedAt: null });
      expect(world.changes.length, 'each change once').toBe(3);
      expect(unfinished(await world.journal())).toEqual([]);
    }
  });

  test('law 8: what was given back in part goes again where the person is gone after all', async () => {
    let refuse = false;
    const failing = (live: MemoryClient): MemoryClient => ({
      ...live,
      reinstate: async (id, to) => {
        if (refuse) throw new LeaverError('unreachable', 'the system said no');
        return live.reinstate(id, to);
      },
    });
    const world = await revokedWorld(BACK, { clients: { hub: failing } });
    refuse = true;
    const result = await restore(world, { revocations: [ID], yes: true });
    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('the system said no');
    expect((await world.live('hub', 'id:ana'))?.entitlements).toHaveLength(2);

    world.write(LEFT);
    const run = await reconcile(world.context, EVERYTHING);

    expect(run.status).toBe(0);
    const account = await world.live('hub', 'id:ana');
    expect(account?.status).toBe('suspended');
    expect(account?.entitlements).toEqual([expect.objectContaining({ id: 'key:1', status: 'inactive' })]);
  });

  test('law 9: a revocation that was killed and taken up comes back whole, from all its records', async () => {
    const world = worldOf(LEFT, {
      clients: {
        hub: (live) => ({
          ...live,
          removeEntitlement: async () => {
            throw new LeaverError('unreachable', 'the system said no');
          },
        }),
      },
    });
    await reconcile(world.context, EVERYTHING);
    world.at('2026-11-23T10:00:00Z');
    await reconcile(world.context, EVERYTHING);
    world.write(BACK);

    const result = await restore(world, { people: ['ana.ruiz'], yes: true });

    expect(result.status).toBe(0);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
    expect((await world.live('hub', 'id:ana'))?.entitlements).toEqual(expect.arrayContaining(HELD));
    expect(flatOf(result)).toContain('with 1 earlier attempt');
  });
});

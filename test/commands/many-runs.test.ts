/** Law 4: many small runs are no way around the guards. */
import { expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, worldOf } from './world.js';

const MANY = 40;
const ALLOWED = 10;
const names = Array.from({ length: MANY }, (_, index) => `p${String(index).padStart(2, '0')}`);
const PARTS: RepositoryParts = {
  people: names.map((name) => someone(name, { status: 'departed' })),
  systems: [capped(ALLOWED)],
};

test('law 4: as many runs for one person each halt like one run for all: no more than the limit within the window', async () => {
  const single = worldOf(PARTS);
  const all = await reconcile(single.context, EVERYTHING);
  expect(all.status).toBe(3);
  expect(single.changes).toEqual([]);
  expect(flatOf(all)).toContain(
    `this would come to ${MANY} people's accounts within the window; maxRevocations allows 10`,
  );

  const world = worldOf(PARTS);
  const statuses: number[] = [];
  for (const name of names) {
    statuses.push((await reconcile(world.context, { systems: [], people: [`${name}.ruiz`] })).status);
  }

  expect(statuses).toEqual(names.map((_, index) => (index < ALLOWED ? 0 : 3)));
  expect(world.changes).toHaveLength(ALLOWED);
  const late = await reconcile(world.context, EVERYTHING);
  expect(late.status).toBe(3);
  expect(flatOf(late)).toContain(`this would come to ${MANY} people's accounts`);
}, 60_000);

test('law 4: what another run revoked between the plan and the lease counts: two at once do not go over together', async () => {
  const [first = '', second = ''] = names.map((name) => `${name}.ruiz`);
  let other: (() => Promise<unknown>) | null = null;
  const world = worldOf(
    { ...PARTS, systems: [capped(1)] },
    {
      journal: (journal) => ({
        ...journal,
        lease: async () => {
          const run = other;
          other = null;
          await run?.();
          return journal.lease();
        },
      }),
    },
  );
  const statuses: number[] = [];
  const run = async (person: string) => {
    statuses.push((await reconcile(world.context, { systems: [], people: [person] })).status);
  };
  // It comes and goes when the first one has planned, and waits for its lease.
  other = () => run(second);
  await run(first);

  expect(statuses).toEqual([0, 3]);
  expect(world.changes).toEqual([`hub: suspend id:${second.replace('.ruiz', '')}`]);
});

function capped(maxRevocations: number) {
  return memorySystem(
    names.map((name) => accountOf(name)),
    { guards: { maxRevocations } },
  );
}

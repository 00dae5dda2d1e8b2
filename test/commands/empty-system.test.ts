/** Law 1: a system that answers with nobody at all is not believed. */
import { describe, expect, test } from 'vitest';
import { applyCommand } from '../../src/commands/apply.js';
import { planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { readPlan } from '../../src/documents/plan.js';
import { memorySystem, OPEN_GUARDS, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { ANA_LEFT } from './leaver-world.js';
import { EVERYTHING, fileOf, flatOf, outcomes, planIn, type World, worldOf } from './world.js';

const HOLLOW: RepositoryParts = { ...ANA_LEFT, systems: [memorySystem([])] };
const planned = (world: World, narrowing = EVERYTHING) =>
  planCommand(world.context, { narrowing, at: null, from: null, out: 'plan.json' });

/** Ana was half revoked when the run was killed; then the system answers with nobody. */
async function halfDone(): Promise<{ readonly world: World; answers(): void }> {
  let room = 4;
  let killed = true;
  let hollow = false;
  const world = worldOf(ANA_LEFT, {
    journal: (journal) => ({
      ...journal,
      append: async (event) => {
        room -= 1;
        if (room < 0 && killed) throw new Error('killed');
        await journal.append(event);
      },
    }),
    clients: {
      hub: (live) => ({ ...live, page: async (after) => (hollow ? { accounts: [], next: null } : live.page(after)) }),
    },
  });
  await reconcile(world.context, EVERYTHING).catch(() => {});
  expect(world.changes).toEqual(['hub: suspend id:ana']);
  [killed, hollow] = [false, true];
  const answers = () => {
    hollow = false;
  };
  return { world, answers };
}

describe('law 1: a system that lists no account at all', () => {
  test('law 1: halts the plan with 3, and says what was not believed, with the mend', async () => {
    const world = worldOf(HOLLOW);

    const result = await planned(world);

    expect(result.status).toBe(3);
    expect(flatOf(result)).toContain('Halted by a guard in hub');
    expect(flatOf(result)).toContain('no account at all is listed here, and 1 account is claimed here');
    expect(flatOf(result)).toContain("Check the system's settings and the credential");
    expect(flatOf(result)).not.toContain('Nothing to revoke');
    expect(readPlan(fileOf(world, 'plan.json')).systems[0]?.guard).toEqual({
      kind: 'halt',
      violations: [{ rule: 'emptySystem', class: 'people', limit: 1, actual: 0 }],
    });
  });

  test('law 9: what an earlier run left half done there is held back, and taken up when it answers again', async () => {
    const { world, answers } = await halfDone();

    const result = await reconcile(world.context, EVERYTHING);

    expect(result.status).toBe(3);
    expect(outcomes(result)).toEqual([]);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
    expect(flatOf(result)).toMatch(/halted hub no account at all is listed here.* held: ana\.ruiz \(ana\)/);

    answers();
    expect(outcomes(await reconcile(world.context, EVERYTHING))).toEqual(['hub/id:ana verified']);
  });

  test('law 4: nobody takes that upon himself: no cap is exceeded, and --accept-halt changes nothing', async () => {
    const { world } = await halfDone();
    const plan = planIn(await planned(world));
    const acceptHalt = ['maxRevocations', 'maxRevokedFraction', 'emptySystem'] as never;

    const result = await applyCommand(world.context, {
      ...{ narrowing: EVERYTHING, plan: 'plan.json', digest: plan.digest, acceptHalt, actor: 'kimcho' },
    });

    expect(result.status).toBe(3);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
  });

  test('where nobody active claims an account, it may be empty: status 0', async () => {
    const world = worldOf({ ...HOLLOW, people: [someone('ana', { status: 'departed' })] });
    expect((await planned(world)).status).toBe(0);
  });

  test('narrowed to a person, no listing was asked for that could be hollow', async () => {
    const world = worldOf(HOLLOW);
    expect((await planned(world, { systems: [], people: ['ben.ruiz'] as never[] })).status).toBe(0);
  });

  test('another system goes on', async () => {
    const left = { accounts: { hub: 'ana', prod: { id: 'id:ana', name: 'ana' } }, status: 'departed' };
    const world = worldOf({
      policy: { guards: OPEN_GUARDS },
      people: [someone('ana', left), someone('ben')],
      systems: [memorySystem([]), memorySystem([{ id: 'id:ana', name: 'ana' }], { id: 'prod' })],
    });

    const result = await reconcile(world.context, EVERYTHING);

    expect(result.status).toBe(3);
    expect(outcomes(result)).toEqual(['prod/id:ana verified']);
  });
});

test('law 4: an empty roster is bad input: status 1, before anything is asked of anybody', async () => {
  const world = worldOf({ ...ANA_LEFT, files: { 'policies/people/staff.yaml': 'people: []\n' } });

  const result = await reconcile(world.context, EVERYTHING);

  expect(result.status).toBe(1);
  expect(world.connected).toEqual([]);
});

/** Law 7: suspended at once, deleted after retention, and only what Leaver itself suspended. */
import { describe, expect, test } from 'vitest';
import { explainCommand } from '../../src/commands/explain.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { tell } from '../../src/commands/tell.js';
import { NO_PAINT } from '../../src/report/text.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, outcomes, verdicts, type World, worldOf } from './world.js';

const GONE: RepositoryParts = {
  policy: { optOuts: { reasons: { handover: { holds: ['departed'], maxDuration: 'P60D' } } } },
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};
const run = (world: World) => reconcile(world.context, EVERYTHING);
const withAna = (ana: Parameters<typeof someone>[1]) => ({ ...GONE, people: [someone('ana', ana), someone('ben')] });

/** Suspended on 23 November, and 31 days have passed. */
async function overdue(parts: RepositoryParts = GONE): Promise<World> {
  const world = worldOf(GONE);
  await run(world);
  expect(world.changes).toEqual(['hub: suspend id:ana']);
  world.write(parts);
  world.at('2026-12-24T09:00:00Z');
  return world;
}

describe('law 7: delete after retention', () => {
  test('law 7: not before it is over, and until then the date stands in text, Markdown and explain', async () => {
    const world = worldOf(GONE);
    await run(world);
    world.at('2026-12-23T08:59:59Z');

    const result = await run(world);

    expect(verdicts(result)).toContain('hub/id:ana settled');
    expect(flatOf(result)).toContain('next to be deleted: ana.ruiz (ana) in hub, after 2026-12-23 09:00 UTC');
    expect(tell(result, 'markdown', NO_PAINT)).toMatch(/next to be deleted: ana\.ruiz .* after 2026-12-23 09:00 UTC/);
    const explained = await explainCommand(world.context, 'ana.ruiz', [], null);
    expect(flatOf(explained)).toContain('suspended before; deleted after 2026-12-23 09:00 UTC');
    expect(world.changes).toEqual(['hub: suspend id:ana']);
  });

  test('law 7: when it is over, what Leaver suspended is deleted', async () => {
    const world = await overdue();
    expect(outcomes(await run(world))).toEqual(['hub/id:ana verified']);
    expect(world.changes).toEqual(['hub: suspend id:ana', 'hub: delete id:ana']);
  });

  test.each<[string, RepositoryParts, string]>([
    ['an opt-out holds', { ...GONE, optOuts: [optOutOf({ expiresAt: '2026-12-31T00:00:00Z' })] }, 'exempt'],
    ['the person is active again', withAna({}), 'review suspended-while-active'],
    ['the person is on leave', withAna({ status: 'suspended' }), 'settled'],
    ['the policy keeps what is suspended', { ...GONE, policy: { ...GONE.policy, retention: 'never' } }, 'settled'],
    ['the last hour was put off', withAna({ leavesAt: '2027-01-01T00:00:00Z' }), 'review suspended-while-active'],
  ])('law 7: never where %s', async (_, parts, expected) => {
    const world = await overdue(parts);

    const result = await run(world);

    expect(verdicts(result)).toContain(`hub/id:ana ${expected}`);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
    if (expected === 'settled') expect(flatOf(result)).toContain('what is settled stays suspended');
  });

  test('law 7: never what others suspended, though it was long ago', async () => {
    const world = worldOf({
      ...GONE,
      systems: [memorySystem([accountOf('ana', { status: 'suspended' }), accountOf('ben')])],
    });
    world.at('2028-11-23T09:00:00Z');

    const result = await run(world);

    expect(verdicts(result)).toContain('hub/id:ana settled');
    expect(flatOf(result)).toContain('what is settled stays suspended');
    expect(world.changes).toEqual([]);
  });

  test('law 7: and what lapses meanwhile is deleted by the next run, with the opt-out named', async () => {
    const world = await overdue({ ...GONE, optOuts: [optOutOf({ expiresAt: '2026-12-31T00:00:00Z' })] });
    await run(world);
    world.at('2026-12-31T00:00:00Z');

    const result = await run(world);

    expect(world.changes.at(-1)).toBe('hub: delete id:ana');
    expect(flatOf(result)).toContain('opt-out ana-handover lapsed');
  });
});

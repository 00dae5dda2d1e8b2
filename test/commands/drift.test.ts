/** What a sync grants again is revoked again, and told as drift. */
import { describe, expect, test } from 'vitest';
import { planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { restoreCommand } from '../../src/commands/restore/index.js';
import { tell } from '../../src/commands/tell.js';
import { digestOf } from '../../src/core/digest.js';
import { readPlan } from '../../src/documents/plan.js';
import { NO_PAINT } from '../../src/report/text.js';
import { someone } from '../fixtures/repositories.js';
import { ANA_LEFT } from './leaver-world.js';
import { EVERYTHING, fileOf, flatOf, outcomes, planIn, type World, worldOf } from './world.js';

const run = (world: World) => reconcile(world.context, EVERYTHING);
const planned = (world: World) =>
  planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: 'plan.json' });
const DRIFT = {
  decision: 'hub/id:ana',
  revocation: 'hub/id:ana@2026-11-23T09:00:00Z',
  revokedAt: '2026-11-23T09:00:00Z',
  ending: 'verified',
};

/** Ana was revoked, and a sync has let her in again two days later. */
async function grantedAgain(): Promise<World> {
  const world = worldOf(ANA_LEFT);
  expect(planIn(await run(world)).drift).toEqual([]);
  world.at('2026-11-25T09:00:00Z');
  await world.client('hub').reinstate('id:ana' as never, 'active');
  return world;
}

describe('drift', () => {
  test('the plan names it with the earlier revocation, outside the digest', async () => {
    const world = await grantedAgain();

    const result = await planned(world);

    const plan = readPlan(fileOf(world, 'plan.json'));
    expect(plan.drift).toEqual([DRIFT]);
    expect(digestOf({ ...plan, ...{ drift: [] } })).toBe(plan.digest);
    expect(flatOf(result)).toContain(
      `drift: revoked on 2026-11-23 09:00 UTC already (${DRIFT.revocation}), and there again`,
    );
  });

  test('the run revokes it again, and says so in text, Markdown and JSON', async () => {
    const world = await grantedAgain();

    const result = await run(world);

    expect(outcomes(result)).toEqual(['hub/id:ana verified']);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
    expect(planIn(result).drift).toEqual([DRIFT]);
    expect(flatOf(result)).toContain('drift: revoked on 2026-11-23 09:00 UTC already');
    expect(tell(result, 'markdown', NO_PAINT)).toContain('drift: revoked on 2026-11-23 09:00 UTC already');
    expect(planIn(await run(world)).drift).toEqual([]);
  });

  test('what Leaver itself brought back is none', async () => {
    const world = worldOf(ANA_LEFT);
    await run(world);
    world.write({ ...ANA_LEFT, people: [someone('ana'), someone('ben')] });
    world.at('2026-11-24T09:00:00Z');
    await restoreCommand(world.context, {
      ...{ revocations: [], people: ['ana.ruiz'] as never[], systems: [] as never[] },
      ...{ yes: true, confirm: null, actor: 'kimcho' },
    });
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
    world.write(ANA_LEFT);
    world.at('2026-11-25T09:00:00Z');

    const result = await run(world);

    expect(outcomes(result)).toEqual(['hub/id:ana verified']);
    expect(planIn(result).drift).toEqual([]);
  });

  test('deleting what was suspended, after retention, is none', async () => {
    const world = worldOf(ANA_LEFT);
    await run(world);
    world.at('2026-12-24T09:00:00Z');

    const result = await run(world);

    expect(world.changes.at(-1)).toBe('hub: delete id:ana');
    expect(planIn(result).drift).toEqual([]);
  });
});

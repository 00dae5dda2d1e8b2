import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, type World, worldOf } from './world.js';

const run = (world: World, narrowing = EVERYTHING) => reconcile(world.context, narrowing);

/** Ana left and is held by an opt-out until 1 December; Ben leaves on 30 November. It is 23 November, 9:00. */
const SOON: RepositoryParts = {
  policy: { optOuts: { remindBefore: ['P7D', 'P1D'] } },
  people: [someone('ana', { status: 'departed' }), someone('ben', { leavesAt: '2026-11-30T00:00:00Z' })],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
  optOuts: [optOutOf()],
};

function remarksOf({ json }: { json: object }): readonly string[] {
  return (json as { remarks: readonly string[] }).remarks;
}

describe('where no proof of approval is asked for', () => {
  test('when it lapses or leaves soon, the report says so once for each time, and the run stays green', async () => {
    const world = worldOf(SOON);
    const told: (readonly string[])[] = [];
    for (const time of [
      '2026-11-22T23:59:59Z',
      '2026-11-23T00:00:00Z',
      '2026-11-23T01:00:00Z',
      '2026-11-24T00:00:00Z',
      '2026-11-29T00:00:00Z',
      '2026-11-29T01:00:00Z',
      '2026-11-30T00:00:00Z',
      '2026-12-01T00:00:00Z',
    ]) {
      world.at(time);
      const result = await run(world);
      expect(result.status).toBe(0);
      told.push(remarksOf(result).map((one) => one.split(' (')[0] ?? ''));
    }
    expect(told).toEqual([
      [],
      ['ben Ruiz'],
      [],
      ['Opt-out ana-handover lapses in 7 days'],
      ['ben Ruiz'],
      [],
      ['Opt-out ana-handover lapses in 24 hours'],
      [],
    ]);
  });

  test('what it says holds what is revoked then, of whom and where, and who answers for it', async () => {
    const world = worldOf(SOON);
    world.at('2026-11-24T00:00:00Z');

    const text = flatOf(await run(world));

    expect(text).toContain(
      'Opt-out ana-handover lapses in 7 days (2026-12-01 00:00 UTC), for which kim.cho answers. ' +
        'ana Ruiz (ana.ruiz), departed, loses access in hub (ana). Renew it before then, or let it lapse.',
    );
    expect(text).toContain(
      'ben Ruiz (ben.ruiz) leaves in 6 days (2026-11-30 00:00 UTC): access in hub ends then, unless an opt-out holds it.',
    );
  });

  test('when the end is moved, reminds again', async () => {
    const world = worldOf(SOON);
    world.at('2026-11-30T01:00:00Z');
    expect(remarksOf(await run(world))).toHaveLength(1);
    world.write({ ...SOON, optOuts: [optOutOf({ expiresAt: '2026-12-01T12:00:00Z' })] });
    world.at('2026-11-30T13:00:00Z');
    expect(remarksOf(await run(world))).toHaveLength(1);
  });

  test('when a run is narrowed, it reminds nobody, and the next whole run does', async () => {
    const world = worldOf(SOON);
    expect(remarksOf(await run(world, { systems: [], people: ['ana.ruiz'] as never[] }))).toEqual([]);
    expect(remarksOf(await run(world, { systems: ['hub'] as never[], people: [] }))).toEqual([]);
    expect(remarksOf(await run(world))).toHaveLength(1);
  });

  test('pauses and raised guards are told by what they end', async () => {
    const end = { owner: 'kim.cho', requestedBy: 'sam.lee', expiresAt: '2026-11-24T00:00:00Z', justification: 'x' };
    const world = worldOf({
      ...SOON,
      optOuts: [
        { id: 'break', pause: true, systems: ['hub'], ...end },
        { id: 'reduction', guards: { maxRevocations: 60, window: 'PT12H' }, systems: ['hub'], ...end },
      ],
    });

    const text = flatOf(await run(world));

    expect(text).toContain(
      'Revocations in hub are carried out again (departed, suspended, idp-inactive, orphaned, role-changed).',
    );
    expect(text).toContain("The policy's own guards count again in hub: maxRevocations, window.");
  });
});

describe('when the journal does not take it', () => {
  test('the run goes on and ends with 4, and the next one tells it again', async () => {
    let broken = true;
    const world = worldOf(SOON, {
      journal: (kept) => ({
        ...kept,
        append: async (event) => {
          if (broken && event.type === 'reminded') throw new Error('no space is left on the disk');
          return kept.append(event);
        },
      }),
    });

    const result = await run(world);

    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('the reminder of the departure of ben.ruiz failed: no space is left on the disk');
    broken = false;
    const again = await run(world);
    expect([again.status, remarksOf(again).length]).toEqual([0, 1]);
  });
});

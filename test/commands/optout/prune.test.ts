import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pruneCommand } from '../../../src/commands/optout/prune.js';
import { DAY } from '../../fixtures/builders.js';
import { memorySystem, optOutOf, type RepositoryParts, someone } from '../../fixtures/repositories.js';
import { flatOf, textOf, type World, worldOf } from '../world.js';

/** It is 23 November, 9:00: one lapsed a week ago, one an hour ago, one a day ago to the second, one holds. */
const PARTS: RepositoryParts = {
  people: [someone('ana', { status: 'departed' })],
  systems: [memorySystem([])],
  optOuts: [
    optOutOf({ id: 'week', expiresAt: '2026-11-16T09:00:00Z' }),
    optOutOf({ id: 'day', expiresAt: '2026-11-22T09:00:00Z' }),
    optOutOf({ id: 'hour', expiresAt: '2026-11-23T08:00:00Z' }),
    optOutOf({ id: 'holds', renewalOf: 'week' }),
  ],
};

const write = (world: World, olderThan = DAY) => pruneCommand(world.context, { olderThan, write: true });
const filesIn = (world: World, folder = 'optouts') => readdirSync(join(world.root, folder)).sort();

describe('optout prune --write', () => {
  test('removes what lapsed a day ago or before, and leaves what lapsed since and what holds', async () => {
    const world = worldOf(PARTS);

    const result = await write(world);

    expect(result.status).toBe(0);
    expect(filesIn(world)).toEqual(['holds.yaml', 'hour.yaml']);
    expect(flatOf(result)).toContain('Removed 2 lapsed opt-outs from the working tree.');
    expect(flatOf(result)).toContain('holds renews it: validate will warn, which is in order');
    expect(result.json).toMatchObject({
      outcome: { kind: 'written' },
      pruned: [
        { id: 'day', lapsedAt: '2026-11-22T09:00:00Z', approval: 'not asked for' },
        { id: 'week', file: 'optouts/week.yaml', whom: 'ana Ruiz (ana.ruiz)', systems: ['hub'] },
      ],
    });
  });

  test('one second before its day is over, a lapsed opt-out stays: the run that carries it out still finds it', async () => {
    const world = worldOf(PARTS);
    world.at('2026-11-23T08:59:59Z');
    await write(world);
    expect(filesIn(world)).toEqual(['day.yaml', 'holds.yaml', 'hour.yaml']);
  });

  test('when asked for other times, goes by those, and never takes one that has not lapsed', async () => {
    const world = worldOf(PARTS);
    await write(world, 8 * DAY);
    expect(filesIn(world)).toHaveLength(4);
    await write(world, 0);
    expect(filesIn(world)).toEqual(['holds.yaml']);
    world.at('2026-11-30T23:59:59Z');
    await write(world, 0);
    expect(filesIn(world)).toEqual(['holds.yaml']);
  });

  test('when it runs again, there is nothing to prune', async () => {
    const world = worldOf(PARTS);
    await write(world);
    const again = await write(world);
    expect(flatOf(again)).toContain('Nothing to prune: no opt-out lapsed 24 hours ago or before.');
    expect(again.json).toMatchObject({ outcome: { kind: 'none' }, pruned: [] });
  });

  test('an invalid one stays, however long ago it would have lapsed', async () => {
    const world = worldOf({
      ...PARTS,
      optOuts: [
        optOutOf({ id: 'week', expiresAt: '2026-11-16T09:00:00Z', owner: 'sam.lee' }),
        optOutOf({ id: 'typo', expiresAt: '2026-11-16T09:00:00Z', expires: 'x' }),
      ],
    });
    const result = await write(world);
    expect(filesIn(world)).toEqual(['typo.yaml', 'week.yaml']);
    expect(result.json).toMatchObject({ outcome: { kind: 'none' } });
  });

  test('when the policy is invalid, prunes nothing and tells why', async () => {
    const world = worldOf({ ...PARTS, files: { 'policies/policy.yaml': 'organization: acme\nsurprise: 1\n' } });
    const result = await write(world);
    expect(result.status).toBe(1);
    expect(filesIn(world)).toHaveLength(4);
  });

  test('when a folder of opt-outs is a link out of the repository, removes nothing', async () => {
    const outside = worldOf(PARTS);
    const world = worldOf({ ...PARTS, optOuts: [] });
    execFileSync('ln', ['-s', join(outside.root, 'optouts'), join(world.root, 'optouts')]);
    await expect(write(world)).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(filesIn(outside)).toHaveLength(4);
  });

  test('a name that means to write to the terminal or to the log is shown as text', async () => {
    const world = worldOf({
      ...PARTS,
      people: [someone('ana', { status: 'departed', name: 'Ana ::error::x ##[error]y' })],
    });
    const text = textOf(await write(world));
    expect(text).not.toContain('::error::');
    expect(text).not.toContain('##[error]');
    expect(existsSync(join(world.root, 'optouts/week.yaml'))).toBe(false);
  });
});

describe('optout prune', () => {
  test('when nothing has lapsed, asks no host', async () => {
    const world = worldOf({ ...PARTS, optOuts: [optOutOf()] });
    const result = await pruneCommand(world.context, { olderThan: DAY, write: false });
    expect([result.status, result.json]).toMatchObject([0, { outcome: { kind: 'none' } }]);
  });

  test('when the policy repository is no clone, says so and names --write', async () => {
    const world = worldOf(PARTS);
    const pruned = pruneCommand(world.context, { olderThan: DAY, write: false });
    await expect(pruned).rejects.toMatchObject({ code: 'usage', mend: expect.stringContaining('--write') });
    expect(filesIn(world)).toHaveLength(4);
  });
});

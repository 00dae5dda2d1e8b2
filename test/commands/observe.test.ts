import { describe, expect, test } from 'vitest';
import { observeCommand } from '../../src/commands/plan.js';
import type { Snapshot } from '../../src/core/observation.js';
import { LeaverError } from '../../src/errors.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, fileOf, worldOf } from './world.js';

const ANA_LEFT: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};

describe('observe', () => {
  test('writes what is live, judges nobody, and ends with 0 though somebody left', async () => {
    const world = worldOf(ANA_LEFT);

    const result = await observeCommand(world.context, EVERYTHING, 'snapshot.json');

    expect(result.status).toBe(0);
    const saved = JSON.parse(fileOf(world, 'snapshot.json')) as Snapshot;
    expect(saved.systems).toMatchObject([{ system: 'hub', completeness: { kind: 'complete' } }]);
    expect(saved).toEqual(result.json);
    expect(world.changes).toEqual([]);
  });

  test('ends with 4 where a system cannot be read, and the snapshot says so', async () => {
    const world = worldOf(ANA_LEFT, {
      connect: () => {
        throw new LeaverError('unreachable', 'hub does not answer', { mend: 'Check its address.' });
      },
    });

    const result = await observeCommand(world.context, EVERYTHING, 'snapshot.json');

    expect(result.status).toBe(4);
    expect(JSON.parse(fileOf(world, 'snapshot.json'))).toMatchObject({
      systems: [{ completeness: { kind: 'partial', gaps: ['hub does not answer. Check its address.'] }, accounts: [] }],
    });
  });

  test('settings that cannot be used are bad input: thrown, nothing is told as partial', async () => {
    const twice = memorySystem([accountOf('ana'), accountOf('ana')]);
    const world = worldOf({ people: [someone('ana')], systems: [twice] });

    await expect(observeCommand(world.context, EVERYTHING, null)).rejects.toMatchObject({ code: 'invalid-policy' });
  });
});

import { describe, expect, test } from 'vitest';
import { planCommand } from '../../src/commands/plan.js';
import type { MemoryClient } from '../../src/connectors/memory/client.js';
import { parseInstant } from '../../src/core/time.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, verdicts, type World, worldOf } from './world.js';

const KEY = {
  kind: 'credential',
  id: 'key:1',
  type: 'access-key',
  status: 'active',
  lastUsedAt: '2026-11-23T08:00:00Z',
};
const parts: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben', { leavesAt: '2026-12-01T17:00:00+01:00' })],
  systems: [memorySystem([accountOf('ana', { entitlements: [KEY] }), accountOf('ben')])],
  optOuts: [optOutOf({ expiresAt: '2026-12-01T17:00:00+01:00' })],
};

const planAt = ({ context }: World, time: string) =>
  planCommand(context, { narrowing: EVERYTHING, at: parseInstant(time), from: null, out: null });

describe('a plan at a time to come', () => {
  test.each([
    ['2026-12-01T15:59:59.999Z', ['hub/id:ana exempt', 'hub/id:ben keep']],
    ['2026-12-01T16:59:59.999+01:00', ['hub/id:ana exempt', 'hub/id:ben keep']],
    ['2026-12-01T16:00:00Z', ['hub/id:ana revoke', 'hub/id:ben revoke']],
    ['2026-12-01T10:30:00-05:30', ['hub/id:ana revoke', 'hub/id:ben revoke']],
  ])('%s: what lapses and who leaves, to the instant, whatever the offset', async (time, expected) => {
    expect(verdicts(await planAt(worldOf(parts), time))).toEqual(expected);
  });

  test('reads whole whom it revokes then, so that it warns of a key in use as the run will', async () => {
    const read: string[] = [];
    const listening = (client: MemoryClient): MemoryClient => ({
      ...client,
      byId: async (id) => {
        read.push(id);
        return client.byId(id);
      },
    });
    const world = worldOf(parts, { clients: { hub: listening } });

    const result = await planAt(world, '2026-12-01T16:00:00Z');

    expect(read.sort()).toEqual(['id:ana', 'id:ben']);
    expect(flatOf(result)).toContain('opt-out ana-handover lapsed');
    expect(world.changes).toEqual([]);
  });
});

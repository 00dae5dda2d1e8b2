import { describe, expect, test } from 'vitest';
import { checkup, doctorWorld, documentOf, findingOf, found, RULES } from './doctor-world.js';

describe('a repository that is protected as assumed', () => {
  test('has no error and no warning, and says how much was looked at', async () => {
    const world = await doctorWorld();
    const result = await checkup(world);
    expect(found(result)).toEqual([]);
    expect(result.status).toBe(0);
    expect(documentOf(result).passed.length).toBeGreaterThan(30);
    expect(documentOf(result).requests.host).toBeGreaterThan(5);
    expect(world.progress.join('\n')).toContain('hub: 2 accounts');
    expect(world.host.changes).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { planCommand } from '../../src/commands/plan.js';
import { flatOf, worldOf } from '../commands/world.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';

/** No Git clone, so that no approval can be proved. */
const UNPROVED: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
  policy: { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } },
};

const planned = async (ids: readonly string[]) => {
  const optOuts = ids.map((id) => optOutOf({ id }));
  const { context } = worldOf({ ...UNPROVED, optOuts });
  return planCommand(context, { narrowing: { systems: [], people: [] }, from: null, out: null, at: null });
};

test('one reason why nothing can be proved is said once, with how many opt-outs it concerns', async () => {
  const said = flatOf(await planned(['one', 'two', 'three']));

  expect(said.match(/not a Git clone/g)).toHaveLength(1);
  expect(said).toContain('3 opt-outs could not be proved: ');
  for (const id of ['one', 'two', 'three']) expect(said).toContain(`unproved ${id} what it may hold is left alone`);
});

test('of a single one the reason stands beside it', async () => {
  const result = await planned(['one']);

  expect(flatOf(result)).toMatch(/unproved one what it may hold is left alone: .*not a Git clone/);
  expect(result.status).toBe(4);
});

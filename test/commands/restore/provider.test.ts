/** Back through the identity provider that Leaver had closed. */
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../../src/commands/reconcile.js';
import { accountOf, memorySystem, someone } from '../../fixtures/repositories.js';
import { EVERYTHING, verdicts, type World, worldOf } from '../world.js';
import { restore, toldBy } from './scene.js';

const systems = [
  memorySystem([accountOf('ana'), accountOf('ben')]),
  { ...memorySystem([accountOf('ana'), accountOf('ben')]), id: 'okta' },
];
const policy = { identityProvider: 'okta' };
const accounts = (name: string) => ({ hub: { id: `id:${name}`, name }, okta: { id: `id:${name}`, name } });
const people = (more = {}) => [
  someone('ana', { accounts: accounts('ana'), ...more }),
  someone('ben', { accounts: accounts('ben') }),
];

async function returning(): Promise<World> {
  const world = worldOf({ people: people({ status: 'suspended' }), systems, policy });
  await reconcile(world.context, EVERYTHING);
  world.write({ people: people(), systems, policy });
  world.changes.length = 0;
  return world;
}

describe('when somebody is back from leave, and Leaver had suspended the account at the provider', () => {
  it('one restoration opens all of it, the door last, and the next run leaves it so', async () => {
    const world = await returning();
    const result = await restore(world, { people: ['ana.ruiz'], yes: true });
    expect(toldBy(result).map(({ outcome }) => outcome?.kind)).toEqual(['restored', 'restored']);
    expect(world.changes.map((change) => change.split(':')[0])).toEqual(['hub', 'okta']);
    const after = await reconcile(world.context, EVERYTHING);
    expect([after.status, verdicts(after).filter((one) => one.includes('ana'))]).toEqual([
      0,
      ['hub/id:ana keep', 'okta/id:ana keep'],
    ]);
  });

  it('without the provider’s part, what is behind it stays shut: the provider still says that the person is gone', async () => {
    const world = await returning();
    const result = await restore(world, { people: ['ana.ruiz'], systems: ['hub'], yes: true });
    expect(toldBy(result).map(({ refusal }) => refusal?.why)).toEqual([expect.stringContaining('identity provider')]);
    expect(world.changes).toEqual([]);
  });
});

/** Law 6: each decision of a reviewed plan is looked at afresh, and dropped with a word where it no longer holds. */
import { describe, expect, test } from 'vitest';
import { applyCommand } from '../../src/commands/apply.js';
import { planCommand } from '../../src/commands/plan.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, outcomes, planIn, type World, worldOf } from './world.js';

const POLICY = { optOuts: { reasons: { handover: { holds: ['departed'], maxDuration: 'P30D' } } } };
const TWO_LEFT: RepositoryParts = {
  policy: POLICY,
  people: [someone('ana', { status: 'departed' }), someone('eva', { status: 'departed' }), someone('ben')],
  systems: [memorySystem(['ana', 'eva', 'ben'].map((name) => accountOf(name)))],
};

/** The plan was made; then that happens; then it is applied by its digest. */
async function applied(happens: (world: World) => unknown) {
  const world = worldOf(TWO_LEFT);
  const planned = await planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: 'plan.json' });
  const { digest } = planIn(planned);
  await happens(world);
  const options = { narrowing: EVERYTHING, plan: 'plan.json', digest, acceptHalt: [], actor: 'kimcho' };
  return { world, result: await applyCommand(world.context, options) };
}

const { people = [] } = TWO_LEFT;
const withAna = (ana: Parameters<typeof someone>[1]): RepositoryParts => ({
  ...TWO_LEFT,
  people: [someone('ana', ana), ...people.slice(1)],
});

describe('law 6: what was reviewed and holds no more is dropped with a word, and the rest is done', () => {
  test.each<[string, (world: World) => unknown, string]>([
    ['the person came back', (world) => world.write(withAna({})), 'a fresh look says keep'],
    [
      'the last hour was put off',
      (world) => world.write(withAna({ leavesAt: '2026-12-01T00:00:00Z' })),
      'a fresh look says keep',
    ],
    [
      'an opt-out was merged',
      (world) => world.write({ ...TWO_LEFT, optOuts: [optOutOf()] }),
      'a fresh look says exempt',
    ],
    [
      'somebody put the account under protection',
      (world) => {
        const more = { protected: [{ account: 'ana', owner: 'kim.cho', reason: 'break-glass' }] };
        const accounts = ['ana', 'eva', 'ben'].map((name) => accountOf(name));
        world.write({ ...TWO_LEFT, systems: [memorySystem(accounts, more)] });
      },
      'a fresh look says review: protected',
    ],
    [
      "the account is an active person's by now",
      (world) => {
        const leo = someone('leo', { accounts: { hub: { id: 'id:ana', name: 'ana' } } });
        world.write({ ...TWO_LEFT, people: [...people.slice(1), leo] });
      },
      'a fresh look says keep',
    ],
    [
      'its id is somebody else’s and its name is still claimed',
      (world) => {
        const ana = someone('ana', { status: 'departed', accounts: { hub: { id: 'id:other', name: 'ana' } } });
        world.write({ ...TWO_LEFT, people: [ana, ...people.slice(1)] });
      },
      'a fresh look says review: identity-conflict',
    ],
    [
      'the account was suspended meanwhile',
      (world) => world.client('hub').suspend('id:ana' as never, world.context.clock.now()),
      'a fresh look says settled',
    ],
    [
      'the account is gone',
      (world) => world.client('hub').deleteAccount('id:ana' as never),
      'a fresh look does not show it any more',
    ],
  ])('law 6: %s', async (_, happens, word) => {
    const { world, result } = await applied(happens);

    expect(outcomes(result).sort()).toEqual(['hub/id:ana dropped', 'hub/id:eva verified']);
    expect(flatOf(result)).toContain(word);
    expect(world.changes).toEqual(['hub: suspend id:eva']);
  });
});

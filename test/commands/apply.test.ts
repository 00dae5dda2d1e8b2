import { describe, expect, test } from 'vitest';
import { type ApplyOptions, applyCommand } from '../../src/commands/apply.js';
import { planCommand } from '../../src/commands/plan.js';
import type { Plan } from '../../src/core/decision.js';
import type { Observation } from '../../src/core/observation.js';
import { accountOf, memorySystem, type RepositoryParts, someone, writeFiles } from '../fixtures/repositories.js';
import { brokenAfter } from './troubles.js';
import { EVERYTHING, fileOf, flatOf, outcomes, planIn, type World, worldOf } from './world.js';

const TWO_LEFT: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('eva', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('eva'), accountOf('ben')])],
};

/** A world with its plan on disk. */
async function reviewed(parts = TWO_LEFT): Promise<{ world: World; plan: Plan }> {
  const world = worldOf(parts);
  const result = await planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: 'plan.json' });
  return { world, plan: planIn(result) };
}

function apply(world: World, plan: Pick<Plan, 'digest'>, options: Partial<ApplyOptions> = {}) {
  return applyCommand(world.context, {
    narrowing: EVERYTHING,
    plan: 'plan.json',
    digest: plan.digest,
    acceptHalt: [],
    actor: 'kimcho',
    ...options,
  });
}

describe('law 6: applied = reviewed', () => {
  test('the plan whose digest is named is carried out, under that digest', async () => {
    const { world, plan } = await reviewed();

    const result = await apply(world, plan);

    expect(result.status).toBe(0);
    expect(outcomes(result)).toEqual(['hub/id:ana verified', 'hub/id:eva verified']);
    expect(planIn(result).digest).toBe(plan.digest);
  });

  test('another digest is refused, with the one that the file has', async () => {
    const { world, plan } = await reviewed();

    await expect(apply(world, { digest: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
      code: 'outdated-plan',
      message: expect.stringContaining(plan.digest),
    });
    expect(world.changes).toEqual([]);
  });

  test.each<[string, (plan: Plan) => unknown]>([
    [
      'a decision was added',
      (plan) => {
        const [first] = plan.decisions;
        const id = 'hub/id:ben';
        const others = plan.decisions.filter((one) => one.id !== id);
        return { ...plan, decisions: [...others, { ...first, id, account: { id: 'id:ben', name: 'ben' } }] };
      },
    ],
    ['a decision was removed', (plan) => ({ ...plan, decisions: plan.decisions.slice(1) })],
    [
      'a decision was changed',
      (plan) => ({ ...plan, decisions: plan.decisions.map((one) => ({ ...one, person: 'ben.ruiz' })) }),
    ],
    ['the organization was changed', (plan) => ({ ...plan, organization: 'other' })],
  ])('when %s after it was made, the file is refused and nothing is done', async (_, tamper) => {
    const { world, plan } = await reviewed();
    writeFiles(world.root, { 'plan.json': JSON.stringify(tamper(plan)) });
    const before = world.connected.length;

    await expect(apply(world, plan)).rejects.toMatchObject({
      code: 'outdated-plan',
      message: expect.stringContaining('changed after it was made'),
    });
    expect(world.connected).toHaveLength(before);
    expect(world.changes).toEqual([]);
  });

  test('what became due since is not done, and is not passed over in silence', async () => {
    const { world, plan } = await reviewed();
    world.write({ ...TWO_LEFT, people: ['ana', 'eva', 'ben'].map((name) => someone(name, { status: 'departed' })) });

    const result = await apply(world, plan);

    expect(world.changes).toEqual(['hub: suspend id:ana', 'hub: suspend id:eva']);
    expect(flatOf(result)).toContain('1 revocation is due that the plan does not hold: plan again.');
    expect(planIn(result).systems[0]?.revocations).toBe(2);
  });

  test('when the person came back, the revocation is dropped with a word', async () => {
    const { world, plan } = await reviewed();
    world.write({ ...TWO_LEFT, people: [someone('ana'), someone('eva', { status: 'departed' }), someone('ben')] });

    const result = await apply(world, plan);

    expect(outcomes(result).sort()).toEqual(['hub/id:ana dropped', 'hub/id:eva verified']);
    expect(flatOf(result)).toMatch(/dropped ana\.ruiz hub \(ana\): .*a fresh look says keep/);
    expect(result.status).toBe(0);
  });

  test('when the account is gone, the revocation is dropped with a word', async () => {
    const { world, plan } = await reviewed();
    await world.client('hub').deleteAccount('id:ana' as never);

    const result = await apply(world, plan);

    expect(outcomes(result).sort()).toEqual(['hub/id:ana dropped', 'hub/id:eva verified']);
    expect(flatOf(result)).toMatch(/dropped ana\.ruiz hub \(ana\): .*does not show it any more/);
  });

  test("when the account is another departed person's now, that is not what was reviewed", async () => {
    const { world, plan } = await reviewed();
    const people = [
      someone('ana', { status: 'departed', accounts: {} }),
      someone('leo', { status: 'departed', accounts: { hub: { id: 'id:ana', name: 'ana' } } }),
      someone('eva', { status: 'departed' }),
      someone('ben'),
    ];
    world.write({ ...TWO_LEFT, people });

    const result = await apply(world, plan);

    expect(outcomes(result).sort()).toEqual(['hub/id:ana dropped', 'hub/id:eva verified']);
    expect(flatOf(result)).toContain('a fresh look says otherwise: suspend, departed, of leo.ruiz');
    expect(world.changes).toEqual(['hub: suspend id:eva']);
  });

  test('when only deletion is left to do by now, that was not reviewed either', async () => {
    const { world, plan } = await reviewed();
    await world.client('hub').suspend('id:ana' as never, world.context.clock.now());
    world.at('2027-01-23T09:00:00Z');

    const result = await apply(world, plan);

    expect(outcomes(result).sort()).toEqual(['hub/id:ana dropped', 'hub/id:eva verified']);
    expect(flatOf(result)).toContain('a fresh look says otherwise: delete, departed, of ana.ruiz');
  });

  test('a plan of another organization is refused', async () => {
    const { world, plan } = await reviewed();
    world.write({ ...TWO_LEFT, policy: { organization: 'other' } });

    await expect(apply(world, plan)).rejects.toMatchObject({
      code: 'outdated-plan',
      message: expect.stringContaining('for the organization acme'),
    });
    expect(world.changes).toEqual([]);
  });

  test('a plan for another account of a system is refused', async () => {
    let identity = 'account 1';
    const world = worldOf(TWO_LEFT, {
      connect: (_, open) => {
        const connector = open();
        return { ...connector, observe: async () => ({ ...(await connector.observe()), identity }) };
      },
    });
    const result = await planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: 'plan.json' });
    identity = 'account 2';

    await expect(apply(world, planIn(result))).rejects.toMatchObject({
      code: 'outdated-plan',
      message: expect.stringMatching(/hub of account 1, and this one is account 2/),
    });
  });

  test('a plan for another account of a system is refused also where a listing fails there', async () => {
    let [identity, broken] = ['account 1', false];
    const world = worldOf(TWO_LEFT, {
      clients: {
        hub: (live) => ({ ...live, page: (after) => (broken ? brokenAfter(live, 1)(after) : live.page(after)) }),
      },
      connect: (_, open) => {
        const connector = open();
        const seen = async (look: Promise<Observation>) => ({ ...(await look), identity });
        return {
          ...connector,
          observe: () => seen(connector.observe()),
          observeAccounts: (refs) => seen(connector.observeAccounts(refs)),
        };
      },
    });
    const result = await planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: 'plan.json' });
    [identity, broken] = ['account 2', true];

    await expect(apply(world, planIn(result))).rejects.toMatchObject({ code: 'outdated-plan' });
    expect(world.changes).toEqual([]);
  });

  test('narrowed, only that share is carried out, and the rest is not told as dropped', async () => {
    const { world, plan } = await reviewed();

    const result = await apply(world, plan, { narrowing: { systems: [], people: ['eva.ruiz'] as never[] } });

    expect(outcomes(result)).toEqual(['hub/id:eva verified']);
    expect(world.changes).toEqual(['hub: suspend id:eva']);
  });

  test('a file that is no plan is refused', async () => {
    const { world, plan } = await reviewed();
    writeFiles(world.root, { 'plan.json': '{"version": 1}' });

    await expect(apply(world, plan)).rejects.toMatchObject({ code: 'invalid-document' });
  });
});

describe('--accept-halt', () => {
  /** Two people over a limit of one; three orphans over the same. */
  const HALTED: RepositoryParts = {
    ...TWO_LEFT,
    systems: [
      memorySystem(
        ['ana', 'eva', 'ben', 'x1', 'x2', 'x3'].map((name) => accountOf(name)),
        {
          guards: { maxRevocations: 2, maxRevokedFraction: 0.2 },
        },
      ),
    ],
  };

  test('without it the halted plan is not carried out: status 3', async () => {
    const { world, plan } = await reviewed(HALTED);

    const result = await apply(world, plan);

    expect(result.status).toBe(3);
    expect(world.changes).toEqual([]);
  });

  test('takes that rule alone: a class that another rule halts stays halted', async () => {
    const { world, plan } = await reviewed(HALTED);

    const result = await apply(world, plan, { acceptHalt: ['maxRevokedFraction'] });

    expect(result.status).toBe(3);
    expect(world.changes).toEqual(['hub: suspend id:ana', 'hub: suspend id:eva']);
  });

  test('stands in the journal with the digest and who took it, before anything is done', async () => {
    const { world, plan } = await reviewed(HALTED);

    const result = await apply(world, plan, { acceptHalt: ['maxRevokedFraction', 'maxRevocations'] });

    const [first] = (await world.journal()).filter(({ type }) => !['run-started', 'leased'].includes(type));
    expect(first).toMatchObject({
      type: 'accepted',
      revocation: null,
      digest: plan.digest,
      rules: ['maxRevokedFraction', 'maxRevocations'],
      actor: 'kimcho',
    });
    expect(world.changes).toHaveLength(5);
    expect(flatOf(result)).toContain('the halt was accepted by');
    expect(fileOf(world, '.leaver/journal.jsonl').split('\n')[2]).toContain('"leaver.guard.overridden"');
  });
});

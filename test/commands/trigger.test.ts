/** What made a revocation due, and since when: by the history of real clones. */
import { describe, expect, test } from 'vitest';
import { recordsOf } from '../../src/audit/records.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { LeaverError } from '../../src/errors.js';
import type { Clone } from '../../src/ports/clone.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { type CommittedWorld, committedWorld, textIn } from './committed-world.js';
import { EVERYTHING, outcomes, worldOf } from './world.js';

const STAFF = 'policies/people/staff.yaml';
const LANDED = '2026-11-20T10:00:00Z';
const RUN = '2026-11-23T09:00:00Z';

function parts(ana: object = {}, more: RepositoryParts = {}): RepositoryParts {
  return { people: [someone('ana', { ...ana }), someone('ben')], systems: [memorySystem(accounts())], ...more };
}

const accounts = () => [accountOf('ana'), accountOf('ben')];
const left = { status: 'departed' };

async function triggers(world: { journal: CommittedWorld['journal'] }): Promise<string[]> {
  const { revocations } = recordsOf(await world.journal());
  return revocations.map(({ trigger }) => `${trigger.kind} ${trigger.at}`);
}

async function triggerAfter(world: CommittedWorld, at = RUN): Promise<string[]> {
  expect(outcomes(await world.run(at))).toContain('hub/id:ana verified');
  return triggers(world);
}

describe('a departure by status', () => {
  test('is due since the commit that says so; what changed of others before and after does not matter', async () => {
    const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
    world.land('2026-11-10T00:00:00Z', parts({ roles: [] }));
    world.land(LANDED, parts(left));
    const others = parts(left);
    world.land('2026-11-21T00:00:00Z', { ...others, people: [...(others.people ?? []), someone('eva')] });

    expect(await triggerAfter(world)).toEqual([`merge ${LANDED}`]);
  });

  test('is due since the merge, not since the commit that was merged, whose author may write any date', async () => {
    const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
    world.git('checkout', '-q', '-b', 'leaving');
    world.write(parts(left));
    world.commit('2026-11-05T00:00:00Z', '2019-01-01T00:00:00Z');
    world.git('checkout', '-q', 'main');
    world.git('merge', '-q', '--no-ff', '--no-commit', 'leaving');
    world.commit(LANDED);

    expect(await triggerAfter(world)).toEqual([`merge ${LANDED}`]);
  });

  test('is due since the last time that it became so, where the person was back in between', async () => {
    const world = committedWorld(parts(left), '2026-11-01T00:00:00Z');
    world.land('2026-11-05T00:00:00Z', parts());
    world.land(LANDED, parts(left));

    expect(await triggerAfter(world)).toEqual([`merge ${LANDED}`]);
  });

  test('is due since it was said, though the entry has moved to another file and another form since', async () => {
    const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
    world.land(LANDED, parts(left));
    const [{ accounts: held, ...ana }] = [someone('ana', left)];
    const flow = `people:\n  - { ${Object.entries(ana)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ')}, accounts: ${JSON.stringify(held)} }\n`;
    world.write({ ...parts(), people: [someone('ben')] });
    world.file('policies/people/gone.yaml', flow);
    world.commit('2026-11-22T00:00:00Z');

    expect(await triggerAfter(world)).toEqual([`merge ${LANDED}`]);
  });

  test('of a time to come, by a forged commit, is told as seen', async () => {
    const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
    world.land('2031-01-01T00:00:00Z', parts(left));

    expect(await triggerAfter(world)).toEqual([`seen ${RUN}`]);
  });

  test('that is not committed is told as seen', async () => {
    const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
    world.write(parts(left));

    expect(await triggerAfter(world)).toEqual([`seen ${RUN}`]);
  });

  test('in a clone that is cut off is told as seen', async () => {
    const origin = committedWorld(parts(), '2026-11-01T00:00:00Z');
    origin.land(LANDED, parts(left));
    const world = committedWorld(parts(left), '2026-11-01T00:00:00Z');
    world.git('fetch', '-q', '--depth=1', `file://${origin.root}`, 'main');
    world.git('reset', '-q', '--hard', 'FETCH_HEAD');

    expect(await triggerAfter(world)).toEqual([`seen ${RUN}`]);
  });

  test('whose history can not be read is revoked all the same', async () => {
    const world = worldOf(parts(left));
    const broken: Clone = {
      ...world.context.clone,
      checkout: () => Promise.reject(new LeaverError('unreachable', 'git is gone')),
    };
    const result = await reconcile({ ...world.context, clone: broken }, EVERYTHING);

    expect(outcomes(result)).toEqual(['hub/id:ana verified']);
    expect(await triggers(world)).toEqual([`seen ${RUN}`]);
  });

  test('is found by the entry’s own id, not by an account that is named like the person', async () => {
    const named = someone('ben', { accounts: { hub: { id: 'ana.ruiz', name: 'ben' } } });
    const all = (ana: object) => ({ ...parts(), people: [named, someone('ana', { ...ana })] });
    const world = committedWorld(all({}), '2026-11-01T00:00:00Z');
    world.land(LANDED, all(left));

    expect(await triggerAfter(world)).toContain(`merge ${LANDED}`);
  });
});

describe('a departure at a time', () => {
  const LEAVES = '2026-11-22T16:00:00Z';

  test('is due since then', async () => {
    const world = committedWorld(parts({ leavesAt: '2026-11-22T17:00:00+01:00' }), '2026-11-01T00:00:00Z');
    expect(await triggerAfter(world)).toEqual([`leaves-at ${LEAVES}`]);
  });

  test('is due since the status said so, where that came first', async () => {
    const world = committedWorld(parts({ leavesAt: LEAVES }), '2026-11-01T00:00:00Z');
    world.land(LANDED, parts({ leavesAt: LEAVES, ...left }));
    expect(await triggerAfter(world)).toEqual([`merge ${LANDED}`]);
  });

  test('is due since then where the status followed', async () => {
    const world = committedWorld(parts({ leavesAt: LEAVES }), '2026-11-01T00:00:00Z');
    world.land('2026-11-23T08:00:00Z', parts({ leavesAt: LEAVES, ...left }));
    expect(await triggerAfter(world)).toEqual([`leaves-at ${LEAVES}`]);
  });
});

test('somebody who is away is due since the roster says so', async () => {
  const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
  world.land(LANDED, parts({ status: 'suspended' }));
  expect(await triggerAfter(world)).toEqual([`merge ${LANDED}`]);
});

test('what an opt-out held is due since it lapsed', async () => {
  const optOut = optOutOf({ expiresAt: '2026-11-22T12:00:00Z' });
  const world = committedWorld(parts({}, { optOuts: [optOut] }), '2026-11-10T00:00:00Z');
  world.land(LANDED, parts(left, { optOuts: [optOut] }));
  expect(await triggerAfter(world)).toEqual(['lapse 2026-11-22T12:00:00Z']);
});

test('what is deleted is due since its retention was over', async () => {
  const world = committedWorld(parts({}, { policy: { retention: 'P30D' } }), '2026-11-01T00:00:00Z');
  world.land(LANDED, parts(left, { policy: { retention: 'P30D' } }));
  await world.run(RUN);
  await world.run('2026-12-23T10:00:00Z');
  expect(await triggers(world)).toEqual([`merge ${LANDED}`, 'retention 2026-12-23T09:00:00Z']);
});

test('an orphan is due since a run saw it', async () => {
  const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
  world.land(LANDED, { ...parts(), people: [someone('ben')] });
  expect(await triggerAfter(world)).toEqual([`seen ${RUN}`]);
});

test('what was revoked since, and is there again, is due since it was seen again', async () => {
  const world = committedWorld(parts(), '2026-11-01T00:00:00Z');
  world.land(LANDED, parts(left));
  await world.run(RUN);
  await world.client('hub').reinstate('id:ana' as never, 'active');
  await world.run('2026-11-25T09:00:00Z');
  expect(await triggers(world)).toEqual([`merge ${LANDED}`, 'seen 2026-11-25T09:00:00Z']);
});

test('an entitlement is due since the role that granted it was taken', async () => {
  const held = { entitlements: [{ kind: 'membership', id: 'team:backend' }] };
  const all = (roles: readonly string[]): RepositoryParts => ({
    people: [someone('ana', { roles }), someone('ben')],
    roles: [
      { role: 'backend', entitlements: { hub: ['team:backend'] } },
      { role: 'guest', entitlements: {} },
    ],
    systems: [memorySystem([accountOf('ana', held), accountOf('ben')], { entitlements: 'managed' })],
  });
  const world = committedWorld(all(['backend']), '2026-11-01T00:00:00Z');
  world.land(LANDED, all(['guest']));
  world.land('2026-11-21T00:00:00Z', all([]));
  expect(outcomes(await world.run(RUN))).toEqual(['hub/id:ana#team:backend verified']);
  expect(await triggers(world)).toEqual([`merge ${LANDED}`]);
});

describe('what was promised', () => {
  const promised = async (world: { journal: CommittedWorld['journal'] }) => {
    return recordsOf(await world.journal()).revocations.map((one) => one.promised);
  };
  const ran = async (objectives: object, admin: boolean) => {
    const systems = [memorySystem([accountOf('ana', { admin }), accountOf('ben', { admin: true })])];
    const world = worldOf({ ...parts(left, { policy: { objectives } }), systems });
    await reconcile(world.context, EVERYTHING);
    return promised(world);
  };

  test.each<[string, object, boolean, object]>([
    [
      'an administrator’s account has its own',
      { standard: 'PT24H', privileged: 'PT1H' },
      true,
      { objective: 'privileged', within: 3_600_000 },
    ],
    [
      'anybody else’s has the standard one',
      { standard: 'PT24H', privileged: 'PT1H' },
      false,
      { objective: 'standard', within: 86_400_000 },
    ],
    [
      'an administrator’s has the standard one where there is no other',
      { standard: 'PT24H' },
      true,
      { objective: 'standard', within: 86_400_000 },
    ],
    ['nothing, where the policy promises nothing', {}, false, { objective: 'standard', within: null }],
  ])('%s', async (_, objectives, admin, expected) => {
    expect(await ran(objectives, admin)).toEqual([expected]);
  });
});

describe("the identity provider's word", () => {
  const inactive = [accountOf('ana', { status: 'suspended' })];
  const world = () =>
    worldOf({
      people: [
        someone('ana', { accounts: { idp: { id: 'id:ana', name: 'ana' }, hub: { id: 'id:ana', name: 'ana' } } }),
        someone('ben'),
      ],
      policy: { identityProvider: 'idp' },
      systems: [memorySystem(inactive, { id: 'idp' }), memorySystem(accounts())],
    });
  const told = async (at: string | null, people: readonly string[]) => {
    const one = world();
    const triggeredAt = at === null ? null : (Date.parse(at) as never);
    await reconcile({ ...one.context, triggeredAt }, { ...EVERYTHING, people });
    return triggers(one);
  };

  test('starts the time of a run for that person', async () => {
    expect(await told('2026-11-23T08:59:30Z', ['ana.ruiz'])).toEqual(['event 2026-11-23T08:59:30Z']);
  });

  test.each<[string, string | null, readonly string[]]>([
    ['of a run for all', '2026-11-23T08:59:30Z', []],
    ['of a time to come', '2026-11-23T09:00:01Z', ['ana.ruiz']],
    ['that is older than a week', '2026-11-16T08:59:59Z', ['ana.ruiz']],
    ['that nobody gave', null, ['ana.ruiz']],
  ])('%s starts none', async (_, at, people) => {
    expect(await told(at, people)).toEqual([`seen ${RUN}`]);
  });
});

test('a revocation taken up again keeps the time at which it was first seen', async () => {
  let failing = true;
  const world = committedWorld(parts(), '2026-11-01T00:00:00Z', {
    clients: {
      hub: (client) => {
        const suspend: typeof client.suspend = async (...args) => {
          if (!failing) return client.suspend(...args);
          failing = false;
          throw new Error('503');
        };
        return { ...client, suspend };
      },
    },
  });
  world.land(LANDED, { ...parts(), people: [someone('ben')] });
  await world.run(RUN);
  await world.run('2026-11-23T10:00:00Z');
  const all = await triggers(world);
  expect(all.length).toBeGreaterThan(1);
  expect(new Set(all)).toEqual(new Set([`seen ${RUN}`]));
  expect(textIn(world, STAFF)).not.toContain('ana.ruiz');
});

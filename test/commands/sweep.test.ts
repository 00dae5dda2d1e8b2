/** Law 10, run after run: what was left to its own end or to a person is read back until nothing is left. */
import { describe, expect, test } from 'vitest';
import { explainCommand } from '../../src/commands/explain.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { READ_BACK_AT_MOST } from '../../src/commands/sweep.js';
import { tell } from '../../src/commands/tell.js';
import type { RevokingConnector } from '../../src/connectors/connector.js';
import type { EarlierResult, Remainder } from '../../src/core/outcome.js';
import { LeaverError } from '../../src/errors.js';
import { NO_PAINT } from '../../src/report/text.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { ANA_LEFT } from './leaver-world.js';
import { EVERYTHING, flatOf, outcomes, type World, worldOf } from './world.js';

const MANUAL: Remainder = {
  kind: 'manual',
  what: 'the role deploy names ana',
  todo: 'Take ana out of the trust policy of deploy.',
};
const SESSION: Remainder = { kind: 'residual', what: 'a session', until: '2026-11-24T12:00:00Z' as never };
const UNREAD: Remainder = { kind: 'residual', what: 'tokens could not be read', until: null };

interface Left {
  readonly world: World;
  /** What a read-back finds besides what the system itself shows; an error is thrown. */
  finds(remainders: readonly Remainder[] | Error): void;
  readonly checks: () => number;
}

/** Ana was revoked, and that is what was left. */
async function left(first: readonly Remainder[], parts: RepositoryParts = ANA_LEFT): Promise<Left> {
  let found: readonly Remainder[] | Error = first;
  let checks = 0;
  const world = worldOf(parts, {
    connect: (_, open) => {
      const connector = open() as RevokingConnector;
      return {
        ...connector,
        check: async (target, now) => {
          checks += 1;
          if (found instanceof Error) throw found;
          return [...(await connector.check(target, now)), ...found];
        },
      };
    },
  });
  await run(world);
  checks = 0;
  world.at('2026-11-24T09:00:00Z');
  const finds = (remainders: readonly Remainder[] | Error) => {
    found = remainders;
  };
  return { world, checks: () => checks, finds };
}

const run = (world: World, narrowing = EVERYTHING) => reconcile(world.context, narrowing);
const earlierIn = ({ json }: Awaited<ReturnType<typeof run>>) =>
  (json as { readonly earlier: readonly EarlierResult[] }).earlier.map(
    (one) => `${one.revocation} ${one.outcome.kind}`,
  );
const ID = 'hub/id:ana@2026-11-23T09:00:00Z';

describe('law 10: what only a person can do', () => {
  test('law 10: is told by every run, with the words of what to do, and keeps it red', async () => {
    const { world } = await left([MANUAL]);
    for (const time of ['2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z']) {
      world.at(time);
      const result = await run(world);

      expect(result.status).toBe(4);
      expect(outcomes(result)).toEqual([]);
      expect(earlierIn(result)).toEqual([`${ID} manual`]);
      expect(flatOf(result)).toContain('1 revocation of earlier runs is not over; 1 needs a person.');
      expect(flatOf(result)).toContain(`to do: ${MANUAL.what}: ${'todo' in MANUAL ? MANUAL.todo : ''}`);
      expect(tell(result, 'markdown', NO_PAINT)).toMatch(/#### Needs a person\n[^#]*to do: the role deploy names ana/);
    }
    expect((await world.journal()).filter(({ type }) => type === 'ended')).toHaveLength(1);
  });

  test('law 10: once it is done, the next run finds that, puts it on record, and is silent from then on', async () => {
    const { world, finds, checks } = await left([MANUAL]);
    finds([]);

    const result = await run(world);

    expect(result.status).toBe(0);
    expect(earlierIn(result)).toEqual([`${ID} verified`]);
    expect(flatOf(result)).toContain('nothing is left of it any more');
    expect(await world.journal()).toContainEqual(
      expect.objectContaining({ type: 'ended', revocation: ID, ending: 'verified', at: '2026-11-24T09:00:00Z' }),
    );
    expect(earlierIn(await run(world))).toEqual([]);
    expect(checks()).toBe(1);
    expect(world.changes.filter((change) => change.includes('suspend'))).toHaveLength(1);
  });

  test('explain tells it too, as the journal has it', async () => {
    const { world } = await left([MANUAL]);

    const result = await explainCommand(world.context, 'ana.ruiz', [], null);

    expect(flatOf(result)).toContain('Revocations not over as the journal has them');
    expect(flatOf(result)).toContain('manual: the role deploy names ana: Take ana out of the trust policy of deploy.');
    expect(result.json).toMatchObject({ open: [{ revocation: ID, ending: 'manual' }], journalUnread: null });
  });

  test('explain says where the journal could not be read, and explains what is live all the same', async () => {
    const { world } = await left([MANUAL]);
    const journal = () => ({
      ...world.context.journal('file'),
      read: async () => {
        throw new LeaverError('journal', 'its branch is gone');
      },
    });

    const result = await explainCommand({ ...world.context, journal }, 'ana.ruiz', [], null);

    expect(flatOf(result)).toContain('the journal could not be read: its branch is gone');
    expect(flatOf(result)).toContain('settled hub/id:ana');
  });
});

describe('law 10: what ends by itself', () => {
  test('law 10: is told until then without turning the run red, and then it is over', async () => {
    const { world, finds } = await left([SESSION]);
    const before = await run(world);
    expect(before.status).toBe(0);
    expect(flatOf(before)).toContain('stays until 2026-11-24 12:00 UTC: a session');
    world.at('2026-11-24T12:00:00Z');
    finds([]);

    const after = await run(world);

    expect(after.status).toBe(0);
    expect(earlierIn(after)).toEqual([`${ID} verified`]);
    expect(earlierIn(await run(world))).toEqual([]);
  });

  test('law 10: what nobody knows the end of stays red until it can be read', async () => {
    const { world, finds } = await left([UNREAD]);
    expect((await run(world)).status).toBe(4);
    finds([]);
    expect((await run(world)).status).toBe(0);
  });

  test('law 9: what is there again is on record, and the next run takes it away', async () => {
    const { world, finds } = await left([SESSION]);
    finds([]);
    const again = { kind: 'membership', id: 'team:backend' };
    await world.client('hub').addEntitlement('id:ana' as never, again as never);

    const first = await run(world);
    expect(first.status).toBe(4);
    expect(earlierIn(first)).toEqual([`${ID} pending`]);
    const second = await run(world);

    expect(outcomes(second)).toEqual(['hub/id:ana verified']);
    expect(second.status).toBe(0);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ entitlements: [{ id: 'key:1', status: 'inactive' }] });
  });
});

describe('what is not read back', () => {
  test('law 3: a read-back that fails proves nothing: it stays open, red, and on record as it was', async () => {
    const { world, finds } = await left([SESSION]);
    finds(new LeaverError('unreachable', 'status 502'));

    const result = await run(world);

    expect(result.status).toBe(4);
    expect(flatOf(result)).toMatch(/open ana\.ruiz \(ana\) revoked in hub on 2026-11-23 09:00 UTC; nobody knows/);
    expect(flatOf(result)).toContain('reading back: status 502');
    finds([SESSION]);
    expect(earlierIn(await run(world))).toEqual([`${ID} residual`]);
  });

  test('law 1: a system that answers with nobody does not prove that nothing is left', async () => {
    let hollow = false;
    const world = worldOf(ANA_LEFT, {
      connect: (_, open) => {
        const connector = open() as RevokingConnector;
        return {
          ...connector,
          observe: async () => ({ ...(await connector.observe()), ...(hollow ? { accounts: [] } : {}) }),
          check: async () => (hollow ? [] : [MANUAL]),
        };
      },
    });
    await run(world);
    hollow = true;

    expect(earlierIn(await run(world))).toEqual([`${ID} failed`]);
    hollow = false;
    expect(earlierIn(await run(world))).toEqual([`${ID} manual`]);
  });

  test('where the person came back, nothing is asked of anybody', async () => {
    const { world, checks } = await left([MANUAL]);
    world.write({ ...ANA_LEFT, people: [someone('ana'), someone('ben')] });
    expect(earlierIn(await run(world))).toEqual([]);
    await world.client('hub').deleteAccount('id:ana' as never);
    expect(earlierIn(await run(world))).toEqual([]);
    expect(checks()).toBe(0);
  });

  test('where an opt-out holds the account by now, nothing is asked of anybody', async () => {
    const { world, checks } = await left([MANUAL]);
    const policy = { optOuts: { reasons: { handover: { holds: ['departed'], maxDuration: 'P30D' } } } };
    world.write({ ...ANA_LEFT, policy, optOuts: [optOutOf()] });
    expect(earlierIn(await run(world))).toEqual([]);
    expect(checks()).toBe(0);
  });

  test('where the account is gone and its person is not back, it is', async () => {
    const { world } = await left([MANUAL]);
    await world.client('hub').deleteAccount('id:ana' as never);
    expect(earlierIn(await run(world))).toEqual([`${ID} manual`]);
  });

  test('narrowed to a person, a run has one task', async () => {
    const { world, checks } = await left([MANUAL]);
    expect(earlierIn(await run(world, { systems: [], people: ['ben.ruiz'] as never[] }))).toEqual([]);
    expect(checks()).toBe(0);
  });

  test('a run reads back so many at most, and each has its turn', async () => {
    const names = Array.from({ length: READ_BACK_AT_MOST + 5 }, (_, index) => `p${index}`);
    const many: RepositoryParts = {
      people: [...names.map((name) => someone(name, { status: 'departed' })), someone('ben')],
      systems: [memorySystem([...names, 'ben'].map((name) => accountOf(name)))],
    };
    const { world, finds, checks } = await left([MANUAL], many);
    finds([]);

    const first = await run(world);

    expect(checks()).toBe(READ_BACK_AT_MOST);
    expect(first.status).toBe(4);
    expect(flatOf(first)).toContain('not read back in this run, which reads back 25 at most');
    const second = await run(world);
    expect(earlierIn(second)).toHaveLength(5);
    expect(second.status).toBe(0);
  });
});

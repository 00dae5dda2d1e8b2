/** The evidence pack, of real runs. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JOURNAL } from '../../src/audit/journal.js';
import { restoreCommand } from '../../src/commands/restore/index.js';
import { accountOf, memorySystem, optOutOf, someone } from '../fixtures/repositories.js';
import { ANA, asked, LANDED, leaving, left, PROMISE, parts, RUN, rows } from './evidence-world.js';
import { flatOf, type Trouble } from './world.js';

describe('somebody who left', () => {
  test('has trigger, promise, what was held, every act with its times, the read-back and the row of each system', async () => {
    const world = leaving({ systems: [...(parts().systems ?? []), memorySystem([], { id: 'vault' })] });
    await world.run(RUN);
    const { pack, status } = await asked(world, ANA);

    expect(status).toBe(0);
    expect(pack.revocations).toHaveLength(1);
    const [one] = pack.revocations;
    expect(one).toMatchObject({
      ...{ system: 'hub', person: 'ana.ruiz', reason: 'departed', state: 'over', verdict: 'kept', took: 2 * 3_600_000 },
      ...{ trigger: { kind: 'merge', at: LANDED }, overAt: RUN },
      ...{ promised: { objective: 'standard', within: 86_400_000 } },
      held: { status: 'active', admin: false, entitlements: [{ kind: 'membership', id: 'team:backend' }] },
    });
    const [attempt] = one?.attempts ?? [];
    expect(attempt?.acts[0]).toMatchObject({ step: 1, result: 'done', intendedAt: RUN, endedAt: RUN });
    expect(attempt?.readBacks).toMatchObject([{ ending: 'verified', at: RUN }]);
    expect(attempt).toMatchObject({ actor: 'kim-cho', commit: '0123456789abcdef0123456789abcdef01234567' });
    expect(pack.departures).toMatchObject([{ person: 'ana.ruiz', since: LANDED, source: 'roster' }]);
    expect(rows(pack)).toEqual([['revoked', 'nothing-there']]);
    expect(JSON.stringify(pack)).not.toContain('acme.example');
  });

  test('and is in no log yet is listed as never seen, and that is outstanding', async () => {
    const { pack, status } = await asked(leaving(), { period: '2026-11-01..2026-11-30' });
    expect(rows(pack)).toEqual([['never-seen']]);
    expect([status, pack.outstanding.length]).toEqual([4, 2]);
  });

  test('and came back, and left again, has each departure with its own revocation', async () => {
    const world = leaving();
    await world.run(RUN);
    world.land('2026-11-25T00:00:00Z', parts());
    world.at('2026-11-25T01:00:00Z');
    await restoreCommand(world.fresh(), {
      ...{ revocations: [], people: ['ana.ruiz'], systems: [], yes: true, confirm: null, actor: 'sam' },
    });
    await world.run('2026-11-25T02:00:00Z');
    world.land('2026-12-10T00:00:00Z', parts(left));
    await world.run('2026-12-10T01:00:00Z');
    const { pack, status } = await asked(world, ANA);

    expect(pack.departures.map(({ since, source }) => [since, source])).toEqual([
      [LANDED, 'log'],
      ['2026-12-10T00:00:00Z', 'roster'],
    ]);
    expect(rows(pack)).toEqual([['revoked'], ['revoked']]);
    expect(pack.revocations.map(({ took }) => took)).toEqual([2 * 3_600_000, 3_600_000]);
    expect(pack.restorations).toMatchObject([{ actor: 'sam', ending: 'restored' }]);
    expect(status).toBe(0);

    const first = await asked(world, { period: '2026-11-23..2026-11-24' });
    expect(first.pack.departures.map(({ since }) => since)).toEqual([LANDED]);
    expect(first.pack.revocations).toHaveLength(1);
  });

  test('and is out of the roster since stays on record', async () => {
    const world = leaving();
    await world.run(RUN);
    world.land('2026-11-24T00:00:00Z', { ...parts(), people: [someone('ben')] });
    const { pack, status } = await asked(world, ANA);
    expect(pack.departures).toMatchObject([{ person: 'ana.ruiz', since: LANDED, source: 'log' }]);
    expect([rows(pack), status]).toEqual([[['revoked']], 0]);
  });

  test('and whose account the policy protects is outstanding', async () => {
    const kept = [{ account: 'ana', owner: 'kim.cho', reason: 'break-glass' }];
    const world = leaving({ systems: [memorySystem([accountOf('ana'), accountOf('ben')], { protected: kept })] });
    await world.run(RUN);
    const { pack, status } = await asked(world, ANA);
    expect([rows(pack), status]).toEqual([[['protected']], 4]);
  });

  test('where a guard halted the run is outstanding, and the halt is in the pack of that day', async () => {
    const world = leaving({ policy: { ...PROMISE, guards: { maxRevocations: 0 } } });
    await world.run(RUN);
    const { pack, status } = await asked(world, { period: '2026-11-23..2026-11-23' });
    expect([rows(pack), status]).toEqual([[['outstanding']], 4]);
    expect(pack.halts).toMatchObject([{ system: 'hub', rule: 'maxRevocations', limit: 0, actual: 1 }]);
  });
});

describe('a revocation', () => {
  /** The first run fails to suspend; later ones do not. */
  function failingOnce(): Trouble {
    let failing = true;
    return {
      clients: {
        hub: (client) => ({
          ...client,
          suspend: async (...args) => {
            if (!failing) return client.suspend(...args);
            failing = false;
            throw new Error('503 <b>hub</b>');
          },
        }),
      },
    };
  }

  test('that is not over is outstanding, and in the pack of every period since its trigger', async () => {
    const world = leaving({}, failingOnce());
    await world.run(RUN);
    const { pack, status } = await asked(world, { period: '2026-11-23..2026-11-23' });
    expect(status).toBe(4);
    expect(pack.revocations).toMatchObject([{ state: 'open', verdict: 'in-time', overAt: null }]);
    expect(pack.outstanding.join()).toContain('ana.ruiz in hub: outstanding');
  });

  test('that a later run took up is one, from the first trigger, with both attempts; too late is a breach', async () => {
    const world = leaving({}, failingOnce());
    await world.run(RUN);
    world.land('2026-11-24T00:00:00Z', parts(left, { policy: {} }));
    await world.run('2026-11-24T08:00:00Z');
    const { pack, status, result } = await asked(world, ANA);

    expect(pack.revocations).toMatchObject([
      { state: 'over', verdict: 'breached', took: 25 * 3_600_000, promised: { within: 86_400_000 } },
    ]);
    expect(pack.revocations[0]?.attempts.map(({ readBacks }) => readBacks.at(-1)?.ending)).toEqual([
      'failed',
      'verified',
    ]);
    expect(pack.times.all).toMatchObject({ count: 1, breached: 1, worst: 25 * 3_600_000 });
    expect(flatOf(result)).toContain('PROMISE BROKEN');
    expect(status).toBe(0);
  });
});

describe('an opt-out', () => {
  const optOut = optOutOf({ expiresAt: '2026-11-24T12:00:00Z' });

  test('that holds says until when, and nothing is outstanding', async () => {
    const world = leaving({ optOuts: [optOut] });
    await world.run(RUN);
    const { pack, status } = await asked(world, ANA);
    expect(pack.departures[0]?.systems).toMatchObject([
      { state: 'held', optOut: 'ana-handover', until: '2026-11-24T12:00:00Z' },
    ]);
    expect(pack.exceptions).toMatchObject([
      { optOut: 'ana-handover', standing: 'expiring', lapse: null, owner: 'kim.cho' },
    ]);
    expect(JSON.stringify(pack)).not.toContain('ledger');
    expect(status).toBe(0);
  });

  test('that lapsed is proved by its lapse on record and the revocation that followed', async () => {
    const world = leaving({ optOuts: [optOut] });
    await world.run(RUN);
    await world.run('2026-11-24T12:30:00Z');
    const { pack, status } = await asked(world, ANA);
    const id = 'hub/id:ana@2026-11-24T12:30:00Z';

    expect(pack.exceptions[0]?.lapse).toEqual({
      ...{ at: '2026-11-24T12:00:00Z', recordedAt: '2026-11-24T12:30:00Z', revocations: [id] },
    });
    expect(pack.exceptions[0]?.transitions.map(({ transition }) => transition)).toContain('lapsed');
    expect(pack.revocations).toMatchObject([
      { trigger: { kind: 'lapse', at: '2026-11-24T12:00:00Z' }, lapsedOptOut: 'ana-handover', took: 30 * 60_000 },
    ]);
    expect([rows(pack), status]).toEqual([[['revoked']], 0]);
    const later = await asked(world, { period: '2026-11-24..2026-11-24' });
    expect(later.pack.exceptions).toHaveLength(1);
  });
});

describe('the log', () => {
  test('is told with its length and its checkpoint', async () => {
    const world = leaving();
    await world.run(RUN);
    const { pack } = await asked(world, ANA);
    const last = (await world.journal()).at(-1);
    expect(pack.log).toMatchObject({ verdict: 'whole', checkpoint: { seq: last?.seq, hash: last?.hash } });
  });

  test('that was changed is the first thing that the pack says; it goes by what stands before', async () => {
    const world = leaving();
    await world.run(RUN);
    const file = join(world.root, JOURNAL);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const at = lines.findIndex((line) => line.includes('leaver.revocation.ended'));
    lines[at] = (lines[at] ?? '').replace('"verified"', '"residual"');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { pack, status, result } = await asked(world, ANA);

    expect(status).toBe(4);
    expect(pack.log).toMatchObject({ verdict: 'broken', events: at });
    expect(pack.outstanding[0]).toContain('the log is not whole');
    expect(pack.revocations).toMatchObject([{ state: 'open' }]);
    expect(flatOf(result)).toContain('so nothing here is proved');
  });

  test('with a line that is no event is broken, too', async () => {
    const world = leaving();
    await world.run(RUN);
    appendFileSync(join(world.root, JOURNAL), 'nonsense\n');
    expect((await asked(world, ANA)).pack.log.verdict).toBe('broken');
  });
});

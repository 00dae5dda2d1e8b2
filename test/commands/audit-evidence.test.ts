/** The evidence pack, of real runs. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { JOURNAL } from '../../src/audit/journal.js';
import { evidenceCommand } from '../../src/commands/audit/evidence.js';
import { restoreCommand } from '../../src/commands/restore/index.js';
import type { Evidence } from '../../src/core/evidence.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { type CommittedWorld, committedWorld, textIn } from './committed-world.js';
import { flatOf, type Trouble } from './world.js';

const schema = JSON.parse(readFileSync(new URL('../../schemas/evidence.schema.json', import.meta.url), 'utf8'));
const check = new Ajv({ allErrors: true, strict: false, discriminator: true, validateFormats: false }).compile(schema);
const BEGUN = '2026-11-01T00:00:00Z';
const LANDED = '2026-11-23T07:00:00Z';
const RUN = '2026-11-23T09:00:00Z';
const PROMISE = { objectives: { standard: 'PT24H', privileged: 'PT1H' } };
const held = { entitlements: [{ kind: 'membership', id: 'team:backend' }] };

function parts(ana: object = {}, more: RepositoryParts = {}): RepositoryParts {
  return {
    policy: PROMISE,
    people: [someone('ana', { ...ana }), someone('ben')],
    systems: [memorySystem([accountOf('ana', { ...held, email: 'ana.ruiz@acme.example' }), accountOf('ben')])],
    ...more,
  };
}

const left = { status: 'departed' };

/** Ana's departure landed two hours before the run. */
function leaving(more: RepositoryParts = {}, trouble: Trouble = {}): CommittedWorld {
  const world = committedWorld(parts({}, more), BEGUN, trouble);
  world.land(LANDED, parts(left, more));
  return world;
}

async function asked(world: CommittedWorld, of: { person?: string; period?: string; out?: string }) {
  const { person = null, period = null, out = null } = of;
  const result = await evidenceCommand(world.fresh(), { person, period, out });
  const pack = result.json as Evidence;
  check(JSON.parse(JSON.stringify(pack)));
  expect(check.errors).toBeNull();
  return { result, pack, status: result.status };
}

const ANA = { person: 'ana.ruiz' };
const rows = (pack: Evidence) => pack.departures.map(({ systems }) => systems.map(({ state }) => state));

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
    expect([status, pack.outstanding.length]).toEqual([4, 1]);
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

describe('what is asked for', () => {
  const refused = (of: object) =>
    expect(evidenceCommand(leaving().fresh(), { person: null, period: null, out: null, ...of })).rejects;

  test.each<[string, object, RegExp]>([
    ['nothing', {}, /one person or of a period/],
    ['both', { ...ANA, period: '2026-01-01..2026-02-01' }, /one person or of a period/],
    ['somebody of whom there is no record', { person: 'anna.ruiz' }, /There is no record of "anna.ruiz"/],
    ['half a period', { period: '2026-01-01' }, /not a period/],
    ['a day that no calendar has', { period: '2026-02-30..2026-03-01' }, /not a period/],
    ['a time without an offset', { period: '2026-01-01T00:00:00..2026-02-01' }, /not a period/],
    ['a period the wrong way round', { period: '2026-02-01..2026-01-01' }, /ends before it begins/],
    ['a period that has not begun', { period: '2031-02-01..2031-03-01' }, /has not begun/],
  ])('%s is refused', async (_, of, message) => {
    await refused(of).toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
  });

  test('a date is the whole of its day', async () => {
    const world = leaving();
    world.at('2026-12-01T00:00:00Z');
    const { pack } = await asked(world, { period: '2026-11-23..2026-11-23' });
    expect(pack.about).toEqual({ kind: 'period', from: '2026-11-23T00:00:00Z', to: '2026-11-23T23:59:59.999Z' });
    expect(pack.departures).toHaveLength(1);
    expect((await asked(world, { period: '2026-11-24..2026-11-30' })).pack.departures).toEqual([]);
  });
});

describe('with --out', () => {
  test('writes the pack as JSON and as a page of its own, and says so', async () => {
    const world = leaving();
    await world.run(RUN);
    const { pack, result } = await asked(world, { ...ANA, out: 'pack/' });
    expect(JSON.parse(textIn(world, 'pack/evidence.json'))).toEqual(pack);
    const page = textIn(world, 'pack/evidence.html');
    expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/);
    expect(page).not.toMatch(/<script|https?:\/\/|javascript:|\son\w+=/);
    expect(page).toContain(pack.log.checkpoint?.hash ?? 'none');
    expect(flatOf(result)).toContain('Written: evidence.json, evidence.html');
  });

  test('hostile names are text on the page and no sequence on the terminal', async () => {
    const name = '<img src=x onerror=alert(1)>\u001b[31m\u202e"\'';
    const renamed = <Account extends { readonly id: string }>(one: Account): Account => {
      return one.id === 'id:ana' ? { ...one, name } : one;
    };
    const world = leaving(
      { systems: [memorySystem([accountOf('ana'), accountOf('ben')], { match: ['id'] })] },
      {
        clients: {
          hub: (client) => ({
            ...client,
            page: async (after) => {
              const page = await client.page(after);
              return { ...page, accounts: page.accounts.map(renamed) };
            },
            byId: async (id) => {
              const account = await client.byId(id);
              return account === null ? null : renamed(account);
            },
          }),
        },
      },
    );
    await world.run(RUN);
    const { result, pack } = await asked(world, { ...ANA, out: 'pack' });
    expect(pack.revocations[0]?.account.name).toBe(name);
    const page = textIn(world, 'pack/evidence.html');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    for (const hidden of ['\u001b', '\u202e']) {
      expect(page).not.toContain(hidden);
      expect(flatOf(result)).not.toContain(hidden);
    }
  });
});

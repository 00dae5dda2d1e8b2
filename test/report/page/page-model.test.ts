import { describe, expect, test } from 'vitest';
import { guard } from '../../../src/core/guard.js';
import { plan } from '../../../src/core/plan.js';
import type { LogRecords } from '../../../src/core/record.js';
import { formatInstant, type Instant } from '../../../src/core/time.js';
import { axisOf } from '../../../src/report/page/axis.js';
import { pageModelOf } from '../../../src/report/page/page-model.js';
import { mondayOf, weeksOf } from '../../../src/report/page/trend.js';
import {
  account,
  at,
  DAY,
  desired,
  later,
  NOW,
  observation,
  PARTIAL,
  person,
  snapshot,
  system,
} from '../../fixtures/builders.js';
import { approval, optOut } from '../../fixtures/opt-outs.js';
import { companyOf } from './company.js';
import { historyOf } from './history.js';

type Parts = Parameters<typeof desired>[0];

function modelOf(
  parts: Parts,
  listing: Parameters<typeof observation>[0] = {},
  approvals = [approval()],
  problems: readonly string[] = [],
) {
  const state = desired(parts);
  const seen = snapshot([observation({ accounts: [account()], ...listing })], approvals);
  return pageModelOf({
    desired: state,
    snapshot: seen,
    plan: guard(plan(state, seen, NOW), state, approvals),
    problems,
    log: null,
    now: NOW,
  });
}

const cellsOf = (model: ReturnType<typeof modelOf>, id: string) =>
  model.matrix.rows.find((row) => row.id === id)?.cells.map(({ state, detail }) => `${state} ${detail}`.trim());

describe('the verdict', () => {
  test('a quiet organization is in order', () => {
    const { verdict, attention } = modelOf({});
    expect(attention).toEqual([]);
    expect(verdict).toEqual({ tone: 'good', text: 'All is as it should be. No opt-out is in force.' });
  });

  test('what is not known comes before what is due', () => {
    const { verdict, attention } = modelOf(
      { people: [person({ status: 'departed' })] },
      {},
      [],
      ['hub could not be read'],
    );
    expect(attention[0]).toMatchObject({ tone: 'bad', mark: 'incomplete', text: 'hub could not be read' });
    expect(verdict).toEqual({
      tone: 'bad',
      text: '1 thing is wrong. This is not the whole truth. No opt-out is in force. 1 revocation due at the next run.',
    });
  });

  test('approvals that are not checked are wrong, whatever else is in order', () => {
    expect(modelOf({ optOutPolicy: { approvalSource: 'none' } }).verdict.tone).toBe('bad');
  });

  test('a halted guard is named with its system', () => {
    const { attention } = modelOf({
      people: [person({ status: 'departed' })],
      systems: [system({ guards: { maxRevocations: 0 } })],
    });
    expect(attention.map(({ mark }) => mark)).toEqual(['halted']);
    expect(attention[0]?.text).toMatch(/^hub: halted: .*maxRevocations allows 0/);
  });
});

describe('opt-outs', () => {
  const held = { people: [person({ status: 'departed' })], optOuts: [optOut({ expiresAt: later(3 * DAY) })] };

  test('in force and not in force are apart, and one that expires is for attention', () => {
    const { inForce, notInForce, attention } = modelOf({
      ...held,
      optOutPolicy: { remindBefore: [7 * DAY] },
      invalidOptOuts: ['optouts/x.yaml'],
    });
    expect(inForce.map(({ id, standing, begins }) => [id, standing, begins])).toEqual([
      ['opt-out', 'expiring', '2026-11-22T09:00:00Z'],
    ]);
    expect(notInForce.map(({ id, standing }) => [id, standing])).toEqual([['x', 'invalid']]);
    expect(attention.map(({ mark }) => mark)).toEqual(['expiring']);
  });

  test('one that nobody approved stands above one that expires', () => {
    const unapproved = approval({ verdict: 'unapproved', by: [], rule: 'reviews', why: 'nobody approved it' });
    const { attention, inForce } = modelOf(held, {}, [unapproved]);
    expect(inForce).toEqual([]);
    expect(attention[0]).toMatchObject({ mark: 'unapproved', text: 'opt-out exempts nobody: nobody approved it.' });
  });

  test('the time line shows all of a near future, and the edge for what is far', () => {
    const entriesOf = (...days: number[]) => {
      const optOuts = days.map((day) => optOut({ id: `o${day}`, expiresAt: later(day * DAY) }));
      return modelOf(
        { people: [person({ status: 'departed' })], optOuts },
        {},
        optOuts.map(({ id }) => approval({ optOut: id })),
      ).inForce;
    };
    const near = axisOf(entriesOf(1, 2, 4), NOW);
    expect(near.shareOf(later(4 * DAY))).toBeGreaterThan(0.9);
    expect(near.shareOf(later(4 * DAY))).toBeLessThan(1);
    const far = axisOf(entriesOf(1, 2, 160), NOW);
    expect(far.shareOf(later(160 * DAY))).toBeGreaterThan(1);
    expect(far.shareOf(later(2 * DAY)) - far.now).toBeGreaterThan(0.08);
    for (const { share } of [...near.marks, ...far.marks]) expect(share > 0 && share < 1).toBe(true);
  });
});

describe('the matrix', () => {
  test('says in each cell how things stand, and the urgent rows come first', () => {
    const people = [person({ id: 'zoe.left', status: 'departed', accounts: { hub: 'zoe' } }), person()];
    const model = modelOf(
      { people, systems: [system({ protected: ['glass'] })] },
      { accounts: [account(), account({ name: 'zoe' }), account({ name: 'glass' })] },
    );
    expect(model.matrix.rows.map(({ id }) => id)).toEqual(['zoe.left', 'glass', 'ana.ruiz']);
    expect(cellsOf(model, 'zoe.left')).toEqual(['revoke departed']);
    expect(cellsOf(model, 'glass')).toEqual(['outside protected']);
    expect(cellsOf(model, 'ana.ruiz')).toEqual(['access']);
  });

  test('where a system was not seen whole, whoever was not seen there is not said to have nothing', () => {
    const model = modelOf({}, { completeness: PARTIAL, accounts: [] });
    expect(cellsOf(model, 'ana.ruiz')).toEqual(['unread']);
  });

  test('of two accounts in one system the more urgent shows', () => {
    const people = [person({ status: 'departed', accounts: { hub: { id: 'id:ana', name: 'ana' } } })];
    const accounts = [
      account({ status: 'suspended' }),
      account({ id: 'invitation:9', name: 'ana', status: 'invited' }),
    ];
    expect(cellsOf(modelOf({ people }, { accounts }), 'ana.ruiz')?.[0]).toMatch(/^revoke/);
  });

  test('a revocation that a guard holds says so', () => {
    const model = modelOf({
      people: [person({ status: 'departed' })],
      systems: [system({ guards: { maxRevocations: 0 } })],
    });
    expect(cellsOf(model, 'ana.ruiz')).toEqual(['revoke departed, halted']);
  });
});

describe('what the log tells', () => {
  const input = companyOf(900);
  const model = pageModelOf(input);

  test('weeks begin on Monday in UTC, and this one is the last', () => {
    expect(formatInstant(mondayOf(at('2026-11-23T00:00:00Z')))).toBe('2026-11-23T00:00:00Z');
    expect(formatInstant(mondayOf(at('2026-11-22T23:59:59Z')))).toBe('2026-11-16T00:00:00Z');
    expect(model.log?.weeks).toHaveLength(13);
    expect(model.log?.weeks.at(-1)).toMatchObject({ from: '2026-11-23T00:00:00Z', optOuts: model.inForce.length });
  });

  test('each revocation of the quarter counts once; one that was dropped does not', () => {
    const { runs, revocations } = (input.log as NonNullable<typeof input.log>).records;
    const first = mondayOf(NOW) - 12 * 7 * DAY;
    const inQuarter = revocations.filter(({ begunAt }) => at(begunAt) >= first).length;
    const sum = (all: LogRecords['revocations']) =>
      weeksOf({ runs, revocations: all }, 0, NOW).reduce((total, week) => total + week.revoked + week.failed, 0);
    expect(inQuarter).toBeGreaterThan(3);
    expect(sum(revocations)).toBe(inQuarter);
    expect(sum(revocations.map((one) => ({ ...one, ending: 'dropped' })))).toBe(0);
  });

  test('a week without a run has no figure, rather than none in force', () => {
    expect(weeksOf({ runs: [], revocations: [] }, 2, NOW).map(({ optOuts }) => optOuts)).toEqual([
      ...Array(12).fill(null),
      2,
    ]);
  });

  test('the latest runs come first, and all are counted', () => {
    const { runs = [], runCount } = model.log ?? {};
    expect(runs).toHaveLength(15);
    expect(runCount).toBe(input.log?.records.runs.length);
    expect(at(runs[0]?.startedAt ?? '')).toBeGreaterThan(at(runs[1]?.startedAt ?? ''));
  });

  test('a broken promise is told with what was promised and what it took', () => {
    const { records, events } = historyOf(9_000, ['hub' as never]);
    const { log } = pageModelOf({ ...input, log: { records, events, head: null } });
    expect(log?.times.all.breached).toBeGreaterThan(0);
    expect(log?.times.breaches[0]).toMatchObject({ objective: 'standard', promised: DAY, open: false });
    expect(log?.times.breaches[0]?.took).toBeGreaterThan(DAY);
  });

  test('an organization whose runs have stopped is told so', () => {
    const silent = pageModelOf({ ...input, now: (NOW + 3 * DAY) as Instant });
    expect(silent.attention.map(({ mark }) => mark)).toContain('no run');
    expect(model.attention.map(({ mark }) => mark)).not.toContain('no run');
  });
});

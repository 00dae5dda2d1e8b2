/** The evidence pack, of records, policies and times that nobody chose with care. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { About, Evidence } from '../../src/core/evidence.js';
import { evidenceOf, knownPeople, type Sources } from '../../src/core/evidence-of.js';
import type { LogRecords, RunRecord } from '../../src/core/record.js';
import { type Instant, instantOf, type Timestamp } from '../../src/core/time.js';
import { DAY, desired, HOUR, NOW, person, personId, system, timestamp } from '../fixtures/builders.js';
import { type AttemptOf, ago, attempt, NO_RECORDS } from '../fixtures/records.js';

const EVERYTHING: About = { kind: 'period', from: ago(100 * DAY), to: timestamp(NOW) };
const departed = (id: string, landedAgo: number | null = DAY) => ({
  person: person({ id, status: 'departed', accounts: { hub: id } }),
  landed: landedAgo,
});

function sources(of: {
  readonly people: readonly ReturnType<typeof departed>[];
  readonly systems?: readonly string[];
  readonly records?: Partial<LogRecords>;
  readonly commit?: string | null;
  readonly more?: Partial<Sources>;
}): Sources {
  const { people, systems = ['hub'], records = {}, commit = null, more = {} } = of;
  const landed = people.flatMap(({ person: { id }, landed: at }) =>
    at === null ? [] : [[id, (NOW - at) as Instant] as const],
  );
  return {
    records: { ...NO_RECORDS, ...records },
    log: { verdict: { kind: 'whole', events: 0, head: null }, from: null, to: null },
    desired: desired({ people: people.map((one) => one.person), systems: systems.map((id) => system({ id })) }),
    approvals: [],
    departures: { landed: new Map(landed), inactive: new Set() },
    ...{ commit, unread: [], caveats: [] },
    ...more,
  };
}

/** A whole run that ended, that long ago. */
function run(at: number, of: Partial<RunRecord> = {}, systems: readonly string[] = ['hub']): RunRecord {
  const figures = { revoked: 0, failed: 0, exempt: 0, review: 0, settled: 0, kept: 0, optOuts: 0 };
  return {
    ...{ run: `r${at}`, command: 'reconcile', actor: 'kim', commit: 'c1', cause: { event: 'schedule', url: null } },
    ...{ startedAt: ago(at), endedAt: ago(at), status: 0, figures, problems: [] },
    narrowedTo: { systems: [], people: [] },
    systems: systems.map((id) => ({ system: id as never, completeness: 'complete', accounts: 3, at: ago(at) })),
    ...of,
  };
}

const rowsOf = (pack: Evidence) =>
  pack.departures.flatMap(({ person: who, systems }) =>
    systems.map(({ system: id, state: is }) => `${who} ${id} ${is}`),
  );
const ofAna = (of: AttemptOf): AttemptOf => ({ ...of, decision: { person: personId('ana'), ...of.decision } });

describe('where nothing was revoked', () => {
  const ana = [departed('ana')];
  const seen = (records: Partial<LogRecords>, commit: string | null = null, people = ana) =>
    evidenceOf(EVERYTHING, sources({ people, records, commit }), NOW);

  test('a whole look since then shows that nothing was there', () => {
    expect(rowsOf(seen({ runs: [run(2 * HOUR)] }))).toEqual(['ana hub nothing-there']);
  });

  test.each<[string, Partial<LogRecords>]>([
    ['no look', {}],
    ['a look before the person left', { runs: [run(2 * DAY)] }],
    [
      'a look at a part of it',
      {
        runs: [
          run(HOUR, { systems: [{ system: 'hub' as never, completeness: 'scoped', accounts: 1, at: ago(HOUR) }] }),
        ],
      },
    ],
    ['a run that was killed', { runs: [run(HOUR, { endedAt: null, figures: null })] }],
  ])('%s shows nothing, and that is outstanding', (_, records) => {
    const pack = seen(records);
    expect(rowsOf(pack)).toEqual(['ana hub never-seen']);
    expect(pack.outstanding).toHaveLength(1);
  });

  test('a run that a guard halted there shows that something is outstanding', () => {
    const halt = {
      at: ago(HOUR),
      run: `r${HOUR}`,
      system: 'hub' as never,
      class: 'people',
      rule: 'maxRevocations',
      limit: 0,
      actual: 1,
    } as const;
    expect(rowsOf(seen({ runs: [run(HOUR)], halts: [halt] }))).toEqual(['ana hub outstanding']);
  });

  test('since nobody knows when, only a run by the roster of today shows it', () => {
    const undated = [departed('ana', null)];
    expect(rowsOf(seen({ runs: [run(HOUR)] }, 'c1', undated))).toEqual(['ana hub nothing-there']);
    expect(rowsOf(seen({ runs: [run(HOUR)] }, 'c2', undated))).toEqual(['ana hub never-seen']);
  });

  test('report mode shows that nothing is revoked there', () => {
    const given = sources({ people: ana });
    const reporting = { ...given.desired, systems: [system({ mode: 'report' })] };
    expect(rowsOf(evidenceOf(EVERYTHING, { ...given, desired: reporting }, NOW))).toEqual(['ana hub report-mode']);
  });
});

test('whom the identity provider alone has as inactive is listed', () => {
  const inactive = new Set([personId('eva')]);
  const given = sources({ people: [{ person: person({ id: 'eva' }), landed: null }] });
  const pack = evidenceOf(EVERYTHING, { ...given, departures: { landed: new Map(), inactive } }, NOW);
  expect(pack.departures).toMatchObject([{ person: 'eva', since: null, source: 'provider' }]);
});

test('what the identity provider said before the roster did is one departure', () => {
  const early = ofAna({
    due: 5 * DAY,
    begun: 5 * DAY,
    kind: 'seen',
    readBacks: [[5 * DAY, 'verified']],
    decision: { reason: 'idp-inactive' },
  });
  const late = ofAna({ system: 'aws', due: DAY, begun: DAY, readBacks: [[DAY, 'verified']] });
  const records = { revocations: [early, late].map(attempt) };
  const pack = evidenceOf(EVERYTHING, sources({ people: [departed('ana')], systems: ['hub', 'aws'], records }), NOW);
  expect(rowsOf(pack)).toEqual(['ana aws revoked', 'ana hub revoked']);
});

test('an open revocation of somebody who is back is withdrawn, and nobody waits for it', () => {
  const records = { revocations: [attempt(ofAna({ due: DAY, begun: DAY, within: HOUR }))] };
  const pack = evidenceOf(
    EVERYTHING,
    sources({ people: [{ person: person({ id: 'ana' }), landed: null }], records }),
    NOW,
  );
  expect(pack.revocations).toMatchObject([{ state: 'withdrawn', took: null, verdict: null }]);
  expect(rowsOf(pack)).toEqual(['ana hub came-back']);
  expect([pack.outstanding, pack.times.all.count]).toEqual([[], 0]);
});

test('everybody whom roster or log names is known; nobody else', () => {
  const records = { revocations: [attempt(ofAna({ due: DAY, begun: DAY }))] };
  expect([...knownPeople(sources({ people: [departed('ben')], records }))]).toEqual(['ben', 'ana']);
});

const someAttempt: fc.Arbitrary<AttemptOf> = fc
  .record({
    account: fc.constantFrom('1', '2'),
    system: fc.constantFrom('hub', 'aws', 'gone'),
    due: fc.integer({ min: 0, max: 20 * DAY }),
    begun: fc.integer({ min: 0, max: 20 * DAY }),
    within: fc.constantFrom(null, HOUR, DAY),
    kind: fc.constantFrom('merge', 'leaves-at', 'lapse', 'seen', 'retention', 'event'),
    broughtBack: fc.boolean(),
    readBacks: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 20 * DAY }), fc.constantFrom('verified', 'residual', 'manual', 'failed')),
      { maxLength: 2 },
    ),
    decision: fc.record({
      person: fc.constantFrom('ana', 'ben', 'eva', null),
      reason: fc.constantFrom('departed', 'idp-inactive', 'suspended'),
      stage: fc.constantFrom('suspend', 'delete'),
    }),
  })
  .map((of) => of as AttemptOf);

const somePeople = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('ana', 'ben', 'eva'),
    status: fc.constantFrom('active', 'departed', 'suspended'),
    landed: fc.option(fc.integer({ min: 0, max: 20 * DAY })),
    leavesAgo: fc.option(fc.integer({ min: -DAY, max: 20 * DAY })),
  }),
  { selector: ({ id }) => id },
);

test('whatever the log says: one row for each departure and system, no negative time, and nobody who left is dropped', () => {
  fc.assert(
    fc.property(
      fc.array(someAttempt, { maxLength: 12 }),
      somePeople,
      fc.array(fc.integer({ min: 0, max: 20 * DAY }), { maxLength: 4 }),
      (attempts, people, runs) => {
        const given = sources({
          people: people.map(({ id, status, landed, leavesAgo }) => ({
            person: person({
              id,
              status,
              leavesAt: leavesAgo === null ? null : ((NOW - leavesAgo) as Instant),
            } as never),
            landed: status === 'departed' ? landed : null,
          })),
          systems: ['aws', 'hub'],
          records: { revocations: attempts.map(attempt), runs: runs.map((at) => run(at, {}, ['aws', 'hub'])) },
        });
        const pack = evidenceOf(EVERYTHING, given, NOW);
        for (const { systems } of pack.departures) {
          const ids = systems.map(({ system: id }) => id as string);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toEqual(expect.arrayContaining(['aws', 'hub']));
        }
        const listed = new Set<string>(pack.departures.map(({ person: who }) => who));
        for (const { id, status, leavesAgo } of people) {
          if (status === 'departed' || (leavesAgo !== null && leavesAgo >= 0)) expect(listed).toContain(id);
        }
        for (const one of pack.revocations) expect(one.took ?? 0).toBeGreaterThanOrEqual(0);
        expect(pack.revocations.flatMap((one) => one.attempts)).toHaveLength(attempts.length);
        const measured = pack.revocations.filter(({ verdict }) => verdict !== null);
        expect(pack.times.all.count).toBe(measured.length);
        expect(pack.times.all.breached).toBe(measured.filter(({ verdict }) => verdict === 'breached').length);
        const open = pack.revocations.filter((one) => one.state === 'open');
        if (open.length > 0) expect(pack.outstanding.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('a person’s pack holds all of that person and nothing of another', () => {
  fc.assert(
    fc.property(fc.array(someAttempt, { maxLength: 12 }), (attempts) => {
      const records = { revocations: attempts.map(attempt) };
      const pack = evidenceOf({ kind: 'person', person: personId('ana') }, sources({ people: [], records }), NOW);
      const own = attempts.filter(({ decision }) => (decision?.person as string | null) === 'ana');
      expect(pack.revocations.every((one) => one.person === 'ana')).toBe(true);
      const told = pack.revocations.flatMap((one) => one.attempts).length;
      expect(told).toBeLessThanOrEqual(attempts.length);
      if (own.length > 0) expect(told).toBeGreaterThan(0);
    }),
  );
});

test('a period holds what was open or done in it, and no other', () => {
  const done = attempt({ due: 10 * DAY, begun: 9 * DAY, readBacks: [[8 * DAY, 'verified']] });
  const inPeriod = (from: number, to: number) => {
    const about: About = { kind: 'period', from: ago(from), to: ago(to) };
    return evidenceOf(about, sources({ people: [], records: { revocations: [done] } }), NOW).revocations.length;
  };
  expect([inPeriod(12 * DAY, 11 * DAY), inPeriod(7 * DAY, DAY)]).toEqual([0, 0]);
  expect([inPeriod(11 * DAY, 10 * DAY), inPeriod(9.5 * DAY, 9.4 * DAY), inPeriod(8 * DAY, DAY)]).toEqual([1, 1, 1]);
  expect(instantOf(done.trigger.at as Timestamp)).toBeLessThan(NOW);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { type Moment, nextStep, type Setback, troubleAfter } from '../../src/retry/policy.js';
import { RULES, type Rules } from '../../src/retry/rules.js';

const START = Date.UTC(2026, 10, 23, 9);
const at = (offset: number) => (START + offset) as Instant;
const vendors = Object.entries(RULES) as [string, Rules][];
const PASSING: Setback = { kind: 'passing', asked: null };
const LIMIT: Setback = { kind: 'limit', asked: null };

/** The moment at which a request has been failing in one way for so long. */
function moment(setback: Setback, failing: number, more: Partial<Moment> = {}): Moment {
  const trouble = troubleAfter(null, setback, at(0));
  return { now: at(failing), round: 0, troubles: [trouble], answered: true, random: 0, ...more };
}

const asked = fc.option(fc.integer({ min: 0, max: 10 * 60_000 }), { nil: null });
const setbacks: fc.Arbitrary<Setback> = fc.oneof(
  asked.map((wait): Setback => ({ kind: 'limit', asked: wait })),
  asked.map((wait): Setback => ({ kind: 'passing', asked: wait })),
  fc.constant<Setback>({ kind: 'nobody' }),
);
const cases = fc.record({
  rules: fc.constantFrom(...vendors.map(([, rules]) => rules)),
  setback: setbacks,
  failing: fc.integer({ min: 0, max: 6 * 60_000 }),
  round: fc.integer({ min: 0, max: 2000 }),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
  answered: fc.boolean(),
});

describe('whatever happens', () => {
  it('a wait is never shorter than the vendor asks, and never past the deadline', () => {
    fc.assert(
      fc.property(cases, ({ rules, setback, failing, ...more }) => {
        const next = nextStep(rules, setback, 'read', moment(setback, failing, more));
        const asks = 'asked' in setback ? (setback.asked ?? 0) : 0;
        const { deadline } = setback.kind === 'limit' ? rules.limit : rules.passing;
        if (next.kind === 'end') expect(failing + Math.max(next.wait, asks)).toBeGreaterThan(rules.nobody.deadline);
        else {
          expect(next.milliseconds).toBeGreaterThanOrEqual(asks);
          expect(failing + next.milliseconds).toBeLessThanOrEqual(deadline);
        }
      }),
    );
  });

  it('a change is made again only where nothing was done', () => {
    fc.assert(
      fc.property(cases, ({ rules, setback, failing, ...more }) => {
        const next = nextStep(rules, setback, 'change', moment(setback, failing, more));
        if (setback.kind !== 'limit') expect(next).toMatchObject({ kind: 'end', why: 'unrepeatable' });
      }),
    );
  });

  it('of many troubles the oldest one has its deadline', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 6 * 60_000 }), ({ rules, setback, failing, ...more }, older) => {
        const own = troubleAfter(null, setback, at(failing));
        const shared = troubleAfter(null, setback, at(-older));
        const next = nextStep(rules, setback, 'read', moment(setback, failing, { ...more, troubles: [own, shared] }));
        const { deadline } = setback.kind === 'limit' ? rules.limit : rules.passing;
        if (next.kind === 'wait') expect(older + failing + next.milliseconds).toBeLessThanOrEqual(deadline);
        else expect(next.tried).toBe(older + failing);
      }),
    );
  });
});

describe.each(vendors)('the rules of %s', (_, rules) => {
  it('an answer that asking again would not change is the end', () => {
    expect(nextStep(rules, { kind: 'final' }, 'read', moment(PASSING, 0))).toMatchObject({ kind: 'end', why: 'final' });
  });

  it('waits double, with jitter, up to the longest', () => {
    const wide: Rules = { ...rules, passing: { ...rules.passing, deadline: Number.POSITIVE_INFINITY } };
    const waits = (random: number) =>
      Array.from({ length: 12 }, (__, round) => nextStep(wide, PASSING, 'read', moment(PASSING, 0, { round, random })));
    const full = Array.from({ length: 12 }, (__, round) => Math.min(rules.passing.longest, 1000 * 2 ** round));
    const { from, to } = rules.passing.jitter;
    expect(waits(0)).toEqual(full.map((wait) => ({ kind: 'wait', milliseconds: Math.round(wait * from) })));
    expect(waits(1)).toEqual(full.map((wait) => ({ kind: 'wait', milliseconds: Math.round(wait * to) })));
  });

  it('where nobody has ever answered, gives up sooner than where somebody has', () => {
    const nobody: Setback = { kind: 'nobody' };
    // The next wait leads beyond the one deadline, and not beyond the other.
    const [now, round] = rules.nobody.deadline < 10_000 ? [2_000, 2] : [9_000, 4];
    const late = { round, random: 1 };
    expect(nextStep(rules, nobody, 'read', moment(nobody, now, { ...late, answered: false })).kind).toBe('end');
    expect(nextStep(rules, nobody, 'read', moment(nobody, now, { ...late, answered: true })).kind).toBe('wait');
  });

  it('a 5xx after a long limit has a deadline of its own; both in turn have one together', () => {
    const limited = troubleAfter(null, LIMIT, at(0));
    const { deadline } = rules.limit;
    const later = 0.8 * deadline;
    const mixed = troubleAfter(limited, PASSING, at(later));
    const step = (now: number) =>
      nextStep(rules, PASSING, 'read', moment(PASSING, 0, { now: at(now), troubles: [mixed] })).kind;
    expect(step(later)).toBe('wait');
    expect(step(deadline)).toBe('end');
  });
});

describe('where a limit says nothing of when it lifts', () => {
  it('GitHub is left alone for a minute at least', () => {
    const next = nextStep(RULES.github, LIMIT, 'read', moment(LIMIT, 0));
    expect(next).toEqual({ kind: 'wait', milliseconds: 60_000 });
  });

  it('AWS, whose buckets fill within seconds, is asked again soon', () => {
    const next = nextStep(RULES.aws, LIMIT, 'read', moment(LIMIT, 0, { random: 1 }));
    expect(next).toEqual({ kind: 'wait', milliseconds: 1000 });
  });
});

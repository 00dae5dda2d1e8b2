/** How an opt-out stands is told with why, and from when its time counts. */
import { describe, expect, test } from 'vitest';
import { beginningOf, shareLeft, standingOf } from '../../src/core/standing.js';
import { DAY, HOUR, later, NOW, timestamp } from '../fixtures/builders.js';
import { approval, optOut } from '../fixtures/opt-outs.js';

const POLICY = { approvalSource: 'github', remindBefore: [HOUR] } as const;
const stands = (of: Parameters<typeof optOut>[0], proof: Parameters<typeof approval>[0] | null = {}) =>
  standingOf(optOut(of), proof === null ? undefined : approval(proof), POLICY, NOW);

describe('why an opt-out stands as it does', () => {
  test('where the word says it all, nothing is added', () => {
    expect(stands({})).toEqual({ standing: 'active', why: '' });
    expect(stands({ expiresAt: later(HOUR) })).toEqual({ standing: 'expiring', why: '' });
  });

  test('where it exempts nobody, a sentence says why', () => {
    expect(stands({ expiresAt: NOW }).why).toBe('it exempts nobody any more');
    expect(stands({ startsAt: later(1) }).why).toBe('it has not begun');
    expect(stands({}, null)).toEqual({ standing: 'unverifiable', why: 'nothing is known of its approval' });
    expect(stands({ maxDuration: HOUR })).toEqual({
      standing: 'invalid',
      why: 'it lasts longer than its reason allows, counted from its merge',
    });
    expect(stands({ drifted: true })).toEqual({
      standing: 'invalid',
      why: "today's policy or roster speaks against it, and nothing proves that the one before its pull request did not",
    });
  });

  test('where the proof fails, its own words', () => {
    const of = (rule: string | null, verdict: 'unapproved' | 'unverifiable' = 'unapproved') =>
      stands({}, { verdict, rule, why: 'by the proof' });
    expect(of('reviews')).toEqual({ standing: 'unapproved', why: 'by the proof' });
    expect(of(null)).toEqual({ standing: 'unapproved', why: 'by the proof' });
    expect(of('merged')).toEqual({ standing: 'pending', why: 'by the proof' });
    expect(of('merged', 'unverifiable')).toEqual({ standing: 'unverifiable', why: 'by the proof' });
  });
});

describe('from when its time counts', () => {
  const beginning = (startsAt: number | null, mergedAt: number | null) => {
    const one = optOut({ startsAt: startsAt === null ? null : later(startsAt) });
    return beginningOf(one, approval({ mergedAt: mergedAt === null ? null : timestamp(later(mergedAt)) }));
  };

  test('the later of its merge and its beginning, or the one that is known', () => {
    expect(beginning(HOUR, -HOUR)).toBe(later(HOUR));
    expect(beginning(-2 * HOUR, -HOUR)).toBe(later(-HOUR));
    expect(beginning(null, -HOUR)).toBe(later(-HOUR));
    expect(beginning(HOUR, null)).toBe(later(HOUR));
    expect(beginning(null, null)).toBeNull();
    expect(beginningOf(optOut(), undefined)).toBeNull();
  });

  test('of one that ends when it begins, nothing is left', () => {
    const now = later(-HOUR);
    expect(shareLeft(optOut({ startsAt: NOW, expiresAt: NOW }), undefined, now)).toBe(0);
    expect(shareLeft(optOut({ startsAt: NOW, expiresAt: later(DAY) }), undefined, later(DAY / 4))).toBe(0.75);
  });
});

/** Each rule by itself: the forgery that it is there for is refused by it, and would pass without it. */
import { describe, expect, test } from 'vitest';
import type { Case } from '../../src/approval/case.js';
import { judge } from '../../src/approval/judge.js';
import { RULES } from '../../src/approval/rules.js';
import { at, DAY, later, NOW } from '../fixtures/builders.js';
import { optOut } from '../fixtures/opt-outs.js';
import { ALL_RULES, type Forgery, goodCase, review } from './cases.js';

test('a pull request that holds to all rules approves', () => {
  expect(judge(goodCase())).toMatchObject({ verdict: 'approved', by: ['kim.cho'], rule: null });
});

const HEAD = 'a'.repeat(40);

const ON_CASES: readonly Forgery[] = [
  {
    rule: 'merged',
    what: 'the pull request is still open',
    told: { pullRequest: { state: 'open' } },
    why: 'is not merged',
  },
  {
    rule: 'merged',
    what: 'it was merged into another branch',
    told: { pullRequest: { base: 'side' } },
    why: 'was merged into side',
  },
  {
    rule: 'brought',
    what: 'another commit brought the content again',
    told: { merges: false },
    why: 'brought it again after #41',
  },
  {
    rule: 'content',
    what: 'another content was reviewed',
    told: { reviewed: 'f'.repeat(40) },
    why: 'had another content',
  },
  { rule: 'content', what: 'no such file was reviewed', told: { reviewed: null }, why: 'had no such file' },
  {
    rule: 'whole',
    what: 'there is more of it than was read',
    told: { pullRequest: { cut: true } },
    why: 'more commits, authors or reviews',
  },
  {
    rule: 'answerable',
    what: 'the owner who answers for it owns nothing',
    told: { optOut: optOut({ owner: 'eve.hall' }) },
    why: 'its owner eve.hall was no designated owner of hub',
  },
  {
    rule: 'answerable',
    what: 'the owner who answers for it was not there',
    told: { optOut: optOut({ owner: 'nobody' }) },
    why: 'its owner nobody was not there',
  },
  {
    rule: 'duration',
    what: 'it lasts longer than its reason allowed',
    told: { optOut: optOut({ expiresAt: later(14 * DAY) }) },
    why: 'allowed (14 days)',
  },
  {
    rule: 'renewals',
    what: 'it follows three others without a gap',
    told: { earlier: [3, 2, 1] },
    why: 'for the third time in a row',
  },
  {
    rule: 'objection',
    what: 'another owner asks for changes',
    told: { reviews: [review('kim'), review('dan', { state: 'changes-requested' })] },
    why: 'though dan.fox, a designated owner, asks for changes',
  },
  { rule: 'approvals', what: 'nobody reviewed it', told: { reviews: [] }, why: 'was approved by nobody' },
  {
    rule: 'approvals',
    what: 'one approves where two have to',
    told: { reasons: { approvals: 2 } },
    why: 'with 1 of 2 approvals (kim.cho)',
  },
];

describe('rules on the whole pull request', () => {
  test.each(ON_CASES)('$rule: refuses where $what', ({ rule, told, why }) => {
    const forged = goodCase(told);

    expect(judge(forged)).toMatchObject({ verdict: 'unapproved', by: [], rule });
    expect(judge(forged).why).toContain(why);
    expect(judge(forged, without(rule))).toMatchObject({ verdict: 'approved' });
  });

  test('policy: refuses where there was no policy before, or not such a reason', () => {
    const nothing: Case = { ...goodCase(), bases: [{ commit: null, desired: null }] };

    expect(judge(nothing)).toMatchObject({ verdict: 'unapproved', rule: 'policy' });
    expect(judge(goodCase({ optOut: optOut({ reason: 'holiday' }) })).why).toBe(
      'the policy before #41 had no reason `holiday`',
    );
  });

  test('every rule is shown here', () => {
    const shown = new Set([...ON_CASES.map(({ rule }) => rule), 'policy']);
    expect(RULES.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

test('an opt-out that begins later is counted from there', () => {
  const later20 = optOut({ startsAt: later(20 * DAY), expiresAt: later(33 * DAY) });
  expect(judge(goodCase({ optOut: later20 }))).toMatchObject({ verdict: 'approved' });
});

test('the evidence names the commits, the contents, who approved and the terms', () => {
  expect(judge(goodCase()).evidence).toEqual({
    commit: 'c'.repeat(40),
    blob: 'd'.repeat(40),
    head: HEAD,
    base: 'e'.repeat(40),
    mergedBy: 'sam',
    reviews: [{ person: 'kim.cho', account: '101', at: '2026-11-22T08:00:00Z' }],
    terms: { holds: ['departed'], maxDuration: 'P14D', approvals: 1 },
  });
  expect(NOW).toBe(at('2026-11-23T09:00:00Z'));
});

function without(rule: string) {
  expect(ALL_RULES).toContain(rule);
  return RULES.filter(({ name }) => name !== rule);
}

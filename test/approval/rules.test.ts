/** Each rule by itself: the forgery that it is there for is refused by it, and would pass without it. */
import { describe, expect, test } from 'vitest';
import type { Case } from '../../src/approval/case.js';
import { judge } from '../../src/approval/judge.js';
import { REVIEW_RULES } from '../../src/approval/reviews.js';
import { RULES } from '../../src/approval/rules.js';
import { at, DAY, later, NOW } from '../fixtures/builders.js';
import { optOut } from '../fixtures/opt-outs.js';
import { ALL_RULES, goodCase, review, type Told } from './cases.js';

test('a pull request that holds to all rules approves', () => {
  expect(judge(goodCase())).toMatchObject({ verdict: 'approved', by: ['kim.cho'], rule: null });
});

interface Forgery {
  readonly rule: string;
  readonly what: string;
  readonly told?: Told;
  readonly why: string;
}

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
    why: 'more than 100 commits',
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
  { rule: 'approvals', what: 'nobody reviewed it', told: { reviews: [] }, why: 'was reviewed by nobody' },
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

const ON_REVIEWS: readonly Forgery[] = [
  {
    rule: 'person',
    what: "a bot approves with an owner's account",
    told: { reviews: [review('kim', { author: { kind: 'bot', id: '101', login: 'kim' } })] },
    why: 'is a bot',
  },
  {
    rule: 'roster',
    what: 'the account was moved from one owner to another within it',
    told: { swapped: true },
    why: 'was the account of dan.fox before #41, and of kim.cho within it',
  },
  {
    rule: 'standing',
    what: 'the approval was dismissed',
    told: { reviews: [review('kim', { state: 'dismissed' })] },
    why: 'the review of kim.cho was dismissed',
  },
  {
    rule: 'head',
    what: 'an older state was approved',
    told: { reviews: [review('kim', { commit: 'b'.repeat(40) })] },
    why: 'kim.cho approved bbbbbbbbbbbb, and what was merged is aaaaaaaaaaaa',
  },
  {
    rule: 'head',
    what: 'what was approved is gone',
    told: { reviews: [review('kim', { commit: null })] },
    why: 'approved a commit that is gone',
  },
  {
    rule: 'in-time',
    what: 'the approval came after the merge',
    told: { reviews: [review('kim', { at: later(DAY) })] },
    why: 'after the merge',
  },
  {
    rule: 'active',
    what: 'the approver had left',
    told: { kim: { status: 'departed' }, optOut: optOut({ owner: 'dan.fox' }) },
    why: 'had left',
  },
  {
    rule: 'active',
    what: 'their last hour was over',
    told: { kim: { leavesAt: later(-2 * DAY) }, optOut: optOut({ owner: 'dan.fox' }) },
    why: 'had left',
  },
  { rule: 'active', what: 'the approver was suspended', told: { kim: { status: 'suspended' } }, why: 'was suspended' },
  {
    rule: 'author',
    what: 'the approver opened it',
    told: { pullRequest: { author: { kind: 'user', id: '101', login: 'kim' } } },
    why: 'kim.cho opened #41',
  },
  {
    rule: 'committer',
    what: 'the approver wrote a commit',
    told: { authors: [{ id: '101', email: '' }] },
    why: 'kim.cho wrote a part of #41',
  },
  {
    rule: 'committer',
    what: "a commit has the approver's e-mail and no account",
    told: { authors: [{ id: null, email: 'Kim.Cho@acme.example' }] },
    why: 'kim.cho wrote a part of #41',
  },
  {
    rule: 'requester',
    what: 'the approver asks for it',
    told: { optOut: optOut({ requestedBy: 'kim.cho', owner: 'dan.fox' }) },
    why: 'kim.cho asks for it',
  },
  {
    rule: 'beneficiary',
    what: 'the approver is whom it exempts',
    told: { optOut: optOut({ person: 'kim.cho', owner: 'dan.fox' }) },
    why: 'kim.cho is whom it exempts',
  },
];

describe('rules on each review', () => {
  test.each(ON_REVIEWS)('$rule: does not count where $what', ({ rule, told, why }) => {
    const forged = goodCase(told);

    expect(judge(forged)).toMatchObject({ verdict: 'unapproved', by: [], rule: 'approvals' });
    expect(judge(forged).why).toContain(why);
    expect(
      judge(
        forged,
        RULES,
        REVIEW_RULES.filter(({ name }) => name !== rule),
      ),
    ).toMatchObject({ verdict: 'approved' });
  });

  test('owner: does not count where the approver owns nothing here; without it the count of systems would say less', () => {
    const forged = goodCase({ reviews: [review('eve')] });
    const silent = REVIEW_RULES.filter(({ name }) => name !== 'owner');

    expect(judge(forged).why).toBe('eve.hall was no designated owner of hub in the policy before #41');
    expect(judge(forged, RULES, silent)).toMatchObject({
      verdict: 'unapproved',
      why: expect.stringContaining('no designated owner of hub'),
    });
  });

  test('every rule is shown here', () => {
    const shown = new Set([...ON_REVIEWS.map(({ rule }) => rule), 'owner']);
    expect(REVIEW_RULES.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('each account has one word: the latest that decides', () => {
  test('an approval that is followed by a request for changes is none', () => {
    const forged = goodCase({ reviews: [review('kim'), review('kim', { state: 'changes-requested' })] });
    expect(judge(forged)).toMatchObject({ verdict: 'unapproved' });
  });

  test('a request for changes that is followed by an approval is settled', () => {
    const settled = goodCase({ reviews: [review('kim', { state: 'changes-requested' }), review('kim')] });
    expect(judge(settled)).toMatchObject({ verdict: 'approved' });
  });

  test('a comment or a review that was not sent changes nothing', () => {
    const commented = goodCase({
      reviews: [review('kim'), review('kim', { state: 'commented' }), review('kim', { state: 'pending' })],
    });
    expect(judge(commented)).toMatchObject({ verdict: 'approved' });
  });

  test('two approvals of one account are one approval', () => {
    const twice = goodCase({ reviews: [review('kim'), review('kim')], reasons: { approvals: 2 } });
    expect(judge(twice).why).toContain('1 of 2 approvals');
  });

  test('the review of a deleted account is nobody’s', () => {
    expect(judge(goodCase({ reviews: [review('kim', { author: null })] }))).toMatchObject({ verdict: 'unapproved' });
  });

  test('the objection of somebody who owns nothing here stops nothing', () => {
    const asked = goodCase({ reviews: [review('kim'), review('eve', { state: 'changes-requested' })] });
    expect(judge(asked)).toMatchObject({ verdict: 'approved' });
  });
});

describe("the policy's owners stand in where none of a system's own is eligible", () => {
  test('for a system without owners', () => {
    expect(
      judge(goodCase({ owners: [], reviews: [review('dan')], optOut: optOut({ owner: 'dan.fox' }) })),
    ).toMatchObject({ by: ['dan.fox'] });
  });

  test('where its only owner is the requester', () => {
    const told = { owners: ['sam.lee'], reviews: [review('dan')], optOut: optOut({ owner: 'dan.fox' }) };
    expect(judge(goodCase(told))).toMatchObject({ verdict: 'approved', by: ['dan.fox'] });
  });

  test('not where the system has an eligible owner', () => {
    const told = { owners: ['kim.cho'], reviews: [review('dan')] };
    expect(judge(goodCase(told)).why).toContain('dan.fox was no designated owner of hub');
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

/** Each rule on a review by itself: the forgery that it is there for is refused by it, and would pass without it. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/approval/judge.js';
import { REVIEW_RULES } from '../../src/approval/reviews.js';
import { RULES } from '../../src/approval/rules.js';
import { DAY, later } from '../fixtures/builders.js';
import { optOut } from '../fixtures/opt-outs.js';
import { type Forgery, goodCase, review } from './cases.js';

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

  test('an owner who objects after the merge, and said nothing before, stops nothing', () => {
    const late = review('dan', { state: 'changes-requested', at: later(DAY) });
    expect(judge(goodCase({ reviews: [review('kim'), late] }))).toMatchObject({ verdict: 'approved' });
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

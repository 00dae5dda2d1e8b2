/** One opt-out and one pull request: does it prove a designated owner's approval of the content in force? */
import type { Approval, Evidence } from '../core/observation.js';
import { type Case, numberOf, termsOf, told } from './case.js';
import { REVIEW_RULES, type ReviewRule, votesOn } from './reviews.js';
import { RULES, type Rule } from './rules.js';

/** Asks the rules in turn. Taking one out shows what it is good for. */
export function judge(
  of: Case,
  rules: readonly Rule[] = RULES,
  reviewRules: readonly ReviewRule[] = REVIEW_RULES,
): Approval {
  const { optOut, pullRequest } = of;
  const votes = votesOn(of, reviewRules);
  const common = {
    optOut: optOut.id,
    pullRequest: pullRequest.number,
    mergedAt: pullRequest.mergedAt,
    evidence: evidenceOf(of, reviewRules),
  };
  for (const { name, refuses } of rules) {
    const why = refuses(of, reviewRules);
    if (why !== null) return { ...common, verdict: 'unapproved', by: [], why, rule: name };
  }
  const by = [...new Set(votes.map(({ person }) => person))].sort();
  const why = `approved by ${by.join(', ')} in ${numberOf(of)}, merged ${told(pullRequest.mergedAt)}`;
  return { ...common, verdict: 'approved', by, why, rule: null };
}

/** What can be refused where no policy can be read; null where nothing is. */
export function judgeWithoutPolicy(known: Omit<Case, 'bases' | 'besides'>): Approval | null {
  const of: Case = { ...known, bases: [], besides: [] };
  const { reviews, head } = of.pullRequest;
  const early = RULES.filter(({ name }) => EARLY.has(name));
  if (early.some(({ refuses }) => refuses(of, []) !== null)) return judge(of, early, []);
  const seen = reviews.some(({ state, commit }) => state === 'approved' && commit === head);
  const approvals = RULES.filter(({ name }) => name === 'approvals');
  const plain = REVIEW_RULES.filter(({ name }) => OF_NO_POLICY.has(name));
  return seen ? null : judge(of, approvals, plain);
}

const EARLY: ReadonlySet<string> = new Set(['merged', 'brought', 'content', 'whole']);
const OF_NO_POLICY: ReadonlySet<string> = new Set(['person', 'standing', 'head', 'in-time']);

function evidenceOf(of: Case, rules: readonly ReviewRule[]): Evidence {
  const { landed, pullRequest, bases } = of;
  const terms = termsOf(of);
  return {
    commit: landed.commit.oid,
    blob: landed.blob,
    head: pullRequest.head,
    base: bases[0]?.commit ?? null,
    mergedBy: pullRequest.mergedBy?.login ?? null,
    reviews: votesOn(of, rules).map(({ person, account, at }) => ({
      person,
      account: account as Evidence['reviews'][number]['account'],
      at: at ?? landed.commit.committedAt,
    })),
    terms:
      terms === null ? null : { holds: terms.holds, maxDuration: isoOf(terms.maxDuration), approvals: terms.approvals },
  };
}

function isoOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [days, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
  return `P${days === 0 ? '' : `${days}D`}${rest === 0 ? '' : `T${rest}S`}`;
}

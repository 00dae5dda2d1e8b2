/** One opt-out and one pull request: does it prove a designated owner's approval of the content in force? */
import type { Approval, Evidence } from '../core/observation.js';
import { formatInstant } from '../core/time.js';
import { type Case, numberOf, termsOf, told } from './case.js';
import { REVIEW_RULES, type ReviewRule } from './reviews.js';
import { RULES, type Rule, votesOn } from './rules.js';

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
      at: formatInstant(at),
    })),
    terms:
      terms === null ? null : { holds: terms.holds, maxDuration: isoOf(terms.maxDuration), approvals: terms.approvals },
  };
}

function isoOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds % 86_400 === 0 ? `P${seconds / 86_400}D` : `PT${seconds}S`;
}

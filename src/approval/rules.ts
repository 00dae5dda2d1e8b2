/** The rules that a pull request has to meet to prove an opt-out's approval. Each refuses with a sentence of its own. */
import { hasDeparted } from '../core/roster.js';
import { type Instant, instantOf } from '../core/time.js';
import { type Case, numberOf, short, termsOf, told } from './case.js';
import { renewalsOf } from './renewals.js';
import { ownedBy, ownersIn, type ReviewRule, refusalOf, votesOn, wordsOn } from './reviews.js';

export type RuleName =
  | 'merged'
  | 'brought'
  | 'content'
  | 'whole'
  | 'policy'
  | 'answerable'
  | 'duration'
  | 'renewals'
  | 'objection'
  | 'approvals';

/** A rule on the whole pull request. */
export interface Rule {
  readonly name: RuleName;
  /** Why it proves nothing, or null. */
  readonly refuses: (of: Case, reviewRules: readonly ReviewRule[]) => string | null;
}

/** In the order in which they are asked: the first that refuses is told. */
export const RULES: readonly Rule[] = [
  { name: 'merged', refuses: isNotMerged },
  { name: 'brought', refuses: isAnothersMerge },
  { name: 'content', refuses: hasAnotherContent },
  { name: 'whole', refuses: isTooLarge },
  { name: 'policy', refuses: hadNoTerms },
  { name: 'answerable', refuses: hasNoOwner },
  { name: 'duration', refuses: lastsTooLong },
  { name: 'renewals', refuses: isRenewedTooOften },
  { name: 'objection', refuses: isObjectedTo },
  { name: 'approvals', refuses: lacksApprovals },
];

function isNotMerged(of: Case): string | null {
  const { state, base } = of.pullRequest;
  if (state !== 'merged') return `${numberOf(of)}, which would bring it, is not merged`;
  return base === null || base === of.defaultBranch
    ? null
    : `${numberOf(of)} was merged into ${base}, not into ${of.defaultBranch}`;
}

function isAnothersMerge(of: Case): string | null {
  if (of.merges) return null;
  return `${short(of.landed.commit.oid)} brought it again after ${numberOf(of)} was merged, without a pull request of its own`;
}

function hasAnotherContent(of: Case): string | null {
  if (of.reviewed === of.landed.blob) return null;
  const was = of.reviewed === null ? 'had no such file' : 'had another content';
  return `what was reviewed in ${numberOf(of)} ${was} than the one in force: it was changed while merging`;
}

function isTooLarge(of: Case): string | null {
  if (!of.pullRequest.cut) return null;
  return `${numberOf(of)} has more commits, authors or reviews than can be looked at each`;
}

function hadNoTerms(of: Case): string | null {
  if (of.bases.some(({ desired }) => desired === null)) {
    return `there was no policy before ${numberOf(of)}, so that nobody was a designated owner`;
  }
  if (termsOf(of) !== null) return null;
  return `the policy before ${numberOf(of)} had no reason \`${of.optOut.reason}\``;
}

function hasNoOwner(of: Case): string | null {
  const { owner } = of.optOut;
  const at = mergedAtOf(of);
  const people = of.bases.map(({ desired }) => desired?.people.find(({ id }) => id === owner) ?? null);
  if (people.some((person) => person === null || hasDeparted(person, at))) {
    return `its owner ${owner} was not there by the roster before ${numberOf(of)}`;
  }
  if (ownedBy(people, of).size > 0) return null;
  return `its owner ${owner} was no designated owner of ${of.optOut.systems.join(', ')} in the policy before ${numberOf(of)}`;
}

function lastsTooLong(of: Case): string | null {
  const terms = termsOf(of);
  const { expiresAt, reason } = of.optOut;
  if (terms === null || expiresAt - beganAt(of) <= terms.maxDuration) return null;
  return `it lasts longer than the reason \`${reason}\` allowed (${days(terms.maxDuration)}), counted from ${told(of.pullRequest.mergedAt)}`;
}

function isRenewedTooOften(of: Case): string | null {
  const most = termsOf(of)?.maxRenewals ?? 0;
  const count = renewalsOf(of.optOut, beganAt(of), of.besides);
  if (count <= most) return null;
  return `it prolongs the exemption for the ${ordinal(count)} time in a row, whatever the files were called; the policy allowed ${most}`;
}

/** A word that is decisive and against it, of somebody whose approval would have counted. */
function isObjectedTo(of: Case, rules: readonly ReviewRule[]): string | null {
  const others = rules.filter(({ name }) => name !== 'standing' && name !== 'head');
  const against = wordsOn(of).find(
    (word) => word.review.state === 'changes-requested' && refusalOf(word, of, others) === null,
  );
  if (against === undefined) return null;
  return `${numberOf(of)} was merged by ${mergerOf(of)} though ${against.name}, a designated owner, asks for changes`;
}

function lacksApprovals(of: Case, rules: readonly ReviewRule[]): string | null {
  const votes = votesOn(of, rules);
  const needed = Math.max(1, termsOf(of)?.approvals ?? 1);
  const voters = new Set(votes.map(({ person }) => person));
  const uncovered = of.optOut.systems.filter((id) => !votes.some(({ systems }) => systems.has(id)));
  if (voters.size >= needed && uncovered.length === 0) return null;
  const refused = wordsOn(of).flatMap((word) => refusalOf(word, of, rules) ?? []);
  if (voters.size === 0 && refused.length === 0) {
    return `${numberOf(of)} was approved by nobody and merged all the same by ${mergerOf(of)}`;
  }
  if (voters.size === 0) return refused.join('; ');
  const more = refused.length === 0 ? '' : `; ${refused.join('; ')}`;
  const by = [...voters].join(', ');
  if (voters.size < needed) {
    return `${numberOf(of)} was merged by ${mergerOf(of)} with ${voters.size} of ${needed} approvals (${by})${more}`;
  }
  const asked = uncovered.map((id) => `${id} (${ownersOf(id, of)})`).join(', ');
  return `${by} approved ${numberOf(of)}, and no designated owner of ${asked} did${more}`;
}

function ownersOf(id: Case['optOut']['systems'][number], of: Case): string {
  const [base] = of.bases;
  const owners = base?.desired == null ? [] : ownersIn(base.desired, id, of);
  return owners.length === 0 ? 'nobody could' : owners.join(' or ');
}

function mergedAtOf({ pullRequest, landed }: Case): Instant {
  return instantOf(pullRequest.mergedAt ?? landed.commit.committedAt);
}

/** `maxDuration` counts from the later of merge and `startsAt`. */
function beganAt(of: Case): Instant {
  return Math.max(mergedAtOf(of), of.optOut.startsAt ?? 0) as Instant;
}

function mergerOf({ pullRequest }: Case): string {
  return pullRequest.mergedBy === null ? 'somebody' : `@${pullRequest.mergedBy.login}`;
}

function days(length: number): string {
  const hours = length / 3_600_000;
  return hours % 24 === 0 ? `${hours / 24} days` : `${Math.round(hours * 100) / 100} hours`;
}

function ordinal(count: number): string {
  return count === 1 ? 'first' : count === 2 ? 'second' : count === 3 ? 'third' : `${count}th`;
}

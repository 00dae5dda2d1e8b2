import type { Decision, Plan } from '../core/decision.js';
import type { Remainder, RevocationResult } from '../core/outcome.js';
import { clockSentence, REVIEW_WORDS } from '../report/words.js';

/** `0` nothing outstanding, `1` bad input or a fault, `2` the plan holds revocations, `3` halted, `4` incomplete. */
export type ExitStatus = 0 | 1 | 2 | 3 | 4;

const INCOMPLETE_REVIEWS: ReadonlySet<string> = new Set([
  'partial-observation',
  'approval-unverifiable',
  'clock-skew',
  'idp-unreadable',
]);

/** Why a plan is not the whole truth, as sentences; empty where it is. Any of these ends a run with 4. */
export function incompleteness(plan: Plan): readonly string[] {
  const why: string[] = [];
  for (const { system, completeness, gaps } of plan.systems) {
    if (completeness.kind === 'partial') why.push(`${system} was not seen whole: ${completeness.gaps.join('; ')}`);
    for (const gap of gaps) {
      if (gap.declared) continue;
      // Who is about to lose access must be read; any other part may be one that this credential never sees.
      const way =
        gap.part === 'candidates' ? '' : `; if it never can be, name it under unavailable in ${system}'s file`;
      why.push(`${system}: ${gap.part} could not be read (${gap.why})${way}`);
    }
  }
  if (!plan.identityProviderRead) why.push('the identity provider could not be read: nobody was judged by it');
  if (plan.clockSkew !== null) why.push(clockSentence(plan.clockSkew));
  for (const file of plan.invalidOptOuts) why.push(`${file} is not a valid opt-out: it exempts nobody`);
  for (const id of plan.unverifiableOptOuts) why.push(`the approval of opt-out ${id} could not be verified`);
  return [...why, ...undecided(plan.decisions)];
}

/** How many of a kind are named each; of more, only how many there are. */
const NAMED = 3;

/** Accounts that nothing was decided on for want of knowledge, and departed people's that are protected. */
function undecided(decisions: readonly Decision[]): string[] {
  const groups = new Map<string, string[]>();
  for (const decision of decisions) {
    if (decision.kind !== 'review') continue;
    const protects = isDepartedAndProtected(decision);
    if (!protects && !INCOMPLETE_REVIEWS.has(decision.why)) continue;
    const what = protects ? 'its person has departed, and it is protected' : REVIEW_WORDS[decision.why];
    const key = `${decision.system} ${what}`;
    const sentence = groups.get(key);
    if (sentence === undefined) groups.set(key, [decision.system, what, decision.id]);
    else sentence.push(decision.id);
  }
  return [...groups.values()].map(([system = '', what, ...ids]) => {
    const many = ids.length > NAMED ? `${ids.length.toLocaleString('en-US')} accounts of ${system}` : ids.join(', ');
    return `${many}: ${what}`;
  });
}

function isDepartedAndProtected(decision: Decision): boolean {
  return decision.kind === 'review' && decision.why === 'protected' && decision.reason === 'departed';
}

/** Of a plan that was only made. */
export function statusOfPlan(plan: Plan): ExitStatus {
  if (plan.systems.some(({ guard }) => guard.kind === 'halt')) return 3;
  if (incompleteness(plan).length > 0) return 4;
  return plan.decisions.some(({ kind }) => kind === 'revoke') ? 2 : 0;
}

/** Of a plan that was carried out. */
export function statusOfRun(plan: Plan, results: readonly RevocationResult[]): ExitStatus {
  if (plan.systems.some(({ guard }) => guard.kind === 'halt')) return 3;
  const unfinished = results.some(
    ({ outcome, remainders }) => !SETTLED.has(outcome.kind) || remainders.some(isOpenEnded),
  );
  return unfinished || incompleteness(plan).length > 0 ? 4 : 0;
}

/** What nobody knows the end of is not done: a part that could not be read back, and that the policy does not declare. */
function isOpenEnded(remainder: Remainder): boolean {
  return remainder.kind === 'residual' && remainder.until === null;
}

/** Outcomes that leave nothing to do: what is residual ends by the system's own rules, at a stated time. */
const SETTLED: ReadonlySet<string> = new Set(['verified', 'residual', 'dropped']);

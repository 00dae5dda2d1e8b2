/** Whether the default branch is ruled as Leaver assumes: by rulesets and by the branch's own protection together. */
import { type Checked, type CheckFinding, found, judged, listed } from '../../core/checkup.js';
import type { BranchProtection, BranchRule, HostInspection, ReviewRule } from '../../ports/host-inspection.js';
import { checkBypass } from './bypass.js';
import { attempt, type Unchecked } from './part.js';

/** What is known of a branch. `unknown`: one of the two could not be read, so that what is missing may be there. */
interface Ruled {
  readonly rules: readonly BranchRule[];
  readonly protection: BranchProtection | null;
  readonly unknown: boolean;
}

/** @param validating names of the checks that validate a pull request; null where the workflows could not be read */
export async function checkBranch(
  inspection: HostInspection,
  branch: string,
  validating: readonly string[] | null,
): Promise<readonly Checked[]> {
  const where = `branch ${branch}`;
  const about = { where, why: 'Nothing else keeps somebody from changing the policy alone.' };
  const [rules, protection] = await Promise.all([
    attempt({ ...about, ...RULES }, () => inspection.rules(branch)),
    attempt({ ...about, ...PROTECTION }, () => inspection.protection(branch)),
  ]);
  const ruled: Ruled = {
    rules: 'value' in rules ? rules.value : [],
    protection: 'value' in protection ? protection.value : null,
    unknown: 'unread' in rules || 'unread' in protection,
  };
  return [
    ...('unread' in rules ? [rules.unread] : []),
    ...('unread' in protection ? [protection.unread] : []),
    ...requirements(ruled, where),
    statusCheck(ruled, where, validating),
    ...(await checkBypass(inspection, ruled, where)),
  ];
}

const RULES: Pick<Unchecked, 'check' | 'what' | 'permission'> = {
  check: 'host/rules',
  what: 'which rulesets are in force',
  permission: 'Metadata: read',
};
const PROTECTION: Pick<Unchecked, 'check' | 'what' | 'permission' | 'severity'> = {
  check: 'host/protection',
  what: "the branch's own protection",
  permission: 'Administration: read',
  // Where rulesets give everything, nothing depends on it.
  severity: 'info',
};

function reviewsOf({ rules, protection }: Ruled): readonly ReviewRule[] {
  const own = protection?.review ?? null;
  return [
    ...rules.flatMap((rule) => (rule.kind === 'pull-request' ? [rule.review] : [])),
    ...(own === null ? [] : [own]),
  ];
}

function requirements(ruled: Ruled, where: string): readonly Checked[] {
  const reviews = reviewsOf(ruled);
  const { rules, protection } = ruled;
  const ask = (met: boolean, question: Question) => judged(met, graded(ruled, where, question));
  const pushes = [
    ask(rules.some(({ kind }) => kind === 'no-force-push') || protection?.forcePush === false, FORCE_PUSH),
    ask(rules.some(({ kind }) => kind === 'no-deletion') || protection?.deletion === false, DELETION),
  ];
  const required = ask(reviews.length > 0, PULL_REQUEST);
  // Without a pull request there are no reviews to ask anything of.
  if (reviews.length === 0) return [required, ...pushes];
  return [
    required,
    ask(
      reviews.some(({ approvals }) => approvals >= 1),
      APPROVALS,
    ),
    ask(
      reviews.some(({ codeOwners }) => codeOwners),
      CODE_OWNERS,
    ),
    ask(
      reviews.some(({ dismissesStale }) => dismissesStale),
      STALE,
    ),
    ask(
      reviews.some(({ lastPush }) => lastPush),
      LAST_PUSH,
    ),
    ...pushes,
  ];
}

type Question = Omit<CheckFinding, 'where' | 'severity'> & {
  readonly severity?: CheckFinding['severity'];
  readonly good: string;
};

/** What could not be seen may be there: then it is a warning that says so. */
function graded({ unknown }: Ruled, where: string, { severity = 'error', ...question }: Question) {
  if (!unknown) return { ...question, where, severity };
  const what = `${question.what}, as far as could be read`;
  return { ...question, where, what, severity: severity === 'error' ? ('warning' as const) : severity };
}

const SETTINGS = "In the repository's settings, under Rules, ";
const PULL_REQUEST: Question = {
  check: 'host/pull-request',
  what: 'changes can be pushed without a pull request, and so without any review',
  why: 'Whoever may write could change the roster or the policy alone; an opt-out without a review holds nothing.',
  mend: `${SETTINGS}require a pull request before merging, with one approval and the review of code owners.`,
  good: 'changes need a pull request',
};
const APPROVALS: Question = {
  check: 'host/approvals',
  what: 'a pull request can be merged without any approval',
  why: 'Whoever may write could change the roster or the policy alone.',
  mend: `${SETTINGS}require at least one approval.`,
  good: 'a pull request needs an approval',
};
const CODE_OWNERS: Question = {
  check: 'host/code-owner-review',
  what: 'the review of code owners is not required',
  why: "Then anybody's approval will do for the roster and the policy, and CODEOWNERS is a mere suggestion.",
  mend: `${SETTINGS}require review from code owners.`,
  good: 'the review of code owners is required',
};
const STALE: Question = {
  check: 'host/stale-approvals',
  what: 'approvals stay when further commits are pushed',
  why: 'What is merged may be other than what was approved. Leaver takes no such approval for an opt-out; the rest has only this rule.',
  mend: `${SETTINGS}dismiss stale approvals when new commits are pushed.`,
  good: 'approvals are dismissed when further commits are pushed',
};
const LAST_PUSH: Question = {
  severity: 'warning',
  check: 'host/last-push-approval',
  what: 'whoever pushed last may give the approval that is needed',
  why: 'Two people can then do together what neither may alone: one opens, the other rewrites and approves.',
  mend: `${SETTINGS}require approval of the most recent reviewable push.`,
  good: 'the last push is approved by somebody else',
};
const FORCE_PUSH: Question = {
  check: 'host/force-push',
  what: 'history can be rewritten by a force push',
  why: 'Approvals are proved from the history; rewritten, it proves another one.',
  mend: `${SETTINGS}block force pushes.`,
  good: 'force pushes are blocked',
};
const DELETION: Question = {
  check: 'host/deletion',
  what: 'the branch can be deleted, and made anew with another history',
  why: 'Approvals are proved from the history; another one proves others.',
  mend: `${SETTINGS}restrict deletions.`,
  good: "the branch can't be deleted",
};

function statusCheck(ruled: Ruled, where: string, validating: readonly string[] | null): Checked {
  const required = [
    ...ruled.rules.flatMap((rule) => (rule.kind === 'status-checks' ? rule.checks : [])),
    ...(ruled.protection?.checks ?? []),
  ];
  const common = {
    check: 'host/status-check',
    why: 'What does not validate can be merged, and from then on nothing is revoked until somebody mends it.',
    mend: `${SETTINGS}require the status check of the workflow that validates${validating === null || validating.length === 0 ? '' : `: ${listed(validating)}`}.`,
    severity: 'warning' as const,
  };
  if (required.length === 0) {
    return found(graded(ruled, where, { ...common, what: 'no status check is required', good: '' }));
  }
  // A job of a matrix or of a reusable workflow adds to its name.
  const known = validating?.some((name) => required.some((one) => one === name || one.startsWith(`${name} `)));
  const what = `none of the required status checks (${listed(required)}) is that of a workflow here that validates`;
  const good = `required before merging: ${listed(required)}`;
  return judged(known !== false, graded(ruled, where, { ...common, what, good }));
}

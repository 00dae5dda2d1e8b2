/** Whether the clone holds what approvals are proved from. */
import { type Checked, judged } from '../../core/checkup.js';
import type { Checkout } from '../../ports/clone.js';

/** @param checkout null where the policy repository is no clone */
export function checkClone(checkout: Checkout | null): readonly Checked[] {
  const where = 'the clone';
  const why =
    'Approvals are proved from the history: without it each opt-out is unverifiable, and every run ends with 4.';
  if (checkout === null) {
    const what = 'this is no Git clone, or has no commit yet';
    const mend =
      'Run doctor in a clone of the policy repository; a new one needs `git init -b main` and a first commit.';
    return [judged(false, { severity: 'error', check: 'clone/history', where, what, why, mend, good: '' })];
  }
  return [
    judged(!checkout.shallow, {
      severity: 'error',
      check: 'clone/history',
      where,
      what: 'the history is cut off (a shallow clone)',
      why,
      mend: 'Run `git fetch --unshallow`; in a workflow give actions/checkout `fetch-depth: 0`.',
      good: 'the whole history is here',
    }),
    judged(checkout.origin !== null, {
      severity: 'info',
      check: 'clone/origin',
      where,
      what: 'there is no remote named origin',
      why: 'Outside of a workflow it tells at which host the policy repository lies.',
      mend: 'Run `git remote add origin …`, or set GITHUB_REPOSITORY to owner/name.',
      good: 'a remote named origin is known',
    }),
  ];
}

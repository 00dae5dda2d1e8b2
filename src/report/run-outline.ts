/** A run, told: what it came to, what changed, what is held back, what needs a person, and the figures. */
import type { Plan } from '../core/decision.js';
import type { EarlierResult, RevocationResult } from '../core/outcome.js';
import type { Register } from '../core/register.js';
import { changedGroups, isBreach, type RevocationTimes, reportedGroups } from './changed-outline.js';
import type { About } from './decision-rows.js';
import { groupOfEarlier } from './earlier-outline.js';
import { type Checkpoint, figuresGroup, outOfReach } from './figures-outline.js';
import { heldBack } from './held-outline.js';
import { needsOf } from './needs-outline.js';
import type { Group, Outline } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { NO_PROOFS, type Proofs } from './proofs.js';
import { verdictOfRun } from './verdict.js';

export interface Run {
  readonly plan: Plan;
  readonly results: readonly RevocationResult[];
  /** What earlier runs left, read back again. */
  readonly earlier: readonly EarlierResult[];
  readonly problems: readonly string[];
  /** What else a reader should know: reminders, a halt that somebody accepted. */
  readonly remarks: readonly string[];
  readonly requests: number;
  readonly about: About;
  readonly register: Register;
  readonly proofs?: Proofs;
  /** How many requests the host was asked for proofs; null where it was not. */
  readonly proofRequests?: number | null;
  readonly times?: RevocationTimes;
  readonly checkpoint?: Checkpoint | null;
}

/** One screen where nothing is to be said: what is as it should be is a figure, never a row. */
export function outlineOfRun(run: Run): Outline {
  const { plan, results, earlier, problems, remarks, requests, about, register } = run;
  const { proofs = NO_PROOFS, proofRequests = null, times = new Map(), checkpoint = null } = run;
  const held = heldBack(plan, register, proofRequests);
  const needs = needsOf({ plan, about, proofs, results, earlier, drift: plan.drift });
  const late = results.filter(({ revocation }) => isBreach(times.get(revocation))).length;
  const { tone, sentence } = verdictOfRun(plan, results, earlier, late, {
    ...{ about, problems, optOuts: held.count, needs: needs.count },
  });
  return {
    banner: plan.approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone,
    verdict: sentence,
    figures: [],
    problems,
    groups: [
      ...changedGroups(results, earlier, times),
      ...groupOfEarlier(earlier),
      ...held.groups,
      ...needs.groups,
      ...reportedGroups(plan, about),
      ...remarksOf(remarks),
      figuresGroup(plan, results, about, requests, checkpoint),
      ...outOfReach(results, about),
    ],
    // What was carried out, or would have been: the plan that was reviewed is found by it.
    footer: plan.decisions.some(({ kind }) => kind === 'revoke') ? [`Plan ${plan.digest}`] : [],
  };
}

function remarksOf(remarks: readonly string[]): Group[] {
  if (remarks.length === 0) return [];
  const none = { notes: [], rows: [], rest: '', unreachable: [], outside: [] };
  return [{ title: 'Also', aside: '', asides: remarks, ...none }];
}

/** A run, told: the plan's outline, with what became of each revocation in place of what was planned. */
import type { Drift, Plan } from '../core/decision.js';
import type { EarlierResult, Outcome, RevocationResult } from '../core/outcome.js';
import { groupOfEarlier } from './earlier-outline.js';
import { notesOf, rank, TONES } from './outcome-rows.js';
import type { Group, Outline, Row } from './outline.js';
import {
  type About,
  figuresOf,
  groupOf,
  NOT_ALL,
  notesOn,
  nothingToRevoke,
  outlineOfPlan,
  rowOf,
  subjectOf,
  whyOf,
} from './plan-outline.js';
import { NO_PROOFS, type Proofs } from './proofs.js';
import { count, driftSentence, when } from './words.js';

export interface Run {
  readonly plan: Plan;
  readonly results: readonly RevocationResult[];
  /** What earlier runs left, read back again. */
  readonly earlier: readonly EarlierResult[];
  readonly problems: readonly string[];
  /** What else a reader should know, below everything. */
  readonly remarks: readonly string[];
  readonly requests: number;
  readonly about: About;
  readonly proofs?: Proofs;
}

export function outlineOfRun(run: Run): Outline {
  const { plan, results, earlier, problems, remarks, requests, about, proofs = NO_PROOFS } = run;
  const before = outlineOfPlan(plan, problems, about, proofs);
  const halted = notesOn(plan, about).halted.size;
  const open = [...results, ...earlier].filter(({ outcome }) => OPEN.has(outcome.kind)).length;
  return {
    ...before,
    tone: open > 0 || problems.length > 0 || halted > 0 ? 'bad' : 'good',
    verdict: verdictOfRun(run),
    figures: figuresOfRun(plan, results, halted),
    groups: [
      ...groupsOf(plan, results, about, proofs),
      ...(earlier.length === 0 ? [] : [groupOfEarlier(earlier)]),
      ...(proofs.group === null ? [] : [proofs.group]),
    ],
    footer: [...remarks, `Run of ${when(plan.at)}, ${count(requests, 'request')}`, `Plan ${plan.digest}`],
  };
}

const REVOKED: ReadonlySet<Outcome['kind']> = new Set(['verified', 'residual', 'manual', 'pending']);
const OPEN: ReadonlySet<Outcome['kind']> = new Set(['failed', 'pending', 'manual']);

function verdictOfRun({ plan, results, earlier, problems, about }: Run): string {
  const many = (...kinds: readonly Outcome['kind'][]) =>
    results.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
  const revoked = results.filter(({ outcome }) => REVOKED.has(outcome.kind)).length;
  const planned = plan.decisions.some(({ kind }) => kind === 'revoke');
  const halted = plan.systems.filter(({ guard }) => guard.kind === 'halt').map(({ system }) => system);
  const parts: string[] = [];
  if (halted.length > 0) parts.push(`Halted by a guard in ${halted.join(', ')}.`);
  if (revoked > 0) parts.push(`${count(revoked, 'revocation')} carried out in ${plan.organization}.`);
  else parts.push(planned ? `Nothing was revoked in ${plan.organization}.` : nothingToRevoke(plan, about));
  const unverified = many('failed', 'pending');
  if (unverified > 0) parts.push(`${unverified} failed or could not be verified: see below.`);
  if (many('manual') > 0) parts.push(`${many('manual')} left something that only a person can do.`);
  const undone = earlier.filter(({ outcome }) => OPEN.has(outcome.kind)).length;
  if (undone > 0)
    parts.push(`${count(undone, 'revocation')} of earlier runs ${undone === 1 ? 'is' : 'are'} not done with.`);
  if (problems.length > 0) parts.push(NOT_ALL);
  return parts.join(' ');
}

function figuresOfRun(plan: Plan, results: readonly RevocationResult[], halted: number): Outline['figures'] {
  const outcomes = Object.keys(TONES).map((kind) => ({
    label: kind,
    value: results.filter(({ outcome }) => outcome.kind === kind).length,
  }));
  const own = [...outcomes, { label: 'halted', value: halted }].filter(({ value }) => value > 0);
  return [...own, ...figuresOf(plan.decisions.filter(({ kind }) => kind !== 'revoke'))].filter(
    ({ value }) => value > 0,
  );
}

/** What became of a decision stands in its row; what the plan no longer holds has a row of its own. */
function groupsOf(plan: Plan, results: readonly RevocationResult[], about: About, proofs: Proofs): Group[] {
  const done = new Map(results.map((result) => [result.decision.id, result]));
  const notes = notesOn(plan, about, proofs);
  const planned = new Set(plan.decisions.filter(({ kind }) => kind === 'revoke').map(({ id }) => id));
  return plan.systems.map((system) => {
    const group = groupOf(plan, system, about, (decision) => {
      const result = decision.kind === 'revoke' ? done.get(decision.id) : undefined;
      return result === undefined ? rowOf(decision, notes) : rowOfResult(result, notes.drift.get(decision.id));
    });
    const gone = results.filter(({ decision }) => decision.system === system.system && !planned.has(decision.id));
    return {
      ...group,
      rows: [...group.rows, ...gone.map((result) => rowOfResult(result))].sort((a, b) => rank(a) - rank(b)),
    };
  });
}

/** What went wrong, then what was done, then the rest as in a plan. */
function rowOfResult({ decision, outcome, remainders, steps }: RevocationResult, drift?: Drift): Row {
  const work = steps.length === 0 ? '' : ` · ${count(steps.length, 'step')}`;
  const again = drift === undefined ? [] : [driftSentence(drift)];
  return {
    tone: TONES[outcome.kind],
    mark: outcome.kind,
    subject: subjectOf(decision),
    detail: `${whyOf(decision)}${work}`,
    notes: [...again, ...notesOf(outcome, remainders)],
  };
}

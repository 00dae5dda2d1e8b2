/** A run, told: the plan's outline, with what became of each revocation in place of what was planned. */
import type { Plan } from '../core/decision.js';
import type { Outcome, Remainder, RevocationResult } from '../core/outcome.js';
import type { Group, Outline, Row, Tone } from './outline.js';
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
import { count, when } from './words.js';

const TONES: Readonly<Record<Outcome['kind'], Tone>> = {
  verified: 'good',
  residual: 'good',
  pending: 'hold',
  manual: 'look',
  failed: 'bad',
  dropped: 'quiet',
};

export interface Run {
  readonly plan: Plan;
  readonly results: readonly RevocationResult[];
  readonly problems: readonly string[];
  /** What else a reader should know, below everything. */
  readonly remarks: readonly string[];
  readonly requests: number;
  readonly about: About;
  readonly proofs?: Proofs;
}

export function outlineOfRun({ plan, results, problems, remarks, requests, about, proofs = NO_PROOFS }: Run): Outline {
  const before = outlineOfPlan(plan, problems, about, proofs);
  const halted = notesOn(plan, about).halted.size;
  const open = results.filter(({ outcome }) => OPEN.has(outcome.kind)).length;
  return {
    ...before,
    tone: open > 0 || problems.length > 0 || halted > 0 ? 'bad' : 'good',
    verdict: verdictOfRun(plan, results, problems, about),
    figures: figuresOfRun(plan, results, halted),
    groups: [...groupsOf(plan, results, about, proofs), ...(proofs.group === null ? [] : [proofs.group])],
    footer: [...remarks, `Run of ${when(plan.at)}, ${count(requests, 'request')}`, `Plan ${plan.digest}`],
  };
}

const REVOKED: ReadonlySet<Outcome['kind']> = new Set(['verified', 'residual', 'manual', 'pending']);
const OPEN: ReadonlySet<Outcome['kind']> = new Set(['failed', 'pending', 'manual']);

function verdictOfRun(
  plan: Plan,
  results: readonly RevocationResult[],
  problems: readonly string[],
  about: About,
): string {
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
      return result === undefined ? rowOf(decision, notes) : rowOfResult(result);
    });
    const gone = results.filter(({ decision }) => decision.system === system.system && !planned.has(decision.id));
    return { ...group, rows: [...group.rows, ...gone.map(rowOfResult)].sort((a, b) => rank(a) - rank(b)) };
  });
}

/** What went wrong, then what was done, then the rest as in a plan. */
function rank({ tone, mark }: Row): number {
  if (tone === 'bad') return 0;
  return Object.hasOwn(TONES, mark) ? 1 : 2;
}

function rowOfResult({ decision, outcome, remainders, steps }: RevocationResult): Row {
  const work = steps.length === 0 ? '' : ` · ${count(steps.length, 'step')}`;
  const notes = remainders.map(sentenceOf);
  if (outcome.kind === 'failed') notes.unshift(...outcome.why);
  if (outcome.kind === 'dropped') notes.unshift(outcome.why);
  return {
    tone: TONES[outcome.kind],
    mark: outcome.kind,
    subject: subjectOf(decision),
    detail: `${whyOf(decision)}${work}`,
    notes,
  };
}

function sentenceOf(remainder: Remainder): string {
  switch (remainder.kind) {
    case 'pending':
      return `not visible yet: ${remainder.what}`;
    case 'residual':
      return `stays ${remainder.until === null ? 'for a time' : `until ${when(remainder.until)}`}: ${remainder.what}`;
    case 'manual':
      return `to do: ${remainder.what}: ${remainder.todo}`;
  }
}

/** A run, told: the plan's outline, with what became of each revocation in place of what was planned. */

import type { Plan } from '../core/decision.js';
import type { Outcome, Remainder, RevocationResult } from '../core/outcome.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { figuresOf, outlineOfPlan, subjectOf } from './plan-outline.js';
import { count, REASON_WORDS, when } from './words.js';

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
  readonly requests: number;
  readonly unreachable: ReadonlyMap<string, readonly string[]>;
}

export function outlineOfRun({ plan, results, problems, requests, unreachable }: Run): Outline {
  const before = outlineOfPlan(plan, problems, unreachable);
  const done = new Map(results.map((result) => [result.decision.id, result]));
  const failed = results.filter(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'pending').length;
  const revoked = results.filter(({ outcome }) => REVOKED.has(outcome.kind)).length;
  const halted = plan.systems.filter(({ guard }) => guard.kind === 'halt').map(({ system }) => system);
  const bad = failed > 0 || problems.length > 0 || halted.length > 0;
  return {
    ...before,
    tone: bad ? 'bad' : 'good',
    verdict: verdictOfRun(plan.organization, revoked, failed, halted, problems),
    figures: figuresOfRun(plan, results),
    groups: before.groups.map((group) => groupOfRun(group, plan, done)),
    footer: [`Run of ${when(plan.at)}, ${count(requests, 'request')}`, `Plan ${plan.digest}`],
  };
}

const REVOKED: ReadonlySet<Outcome['kind']> = new Set(['verified', 'residual', 'manual', 'pending']);

function verdictOfRun(
  organization: string,
  revoked: number,
  failed: number,
  halted: readonly string[],
  problems: readonly string[],
): string {
  const parts: string[] = [];
  if (halted.length > 0) parts.push(`Halted by a guard in ${halted.join(', ')}.`);
  parts.push(
    revoked > 0
      ? `${count(revoked, 'revocation')} carried out in ${organization}.`
      : `Nothing to revoke in ${organization}.`,
  );
  if (failed > 0) parts.push(`${failed} failed or could not be verified: see below.`);
  else if (problems.length > 0) parts.push('Incomplete: see below.');
  return parts.join(' ');
}

function figuresOfRun(plan: Plan, results: readonly RevocationResult[]): Outline['figures'] {
  const outcomes = [...new Set(results.map(({ outcome }) => outcome.kind))].map((kind) => ({
    label: kind,
    value: results.filter(({ outcome }) => outcome.kind === kind).length,
  }));
  return [...outcomes, ...figuresOf(plan.decisions).filter(({ label }) => label !== 'revoke')];
}

function groupOfRun(group: Group, plan: Plan, done: ReadonlyMap<string, RevocationResult>): Group {
  const revocations = plan.decisions.flatMap((decision) => {
    if (decision.system !== group.title || decision.kind !== 'revoke') return [];
    const result = done.get(decision.id);
    return result === undefined ? [] : [rowOfResult(result)];
  });
  const untouched = group.rows.filter(({ tone }) => tone !== 'act' || revocations.length === 0);
  return { ...group, rows: [...revocations, ...untouched] };
}

function rowOfResult({ decision, outcome, remainders, steps }: RevocationResult): Row {
  const lapsed = decision.lapsedOptOut === null ? '' : `; opt-out ${decision.lapsedOptOut} lapsed`;
  const work = steps.length === 0 ? '' : ` · ${count(steps.length, 'step')}`;
  const notes = remainders.map(sentenceOf);
  if (outcome.kind === 'failed') notes.unshift(...outcome.why);
  if (outcome.kind === 'dropped') notes.unshift(outcome.why);
  return {
    tone: TONES[outcome.kind],
    mark: outcome.kind,
    subject: subjectOf(decision),
    detail: `${REASON_WORDS[decision.reason]}${lapsed}${work}`,
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

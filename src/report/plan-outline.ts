/**
 * A plan, told: the verdict, what needs a person, and then system by system what would be revoked and what is held until when,
 * as a reviewer needs it.
 */
import type { Decision, Plan, PlannedSystem } from '../core/decision.js';
import { type About, isOnlyReported, notesOn, rowOf, type SystemAbout, subjectOf } from './decision-rows.js';
import { needOf, needsOf } from './needs-outline.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { NO_PROOFS, type Proofs } from './proofs.js';
import { verdictOfPlan } from './verdict.js';
import { count, when } from './words.js';

export const UNPROVEN_BANNER =
  'Approvals are not checked (approvalSource: none): every opt-out counts as approved. For a try-out only.';

export function outlineOfPlan(
  plan: Plan,
  problems: readonly string[],
  about: About,
  proofs: Proofs = NO_PROOFS,
): Outline {
  const notes = notesOn(plan, about, proofs);
  // Drift stands with what would be revoked again.
  const needs = needsOf({ plan, about, proofs, results: [], earlier: [], drift: [] });
  const { tone, sentence } = verdictOfPlan(plan, { about, problems, optOuts: null, needs: needs.count });
  return {
    banner: plan.approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone,
    verdict: sentence,
    figures: figuresOf(plan.decisions),
    groups: [
      // First, since rows may be many and a host shows only so much.
      ...needs.groups,
      ...plan.systems.map((system) => groupOf(plan, system, about, (decision) => rowOf(decision, notes))),
      ...(proofs.group === null ? [] : [{ ...proofs.group, rows: [], notes: [], rest: '' }]),
    ],
    problems,
    footer: [`Plan of ${when(plan.at)}`, `Digest ${plan.digest}`],
  };
}

const FIGURES: readonly (readonly [kind: Decision['kind'], label: string])[] = [
  ['revoke', 'to revoke'],
  ['exempt', 'exempt'],
  ['settled', 'settled'],
  ['review', 'to review'],
  ['keep', 'kept'],
];

/** How many decisions there are of each kind; those that there are none of are left out, but for revocations. */
export function figuresOf(decisions: readonly Decision[]): Outline['figures'] {
  return FIGURES.map(([kind, label]) => ({
    label,
    value: decisions.filter((decision) => decision.kind === kind).length,
  })).filter(({ label, value }) => value > 0 || label === 'to revoke');
}

/** A system's rows in order of urgency; what needs a person, and what stands outside for good, is told elsewhere. */
export function groupOf(plan: Plan, planned: PlannedSystem, about: About, row: (decision: Decision) => Row): Group {
  const own = plan.decisions.filter(({ system }) => system === planned.system);
  const kept = own.filter(({ kind }) => kind === 'keep').length;
  const first = own.filter((decision) => isOnlyReported(decision, about));
  const shown = own.filter((decision) => isOwnRow(decision, about));
  const rows = [...first, ...shown].map(row);
  const system = about.get(planned.system);
  return {
    title: planned.system,
    aside: asideOf(planned, system),
    notes: [],
    asides: [...declaredOf(planned), ...runnersOwn(own)],
    rows: rows.sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone)),
    unreachable: planned.revocations > 0 ? (system?.unreachable ?? []) : [],
    outside: (system?.protected ?? []).map(({ account, owner, reason }) => `${account} (${reason}; owner ${owner})`),
    rest: kept > 0 ? `${kept.toLocaleString('en-US')} kept` : '',
  };
}

function isOwnRow(decision: Decision, about: About): boolean {
  if (decision.kind === 'keep' || isOnlyReported(decision, about) || needOf(decision, about) !== null) return false;
  return decision.kind !== 'review' || (decision.why !== 'protected' && decision.why !== 'self');
}

function runnersOwn(decisions: readonly Decision[]): string[] {
  const own = decisions.filter((one) => one.kind === 'review' && one.why === 'self').map(subjectOf);
  return own.length === 0 ? [] : [`the runner's own, never revoked: ${own.join(', ')}`];
}

const ORDER: readonly Tone[] = ['bad', 'act', 'hold', 'look', 'good', 'quiet'];

function asideOf({ accounts, completeness }: PlannedSystem, about: SystemAbout | undefined): string {
  const alone = accounts === 1 ? 'read by itself' : 'read by themselves';
  const seen = { complete: 'seen whole', partial: 'NOT seen whole', scoped: alone }[completeness.kind];
  const requests = about === undefined ? '' : ` in ${count(about.requests, 'request')}`;
  const mode = about?.mode === 'report' ? '; report mode: nothing is revoked here' : '';
  if (accounts === 0 && completeness.kind === 'partial') return `could not be read${mode}`;
  if (accounts === 0 && completeness.kind === 'scoped') return `no such account there${requests}${mode}`;
  return `${count(accounts, 'account')}, ${seen}${requests}${mode}`;
}

/** What is known not to be readable; what was not read and should have been stands among the problems. */
function declaredOf({ gaps }: PlannedSystem): string[] {
  const parts = gaps.filter((gap) => gap.declared).map(({ part }) => part);
  return parts.length === 0 ? [] : [`not read, as the policy declares (unavailable): ${parts.join(', ')}`];
}

/** A plan, told system by system: what would be revoked, what is held and until when, what a person has to look at. */
import type { Decision, Plan, PlannedSystem, Revoke, Warning } from '../core/decision.js';
import { type Instant, instantOf } from '../core/time.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { count, REASON_WORDS, REVIEW_WORDS, relative, span, stageWord, violationSentence, when } from './words.js';

export const UNPROVEN_BANNER =
  'Approvals are not checked (approvalSource: none): every opt-out counts as approved. For a try-out only.';

/** Everything shown of a decision besides the decision itself. */
export interface PlanNotes {
  readonly warnings: ReadonlyMap<string, readonly Warning[]>;
  readonly now: Instant;
}

export function outlineOfPlan(
  plan: Plan,
  problems: readonly string[],
  unreachable: ReadonlyMap<string, readonly string[]>,
): Outline {
  const now = instantOf(plan.at);
  const warnings = new Map<string, Warning[]>();
  for (const warning of plan.warnings) {
    warnings.set(warning.decision, [...(warnings.get(warning.decision) ?? []), warning]);
  }
  const halted = plan.systems.filter(({ guard }) => guard.kind === 'halt');
  const revocations = plan.decisions.filter(({ kind }) => kind === 'revoke').length;
  return {
    banner: plan.approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone: halted.length > 0 || problems.length > 0 ? 'bad' : revocations > 0 ? 'act' : 'good',
    verdict: verdictOfPlan(plan, revocations, halted, problems),
    figures: figuresOf(plan.decisions),
    groups: plan.systems.map((system) => groupOf(system, plan.decisions, { warnings, now }, unreachable)),
    problems,
    footer: [`Plan of ${when(plan.at)}, ${plan.digest}`],
  };
}

function verdictOfPlan(
  plan: Plan,
  revocations: number,
  halted: readonly PlannedSystem[],
  problems: readonly string[],
): string {
  const incomplete = problems.length > 0 ? ' What could not be read is named below.' : '';
  if (halted.length > 0) {
    return `Halted by a guard in ${halted.map(({ system }) => system).join(', ')}: see the limits below.${incomplete}`;
  }
  if (revocations === 0) return `Nothing to revoke in ${plan.organization}.${incomplete}`;
  return `${count(revocations, 'revocation')} planned in ${plan.organization}.${incomplete}`;
}

const KINDS = ['revoke', 'exempt', 'settled', 'review', 'keep'] as const;

export function figuresOf(decisions: readonly Decision[]): Outline['figures'] {
  return KINDS.map((kind) => ({ label: kind, value: decisions.filter((decision) => decision.kind === kind).length }));
}

function groupOf(
  planned: PlannedSystem,
  decisions: readonly Decision[],
  notes: PlanNotes,
  unreachable: ReadonlyMap<string, readonly string[]>,
): Group {
  const own = decisions.filter(({ system }) => system === planned.system);
  const kept = own.filter(({ kind }) => kind === 'keep').length;
  const rows = own.filter(({ kind }) => kind !== 'keep').map((decision) => rowOf(decision, notes));
  return {
    title: planned.system,
    aside: asideOf(planned),
    notes: notesOf(planned),
    rows: rows.sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone)),
    unreachable: planned.revocations > 0 ? (unreachable.get(planned.system) ?? []) : [],
    rest: kept > 0 ? `${kept.toLocaleString('en-US')} more kept` : '',
  };
}

const ORDER: readonly Tone[] = ['bad', 'act', 'hold', 'look', 'good', 'quiet'];

export function asideOf({ accounts, completeness }: PlannedSystem): string {
  const seen = { complete: 'seen whole', partial: 'NOT seen whole', scoped: 'read by themselves' }[completeness.kind];
  return `${count(accounts, 'account')}, ${seen}`;
}

export function notesOf({ guard, completeness, gaps }: PlannedSystem): string[] {
  const notes: string[] = [];
  if (guard.kind === 'halt') {
    notes.push(...guard.violations.map((violation) => `halted: ${violationSentence(violation)}`));
  }
  if (completeness.kind === 'partial') notes.push(...completeness.gaps.map((gap) => `not seen whole: ${gap}`));
  for (const { part, why, declared } of gaps) {
    notes.push(`not readable here${declared ? ' (declared)' : ''}: ${part}${why === '' ? '' : ` (${why})`}`);
  }
  return notes;
}

/** One decision as a row: who, what and why, and below it whatever a person should know before it happens. */
export function rowOf(decision: Decision, { warnings, now }: PlanNotes): Row {
  const subject = subjectOf(decision);
  switch (decision.kind) {
    case 'revoke':
      return {
        tone: 'act',
        mark: stageWord(decision),
        subject,
        detail: REASON_WORDS[decision.reason] + lapsed(decision),
        notes: (warnings.get(decision.id) ?? []).map((warning) => warningSentence(warning, now)),
      };
    case 'exempt': {
      const until = `until ${when(decision.expiresAt)}, ${relative(decision.expiresAt, now)}`;
      return {
        tone: 'hold',
        mark: 'exempt',
        subject,
        detail: `${until} (opt-out ${decision.optOut})`,
        notes: [],
      };
    }
    case 'settled': {
      const date = decision.deleteAfter === null ? 'kept suspended' : `deleted after ${when(decision.deleteAfter)}`;
      return { tone: 'quiet', mark: 'settled', subject, detail: `suspended before; ${date}`, notes: [] };
    }
    case 'review':
      return { tone: 'look', mark: 'review', subject, detail: REVIEW_WORDS[decision.why], notes: [] };
    case 'keep':
      return { tone: 'good', mark: 'keep', subject, detail: '', notes: [] };
  }
}

function lapsed({ lapsedOptOut }: Revoke): string {
  return lapsedOptOut === null ? '' : `; opt-out ${lapsedOptOut} lapsed`;
}

export function subjectOf({ person, service, account, entitlement }: Decision): string {
  const owner = person ?? service;
  const name = owner === null || owner === account.name ? account.name : `${owner} (${account.name})`;
  return entitlement === null ? name : `${name} ${entitlement}`;
}

export function warningSentence({ entitlement, lastUsedAt, lastUsedBy }: Warning, now: Instant): string {
  const by = lastUsedBy === null ? '' : `, ${lastUsedBy}`;
  return `${entitlement} was used ${span(now - instantOf(lastUsedAt))} ago${by}: something may still run on it`;
}

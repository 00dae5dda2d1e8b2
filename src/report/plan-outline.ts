/** A plan, told system by system: what would be revoked, what is held and until when, what a person has to look at. */
import type { Decision, Drift, Guard, Plan, PlannedSystem, Review, Revoke, Warning } from '../core/decision.js';
import { executable } from '../core/guard.js';
import type { System } from '../core/model.js';
import { type Instant, instantOf } from '../core/time.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { NO_PROOFS, type Proofs } from './proofs.js';
import {
  count,
  driftSentence,
  REASON_WORDS,
  REVIEW_WORDS,
  relative,
  span,
  stageWord,
  violationSentence,
  when,
} from './words.js';

export const UNPROVEN_BANNER =
  'Approvals are not checked (approvalSource: none): every opt-out counts as approved. For a try-out only.';

/** What a report says of a system besides its decisions. */
export interface SystemAbout extends Pick<System, 'mode' | 'orphans' | 'protected'> {
  /** What its kind holds that Leaver can't reach. */
  readonly unreachable: readonly string[];
  /** How many requests it took to observe it. */
  readonly requests: number;
}
export type About = ReadonlyMap<string, SystemAbout>;

/** Everything shown of a decision besides the decision itself. */
export interface PlanNotes {
  readonly warnings: ReadonlyMap<string, readonly Warning[]>;
  /** By decision, what was revoked before and is there again. */
  readonly drift: ReadonlyMap<string, Drift>;
  readonly now: Instant;
  /** Revocations that a guard holds. */
  readonly halted: ReadonlySet<string>;
  readonly about: About;
  readonly proofs: Proofs;
}

export function outlineOfPlan(
  plan: Plan,
  problems: readonly string[],
  about: About,
  proofs: Proofs = NO_PROOFS,
): Outline {
  const notes = notesOn(plan, about, proofs);
  const halted = plan.systems.filter(({ guard }) => guard.kind === 'halt');
  const revocations = plan.decisions.filter(({ kind }) => kind === 'revoke').length;
  return {
    banner: plan.approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone: halted.length > 0 || problems.length > 0 ? 'bad' : revocations > 0 ? 'act' : 'good',
    verdict: verdictOfPlan(plan, revocations, halted, problems, about),
    figures: figuresOf(plan.decisions),
    groups: [
      ...plan.systems.map((system) => groupOf(plan, system, about, (decision) => rowOf(decision, notes))),
      ...(proofs.group === null ? [] : [proofs.group]),
    ],
    problems,
    footer: [`Plan of ${when(plan.at)}`, `Digest ${plan.digest}`],
  };
}

export function notesOn(plan: Plan, about: About, proofs: Proofs = NO_PROOFS): PlanNotes {
  const warnings = new Map<string, Warning[]>();
  for (const warning of plan.warnings) {
    const there = warnings.get(warning.decision);
    if (there === undefined) warnings.set(warning.decision, [warning]);
    else there.push(warning);
  }
  const free = new Set(executable(plan).map(({ id }) => id));
  const revocations = plan.decisions.filter(({ kind }) => kind === 'revoke');
  const halted = new Set(revocations.map(({ id }) => id).filter((id) => !free.has(id)));
  const drift = new Map(plan.drift.map((one) => [one.decision, one]));
  return { warnings, drift, now: instantOf(plan.at), halted, about, proofs };
}

function verdictOfPlan(
  plan: Plan,
  revocations: number,
  halted: readonly PlannedSystem[],
  problems: readonly string[],
  about: About,
): string {
  const incomplete = problems.length > 0 ? ` ${NOT_ALL}` : '';
  if (halted.length > 0) {
    const where = halted.map(({ system }) => system).join(', ');
    return `Halted by a guard in ${where}: ${count(revocations, 'revocation')} planned in ${plan.organization}.${incomplete}`;
  }
  if (revocations === 0) return `${nothingToRevoke(plan, about)}${incomplete}`;
  return `${count(revocations, 'revocation')} planned in ${plan.organization}.${incomplete}`;
}

/** Where a system was not seen, nobody knows that there is nothing to revoke. */
export function nothingToRevoke({ organization, systems, decisions }: Plan, about: About): string {
  const unseen = systems.some(({ completeness, guard }) => completeness.kind === 'partial' || isHollow(guard));
  const nothing = unseen ? `No revocation is planned in ${organization}.` : `Nothing to revoke in ${organization}.`;
  const reported = decisions.filter((decision) => isOnlyReported(decision, about)).length;
  return reported === 0 ? nothing : `${nothing} ${count(reported, 'account')} would lose access in enforce mode.`;
}

/** A listing that was not believed. */
function isHollow(guard: Guard): boolean {
  return guard.kind === 'halt' && guard.violations.some(({ rule }) => rule === 'emptySystem');
}

/** Whether report mode alone keeps it from being revoked; an orphan that is only reviewed would stay in any mode. */
function isOnlyReported(decision: Decision, about: About): boolean {
  if (decision.kind !== 'review' || decision.why !== 'report-mode' || decision.entitlement !== null) return false;
  return decision.reason !== 'orphaned' || about.get(decision.system)?.orphans !== 'review';
}

export const NOT_ALL = 'Not everything could be read or decided: see below.';

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

/** A system's rows in order of urgency. */
export function groupOf(plan: Plan, planned: PlannedSystem, about: About, row: (decision: Decision) => Row): Group {
  const own = plan.decisions.filter(({ system }) => system === planned.system);
  const kept = own.filter(({ kind }) => kind === 'keep').length;
  const first = own.filter((decision) => isOnlyReported(decision, about));
  const shown = own.filter((decision) => decision.kind !== 'keep' && !isOnlyReported(decision, about));
  const rows = [...first, ...shown].map(row);
  const system = about.get(planned.system);
  return {
    title: planned.system,
    aside: asideOf(planned, system),
    notes: planned.guard.kind === 'halt' ? planned.guard.violations.map(violationSentence) : [],
    asides: declaredOf(planned),
    rows: rows.sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone)),
    unreachable: planned.revocations > 0 ? (system?.unreachable ?? []) : [],
    outside: (system?.protected ?? []).map(({ account, owner, reason }) => `${account} (${reason}; owner ${owner})`),
    rest: kept > 0 ? `${kept.toLocaleString('en-US')} kept` : '',
  };
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

/** One decision as a row: who, what and why, and below it whatever a person should know before it happens. */
export function rowOf(decision: Decision, { warnings, drift, now, halted, about, proofs }: PlanNotes): Row {
  const subject = subjectOf(decision);
  switch (decision.kind) {
    case 'revoke': {
      const held = halted.has(decision.id);
      const again = drift.get(decision.id);
      const notes = (warnings.get(decision.id) ?? []).map((warning) => warningSentence(warning, now));
      if (again !== undefined) notes.unshift(driftSentence(again));
      return {
        tone: held ? 'bad' : 'act',
        mark: held ? 'halted' : stageWord(decision),
        subject,
        detail: whyOf(decision),
        notes,
      };
    }
    case 'exempt': {
      const until = `until ${when(decision.expiresAt)}, ${relative(decision.expiresAt, now)}`;
      const detail = `${REASON_WORDS[decision.reason]}; ${until} (opt-out ${decision.optOut})`;
      const proof = proofs.approvals.get(decision.optOut);
      return { tone: 'hold', mark: 'exempt', subject, detail, notes: proof === undefined ? [] : [proof.why] };
    }
    case 'settled': {
      const date = decision.deleteAfter === null ? 'stays suspended' : `deleted after ${when(decision.deleteAfter)}`;
      return { tone: 'quiet', mark: 'settled', subject, detail: `suspended before; ${date}`, notes: [] };
    }
    case 'review':
      return { tone: 'look', mark: 'review', subject, detail: reviewSentence(decision, about), notes: [] };
    case 'keep':
      return { tone: 'good', mark: 'keep', subject, detail: '', notes: [] };
  }
}

function reviewSentence({ reason, why, system }: Review, about: About): string {
  if (reason === null || (reason === 'orphaned' && why !== 'report-mode')) return REVIEW_WORDS[why];
  // Enforced, it would be a review all the same: nobody should read that it would be revoked.
  if (reason === 'orphaned' && about.get(system)?.orphans === 'review') return REVIEW_WORDS.orphaned;
  return `${REASON_WORDS[reason]}; ${REVIEW_WORDS[why]}`;
}

/** Why something is revoked. */
export function whyOf({ reason, lapsedOptOut }: Revoke): string {
  return REASON_WORDS[reason] + (lapsedOptOut === null ? '' : `; opt-out ${lapsedOptOut} lapsed`);
}

export function subjectOf({ person, service, account, entitlement }: Decision): string {
  const owner = person ?? service;
  // Some systems let a name be empty; the id is then all there is.
  const shown = account.name === '' ? account.id : account.name;
  const name = owner === null || owner === shown ? shown : `${owner} (${shown})`;
  return entitlement === null ? name : `${name} ${entitlement}`;
}

function warningSentence({ entitlement, lastUsedAt, lastUsedBy }: Warning, now: Instant): string {
  const by = lastUsedBy === null ? '' : `, ${lastUsedBy}`;
  return `${entitlement} was used ${span(now - instantOf(lastUsedAt))} ago${by}: something may still run on it`;
}

/** A decision as a row, and what is said of it besides. */
import type { Decision, Drift, Plan, Review, Revoke, Warning } from '../core/decision.js';
import { executable } from '../core/guard.js';
import type { System } from '../core/model.js';
import type { Outcome } from '../core/outcome.js';
import { type Instant, instantOf } from '../core/time.js';
import type { Row } from './outline.js';
import { NO_PROOFS, type Proofs } from './proofs.js';
import { driftSentence, REASON_WORDS, REVIEW_WORDS, relative, span, stageWord, when } from './words.js';

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

/** Whether report mode alone keeps it from being revoked; an orphan that is only reviewed would stay in any mode. */
export function isOnlyReported(decision: Decision, about: About): boolean {
  if (decision.kind !== 'review' || decision.why !== 'report-mode' || decision.entitlement !== null) return false;
  return decision.reason !== 'orphaned' || about.get(decision.system)?.orphans !== 'review';
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
      return {
        tone: 'hold',
        mark: 'exempt',
        subject,
        detail,
        facts: proof === undefined ? [] : [proof.why],
        notes: [],
      };
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

/** Whose it is, or its name where it is nobody's. */
export function shownOf({ person, service, account }: Decision): string {
  return person ?? service ?? (account.name === '' ? account.id : account.name);
}

/** Where it is, beside `shownOf`: `github (anaruiz)`, `github (anaruiz) team:backend`, `github (anaruiz) verified`. */
export function placeOf(decision: Decision, outcome: Outcome['kind'] | null = null): string {
  const { system, account, entitlement } = decision;
  const name = account.name === '' ? account.id : account.name;
  const parts = [system, ...(name === shownOf(decision) ? [] : [`(${name})`]), entitlement, outcome];
  return parts.filter((part) => part !== null).join(' ');
}

import type { ActLog, Step, StepOutcome, StepResult, Target } from '../core/act.js';
import type { Revoke } from '../core/decision.js';
import type { Remainder } from '../core/outcome.js';
import type { Promised, Trigger } from '../core/record.js';
import { formatInstant, type Instant } from '../core/time.js';
import { messageOf } from '../errors.js';
import type { Ending, Journal, RestorationEnding, RevocationId } from './event.js';

const LONGEST_WHY = 500;

/** A readable id: `github/583231@2026-11-23T09:00:00Z`. */
export function revocationId(decision: Revoke, at: Instant): RevocationId {
  return `${decision.id}@${formatInstant(at)}`;
}

/** What a connector acts through, with a revocation's begin and end. */
export interface RevocationLog extends ActLog {
  /** Before anything else: with what made it due, and what the policy promises of it. */
  begun(due: { readonly trigger: Trigger; readonly promised: Promised }): Promise<void>;
  /** After the read-back, with what it found left. */
  ended(ending: Ending, remainders: readonly Remainder[]): Promise<void>;
}

/**
 * Lets a connector act under law 9: the intent is on disk before the act, its outcome after. What `act` throws is
 * recorded as `failed` and returned. What the journal throws ends the revocation: an act that can't be recorded is not
 * made. `heard` is told of each outcome.
 */
export function actLog(
  journal: Journal,
  revocation: RevocationId,
  { decision, account }: Target,
  heard: (step: Step, outcome: StepOutcome) => void = () => {},
): RevocationLog {
  let steps = 0;
  return {
    begun: ({ trigger, promised }) =>
      journal.append({ type: 'begun', revocation, decision, account, trigger, promised }),
    evidence: (record) => journal.append({ type: 'evidence', revocation, record }),
    async step(made, act) {
      steps += 1;
      const step = steps;
      await journal.append({ type: 'intent', revocation, step, action: made.action, object: made.object });
      const outcome = await attempt(act);
      await journal.append({ type: 'outcome', revocation, step, ...told(outcome) });
      heard(made, outcome);
      return outcome;
    },
    ended: (ending, remainders) =>
      journal.append({
        type: 'ended',
        revocation,
        ending,
        left: remainders.map(leftOf),
      }),
  };
}

/** One remainder as the journal keeps it: with until when it stays, or what a person has to do. */
export function leftOf(remainder: Remainder): string {
  const { kind, what } = remainder;
  if (kind === 'manual') return `${kind}: ${what}: ${remainder.todo}`;
  if (kind === 'residual' && remainder.until !== null) return `${kind} until ${remainder.until}: ${what}`;
  return `${kind}: ${what}`;
}

/** What a connector brings back through, with a restoration's begin and end. */
export interface RestorationLog extends Pick<ActLog, 'step'> {
  begun(covers: readonly RevocationId[], actor: string): Promise<void>;
  ended(ending: RestorationEnding, left: readonly string[]): Promise<void>;
}

/** The same for bringing a revocation back. `at` tells this attempt from others. */
export function restorationLog(
  journal: Journal,
  revocation: RevocationId,
  at: Instant,
  heard: (step: Step, outcome: StepOutcome) => void = () => {},
): RestorationLog {
  const of = { revocation, restoration: `${revocation}+${formatInstant(at)}` };
  let steps = 0;
  return {
    begun: (covers, actor) => journal.append({ type: 'restoring', ...of, covers, actor }),
    async step({ action, object }, act) {
      steps += 1;
      const step = steps;
      await journal.append({ type: 'restore-intent', ...of, step, action, object });
      const outcome = await attempt(act);
      await journal.append({ type: 'restore-outcome', ...of, step, ...told(outcome) });
      heard({ action, object }, outcome);
      return outcome;
    },
    ended: (ending, left) => journal.append({ type: 'restored', ...of, ending, left }),
  };
}

function told(outcome: StepOutcome) {
  return {
    result: outcome.kind,
    requestId: outcome.kind === 'done' ? outcome.requestId : null,
    why: outcome.kind === 'failed' ? outcome.why : null,
  };
}

async function attempt(act: () => Promise<StepResult>): Promise<StepOutcome> {
  try {
    return await act();
  } catch (error) {
    const why = messageOf(error);
    return { kind: 'failed', why: why.length > LONGEST_WHY ? `${why.slice(0, LONGEST_WHY)}…` : why };
  }
}

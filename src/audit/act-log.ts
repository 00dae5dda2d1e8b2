import type { ActLog, Step, StepOutcome, StepResult, Target } from '../core/act.js';
import type { Revoke } from '../core/decision.js';
import type { Remainder } from '../core/outcome.js';
import { formatInstant, type Instant } from '../core/time.js';
import { messageOf } from '../errors.js';
import type { Ending, Journal, RevocationId } from './event.js';

const LONGEST_WHY = 500;

/** A readable id: `github/583231@2026-11-23T09:00:00Z`. */
export function revocationId(decision: Revoke, at: Instant): RevocationId {
  return `${decision.id}@${formatInstant(at)}`;
}

/** What a connector acts through, with a revocation's begin and end. */
export interface RevocationLog extends ActLog {
  /** Before anything else. */
  begun(): Promise<void>;
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
    begun: () => journal.append({ type: 'begun', revocation, decision, account }),
    evidence: (record) => journal.append({ type: 'evidence', revocation, record }),
    async step(made, act) {
      steps += 1;
      const step = steps;
      await journal.append({ type: 'intent', revocation, step, action: made.action, object: made.object });
      const outcome = await attempt(act);
      await journal.append({
        type: 'outcome',
        revocation,
        step,
        result: outcome.kind,
        requestId: outcome.kind === 'done' ? outcome.requestId : null,
        why: outcome.kind === 'failed' ? outcome.why : null,
      });
      heard(made, outcome);
      return outcome;
    },
    ended: (ending, remainders) =>
      journal.append({
        type: 'ended',
        revocation,
        ending,
        left: remainders.map(({ kind, what }) => `${kind}: ${what}`),
      }),
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

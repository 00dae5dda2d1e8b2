/** What a run came to, to be told. */
import type { Decision, Plan } from '../core/decision.js';
import type { DesiredState } from '../core/model.js';
import type { EarlierResult, RevocationResult } from '../core/outcome.js';
import type { RunFigures } from '../core/record.js';
import { type Register, registerOf } from '../core/register.js';
import { instantOf } from '../core/time.js';
import type { Finding } from '../policy/finding.js';
import { timesOf } from '../report/changed-outline.js';
import { outlineOfRun } from '../report/run-outline.js';
import type { Concluded, Doings } from './conclude.js';
import { type ExitStatus, statusOfRun } from './exit-status.js';
import type { Observed } from './observe.js';
import { aboutOf, proofsIn } from './plan.js';
import { problemsOf } from './problems.js';
import type { CommandResult } from './result.js';

/** Everything that a run came to. */
export interface Ran {
  readonly plan: Plan;
  readonly results: readonly RevocationResult[];
  readonly findings: readonly Finding[];
  readonly desired: DesiredState;
  readonly observed: Observed;
  /** What earlier runs left, read back again. */
  readonly earlier: readonly EarlierResult[];
  readonly remarks: readonly string[];
  /** What failed besides, and is tried again by the next run: reminders, and what is to be put on record. */
  readonly unsent: readonly string[];
}

/** Its exit status, by what it did and by what is not on record or not told. */
function statusOf({ plan, results, earlier }: Ran, unsent: readonly string[]): ExitStatus {
  const done = statusOfRun(plan, [...results, ...earlier]);
  return done === 0 && unsent.length > 0 ? 4 : done;
}

/**
 * What the log says of it.
 * @param whole whether it looked at all opt-outs, so that what has happened to them is recorded
 */
export function doingsOfRun(ran: Ran, whole: boolean): Doings {
  const { plan, results, findings, desired, observed, unsent } = ran;
  const problems = [...problemsOf(plan, findings), ...unsent];
  const register = registerOf(desired, observed.snapshot.approvals, instantOf(plan.at));
  return {
    status: statusOf(ran, unsent),
    figures: figuresOf(plan, results, register),
    plan,
    snapshot: observed.snapshot,
    approvals: whole ? observed.snapshot.approvals : null,
    problems,
  };
}

const DONE: ReadonlySet<string> = new Set(['verified', 'residual', 'manual']);
const UNDONE: ReadonlySet<string> = new Set(['failed', 'pending']);

function figuresOf({ decisions }: Plan, results: readonly RevocationResult[], register: Register): RunFigures {
  const decided = (kind: Decision['kind']) =>
    decisions.filter((one) => one.kind === kind && one.entitlement === null).length;
  const came = (kinds: ReadonlySet<string>) => results.filter(({ outcome }) => kinds.has(outcome.kind)).length;
  return {
    revoked: came(DONE),
    failed: came(UNDONE),
    exempt: decided('exempt'),
    review: decided('review'),
    settled: decided('settled'),
    kept: decided('keep'),
    optOuts: register.optOuts.filter(({ standing }) => standing === 'active' || standing === 'expiring').length,
  };
}

export function resultOfRun(ran: Ran, concluded: Concluded): CommandResult {
  const { plan, results, findings, desired, observed, earlier } = ran;
  const remarks = [...ran.remarks, ...concluded.remarks];
  const unsent = [...ran.unsent, ...concluded.problems];
  const { snapshot, connectors } = observed;
  const problems = [...problemsOf(plan, findings), ...unsent];
  const asked = [...connectors.values()].reduce((sum, connector) => sum + connector.requests(), 0);
  const requests = asked + (observed.proofRequests ?? 0);
  const proofs = proofsIn(desired, observed, findings, plan);
  const about = aboutOf(desired, observed);
  const status = statusOf(ran, unsent);
  return {
    status,
    told: {
      kind: 'outline',
      outline: outlineOfRun({
        ...{ plan, results, earlier, problems, remarks, requests, about, proofs },
        register: registerOf(desired, snapshot.approvals, instantOf(plan.at)),
        proofRequests: observed.proofRequests,
        checkpoint: concluded.checkpoint,
        times: timesOf(concluded.records?.revocations ?? [], instantOf(plan.at)),
      }),
    },
    json: {
      version: 1,
      status,
      plan,
      results,
      earlier,
      problems,
      remarks,
      requests: Object.fromEntries([...connectors].map(([system, connector]) => [system, connector.requests()])),
      unreachable: Object.fromEntries([...connectors].map(([system, connector]) => [system, connector.unreachable])),
      approvals: snapshot.approvals,
      proofRequests: observed.proofRequests,
      observedAt: snapshot.at,
      checkpoint: concluded.checkpoint,
    },
    findings,
  };
}

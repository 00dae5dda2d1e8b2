/** What a run came to, to be told. */
import type { Plan } from '../core/decision.js';
import type { DesiredState } from '../core/model.js';
import type { EarlierResult, RevocationResult } from '../core/outcome.js';
import type { Finding } from '../policy/finding.js';
import { outlineOfRun } from '../report/run-outline.js';
import { statusOfRun } from './exit-status.js';
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

export function resultOfRun(ran: Ran): CommandResult {
  const { plan, results, findings, desired, observed, earlier, remarks, unsent } = ran;
  const { snapshot, connectors } = observed;
  const problems = [...problemsOf(plan, findings), ...unsent];
  const asked = [...connectors.values()].reduce((sum, connector) => sum + connector.requests(), 0);
  const requests = asked + (observed.proofRequests ?? 0);
  const proofs = proofsIn(desired, observed, findings, plan);
  const about = aboutOf(desired, observed);
  const done = statusOfRun(plan, [...results, ...earlier]);
  const status = done === 0 && unsent.length > 0 ? 4 : done;
  return {
    status,
    told: {
      kind: 'outline',
      outline: outlineOfRun({ plan, results, earlier, problems, remarks, requests, about, proofs }),
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
    },
    findings,
  };
}

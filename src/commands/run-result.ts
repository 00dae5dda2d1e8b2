/** What a run came to, to be told. */
import type { Plan } from '../core/decision.js';
import type { DesiredState } from '../core/model.js';
import type { RevocationResult } from '../core/outcome.js';
import type { Finding } from '../policy/finding.js';
import { outlineOfRun } from '../report/run-outline.js';
import { statusOfRun } from './exit-status.js';
import type { Observed } from './observe.js';
import { aboutOf } from './plan.js';
import { problemsOf } from './problems.js';
import type { CommandResult } from './result.js';

/** Everything that a run came to. */
export interface Ran {
  readonly plan: Plan;
  readonly results: readonly RevocationResult[];
  readonly findings: readonly Finding[];
  readonly desired: DesiredState;
  readonly observed: Observed;
  readonly remarks: readonly string[];
}

export function resultOfRun({ plan, results, findings, desired, observed, remarks }: Ran): CommandResult {
  const { snapshot, connectors } = observed;
  const problems = problemsOf(plan, findings);
  const requests = [...connectors.values()].reduce((sum, connector) => sum + connector.requests(), 0);
  const about = aboutOf(desired, observed);
  const status = statusOfRun(plan, results);
  return {
    status,
    told: { kind: 'outline', outline: outlineOfRun({ plan, results, problems, remarks, requests, about }) },
    json: {
      version: 1,
      status,
      plan,
      results,
      problems,
      remarks,
      requests: Object.fromEntries([...connectors].map(([system, connector]) => [system, connector.requests()])),
      unreachable: Object.fromEntries([...connectors].map(([system, connector]) => [system, connector.unreachable])),
      observedAt: snapshot.at,
    },
    findings,
  };
}

import type { Plan } from '../core/decision.js';
import type { RevocationResult } from '../core/outcome.js';

export type Outputs = Readonly<Record<'revoked' | 'exempt' | 'review' | 'failed' | 'halted' | 'plan-digest', string>>;

/** The action's outputs from a command's JSON: of a run, of a plan, or of neither. */
export function outputsOf(json: unknown): Outputs {
  const { plan, results } = partsOf(json);
  const count = (kinds: readonly string[]): string =>
    String(results.filter(({ outcome }) => kinds.includes(outcome.kind)).length);
  const decided = (kind: string): string =>
    String(plan?.decisions.filter((decision) => decision.kind === kind).length ?? 0);
  const halted = plan?.systems.filter(({ guard }) => guard.kind === 'halt').map(({ system }) => system) ?? [];
  return {
    revoked: count(['verified', 'residual', 'manual']),
    exempt: decided('exempt'),
    review: decided('review'),
    failed: count(['failed', 'pending']),
    halted: halted.join(','),
    'plan-digest': plan?.digest ?? '',
  };
}

function partsOf(json: unknown): { plan: Plan | null; results: readonly RevocationResult[] } {
  if (typeof json !== 'object' || json === null) return { plan: null, results: [] };
  if ('results' in json && 'plan' in json) {
    return { plan: json.plan as Plan, results: json.results as RevocationResult[] };
  }
  return { plan: 'decisions' in json && 'systems' in json ? (json as Plan) : null, results: [] };
}

/** Plans as files: `schemas/plan.schema.json`. */
import type { Plan } from '../core/decision.js';
import { checkTime, formatDocument, invalid, parseDocument } from './json-document.js';
import { show } from './path.js';

/**
 * Reads a saved plan. Whether its digest is that of its decisions is for the digest's rule to say.
 * @throws LeaverError `invalid-document`.
 */
export function readPlan(text: string): Plan {
  const plan = parseDocument('plan', text) as Plan;
  checkTime('plan', plan.at, () => ['at']);
  for (const [index, { lastUsedAt }] of plan.warnings.entries()) {
    checkTime('plan', lastUsedAt, () => ['warnings', index, 'lastUsedAt']);
  }
  for (const [index, { revokedAt }] of plan.drift.entries()) {
    checkTime('plan', revokedAt, () => ['drift', index, 'revokedAt']);
  }
  const ids = new Set<string>();
  for (const [index, decision] of plan.decisions.entries()) {
    if (ids.has(decision.id)) {
      const message = `There is a decision on ${show(decision.id)} already.`;
      throw invalid('plan', ['decisions', index, 'id'], message, 'Plan again: the file was changed by hand.');
    }
    ids.add(decision.id);
    if (decision.kind === 'exempt') checkTime('plan', decision.expiresAt, () => ['decisions', index, 'expiresAt']);
    if (decision.kind === 'settled') checkTime('plan', decision.deleteAfter, () => ['decisions', index, 'deleteAfter']);
  }
  return plan;
}

/** A plan as text: the same plan, the same bytes. */
export function formatPlan(plan: Plan): string {
  return formatDocument(plan);
}

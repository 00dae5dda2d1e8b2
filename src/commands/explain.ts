/** `leaver explain PERSON`: reads only that person's accounts. */
import { explain } from '../core/explain.js';
import { guard } from '../core/guard.js';
import { plan } from '../core/plan.js';
import { outlineOfExplanation } from '../report/explain-outline.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { incompleteness } from './exit-status.js';
import { findPerson, load } from './load.js';
import { snapshotOf } from './plan.js';
import type { CommandResult } from './result.js';

export async function explainCommand(
  context: Context,
  person: string,
  systems: Narrowing['systems'],
  from: string | null,
): Promise<CommandResult> {
  const loaded = await load(context, { systems, people: [] }, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const found = findPerson(desired, person);
  const scope = scopeOf({ systems, people: [person] });
  const { snapshot } = await snapshotOf(context, desired, scope, from);
  const at = context.clock.now();
  const explanation = explain(desired, snapshot, found, at, scope.systems);
  const outline = outlineOfExplanation(explanation, desired.optOutPolicy.approvalSource);
  const unread = incompleteness(guard(plan(desired, snapshot, at, scope), desired, snapshot.approvals));
  return {
    status: unread.length > 0 ? 4 : 0,
    told: { kind: 'outline', outline: { ...outline, problems: unread } },
    json: { ...explanation, approvalSource: desired.optOutPolicy.approvalSource, problems: unread },
    findings,
  };
}

/** `leaver explain PERSON`: reads only that person's accounts. */
import { explain } from '../core/explain.js';
import { guard } from '../core/guard.js';
import { plan } from '../core/plan.js';
import { readSnapshot } from '../documents/snapshot.js';
import { outlineOfExplanation } from '../report/explain-outline.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { incompleteness } from './exit-status.js';
import { findPerson, load } from './load.js';
import { observe } from './observe.js';
import type { CommandResult } from './result.js';

export async function explainCommand(
  context: Context,
  person: string,
  systems: Narrowing['systems'],
  from: string | null,
): Promise<CommandResult> {
  const now = context.clock.now();
  const loaded = await load(context, { systems, people: [] }, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const found = findPerson(desired, person);
  const scope = scopeOf({ systems, people: [person] });
  const snapshot =
    from === null ? (await observe(context, desired, scope)).snapshot : readSnapshot(await context.named.read(from));
  const within =
    systems.length === 0 ? desired : { ...desired, systems: desired.systems.filter(({ id }) => systems.includes(id)) };
  const explanation = explain(within, snapshot, found, context.clock.now());
  const outline = outlineOfExplanation(explanation, desired.optOutPolicy.approvalSource);
  const unread = incompleteness(guard(plan(within, snapshot, now, scope), within, snapshot.approvals));
  return {
    status: unread.length > 0 ? 4 : 0,
    told: { kind: 'outline', outline: { ...outline, problems: unread } },
    json: explanation,
    findings,
  };
}

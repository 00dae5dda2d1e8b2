/** `leaver explain PERSON`: reads only that person's accounts, and what the journal has of them. */
import { driftIn, type JournalEvent, leftBehind, type Revocation, unfinished } from '../audit/journal.js';
import { explain } from '../core/explain.js';
import { guard } from '../core/guard.js';
import type { DesiredState, Person } from '../core/model.js';
import { plan, type Scope } from '../core/plan.js';
import { messageOf } from '../errors.js';
import type { OpenRevocation } from '../report/earlier-outline.js';
import { outlineOfExplanation } from '../report/explain-outline.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { incompleteness } from './exit-status.js';
import { findPerson, load } from './load.js';
import { snapshotOf } from './plan.js';
import type { CommandResult } from './result.js';
import { openIn } from './sweep.js';

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
  const past = await pastOf(context, desired);
  const left = [...unfinished(past.events), ...leftBehind(past.events)].filter((one) =>
    isOf(one, found, scope.systems),
  );
  const open = openIn(left, explanation.decisions, desired, snapshot, at).map(asTold);
  const drift = driftIn(explanation.decisions, past.events);
  const { approvalSource } = desired.optOutPolicy;
  const outline = outlineOfExplanation(explanation, approvalSource, { drift, open, unread: past.unread });
  const unread = incompleteness(guard(plan(desired, snapshot, at, scope), desired, snapshot.approvals));
  return {
    status: unread.length > 0 ? 4 : 0,
    told: { kind: 'outline', outline: { ...outline, problems: unread } },
    json: { ...explanation, drift, open, journalUnread: past.unread, approvalSource, problems: unread },
    findings,
  };
}

/** The journal; why it could not be read, where it could not: what is live can be explained all the same. */
async function pastOf(
  context: Context,
  desired: DesiredState,
): Promise<{ readonly events: readonly JournalEvent[]; readonly unread: string | null }> {
  try {
    return { events: await context.journal(desired.journal).read(), unread: null };
  } catch (error) {
    return { events: [], unread: messageOf(error) };
  }
}

function isOf({ decision }: Revocation, { id }: Person, systems: Scope['systems']): boolean {
  return decision.person === id && (systems === null || systems.has(decision.system));
}

function asTold({ id, begunAt, decision, ending, left }: Revocation): OpenRevocation {
  return { revocation: id, revokedAt: begunAt, decision, ending, left };
}

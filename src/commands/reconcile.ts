/** `leaver reconcile`: the run that brings what is live to what should be. */
import { carryOut } from './carry-out.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { load } from './load.js';
import { observe } from './observe.js';
import { guardedPlan } from './plan.js';
import { sendReminders } from './reminders.js';
import type { CommandResult } from './result.js';
import { resultOfRun } from './run-result.js';

/** Validate, observe, plan, guard, revoke, check, remind, report. */
export async function reconcile(context: Context, narrowing: Narrowing): Promise<CommandResult> {
  const loaded = await load(context, narrowing, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const scope = scopeOf(narrowing);
  const observed = await observe(context, desired, scope);
  const guarded = await guardedPlan(context, desired, observed.snapshot, context.clock.now(), scope);
  const results = await carryOut(context, desired, observed, guarded);
  const { approvals } = observed.snapshot;
  const { remarks, problems: unsent } = isNarrowed(narrowing)
    ? NO_REMINDERS
    : await sendReminders(context, desired, approvals, context.clock.now());
  return resultOfRun({ plan: guarded, results, findings, desired, observed, remarks, unsent });
}

const NO_REMINDERS = { remarks: [], problems: [] };

/** A run for one person or system has one task. */
function isNarrowed({ systems, people }: Narrowing): boolean {
  return systems.length > 0 || people.length > 0;
}

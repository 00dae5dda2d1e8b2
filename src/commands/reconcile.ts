/** `leaver reconcile`: the run that brings what is live to what should be. */
import type { ClockSkew } from '../core/clock-trust.js';
import { executable } from '../core/guard.js';
import type { DesiredState } from '../core/model.js';
import type { Scope } from '../core/plan.js';
import { type Missing, missingAtProvider } from '../core/provider.js';
import type { Instant } from '../core/time.js';
import { carryOut } from './carry-out.js';
import { type Context, type Narrowing, scopeOf } from './context.js';
import { SECONDS, underLease } from './lease.js';
import { type Loaded, load } from './load.js';
import { type Observed, observe } from './observe.js';
import { onRecord } from './on-record.js';
import { guardedPlan } from './plan.js';
import { sendReminders } from './reminders.js';
import type { CommandResult } from './result.js';
import { doingsOfRun, type Ran, resultOfRun } from './run-result.js';
import { sweep } from './sweep.js';

/** Validate, observe, plan, guard, revoke, check, read back what earlier runs left, remind, record, tell, report. */
export async function reconcile(context: Context, asked: Narrowing): Promise<CommandResult> {
  const loaded = await load(context, asked, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, narrowing } = loaded;
  const act = () => run(context, loaded);
  const doingsOf = (ran: Ran) => doingsOfRun(ran, !isNarrowed(narrowing));
  const { done, concluded } = await onRecord(context, desired, { command: 'reconcile', narrowing, act, doingsOf });
  return resultOfRun(done, concluded);
}

async function run(context: Context, loaded: Extract<Loaded, { kind: 'valid' }>): Promise<Ran> {
  const { desired, findings, narrowing } = loaded;
  const scope = scopeOf(narrowing);
  // The provider's word is about somebody: it says nothing of a run for all.
  const toldAt = narrowing.people.length > 0 ? (context.triggeredAt ?? null) : null;
  const observed = await observe(context, desired, scope);
  const { guarded, results } = await revoke(context, desired, observed, scope, toldAt);
  const ran = { plan: guarded, results, findings, desired, observed };
  const missing = missingAtProvider(desired, observed.snapshot, context.clock.now(), scope.people).map(missingSentence);
  // Somebody asked for these people, or the provider did: that one of them is not there can't wait for somebody to read a remark.
  if (isNarrowed(narrowing)) return { ...ran, earlier: [], remarks: loaded.remarks, unsent: missing };
  const { earlier, problems } = await sweep(context, desired, observed, guarded);
  const { remarks, problems: unsent } = await remind(context, desired, observed, guarded.clockSkew);
  return { ...ran, earlier, remarks: [...loaded.remarks, ...missing, ...remarks], unsent: [...problems, ...unsent] };
}

/** Plans and guards; where there is something to do, once more under the lease, after what other runs have done since. */
async function revoke(
  context: Context,
  desired: DesiredState,
  observed: Observed,
  scope: Scope,
  toldAt: Instant | null,
) {
  const planned = () => guardedPlan(context, desired, observed.snapshot, context.clock.now(), scope);
  const guarded = await planned();
  if (executable(guarded).length === 0) return { guarded, results: [] };
  const act = async () => {
    const again = await planned();
    return { guarded: again, results: await carryOut(context, desired, observed, again, toldAt) };
  };
  return underLease(context.journal(desired.journal), act, { clock: context.clock, atMost: SECONDS });
}

/** By a clock that is not trusted nobody is told that something ends soon. */
async function remind(context: Context, desired: DesiredState, { snapshot }: Observed, skewed: ClockSkew | null) {
  if (skewed !== null) return { remarks: ['No reminders were sent: the clock is not trusted.'], problems: [] };
  return sendReminders(context, desired, snapshot.approvals, context.clock.now());
}

function missingSentence({ person, provider, account }: Missing): string {
  return `${person} is active in the roster, and ${provider} has no account ${account} any more: deleted there? If so, mark ${person} as departed; \`leaver sync\` proposes it.`;
}

/** A run for one person or system has one task. */
function isNarrowed({ systems, people }: Narrowing): boolean {
  return systems.length > 0 || people.length > 0;
}

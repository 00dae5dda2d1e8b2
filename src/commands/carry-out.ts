/** Carries out a guarded plan: fresh look, revoke, read back, each act on record (laws 6 to 10). */
import { actLog, revocationId } from '../audit/journal.js';
import type { RevokingConnector, Target } from '../connectors/connector.js';
import type { Revoke } from '../core/decision.js';
import { executable, type GuardedPlan } from '../core/guard.js';
import type { DesiredState, SystemId } from '../core/model.js';
import type { Observation, ObservedAccount, Snapshot } from '../core/observation.js';
import type { Outcome, Remainder, RevocationResult } from '../core/outcome.js';
import { EVERYTHING, plan } from '../core/plan.js';
import { messageOf } from '../errors.js';
import type { Context } from './context.js';
import type { Observed } from './observe.js';

/** How long a revocation is read back until it counts as pending: 1 + 2 + 4 + 8 + 15 seconds. */
const READ_BACK_SECONDS = [1, 2, 4, 8, 15];

/**
 * The identity provider's revocations come first, so that the door is closed before the windows (law 8); then the other
 * systems at the same time. A failing account stops no other; all failures are in the results.
 */
export async function carryOut(
  context: Context,
  desired: DesiredState,
  observed: Observed,
  guarded: GuardedPlan,
): Promise<readonly RevocationResult[]> {
  const bySystem = new Map<SystemId, Revoke[]>();
  for (const decision of executable(guarded)) {
    bySystem.set(decision.system, [...(bySystem.get(decision.system) ?? []), decision]);
  }
  const run = (system: SystemId): Promise<RevocationResult[]> =>
    applySystem(context, desired, observed, system, bySystem.get(system) ?? []);
  const systems = [...bySystem.keys()];
  const door = systems.filter((system) => system === desired.identityProvider);
  const windows = systems.filter((system) => system !== desired.identityProvider);
  const results: RevocationResult[] = [];
  for (const system of door) results.push(...(await run(system)));
  for (const group of await Promise.all(windows.map(run))) results.push(...group);
  return results;
}

async function applySystem(
  context: Context,
  desired: DesiredState,
  { snapshot, connectors, halfRevoked }: Observed,
  system: SystemId,
  decisions: readonly Revoke[],
): Promise<RevocationResult[]> {
  const connector = connectors.get(system);
  if (connector === undefined) return decisions.map((one) => unstarted(context, one, failed('it was not observed')));
  if (connector.access === 'read-only') {
    return decisions.map((one) => unstarted(context, one, failed('its connector only reads')));
  }
  let fresh: Observation;
  try {
    const live = await connector.observeAccounts(decisions.map(({ account }) => account));
    fresh = { ...live, accounts: [...live.accounts, ...unseen(live, halfRevoked.get(system) ?? [])] };
  } catch (error) {
    return decisions.map((one) => unstarted(context, one, failed(`the fresh look failed: ${messageOf(error)}`)));
  }
  const current = freshDecisions(desired, snapshot, fresh, context);
  const accounts = new Map<string, ObservedAccount>(fresh.accounts.map((account) => [account.id, account]));
  const results: RevocationResult[] = [];
  for (const decision of decisions) {
    const account = accounts.get(decision.account.id);
    if (account === undefined) {
      results.push(unstarted(context, decision, { kind: 'dropped', why: 'it is no longer there' }));
      continue;
    }
    const now = current.get(decision.id);
    if (now?.kind !== 'revoke' || now.stage !== decision.stage) {
      const why = `a fresh look says ${now === undefined ? 'that it is gone' : wordOf(now)}`;
      results.push(unstarted(context, decision, { kind: 'dropped', why }));
      continue;
    }
    context.progress(`${system}: revoking ${account.name} …`);
    results.push(await revokeOne(context, connector, { decision, account }));
  }
  return results;
}

/** What was half revoked and is not there to be read goes by what the journal knows of it. */
function unseen(live: Observation, half: readonly ObservedAccount[]): readonly ObservedAccount[] {
  const seen = new Set(live.accounts.map(({ id }) => id));
  return half.filter(({ id }) => !seen.has(id));
}

/** Planned ∩ current: what a plan of this very moment says of the accounts that were just read. */
function freshDecisions(desired: DesiredState, snapshot: Snapshot, fresh: Observation, { clock }: Context) {
  const systems = snapshot.systems.map((seen) => (seen.system === fresh.system ? fresh : seen));
  const { decisions } = plan(desired, { ...snapshot, systems }, clock.now(), {
    ...EVERYTHING,
    systems: new Set([fresh.system]),
  });
  return new Map(decisions.map((decision) => [decision.id, decision]));
}

function wordOf(decision: { readonly kind: string; readonly why?: string; readonly stage?: string }): string {
  return [decision.kind, decision.why ?? decision.stage].filter((part) => part !== undefined).join(': ');
}

async function revokeOne(context: Context, connector: RevokingConnector, target: Target): Promise<RevocationResult> {
  const { clock, journal } = context;
  const { decision } = target;
  const revocation = revocationId(decision, clock.now());
  const steps: string[] = [];
  const failures: string[] = [];
  const log = actLog(journal, revocation, target, (step, outcome) => {
    if (outcome.kind === 'done') steps.push(`${step.action} ${step.object}`);
    if (outcome.kind === 'failed') failures.push(`${step.action} ${step.object}: ${outcome.why}`);
  });
  await log.begun();
  try {
    await connector.revoke(target, log, clock.now());
  } catch (error) {
    failures.push(messageOf(error));
  }
  const remainders = await readBack(context, connector, target, failures);
  const outcome = outcomeOf(failures, remainders);
  await log.ended(outcome.kind, remainders);
  return { decision, revocation, outcome, remainders, steps };
}

/** Reads back with growing pauses while anything is pending; what fails to be read is a failure, not a success. */
async function readBack(
  { clock }: Context,
  connector: RevokingConnector,
  target: Target,
  failures: string[],
): Promise<readonly Remainder[]> {
  let remainders: readonly Remainder[] = [];
  for (const seconds of [...READ_BACK_SECONDS, null]) {
    try {
      remainders = await connector.check(target, clock.now());
    } catch (error) {
      failures.push(`reading back: ${messageOf(error)}`);
      return remainders;
    }
    const pending = remainders.some(({ kind }) => kind === 'pending');
    if (!pending || seconds === null || failures.length > 0) return remainders;
    await clock.sleep(seconds * 1000);
  }
  return remainders;
}

function outcomeOf(failures: readonly string[], remainders: readonly Remainder[]): Outcome {
  if (failures.length > 0) return failed(...failures);
  for (const kind of ['pending', 'manual', 'residual'] as const) {
    if (remainders.some((remainder) => remainder.kind === kind)) return { kind };
  }
  return { kind: 'verified' };
}

function failed(...why: string[]): Outcome {
  return { kind: 'failed', why };
}

function unstarted({ clock }: { clock: Context['clock'] }, decision: Revoke, outcome: Outcome): RevocationResult {
  return { decision, revocation: revocationId(decision, clock.now()), outcome, remainders: [], steps: [] };
}

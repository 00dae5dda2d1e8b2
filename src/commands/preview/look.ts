/** What is live, seen once for two plans: with the base's settings and credentials, whatever the proposal says of them. */
import { executable, type GuardedPlan } from '../../core/guard.js';
import type { AccountId, DesiredState, SystemId } from '../../core/model.js';
import type { Snapshot } from '../../core/observation.js';
import { EVERYTHING } from '../../core/plan.js';
import { type IsUnchanged, onceApproved } from '../../core/preview-approvals.js';
import type { Instant } from '../../core/time.js';
import type { Context } from '../context.js';
import { type Observed, observe, withDetails } from '../observe.js';
import { guardedPlan } from '../plan.js';

/** How many accounts of a system are looked at more closely for a proposal: it must not cost what its author likes. */
const CLOSER = 25;

export interface Looked {
  readonly observed: Observed;
  readonly at: Instant;
  readonly base: GuardedPlan;
  /** As it would be once its new opt-outs are approved. */
  readonly proposed: GuardedPlan;
}

/** Observes by the base, reads those more closely whom the proposal alone would revoke, and plans both at one instant. */
export async function look(
  context: Context,
  base: DesiredState,
  proposal: DesiredState,
  isUnchanged: IsUnchanged,
): Promise<Looked> {
  const first = await observe(context, base, EVERYTHING);
  const draft = await planProposal(context, base, proposal, first.snapshot, isUnchanged, context.clock.now());
  const systems = await Promise.all(
    first.snapshot.systems.map((listing) => {
      const connector = first.connectors.get(listing.system);
      const read = new Set(listing.accounts.filter((account) => account.read === 'direct').map(({ id }) => id));
      const refs = losingIn(draft, listing.system).filter(({ id }) => !read.has(id));
      if (connector === undefined || refs.length === 0) return listing;
      return withDetails(context, connector, listing, refs.slice(0, CLOSER));
    }),
  );
  const snapshot = { ...first.snapshot, systems };
  const at = context.clock.now();
  return {
    observed: { ...first, snapshot },
    at,
    base: await guardedPlan(context, base, snapshot, at, EVERYTHING),
    proposed: await planProposal(context, base, proposal, snapshot, isUnchanged, at),
  };
}

function losingIn(plan: GuardedPlan, system: SystemId): { readonly id: AccountId; readonly name: string }[] {
  const losing = new Map(
    executable(plan)
      .filter((decision) => decision.system === system && decision.entitlement === null)
      .map(({ account }) => [account.id, account]),
  );
  return [...losing.values()];
}

async function planProposal(
  context: Context,
  base: DesiredState,
  proposal: DesiredState,
  snapshot: Snapshot,
  isUnchanged: IsUnchanged,
  at: Instant,
): Promise<GuardedPlan> {
  const { desired, approvals } = onceApproved(base, proposal, snapshot.approvals, isUnchanged, at);
  const kinds = new Map(proposal.systems.map(({ id, kind }) => [id, kind]));
  // What was seen of a system of another kind says nothing of this one.
  const systems = snapshot.systems.filter(({ system, kind }) => kinds.get(system) === kind);
  return guardedPlan(context, desired, { ...snapshot, systems, approvals }, at, EVERYTHING);
}

/** Changes of the roster that would leave access standing, or bring it back, without anybody meaning to. */
import type { Decision, Plan } from './decision.js';
import type { AccountId, DesiredState, Person, PersonId, Service, SystemId } from './model.js';
import { sharedSystems } from './preview.js';
import type { Claimant } from './roster.js';
import { absence, hasDeparted } from './roster.js';
import { formatInstant, type Instant, type Timestamp } from './time.js';

/** An account, and what a run of the proposal would do with it; null where it would decide nothing. */
export interface Standing {
  readonly id: string;
  readonly name: string;
  readonly after: Decision['kind'] | null;
}

/**
 * - `removed`: taken out of the roster, so that accounts are nobody's and only reviewed;
 * - `unclaimed`: still there, and an account is not claimed any more;
 * - `moved`: an account counts as somebody else's;
 * - `unpinned`: an account is claimed by a name alone, which anybody may take;
 * - `repinned`: a claim points at another account of the system;
 * - `returns`: somebody who was away counts as here;
 * - `leaves`: the hour of leaving is another one, or there is none any more.
 */
export type RosterNote =
  | {
      readonly kind: 'removed' | 'unclaimed';
      readonly who: string;
      readonly accounts: readonly Standing[];
      /** Systems with a claim that were not seen whole: there may be more. */
      readonly unseen: readonly SystemId[];
    }
  | { readonly kind: 'moved'; readonly who: string; readonly to: string; readonly accounts: readonly Standing[] }
  | { readonly kind: 'unpinned'; readonly who: string; readonly system: SystemId; readonly account: AccountId }
  | {
      readonly kind: 'repinned';
      readonly who: string;
      readonly system: SystemId;
      readonly account: AccountId;
      readonly to: AccountId;
    }
  | { readonly kind: 'returns'; readonly who: PersonId }
  | {
      readonly kind: 'leaves';
      readonly who: PersonId;
      readonly before: Timestamp | null;
      readonly after: Timestamp | null;
    };

/** In order of who they concern. Both plans are of one snapshot at `now`. */
export function rosterNotes(
  base: DesiredState,
  proposed: DesiredState,
  plans: { readonly base: Plan; readonly proposed: Plan },
  now: Instant,
): readonly RosterNote[] {
  const there = new Map(claimantsOf(proposed).map((claimant) => [claimant.id as string, claimant]));
  const owned = accountsOf(plans);
  const unseen = new Set(
    plans.base.systems.filter(({ completeness }) => completeness.kind === 'partial').map(({ system }) => system),
  );
  return claimantsOf(base).flatMap((before): RosterNote[] => {
    const after = there.get(before.id);
    const own = owned.get(before.id) ?? [];
    const notes: RosterNote[] = [...movesOf(before.id, own)];
    const orphans = own.filter(({ to }) => to === null).map(({ standing }) => standing);
    const blind = [...before.accounts.keys()].filter((system) => unseen.has(system));
    if (after === undefined) {
      if (orphans.length > 0 || blind.length > 0) {
        notes.push({ kind: 'removed', who: before.id, accounts: orphans, unseen: blind });
      }
      return notes;
    }
    if (orphans.length > 0) notes.push({ kind: 'unclaimed', who: before.id, accounts: orphans, unseen: [] });
    notes.push(...pinsOf(before, after));
    if (before.kind === 'person' && after.kind === 'person') notes.push(...presenceOf(before, after, now));
    return notes;
  });
}

function claimantsOf({ people, services }: DesiredState): readonly Claimant[] {
  return [...people, ...services];
}

interface Owned {
  readonly standing: Standing;
  /** Whose it is in the proposal; null for nobody's. */
  readonly to: string | null;
}

/** Accounts whose owner is another one in the proposal, by their owner in the base. */
function accountsOf({ base, proposed }: { readonly base: Plan; readonly proposed: Plan }) {
  const after = new Map(proposed.decisions.map((decision) => [decision.id, decision]));
  const systems = sharedSystems(base, proposed);
  const owned = new Map<string, Owned[]>();
  for (const { id, person, service, account, entitlement, system } of base.decisions) {
    const owner = person ?? service;
    if (owner === null || entitlement !== null || !systems.has(system)) continue;
    const next = after.get(id);
    const to = next?.person ?? next?.service ?? null;
    if (to === owner) continue;
    const standing: Standing = { id, name: account.name, after: next?.kind ?? null };
    owned.set(owner, [...(owned.get(owner) ?? []), { standing, to }]);
  }
  return owned;
}

function movesOf(who: string, own: readonly Owned[]): RosterNote[] {
  const targets = [...new Set(own.map(({ to }) => to).filter((to) => to !== null))].sort();
  return targets.map((to) => ({
    kind: 'moved',
    who,
    to,
    accounts: own.filter((one) => one.to === to).map(({ standing }) => standing),
  }));
}

function pinsOf(before: Person | Service, after: Person | Service): RosterNote[] {
  return [...before.accounts].flatMap(([system, claim]): RosterNote[] => {
    const next = after.accounts.get(system);
    // Not claimed at all: told with the account, where there is one.
    if (claim.id === null || next === undefined || next.id === claim.id) return [];
    return next.id === null
      ? [{ kind: 'unpinned', who: before.id, system, account: claim.id }]
      : [{ kind: 'repinned', who: before.id, system, account: claim.id, to: next.id }];
  });
}

function presenceOf(before: Person, after: Person, now: Instant): RosterNote[] {
  const here = (person: Person) => absence(person, now, new Set()) === null;
  const notes: RosterNote[] = [];
  if (!here(before) && here(after)) notes.push({ kind: 'returns', who: before.id });
  // Whoever has left by either counts as gone already, which the plan tells.
  if (before.leavesAt !== after.leavesAt && !hasDeparted(before, now) && !hasDeparted(after, now)) {
    notes.push({ kind: 'leaves', who: before.id, before: timeOf(before), after: timeOf(after) });
  }
  return notes;
}

function timeOf({ leavesAt }: Person): Timestamp | null {
  return leavesAt === null ? null : formatInstant(leavesAt);
}

/**
 * Desired state × observation × now → plan. Pure: the same input gives the same plan, byte for byte (law 14). Each
 * account gets exactly one decision (law 2), by the first row of the contract's table that applies; `decideAccount`
 * reads off that table row by row.
 */
import { distrusted } from './clock-trust.js';
import type { Decision, Plan, PlannedSystem, ReviewWhy, Revoke, Warning } from './decision.js';
import { digestOf } from './digest.js';
import { heldAdministrators } from './last-admin.js';
import type { AccountId, DesiredState, EntitlementId, Person, PersonId, Reason, System, SystemId } from './model.js';
import type { Entitlement, Observation, ObservedAccount, Snapshot } from './observation.js';
import { type Held, isProtected, type OptOutBook, optOutBook } from './opt-out.js';
import { type ProviderReading, readProvider } from './provider.js';
import { absence, type Claimant, hasDeparted, matcher } from './roster.js';
import { after, formatInstant, type Instant, instantOf } from './time.js';
import { warningsOf } from './warnings.js';

/** A plan before `guard` looked at it: nothing carries it out. */
export type UnguardedPlan = Omit<Plan, 'systems'> & { readonly systems: readonly Omit<PlannedSystem, 'guard'>[] };

/** What a run was narrowed to; null for everything. */
export interface Scope {
  readonly systems: ReadonlySet<SystemId> | null;
  readonly people: ReadonlySet<PersonId> | null;
}

export const EVERYTHING: Scope = { systems: null, people: null };

/** Everything that a row may look at. */
interface Situation {
  readonly desired: DesiredState;
  readonly system: System;
  readonly observation: Observation;
  readonly optOuts: OptOutBook;
  readonly inactiveAtProvider: ReadonlySet<PersonId>;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly now: Instant;
  /** Whether time may decide against somebody: false where a server's clock says that ours may be wrong. */
  readonly timely: boolean;
}

/**
 * Compares what should be with what is. A configured system that the snapshot lacks counts as not observed at all.
 * Throws nothing: both arguments were validated at the edge.
 * @param provider its word, where that is another than the snapshot's
 */
export function plan(
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
  scope: Scope = EVERYTHING,
  provider: ProviderReading = readProvider(desired, snapshot),
): UnguardedPlan {
  const { approvalSource } = desired.optOutPolicy;
  const clockSkew = distrusted(snapshot);
  const timely = clockSkew === null;
  const optOuts = optOutBook(desired.optOuts, snapshot.approvals, approvalSource, now, timely);
  const people = new Map(desired.people.map((person) => [person.id, person]));
  const systems: Omit<PlannedSystem, 'guard'>[] = [];
  const decisions: Decision[] = [];
  const warnings: Warning[] = [];
  for (const system of [...desired.systems].sort((a, b) => compare(a.id, b.id))) {
    if (scope.systems !== null && !scope.systems.has(system.id)) continue;
    const observation = snapshot.systems.find((seen) => seen.system === system.id) ?? unseen(system, snapshot);
    const situated = { desired, system, observation, optOuts, people, now, timely };
    const situation: Situation = { ...situated, inactiveAtProvider: provider.inactive };
    const conflicts: Conflicts = new Map();
    const own = decideSystem(situation, conflicts).filter((decision) => isInScope(decision, conflicts, scope));
    for (const decision of own) decisions.push(decision);
    for (const warning of warningsOf(own, observation, now)) warnings.push(warning);
    systems.push({
      system: system.id,
      kind: system.kind,
      identity: identityOf(system, observation),
      completeness: observation.completeness,
      accounts: observation.accounts.length,
      revocations: new Set(own.filter(isRevoke).map((decision) => decision.account.id)).size,
      gaps: observation.gaps,
    });
  }
  return {
    version: 1,
    digest: digestOf({ organization: desired.organization, systems, decisions }),
    at: formatInstant(now),
    organization: desired.organization,
    approvalSource,
    identityProviderRead: provider.read,
    clockSkew,
    invalidOptOuts: [...desired.invalidOptOuts, ...optOuts.invalid].sort(),
    unverifiableOptOuts: optOuts.unverifiable,
    systems,
    warnings,
    drift: [],
    decisions,
  };
}

function isRevoke(decision: Decision): decision is Revoke {
  return decision.kind === 'revoke';
}

/** Where two match, the decision is on nobody in particular, and concerns both (law 2). */
function isInScope({ id, person }: Decision, conflicts: Conflicts, { people }: Scope): boolean {
  if (people === null || (person !== null && people.has(person))) return true;
  return (conflicts.get(id) ?? []).some((claimant) => claimant.kind === 'person' && people.has(claimant.id));
}

function unseen(system: System, snapshot: Snapshot): Observation {
  return {
    system: system.id,
    kind: system.kind,
    at: snapshot.at,
    identity: null,
    completeness: { kind: 'partial', gaps: ['not observed'] },
    gaps: [],
    requests: 0,
    clockSkew: null,
    accounts: [],
  };
}

/** By the settings' word and by what was reached, so that a digest for one account never serves for another. */
function identityOf(system: System, observation: Observation): string {
  const declared = system.settings.accountId ?? system.settings.organization;
  return [declared, observation.identity].filter((part) => typeof part === 'string').join(' ');
}

/** By decision, who matched where more than one did. */
type Conflicts = Map<string, readonly Claimant[]>;

function decideSystem(situation: Situation, conflicts: Conflicts): Decision[] {
  const { system, observation, desired } = situation;
  const match = matcher(system, desired.people, desired.services);
  const accounts = [...observation.accounts].sort((a, b) => compare(a.id, b.id));
  const decisions = accounts.flatMap((account): Decision[] => {
    const found = match(account);
    if (found.kind === 'conflict') {
      const conflict = review(subject(system, account, null, null), 'identity-conflict', null); // row 1
      conflicts.set(conflict.id, found.claimants);
      return [conflict];
    }
    const claimant = found.kind === 'one' ? found.claimant : null;
    const decision = decideAccount(situation, account, claimant);
    const managed = system.entitlements === 'managed' && decision.kind === 'keep' && claimant?.kind === 'person';
    return managed ? [decision, ...decideEntitlements(situation, account, claimant)] : [decision];
  });
  const held = heldAdministrators(accounts, decisions, situation.optOuts.limitsOf(system).minAdmins);
  return decisions.map((decision) =>
    decision.kind === 'revoke' && held.has(decision.id) ? lastAdmin(decision) : decision,
  );
}

/** Rows 2 to 13, but for row 12, which looks at the whole system: `heldAdministrators`. */
function decideAccount(situation: Situation, account: ObservedAccount, claimant: Claimant | null): Decision {
  const { now, inactiveAtProvider, people } = situation;
  const about = subject(situation.system, account, claimant, null);
  if (claimant?.kind === 'service') {
    const owner = people.get(claimant.owner);
    const departed = owner !== undefined && (hasDeparted(owner, now) || inactiveAtProvider.has(owner.id));
    return departed ? review(about, 'service-owner-departed', null) : { ...about, kind: 'keep' }; // row 4
  }
  const due = dueOf(situation, claimant);
  if (due === null) {
    if (account.status === 'suspended') return review(about, 'suspended-while-active', null); // row 2
    return { ...about, kind: 'keep' }; // row 3
  }
  return withdraw(situation, account, about, due);
}

/** What should not be there, and why. */
interface Due extends Held {
  /** Whether the time alone says so, by a clock that is not trusted. */
  readonly untimely: boolean;
}

/** Null where the account may be there. A clock that is not trusted is asked last: any other reason counts before its own. */
function dueOf({ system, now, timely, inactiveAtProvider }: Situation, person: Person | null): Due | null {
  const account = { system: system.id, person, entitlement: null };
  if (person === null) return { ...account, reason: 'orphaned', untimely: false };
  const said = absence(person, timely ? now : null, inactiveAtProvider);
  const reason = said ?? absence(person, now, inactiveAtProvider);
  return reason === null ? null : { ...account, reason, untimely: said === null };
}

/** Rows 5 to 11 and 13: an account or entitlement that should not be there, and all that may stand in the way. */
function withdraw(situation: Situation, account: ObservedAccount, about: Subject, due: Due): Decision {
  const { system, observation, optOuts, desired, now, timely } = situation;
  const { reason } = due;
  if (account.self) return review(about, 'self', reason); // row 5
  if (isProtected(system, account)) return review(about, 'protected', reason); // row 6
  if (!isProven(observation, account)) return review(about, 'partial-observation', reason); // row 7
  const hold = optOuts.holdOn(due);
  if (hold.kind === 'unverifiable') return review(about, 'approval-unverifiable', reason); // row 8
  if (hold.kind === 'approved') {
    const { id, expiresAt } = hold.optOut;
    return { ...about, kind: 'exempt', reason, optOut: id, expiresAt: formatInstant(expiresAt) }; // row 9
  }
  const suspended = account.status === 'suspended' && due.entitlement === null;
  const deleteAfter = suspended ? deletionOf(account, due, desired) : null;
  const isOver = deleteAfter !== null && now >= deleteAfter && timely;
  if (suspended && !isOver && !account.entitlements.some(isOpen)) {
    return { ...about, kind: 'settled', reason, deleteAfter: deleteAfter && formatInstant(deleteAfter) }; // row 10
  }
  if (due.untimely || hold.kind === 'untimely') return review(about, 'clock-skew', reason); // before row 11
  if (system.mode === 'report') return review(about, 'report-mode', reason); // row 11
  if (reason === 'orphaned' && system.orphans === 'review') return review(about, 'orphaned', reason); // row 11
  const stage = isOver ? 'delete' : 'suspend';
  return { ...about, kind: 'revoke', reason, stage, lapsedOptOut: hold.lapsed?.id ?? null }; // row 13
}

/** Works on, although the account is suspended. */
function isOpen({ open, status }: Entitlement): boolean {
  return open === true && status !== 'inactive';
}

/** Law 1, in one place: seen whole, or seen directly. */
function isProven(observation: Observation, account: ObservedAccount): boolean {
  return observation.completeness.kind !== 'partial' || account.read === 'direct';
}

/** When a suspended account may be deleted; null: never, or nobody knows since when it has been suspended. */
function deletionOf(account: ObservedAccount, held: Held, desired: DesiredState): Instant | null {
  if (desired.retention === 'never' || account.suspendedAt === null || held.reason === 'suspended') return null;
  return after(instantOf(account.suspendedAt), desired.retention);
}

/** What a kept person's roles grant is kept; the rest goes the same way as an account. Credentials are no role's. */
function decideEntitlements(situation: Situation, account: ObservedAccount, person: Person): Decision[] {
  const { system, desired } = situation;
  const granted = new Set<EntitlementId>();
  for (const name of person.roles) {
    for (const id of desired.roles.get(name)?.entitlements.get(system.id) ?? []) granted.add(id);
  }
  return manageable(account.entitlements).map((id) => {
    const about = subject(system, account, person, id);
    if (granted.has(id)) return { ...about, kind: 'keep' };
    const due = { system: system.id, person, entitlement: id, reason: 'role-changed', untimely: false } as const;
    return withdraw(situation, account, about, due);
  });
}

function manageable(entitlements: readonly Entitlement[]): EntitlementId[] {
  const ids = entitlements.filter(({ kind }) => kind !== 'credential').map(({ id }) => id);
  return [...new Set(ids)].sort(compare);
}

type Subject = Pick<Decision, 'id' | 'system' | 'account' | 'person' | 'service' | 'entitlement'>;

function subject(
  system: System,
  account: ObservedAccount,
  claimant: Claimant | null,
  entitlement: EntitlementId | null,
): Subject {
  const id = decisionId(system.id, account.id);
  return {
    id: entitlement === null ? id : `${id}#${entitlement}`,
    system: system.id,
    account: { id: account.id, name: account.name },
    person: claimant?.kind === 'person' ? claimant.id : null,
    service: claimant?.kind === 'service' ? claimant.id : null,
    entitlement,
  };
}

/** The id of the decision on an account: the same in every plan. */
export function decisionId(system: SystemId, account: AccountId): string {
  // An id that holds the sign between account and entitlement must not pass for another account's entitlement.
  return `${system}/${account.replace(/[%#]/g, encodeURIComponent)}`;
}

function review(about: Subject, why: ReviewWhy, reason: Reason | null): Decision {
  return { ...about, kind: 'review', why, reason };
}

function lastAdmin({ stage: _, lapsedOptOut: __, reason, kind: ___, ...about }: Revoke): Decision {
  return review(about, 'last-admin', reason); // row 12
}

/** Order by code units: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

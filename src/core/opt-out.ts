/** What opt-outs hold back at one instant, and what they held until they lapsed. */

import {
  type EntitlementId,
  type GuardLimits,
  type OptOut,
  type OptOutId,
  type Person,
  type PersonId,
  REASONS,
  type Reason,
  type System,
  type SystemId,
} from './model.js';
import type { Approval } from './observation.js';
import { fold } from './roster.js';
import { type Instant, instantOf, parseDuration } from './time.js';

/** Expired when `now >= expiresAt` (law 11). */
export function hasLapsed(optOut: OptOut, now: Instant): boolean {
  return now >= optOut.expiresAt;
}

export function hasBegun(optOut: OptOut, now: Instant): boolean {
  return optOut.startsAt === null || now >= optOut.startsAt;
}

function isInForce(optOut: OptOut, now: Instant): boolean {
  return hasBegun(optOut, now) && !hasLapsed(optOut, now);
}

/**
 * Whether it lasts longer than its reason allows, counted from the later of merge and `startsAt`. Where nobody knows when
 * it was merged, `startsAt` counts, and that was looked at when the file was read.
 */
export function isOverlong({ startsAt, expiresAt, maxDuration }: OptOut, approval: Approval | undefined): boolean {
  if (approval === undefined || approval.mergedAt === null) return false;
  return expiresAt - Math.max(instantOf(approval.mergedAt), startsAt ?? 0) > maxDuration;
}

/**
 * The opt-out by the terms of the policy before its pull request, which count whatever the policy says today; as it is
 * where no proof tells them.
 */
export function byTerms(optOut: OptOut, proof: Approval | undefined): OptOut {
  const terms = proof?.evidence?.terms;
  if (terms == null) {
    // Its reason is gone from the policy and its proof could not be read: it could cover anything (law 3).
    const anything = optOut.drifted && optOut.holds.length === 0 && proof?.verdict === 'unverifiable';
    return anything ? { ...optOut, holds: REASONS } : optOut;
  }
  return { ...optOut, holds: terms.holds, maxDuration: parseDuration(terms.maxDuration) ?? optOut.maxDuration };
}

/** Whether a proof, or its absence for want of an answer, stands above what today's policy says. */
function isCarried(proof: Approval | undefined): boolean {
  if (proof === undefined) return false;
  return proof.verdict !== 'approved' || proof.evidence?.terms != null;
}

/** What an opt-out would have to hold: an account, or one entitlement of it, of somebody, for a reason. */
export interface Held {
  readonly system: SystemId;
  /** Null for an orphan. */
  readonly person: Person | null;
  readonly entitlement: EntitlementId | null;
  readonly reason: Reason;
}

export type Hold =
  | { readonly kind: 'none'; readonly lapsed: OptOut | null }
  | { readonly kind: 'approved'; readonly optOut: OptOut }
  /** None in force by our clock, which is not trusted; this one may be, by the right time. */
  | { readonly kind: 'untimely'; readonly optOut: OptOut }
  | { readonly kind: 'unverifiable'; readonly optOut: OptOut };

type Verdict = Approval['verdict'];

export interface OptOutBook {
  holdOn(held: Held): Hold;
  /** A system's limits, with those that approved opt-outs in force raise. */
  limitsOf(system: System): GuardLimits;
  /** Those in force whose approval could not be read, in order of id. */
  readonly unverifiable: readonly OptOutId[];
  /** Files of those that last too long after their merge, or that today's policy refuses unproved: they exempt nobody. */
  readonly invalid: readonly string[];
}

/**
 * Indexes opt-outs for look-ups at `now`. An opt-out without an approval entry is unverifiable; with `source: none` all
 * count as approved.
 * @param timely whether the clock that told `now` is trusted. Where it is not, nothing lapses and no guard is raised.
 */
export function optOutBook(
  optOuts: readonly OptOut[],
  approvals: readonly Approval[],
  source: 'github' | 'none',
  now: Instant,
  timely = true,
): OptOutBook {
  const proofs = new Map(approvals.map((approval) => [approval.optOut, approval]));
  const byPerson = new Map<string, OptOut[]>();
  const pauses = new Map<SystemId, OptOut[]>();
  const raised = new Map<SystemId, OptOut[]>();
  const { sound, invalid } = source === 'none' ? { sound: optOuts, invalid: [] } : judged(optOuts, proofs);
  for (const optOut of sound) {
    for (const system of optOut.systems) {
      const { exempts } = optOut;
      if (exempts.kind === 'person') push(byPerson, `${system} ${exempts.person}`, optOut);
      else push(exempts.kind === 'pause' ? pauses : raised, system, optOut);
    }
  }
  const verdictOf = (optOut: OptOut): Verdict =>
    source === 'none' ? 'approved' : (proofs.get(optOut.id)?.verdict ?? 'unverifiable');

  function holdOn(held: Held): Hold {
    const { person, system } = held;
    if (person?.departure === 'immediate') return { kind: 'none', lapsed: null };
    const own = person === null ? [] : (byPerson.get(`${system} ${person.id}`) ?? []);
    const covering = [...own, ...(pauses.get(system) ?? [])].filter(
      (optOut) => verdictOf(optOut) !== 'unapproved' && covers(optOut, held, proofs.get(optOut.id)?.by ?? []),
    );
    const inForce = covering.filter((optOut) => isInForce(optOut, now));
    const approved = latest(inForce.filter((optOut) => verdictOf(optOut) === 'approved'));
    if (approved !== null) return { kind: 'approved', optOut: approved };
    const unverifiable = latest(inForce.filter((optOut) => verdictOf(optOut) === 'unverifiable'));
    if (unverifiable !== null) return { kind: 'unverifiable', optOut: unverifiable };
    const untimely = timely ? null : latest(covering);
    if (untimely !== null) return { kind: 'untimely', optOut: untimely };
    const lapsed = covering.filter(
      (optOut) => hasLapsed(optOut, now) && verdictOf(optOut) === 'approved' && !leftAfter(held, optOut),
    );
    return { kind: 'none', lapsed: latest(lapsed) };
  }

  function limitsOf(system: System): GuardLimits {
    let limits = system.guards;
    if (!timely) return limits;
    for (const optOut of raised.get(system.id) ?? []) {
      if (optOut.exempts.kind !== 'guards' || !isInForce(optOut, now)) continue;
      if (verdictOf(optOut) === 'approved') limits = raise(limits, optOut.exempts.guards);
    }
    return limits;
  }

  const unverifiable = sound
    .filter((optOut) => isInForce(optOut, now) && verdictOf(optOut) === 'unverifiable')
    .map(({ id }) => id)
    .sort();
  return { holdOn, limitsOf, unverifiable, invalid: dueIn(invalid, now) };
}

/** Those that may exempt, each by the terms that count for it, and those that can't. */
function judged(optOuts: readonly OptOut[], proofs: ReadonlyMap<OptOutId, Approval>) {
  const sound: OptOut[] = [];
  const invalid: OptOut[] = [];
  for (const written of optOuts) {
    const proof = proofs.get(written.id);
    const optOut = byTerms(written, proof);
    const refused = isOverlong(optOut, proof) || (optOut.drifted && !isCarried(proof));
    (refused ? invalid : sound).push(optOut);
  }
  return { sound, invalid };
}

/** Whether it is for this very thing. A pause covers neither its requester, its owner nor its approvers. */
function covers(optOut: OptOut, held: Held, approvers: readonly PersonId[]): boolean {
  if (!optOut.holds.includes(held.reason)) return false;
  const { exempts } = optOut;
  switch (exempts.kind) {
    case 'guards':
      return false;
    case 'pause': {
      const id = held.person?.id;
      return id === undefined || (id !== optOut.requestedBy && id !== optOut.owner && !approvers.includes(id));
    }
    case 'person':
      if (exempts.entitlements.length === 0) return true;
      return held.entitlement !== null && exempts.entitlements.includes(held.entitlement);
  }
}

/** An opt-out that lapsed before somebody's last hour never held their departure. */
function leftAfter({ person, reason }: Held, optOut: OptOut): boolean {
  if (reason !== 'departed' || person === null || person.status === 'departed') return false;
  return person.leavesAt !== null && person.leavesAt >= optOut.expiresAt;
}

/** The one with the latest `expiresAt`; at the same instant the lower id. */
function latest(optOuts: readonly OptOut[]): OptOut | null {
  return optOuts.reduce<OptOut | null>((best, one) => {
    if (best === null || one.expiresAt > best.expiresAt) return one;
    return one.expiresAt === best.expiresAt && one.id < best.id ? one : best;
  }, null);
}

/** A raised guard only widens: of two values the more permissive counts. */
function raise(limits: GuardLimits, by: Partial<GuardLimits>): GuardLimits {
  return {
    maxRevocations: Math.max(limits.maxRevocations, by.maxRevocations ?? 0),
    maxRevokedFraction: Math.max(limits.maxRevokedFraction, by.maxRevokedFraction ?? 0),
    minAdmins: Math.min(limits.minAdmins, by.minAdmins ?? limits.minAdmins),
    window: Math.min(limits.window, by.window ?? limits.window),
  };
}

/** The files of those that have not lapsed. */
function dueIn(optOuts: readonly OptOut[], now: Instant): string[] {
  return optOuts.filter((optOut) => !hasLapsed(optOut, now)).map(({ file }) => file);
}

function push<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, [value]);
  else there.push(value);
}

/** Whether a protected entry names this account, by id or name. */
export function isProtected(system: System, account: { readonly id: string; readonly name: string }): boolean {
  return system.protected.some(
    ({ account: text }) => text !== '' && (fold(text) === fold(account.id) || fold(text) === fold(account.name)),
  );
}

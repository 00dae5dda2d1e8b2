/** Which opt-outs a change brings, and whose approval each of them needs, by the policy and the roster before it. */
import { type ApprovalsNeeded, approvalsNeeded } from './approvers.js';
import { defeatedBy } from './defeated.js';
import type { DesiredState, OptOut, OptOutId, PersonId, SystemId } from './model.js';
import type { Approval } from './observation.js';
import { formatInstant, type Instant, type Timestamp } from './time.js';

/** Owners of whom at least one has to approve, for systems that they own together. */
export interface Approvers {
  readonly systems: readonly SystemId[];
  readonly from: readonly PersonId[];
}

/** An opt-out that is new, or says something else than the one that was approved. */
export interface NeededApproval {
  readonly optOut: OptOutId;
  readonly file: string;
  readonly change: 'added' | 'changed';
  readonly exempts: OptOut['exempts'];
  readonly systems: readonly SystemId[];
  readonly reason: string;
  readonly justification: string;
  readonly requestedBy: PersonId;
  readonly startsAt: Timestamp | null;
  readonly expiresAt: Timestamp;
  /** How many designated owners have to approve in all. */
  readonly approvals: number;
  readonly approvers: readonly Approvers[];
  /** Who approved the pull request's last commit already, and it counts. */
  readonly given: readonly PersonId[];
  /** How many approvals are missing still, one for each system without its own owner's at least. */
  readonly missing: number;
  /** Owners named there whose account at the host is not pinned: their approval can't be told to be theirs. */
  readonly unpinned: readonly PersonId[];
  /** Why it can't be approved at all, as sentences. */
  readonly obstacles: readonly string[];
  /** The identity provider, where its suspend would defeat the opt-out. */
  readonly defeatedBy: SystemId | null;
}

/** Whether an opt-out of the proposal is byte for byte the file of the base. */
export type IsUnchanged = (optOut: OptOut) => boolean;

/** One for each opt-out of the proposal that is new or changed, in order of id. */
export function neededApprovals(
  base: DesiredState,
  proposed: DesiredState,
  isUnchanged: IsUnchanged,
  now: Instant,
): readonly NeededApproval[] {
  const known = new Set(base.optOuts.map(({ id }) => id));
  return proposed.optOuts
    .filter((optOut) => !isUnchanged(optOut))
    .map((optOut) => neededFor(optOut, base, proposed, known.has(optOut.id), now))
    .sort((a, b) => (a.optOut < b.optOut ? -1 : 1));
}

function neededFor(
  optOut: OptOut,
  base: DesiredState,
  proposed: DesiredState,
  isKnown: boolean,
  now: Instant,
): NeededApproval {
  const reason = base.optOutPolicy.reasons.get(optOut.reason);
  const needed = approvalsNeeded(base, optOut, now);
  const { approvals } = needed;
  const { approvers, unowned } = grouped(needed);
  const pinned = new Map(needed.systems.flatMap((one) => one.approvers.map(({ person, pinned: is }) => [person, is])));
  const everybody = [...new Set(approvers.flatMap(({ from }) => from))];
  const obstacles = unowned.map((id) =>
    base.systems.some((system) => system.id === id)
      ? `${id} has no designated owner today who may approve it`
      : `${id} is not in the policy today: merge the system first`,
  );
  if (reason === undefined) obstacles.push(`the policy has no reason ${optOut.reason} today`);
  else if (lastsTooLong(optOut, reason.maxDuration, now)) {
    obstacles.push(`it lasts longer than the policy allows today for ${optOut.reason}`);
  }
  if (unowned.length === 0 && everybody.length < approvals) {
    obstacles.push(`it needs ${approvals} approvals, and only ${everybody.length} may approve it`);
  }
  return {
    optOut: optOut.id,
    file: optOut.file,
    change: isKnown ? 'changed' : 'added',
    exempts: optOut.exempts,
    systems: optOut.systems,
    reason: optOut.reason,
    justification: optOut.justification,
    requestedBy: optOut.requestedBy,
    startsAt: optOut.startsAt === null ? null : formatInstant(optOut.startsAt),
    expiresAt: formatInstant(optOut.expiresAt),
    approvals,
    approvers,
    given: [],
    missing: Math.max(approvals, approvers.length),
    unpinned: everybody.filter((id) => pinned.get(id) !== true),
    obstacles,
    defeatedBy: defeatedBy(proposed, optOut),
  };
}

/** An approval that was given already, and for which systems. */
export interface Given {
  readonly person: PersonId;
  readonly systems: ReadonlySet<SystemId>;
}

/** The same, with what the pull request's reviews give already; what is left names only whom it is left to. */
export function withGiven(needed: NeededApproval, given: readonly Given[]): NeededApproval {
  const people = [...new Set(given.map(({ person }) => person))].sort();
  const isOpen = ({ systems }: Approvers) => systems.some((id) => !given.some((one) => one.systems.has(id)));
  const open = needed.approvers.filter(isOpen);
  const short = Math.max(0, needed.approvals - people.length);
  const left = (short > 0 && open.length === 0 ? needed.approvers : open).map(({ systems, from }) => ({
    systems,
    from: from.filter((id) => !people.includes(id)),
  }));
  return { ...needed, given: people, missing: Math.max(short, open.length), approvers: left };
}

/** Systems of the same owners together; owners sorted. */
function grouped(needed: ApprovalsNeeded): {
  readonly approvers: readonly Approvers[];
  readonly unowned: readonly SystemId[];
} {
  const groups = new Map<string, { systems: SystemId[]; from: readonly PersonId[] }>();
  for (const { system, approvers } of needed.systems) {
    const from = approvers.map(({ person }) => person).sort();
    const group = groups.get(from.join(' '));
    if (group === undefined) groups.set(from.join(' '), { systems: [system], from });
    else group.systems.push(system);
  }
  const all = [...groups.values()];
  return {
    approvers: all.filter(({ from }) => from.length > 0),
    unowned: all.filter(({ from }) => from.length === 0).flatMap(({ systems }) => systems),
  };
}

/** Counted from now where it begins with the merge: no merge can be earlier. */
function lastsTooLong({ startsAt, expiresAt }: OptOut, maxDuration: number, now: Instant): boolean {
  return expiresAt - Math.max(now, startsAt ?? 0) > maxDuration;
}

/**
 * The proposal as it would be once its opt-outs are approved: real proofs for those that are unchanged, an assumed
 * approval at `now` for the others. What a reason holds, and for how long, is what the base says, as an approval has it.
 */
export function onceApproved(
  base: DesiredState,
  proposed: DesiredState,
  proofs: readonly Approval[],
  isUnchanged: IsUnchanged,
  now: Instant,
): { readonly desired: DesiredState; readonly approvals: readonly Approval[] } {
  const proven = new Map(proofs.map((proof) => [proof.optOut, proof]));
  const approvals: Approval[] = [];
  const optOuts = proposed.optOuts.map((optOut): OptOut => {
    const proof = isUnchanged(optOut) ? proven.get(optOut.id) : undefined;
    if (isUnchanged(optOut)) {
      if (proof !== undefined) approvals.push(proof);
      return optOut;
    }
    const terms = base.optOutPolicy.reasons.get(optOut.reason);
    approvals.push(assumed(optOut.id, terms === undefined ? 'unapproved' : 'approved', now));
    return terms === undefined ? optOut : { ...optOut, holds: terms.holds, maxDuration: terms.maxDuration };
  });
  return { desired: { ...proposed, optOuts }, approvals };
}

function assumed(optOut: OptOutId, verdict: Approval['verdict'], now: Instant): Approval {
  const why = verdict === 'approved' ? 'assumed for a preview' : 'the policy has no such reason today';
  return { optOut, verdict, by: [], pullRequest: null, mergedAt: formatInstant(now), why, rule: null, evidence: null };
}

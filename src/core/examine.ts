/** One opt-out, looked at rule by rule. Pure: of desired state, proofs and now. */
import { type ApprovalsNeeded, approvalsNeeded } from './approvers.js';
import { defeatedBy } from './defeated.js';
import type { DesiredState, GuardLimits, OptOut, OptOutId, Person, PersonId, Reason, SystemId } from './model.js';
import type { Approval } from './observation.js';
import { byTerms, hasBegun, hasLapsed } from './opt-out.js';
import { type Entry, registerOf } from './register.js';
import { absence } from './roster.js';
import { beginningOf } from './standing.js';
import { type Duration, formatInstant, type Instant, type Timestamp } from './time.js';

export interface Examination {
  readonly version: 1;
  readonly at: Timestamp;
  readonly approvalSource: DesiredState['optOutPolicy']['approvalSource'];
  readonly entry: Entry;
  readonly begun: boolean;
  readonly lapsed: boolean;
  /** How long it lasts and may last, in milliseconds; `lasts` is null where nobody knows when it began. */
  readonly duration: { readonly lasts: Duration | null; readonly most: Duration };
  /** What its reason holds back. */
  readonly holds: readonly Reason[];
  /** Null for a pause and a raised guard. */
  readonly person: PersonInScope | null;
  readonly systems: readonly { readonly system: SystemId; readonly mode: 'enforce' | 'report' }[];
  readonly needed: ApprovalsNeeded;
  /** Null where the policy asks for no proof, or there is none. */
  readonly proof: Approval | null;
  /** What it renews, the newest first, and how many in a row the policy allows. */
  readonly renewals: { readonly chain: readonly OptOutId[]; readonly most: number };
  readonly lapse: Lapse;
  /** The identity provider that it leaves out, whose suspend would defeat it. */
  readonly defeatedBy: SystemId | null;
}

export interface PersonInScope {
  readonly person: PersonId;
  /** Why their accounts should not be there, by the roster; null while they are active. */
  readonly absent: Reason | null;
  readonly leavesAt: Timestamp | null;
  /** `immediate`: no opt-out holds anything. */
  readonly departure: Person['departure'];
}

/** What happens at `expiresAt`, by the roster as it is. */
export interface Lapse {
  readonly people: readonly {
    readonly person: PersonId;
    readonly system: SystemId;
    /** Another opt-out that holds on. */
    readonly heldBy: OptOutId | null;
  }[];
  /** To which limits a raised guard returns. */
  readonly limits: readonly { readonly system: SystemId; readonly guards: Partial<GuardLimits> }[];
}

export function examine(
  desired: DesiredState,
  approvals: readonly Approval[],
  written: OptOut,
  now: Instant,
): Examination {
  const { optOutPolicy: policy, people } = desired;
  const proof = policy.approvalSource === 'none' ? undefined : approvals.find((one) => one.optOut === written.id);
  const optOut = byTerms(written, proof);
  const others = desired.optOuts.filter(({ id }) => id !== written.id);
  const register = registerOf({ ...desired, optOuts: [written, ...others], invalidOptOuts: [] }, approvals, now);
  const entry = register.optOuts.find(({ id }) => id === written.id);
  if (entry === undefined) throw new RangeError(`no entry for ${written.id}`);
  const begins = beginningOf(optOut, proof);
  const { exempts } = optOut;
  const person = exempts.kind === 'person' ? people.find(({ id }) => id === exempts.person) : undefined;
  return {
    version: 1,
    at: formatInstant(now),
    approvalSource: policy.approvalSource,
    entry,
    begun: hasBegun(optOut, now),
    lapsed: hasLapsed(optOut, now),
    duration: { lasts: begins === null ? null : optOut.expiresAt - begins, most: optOut.maxDuration },
    holds: optOut.holds,
    person: person === undefined ? null : inScope(person, now),
    systems: desired.systems
      .filter(({ id }) => optOut.systems.includes(id))
      .map(({ id, mode }) => ({ system: id, mode })),
    needed: neededFor(desired, optOut, proof, now),
    proof: proof ?? null,
    renewals: { chain: chainOf(optOut, desired.optOuts), most: policy.maxRenewals },
    lapse: { people: losing(desired, approvals, optOut), limits: limitsAfter(desired, optOut) },
    defeatedBy: defeatedBy(desired, optOut),
  };
}

function inScope(person: Person, now: Instant): PersonInScope {
  const { id, leavesAt, departure } = person;
  return {
    ...{ person: id, absent: absence(person, now, NONE), departure },
    leavesAt: leavesAt === null ? null : formatInstant(leavesAt),
  };
}

const NONE: ReadonlySet<PersonId> = new Set();

/** The number that the policy before its pull request asked for, where a proof tells it. */
function neededFor(desired: DesiredState, optOut: OptOut, proof: Approval | undefined, now: Instant): ApprovalsNeeded {
  const needed = approvalsNeeded(desired, optOut, now);
  return { ...needed, approvals: proof?.evidence?.terms?.approvals ?? needed.approvals };
}

function chainOf(optOut: OptOut, all: readonly OptOut[]): readonly OptOutId[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const chain: OptOutId[] = [];
  for (let id = optOut.renewalOf; id !== null && !chain.includes(id); id = byId.get(id)?.renewalOf ?? null)
    chain.push(id);
  return chain;
}

/** Whose access goes when it lapses: of those it covers, who is absent then and has an account by the roster. */
function losing(desired: DesiredState, approvals: readonly Approval[], optOut: OptOut): Lapse['people'] {
  const { exempts, expiresAt, systems, holds } = optOut;
  if (exempts.kind === 'guards') return [];
  const approvers = approvals.find((one) => one.optOut === optOut.id)?.by ?? [];
  const covered = desired.people.filter(({ id }) =>
    exempts.kind === 'pause' ? !hasPartIn(id, optOut, approvers) : id === exempts.person,
  );
  const then = registerOf({ ...desired, invalidOptOuts: [] }, approvals, expiresAt).optOuts;
  return covered.flatMap((person) => {
    const why = absence(person, expiresAt, NONE);
    if (why === null || !holds.includes(why) || person.departure === 'immediate') return [];
    return systems
      .filter((system) => person.accounts.has(system))
      .map((system) => ({ person: person.id, system, heldBy: holderOf(person.id, system, why, then, desired) }));
  });
}

function holderOf(
  person: PersonId,
  system: SystemId,
  why: Reason,
  then: readonly Entry[],
  desired: DesiredState,
): OptOutId | null {
  const holder = then.find(({ id, standing, terms, approvedBy }) => {
    if (terms === null || terms.kind === 'guards' || (standing !== 'active' && standing !== 'expiring')) return false;
    if (terms.entitlements.length > 0 || !terms.systems.includes(system)) return false;
    const holds = desired.optOuts.find((one) => one.id === id)?.holds ?? [];
    if (!holds.includes(why)) return false;
    return terms.kind === 'pause' ? !hasPartIn(person, terms, approvedBy) : terms.person === person;
  });
  return (holder?.id ?? null) as OptOutId | null;
}

/** A pause covers neither who asked for it, nor who answers for it, nor who approved it. */
function hasPartIn(
  person: PersonId,
  { requestedBy, owner }: Pick<OptOut, 'requestedBy' | 'owner'>,
  approvers: readonly PersonId[],
): boolean {
  return person === requestedBy || person === owner || approvers.includes(person);
}

function limitsAfter({ systems }: DesiredState, { exempts, systems: own }: OptOut): Lapse['limits'] {
  if (exempts.kind !== 'guards') return [];
  const names = Object.keys(exempts.guards) as (keyof GuardLimits)[];
  return systems
    .filter(({ id }) => own.includes(id))
    .map(({ id, guards }) => ({ system: id, guards: Object.fromEntries(names.map((name) => [name, guards[name]])) }));
}

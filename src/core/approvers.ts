/** Whose approval an opt-out needs, by today's policy and roster. */
import type { DesiredState, OptOut, PersonId, SystemId } from './model.js';
import { designatedOwners } from './owners.js';
import { absence } from './roster.js';
import type { Instant } from './time.js';

/** Somebody who may approve. */
export interface Approver {
  readonly person: PersonId;
  /** Their account's name at the host; null where the roster has none. */
  readonly login: string | null;
  /** Whether it is pinned by its immutable id: the proof goes by nothing else. */
  readonly pinned: boolean;
}

export interface ApproversOf {
  readonly system: SystemId;
  readonly approvers: readonly Approver[];
}

export interface ApprovalsNeeded {
  /** How many in all; each system needs one of its own owners among them. */
  readonly approvals: number;
  readonly systems: readonly ApproversOf[];
  /** Whether there are as many people as approvals, and somebody for each system. */
  readonly enough: boolean;
}

type Asked = Pick<OptOut, 'exempts' | 'systems' | 'requestedBy' | 'reason'>;

/** Who may approve it for each of its systems: owners who work here and have no part in it, and how many have to. */
export function approvalsNeeded(desired: DesiredState, optOut: Asked, now: Instant): ApprovalsNeeded {
  const { optOutPolicy: policy, people, systems } = desired;
  const beneficiary = optOut.exempts.kind === 'person' ? optOut.exempts.person : null;
  const roster = new Map(people.map((person) => [person.id, person]));
  const eligible = (id: PersonId): boolean => {
    const person = roster.get(id);
    return (
      id !== beneficiary && id !== optOut.requestedBy && person !== undefined && absence(person, now, NONE) === null
    );
  };
  const asked = optOut.systems.map((id): ApproversOf => {
    const system = systems.find((one) => one.id === id);
    const owners = system === undefined ? [] : designatedOwners(system, policy, eligible);
    return { system: id, approvers: owners.map((person) => approverOf(person)) };
  });
  function approverOf(person: PersonId): Approver {
    const claim = policy.approvalSystem === null ? undefined : roster.get(person)?.accounts.get(policy.approvalSystem);
    return { person, login: claim?.name ?? null, pinned: claim?.id != null };
  }
  const approvals = policy.reasons.get(optOut.reason)?.approvals ?? policy.approvals;
  const everybody = new Set(asked.flatMap(({ approvers }) => approvers.map(({ person }) => person)));
  const enough = everybody.size >= approvals && asked.every(({ approvers }) => approvers.length > 0);
  return { approvals, systems: asked, enough };
}

const NONE: ReadonlySet<PersonId> = new Set();

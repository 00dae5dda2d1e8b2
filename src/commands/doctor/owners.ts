/** Whether there are people who may approve opt-outs, and whose approval can be told from anybody else's. */
import { type Checked, found, judged, judgedEach, listed } from '../../core/checkup.js';
import type { DesiredState, Person, PersonId, System } from '../../core/model.js';
import { absence } from '../../core/roster.js';
import type { Instant } from '../../core/time.js';

const POLICY = 'policies/policy.yaml';
const NOBODY: ReadonlySet<PersonId> = new Set();

/** Who works here at the moment, by the roster. */
export function activePeople({ people }: DesiredState, now: Instant): ReadonlySet<PersonId> {
  const here = (person: Person) => absence(person, now, NOBODY) === null;
  return new Set(people.filter(here).map(({ id }) => id));
}

export function checkOwners(desired: DesiredState, now: Instant): readonly Checked[] {
  const active = activePeople(desired, now);
  return [
    ...desired.systems.map((system) => enough(desired, system, active)),
    ...approvalsAskedFor(desired, active),
    gone(desired, active),
    ...approvalProof(desired, active),
  ];
}

/** Two at least: the person exempted, the requester and the author of the pull request may not approve. */
function enough(desired: DesiredState, system: System, active: ReadonlySet<PersonId>): Checked {
  const own = system.owners.filter((id) => active.has(id));
  const fallback = desired.optOutPolicy.owners.filter((id) => active.has(id));
  const all = new Set([...own, ...fallback]);
  const common = {
    check: 'policy/owners-enough',
    where: `policies/systems/${system.id}.yaml`,
    why: 'Who asks for an opt-out, or is exempted by it, may not approve it: somebody else has to be there.',
    mend: `Name further designated owners under \`owners\` there, or under \`optOuts.owners\` in ${POLICY}.`,
    good: `${all.size} designated owners are here: ${listed([...all])}`,
  };
  if (all.size === 0)
    return judged(false, { ...common, severity: 'error', what: 'no designated owner is here any more' });
  if (all.size === 1) {
    return judged(false, {
      ...common,
      severity: 'warning',
      what: `${[...all].join()} is the only designated owner here`,
    });
  }
  const what = `${own.join()} is the system's only owner here; for an opt-out of theirs the policy's answer: ${listed(fallback)}`;
  return judged(own.length !== 1, { ...common, severity: 'info', what });
}

/** Where a reason asks for more approvals than a system has owners, no opt-out of it can ever be approved. */
function approvalsAskedFor(desired: DesiredState, active: ReadonlySet<PersonId>): readonly Checked[] {
  const { optOutPolicy: policy } = desired;
  const most = Math.max(policy.approvals, ...[...policy.reasons.values()].map(({ approvals }) => approvals));
  return desired.systems.map((system) => {
    const own = system.owners.filter((id) => active.has(id));
    const pool = own.length > 0 ? own : policy.owners.filter((id) => active.has(id));
    const asking = [...policy.reasons].filter(([, { approvals }]) => approvals > pool.length).map(([name]) => name);
    return judged(most <= pool.length, {
      severity: 'warning',
      check: 'policy/approvals-possible',
      where: `policies/systems/${system.id}.yaml`,
      what: `${pool.length} designated owners can't give the ${most} approvals that the policy asks for${asking.length === 0 ? '' : ` (${listed(asking)})`}`,
      why: 'Such an opt-out can never be approved, and so never holds.',
      mend: `Name more owners there, or ask for fewer approvals in ${POLICY}.`,
      good: `its ${pool.length} designated owners can give the ${most} approvals that are asked for at most`,
    });
  });
}

function gone({ systems, optOutPolicy }: DesiredState, active: ReadonlySet<PersonId>): Checked {
  const named = new Set([...optOutPolicy.owners, ...systems.flatMap(({ owners }) => owners)]);
  return judgedEach([...named].filter((id) => !active.has(id)).sort(), {
    severity: 'warning',
    check: 'policy/owners-here',
    where: 'policies',
    what: (names) => `designated owners who are not here: ${names}`,
    why: 'They approve nothing any more, and whoever looks for an owner is sent to them.',
    mend: 'Name others under `owners` in the system or under `optOuts.owners`.',
    good: 'every designated owner is here',
  });
}

function approvalProof(desired: DesiredState, active: ReadonlySet<PersonId>): readonly Checked[] {
  const { approvalSource, approvalSystem, owners } = desired.optOutPolicy;
  if (approvalSource === 'none') return [unproven(desired)];
  if (approvalSystem === null) {
    const what = 'no system tells which person a reviewer is (`optOuts.approvalSystem`)';
    const why = 'Approvals are matched by immutable id: without it no opt-out can be proved, and each is unverifiable.';
    const mend = 'Set `optOuts.approvalSystem` to the id of the GitHub organization that reviewers belong to.';
    return [found({ severity: 'error', check: 'policy/approval-system', where: POLICY, what, why, mend })];
  }
  const named = new Set([...owners, ...desired.systems.flatMap((system) => system.owners)]);
  const unpinned = desired.people
    .filter(({ id }) => named.has(id) && active.has(id))
    .filter(({ accounts }) => accounts.get(approvalSystem)?.id == null)
    .map(({ id }) => id);
  return [
    judgedEach(unpinned, {
      severity: 'warning',
      check: 'policy/owners-pinned',
      where: 'policies/people',
      what: (names) => `designated owners without a pinned account in ${approvalSystem}: ${names}`,
      why: 'A login can change hands, so that only an immutable id proves who approved: their approval never counts.',
      mend: `Write \`accounts: { ${approvalSystem}: { id: …, name: … } }\` for each.`,
      good: `every designated owner's account in ${approvalSystem} is pinned`,
    }),
  ];
}

function unproven({ systems }: DesiredState): Checked {
  const enforced = systems.some(({ mode }) => mode === 'enforce');
  return found({
    severity: enforced ? 'error' : 'warning',
    check: 'policy/approval-proof',
    where: POLICY,
    what: `\`approvalSource: none\`: every opt-out counts as approved${enforced ? ', and systems are enforced' : ''}`,
    why: 'Whoever can write a file under optouts/ exempts whom they like; none is meant for a try-out.',
    mend: 'Set `optOuts.approvalSource: github`, with `approvalSystem`.',
  });
}

/** References between policy, systems and roster, once all are read. */
import type { System } from '../core/model.js';
import { hasDeparted } from '../core/roster.js';
import type { Instant } from '../core/time.js';
import type { Findings, Place } from './finding.js';
import type { PolicyView } from './policy-document.js';
import { placeOf, type Roster } from './roster.js';
import { checkReference, type Known } from './rules.js';
import { POLICY_FILE } from './sources.js';
import type { Shelf } from './systems.js';

const A_PERSON = 'a person of the roster';
const A_SYSTEM = 'a system of the policy';

export function checkReferences(
  policy: PolicyView | null,
  systems: Shelf<System>,
  roster: Roster,
  at: Instant,
  findings: Findings,
): void {
  if (policy !== null) checkPolicy(policy, systems, roster, at, findings);
  for (const system of systems.values) checkSystem(system, systems, roster, at, findings);
  for (const { id, owner } of roster.services) {
    const entry = roster.ids.get(id);
    if (entry !== undefined) checkReference(owner, roster.persons, A_PERSON, placeOf(entry, 'owner'), findings);
  }
}

function checkPolicy(policy: PolicyView, systems: Known, roster: Roster, at: Instant, findings: Findings): void {
  const place = (...path: (string | number)[]): Place => ({ file: POLICY_FILE, path });
  const { identityProvider, optOuts } = policy;
  if (identityProvider !== null)
    checkReference(identityProvider, systems, A_SYSTEM, place('identityProvider'), findings);
  for (const [index, owner] of optOuts.owners.entries()) {
    checkOwner(owner, roster, at, place('optOuts', 'owners', index), findings);
  }
  if (optOuts.approvalSystem !== null) {
    checkReference(optOuts.approvalSystem, systems, A_SYSTEM, place('optOuts', 'approvalSystem'), findings);
  }
}

function checkSystem(system: System, systems: Shelf<System>, roster: Roster, at: Instant, findings: Findings): void {
  const file = systems.ids.get(system.id) ?? '';
  for (const [index, owner] of system.owners.entries()) {
    checkOwner(owner, roster, at, { file, path: ['owners', index] }, findings);
  }
  for (const [index, { owner }] of system.protected.entries()) {
    checkOwner(owner, roster, at, { file, path: ['protected', index, 'owner'] }, findings);
  }
}

/** An owner must be a person; one who left answers for nothing any more, which is a warning. */
function checkOwner(owner: string, roster: Roster, at: Instant, place: Place, findings: Findings): void {
  if (!checkReference(owner, roster.persons, A_PERSON, place, findings)) return;
  const person = roster.personById.get(owner);
  if (person === undefined || !hasDeparted(person, at)) return;
  const message = `The owner \`${owner}\` has departed.`;
  findings.add({ ...place, severity: 'warning', code: 'owner', message, mend: 'Name an owner who works here.' });
}

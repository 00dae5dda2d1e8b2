/** Who may approve an opt-out, or answer for it. */
import type { OptOutPolicy, PersonId, System } from './model.js';

/**
 * The designated owners of a system who may act for one opt-out: the system's own; where it names none, or none of its
 * own is eligible, the policy's.
 * @param eligible whether somebody has no part in the opt-out, and still works here
 */
export function designatedOwners(
  system: Pick<System, 'owners'>,
  policy: Pick<OptOutPolicy, 'owners'>,
  eligible: (person: PersonId) => boolean,
): readonly PersonId[] {
  const own = system.owners.filter(eligible);
  return own.length > 0 ? own : policy.owners.filter(eligible);
}

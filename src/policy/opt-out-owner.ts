/** Who may answer for an opt-out. */
import type { OptOut, PersonId } from '../core/model.js';
import { designatedOwners } from '../core/owners.js';
import { hasDeparted } from '../core/roster.js';
import type { Context } from './opt-out-context.js';

/**
 * The owner is neither the person nor the requester, and a designated owner of at least one of the systems: where they have
 * different owners, each of these has to approve, and one answers.
 */
export function checkOwner(optOut: OptOut, { policy, systemById, roster, at, findings }: Context): void {
  const { owner, requestedBy, file } = optOut;
  const place = { file, path: ['owner'] };
  const beneficiary = optOut.exempts.kind === 'person' ? optOut.exempts.person : null;
  if (owner === beneficiary || owner === requestedBy) {
    const role = owner === beneficiary ? 'whom it exempts' : 'who asks for it';
    const message = `The owner \`${owner}\` is also the person ${role}.`;
    findings.add({ ...place, code: 'opt-out-rule', message, mend: 'Name a designated owner who has no part in it.' });
    return;
  }
  const person = roster.personById.get(owner);
  if (person !== undefined && hasDeparted(person, at)) {
    const message = `The owner \`${owner}\` has departed: nobody answers for this opt-out.`;
    findings.add({
      ...place,
      severity: 'warning',
      code: 'owner',
      message,
      mend: 'Name a designated owner who works here.',
    });
  }
  if (policy === null) return;
  const apart = (id: PersonId) => id !== beneficiary && id !== requestedBy;
  const named = optOut.systems.flatMap((id) => systemById.get(id) ?? []);
  const eligible = [...new Set(named.flatMap((system) => designatedOwners(system, policy.optOuts, apart)))];
  if (named.length === 0 || eligible.includes(owner)) return;
  const where = named.map(({ id }) => `\`${id}\``).join(', ');
  const message = `\`${owner}\` is not a designated owner of ${where} who may answer for this opt-out.`;
  const mend =
    eligible.length === 0
      ? `Add \`owners\` to the system ${where}, or to \`optOuts\` in policies/policy.yaml.`
      : `Write one of ${eligible.join(', ')}.`;
  findings.add({ ...place, code: 'owner', message, mend, drift: true });
}

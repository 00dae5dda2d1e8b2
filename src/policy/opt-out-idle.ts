/** Opt-outs that hold nothing: valid, and surely not what was meant. */
import type { OptOut, Reason, System } from '../core/model.js';
import { hasDeparted } from '../core/roster.js';
import type { Context } from './opt-out-context.js';

export function checkIdle(optOut: OptOut, context: Context): void {
  const { exempts, file } = optOut;
  if (context.policy === null || exempts.kind === 'guards' || optOut.holds.length === 0) return;
  const { findings, roster, systemById, at } = context;
  const warn = (path: string, message: string, mend: string) =>
    findings.add({ severity: 'warning', code: 'opt-out-idle', file, path: [path], message, mend });
  const systems = optOut.systems.map((id) => systemById.get(id)).filter((system) => system !== undefined);

  if (exempts.kind === 'person') {
    const person = roster.personById.get(exempts.person);
    if (person?.departure === 'immediate' && (hasDeparted(person, at) || person.leavesAt !== null)) {
      const message = `The departure of \`${person.id}\` is immediate, so this opt-out holds nothing.`;
      warn('person', message, 'Delete the opt-out, or write `departure: standard` if that is what is meant.');
      return;
    }
    if (exempts.entitlements.length > 0 && systems.some(({ entitlements }) => entitlements === 'ignore')) {
      const named = systems.filter(({ entitlements }) => entitlements === 'ignore').map(({ id }) => `\`${id}\``);
      const message = `${named.join(', ')} does not manage entitlements, so this opt-out holds nothing there.`;
      warn('entitlements', message, 'Leave `entitlements` out to hold the whole account.');
      return;
    }
  }
  if (systems.length === 0 || optOut.holds.some((reason) => mayApply(reason, exempts.kind, systems, context))) return;
  const message = `The reason \`${optOut.reason}\` holds ${optOut.holds.join(', ')}, which can apply to nothing here.`;
  warn('reason', message, 'Choose the reason that fits what is to be held back.');
}

/** Whether an account could ever have this reason here. */
function mayApply(reason: Reason, kind: 'person' | 'pause', systems: readonly System[], { policy }: Context): boolean {
  switch (reason) {
    case 'departed':
    case 'suspended':
      return true;
    case 'idp-inactive':
      return policy?.identityProvider != null;
    case 'orphaned':
      return kind === 'pause';
    case 'role-changed':
      return systems.some(({ entitlements }) => entitlements === 'managed');
  }
}

/** Revoking one thing that a user holds, where the user stays. */
import type { EntitlementId } from '../../core/model.js';
import type { Change } from './change.js';
import type { Held } from './held.js';
import { type Revocation, switchingOff, takingAway, untrusting } from './suspend.js';

/** What takes this entitlement away; nothing where the user does not hold it (any more). */
export function entitlementChanges(held: Held, entitlement: EntitlementId, revocation: Revocation): readonly Change[] {
  const [prefix, name] = halves(entitlement);
  if (prefix === 'inline') return held.inline.some((one) => one.name === name) ? [deletingInline(held, name)] : [];
  if (prefix === 'trusted-by') {
    return untrusting(held, revocation).filter(({ object }) => object.startsWith(`role/${name}/`));
  }
  if (entitlement === 'console-password') return held.password ? [deletingPassword(held)] : [];
  return [...switchingOff(held), ...takingAway(held)].filter(({ object }) => object === `${prefix}/${name}`);
}

function deletingInline({ user }: Held, PolicyName: string): Change {
  const left = `the inline policy ${PolicyName} is there`;
  const input = { UserName: user.name, PolicyName };
  return { operation: 'DeleteUserPolicy', input, object: `inline/${PolicyName}`, left };
}

function deletingPassword({ user }: Held): Change {
  const input = { UserName: user.name };
  return { operation: 'DeleteLoginProfile', input, object: 'password', left: 'the user has a password' };
}

function halves(id: string): readonly [string, string] {
  const colon = id.indexOf(':');
  return colon === -1 ? [id, ''] : [id.slice(0, colon), id.slice(colon + 1)];
}

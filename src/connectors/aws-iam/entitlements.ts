/** What a user holds, as Leaver names it. */
import type { EntitlementId } from '../../core/model.js';
import type { Entitlement } from '../../core/observation.js';
import { type Grants, type Holder, isAdmin } from './admin.js';
import type { Held } from './held.js';
import type { Credential, LastUse, Role } from './iam.js';
import { INLINE_DENY } from './mark.js';
import { isDenyAll } from './policy.js';
import { type Trusted, trusts } from './trust.js';

/** Groups, policies and roles: what the bulk call tells of everybody. Leaver's own deny is not among them. */
export function grantsHeld(
  holder: Holder,
  user: Trusted,
  roles: readonly Role[],
  grants: Grants,
): readonly Entitlement[] {
  /** Marks what alone would make its holder an administrator. */
  const marked = (one: Entitlement, alone: Partial<Holder>): Entitlement =>
    isAdmin({ groups: [], attached: [], inline: [], ...alone }, grants) ? { ...one, admin: true } : one;
  const attached = holder.attached.filter((arn) => !isDenyAll(arn));
  const inline = holder.inline.filter(({ name }) => name !== INLINE_DENY);
  return [
    ...holder.groups.map((name) => marked(grant('membership', `group:${name}`), { groups: [name] })),
    ...attached.map((arn) => marked(grant('role', `policy:${arn}`), { attached: [arn] })),
    ...inline.map((one) => marked(grant('role', `inline:${one.name}`), { inline: [one] })),
    ...roles.filter((role) => trusts(role, user)).map((role) => grant('role', `trusted-by:${role.name}`)),
  ];
}

/** Credentials, as the lists of one user tell them. */
export function credentialsHeld(held: Held, lastUses: ReadonlyMap<string, LastUse>): readonly Entitlement[] {
  const password: Entitlement[] = held.password
    ? [{ ...credential('console-password', 'password', true), lastUsedAt: held.user.passwordLastUsedAt }]
    : [];
  return [
    ...password,
    ...held.keys.map((key) => ({ ...of('key', 'access-key', key), ...lastUseOf(lastUses.get(key.id)) })),
    ...held.serviceCredentials.map((one) => ({
      ...of('service-credential', 'service-specific-credential', one),
      role: one.service,
    })),
    ...held.sshKeys.map((key) => of('ssh-key', 'ssh-key', key)),
    ...held.certificates.map((one) => of('certificate', 'signing-certificate', one)),
    ...held.mfaDevices.map((serial) => credential(`mfa:${serial}`, 'mfa-device', true)),
  ];
}

/** In order of id, so that the same account reads the same. */
export function inOrder(entitlements: readonly Entitlement[]): readonly Entitlement[] {
  return [...entitlements].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** That the user's policies let it assume roles: sessions that it holds may outlast it. */
export const ASSUMES_ROLES = 'assume-role' as EntitlementId;

function grant(kind: 'membership' | 'role', id: string): Entitlement {
  return { kind, id: id as EntitlementId };
}

function of(prefix: string, type: string, one: Credential): Entitlement {
  return credential(`${prefix}:${one.id}`, type, one.active);
}

function credential(id: string, type: string, active: boolean): Entitlement {
  return { kind: 'credential', id: id as EntitlementId, type, status: active ? 'active' : 'inactive' };
}

function lastUseOf(use: LastUse | undefined): Partial<Entitlement> {
  return use === undefined ? {} : { lastUsedAt: use.at, lastUsedBy: use.by };
}

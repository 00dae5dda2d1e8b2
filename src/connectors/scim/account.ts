/** A user as an account: what it is, what it holds, and whether it administers. */
import type { AccountId, EntitlementId } from '../../core/model.js';
import type { Entitlement, ObservedAccount } from '../../core/observation.js';
import type { Administrators, Quirks } from './presets.js';
import { type Fields, type GroupOfUser, isFields, sameName, type User, valuesIn } from './shapes.js';
import type { Site } from './site.js';

export const PREFIX = { group: 'group:', role: 'role:', entitlement: 'entitlement:' } as const;

/**
 * The account.
 * @param groups those it is in, however they are known
 */
export function accountOf(
  { settings }: Pick<Site, 'settings'>,
  user: User,
  groups: readonly GroupOfUser[],
  read: ObservedAccount['read'],
): ObservedAccount {
  const { administrators, quirks } = settings;
  const entitlements = entitlementsOf(user, groups, administrators);
  return {
    id: user.id as AccountId,
    name: user.userName,
    email: user.email,
    ...(user.fullName === '' ? {} : { fullName: user.fullName }),
    status: user.active ? 'active' : 'suspended',
    read,
    admin: entitlements.some(({ admin }) => admin === true) || hasAttribute(user, administrators),
    self: isSelf(settings.self, user),
    suspendedAt: null,
    // Without it nothing tells since when it is suspended, and no deletion is ever due that could not be carried out.
    ...(canDelete(quirks) ? { changedAt: user.changedAt } : {}),
    entitlements,
  };
}

/** Whether there is a last step after retention. */
export function canDelete(quirks: Quirks): boolean {
  return quirks.activeFalse === 'suspends' && quirks.delete === 'deletes';
}

/** By id or user name: the token's user is found by either. */
export function isSelf(self: string | null, user: Pick<User, 'id' | 'userName'>): boolean {
  return self !== null && (user.id === self || sameName(user.userName, self));
}

function entitlementsOf(
  user: User,
  groups: readonly GroupOfUser[],
  administrators: Administrators | null,
): readonly Entitlement[] {
  const value = (kind: 'role' | 'entitlement', values: readonly string[], admins: readonly string[] = []) =>
    values.map((one): Entitlement => {
      const id = `${PREFIX[kind]}${one}` as EntitlementId;
      return isOneOf(admins, one) ? { kind: 'role', id, admin: true } : { kind: 'role', id };
    });
  return [
    ...groups.map(({ id, display }): Entitlement => {
      const admin = isOneOf(administrators?.groups, id) || isOneOf(administrators?.groups, display);
      return {
        kind: 'membership',
        id: `${PREFIX.group}${id}` as EntitlementId,
        // A group's id says nothing to a reader.
        ...(display === '' || display === id ? {} : { role: display }),
        ...(admin ? { admin: true } : {}),
      };
    }),
    ...value('role', user.roles, administrators?.roles),
    ...value('entitlement', user.entitlements, administrators?.entitlements),
  ];
}

function isOneOf(values: readonly string[] | undefined, one: string): boolean {
  return one !== '' && (values?.some((other) => sameName(other, one)) ?? false);
}

function hasAttribute({ whole }: User, administrators: Administrators | null): boolean {
  return (administrators?.attributes ?? []).some(({ name, values }) =>
    attributeOf(whole, name).some((one) => isOneOf(values, one)),
  );
}

/** The values of an attribute by its name; those of an extension stand below its URN. */
function attributeOf(whole: Fields, name: string): readonly string[] {
  const own = named(whole, name);
  if (own !== undefined) return texts(own);
  const at = name.lastIndexOf(':');
  const extension = at < 0 ? undefined : named(whole, name.slice(0, at));
  return isFields(extension) ? texts(named(extension, name.slice(at + 1))) : [];
}

function texts(value: unknown): readonly string[] {
  return typeof value === 'boolean' ? [String(value)] : valuesIn(value);
}

/** Attribute names are without regard to case ("RFC 7643", 2.1). */
function named(fields: Fields, name: string): unknown {
  const key = Object.keys(fields).find((one) => sameName(one, name));
  return key === undefined ? undefined : fields[key];
}

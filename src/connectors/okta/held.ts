/** What one user holds, read by itself. */
import type { Page } from '../../http/client.js';
import { endingOf, senseless } from './client.js';
import { pathOf } from './find.js';
import type { ApiToken, Assignees, Grant, Group, Role, User } from './shapes.js';
import { type Part, partOf, type Read, type Site, type Unread } from './site.js';

export interface Held {
  readonly user: User;
  readonly roles: readonly Role[];
  readonly grants: readonly Grant[];
  /** Without `Everyone`, which everybody is in and nobody can leave. */
  readonly groups: readonly Group[];
  readonly tokens: readonly ApiToken[];
  readonly unread: readonly Unread[];
}

/**
 * Everything that a user holds: three requests, two without its groups.
 * @param tokens those of the organization
 */
export async function heldBy(
  site: Site,
  user: User,
  tokens: Read<readonly ApiToken[]>,
  more: { readonly groups: boolean } = { groups: true },
): Promise<Held> {
  const [roles, grants, groups] = await Promise.all([
    partOf('admin-roles', rolesOf(site, user.id)),
    partOf('grants', grantsOf(site, user.id)),
    more.groups ? partOf('groups', groupsOf(site, user.id)) : { value: [] },
  ]);
  return {
    user,
    roles: valueOr(roles, []),
    grants: valueOr(grants, []),
    groups: valueOr(groups, []),
    tokens: valueOr(tokens, []).filter(({ userId }) => userId === user.id),
    unread: [roles, grants, groups, tokens].flatMap(unreadIn),
  };
}

export function valueOr<Value>(read: Read<Value>, instead: Value): Value {
  return 'value' in read ? read.value : instead;
}

export function unreadIn(read: Read<unknown>): readonly Unread[] {
  return 'unread' in read ? [read.unread] : [];
}

/** Whether a part could be read. */
export function wasRead({ unread }: Held, part: Part): boolean {
  return !unread.some((one) => one.part === part);
}

export function rolesOf({ client }: Site, user: string): Promise<readonly Role[]> {
  return client.all<Role>(`${pathOf(user)}/roles`);
}

export function grantsOf({ client }: Site, user: string): Promise<readonly Grant[]> {
  return client.all<Grant>(`${pathOf(user)}/grants?limit=200`);
}

export async function groupsOf({ client }: Site, user: string): Promise<readonly Group[]> {
  const groups = await client.all<Group>(`${pathOf(user)}/groups`);
  return groups.filter(({ type }) => type !== 'BUILT_IN');
}

/** The tokens of the whole organization: Okta lists them by no owner ("List all API token metadata"). */
export function allTokens({ client }: Site): Promise<readonly ApiToken[]> {
  return client.all<ApiToken>('/api/v1/api-tokens?limit=200');
}

/** Everybody who holds an administrator role, with the names that Okta gives them ("List all users with role assignments"). */
export async function assigneesOf({
  client,
}: Site): Promise<readonly { readonly id: string; readonly orn?: string }[]> {
  const found = new Map<string, { readonly id: string; readonly orn?: string }>();
  const ending = endingOf();
  for (let target: string | null = '/api/v1/iam/assignees/users?limit=200'; target !== null; ) {
    const { body, next }: Page<Assignees> = await client.page<Assignees>(target);
    if (!Array.isArray(body.value)) throw senseless();
    for (const one of body.value) found.set(one.id, one);
    target = ending(next ?? pathIn(body._links?.next?.href), found.size);
  }
  return [...found.values()];
}

/** This one listing tells in its body where it goes on; only the path is taken, so that the credential goes nowhere else. */
function pathIn(href: string | undefined): string | null {
  if (href === undefined || !URL.canParse(href, 'https://okta.invalid')) return null;
  const { pathname, search } = new URL(href, 'https://okta.invalid');
  return `${pathname}${search}`;
}

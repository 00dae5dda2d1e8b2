/** Which groups users are in: as users tell it, or as groups tell it. */
import { LeaverError } from '../../errors.js';
import { listAll } from './pages.js';
import { equals, type Group, type GroupOfUser, groupIn, type User } from './shapes.js';
import type { Gaps, Site } from './site.js';
import { isPathSafe, pathOf } from './users.js';

export type GroupsOf = (user: User) => readonly GroupOfUser[];

/** The groups of all users, where they are needed and users do not tell them: each page of groups is a request. */
export async function groupsOfAll(site: Site, gaps: Gaps): Promise<GroupsOf> {
  const { quirks, administrators } = site.settings;
  if (quirks.groups === 'user') return ({ groups }) => groups;
  const needed = site.managed || (administrators?.groups?.length ?? 0) > 0;
  if (quirks.groups === 'none' || !needed) return () => [];
  const groups = await gaps.around('groups', [], async () => whole(await listGroups(site, null)));
  const held = new Map<string, GroupOfUser[]>();
  for (const { id, display, members } of groups) {
    if (members === null) gaps.add('groups', "the listing does not tell a group's members");
    for (const member of members ?? []) held.set(member, [...(held.get(member) ?? []), { id, display }]);
  }
  return ({ id }) => held.get(id) ?? [];
}

/** The groups of one user. Throws where they can't be read. */
export async function groupsOf(site: Site, user: User): Promise<readonly GroupOfUser[]> {
  const { quirks, name } = site.settings;
  if (quirks.groups === 'user') return user.groups;
  if (quirks.groups === 'none') return [];
  const groups = whole(await listGroups(site, equals('members.value', user.id)));
  if (groups.some(({ members }) => members === null)) {
    throw new LeaverError('unreachable', `${name}'s listing does not tell a group's members`);
  }
  // A provider that does not heed the filter lists every group.
  const own = groups.filter(({ members }) => members?.includes(user.id));
  return own.map(({ id, display }) => ({ id, display }));
}

function listGroups(site: Site, filter: string | null) {
  return listAll(site, { resource: 'Groups', filter, read: groupIn });
}

function whole({ entries, gap }: { entries: readonly Group[]; gap: string | null }): readonly Group[] {
  if (gap === null) return entries;
  throw new LeaverError('unreachable', gap);
}

/** The group with this id; null where there is none. */
export async function findGroup(site: Site, id: string): Promise<Group | null> {
  if (!isPathSafe(id)) return null;
  const found = await site.client.find(pathOf('Groups', id));
  if (found === null) return null;
  const group = groupIn(found);
  if (group?.id === id) return group;
  throw new LeaverError('unreachable', `${site.settings.name} answers with another group than the one asked for`);
}

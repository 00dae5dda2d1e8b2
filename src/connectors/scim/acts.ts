/** Single changes: how each is asked for at this provider, and how to see that it has happened. */
import { LeaverError } from '../../errors.js';
import type { WriteMethod, WriteResult } from '../../http/client.js';
import { codeOf, statusOf } from '../../http/failures.js';
import { type Made, settle } from '../../retry/settle.js';
import type { StepResult } from '../connector.js';
import { LOOKS } from './client.js';
import { findGroup, groupsOf } from './groups.js';
import { type Fields, type Group, isFields, SCHEMAS, textIn, type User } from './shapes.js';
import type { Site } from './site.js';
import { findUser, pathOf } from './users.js';

/** A change, as it is to be sent at this moment; null where what it changes is gone. */
interface Request {
  readonly method: WriteMethod;
  readonly path: string;
  readonly body?: unknown;
  /** The version it was made for. */
  readonly only?: string | null;
}

const ABSENT: StepResult = { kind: 'absent' };

/**
 * Makes a change; where its reply is lost, or somebody else changed the same in the meantime, looks before it asks again.
 * @param write made anew each time, since a PUT holds what was read before
 */
async function change(
  site: Site,
  request: () => Promise<Request | null>,
  isDone: () => Promise<boolean>,
): Promise<StepResult> {
  const make = async (): Promise<Made<StepResult>> => {
    const wanted = await request();
    if (wanted === null) return { kind: 'settled', settled: ABSENT };
    const result = await sent(site, wanted);
    return result.kind === 'lost' ? { kind: 'unclear', why: result.error } : { kind: 'settled', settled: result };
  };
  const made = await settle({ clock: site.clock, waits: LOOKS }, make, isDone);
  if (made.kind === 'unclear') throw made.why;
  return made.kind === 'settled' ? stepOf(made.settled) : { kind: 'done', requestId: null };
}

function stepOf(result: StepResult): StepResult {
  return result.kind === 'done' ? { kind: 'done', requestId: result.requestId } : ABSENT;
}

async function sent(site: Site, { method, path, body, only }: Request): Promise<WriteResult> {
  try {
    return await site.client.write(method, path, body, only ?? undefined);
  } catch (error) {
    // "No such target": what is to be taken away is not there ("RFC 7644", table 9).
    if (codeOf(error) === 'noTarget') return { kind: 'absent' };
    if (statusOf(error) === 412) return { kind: 'lost', error: error as LeaverError };
    throw error;
  }
}

/** Switches a user on or off. */
export function setActive(site: Site, id: string, active: boolean): Promise<StepResult> {
  const value = site.settings.quirks.booleans === 'text' ? (active ? 'True' : 'False') : active;
  return change(
    site,
    () => attributeRequest(site, id, { active: value }),
    async () => {
      const user = await findUser(site, id);
      return user === null ? !active : user.active === active;
    },
  );
}

/** Takes a role or entitlement from a user, or gives it: the attribute is written with all its other values. */
export function setValue(
  site: Site,
  id: string,
  attribute: 'roles' | 'entitlements',
  { value, held }: { readonly value: string; readonly held: boolean },
): Promise<StepResult> {
  return change(
    site,
    () =>
      attributeRequest(site, id, ({ whole }) => {
        const given = whole[attribute];
        const now: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
        const rest = now.filter((one) => textIn(isFields(one) ? one['value'] : one) !== value);
        return { [attribute]: held ? [...rest, { value }] : rest };
      }),
    async () => {
      const user = await findUser(site, id);
      return user === null ? !held : user[attribute].includes(value) === held;
    },
  );
}

/** Only a PUT, values beside others, and versions need to know the user of this moment. */
async function attributeRequest(
  site: Site,
  id: string,
  attributes: Fields | ((user: User) => Fields),
): Promise<Request | null> {
  const { change: how, versions } = site.settings.quirks;
  const path = pathOf('Users', id);
  if (typeof attributes !== 'function' && how !== 'replace' && versions !== 'sent') {
    return { method: 'PATCH', path, body: patch(operationsOf(how, attributes)) };
  }
  const user = await findUser(site, id);
  if (user === null) return null;
  const changes = typeof attributes === 'function' ? attributes(user) : attributes;
  if (how === 'replace') {
    // What only the provider writes is left out; all else is sent back as it came, or it would be lost.
    const { meta: _, groups: __, ...rest } = user.whole;
    return { method: 'PUT', path, body: { ...rest, ...changes }, only: user.version };
  }
  const only = versions === 'sent' ? user.version : null;
  return { method: 'PATCH', path, body: patch(operationsOf(how, changes)), only };
}

function operationsOf(how: 'path' | 'value', changes: Fields): readonly unknown[] {
  if (how === 'value') return [{ op: 'replace', value: changes }];
  return Object.entries(changes).map(([name, value]) => ({ op: 'replace', path: name, value }));
}

/** Takes a user out of a group, or puts it in. */
export function setMember(site: Site, user: string, group: string, held: boolean): Promise<StepResult> {
  return change(
    site,
    () => memberRequest(site, user, group, held),
    async () => (await isMember(site, user, group)) === held,
  );
}

async function memberRequest(site: Site, user: string, id: string, held: boolean): Promise<Request | null> {
  const { members: how, versions } = site.settings.quirks;
  const path = pathOf('Groups', id);
  let group: Group | null = null;
  if (how === 'replace' || versions === 'sent') {
    group = await findGroup(site, id);
    if (group === null) return null;
  }
  if (how === 'replace' && group !== null) {
    const { meta: _, ...rest } = group.whole;
    const now = Array.isArray(rest['members']) ? rest['members'] : [];
    const others = now.filter((one) => textIn(isFields(one) ? one['value'] : one) !== user);
    const members = held ? [...others, { value: user }] : others;
    return { method: 'PUT', path, body: { ...rest, members }, only: group.version };
  }
  const only = versions === 'sent' ? (group?.version ?? null) : null;
  return { method: 'PATCH', path, body: patch([memberOperation(how, user, held)]), only };
}

function memberOperation(how: 'filtered-path' | 'value' | 'replace', user: string, held: boolean) {
  if (held) return { op: 'add', path: 'members', value: [{ value: user }] };
  if (how === 'value') return { op: 'remove', path: 'members', value: [{ value: user }] };
  return { op: 'remove', path: `members[value eq ${JSON.stringify(user)}]` };
}

/** Whether the user is in the group at this moment, as the provider tells it. */
async function isMember(site: Site, id: string, group: string): Promise<boolean> {
  const user = await findUser(site, id);
  if (user === null) return false;
  return (await groupsOf(site, user)).some((one) => one.id === group);
}

export const NOT_SUSPENDED = 'is not suspended any more: only who was suspended is deleted';

/**
 * Removes a user for good.
 * @param suspended whether only a suspended one: it is looked at right before, and where the provider tells versions, the version that was
 * looked at is the one that is deleted. The step fails with `forbidden` where somebody has brought the user back (law 7).
 */
export function deleteUser(
  site: Site,
  id: string,
  { suspended }: { readonly suspended: boolean },
): Promise<StepResult> {
  const request = async (): Promise<Request | null> => {
    const path = pathOf('Users', id);
    if (!suspended && site.settings.quirks.versions === 'ignored') return { method: 'DELETE', path };
    const user = await findUser(site, id);
    if (user === null) return null;
    if (suspended && user.active) throw new LeaverError('forbidden', `${user.userName} ${NOT_SUSPENDED}`);
    return { method: 'DELETE', path, only: user.version };
  };
  return change(site, request, async () => (await findUser(site, id)) === null);
}

function patch(operations: readonly unknown[]) {
  return { schemas: [SCHEMAS.patch], Operations: operations };
}

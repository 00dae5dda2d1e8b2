/** Resources as the service tells them (RFC 7643, 3; RFC 7644, 3.9). */
import { attributePath } from './attribute-path.js';
import { attributeNamed, attributesOf, schemasOf } from './schemas.js';
import {
  type Draft,
  isObject,
  type Json,
  type JsonObject,
  membersOf,
  type ResourceKind,
  type ScimState,
  type StoredResource,
  textOf,
} from './state.js';

/** What telling resources needs besides them. */
export interface Telling {
  readonly state: ScimState;
  /** `http://127.0.0.1:41234/scim/v2` */
  readonly base: string;
  /** The groups of each user, by the user's id. */
  readonly groups: ReadonlyMap<string, readonly StoredResource[]>;
}

/** Made once for a request, so that a page of users costs one pass over the groups. */
export function tellingOf(state: ScimState, base: string): Telling {
  const groups = new Map<string, StoredResource[]>();
  for (const group of state.groups.values()) {
    for (const member of membersOf(group)) {
      const held = groups.get(member);
      if (held === undefined) groups.set(member, [group]);
      else held.push(group);
    }
  }
  return { state, base, groups };
}

/** The whole resource, as the RFC has it: what filters look at. */
export function wholeOf(kind: ResourceKind, resource: StoredResource, telling: Telling): JsonObject {
  const { state, base } = telling;
  const { core, extensions } = schemasOf(kind);
  const schemas = [core, ...extensions.filter((one) => resource.attributes[one] !== undefined)];
  const location = `${base}/${kind}s/${encodeURIComponent(resource.id)}`;
  const { created, lastModified } = resource;
  const version = (state.quirks.etag ?? false) === false ? {} : { version: versionOf(resource) };
  const derived = kind === 'User' ? groupsOf(resource, telling) : membersIn(resource, telling);
  const meta = { resourceType: kind, created, lastModified, location, ...version };
  return { schemas, id: resource.id, ...resource.attributes, ...derived, meta };
}

/** RFC 7644, 3.14. */
export function versionOf({ version }: StoredResource): string {
  return `W/"${version}"`;
}

function groupsOf(user: StoredResource, { state, base, groups }: Telling): JsonObject {
  const held = groups.get(user.id) ?? [];
  if (held.length === 0 || state.quirks.groupsNotInUser === true || state.quirks.noGroups === true) return {};
  return {
    groups: held.map((group) => ({
      value: group.id,
      $ref: `${base}/Groups/${encodeURIComponent(group.id)}`,
      display: textOf(group, 'displayName'),
      type: 'direct',
    })),
  };
}

function membersIn(group: StoredResource, { state, base }: Telling): JsonObject {
  const members = membersOf(group).map((id) => {
    const user = state.users.get(id);
    const [type, endpoint] = user === undefined ? ['Group', 'Groups'] : ['User', 'Users'];
    const display =
      user === undefined ? textOf(state.groups.get(id) ?? group, 'displayName') : textOf(user, 'userName');
    return { value: id, $ref: `${base}/${endpoint}/${encodeURIComponent(id)}`, type, display };
  });
  return members.length === 0 ? {} : { members };
}

/** What of a resource is told: only what was asked for, and with this provider's quirks. */
export function toldOf(kind: ResourceKind, whole: JsonObject, query: URLSearchParams, { state }: Telling): JsonObject {
  const { noMeta, activeOmittedWhenTrue, booleansAsText } = state.quirks;
  const told: Draft = { ...projected(kind, whole, query) };
  if (noMeta === true) delete told.meta;
  if (activeOmittedWhenTrue === true && told.active === true) delete told.active;
  return booleansAsText === true ? (asText(told) as JsonObject) : told;
}

function projected(kind: ResourceKind, whole: JsonObject, query: URLSearchParams): JsonObject {
  const wanted = namesIn(query.get('attributes'));
  if (wanted !== null) return only(kind, whole, wanted);
  const unwanted = namesIn(query.get('excludedAttributes'));
  return unwanted === null ? whole : without(kind, whole, unwanted);
}

type Names = readonly { readonly name: string; readonly sub: string | null }[];

/** Extensions are asked for by their whole URN alone, or by an attribute of theirs, which then gives the extension. */
function namesIn(text: string | null): Names | null {
  if (text === null || text.trim() === '') return null;
  return text.split(',').flatMap((one) => {
    const path = attributePath(one.trim());
    if (path === null) return [];
    return [{ name: path.extension ?? path.name ?? '', sub: path.extension === null ? path.sub : path.name }];
  });
}

function isAlways(kind: ResourceKind, name: string): boolean {
  return attributeNamed(attributesOf(kind), name)?.returned === 'always';
}

function only(kind: ResourceKind, whole: JsonObject, wanted: Names): JsonObject {
  const kept: Draft = {};
  for (const [name, value] of Object.entries(whole)) {
    const named = wanted.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    if (isAlways(kind, name) || named.some(({ sub }) => sub === null)) kept[name] = value;
    else if (named.length > 0) kept[name] = parts(value, (part) => named.some(({ sub }) => same(sub, part)));
  }
  return kept;
}

function without(kind: ResourceKind, whole: JsonObject, unwanted: Names): JsonObject {
  const kept: Draft = {};
  for (const [name, value] of Object.entries(whole)) {
    const named = unwanted.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    if (named.length === 0 || isAlways(kind, name)) kept[name] = value;
    else if (named.every(({ sub }) => sub !== null)) {
      kept[name] = parts(value, (part) => !named.some(({ sub }) => same(sub, part)));
    }
  }
  return kept;
}

function same(sub: string | null, part: string): boolean {
  return sub !== null && sub.toLowerCase() === part.toLowerCase();
}

function parts(value: Json, isKept: (part: string) => boolean): Json {
  if (Array.isArray(value)) return value.map((one: Json) => parts(one, isKept));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([part]) => isKept(part)));
}

function asText(value: Json): Json {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return value.map(asText);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asText(one)]));
}

/** The operations on users and groups (RFC 7644, 3). */
import { requestId } from '../aws-iam/ids.js';
import type { SandboxReply } from '../server.js';
import { answer, documentIn, nothing, type ResourceCall } from './call.js';
import { absent, ScimFailure } from './failure.js';
import { patched } from './patch.js';
import { checkName, groupWritten, removeUser, settle, withoutPassword } from './settle.js';
import { tellingOf, toldOf, versionOf, wholeOf } from './show.js';
import type { JsonObject, StoredResource } from './state.js';
import { resourceIn } from './values.js';

/** 3.3. */
export function create(call: ResourceCall): SandboxReply {
  const { state, kind, now } = call;
  const given = resourceIn(documentIn(call.body), readingOf(call));
  if (kind === 'User') checkName(state, given, null);
  const attributes = kind === 'User' ? withoutPassword(given) : groupWritten(state, null, given);
  state.created += 1;
  const id = requestId(`scim/${kind}/created/${state.created}`);
  const resource: StoredResource = { id, attributes, created: now, lastModified: now, version: 1 };
  storeOf(call).set(id, resource);
  call.changed(`${kind.toLowerCase()}/${String(attributes.userName ?? attributes.displayName)}`);
  return shown(call, resource, 201);
}

/** 3.4.1. */
export function read(call: ResourceCall, id: string): SandboxReply {
  const resource = resourceOf(call, id);
  const { etag = false } = call.state.quirks;
  const isKnown = etag !== false && call.headers['if-none-match'] === versionOf(resource);
  return isKnown ? { status: 304, headers: { etag: versionOf(resource) } } : shown(call, resource);
}

/** 3.5.1: what is not written is taken away. */
export function replace(call: ResourceCall, id: string): SandboxReply {
  if (call.state.quirks.put === 'refused') throw new ScimFailure(501, null, 'PUT is not supported');
  const resource = resourceOf(call, id);
  checkVersion(call, resource);
  return written(call, resource, resourceIn(documentIn(call.body), readingOf(call)), true);
}

/** 3.5.2. */
export function patch(call: ResourceCall, id: string): SandboxReply {
  const { quirks } = call.state;
  if (quirks.patch === 'refused') throw new ScimFailure(501, null, 'PATCH is not supported');
  const resource = resourceOf(call, id);
  checkVersion(call, resource);
  const after = patched(resource.attributes, documentIn(call.body), { ...readingOf(call), quirks });
  return written(call, resource, after, quirks.patchAnswers !== 'nothing');
}

/** 3.6. */
export function remove(call: ResourceCall, id: string): SandboxReply {
  const { state, kind } = call;
  const resource = resourceOf(call, id);
  checkVersion(call, resource);
  if (kind === 'Group') {
    state.groups.delete(id);
    call.changed(`group/${String(resource.attributes.displayName)}`);
    return nothing;
  }
  const { delete: does = 'deletes' } = state.quirks;
  if (does === 'refused') throw new ScimFailure(405, null, 'users can not be deleted here');
  if (does === 'deactivates') {
    settle(kind, resource, { ...resource.attributes, active: false }, call);
    return nothing;
  }
  if (does === 'irreversible') state.burnt.add(String(resource.attributes.userName).toLowerCase());
  removeUser(resource, call);
  return nothing;
}

function written(call: ResourceCall, resource: StoredResource, after: JsonObject, shows: boolean): SandboxReply {
  const settled = settle(call.kind, resource, after, call);
  return settled === 'gone' || !shows ? nothing : shown(call, resource);
}

function shown(call: ResourceCall, resource: StoredResource, status = 200): SandboxReply {
  const { state, kind, base, query } = call;
  const telling = tellingOf(state, base);
  const etag = (state.quirks.etag ?? false) === false ? {} : { etag: versionOf(resource) };
  const location = status === 201 ? { location: `${base}/${kind}s/${encodeURIComponent(resource.id)}` } : {};
  const headers = { ...etag, ...location };
  return answer(status, toldOf(kind, wholeOf(kind, resource, telling), query, telling), headers);
}

function readingOf({ kind, state }: ResourceCall) {
  return { kind, booleansAsText: state.quirks.booleansAsText === true };
}

function storeOf({ state, kind }: ResourceCall): Map<string, StoredResource> {
  return kind === 'User' ? state.users : state.groups;
}

function resourceOf(call: ResourceCall, id: string): StoredResource {
  const resource = storeOf(call).get(id);
  if (resource === undefined) throw absent(`${call.kind} ${id}`);
  return resource;
}

/** 3.14: a write that was meant for another version is not done. */
function checkVersion({ state, headers }: ResourceCall, resource: StoredResource): void {
  const { etag = false } = state.quirks;
  if (etag === false) return;
  const wanted = headers['if-match'];
  if (wanted === undefined) {
    if (etag === 'required') throw new ScimFailure(428, null, 'If-Match is required');
    return;
  }
  const versions = wanted.split(',').map((one) => one.trim());
  if (versions.includes('*') || versions.includes(versionOf(resource))) return;
  throw new ScimFailure(412, null, 'the resource was changed by somebody else');
}

/** GET of an endpoint: pages and filters (RFC 7644, 3.4.2). */
import type { SandboxReply } from '../server.js';
import { answer, type ResourceCall } from './call.js';
import { bad, ScimFailure } from './failure.js';
import { type Filter, namesIn, parseFilter } from './filter.js';
import { matches } from './matching.js';
import { attributesOf } from './schemas.js';
import { tellingOf, toldOf, wholeOf } from './show.js';
import type { JsonObject, ResourceKind, ScimState, StoredResource } from './state.js';

export const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

const PAGE_DEFAULT = 100;
const PAGE_LIMIT = 1000;

/** Sorting is not supported, and `sortBy` is passed over. */
export function list(call: ResourceCall): SandboxReply {
  const { state, kind, query, base, shortPage } = call;
  const { pageLimit = PAGE_LIMIT, pageDefault = PAGE_DEFAULT, totalResultsOff = 0 } = state.quirks;
  const filter = filterOf(call);
  const telling = tellingOf(state, base);
  const startIndex = Math.max(1, integer(query, 'startIndex') ?? 1);
  const count = Math.max(0, Math.min(integer(query, 'count') ?? pageDefault, pageLimit, shortPage ?? Infinity));

  const listed = listedOf(state, kind);
  // What nobody filters is not looked at whole: a page of a large directory costs a page.
  const found = filter === null ? listed : listed.filter((one) => matches(filter, scope(one)));
  const page = found.slice(startIndex - 1, startIndex - 1 + count);
  return answer(200, {
    schemas: [LIST_SCHEMA],
    totalResults: Math.max(0, found.length + totalResultsOff),
    startIndex,
    itemsPerPage: page.length,
    Resources: page.map((one) => toldOf(kind, wholeOf(kind, one, telling), query, telling)),
  });

  function scope(one: StoredResource) {
    const values: JsonObject = wholeOf(kind, one, telling);
    return { attributes: attributesOf(kind), values, kind, exact: state.quirks.caseSensitiveFilter === true };
  }
}

function listedOf(state: ScimState, kind: ResourceKind): readonly StoredResource[] {
  if (kind === 'Group') return [...state.groups.values()];
  const users = [...state.users.values()];
  return state.quirks.omitsInactive === true ? users.filter(({ attributes }) => attributes.active !== false) : users;
}

function filterOf({ state, query }: ResourceCall): Filter | null {
  const { filters = 'all', filterable } = state.quirks;
  const text = query.get('filter');
  if (text === null || filters === 'ignored') return null;
  if (filters !== 'all') {
    throw new ScimFailure(filters, filters === 400 ? 'invalidFilter' : null, 'filters are not supported');
  }
  const filter = parseFilter(text);
  const allowed = filterable?.map((name) => name.toLowerCase());
  if (allowed !== undefined && !namesIn(filter).every((name) => allowed.includes(name))) {
    throw bad('invalidFilter', 'the filter names an attribute that can not be filtered by');
  }
  return filter;
}

function integer(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  if (!/^-?\d{1,9}$/.test(text)) throw bad('invalidValue', `${name} is not an integer`);
  return Number(text);
}

/** What the service says of itself (RFC 7643, 5 to 7; RFC 7644, 4). */
import type { SandboxReply } from '../server.js';
import { answer, type Call } from './call.js';
import { absent } from './failure.js';
import { LIST_SCHEMA } from './listing.js';
import { GROUP, SCHEMAS, schemasOf } from './schemas.js';
import type { ResourceKind } from './state.js';

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

export function serviceProviderConfig({ state, base }: Call): SandboxReply {
  const { quirks } = state;
  const bearer = {
    type: 'oauthbearertoken',
    name: 'OAuth Bearer Token',
    description: 'A bearer token in the Authorization header',
    specUri: 'https://www.rfc-editor.org/info/rfc6750',
    primary: true,
  };
  return answer(200, {
    schemas: [CONFIG],
    patch: { supported: quirks.patch !== 'refused' },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: (quirks.filters ?? 'all') === 'all', maxResults: quirks.pageLimit ?? 1000 },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: (quirks.etag ?? false) !== false },
    authenticationSchemes: [bearer],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  });
}

/** One by its name, or all. */
export function resourceTypes(call: Call, id: string | null): SandboxReply {
  const kinds: readonly ResourceKind[] = call.state.quirks.noGroups === true ? ['User'] : ['User', 'Group'];
  const all = kinds.map((kind) => {
    const { core, extensions } = schemasOf(kind);
    const schemaExtensions = extensions.map((schema) => ({ schema, required: false }));
    return {
      schemas: [RESOURCE_TYPE],
      id: kind,
      name: kind,
      endpoint: `/${kind}s`,
      description: kind,
      schema: core,
      ...(schemaExtensions.length === 0 ? {} : { schemaExtensions }),
      meta: { resourceType: 'ResourceType', location: `${call.base}/ResourceTypes/${kind}` },
    };
  });
  return oneOrAll(all, id, 'ResourceType');
}

/** One by its URN, or all. */
export function schemas(call: Call, id: string | null): SandboxReply {
  const known = call.state.quirks.noGroups === true ? SCHEMAS.filter((schema) => schema.id !== GROUP) : SCHEMAS;
  const all = known.map((schema) => ({
    schemas: [SCHEMA],
    ...schema,
    meta: { resourceType: 'Schema', location: `${call.base}/Schemas/${schema.id}` },
  }));
  return oneOrAll(all, id, 'Schema');
}

function oneOrAll(all: readonly { readonly id: string }[], id: string | null, what: string): SandboxReply {
  if (id !== null) {
    const one = all.find((each) => each.id === id);
    if (one === undefined) throw absent(`${what} ${id}`);
    return answer(200, one);
  }
  const counts = { totalResults: all.length, startIndex: 1, itemsPerPage: all.length };
  return answer(200, { schemas: [LIST_SCHEMA], ...counts, Resources: all });
}

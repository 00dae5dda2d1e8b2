import { parametersOf, partsOf } from '../paths.js';
import type { Operation } from './call.js';
import { apiTokenOperations } from './operations/api-tokens.js';
import { grantOperations } from './operations/grants.js';
import { groupOperations } from './operations/groups.js';
import { lifecycleOperations } from './operations/lifecycle.js';
import { roleOperations } from './operations/roles.js';
import { userOperations } from './operations/users.js';
import { TOKEN_ENDPOINT } from './token.js';

/** What is served without an operation's sign-in: the organization's own page, and the way in. */
export const ORGANIZATION = '/.well-known/okta-organization';

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly parts: readonly string[];
}

const ROUTES: readonly Route[] = [
  ...userOperations,
  ...lifecycleOperations,
  ...roleOperations,
  ...grantOperations,
  ...groupOperations,
  ...apiTokenOperations,
].map((operation) => ({ operation, ...partsOf(operation.name) }));

/** Names of all operations that the embedded server knows, as `METHOD /path/{template}`. */
export const operationNames: readonly string[] = [
  `POST ${TOKEN_ENDPOINT}`,
  `GET ${ORGANIZATION}`,
  ...ROUTES.map(({ operation }) => operation.name),
];

/** The operation of a request and its template's parameters; `elsewhere` where the path is known by another method alone. */
export function routeOf(method: string, path: string): Routed {
  const given = path.split('/');
  let known = false;
  for (const { operation, parts, method: wanted } of ROUTES) {
    const parameters = parametersOf(parts, given);
    if (parameters === null) continue;
    if (wanted === method) return { kind: 'operation', operation, parameters };
    known = true;
  }
  return { kind: known ? 'elsewhere' : 'nowhere' };
}

export type Routed =
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly parameters: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'nowhere' };

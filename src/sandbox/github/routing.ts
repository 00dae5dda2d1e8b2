import { parametersOf, partsOf } from '../paths.js';
import type { Operation } from './call.js';
import { hostedOperations } from './hosted/operations.js';
import { appOperations } from './operations/apps.js';
import { invitationOperations } from './operations/invitations.js';
import { keyOperations } from './operations/keys.js';
import { organizationOperations } from './operations/organization.js';
import { repositoryOperations } from './operations/repositories.js';
import { seatOperations } from './operations/seats.js';
import { teamOperations } from './operations/teams.js';
import { tokenOperations } from './operations/tokens.js';

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly parts: readonly string[];
}

const ROUTES: readonly Route[] = [
  ...organizationOperations,
  ...invitationOperations,
  ...teamOperations,
  ...repositoryOperations,
  ...keyOperations,
  ...tokenOperations,
  ...appOperations,
  ...seatOperations,
  ...hostedOperations,
].map((operation) => ({ operation, ...partsOf(operation.name) }));

/** Names of all operations that the embedded server knows, as `METHOD /path/{template}`. */
export const operationNames: readonly string[] = ROUTES.map((route) => route.operation.name);

/** The operation of a request and its template's parameters; null where there is none. */
export function routeOf(
  method: string,
  path: string,
): { operation: Operation; parameters: Record<string, string> } | null {
  const given = path.replace(/\/+$/, '').split('/');
  for (const route of ROUTES) {
    if (route.method !== method) continue;
    const parameters = parametersOf(route.parts, joined(route.parts, given));
    if (parameters !== null) return { operation: route.operation, parameters };
  }
  return null;
}

/** Names of files and refs at the end of a path hold slashes, which clients send encoded or as they are. */
function joined(parts: readonly string[], given: readonly string[]): readonly string[] {
  const last = parts.length - 1;
  if (!['{ref}', '{path}'].includes(parts[last] ?? '') || given.length <= parts.length) return given;
  return [...given.slice(0, last), given.slice(last).join('/')];
}

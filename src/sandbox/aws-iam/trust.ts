import { checkStatements, isRecord, malformed, type PolicyStatement, statementsOf, textsIn } from './documents.js';
import { type AwsState, arnOf } from './state.js';

/** The AWS principals of a trust policy's statement: `*`, ARNs, account numbers, ids of deleted users. */
export function principalsOf(statement: PolicyStatement): readonly string[] {
  if (statement.Principal === '*') return ['*'];
  return isRecord(statement.Principal) ? textsIn(statement.Principal.AWS) : [];
}

/**
 * A trust policy after a user is deleted: where it named the user's ARN it now names the id, so that a new user of
 * the same name is not trusted (User Guide: "AWS JSON policy elements: Principal").
 */
export function trustWithout(trust: string, arn: string, id: string): string {
  const document: unknown = JSON.parse(trust);
  if (!JSON.stringify(document).includes(JSON.stringify(arn))) return trust;
  const swapped = (value: unknown): unknown => {
    if (value === arn) return id;
    return Array.isArray(value) ? value.map(swapped) : value;
  };
  const statements = statementsOf(trust).map((statement) =>
    isRecord(statement.Principal)
      ? { ...statement, Principal: { ...statement.Principal, AWS: swapped(statement.Principal.AWS) } }
      : statement,
  );
  return JSON.stringify({ ...(document as object), Statement: statements });
}

/** Throws `MalformedPolicyDocument` unless it is a trust policy whose principals of this account all exist. */
export function checkTrust(state: AwsState, document: string): void {
  const here = `arn:aws:iam::${state.accountId}:`;
  checkStatements(document);
  for (const statement of statementsOf(document)) {
    if (statement.Resource !== undefined) throw malformed('Has prohibited field Resource');
    if (!namesSomebody(statement.Principal)) throw malformed('Missing required field Principal');
  }
  for (const principal of statementsOf(document).flatMap(principalsOf)) {
    const dangling = /^A(ID|RO)A/.test(principal);
    const ours = principal.startsWith(`${here}user/`) || principal.startsWith(`${here}role/`);
    if (dangling || (ours && !exists(state, principal))) {
      throw malformed(`Invalid principal in policy: "AWS":"${principal}"`);
    }
  }
}

/** Whether each kind of principal that is written has at least one entry: an emptied list is refused. */
function namesSomebody(principal: unknown): boolean {
  if (!isRecord(principal)) return principal === '*';
  const kinds = Object.values(principal);
  return kinds.length > 0 && kinds.every((kind) => textsIn(kind).length > 0);
}

function exists(state: AwsState, arn: string): boolean {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const user = state.users.get(name);
  const role = state.roles.get(name);
  if (user !== undefined && arnOf(state, 'user', user) === arn) return true;
  return role !== undefined && arnOf(state, 'role', role) === arn;
}

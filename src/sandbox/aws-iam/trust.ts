import { AwsFailure } from './failure.js';
import { type AwsState, arnOf } from './state.js';

/** A policy document as far as the embedded account reads it. */
export interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy document. Throws `MalformedPolicyDocument`. */
export function statementsOf(document: string): readonly PolicyStatement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw new AwsFailure('MalformedPolicyDocument', 'Syntax errors in policy.');
  }
  const statement = isRecord(parsed) ? parsed.Statement : undefined;
  const statements = Array.isArray(statement) ? statement : [statement];
  if (statements.length > 0 && statements.every(isRecord)) return statements;
  throw new AwsFailure('MalformedPolicyDocument', 'Syntax errors in policy.');
}

/** A value that a policy may write alone or as a list, as a list of texts. */
export function textsIn(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((entry) => typeof entry === 'string');
}

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

/** Throws `MalformedPolicyDocument` unless each principal of this account exists. */
export function checkTrust(state: AwsState, document: string): void {
  const here = `arn:aws:iam::${state.accountId}:`;
  for (const principal of statementsOf(document).flatMap(principalsOf)) {
    const dangling = /^A(ID|RO)A/.test(principal);
    const ours = principal.startsWith(`${here}user/`) || principal.startsWith(`${here}role/`);
    if (dangling || (ours && !exists(state, principal))) {
      throw new AwsFailure('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`);
    }
  }
}

function exists(state: AwsState, arn: string): boolean {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const user = state.users.get(name);
  const role = state.roles.get(name);
  if (user !== undefined && arnOf(state, 'user', user) === arn) return true;
  return role !== undefined && arnOf(state, 'role', role) === arn;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

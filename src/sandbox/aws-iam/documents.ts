import { AwsFailure } from './failure.js';

/** A policy document as far as the embedded account reads it. */
export interface PolicyStatement {
  readonly Sid?: unknown;
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy document. Throws `MalformedPolicyDocument`. */
export function statementsOf(document: string): readonly PolicyStatement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw malformed('Syntax errors in policy.');
  }
  const statement = isRecord(parsed) ? parsed.Statement : undefined;
  const statements = Array.isArray(statement) ? statement : [statement];
  if (statements.every(isRecord)) return statements;
  throw malformed('Syntax errors in policy.');
}

/** A value that a policy may write alone or as a list, as a list of texts. */
export function textsIn(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((entry) => typeof entry === 'string');
}

/** Throws `MalformedPolicyDocument` unless AWS would take the text as a policy of a user or a role. */
export function checkPolicy(document: string): void {
  checkStatements(document);
  for (const statement of statementsOf(document)) {
    if (statement.Principal !== undefined) throw malformed('Policy document should not specify a principal.');
    const resources = textsIn(statement.Resource ?? statement.NotResource);
    if (resources.length === 0) throw malformed('Policy statement must contain resources.');
    const wrong = resources.find((resource) => resource !== '*' && !resource.startsWith('arn:'));
    if (wrong !== undefined) throw malformed(`Resource ${wrong} must be in ARN format or "*".`);
  }
}

/** What is asked of every statement, in policies and trust policies alike. */
export function checkStatements(document: string): void {
  const statements = statementsOf(document);
  if (statements.length === 0) throw malformed('Syntax errors in policy.');
  const ids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  if (ids.some((id) => typeof id !== 'string' || !/^[0-9A-Za-z]*$/.test(id))) {
    throw malformed('Statement IDs (SID) must be alpha-numeric. Check that your input satisfies [0-9A-Za-z]*');
  }
  if (new Set(ids).size < ids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
  for (const { Effect, Action, NotAction } of statements) {
    if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed('Syntax errors in policy.');
    const actions = textsIn(Action ?? NotAction);
    if (actions.length === 0) throw malformed('Policy statement must contain actions.');
    if (actions.some((action) => action !== '*' && !/^[\w-]+:[\w*?]+$/.test(action))) {
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
}

export function malformed(message: string): AwsFailure {
  return new AwsFailure('MalformedPolicyDocument', message);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { isRecord, type PolicyStatement, statementsOf, textsIn } from './documents.js';
import { AwsFailure } from './failure.js';
import { managedPolicy } from './managed-policies.js';
import type { Call, Identity } from './protocol.js';
import { type AwsState, arnOf } from './state.js';

/**
 * Who signed a request, by the access key id in its `Authorization` header: the user who owns the key, the session that
 * it belongs to, otherwise the runner. Signatures are not checked: nobody here has a secret to check them with.
 * Throws `MissingAuthenticationToken`, `InvalidClientTokenId` (refused, deleted or inactive), `ExpiredToken`.
 */
export function identify(state: AwsState, authorization: string | undefined, now: Date): Identity {
  const id = /Credential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
  if (id === undefined) throw new AwsFailure('MissingAuthenticationToken', 'Request is missing Authentication Token');
  if (state.refused.has(id)) throw invalidToken();
  const session = state.sessions.get(id);
  if (session !== undefined) {
    if (now.getTime() >= session.expiresAt) {
      throw new AwsFailure('ExpiredToken', 'The security token included in the request is expired');
    }
    return roleIdentity(state, session.role, session.session, session.issuedAt);
  }
  for (const user of state.users.values()) {
    const key = user.keys.find((one) => one.id === id);
    if (key === undefined) continue;
    if (key.status === 'Inactive') throw invalidToken();
    return { arn: arnOf(state, 'user', user), userId: user.id, user: user.name, role: null, issuedAt: null };
  }
  return runnerIdentity(state);
}

/** A session of a role, whether or not the role is still there. */
export function roleIdentity(state: AwsState, role: string, session: string, issuedAt: number | null): Identity {
  const arn = `arn:aws:sts::${state.accountId}:assumed-role/${role}/${session}`;
  const id = state.roles.get(role)?.id ?? 'AROASANDBOXSANDBOX234';
  return { arn, userId: `${id}:${session}`, user: null, role, issuedAt };
}

function runnerIdentity(state: AwsState): Identity {
  const { arn } = state.runner;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const user = arn.includes(':user/') ? state.users.get(name) : undefined;
  if (user !== undefined) return { arn, userId: user.id, user: name, role: null, issuedAt: null };
  if (arn.includes(':role/')) return roleIdentity(state, name, 'sandbox', null);
  return { arn, userId: state.accountId, user: null, role: null, issuedAt: null };
}

function invalidToken(): AwsFailure {
  return new AwsFailure('InvalidClientTokenId', 'The security token included in the request is invalid.');
}

/**
 * Throws `AccessDenied` where a policy of the caller denies the operation. Explicit denies are all that is looked at
 * (they decide in AWS too, whatever else allows), so a caller without any policy may do everything here.
 */
export function authorize(call: Call, service: 'iam' | 'sts'): void {
  if (call.operation === 'GetCallerIdentity') return; // needs no permission and can't be denied
  const action = `${service}:${call.operation}`;
  const denied = documentsOf(call.state, call.caller)
    .flatMap(statementsOf)
    .some((statement) => denies(statement, action, resourceOf(call), call));
  if (!denied) return;
  const who = `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${resourceOf(call)}`;
  throw new AwsFailure('AccessDenied', `${who} with an explicit deny in an identity-based policy`);
}

function documentsOf(state: AwsState, caller: Identity): string[] {
  const user = caller.user === null ? undefined : state.users.get(caller.user);
  const role = caller.role === null ? undefined : state.roles.get(caller.role);
  const groups = [...(user?.groups ?? [])].flatMap((name) => state.groups.get(name) ?? []);
  const holders = [user, role, ...groups].filter((holder) => holder !== undefined);
  const managed = holders.flatMap((holder) => [...holder.attached]);
  for (const boundary of [user?.boundary, role?.boundary]) if (typeof boundary === 'string') managed.push(boundary);
  const inline = holders.flatMap((holder) => [...holder.inline.values()]);
  return [...inline, ...managed.map((arn) => managedPolicy(state, arn).document)];
}

function denies(statement: PolicyStatement, action: string, resource: string, call: Call): boolean {
  if (statement.Effect !== 'Deny') return false;
  const meant =
    statement.NotAction === undefined
      ? textsIn(statement.Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()))
      : !textsIn(statement.NotAction).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()));
  if (!meant || !textsIn(statement.Resource).some((pattern) => like(pattern, resource))) return false;
  return statement.Condition === undefined || conditionHolds(statement.Condition, call);
}

function resourceOf({ form, state }: Call): string {
  const user = state.users.get(form.get('UserName') ?? '');
  if (user !== undefined) return arnOf(state, 'user', user);
  const role = state.roles.get(form.get('RoleName') ?? '');
  return role === undefined ? (form.get('RoleArn') ?? '*') : arnOf(state, 'role', role);
}

/** Conditions on when the token was issued, on who calls and on the policy attached; any other is taken not to hold. */
function conditionHolds(condition: unknown, { caller, form }: Call): boolean {
  if (!isRecord(condition)) return false;
  const known: Readonly<Record<string, string | null>> = {
    'aws:tokenissuetime': caller.issuedAt === null ? null : new Date(caller.issuedAt).toISOString(),
    'aws:userid': caller.userId,
    'aws:principalarn': caller.arn,
    'iam:policyarn': form.get('PolicyArn'),
  };
  return Object.entries(condition).every(([operator, keys]) => {
    const test = TESTS[operator];
    if (test === undefined || !isRecord(keys)) return false;
    return Object.entries(keys).every(([key, expected]) => {
      const actual = known[key.toLowerCase()] ?? null;
      return actual !== null && textsIn(expected).some((value) => test(value, actual));
    });
  });
}

const equal = (expected: string, actual: string) => expected === actual;
const TESTS: Readonly<Record<string, (expected: string, actual: string) => boolean>> = {
  ArnEquals: like,
  ArnLike: like,
  DateLessThan: (expected, actual) => Date.parse(actual) < Date.parse(expected),
  DateLessThanEquals: (expected, actual) => Date.parse(actual) <= Date.parse(expected),
  StringEquals: equal,
  StringLike: like,
};

/** `*` and `?` as policies have them. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

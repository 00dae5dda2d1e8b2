import { roleIdentity } from './access.js';
import { statementsOf, textsIn } from './documents.js';
import { AwsFailure } from './failure.js';
import { derivedId } from './ids.js';
import { type Call, matching, type Operations, optional, required } from './protocol.js';
import { type AwsRole, arnOf, secondsOf } from './state.js';
import { principalsOf } from './trust.js';
import type { XmlObject } from './xml.js';

const SHORTEST = 900;
const CHAINED = 3600;

export const sts: Operations = {
  GetCallerIdentity({ caller, state }) {
    return { Arn: caller.arn, UserId: caller.userId, Account: state.accountId };
  },
  AssumeRole: assumeRole,
};

/** The credentials are good for this server alone; only the key id is remembered. */
function assumeRole(call: Call): XmlObject {
  const arn = required(call, 'RoleArn');
  const session = matching(call, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/);
  const role = [...call.state.roles.values()].find((one) => arnOf(call.state, 'role', one) === arn);
  if (role === undefined || !trusts(call, role)) {
    const message = `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    throw new AwsFailure('AccessDenied', message);
  }
  const seconds = durationIn(call, role);
  const issuedAt = call.now.getTime();
  const key = derivedId('ASIA', `${arn}/${session}/${call.state.served}/${issuedAt}`, 16);
  const expiresAt = issuedAt + seconds * 1000;
  call.state.sessions.set(key, { role: role.name, session, issuedAt, expiresAt });
  const identity = roleIdentity(call.state, role.name, session, issuedAt);
  return {
    AssumedRoleUser: { AssumedRoleId: identity.userId, Arn: identity.arn },
    Credentials: {
      AccessKeyId: key,
      SecretAccessKey: 'sandbox-only',
      SessionToken: `sandbox-only-${key}`,
      Expiration: secondsOf(new Date(expiresAt)),
    },
  };
}

function durationIn(call: Call, role: AwsRole): number {
  const text = optional(call, 'DurationSeconds');
  const seconds = text === null ? CHAINED : Number(text);
  if (!Number.isInteger(seconds) || seconds < SHORTEST) {
    throw new AwsFailure(
      'ValidationError',
      `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${SHORTEST}`,
    );
  }
  if (call.caller.role !== null && seconds > CHAINED) {
    throw new AwsFailure(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > role.maxSession) {
    throw new AwsFailure(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}

/** Whether the role's trust policy lets the caller in; conditions in it are not looked at. */
function trusts({ caller, state }: Call, role: AwsRole): boolean {
  const root = `arn:aws:iam::${state.accountId}:root`;
  const roleOfCaller = caller.role === null ? undefined : state.roles.get(caller.role);
  const names = new Set(['*', state.accountId, root, caller.arn]);
  if (roleOfCaller !== undefined) names.add(arnOf(state, 'role', roleOfCaller));
  const statements = statementsOf(role.trust).filter((statement) =>
    textsIn(statement.Action).some((action) => ['sts:assumerole', 'sts:*', '*'].includes(action.toLowerCase())),
  );
  const admitted = (effect: string) =>
    statements.some((one) => one.Effect === effect && principalsOf(one).some((principal) => names.has(principal)));
  return admitted('Allow') && !admitted('Deny');
}

import type { EmbeddedSystem, Handling, SandboxReply, SandboxRequest } from '../server.js';
import { authorize, identify } from './access.js';
import { credentials } from './credentials.js';
import { details } from './details.js';
import { AwsFailure, failureReply, IAM_NAMESPACE, STS_NAMESPACE } from './failure.js';
import { requestId } from './ids.js';
import { stateFrom } from './plant.js';
import { policies } from './policies.js';
import type { Operation, Operations } from './protocol.js';
import { report } from './report.js';
import { roles } from './roles.js';
import type { AwsSeed } from './seed.js';
import { signIn } from './sign-in.js';
import type { AwsState } from './state.js';
import { sts } from './sts.js';
import { users } from './users.js';
import { element } from './xml.js';

export { type AwsErrorCode, awsFault } from './failure.js';
export { largeAccount } from './large-account.js';
export type * from './seed.js';
export type * from './state.js';

const IAM: Operations = { ...users, ...signIn, ...credentials, ...policies, ...roles, ...details, ...report };

/**
 * One AWS account as its IAM and STS show it, by the AWS query protocol: form in, XML out, both services on one address.
 * Who calls is told by the access key id alone. Throws `invalid-document` for a seed that contradicts itself.
 */
export function awsIam(id: string, seed: AwsSeed): EmbeddedSystem<AwsState> {
  return { id, state: stateFrom(seed), handle };
}

function handle(request: SandboxRequest, state: AwsState, handling: Handling, now: Date): SandboxReply {
  const form = new URLSearchParams(request.method === 'POST' ? request.body : request.query);
  const name = form.get('Action') ?? '';
  handling.operation(name === '' ? `${request.method} ${request.path}` : name);
  state.served += 1;
  const identifier = requestId(`${state.accountId}/${state.served}/${now.getTime()}`);
  const isSts = Object.hasOwn(sts, name);
  const namespace = isSts ? STS_NAMESPACE : IAM_NAMESPACE;
  try {
    const caller = identify(state, request.headers.authorization, now);
    const operation = operationNamed(name);
    const { shortPage } = request;
    const changed = (object: string) => handling.changed(object);
    const call = { operation: name, form, state, caller, now, shortPage, changed };
    authorize(call, isSts ? 'sts' : 'iam');
    return success(name, operation(call), identifier, namespace);
  } catch (error) {
    if (error instanceof AwsFailure) return failureReply(error, identifier, namespace);
    throw error;
  }
}

function operationNamed(name: string): Operation {
  const table = Object.hasOwn(sts, name) ? sts : IAM;
  const operation = Object.hasOwn(table, name) ? table[name] : undefined;
  if (operation === undefined) {
    throw new AwsFailure('InvalidAction', `Could not find operation ${name} for version 2010-05-08`);
  }
  return operation;
}

function success(name: string, result: ReturnType<Operation>, identifier: string, namespace: string): SandboxReply {
  const named = result === null ? {} : { [`${name}Result`]: result };
  const content = { ...named, ResponseMetadata: { RequestId: identifier } };
  const body = element(`${name}Response`, content, ` xmlns="${namespace}"`);
  return { status: 200, headers: { 'x-amzn-requestid': identifier }, body };
}

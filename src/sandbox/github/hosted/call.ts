import type { SandboxReply } from '../../server.js';
import { type Call, notFound, type Operation, operation, type Schema } from '../call.js';
import { type User, userById } from '../state.js';
import { inTurn, settle } from './settle.js';
import type { HostedPull, HostedRepository } from './state.js';

/** One request to a hosted repository. */
export interface HostedCall extends Call {
  readonly repository: HostedRepository;
}

/** Declares an operation on a hosted repository; it runs alone there, after what was pushed is known. */
export function hosted(
  name: string,
  area: Operation['area'],
  run: (call: HostedCall) => SandboxReply | Promise<SandboxReply>,
): Operation {
  return operation(name, area, (call) => {
    const repository = hostedIn(call);
    if (repository === null) return notFound;
    return inTurn(repository, async () => {
      await settle(repository, call.now);
      return run({ ...call, repository });
    });
  });
}

/** The hosted repository that the path names. */
export function hostedIn(call: Call): HostedRepository | null {
  const { owner = '', repo = '' } = call.parameters;
  if (owner.toLowerCase() !== call.state.organization.login.toLowerCase()) return null;
  return call.state.hosted.get(repo.toLowerCase()) ?? null;
}

/** The pull request that the path names. */
export function pullOf(call: HostedCall): HostedPull | null {
  return call.repository.pulls.find(({ number }) => String(number) === call.parameters.pull_number) ?? null;
}

/** A parameter of the body that is text, null where it is absent. */
export function textIn(call: Call, name: string): string | null {
  const value = call.body[name];
  return typeof value === 'string' ? value : null;
}

export function userOf(call: Pick<Call, 'state'>, id: number | null): User | null {
  return id === null ? null : userById(call.state, id);
}

/** A 422 as GitHub words it, for a part of a repository. */
export function refused(resource: string, error: { field?: string; code?: string; message?: string }): SandboxReply {
  const body: Schema<'validation-error'> & { status: string } = {
    message: 'Validation Failed',
    documentation_url: 'https://docs.github.com/rest',
    errors: [{ resource, code: 'custom', ...error }],
    status: '422',
  };
  return { status: 422, body };
}

/** A 422 whose errors are sentences. */
export function unprocessable(message: string): SandboxReply {
  const body: Schema<'validation-error-simple'> & { status: string } = {
    message: 'Unprocessable Entity',
    documentation_url: 'https://docs.github.com/rest',
    errors: [message],
    status: '422',
  };
  return { status: 422, body };
}

/** The address of something in the repository. */
export function addressOf(call: HostedCall, path = ''): string {
  return `${call.origin}/repos/${call.state.organization.login}/${call.repository.name}${path}`;
}

/** Where a person would look at it. */
export function pageOf(call: HostedCall, path = ''): string {
  return `https://github.com/${call.state.organization.login}/${call.repository.name}${path}`;
}

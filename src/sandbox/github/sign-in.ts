import type { SandboxReply } from '../server.js';
import { type Caller, failure, type Operation } from './call.js';
import type { Area } from './seed.js';
import { type AccessState, type Credential, type GithubState, type User, userByLogin } from './state.js';

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const HOUR = 3_600_000;

/** Who sent the request, or GitHub's 401. A JWT is not verified, but has to look like one. */
export function signIn(state: GithubState, header: string | undefined, now: Date): Caller | SandboxReply {
  const token = tokenOf(header);
  if (token === null) return failure(401, 'Requires authentication');
  if (state.access.refused.includes(token)) return failure(401, 'Bad credentials');
  const jwt = JWT.test(token);
  const credential = jwt ? appOf(state.access) : credentialOf(state.access, token, now);
  const user = credential === null ? null : accountOf(state, credential);
  if (credential === null || user === null) return failure(401, 'Bad credentials');
  const { lacks, scopes } = credential;
  return { kind: jwt ? 'jwt' : credential.kind, user, lacks, ...(scopes === undefined ? {} : { scopes }) };
}

function tokenOf(header: string | undefined): string | null {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)$/.exec(header?.trim() ?? '') ?? [];
  if (/^(token|bearer)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[1] ?? null;
}

function credentialOf(access: AccessState, token: string, now: Date): Omit<Credential, 'token'> | null {
  const issued = access.issued.find((one) => one.token === token);
  if (issued !== undefined) return now.getTime() < issued.expiresAt ? appOf(access) : null;
  if (access.credentials === null) return access.runner;
  return access.credentials.find((one) => one.token === token) ?? null;
}

/** The App that an installation's token stands for. */
export function appOf(access: AccessState): Omit<Credential, 'token'> {
  const app = access.credentials?.find((one) => one.kind === 'app');
  return app ?? { ...access.runner, kind: 'app' };
}

/** The account that acts with a credential; an App's own is a bot's. */
function accountOf(state: GithubState, credential: Omit<Credential, 'token'>): User | null {
  const login = credential.kind === 'app' ? `${credential.login}[bot]` : credential.login;
  return userByLogin(state, login);
}

/** A new installation token, good for an hour. */
export function issueToken(state: GithubState, now: Date): { token: string; expiresAt: Date } {
  const token = `ghs_sandbox${state.access.issued.length + 1}`;
  const expiresAt = now.getTime() + HOUR;
  state.access.issued.push({ token, expiresAt });
  return { token, expiresAt: new Date(expiresAt) };
}

/**
 * GitHub's refusal where the caller may not use the operation, or null. Words as in "Troubleshooting the REST API":
 * an App learns that the resource is not accessible by an integration, a token that it is not by a token.
 */
export function refusal(operation: Operation, caller: Caller): SandboxReply | null {
  if (operation.only === 'jwt' || caller.kind === 'jwt') {
    if (operation.only === caller.kind) return null;
    return failure(401, caller.kind === 'jwt' ? 'Bad credentials' : 'A JSON web token could not be decoded');
  }
  const other = operation.only !== undefined && operation.only !== caller.kind;
  const reads = operation.name.startsWith('GET ');
  return other || closed(caller, operation.area, reads) ? failure(403, notAccessible(caller)) : null;
}

function closed(caller: Caller, area: Operation['area'], reads: boolean): boolean {
  return typeof area === 'string' ? lacks(caller, area, reads) : area.every((one) => lacks(caller, one, reads));
}

export function notAccessible(caller: Caller): string {
  return `Resource not accessible by ${caller.kind === 'user' ? 'personal access token' : 'integration'}`;
}

/** Whether the caller's permissions leave a part out, for all or for changes only. */
export function lacks(caller: Caller, area: Area, reads: boolean): boolean {
  return caller.lacks.includes(area) || (!reads && caller.lacks.includes(`${area}:write`));
}

/** Asks the embedded systems as somebody else would: plain requests, past Leaver and its connectors. */
import type { SandboxSystem } from '../../sandbox/sandbox.js';
import { SIGN_IN } from '../../sandbox/scim/index.js';
import { AUDITOR_TOKEN, HR, oktaToken } from './repository.js';

export interface Outsider {
  /** The status of `GET /orgs/{org}/members/{login}`: 204 for a member, 404 for anybody else. */
  memberStatus(login: string): Promise<number>;
  /** Logins of all members, sorted. */
  members(): Promise<readonly string[]>;
  /** Logins and e-mail addresses of those who are invited, sorted. */
  invited(): Promise<readonly string[]>;
  /** Whom AWS takes the holder of an access key for (STS `GetCallerIdentity`): an ARN, or the error's code. */
  callerOf(accessKey: string): Promise<string>;
  /** As the HR system does it: suspends a user of the identity provider, by the login; the user's id. */
  suspendAtProvider(login: string): Promise<string>;
  /** What the provider answers to a user's API token, by its name: 200 while it works, 401 once it was revoked. */
  providerTokenStatus(token: string): Promise<number>;
  /** Whether somebody could sign in to the dashboard: 204, 403 while inactive, 404 where there is nobody of that name. */
  dashboardStatus(userName: string): Promise<number>;
}

/** @param organization the organization's login. */
export function outsider(systems: readonly SandboxSystem[], organization: string): Outsider {
  const urlOf = (wanted: SandboxSystem['kind']): string => systems.find(({ kind }) => kind === wanted)?.url ?? '';
  const github = (path: string): Promise<Response> =>
    fetch(`${urlOf('github-org')}/orgs/${organization}/${path}`, {
      headers: { authorization: `Bearer ${AUDITOR_TOKEN}` },
    });
  const loginsIn = async (path: string): Promise<readonly string[]> => {
    const entries = (await (await github(path)).json()) as readonly { login: string | null; email?: string | null }[];
    return entries.map(({ login, email }) => login ?? email ?? '').sort();
  };
  const okta = (method: string, path: string, token: string): Promise<Response> =>
    fetch(`${urlOf('okta')}/api/v1/${path}`, { method, headers: { authorization: `SSWS ${oktaToken(token)}` } });
  return {
    suspendAtProvider: async (login) => {
      const found = await okta('GET', `users/${encodeURIComponent(login)}`, HR);
      const { id } = (await found.json()) as { readonly id: string };
      await okta('POST', `users/${id}/lifecycle/suspend`, HR);
      return id;
    },
    providerTokenStatus: async (token) => (await okta('GET', 'users/me', token)).status,
    dashboardStatus: async (userName) =>
      (await fetch(`${urlOf('scim')}${SIGN_IN}?user=${encodeURIComponent(userName)}`)).status,
    memberStatus: async (login) => (await github(`members/${login}`)).status,
    members: () => loginsIn('members?per_page=100'),
    invited: () => loginsIn('invitations?per_page=100'),
    callerOf: async (accessKey) => {
      const answer = await fetch(urlOf('aws-iam'), {
        method: 'POST',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/20261123/us-east-1/sts/aws4_request`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'Action=GetCallerIdentity&Version=2011-06-15',
      });
      const text = await answer.text();
      return /<(?:Arn|Code)>([^<]*)</.exec(text)?.[1] ?? `HTTP ${answer.status}`;
    },
  };
}

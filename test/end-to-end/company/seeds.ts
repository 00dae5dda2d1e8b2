/** Four systems in which Ana has an account each, among as many others as a test asks for. */
import { type AwsSeed, largeAccount } from '../../../src/sandbox/aws-iam/index.js';
import { type GithubSeed, largeOrg as largeGithub } from '../../../src/sandbox/github/index.js';
import { largeOrg as largeOkta, type OktaSeed, type UserSeed } from '../../../src/sandbox/okta/index.js';
import { largeDirectory, type ScimSeed } from '../../../src/sandbox/scim/index.js';

export const LOGIN = 'ana.ruiz@acme.example';
/** Ana's immutable ids. */
export const IDS = {
  okta: '00uANAANAANAANAANAAN',
  github: '583231',
  'aws-prod': 'AIDAANAANAANAANAANAAN',
  dashboard: 'ana-1',
} as const;
/** What they are called, there. */
export const NAMES = { okta: LOGIN, github: 'anaruiz', 'aws-prod': 'ana.ruiz', dashboard: LOGIN } as const;

/** As many in a small company as in a large one. */
export const REPOSITORIES = 2;

/** The API token of an administrator who is not Leaver. */
export const CONSOLE = 'console';

export type SystemName = keyof typeof IDS;
export const SYSTEM_NAMES = ['okta', 'github', 'aws-prod', 'dashboard'] as const;

export interface Asked {
  /** How many others each system has. */
  readonly crowd: number;
  /**
   * `nothing`: the account alone. `usual`: what a developer holds (a team and a token, a password, a key and a group, a session, a grant
   * and a group, a group). `much`: one of nearly everything.
   */
  readonly holds: 'nothing' | 'usual' | 'much';
  /** Of Ana at the provider; `SUSPENDED` by default. */
  readonly status?: UserSeed['status'];
}

export interface Seeds {
  readonly okta: OktaSeed;
  readonly github: GithubSeed;
  readonly aws: AwsSeed;
  readonly dashboard: ScimSeed;
}

export function seedsOf({ crowd, holds, status = 'SUSPENDED' }: Asked): Seeds {
  return {
    okta: withOkta(largeOkta({ users: crowd, groups: 3 }), holds, status),
    github: withGithub(
      largeGithub({ members: crowd, repositories: REPOSITORIES, teams: 2, ssoCredentials: crowd }),
      holds,
    ),
    aws: withAws(largeAccount({ users: crowd }), holds),
    dashboard: withDashboard(largeDirectory(crowd), holds),
  };
}

/** Suspended by others, she still has what a suspension leaves behind: sessions and tokens. */
function withOkta(seed: OktaSeed, holds: Asked['holds'], status: UserSeed['status']): OktaSeed {
  const ana: UserSeed = {
    login: LOGIN,
    id: IDS.okta,
    ...(status === undefined ? {} : { status }),
    ...(holds === 'nothing' ? {} : { sessions: 2, grants: ['offline_access'] }),
    ...(holds === 'much' ? { roles: ['HELP_DESK_ADMIN' as const] } : {}),
  };
  const groups = (seed.groups ?? []).map((group, index) =>
    holds === 'nothing' || index > 0 || typeof group === 'string'
      ? group
      : { ...group, members: [...(group.members ?? []), LOGIN] },
  );
  const own = holds === 'nothing' ? [] : [{ name: 'ana-script', user: LOGIN, id: '00TANAANAANAANAANAAN' }];
  const apiTokens = [{ name: CONSOLE, user: 'person.00001@acme.example' }, ...own];
  return { ...seed, users: [...(seed.users ?? []), ana], groups, apiTokens };
}

function withGithub(seed: GithubSeed, holds: Asked['holds']): GithubSeed {
  const login = NAMES.github;
  const members = [...(seed.members ?? []), { login, id: Number(IDS.github) }];
  if (holds === 'nothing') return { ...seed, members };
  const teams = (seed.teams ?? []).map((team, at) =>
    at > 0 || typeof team === 'string' ? team : { ...team, members: [...(team.members ?? []), login] },
  );
  const tokens = [{ id: 801, owner: login, name: 'laptop', repositories: 'all' as const }];
  if (holds === 'usual') return { ...seed, members, teams, tokens };
  const repositories = (seed.repositories ?? []).map((one, at) =>
    at > 0 || typeof one === 'string'
      ? one
      : { ...one, keys: [{ id: 501, title: 'deploy', addedBy: login, key: 'ssh-ed25519 AAAAana' }] },
  );
  const ssoCredentials = [...(seed.ssoCredentials ?? []), { id: 161_195, login }];
  return { ...seed, members, teams, tokens, repositories, ssoCredentials, copilotSeats: [login] };
}

function withAws(seed: AwsSeed, holds: Asked['holds']): AwsSeed {
  const ana = { name: NAMES['aws-prod'], id: IDS['aws-prod'] };
  const keys = [{ id: 'AKIAANARUIZ22EXAMPLE' }];
  const usual = { console: true, keys, groups: ['team-0'] };
  const much = { ...usual, sshKeys: [{}], serviceCredentials: [{ service: 'bedrock' }], policies: ['SecurityAudit'] };
  const held = holds === 'nothing' ? {} : holds === 'usual' ? usual : much;
  return { ...seed, users: [...(seed.users ?? []), { ...ana, ...held }] };
}

function withDashboard(seed: ScimSeed, holds: Asked['holds']): ScimSeed {
  const groups = holds === 'nothing' ? [] : holds === 'usual' ? ['team-0'] : ['team-0', 'team-1'];
  const ana = { userName: LOGIN, id: IDS.dashboard, email: LOGIN, groups };
  return { ...seed, users: [...(seed.users ?? []), ana] };
}

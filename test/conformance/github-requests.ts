/** A request in the world of `github-world.ts`. */
export interface Scripted {
  /** Which operation it is for, in the description's words. */
  readonly operation: string;
  readonly path: string;
  readonly body?: unknown;
  readonly as?: 'app' | 'user' | 'jwt';
  /** 200, 201, 202 or 204 where absent. */
  readonly status?: number;
}

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2v0';

/** Every operation of the embedded GitHub at least once, reads before writes, and the refusals that matter. */
export const scripted: readonly Scripted[] = [
  ...organization(),
  ...credentials(),
  ...apps(),
  ...repositories(),
  ...writes(),
  ...refusals(),
];

function organization(): readonly Scripted[] {
  return [
    { operation: 'GET /orgs/{org}', path: '/orgs/acme' },
    { operation: 'GET /orgs/{org}/members', path: '/orgs/acme/members?per_page=2&role=all' },
    { operation: 'GET /orgs/{org}/members', path: '/orgs/acme/members?per_page=2&page=2&role=member' },
    { operation: 'GET /orgs/{org}/members', path: '/orgs/acme/members?role=admin&per_page=100' },
    { operation: 'GET /orgs/{org}/members/{username}', path: '/orgs/acme/members/anaruiz' },
    { operation: 'GET /orgs/{org}/memberships/{username}', path: '/orgs/acme/memberships/mayabell' },
    { operation: 'GET /orgs/{org}/memberships/{username}', path: '/orgs/acme/memberships/newcomer' },
    { operation: 'GET /orgs/{org}/outside_collaborators', path: '/orgs/acme/outside_collaborators?per_page=100' },
    { operation: 'GET /orgs/{org}/invitations', path: '/orgs/acme/invitations?per_page=100' },
    { operation: 'GET /orgs/{org}/invitations/{invitation_id}/teams', path: '/orgs/acme/invitations/501/teams' },
    { operation: 'GET /orgs/{org}/teams', path: '/orgs/acme/teams' },
    { operation: 'GET /orgs/{org}/teams/{team_slug}/members', path: '/orgs/acme/teams/backend/members' },
    {
      operation: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
      path: '/orgs/acme/teams/backend/memberships/anaruiz',
    },
    { operation: 'GET /users/{username}', path: '/users/kimcho' },
    { operation: 'GET /user/{account_id}', path: '/user/103' },
    { operation: 'GET /user', path: '/user', as: 'user' },
  ];
}

function credentials(): readonly Scripted[] {
  return [
    { operation: 'GET /orgs/{org}/personal-access-tokens', path: '/orgs/acme/personal-access-tokens?per_page=100' },
    { operation: 'GET /orgs/{org}/personal-access-tokens', path: '/orgs/acme/personal-access-tokens?owner=leonov' },
    {
      operation: 'GET /orgs/{org}/personal-access-token-requests',
      path: '/orgs/acme/personal-access-token-requests?per_page=100',
    },
    {
      operation: 'GET /orgs/{org}/credential-authorizations',
      path: '/orgs/acme/credential-authorizations?per_page=100',
    },
    { operation: 'GET /orgs/{org}/copilot/billing/seats', path: '/orgs/acme/copilot/billing/seats?per_page=100' },
    { operation: 'GET /orgs/{org}/members/{username}/copilot', path: '/orgs/acme/members/anaruiz/copilot' },
    {
      operation: 'GET /orgs/{org}/members/{username}/codespaces',
      path: '/orgs/acme/members/anaruiz/codespaces',
      as: 'user',
    },
  ];
}

function apps(): readonly Scripted[] {
  return [
    { operation: 'GET /app', path: '/app', as: 'jwt' },
    { operation: 'GET /orgs/{org}/installation', path: '/orgs/acme/installation', as: 'jwt' },
    { operation: 'GET /app/installations', path: '/app/installations', as: 'jwt' },
    { operation: 'GET /app/installations/{installation_id}', path: '/app/installations/801', as: 'jwt' },
    {
      operation: 'POST /app/installations/{installation_id}/access_tokens',
      path: '/app/installations/801/access_tokens',
      body: { permissions: { members: 'write' } },
      as: 'jwt',
    },
    { operation: 'GET /orgs/{org}/installations', path: '/orgs/acme/installations' },
    { operation: 'GET /orgs/{org}/hooks', path: '/orgs/acme/hooks' },
    { operation: 'GET /orgs/{org}/hooks/{hook_id}', path: '/orgs/acme/hooks/701' },
    { operation: 'PATCH /orgs/{org}/hooks/{hook_id}', path: '/orgs/acme/hooks/701', body: { active: false } },
  ];
}

function repositories(): readonly Scripted[] {
  return [
    { operation: 'GET /orgs/{org}/repos', path: '/orgs/acme/repos?type=all&per_page=100' },
    {
      operation: 'GET /repos/{owner}/{repo}/collaborators',
      path: '/repos/acme/ledger/collaborators?affiliation=direct',
    },
    {
      operation: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      path: '/repos/acme/ledger/collaborators/contractor/permission',
    },
    { operation: 'GET /repos/{owner}/{repo}/invitations', path: '/repos/acme/ledger/invitations' },
    { operation: 'GET /repos/{owner}/{repo}/keys', path: '/repos/acme/ledger/keys?per_page=100' },
    { operation: 'GET /repos/{owner}/{repo}/keys/{key_id}', path: '/repos/acme/ledger/keys/411' },
  ];
}

/** In an order in which each finds what it changes. */
function writes(): readonly Scripted[] {
  const { org, repo } = { org: '/orgs/acme', repo: '/repos/acme/ledger' };
  return [
    {
      operation: 'DELETE /orgs/{org}/credential-authorizations/{credential_id}',
      path: `${org}/credential-authorizations/621`,
    },
    {
      operation: 'POST /orgs/{org}/personal-access-tokens',
      path: `${org}/personal-access-tokens`,
      body: { action: 'revoke', pat_ids: [601] },
    },
    {
      operation: 'POST /orgs/{org}/personal-access-tokens/{pat_id}',
      path: `${org}/personal-access-tokens/602`,
      body: { action: 'revoke' },
    },
    {
      operation: 'POST /orgs/{org}/personal-access-token-requests',
      path: `${org}/personal-access-token-requests`,
      body: { action: 'deny', pat_request_ids: [611], reason: 'left the organization' },
    },
    {
      operation: 'DELETE /orgs/{org}/copilot/billing/selected_users',
      path: `${org}/copilot/billing/selected_users`,
      body: { selected_usernames: ['anaruiz'] },
    },
    {
      operation: 'DELETE /orgs/{org}/members/{username}/codespaces/{codespace_name}',
      path: `${org}/members/anaruiz/codespaces/anaruiz-ledger-x1`,
      as: 'user',
    },
    { operation: 'DELETE /repos/{owner}/{repo}/keys/{key_id}', path: `${repo}/keys/411` },
    {
      operation: 'POST /repos/{owner}/{repo}/keys',
      path: `${repo}/keys`,
      body: { title: 'deploy', key: KEY, read_only: true },
    },
    {
      operation: 'PUT /repos/{owner}/{repo}/collaborators/{username}',
      path: `${repo}/collaborators/newcomer`,
      body: { permission: 'triage' },
    },
    {
      operation: 'PUT /repos/{owner}/{repo}/collaborators/{username}',
      path: `${repo}/collaborators/leonov`,
      body: { permission: 'push' },
    },
    { operation: 'DELETE /repos/{owner}/{repo}/invitations/{invitation_id}', path: `${repo}/invitations/421` },
    { operation: 'DELETE /repos/{owner}/{repo}/collaborators/{username}', path: `${repo}/collaborators/anaruiz` },
    {
      operation: 'DELETE /orgs/{org}/outside_collaborators/{username}',
      path: `${org}/outside_collaborators/contractor`,
    },
    {
      operation: 'PUT /orgs/{org}/teams/{team_slug}/memberships/{username}',
      path: `${org}/teams/backend/memberships/samlee`,
      body: { role: 'maintainer' },
    },
    {
      operation: 'DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}',
      path: `${org}/teams/backend/memberships/anaruiz`,
    },
    {
      operation: 'PUT /orgs/{org}/memberships/{username}',
      path: `${org}/memberships/samlee`,
      body: { role: 'member' },
    },
    {
      operation: 'PUT /orgs/{org}/memberships/{username}',
      path: `${org}/memberships/visitor`,
      body: { role: 'member' },
    },
    { operation: 'DELETE /orgs/{org}/memberships/{username}', path: `${org}/memberships/anaruiz` },
    { operation: 'DELETE /orgs/{org}/members/{username}', path: `${org}/members/leonov` },
    { operation: 'DELETE /orgs/{org}/invitations/{invitation_id}', path: `${org}/invitations/501` },
    {
      operation: 'POST /orgs/{org}/invitations',
      path: `${org}/invitations`,
      body: { invitee_id: 103, role: 'direct_member', team_ids: [302] },
    },
  ];
}

function refusals(): readonly Scripted[] {
  return [
    { operation: 'GET /orgs/{org}/memberships/{username}', path: '/orgs/acme/memberships/nobody', status: 404 },
    { operation: 'GET /orgs/{org}/members', path: '/orgs/other/members', status: 404 },
    {
      operation: 'GET /orgs/{org}/personal-access-tokens',
      path: '/orgs/acme/personal-access-tokens',
      as: 'user',
      status: 403,
    },
    { operation: 'DELETE /orgs/{org}/members/{username}', path: '/orgs/acme/members/kimcho', status: 403 },
    {
      operation: 'DELETE /orgs/{org}/outside_collaborators/{username}',
      path: '/orgs/acme/outside_collaborators/mayabell',
      status: 422,
    },
    { operation: 'GET /orgs/{org}', path: '/orgs/acme', as: 'jwt', status: 401 },
  ];
}

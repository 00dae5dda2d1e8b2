import type { Call, Schema } from './call.js';
import type { RepositoryRole } from './seed.js';
import type { Repository, Team, User } from './state.js';

/** An account as it stands in listings: without name and e-mail. */
export function simpleUser(call: Call, user: User): Schema<'simple-user'> {
  const url = `${call.origin}/users/${user.login}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U', user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${user.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.kind,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** A profile: the e-mail address stands in it only where the person made it public. */
export function publicUser(call: Call, user: User): Schema<'public-user'> {
  return {
    ...simpleUser(call, user),
    gravatar_id: '',
    name: user.name,
    company: null,
    blog: '',
    location: null,
    email: user.emailVisible ? user.email : null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
  };
}

/** When everything of the embedded organization was made that has no time of its own. */
export const SOME_TIME = '2024-01-15T09:00:00Z';

/** A moment as GitHub writes it: whole seconds, UTC. */
export function timeOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

export function nodeId(prefix: string, id: number): string {
  return `${prefix}_${Buffer.from(String(id)).toString('base64url')}`;
}

export function simpleOrganization(call: Call): Schema<'organization-simple'> {
  const { login, id } = call.state.organization;
  const url = `${call.origin}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('O', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    description: null,
  };
}

/** The organization's own account, as the owner of its repositories. */
export function organizationAccount(call: Call): Schema<'simple-user'> {
  const { login, id, name } = call.state.organization;
  return simpleUser(call, { id, login, name, email: null, emailVisible: false, kind: 'Organization' });
}

export function simpleTeam(call: Call, team: Team): Schema<'team-simple'> {
  const url = `${call.origin}/organizations/${call.state.organization.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId('T', team.id),
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url,
    html_url: `https://github.com/orgs/${call.state.organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: call.state.organization.id,
  };
}

export function fullTeam(call: Call, team: Team): Schema<'team'> {
  const parent = team.parent === null ? undefined : call.state.teams.get(team.parent);
  return { ...simpleTeam(call, team), parent: parent === undefined ? null : simpleTeam(call, parent) };
}

export function minimalRepository(call: Call, repository: Repository): Schema<'minimal-repository'> {
  const full = `${call.state.organization.login}/${repository.name}`;
  return {
    ...addressesOf(`${call.origin}/repos/${full}`),
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: full,
    owner: organizationAccount(call),
    private: repository.private,
    html_url: `https://github.com/${full}`,
    description: null,
    fork: false,
    default_branch: call.state.hosted.get(repository.name.toLowerCase())?.defaultBranch ?? 'main',
    visibility: repository.private ? 'private' : 'public',
    archived: false,
    disabled: false,
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    pushed_at: SOME_TIME,
  };
}

export function addressesOf(url: string) {
  return {
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}

const RANK: readonly RepositoryRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** Whether a role includes another. */
export function includes(role: RepositoryRole, other: RepositoryRole): boolean {
  return RANK.indexOf(role) >= RANK.indexOf(other);
}

export function permissionsOf(role: RepositoryRole) {
  return {
    pull: true,
    triage: includes(role, 'triage'),
    push: includes(role, 'write'),
    maintain: includes(role, 'maintain'),
    admin: role === 'admin',
  };
}

import type { Call, Schema } from '../call.js';
import { roleIn } from '../operations/repositories.js';
import { addressesOf, nodeId, organizationAccount, permissionsOf, SOME_TIME } from '../show.js';
import type { Repository } from '../state.js';

/** A repository as it stands inside of other things. */
export function repositoryShown(call: Call, { id, name, private: hidden }: Repository) {
  const full = `${call.state.organization.login}/${name}`;
  const page = `https://github.com/${full}`;
  return {
    ...addressesOf(`${call.origin}/repos/${full}`),
    ...NUMBERS,
    id,
    node_id: nodeId('R', id),
    name,
    full_name: full,
    owner: organizationAccount(call),
    private: hidden,
    visibility: hidden ? 'private' : 'public',
    html_url: page,
    git_url: `git://github.com/${full}.git`,
    ssh_url: `git@github.com:${full}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    description: null,
    fork: false,
    default_branch: call.state.hosted.get(name.toLowerCase())?.defaultBranch ?? 'main',
    archived: false,
    disabled: false,
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    pushed_at: SOME_TIME,
  } satisfies Schema<'repository'>;
}

const NUMBERS = {
  forks: 0,
  forks_count: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  size: 1,
  open_issues: 0,
  open_issues_count: 0,
  has_issues: true,
  has_projects: true,
  has_wiki: false,
  has_pages: false,
  has_downloads: true,
  has_discussions: false,
};

/** `GET /repos/{owner}/{repo}`: with what the caller may do there. */
export function fullRepository(call: Call, one: Repository): Schema<'full-repository'> {
  const role = roleIn(call.state, one, call.caller.user.id) ?? (call.caller.kind === 'app' ? 'write' : 'read');
  return {
    ...repositoryShown(call, one),
    permissions: permissionsOf(role),
    organization: organizationAccount(call),
    subscribers_count: 0,
    network_count: 0,
  };
}

import type { Entitlement } from '../../core/observation.js';
import { unreadable } from '../../github/failures.js';
import type { GithubClient } from './client.js';
import { repository, team } from './entitlements.js';
import {
  MORE_TEAM_MEMBERS,
  type MoreTeamMembersAnswer,
  REPOSITORY_ACCESS,
  type RepositoryAccessAnswer,
  TEAM_MEMBERS,
  TEAMS_OF_USER,
  type TeamsAnswer,
} from './queries.js';

interface Connection<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Node[];
}

/** All nodes of a connection, page by page. A null anywhere is a failure, never an empty connection. */
async function readAll<Node>(
  doing: string,
  page: (after: string | null) => Promise<Connection<Node> | null | undefined>,
): Promise<Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const connection: Connection<Node> | null | undefined = await page(after);
    if (connection === null || connection === undefined) throw unreadable(doing);
    nodes.push(...connection.nodes);
    const { hasNextPage, endCursor }: Connection<Node>['pageInfo'] = connection.pageInfo;
    if (hasNextPage && endCursor === null) throw unreadable(doing);
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  return nodes;
}

/** The teams of everybody, by account id. Requests: one for each hundred teams, and more for teams beyond a hundred. */
export async function readAllTeams(client: GithubClient, organization: string): Promise<Map<string, Entitlement[]>> {
  const doing = 'GraphQL TeamMembers';
  const teams = await readAll(doing, async (after) => {
    const answer = await client.query<TeamsAnswer>(TEAM_MEMBERS, { organization, after });
    return answer.organization?.teams;
  });
  const byAccount = new Map<string, Entitlement[]>();
  for (const { slug, members } of teams) {
    if (members === null) throw unreadable(doing);
    const edges = [...members.edges];
    if (members.pageInfo.hasNextPage) edges.push(...(await furtherMembers(client, organization, slug, members)));
    for (const { role, node } of edges) {
      if (node.databaseId === null) throw unreadable(doing);
      const id = String(node.databaseId);
      byAccount.set(id, [...(byAccount.get(id) ?? []), team(slug, role)]);
    }
  }
  return byAccount;
}

type Members = NonNullable<NonNullable<NonNullable<MoreTeamMembersAnswer['organization']>['team']>['members']>;

async function furtherMembers(client: GithubClient, organization: string, slug: string, first: Members) {
  const doing = 'GraphQL MoreTeamMembers';
  return readAll(doing, async (after) => {
    const variables = { organization, team: slug, after: after ?? first.pageInfo.endCursor };
    const answer = await client.query<MoreTeamMembersAnswer>(MORE_TEAM_MEMBERS, variables);
    const members = answer.organization?.team?.members;
    return members && { pageInfo: members.pageInfo, nodes: members.edges };
  });
}

/** The teams of one account, each with its role there. */
export async function readTeamsOf(
  client: GithubClient,
  organization: string,
  account: { readonly id: string; readonly login: string },
): Promise<Entitlement[]> {
  const doing = 'GraphQL TeamsOfUser';
  const teams = await readAll(doing, async (after) => {
    const variables = { organization, login: account.login, after };
    return (await client.query<TeamsAnswer>(TEAMS_OF_USER, variables)).organization?.teams;
  });
  return teams.flatMap(({ slug, members }) => {
    if (members === null) throw unreadable(doing);
    // The search is by parts of names too.
    const edge = members.edges.find(({ node }) => String(node.databaseId) === account.id);
    if (edge === undefined && members.pageInfo.hasNextPage) throw unreadable(`${doing}, team ${slug}`);
    return edge === undefined ? [] : [team(slug, edge.role)];
  });
}

/** The repositories that an account was added to by name. */
export async function readRepositoriesOf(
  client: GithubClient,
  organization: string,
  account: { readonly id: string; readonly login: string },
): Promise<Entitlement[]> {
  const doing = 'GraphQL RepositoryAccess';
  const repositories = await readAll(doing, async (after) => {
    const variables = { organization, login: account.login, after };
    return (await client.query<RepositoryAccessAnswer>(REPOSITORY_ACCESS, variables)).organization?.repositories;
  });
  return repositories.flatMap(({ name, collaborators }) => {
    // GitHub says null of a repository where the credential may not see who has access.
    if (collaborators === null) throw unreadable(`${doing}, repository ${name}`);
    const edge = collaborators.edges.find(({ node }) => String(node.databaseId) === account.id);
    if (edge === undefined) return [];
    const direct = edge.permissionSources?.find(({ source }) => source.__typename === 'Repository');
    if (edge.permissionSources !== null && direct === undefined) return [];
    return [repository(name, direct?.roleName ?? edge.permission)];
  });
}

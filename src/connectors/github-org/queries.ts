/**
 * The GraphQL reads. Each asks for 100 at most a connection, and for IMMEDIATE members: `Team.members` gives those of
 * child teams too where nothing is said ("Team" in GitHub's GraphQL reference).
 */

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

interface TeamMembersConnection {
  readonly pageInfo: PageInfo;
  readonly edges: readonly {
    readonly role: 'MEMBER' | 'MAINTAINER';
    readonly node: { readonly databaseId: number | null; readonly login: string };
  }[];
}

/** What `TeamsOfUser` and `TeamMembers` answer; GitHub says null where the credential may not see it. */
export interface TeamsAnswer {
  readonly organization: {
    readonly teams: {
      readonly pageInfo: PageInfo;
      readonly nodes: readonly { readonly slug: string; readonly members: TeamMembersConnection | null }[];
    } | null;
  } | null;
}

/** The teams that one person is in, each with that person's role there. */
export const TEAMS_OF_USER = `query TeamsOfUser($organization: String!, $login: String!, $after: String) {
  organization(login: $organization) {
    teams(first: 100, after: $after, userLogins: [$login]) {
      pageInfo { hasNextPage endCursor }
      nodes {
        slug
        members(first: 100, membership: IMMEDIATE, query: $login) {
          pageInfo { hasNextPage endCursor }
          edges { role node { databaseId login } }
        }
      }
    }
  }
}`;

/** All teams with their first hundred immediate members. */
export const TEAM_MEMBERS = `query TeamMembers($organization: String!, $after: String) {
  organization(login: $organization) {
    teams(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        slug
        members(first: 100, membership: IMMEDIATE) {
          pageInfo { hasNextPage endCursor }
          edges { role node { databaseId login } }
        }
      }
    }
  }
}`;

/** What `MoreTeamMembers` answers. */
export interface MoreTeamMembersAnswer {
  readonly organization: { readonly team: { readonly members: TeamMembersConnection | null } | null } | null;
}

/** The members of one team beyond its first hundred. */
export const MORE_TEAM_MEMBERS = `query MoreTeamMembers($organization: String!, $team: String!, $after: String) {
  organization(login: $organization) {
    team(slug: $team) {
      members(first: 100, after: $after, membership: IMMEDIATE) {
        pageInfo { hasNextPage endCursor }
        edges { role node { databaseId login } }
      }
    }
  }
}`;

/** What `RepositoryAccess` answers. */
export interface RepositoryAccessAnswer {
  readonly organization: {
    readonly repositories: {
      readonly pageInfo: PageInfo;
      readonly nodes: readonly {
        readonly name: string;
        readonly collaborators: {
          readonly edges: readonly {
            readonly permission: string;
            readonly node: { readonly databaseId: number | null; readonly login: string };
            readonly permissionSources:
              | readonly { readonly roleName: string | null; readonly source: { readonly __typename: string } }[]
              | null;
          }[];
        } | null;
      }[];
    } | null;
  } | null;
}

/** The repositories that one person was added to by name, not through a team or the organization. */
export const REPOSITORY_ACCESS = `query RepositoryAccess($organization: String!, $login: String!, $after: String) {
  organization(login: $organization) {
    repositories(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        name
        collaborators(first: 1, affiliation: DIRECT, login: $login) {
          edges {
            permission
            node { databaseId login }
            permissionSources { roleName source { __typename } }
          }
        }
      }
    }
  }
}`;

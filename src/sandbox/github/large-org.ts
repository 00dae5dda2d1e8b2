import type { GithubSeed, MemberSeed, RepositorySeed, TeamSeed } from './seed.js';

export interface LargeOrg {
  readonly members: number;
  /** One in so many is an owner; 500 where absent. */
  readonly ownerEvery?: number;
  readonly teams?: number;
  readonly repositories?: number;
  readonly outsideCollaborators?: number;
  readonly invitations?: number;
  readonly tokens?: number;
  readonly ssoCredentials?: number;
  readonly deployKeys?: number;
  readonly copilotSeats?: number;
}

/**
 * A big organization for measuring: members `person-00001` … with ids from 1,000,001 up, everything else spread evenly
 * over them. Same figures, same seed.
 */
export function largeOrg(size: LargeOrg, login = 'acme'): GithubSeed {
  const { members, ownerEvery = 500, ssoCredentials } = size;
  const name = (index: number) => `person-${String((index % members) + 1).padStart(5, '0')}`;
  return {
    organization: { login, id: 900_000 },
    members: times(members, (index): MemberSeed => {
      const who = name(index);
      const role = index % ownerEvery === 0 ? 'admin' : 'member';
      return { login: who, id: 1_000_001 + index, name: `Person ${index + 1}`, email: `${who}@${login}.example`, role };
    }),
    users: times(size.outsideCollaborators ?? 0, (index) => ({ login: `outside-${index + 1}`, id: 2_000_001 + index })),
    teams: teamsOf(size, name),
    repositories: repositoriesOf(size, name),
    invitations: times(size.invitations ?? 0, (index) => ({
      id: 3_000_001 + index,
      ...(index % 2 === 0 ? { login: `invited-${index + 1}` } : { email: `invited-${index + 1}@${login}.example` }),
    })),
    tokens: times(size.tokens ?? 0, (index) => ({ id: 4_000_001 + index, owner: name(index), repositories: 'all' })),
    copilotSeats: times(size.copilotSeats ?? 0, name),
    ...(ssoCredentials === undefined
      ? {}
      : { ssoCredentials: times(ssoCredentials, (index) => ({ id: 6_000_001 + index, login: name(index) })) }),
  };
}

/** Each member is in one team, so that the teams together hold everybody. */
function teamsOf(size: LargeOrg, name: (index: number) => string): TeamSeed[] {
  const count = size.teams ?? 0;
  return times(count, (team) => ({
    slug: `team-${team + 1}`,
    id: 7_000_001 + team,
    members: times(Math.ceil((size.members - team) / count), (index) => name(team + index * count)),
  }));
}

function repositoriesOf(size: LargeOrg, name: (index: number) => string): RepositorySeed[] {
  const { repositories = 0, outsideCollaborators = 0, deployKeys = 0 } = size;
  const count = Math.max(repositories, outsideCollaborators > 0 || deployKeys > 0 ? 1 : 0);
  const share = (total: number, repository: number) =>
    times(Math.max(0, Math.ceil((total - repository) / count)), (index) => repository + index * count);
  return times(count, (index) => ({
    name: `repository-${index + 1}`,
    id: 8_000_001 + index,
    collaborators: Object.fromEntries(
      share(outsideCollaborators, index).map((who) => [`outside-${who + 1}`, 'write' as const]),
    ),
    keys: share(deployKeys, index).map((key) => ({ id: 9_000_001 + key, title: `key ${key + 1}`, addedBy: name(key) })),
  }));
}

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

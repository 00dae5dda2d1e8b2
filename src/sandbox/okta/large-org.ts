import type { OktaSeed, UserSeed } from './seed.js';

export interface LargeOktaOrg {
  readonly users: number;
  /** One in so many is an administrator; 500 where absent. */
  readonly adminEvery?: number;
  readonly groups?: number;
  readonly apiTokens?: number;
  /** One in so many is deactivated; none where absent. */
  readonly deprovisionedEvery?: number;
}

/**
 * A big organization for measuring: users `person.00001@acme.example` …, groups and API tokens spread evenly over them. Same figures,
 * same seed.
 */
export function largeOrg(size: number | LargeOktaOrg, organization = 'acme'): OktaSeed {
  const {
    users,
    adminEvery = 500,
    groups = 0,
    apiTokens = 0,
    deprovisionedEvery = 0,
  } = typeof size === 'number' ? { users: size } : size;
  const login = (index: number) => `person.${String((index % users) + 1).padStart(5, '0')}@${organization}.example`;
  const gone = (index: number) => deprovisionedEvery > 0 && index % deprovisionedEvery === deprovisionedEvery - 1;
  return {
    organization,
    users: times(users, (index): UserSeed => {
      const role = index % adminEvery === 0 ? { roles: ['SUPER_ADMIN' as const] } : {};
      const status = gone(index) ? ('DEPROVISIONED' as const) : ('ACTIVE' as const);
      return { login: login(index), firstName: 'Person', lastName: String(index + 1), status, ...role };
    }),
    groups: times(groups, (group) => ({
      name: `group-${group + 1}`,
      members: times(Math.ceil((users - group) / groups), (index) => login(group + index * groups)),
    })),
    apiTokens: times(apiTokens, (index) => ({ name: `token-${index + 1}`, user: login(index) })),
  };
}

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

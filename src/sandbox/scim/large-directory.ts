import type { ScimSeed, UserSeed } from './seed.js';

/**
 * A service with so many users (`person-00001` and on), for tests of size: all are in one of ten groups, every hundredth is
 * inactive.
 */
export function largeDirectory(users: number): ScimSeed {
  return {
    groups: Array.from({ length: 10 }, (_, index) => ({ displayName: `team-${index}` })),
    users: Array.from({ length: users }, userNumber),
  };
}

function userNumber(_: unknown, index: number): UserSeed {
  const name = `person-${String(index + 1).padStart(5, '0')}`;
  return {
    userName: name,
    name: `Person ${index + 1}`,
    email: `${name}@acme.example`,
    active: (index + 1) % 100 !== 0,
    groups: [`team-${index % 10}`],
  };
}

import type { AwsSeed, UserSeed } from './seed.js';

/**
 * An account with so many users (`user-00000` and on), for tests of size: every second one has a password, every third an
 * access key, every tenth a service credential; all are in one of ten groups.
 */
export function largeAccount({ users }: { readonly users: number }): AwsSeed {
  const groups = Array.from({ length: 10 }, (_, index) => ({ name: `team-${index}`, policies: ['ReadOnlyAccess'] }));
  const role = { name: 'deploy', trusts: ['root'] };
  return {
    accountId: '123456789012',
    alias: 'large',
    groups,
    users: Array.from({ length: users }, userNumber),
    roles: [role],
  };
}

function userNumber(_: unknown, index: number): UserSeed {
  return {
    name: `user-${String(index).padStart(5, '0')}`,
    console: index % 2 === 0,
    groups: [`team-${index % 10}`],
    ...(index % 3 === 0 ? { keys: [{}] } : {}),
    ...(index % 10 === 0 ? { serviceCredentials: [{ service: 'bedrock' }] } : {}),
  };
}

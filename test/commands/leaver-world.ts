/** The world that most runs are tried on. */
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';

export const HOLDINGS = {
  entitlements: [
    { kind: 'membership', id: 'team:backend' },
    { kind: 'credential', id: 'key:1', type: 'access-key', status: 'active' },
  ],
};

/** Ana departed and holds a key and a membership; Ben is here. */
export const ANA_LEFT: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana', HOLDINGS), accountOf('ben', HOLDINGS)])],
};

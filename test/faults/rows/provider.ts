import type { Row } from '../matrix.js';
import { memoryProviders } from './provider-memory.js';
import { oktaProviders } from './provider-okta.js';
import { scimProviders } from './provider-scim.js';

/**
 * Before a system whose every wrong revocation would show: nobody is judged by a provider that could not be read, and whom the
 * roster says left goes all the same.
 */
export const provider: Row = {
  fault: 'the identity provider broken in each way',
  promise:
    'nobody loses anything by the word of a provider that could not be read or is behind, and many at once halt; ' +
    'whom the roster says left is revoked all the same',
  cells: {
    memory: memoryProviders,
    'github-org': { none: 'people sign in elsewhere' },
    'aws-iam': { none: 'people sign in elsewhere' },
    okta: oktaProviders,
    scim: scimProviders,
    'policy repository': { none: 'it only names the provider' },
  },
};

import { LeaverError } from '../errors.js';
import type { HostSite } from './site.js';

/**
 * The immutable id of the account that this credential writes as, asked for once. By GraphQL, which tells it to a person's
 * token, an App's and a workflow's alike ("Query: viewer").
 */
export function viewerOf({ client }: HostSite): () => Promise<number> {
  let viewer: Promise<number> | null = null;
  return () => {
    viewer ??= client
      .query<{ viewer: { databaseId: number | null } }>('query Viewer { viewer { databaseId } }', {})
      .then(({ viewer: { databaseId } }) => {
        if (databaseId !== null) return databaseId;
        throw new LeaverError('unreachable', 'the host does not tell whose credential this is');
      });
    return viewer;
  };
}

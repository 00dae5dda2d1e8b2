import type { GithubClient } from '../github/client.js';
import type { RepositoryName } from '../ports/host.js';

/** What every part of the host works with. */
export interface HostSite {
  readonly client: GithubClient;
  readonly repository: RepositoryName;
}

import type { GithubClient as Github } from '../../github/client.js';

export type { Page, Values, WriteResult } from '../../github/client.js';
export { createClient } from '../../github/client.js';

/** All that this connector asks of GitHub. Each throws a `LeaverError`; limits and passing faults were waited for. */
export type GithubClient = Pick<
  Github,
  'signIn' | 'read' | 'find' | 'page' | 'query' | 'write' | 'grants' | 'requests' | 'clockSkew'
>;

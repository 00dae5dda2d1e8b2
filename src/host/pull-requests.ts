import { LeaverError } from '../errors.js';
import type { Landing, PullRequestAnswers } from '../ports/host.js';
import type { HostSite } from './site.js';

export async function pullRequestsOf(_site: HostSite, _landings: readonly Landing[]): Promise<PullRequestAnswers> {
  throw new LeaverError('not-supported', 'pull requests are not read yet');
}

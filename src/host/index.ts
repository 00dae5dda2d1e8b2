/** GitHub as the host of the policy repository. */
import { LeaverError } from '../errors.js';
import { repositoryAccess } from '../github/access.js';
import { createClient } from '../github/client.js';
import type { Host, RepositoryName } from '../ports/host.js';
import type { Clock, Environment } from '../ports/ports.js';
import { changesAt } from './changes.js';
import { commentsAt } from './comments.js';
import { inspectionAt } from './inspection.js';
import { issuesAt } from './issues.js';
import { logAt } from './log.js';
import { pullRequestAt, pullRequestsOf } from './pull-requests.js';

export interface HostOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  /** The address of the clone's remote; null where it has none. */
  readonly origin: string | null;
}

/** Opens the host; nothing is requested yet. Throws `missing-credential`, and `usage` where the repository is unknown. */
export function openHost({ environment, clock, origin }: HostOptions): Host {
  const repository = repositoryOf(environment, origin);
  const access = repositoryAccess(repository.owner, environment);
  const client = createClient(access, { clock, random: Math.random });
  const site = { client, repository };
  return {
    repository,
    pullRequestsOf: (landings) => pullRequestsOf(site, landings),
    pullRequest: (number) => pullRequestAt(site, number),
    comments: commentsAt(site),
    issues: issuesAt(site),
    changes: changesAt(site),
    inspection: inspectionAt(site),
    log: (branch, writer) => logAt(site, branch, writer, clock),
    requests: client.requests,
    clockSkew: client.clockSkew,
  };
}

const PART = /^[\w.-]+$/;

/** `GITHUB_REPOSITORY`, as a workflow has it, else what the clone's remote says. */
function repositoryOf(environment: Environment, origin: string | null): RepositoryName {
  const told = environment.GITHUB_REPOSITORY?.trim();
  const [, path = ''] =
    /^(?:https?:\/\/[^/]+\/|ssh:\/\/[^/]+\/|[^/:]+@[^/:]+:)(.+?)(?:\.git)?\/?$/.exec(origin ?? '') ?? [];
  const parts = (told === undefined || told === '' ? path : told).split('/');
  const [owner, name] = parts;
  if (parts.length === 2 && owner !== undefined && name !== undefined && parts.every((part) => PART.test(part))) {
    return { owner, name };
  }
  throw new LeaverError('usage', 'it is not known which repository of the host holds this policy', {
    mend: 'Set GITHUB_REPOSITORY to owner/name, or give the clone a remote named origin.',
  });
}

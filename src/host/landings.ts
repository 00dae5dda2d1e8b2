/** Which pull requests are behind a commit: the first, cheap question. */
import { LeaverError } from '../errors.js';
import type { Landing } from '../ports/host.js';
import { type Asked, failuresByAlias, inBatches } from './batches.js';
import type { HostSite } from './site.js';

const A_REQUEST = 100;
const OID = /^[0-9a-f]{40}$/;

/** The numbers of pull requests of this repository; null where the host does not know the commit. */
export type Behind = readonly number[] | null;

export interface LandingAnswers {
  readonly defaultBranch: string;
  readonly answers: readonly Asked<Behind>[];
}

/** A hundred landings a request, for a point or two of the hourly limit each. */
export async function pullRequestsBehind(site: HostSite, landings: readonly Landing[]): Promise<LandingAnswers> {
  let defaultBranch: string | null = null;
  const answers = await inBatches(landings, A_REQUEST, async (some): Promise<readonly Asked<Behind>[]> => {
    const { data, errors } = await site.client.queryParts<Answer>(queryOf(some), { ...site.repository });
    const failed = failuresByAlias(errors);
    const there = data?.repository ?? null;
    if (there?.defaultBranchRef == null) throw notSeen(site);
    defaultBranch ??= there.defaultBranchRef.name;
    return some.map(({ commit }, index) => {
      const why = failed.get(`l${index}`);
      if (why !== undefined) return { kind: 'unread', why };
      return { kind: 'read', answer: OID.test(commit) ? numbersIn(there[`l${index}`], there.nameWithOwner) : null };
    });
  });
  if (defaultBranch !== null) return { defaultBranch, answers };
  const why = answers.find((answer) => answer.kind === 'unread');
  throw new LeaverError('unreachable', `the pull requests of ${nameOf(site)}: ${why?.why ?? 'nothing was asked'}`);
}

type Answer = {
  readonly repository:
    | (Record<string, unknown> & {
        readonly nameWithOwner: string;
        readonly defaultBranchRef: { readonly name: string } | null;
      })
    | null;
};

function notSeen(site: HostSite): LeaverError {
  return new LeaverError('forbidden', `${nameOf(site)} can't be read with this credential`, {
    mend: 'Give it the permissions contents: read and pull-requests: read, and check GITHUB_REPOSITORY.',
  });
}

function nameOf({ repository }: HostSite): string {
  return `${repository.owner}/${repository.name}`;
}

/** Only what was found to be a commit's name stands in the query itself. */
function queryOf(landings: readonly Landing[]): string {
  const objects = landings.flatMap(({ commit }, index) =>
    OID.test(commit)
      ? [
          `l${index}: object(oid: "${commit}") { __typename ... on Commit { associatedPullRequests(first: 10) {
      nodes { number baseRepository { nameWithOwner } } } } }`,
        ]
      : [],
  );
  return `query PullRequestsBehind($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner defaultBranchRef { name }
    ${objects.join('\n    ')}
  }
}`;
}

interface PullRequestNode {
  readonly number: number;
  readonly baseRepository: { readonly nameWithOwner: string } | null;
}

/**
 * A fork's own pull requests share commits with this repository, and prove nothing here.
 * @param repository its name as GitHub tells it now: the one that was asked for may be from before a renaming
 */
function numbersIn(object: unknown, repository: string): Behind {
  if (object === null || object === undefined) return null;
  const { associatedPullRequests: found } = object as {
    readonly associatedPullRequests?: { readonly nodes: readonly (PullRequestNode | null)[] | null } | null;
  };
  return (found?.nodes ?? [])
    .filter((node) => node !== null)
    .filter(({ baseRepository }) => baseRepository?.nameWithOwner === repository)
    .map(({ number }) => number);
}

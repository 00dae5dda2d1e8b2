/** Pull requests behind commits, with their reviews: two questions, each for many at once. */
import { type Timestamp, timestampOf } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { Landing, PullRequest, PullRequestAnswers, PullRequestsOf } from '../ports/host.js';
import { type Asked, failuresByAlias, inBatches } from './batches.js';
import { pullRequestsBehind } from './landings.js';
import {
  type ActorNode,
  actorOf,
  type CommitNode,
  commitsOf,
  type DismissalNode,
  type ReviewNode,
  reviewsOf,
} from './review-shapes.js';
import type { HostSite } from './site.js';

/** Each asks for some 14 points of the hourly limit ("Rate limits and query limits for the GraphQL API"): see the counts below. */
const A_REQUEST = 50;
const COMMITS = 25;
const REVIEWS = 30;

/**
 * Asks which pull requests are behind the landings, a hundred a request, and then for each of them once, fifty a request.
 * Throws where GitHub answers for nobody: `wrong-credential`, `forbidden`, `unreachable`, `rate-limited`.
 */
export async function pullRequestsOf(site: HostSite, landings: readonly Landing[]): Promise<PullRequestAnswers> {
  const { defaultBranch, answers } = await pullRequestsBehind(site, landings);
  const pathsOf = new Map<number, Set<string>>();
  for (const [index, answer] of answers.entries()) {
    for (const number of answer.kind === 'read' ? (answer.answer ?? []) : []) {
      const paths = pathsOf.get(number) ?? new Set();
      pathsOf.set(number, paths.add(landings[index]?.path ?? ''));
    }
  }
  const wanted = [...pathsOf].map(([number, paths]): Wanted => ({ number, paths: [...paths] }));
  const read = await inBatches(wanted, A_REQUEST, (some) => askFor(site, some));
  const details = new Map(wanted.map(({ number }, index) => [number, read[index]]));
  return {
    defaultBranch,
    answers: answers.map((answer, index) => composed(answer, landings[index]?.path ?? '', details)),
  };
}

/** One pull request as it stands. Throws where it can't be read; null where GitHub says that there is none. */
export async function pullRequestAt(site: HostSite, number: number): Promise<PullRequest | null> {
  const [read] = await askFor(site, [{ number, paths: [] }]);
  if (read?.kind === 'read') return { ...read.answer.pullRequest, blob: null };
  if (read === undefined || /^Could not resolve to a PullRequest/.test(read.why)) return null;
  throw new LeaverError('unreachable', `pull request ${number} can't be read: ${read.why}`);
}

/** A pull request, and the paths whose contents at its head are asked for. */
interface Wanted {
  readonly number: number;
  readonly paths: readonly string[];
}

interface Details {
  readonly pullRequest: Omit<PullRequest, 'blob'>;
  /** Contents at the head by path; null where there is no such file. */
  readonly blobs: ReadonlyMap<string, string | null>;
}

function composed(
  behind: Asked<readonly number[] | null>,
  path: string,
  details: ReadonlyMap<number, Asked<Details> | undefined>,
): PullRequestsOf {
  if (behind.kind === 'unread') return behind;
  if (behind.answer === null) return { kind: 'unknown' };
  const pullRequests: PullRequest[] = [];
  for (const number of behind.answer) {
    const found = details.get(number);
    if (found?.kind !== 'read') return { kind: 'unread', why: found?.why ?? `the host leaves out #${number}` };
    const { pullRequest, blobs } = found.answer;
    pullRequests.push({ ...pullRequest, blob: blobs.get(path) ?? null });
  }
  return { kind: 'found', pullRequests };
}

type Answer = { readonly repository: Record<string, PullRequestNode | null | undefined> | null };

async function askFor({ client, repository }: HostSite, wanted: readonly Wanted[]): Promise<readonly Asked<Details>[]> {
  const paths = wanted.flatMap((one) => one.paths);
  const { data, errors } = await client.queryParts<Answer>(queryOf(wanted, paths), {
    ...repository,
    ...Object.fromEntries(paths.map((path, index) => [`p${index}`, path])),
  });
  const failed = failuresByAlias(errors);
  return wanted.map(({ number, paths: own }, index): Asked<Details> => {
    const node = data?.repository?.[`l${index}`];
    const why = failed.get(`l${index}`) ?? (node == null ? `the host leaves out #${number}` : undefined);
    if (why !== undefined || node == null) return { kind: 'unread', why: why ?? '' };
    return { kind: 'read', answer: detailsOf(node, own, paths) };
  });
}

/** Paths go as variables; only numbers stand in the query itself. */
function queryOf(wanted: readonly Wanted[], paths: readonly string[]): string {
  const variables = paths.map((_, index) => `, $p${index}: String!`).join('');
  const pulls = wanted.map(({ number, paths: own }, index) => {
    const files = own.map((path) => {
      const at = paths.indexOf(path);
      return `f${at}: file(path: $p${at}) { oid type }`;
    });
    return `l${index}: pullRequest(number: ${Math.trunc(number)}) { ...proof
      head: commits(last: 1) { nodes { commit { oid ${files.join(' ')} } } } }`;
  });
  return `query ApprovalProof($owner: String!, $name: String!${variables}) {
  repository(owner: $owner, name: $name) {
    ${pulls.join('\n    ')}
  }
}
${FRAGMENT}`;
}

const ACTOR = `__typename login ... on User { databaseId } ... on Bot { databaseId }`;

const FRAGMENT = `fragment proof on PullRequest {
  number state baseRefName baseRef { name } headRefOid mergedAt
  author { ${ACTOR} }
  mergedBy { ${ACTOR} }
  mergeCommit { oid }
  commits(first: ${COMMITS}) { totalCount nodes { commit { oid authoredDate
    authors(first: 10) { totalCount nodes { email user { databaseId } } } } } }
  reviews(first: ${REVIEWS}, states: [APPROVED, CHANGES_REQUESTED, DISMISSED]) { totalCount nodes {
    id author { ${ACTOR} } state submittedAt commit { oid } } }
  timelineItems(itemTypes: [REVIEW_DISMISSED_EVENT], last: 100) { nodes { __typename ... on ReviewDismissedEvent {
    createdAt previousReviewState review { id } } } }
}`;

interface Connection<Node> {
  readonly totalCount: number;
  readonly nodes: readonly (Node | null)[] | null;
}

interface PullRequestNode {
  readonly number: number;
  readonly state: 'OPEN' | 'MERGED' | 'CLOSED';
  readonly baseRefName: string;
  readonly baseRef: { readonly name: string } | null;
  readonly headRefOid: string;
  readonly mergedAt: string | null;
  readonly author: ActorNode | null;
  readonly mergedBy: ActorNode | null;
  readonly mergeCommit: { readonly oid: string } | null;
  readonly commits: Connection<CommitNode>;
  readonly reviews: Connection<ReviewNode> | null;
  readonly timelineItems: Connection<DismissalNode>;
  readonly head: Connection<{ readonly commit: Record<string, unknown> & { readonly oid: string } }>;
}

function detailsOf(node: PullRequestNode, own: readonly string[], paths: readonly string[]): Details {
  const { commits, cut: commitsCut } = commitsOf(nodesOf(node.commits), node.commits.totalCount);
  const mergedAt = timeOf(node.mergedAt);
  const reviews = reviewsOf(nodesOf(node.reviews), nodesOf(node.timelineItems), mergedAt);
  const head = nodesOf(node.head)[0]?.commit;
  const blobs = own.map((path): [string, string | null] => {
    const file = head?.oid === node.headRefOid ? head[`f${paths.indexOf(path)}`] : null;
    const { oid, type } = (file ?? {}) as { oid?: string; type?: string };
    return [path, type === 'blob' && oid !== undefined ? oid : null];
  });
  const pullRequest = {
    number: node.number,
    author: actorOf(node.author),
    // A branch that is gone may have been renamed; what was approved and merged stays so.
    base: node.baseRef === null ? null : node.baseRefName,
    state:
      node.state === 'MERGED' ? ('merged' as const) : node.state === 'OPEN' ? ('open' as const) : ('closed' as const),
    mergedAt,
    mergedBy: actorOf(node.mergedBy),
    mergeCommit: node.mergeCommit?.oid ?? null,
    head: node.headRefOid,
    commits,
    reviews,
    cut: commitsCut || ((node.reviews?.totalCount ?? 0) > reviews.length && !isAfter(reviews.at(-1)?.at, mergedAt)),
  };
  return { pullRequest, blobs: new Map(blobs) };
}

/** What comes after the merge is no matter: what was left out then was sent later still. */
function isAfter(at: Timestamp | null | undefined, mergedAt: Timestamp | null): boolean {
  return at != null && mergedAt !== null && at > mergedAt;
}

function nodesOf<Node>(connection: Connection<Node> | null): readonly Node[] {
  return (connection?.nodes ?? []).filter((node) => node !== null);
}

function timeOf(text: string | null): Timestamp | null {
  return text === null ? null : timestampOf(text);
}

/** Pull requests behind commits, with their reviews, many in one GraphQL request. */
import { formatInstant, parseInstant, type Timestamp } from '../core/time.js';
import { LeaverError } from '../errors.js';
import type { QueryProblem } from '../github/client.js';
import { statusOf } from '../github/failures.js';
import type { Landing, PullRequest, PullRequestAnswers, PullRequestsOf } from '../ports/host.js';
import { type ActorNode, actorOf, type CommitNode, commitsOf, type ReviewNode, reviewsOf } from './review-shapes.js';
import type { HostSite } from './site.js';

const A_REQUEST = 50;
/** How many further requests are worth finding out which landing of a request it is that GitHub can't answer for. */
const MORE_REQUESTS = 24;
const OID = /^[0-9a-f]{40}$/;

/**
 * Asks for landings, fifty a request; where GitHub fails to answer for that many, for fewer at a time. Throws where it
 * answers for nobody: `wrong-credential`, `forbidden`, `unreachable`, `rate-limited`.
 */
export async function pullRequestsOf(site: HostSite, landings: readonly Landing[]): Promise<PullRequestAnswers> {
  const budget = { left: MORE_REQUESTS };
  const answers: PullRequestsOf[] = [];
  let defaultBranch: string | null = null;
  for (let at = 0; at < landings.length; at += A_REQUEST) {
    const read = await ask(site, landings.slice(at, at + A_REQUEST), budget);
    defaultBranch ??= read.defaultBranch;
    answers.push(...read.answers);
  }
  if (defaultBranch === null) throw nobodyAnswered(site, answers);
  return { defaultBranch, answers };
}

function nobodyAnswered({ repository }: HostSite, answers: readonly PullRequestsOf[]): LeaverError {
  const why = answers.find((answer) => answer.kind === 'unread')?.why ?? 'nothing was asked';
  return new LeaverError('unreachable', `the pull requests of ${repository.owner}/${repository.name}: ${why}`);
}

interface Read {
  readonly defaultBranch: string | null;
  readonly answers: readonly PullRequestsOf[];
}

/** One request; in halves where GitHub gives up on it, as it does on a query that takes it more than ten seconds. */
async function ask(site: HostSite, landings: readonly Landing[], budget: { left: number }): Promise<Read> {
  try {
    return await askOnce(site, landings);
  } catch (error) {
    if (!(error instanceof LeaverError) || !isTooMuch(error)) throw error;
    if (landings.length === 1 || budget.left < 2) {
      const unread: PullRequestsOf = { kind: 'unread', why: error.message };
      return { defaultBranch: null, answers: landings.map(() => unread) };
    }
    budget.left -= 2;
    const middle = Math.ceil(landings.length / 2);
    const first = await ask(site, landings.slice(0, middle), budget);
    const second = await ask(site, landings.slice(middle), budget);
    return {
      defaultBranch: first.defaultBranch ?? second.defaultBranch,
      answers: [...first.answers, ...second.answers],
    };
  }
}

/** No answer at all, or a refusal, would be the same for a smaller query. */
function isTooMuch(error: LeaverError): boolean {
  const status = statusOf(error);
  return error.code === 'unreachable' && status !== null && (status === 200 || status >= 500);
}

interface Answer {
  readonly repository:
    | (Record<string, unknown> & { readonly defaultBranchRef: { readonly name: string } | null })
    | null;
}

async function askOnce({ client, repository }: HostSite, landings: readonly Landing[]): Promise<Read> {
  const { data, errors } = await client.queryParts<Answer>(queryOf(landings), {
    ...repository,
    ...Object.fromEntries(landings.map(({ path }, index) => [`p${index}`, path])),
  });
  const failed = errorsByAlias(errors);
  const there = data?.repository ?? null;
  if (there === null || there.defaultBranchRef === null) {
    throw new LeaverError('forbidden', `${repository.owner}/${repository.name} can't be read with this credential`, {
      mend: 'Give it the permissions contents: read and pull-requests: read, and check GITHUB_REPOSITORY.',
    });
  }
  const answers = landings.map(({ commit }, index): PullRequestsOf => {
    if (!OID.test(commit)) return { kind: 'unknown' };
    const why = failed.get(`l${index}`);
    if (why !== undefined) return { kind: 'unread', why };
    return answerOf(there[`l${index}`]);
  });
  return { defaultBranch: there.defaultBranchRef.name, answers };
}

/** Which landings GitHub could not answer for. A file that is not there is an answer: null stands for it. */
function errorsByAlias(errors: readonly QueryProblem[]): Map<string, string> {
  const failed = new Map<string, string>();
  for (const { path, type, message } of errors) {
    const alias = path?.find((part) => typeof part === 'string' && /^l\d+$/.test(part));
    if (path?.at(-1) === 'file' && type === 'NOT_FOUND') continue;
    if (typeof alias !== 'string') throw new LeaverError('unreachable', message, { cause: { status: 200 } });
    failed.set(alias, message);
  }
  return failed;
}

/** Only what was found to be a commit's name stands in the query itself; paths go as variables. */
function queryOf(landings: readonly Landing[]): string {
  const variables = landings.map((_, index) => `, $p${index}: String!`).join('');
  const objects = landings.flatMap(({ commit }, index) => (OID.test(commit) ? [objectOf(commit, index)] : []));
  return `query ApprovalProof($owner: String!, $name: String!${variables}) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    ${objects.join('\n    ')}
  }
}
${FRAGMENTS}`;
}

function objectOf(commit: string, index: number): string {
  return `l${index}: object(oid: "${commit}") { __typename ... on Commit { associatedPullRequests(first: 5) { totalCount nodes {
      ...proof head: commits(last: 1) { nodes { commit { oid file(path: $p${index}) { oid type } } } } } } } }`;
}

const ACTOR = `__typename login ... on User { databaseId } ... on Bot { databaseId }`;

const FRAGMENTS = `fragment proof on PullRequest {
  number state baseRefName headRefOid mergedAt
  author { ${ACTOR} }
  mergedBy { ${ACTOR} }
  mergeCommit { oid }
  commits(first: 100) { totalCount nodes { commit { oid authoredDate message
    authors(first: 10) { totalCount nodes { email user { databaseId } } } } } }
  reviews(first: 100) { totalCount nodes { author { ${ACTOR} } state submittedAt commit { oid }
    onBehalfOf(first: 5) { nodes { combinedSlug } } } }
}`;

interface Connection<Node> {
  readonly totalCount: number;
  readonly nodes: readonly (Node | null)[] | null;
}

interface PullRequestNode {
  readonly number: number;
  readonly state: 'OPEN' | 'MERGED' | 'CLOSED';
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly mergedAt: string | null;
  readonly author: ActorNode | null;
  readonly mergedBy: ActorNode | null;
  readonly mergeCommit: { readonly oid: string } | null;
  readonly commits: Connection<CommitNode>;
  readonly reviews: Connection<ReviewNode> | null;
  readonly head: Connection<{
    readonly commit: { readonly oid: string; readonly file: { readonly oid: string; readonly type: string } | null };
  }>;
}

/** What stands at an alias: a commit with its pull requests, or nothing. */
function answerOf(object: unknown): PullRequestsOf {
  if (object === null || object === undefined) return { kind: 'unknown' };
  const { associatedPullRequests: connection } = object as {
    associatedPullRequests?: Connection<PullRequestNode> | null;
  };
  if (connection === undefined) return { kind: 'unknown' };
  if (connection === null) return { kind: 'unread', why: 'GitHub does not tell its pull requests' };
  return { kind: 'found', pullRequests: nodesOf(connection).map(pullRequestOf) };
}

function pullRequestOf(node: PullRequestNode): PullRequest {
  const { commits, cut: commitsCut } = commitsOf(nodesOf(node.commits), node.commits.totalCount);
  const reviews = reviewsOf(nodesOf(node.reviews));
  const last = nodesOf(node.head)[0]?.commit;
  const file = last?.oid === node.headRefOid ? last.file : null;
  return {
    number: node.number,
    author: actorOf(node.author),
    base: node.baseRefName,
    state: node.state === 'MERGED' ? 'merged' : node.state === 'OPEN' ? 'open' : 'closed',
    mergedAt: timeOf(node.mergedAt),
    mergedBy: actorOf(node.mergedBy),
    mergeCommit: node.mergeCommit?.oid ?? null,
    head: node.headRefOid,
    blob: file?.type === 'blob' ? file.oid : null,
    commits,
    reviews,
    cut: commitsCut || (node.reviews?.totalCount ?? 0) > reviews.length,
  };
}

function nodesOf<Node>(connection: Connection<Node> | null): readonly Node[] {
  return (connection?.nodes ?? []).filter((node) => node !== null);
}

function timeOf(text: string | null): Timestamp | null {
  const at = text === null ? null : parseInstant(text);
  return at === null ? null : formatInstant(at);
}

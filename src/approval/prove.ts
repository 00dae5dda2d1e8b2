/**
 * Proof that designated owners approved the opt-outs in force. No merge is trusted: history, contents and the policy of
 * then come from the clone, pull requests and reviews from the host, and every rule is asked at every run.
 */
import type { DesiredState, OptOut } from '../core/model.js';
import type { Approval } from '../core/observation.js';
import { LeaverError, messageOf } from '../errors.js';
import type { Clone } from '../ports/clone.js';
import type { Host, PullRequest, PullRequestAnswers, PullRequestsOf } from '../ports/host.js';
import { basesOf, bringsIt } from './bases.js';
import type { Base, Landed } from './case.js';
import { short } from './case.js';
import { type History, type ReadOptOut, readHistory } from './history.js';
import { judge, judgeWithoutPolicy } from './judge.js';

/** Where a proof comes from. */
export interface Sources {
  readonly clone: Clone;
  host(): Promise<Pick<Host, 'pullRequestsOf'>>;
  /** The text in force of a file. */
  textOf(file: string): Promise<string>;
  readonly readOptOut: ReadOptOut;
  /** What the repository says now. */
  readonly today: DesiredState;
  /** The policies at these commits, each read when it is asked for: null where there was none; throws where one does not validate. */
  policiesAt(commits: readonly string[]): Promise<PolicyAt>;
}

type PolicyAt = (commit: string) => Promise<DesiredState | null>;

/** One approval for each opt-out, in their order. What can't be read makes it `unverifiable`; nothing is thrown for it. */
export async function proveApprovals(optOuts: readonly OptOut[], sources: Sources): Promise<readonly Approval[]> {
  if (optOuts.length === 0) return [];
  try {
    const checkout = await sources.clone.checkout();
    if (checkout === null) return optOuts.map((one) => unverifiable(one, NO_CLONE));
    if (checkout.shallow) return optOuts.map((one) => unverifiable(one, SHALLOW));
    return await proveFrom(optOuts, sources, checkout.prefix);
  } catch (error) {
    return optOuts.map((one) => unverifiable(one, sentenceOf(error)));
  }
}

const NO_CLONE =
  'the policy repository is not a Git clone, so that nobody can tell how it came. Run Leaver in a clone.';
const SHALLOW =
  'the clone is shallow, so that its history proves nothing. Check out all of it (fetch-depth: 0, or `git fetch --unshallow`).';

interface Landing {
  readonly optOut: OptOut;
  readonly landed: Landed;
  readonly age: number;
}

async function proveFrom(optOuts: readonly OptOut[], sources: Sources, prefix: string): Promise<Approval[]> {
  const current = new Map<string, string>();
  for (const { file } of optOuts) current.set(file, await sources.textOf(file));
  const history = await readHistory(sources.clone, current, sources.readOptOut);
  const told = new Map<OptOut, Approval>();
  const landings: Landing[] = [];
  for (const optOut of optOuts) {
    const landing = await history.landingOf(optOut);
    if (landing.kind === 'landed') landings.push({ optOut, landed: landing.landed, age: landing.age });
    else if (landing.kind === 'unread') told.set(optOut, unverifiable(optOut, landing.why));
    else told.set(optOut, unapproved(optOut, 'committed', landing.why));
  }
  if (landings.length > 0) {
    const { defaultBranch, answers } = await askHost(landings, sources, prefix);
    const claims = await claimsOf(sources.clone, landings, answers);
    const heads = await headsIn(sources.clone, [...claims.values()].flat());
    const commits = [...claims.values()].flat().flatMap(({ bases }) => bases.filter((base) => base !== null));
    const policyAt = await sources.policiesAt([...new Set(commits)]);
    const basesAt = lastValid(sources.clone, sources.today, policyAt);
    const prover = { history, heads, defaultBranch, basesAt };
    for (const [index, landing] of landings.entries()) {
      const answer = answers[index] ?? { kind: 'unread', why: 'the host left it out' };
      const proof = proveLanding(landing, answer, claims.get(landing) ?? [], prover);
      // What is odd about one must not keep the others from being judged.
      told.set(landing.optOut, await proof.catch((error) => unverifiable(landing.optOut, sentenceOf(error))));
    }
  }
  return optOuts.map((optOut) => told.get(optOut) ?? unverifiable(optOut, 'it was not looked at'));
}

async function askHost(landings: readonly Landing[], sources: Sources, prefix: string): Promise<PullRequestAnswers> {
  const host = await sources.host();
  return host.pullRequestsOf(
    landings.map(({ optOut, landed }) => ({ commit: landed.commit.oid, path: `${prefix}${optOut.file}` })),
  );
}

/** A pull request that may have brought an opt-out, with what the clone says of it. */
interface Claim {
  readonly landing: Landing;
  readonly pullRequest: PullRequest;
  readonly merges: boolean;
  readonly bases: readonly (string | null)[];
}

async function claimsOf(
  clone: Clone,
  landings: readonly Landing[],
  answers: readonly PullRequestsOf[],
): Promise<ReadonlyMap<Landing, readonly Claim[]>> {
  const found = landings.map((_, index) => {
    const answer = answers[index];
    return answer?.kind === 'found' ? answer.pullRequests : [];
  });
  const line = await clone.onLine(found.flat().flatMap(({ mergeCommit }) => mergeCommit ?? []));
  const claims = new Map<Landing, Claim[]>();
  for (const [index, landing] of landings.entries()) {
    const own: Claim[] = [];
    for (const pullRequest of found[index] ?? []) {
      const { commit } = landing.landed;
      const merges = await bringsIt(clone, commit, pullRequest, line);
      own.push({ landing, pullRequest, merges, bases: await basesOf(clone, commit, pullRequest) });
    }
    claims.set(landing, own);
  }
  return claims;
}

/** What the reviewers saw, where the clone has it: the head of a squashed or rebased pull request is not in it. */
async function headsIn(clone: Clone, claims: readonly Claim[]): Promise<ReadonlyMap<string, string>> {
  const places = claims.map(({ landing, pullRequest }) => ({ commit: pullRequest.head, path: landing.optOut.file }));
  const blobs = await clone.objectsAt(places);
  return new Map(
    places.flatMap(({ commit, path }, index): [string, string][] => {
      const blob = blobs[index] ?? null;
      return blob === null ? [] : [[`${commit}:${path}`, blob]];
    }),
  );
}

interface Prover {
  readonly history: History;
  /** Contents at the heads of pull requests that the clone has, by `commit:path`. */
  readonly heads: ReadonlyMap<string, string>;
  readonly defaultBranch: string;
  readonly basesAt: (commit: string) => Promise<readonly Base[]>;
}

async function proveLanding(
  landing: Landing,
  answer: PullRequestsOf,
  claims: readonly Claim[],
  prover: Prover,
): Promise<Approval> {
  const { optOut, landed } = landing;
  const commit = short(landed.commit.oid);
  if (answer.kind === 'unread') return unverifiable(optOut, `the host could not be asked: ${answer.why}`);
  if (answer.kind === 'unknown')
    return unapproved(optOut, 'committed', `the host has no commit ${commit}: push it first`);
  if (claims.length === 0) {
    const why = `${commit} brought it to the branch without a pull request (a direct push)`;
    return unapproved(optOut, 'pull-request', why);
  }
  const judged: Approval[] = [];
  for (const claim of claims) judged.push(await judgeOne(claim, prover));
  return best(judged) ?? unverifiable(optOut, 'it was not judged');
}

async function judgeOne({ landing, pullRequest, merges, bases: commits }: Claim, prover: Prover): Promise<Approval> {
  const { optOut, landed, age } = landing;
  const { history, heads, defaultBranch, basesAt } = prover;
  const reviewed = heads.get(`${pullRequest.head}:${optOut.file}`) ?? pullRequest.blob;
  const known = { optOut, landed, pullRequest, defaultBranch, merges, reviewed };
  const bases: Base[] = [];
  for (const commit of commits) {
    try {
      bases.push(...(commit === null ? [{ commit, desired: null }] : await basesAt(commit)));
    } catch (error) {
      // Nobody may choose by a broken policy that a forgery can't be told (law 3).
      const why = `the policy before #${pullRequest.number}: ${sentenceOf(error)}`;
      return judgeWithoutPolicy(known) ?? unverifiable(optOut, why);
    }
  }
  return judge({ ...known, bases, besides: history.besides(optOut, age) });
}

/** How many commits back a policy is looked for that validates. */
const STEPS = 50;

/**
 * The policy at a commit; where it does not validate there, the last one before it that did, and today's as well: who was
 * struck off in between must not count. Throws where there is none in reach: an older Leaver may have taken what this one
 * refuses, and nobody is revoked for that.
 */
function lastValid(
  clone: Clone,
  today: DesiredState,
  policyAt: PolicyAt,
): (commit: string) => Promise<readonly Base[]> {
  return async (commit) => {
    try {
      return [{ commit, desired: await policyAt(commit) }];
    } catch (error) {
      if (!isInvalid(error)) throw error;
      for (const { oid } of (await clone.lineFrom(commit, STEPS)).slice(1)) {
        const before = await policyAt(oid).catch(unlessInvalid);
        if (before != null)
          return [
            { commit: oid, desired: before },
            { commit: null, desired: today },
          ];
      }
      throw error;
    }
  };
}

function isInvalid(error: unknown): boolean {
  return error instanceof LeaverError && error.code === 'invalid-policy';
}

function unlessInvalid(error: unknown): null {
  if (isInvalid(error)) return null;
  throw error;
}

/** One that approves is enough; else what refuses a merged one says more than that another was not merged. */
function best(judged: readonly Approval[]): Approval | undefined {
  const rank = ({ verdict, rule }: Approval): number =>
    verdict === 'approved' ? 0 : verdict === 'unverifiable' ? 1 : rule === 'merged' ? 3 : 2;
  return [...judged].sort((one, other) => rank(one) - rank(other))[0];
}

function unapproved(optOut: OptOut, rule: string, why: string): Approval {
  return { ...NOTHING, optOut: optOut.id, verdict: 'unapproved', why, rule };
}

function unverifiable(optOut: OptOut, why: string): Approval {
  return { ...NOTHING, optOut: optOut.id, verdict: 'unverifiable', why, rule: null };
}

const NOTHING = { by: [], pullRequest: null, mergedAt: null, evidence: null } as const;

function sentenceOf(error: unknown): string {
  const message = messageOf(error);
  return error instanceof LeaverError && error.mend !== '' ? `${message}. ${error.mend}` : message;
}

import type { SandboxReply } from '../../../server.js';
import { failure, listing, notFound, type Operation, ok } from '../../call.js';
import { timeOf } from '../../show.js';
import { freshId } from '../../state.js';
import { branchTips } from '../branches.js';
import { type HostedCall, hosted, pullOf, refused, textIn } from '../call.js';
import { figuresOf, filesOf } from '../changes.js';
import { commitsBeyond } from '../git.js';
import { type MergeMethod, merge, mergeable } from '../merge.js';
import { objectsIn } from '../objects.js';
import { commitShown } from '../show-commit.js';
import { fullPull, simplePull } from '../show-pull.js';
import type { HostedPull } from '../state.js';

const ONE = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';

/**
 * Pull requests. The rules of branches are told by other operations and not enforced here: whoever may write can merge
 * without a review, as an administrator who bypasses them could, so that a forged world can be made.
 */
export const pullOperations: readonly Operation[] = [
  hosted('GET /repos/{owner}/{repo}/pulls', 'pull-requests', list),
  hosted('POST /repos/{owner}/{repo}/pulls', 'pull-requests', open),
  hosted(ONE, 'pull-requests', async (call) => {
    const pull = pullOf(call);
    return pull === null ? notFound : ok(await shown(call, pull));
  }),
  hosted('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', 'pull-requests', update),
  hosted(`${ONE}/files`, 'pull-requests', async (call) => {
    const pull = pullOf(call);
    return pull === null ? notFound : listing(call, await filesOf(call, pull), (file) => file);
  }),
  hosted(`${ONE}/commits`, 'pull-requests', async (call) => {
    const pull = pullOf(call);
    if (pull === null) return notFound;
    const objects = objectsIn(call.repository.git);
    const commits = await Promise.all(pull.commits.map((oid) => objects.commit(oid)));
    objects.close();
    const known = commits.filter((one) => one !== null);
    return listing(call, known, (commit) => commitShown(call, commit));
  }),
  hosted('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', 'contents', mergePull),
];

async function shown(call: HostedCall, pull: HostedPull) {
  const [figures, clean] = await Promise.all([
    figuresOf(call, pull),
    pull.state === 'open' ? mergeable(call.repository, pull) : null,
  ]);
  return fullPull(call, pull, { ...figures, mergeable: clean });
}

function list(call: HostedCall): SandboxReply {
  const state = call.query.get('state') ?? 'open';
  const [head, base] = [call.query.get('head'), call.query.get('base')];
  const owner = call.state.organization.login.toLowerCase();
  const found = call.repository.pulls.filter((pull) => {
    if (state !== 'all' && pull.state !== state) return false;
    if (base !== null && pull.base !== base) return false;
    // GitHub filters by `owner:branch` alone, and passes over anything else.
    const [who, ...branch] = head?.split(':') ?? [];
    return head === null || branch.length === 0 || (who?.toLowerCase() === owner && branch.join(':') === pull.head);
  });
  const newest = found.sort((a, b) => b.number - a.number);
  return listing(call, call.query.get('direction') === 'asc' ? newest.reverse() : newest, (one) =>
    simplePull(call, one),
  );
}

async function open(call: HostedCall): Promise<SandboxReply> {
  const { repository, state } = call;
  const owner = state.organization.login;
  const [title, base, given] = [textIn(call, 'title'), textIn(call, 'base'), textIn(call, 'head')];
  const head = given?.replace(new RegExp(`^${owner}:`, 'i'), '') ?? '';
  const tips = await branchTips(repository.git);
  const [headSha, baseSha] = [tips.get(head), tips.get(base ?? '')];
  if (title === null || title === '') return refused('PullRequest', { field: 'title', code: 'missing_field' });
  if (headSha === undefined) return refused('PullRequest', { field: 'head', code: 'invalid' });
  if (base === null || baseSha === undefined) return refused('PullRequest', { field: 'base', code: 'invalid' });
  if (repository.pulls.some((one) => one.state === 'open' && one.head === head && one.base === base)) {
    return refused('PullRequest', { message: `A pull request already exists for ${owner}:${head}.` });
  }
  const commits = await commitsBeyond(repository.git, headSha, [baseSha]);
  if (commits.length === 0) return refused('PullRequest', { message: `No commits between ${base} and ${head}` });
  repository.lastNumber += 1;
  const at = timeOf(call.now);
  const pull: HostedPull = {
    id: freshId(state),
    number: repository.lastNumber,
    title,
    body: textIn(call, 'body'),
    author: call.caller.user.id,
    base,
    head,
    headSha,
    baseSha,
    commits,
    state: 'open',
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    landed: [],
    reviews: [],
  };
  repository.pulls.push(pull);
  call.changed(`repository/${repository.name}/pull/${pull.number}`);
  return { status: 201, body: await shown(call, pull) };
}

async function update(call: HostedCall): Promise<SandboxReply> {
  const pull = pullOf(call);
  if (pull === null) return notFound;
  const [title, base, state] = [textIn(call, 'title'), textIn(call, 'base'), textIn(call, 'state')];
  if (title !== null) pull.title = title;
  if ('body' in call.body) pull.body = textIn(call, 'body');
  if (base !== null && base !== pull.base) {
    const sha = (await branchTips(call.repository.git)).get(base);
    if (sha === undefined) return refused('PullRequest', { field: 'base', code: 'invalid' });
    pull.base = base;
    pull.baseSha = sha;
    pull.commits = await commitsBeyond(call.repository.git, pull.headSha, [sha]);
  }
  if (state === 'open' && pull.mergedAt !== null) {
    return refused('PullRequest', { message: 'Cannot reopen a merged pull request' });
  }
  if (state === 'open' || state === 'closed') {
    pull.closedAt = state === 'open' ? null : (pull.closedAt ?? timeOf(call.now));
    pull.state = state;
  }
  pull.updatedAt = timeOf(call.now);
  call.changed(`repository/${call.repository.name}/pull/${pull.number}`);
  return ok(await shown(call, pull));
}

async function mergePull(call: HostedCall): Promise<SandboxReply> {
  const pull = pullOf(call);
  if (pull === null) return notFound;
  if (pull.state !== 'open') return failure(405, 'Pull Request is not mergeable');
  const sha = textIn(call, 'sha');
  if (sha !== null && sha !== pull.headSha) {
    return failure(409, 'Head branch was modified. Review and try the merge again.');
  }
  const author = pull.author === null ? null : (call.state.users.get(pull.author) ?? null);
  const done = await merge(call.repository, pull, {
    method: (textIn(call, 'merge_method') ?? 'merge') as MergeMethod,
    by: call.caller.user,
    author,
    at: call.now,
    title: textIn(call, 'commit_title'),
    message: textIn(call, 'commit_message'),
  });
  if (done === null) return failure(405, 'Pull Request is not mergeable');
  const at = timeOf(call.now);
  Object.assign(pull, { state: 'closed', mergedAt: at, closedAt: at, updatedAt: at } satisfies Partial<HostedPull>);
  pull.mergedBy = call.caller.user.id;
  pull.mergeCommit = done.commit;
  pull.landed = [...done.landed];
  call.changed(`repository/${call.repository.name}/pull/${pull.number}/merge`);
  return ok({ sha: done.commit, merged: true, message: 'Pull Request successfully merged' });
}

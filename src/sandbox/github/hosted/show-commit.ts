import type { Call, Schema } from '../call.js';
import { nodeId, simpleUser, timeOf } from '../show.js';
import { addressOf, type HostedCall, pageOf } from './call.js';
import type { CommitObject, Signature } from './objects.js';
import { userByEmail } from './people.js';

export function momentOf({ at }: Signature): string {
  return timeOf(new Date(at * 1000));
}

/** A commit with the accounts behind its e-mail addresses. */
export function commitShown(call: HostedCall, commit: CommitObject): Schema<'commit'> {
  const { sha, author, committer, message, tree, parents, url: gitUrl, html_url } = gitCommitShown(call, commit);
  const url = addressOf(call, `/commits/${sha}`);
  return {
    url,
    sha,
    node_id: gitNode('C', sha),
    html_url,
    comments_url: `${url}/comments`,
    commit: { url: gitUrl, author, committer, message, comment_count: 0, tree, verification: UNSIGNED },
    author: accountOf(call, commit.author),
    committer: accountOf(call, commit.committer),
    parents: parents.map((one) => ({ ...one, url: addressOf(call, `/commits/${one.sha}`) })),
  };
}

function accountOf(call: Call, { email }: Signature): Schema<'simple-user'> | null {
  const user = userByEmail(call.state, email);
  return user === null ? null : simpleUser(call, user);
}

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A commit as the Git database has it. */
export function gitCommitShown(call: HostedCall, commit: CommitObject): Schema<'git-commit'> {
  const person = (one: Signature) => ({ name: one.name, email: one.email, date: momentOf(one) });
  return {
    sha: commit.oid,
    node_id: gitNode('C', commit.oid),
    url: addressOf(call, `/git/commits/${commit.oid}`),
    html_url: pageOf(call, `/commit/${commit.oid}`),
    author: person(commit.author),
    committer: person(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: addressOf(call, `/git/trees/${commit.tree}`) },
    parents: commit.parents.map((sha) => ({
      sha,
      url: addressOf(call, `/git/commits/${sha}`),
      html_url: pageOf(call, `/commit/${sha}`),
    })),
    verification: UNSIGNED,
  };
}

/** The node id of something that has no number. */
export function gitNode(prefix: string, sha: string): string {
  return nodeId(prefix, Number.parseInt(sha.slice(0, 12), 16));
}

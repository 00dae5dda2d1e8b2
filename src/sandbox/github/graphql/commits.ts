import { branchTips } from '../hosted/branches.js';
import { ask, OID } from '../hosted/git.js';
import { type CommitObject, coAuthorsIn, type GitObject, type Signature } from '../hosted/objects.js';
import { type OpenedRepository, pullsBehind } from '../hosted/opened.js';
import { userByEmail } from '../hosted/people.js';
import { gitNode, momentOf } from '../hosted/show-commit.js';
import type { HostedPull, HostedRepository } from '../hosted/state.js';
import { connection } from './connection.js';
import { type Field, FieldError, field, type GraphObject, plain } from './execute.js';
import { type PullView, pullRequest } from './pull-requests.js';
import { guarded, type Scene, user } from './scene.js';

/** The fields of a repository that its Git objects answer; null where the embedded GitHub has none on disk. */
export function gitFields(scene: Scene, name: string): Readonly<Record<string, Field>> {
  const repository = scene.state.hosted.get(name.toLowerCase());
  const open = (takes: readonly string[], from: (at: OpenedRepository, given: Given) => unknown): Field =>
    guarded(
      scene,
      'contents',
      field(takes, async (given) => (repository === undefined ? null : from(await scene.open(repository), given))),
    );
  return {
    defaultBranchRef: open([], (at) => branch(scene, at, at.repository.defaultBranch)),
    ref: open(['qualifiedName'], (at, { qualifiedName }) =>
      branch(scene, at, String(qualifiedName).replace(/^(refs\/)?heads\//, '')),
    ),
    object: open(['oid', 'expression'], (at, { oid, expression }) => objectNamed(scene, at, oid, expression)),
    pullRequest: field(['number'], async ({ number }) => {
      const at = repository === undefined ? null : await scene.open(repository);
      const found = at?.repository.pulls.find((one) => one.number === number);
      if (at === null || found === undefined) {
        throw new FieldError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${String(number)}.`);
      }
      return pullRequest(pullView(scene, at), found);
    }),
  };
}

type Given = Readonly<Record<string, unknown>>;

async function branch(scene: Scene, at: OpenedRepository, name: string): Promise<GraphObject | null> {
  const tip = (await branchTips(at.repository.git)).get(name);
  if (tip === undefined) return null;
  return {
    type: 'Ref',
    fields: {
      name: plain(name),
      prefix: plain('refs/heads/'),
      target: field([], () => objectNamed(scene, at, tip, undefined)),
    },
  };
}

async function objectNamed(
  scene: Scene,
  at: OpenedRepository,
  oid: unknown,
  expression: unknown,
): Promise<GraphObject | null> {
  if (typeof oid === 'string' && !OID.test(oid)) {
    throw new FieldError(
      'argumentLiteralsIncompatible',
      `Could not coerce value ${JSON.stringify(oid)} to GitObjectID`,
    );
  }
  const found = await at.objects.read(await nameOf(at.repository, oid, expression));
  if (found === null) return null;
  const parsed = found.type === 'commit' ? await at.objects.commit(found.oid) : null;
  return parsed === null ? bareObject(found) : commit(scene, at, parsed);
}

/** An expression as `git rev-parse` takes it: `main:policies/policy.yaml`. */
async function nameOf(repository: HostedRepository, oid: unknown, expression: unknown): Promise<string> {
  if (typeof oid === 'string') return oid;
  const found = await ask(repository.git, ['rev-parse', '--verify', '--quiet', '--end-of-options', String(expression)]);
  return found ?? '';
}

const TYPES: Readonly<Record<GitObject['type'], string>> = { blob: 'Blob', tree: 'Tree', commit: 'Commit', tag: 'Tag' };

/** Where GitHub cuts a blob's text, in bytes. */
const LONGEST_TEXT = 512_000;

function bareObject({ oid, type, content }: GitObject): GraphObject {
  const binary = content.includes(0);
  const blob = {
    text: plain(binary ? null : content.subarray(0, LONGEST_TEXT).toString('utf8')),
    byteSize: plain(content.length),
    isBinary: plain(binary),
    isTruncated: plain(content.length > LONGEST_TEXT),
  };
  return {
    type: TYPES[type],
    fields: { id: plain(gitNode('GO', oid)), oid: plain(oid), ...(type === 'blob' ? blob : {}) },
  };
}

export function commit(scene: Scene, at: OpenedRepository, one: CommitObject): GraphObject {
  const { oid, message, author, committer } = one;
  return {
    type: 'Commit',
    fields: {
      id: plain(gitNode('C', oid)),
      oid: plain(oid),
      message: plain(message),
      messageHeadline: plain(message.split('\n')[0]),
      authoredDate: plain(momentOf(author)),
      committedDate: plain(momentOf(committer)),
      author: field([], () => gitActor(scene, author, momentOf(author))),
      committer: field([], () => gitActor(scene, committer, momentOf(committer))),
      authors: connection<{ name: string; email: string }>([], scene.shortPage, {
        type: 'GitActorConnection',
        edgeType: 'GitActorEdge',
        entries: () => authorsOf(one),
        node: (person) => gitActor(scene, person, momentOf(author)),
      }),
      file: field(['path'], ({ path }) => treeEntry(at, oid, String(path))),
      associatedPullRequests: guarded(
        scene,
        'pull-requests',
        connection<HostedPull>(['orderBy'], scene.shortPage, {
          type: 'PullRequestConnection',
          edgeType: 'PullRequestEdge',
          entries: async () => pullsBehind(at.repository, oid, (await at.onDefaultBranch()).has(oid)),
          node: (pull) => pullRequest(pullView(scene, at), pull),
        }),
      ),
    },
  };
}

function pullView(scene: Scene, at: OpenedRepository): PullView {
  return { scene, at, commit: (one) => commit(scene, at, one) };
}

/** Author first, then co-authors, each once. */
function authorsOf({ author, message }: CommitObject): readonly { name: string; email: string }[] {
  const all = new Map<string, { name: string; email: string }>();
  for (const { name, email } of [author, ...coAuthorsIn(message)]) {
    if (!all.has(email.toLowerCase())) all.set(email.toLowerCase(), { name, email });
  }
  return [...all.values()];
}

function gitActor(scene: Scene, { name, email }: Omit<Signature, 'at'>, date: string): GraphObject {
  const known = userByEmail(scene.state, email);
  return {
    type: 'GitActor',
    fields: {
      name: plain(name),
      email: plain(email),
      date: plain(date),
      // GitHub's field is a person's: an App's commits have none.
      user: field([], () => (known?.kind === 'User' ? user(known) : null)),
    },
  };
}

async function treeEntry(at: OpenedRepository, oid: string, path: string): Promise<GraphObject | null> {
  const found = path === '' ? null : await at.objects.read(`${oid}:${path}`);
  if (found === null) return null;
  return {
    type: 'TreeEntry',
    fields: {
      oid: plain(found.oid),
      type: plain(found.type),
      name: plain(path.split('/').at(-1)),
      path: plain(path),
      object: field([], () => bareObject(found)),
    },
  };
}

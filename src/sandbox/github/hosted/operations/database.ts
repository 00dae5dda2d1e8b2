import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxReply } from '../../../server.js';
import { type Call, failure, notFound, type Operation, ok, type Schema } from '../../call.js';
import { freshId } from '../../state.js';
import { addressOf, type HostedCall, hosted, textIn } from '../call.js';
import { ask, GitRefusal, git, OID } from '../git.js';
import { type Objects, objectsIn, type Signature, writeCommit } from '../objects.js';
import { signatureOf } from '../people.js';
import { gitCommitShown, gitNode } from '../show-commit.js';

/** Objects of the Git database: blobs, trees and commits. */
export const databaseOperations: readonly Operation[] = [
  hosted('POST /repos/{owner}/{repo}/git/blobs', 'contents', async (call) => {
    const encoding = textIn(call, 'encoding') === 'base64' ? 'base64' : 'utf8';
    const sha = await writeBlob(call, Buffer.from(textIn(call, 'content') ?? '', encoding));
    return { status: 201, body: { url: addressOf(call, `/git/blobs/${sha}`), sha } satisfies Schema<'short-blob'> };
  }),
  hosted('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', 'contents', readBlob),
  hosted('POST /repos/{owner}/{repo}/git/trees', 'contents', createTree),
  hosted('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', 'contents', async (call) => {
    const recursive = call.query.has('recursive') ? ['-r', '-t'] : [];
    const tree = await treeShown(call, call.parameters.tree_sha ?? '', recursive);
    return tree === null ? notFound : ok(tree);
  }),
  hosted('POST /repos/{owner}/{repo}/git/commits', 'contents', createCommit),
  hosted('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', 'contents', async (call) => {
    const { commit_sha: sha = '' } = call.parameters;
    const found = OID.test(sha) ? await reading(call, (objects) => objects.commit(sha)) : null;
    return found === null ? notFound : ok(gitCommitShown(call, found));
  }),
];

async function reading<Value>(call: HostedCall, act: (objects: Objects) => Promise<Value>): Promise<Value> {
  const objects = objectsIn(call.repository.git);
  try {
    return await act(objects);
  } finally {
    objects.close();
  }
}

async function writeBlob({ repository }: HostedCall, content: Buffer): Promise<string> {
  return (await git(repository.git, ['hash-object', '-w', '--stdin'], content)).trim();
}

async function readBlob(call: HostedCall): Promise<SandboxReply> {
  const { file_sha: sha = '' } = call.parameters;
  const found = OID.test(sha) ? await reading(call, (objects) => objects.read(sha)) : null;
  if (found?.type !== 'blob') return notFound;
  const { content } = found;
  return ok({
    sha,
    node_id: gitNode('B', sha),
    size: content.length,
    url: addressOf(call, `/git/blobs/${sha}`),
    content: base64(content),
    encoding: 'base64',
  } satisfies Schema<'blob'>);
}

/** Base64 in lines of 60, as GitHub writes it. */
export function base64(content: Buffer): string {
  return content.toString('base64').replace(/.{1,60}/g, '$&\n');
}

/** A tree by its own id or a commit's, null where there is none. */
async function treeShown(call: HostedCall, name: string, how: readonly string[]): Promise<Schema<'git-tree'> | null> {
  const { git: folder } = call.repository;
  const sha = await ask(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{tree}`]);
  if (sha === null) return null;
  const listed = await git(folder, ['ls-tree', '-z', '-l', ...how, sha]);
  const tree = [...listed.matchAll(/(\d+) (\w+) ([0-9a-f]{40}) +(\d+|-)\t([^\0]*)\0/g)].map(
    ([, mode = '', type = '', oid = '', size = '-', path = '']) => ({
      path,
      mode,
      type,
      sha: oid,
      ...(size === '-' ? {} : { size: Number(size) }),
      url: addressOf(call, `/git/${type}s/${oid}`),
    }),
  );
  return { sha, url: addressOf(call, `/git/trees/${sha}`), tree, truncated: false };
}

interface Entry {
  readonly path?: string;
  readonly mode?: string;
  readonly sha?: string | null;
  readonly content?: string;
}

/** Entries on top of `base_tree`: text or a blob's id, and null for a file that goes ("Create a tree"). */
async function createTree(call: HostedCall): Promise<SandboxReply> {
  const { git: folder } = call.repository;
  const base = textIn(call, 'base_tree');
  const entries = Array.isArray(call.body.tree) ? (call.body.tree as readonly Entry[]) : [];
  if (base !== null && !OID.test(base)) return badTree;
  if (entries.some(({ path = '' }) => MALFORMED.test(path))) return badPath;
  const index = join(folder, `index-${freshId(call.state)}`);
  const variables = { GIT_INDEX_FILE: index };
  try {
    await git(folder, base === null ? ['read-tree', '--empty'] : ['read-tree', base], '', variables);
    const written: string[] = [];
    for (const entry of entries) written.push(await entryLine(call, base, entry));
    await git(folder, ['update-index', '-z', '--index-info'], written.join(''), variables);
    const sha = (await git(folder, ['write-tree'], '', variables)).trim();
    return { status: 201, body: await treeShown(call, sha, []) };
  } catch (error) {
    if (error instanceof GitRefusal) return badTree;
    throw error;
  } finally {
    await rm(index, { force: true });
  }
}

/** An entry as `git update-index` takes it. Throws `GitRefusal` for a file that should go and isn't there, as GitHub refuses it. */
async function entryLine(call: HostedCall, base: string | null, entry: Entry): Promise<string> {
  const { path = '', mode = '100644', sha, content } = entry;
  if (sha === null && content === undefined) {
    await git(call.repository.git, ['cat-file', '-e', `${base}:${path}`]);
    return `0 ${'0'.repeat(40)}\t${path}\0`;
  }
  return `${mode} ${sha ?? (await writeBlob(call, Buffer.from(content ?? '')))}\t${path}\0`;
}

/** An empty part, one that leads elsewhere, or git's own folder. */
const MALFORMED = /^$|[\r\n\0]|(^|\/)(\.{0,2}|\.git)(\/|$)/i;
const badPath = failure(422, 'tree.path contains a malformed path component');
const badTree = failure(422, 'GitRPC::BadObjectState');

async function createCommit(call: HostedCall): Promise<SandboxReply> {
  const { git: folder } = call.repository;
  const tree = textIn(call, 'tree') ?? '';
  const parents = Array.isArray(call.body.parents) ? call.body.parents.map(String) : [];
  const isA = async (sha: string, type: string) =>
    OID.test(sha) && (await ask(folder, ['cat-file', '-t', sha])) === type;
  if (!(await isA(tree, 'tree'))) return failure(422, 'Tree SHA does not exist');
  for (const one of parents) {
    if (!(await isA(one, 'commit'))) return failure(422, 'Parent SHA does not exist or is not a commit object');
  }
  const author = signatureIn(call, call.body.author);
  const committer = call.body.committer === undefined ? author : signatureIn(call, call.body.committer);
  const made = { tree, parents, author, committer, message: textIn(call, 'message') ?? '' };
  const oid = await writeCommit(folder, made);
  return { status: 201, body: gitCommitShown(call, { oid, ...made }) };
}

/** Who a request names, else the caller, now. */
function signatureIn(call: Call, given: unknown): Signature {
  const own = signatureOf(call.caller.user, Math.floor(call.now.getTime() / 1000));
  const {
    name = own.name,
    email = own.email,
    date,
  } = (given ?? {}) as { name?: string; email?: string; date?: string };
  return { name, email, at: date === undefined ? own.at : Math.floor(Date.parse(date) / 1000) };
}

import type { SandboxReply } from '../../../server.js';
import { listing, notFound, type Operation, ok, operation, type Schema } from '../../call.js';
import { repositoryOf } from '../../operations/repositories.js';
import { branchTips } from '../branches.js';
import { addressOf, type HostedCall, hosted, pageOf } from '../call.js';
import { commitsBeyond, git } from '../git.js';
import { objectsIn } from '../objects.js';
import { historyOf, pullsBehind } from '../opened.js';
import { commitNamed } from '../settle.js';
import { commitShown } from '../show-commit.js';
import { simplePull } from '../show-pull.js';
import { fullRepository } from '../show-repository.js';
import { base64 } from './database.js';
import { rulesFor } from './rules.js';

/** The repository itself, its branches, its files, and which pull requests brought a commit in. */
export const fileOperations: readonly Operation[] = [
  operation('GET /repos/{owner}/{repo}', 'metadata', (call) => {
    const found = repositoryOf(call);
    return found === null ? notFound : ok(fullRepository(call, found));
  }),
  hosted('GET /repos/{owner}/{repo}/branches/{branch}', 'contents', branchShown),
  hosted('GET /repos/{owner}/{repo}/contents/{path}', 'contents', contents),
  hosted('GET /repos/{owner}/{repo}/commits', 'contents', commitsOf),
  hosted('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', 'pull-requests', async (call) => {
    const sha = await commitNamed(call.repository, call.parameters.commit_sha ?? '');
    if (sha === null) return { ...notFound, status: 422, body: noCommit(call) };
    const behind = pullsBehind(call.repository, sha, (await historyOf(call.repository)).has(sha));
    return listing(call, behind, (pull) => simplePull(call, pull));
  }),
];

function noCommit(call: HostedCall): Schema<'basic-error'> {
  const message = `No commit found for SHA: ${call.parameters.commit_sha}`;
  return { message, documentation_url: 'https://docs.github.com/rest', status: '422' };
}

async function branchShown(call: HostedCall): Promise<SandboxReply> {
  const { branch: name = '' } = call.parameters;
  const tip = (await branchTips(call.repository.git)).get(name);
  if (tip === undefined) return { ...notFound, body: { ...(notFound.body as object), message: 'Branch not found' } };
  const objects = objectsIn(call.repository.git);
  const commit = await objects.commit(tip);
  objects.close();
  if (commit === null) return notFound;
  const self = addressOf(call, `/branches/${encodeURIComponent(name)}`);
  const classic = call.repository.protection.has(name);
  return ok({
    name,
    commit: commitShown(call, commit),
    _links: { self, html: pageOf(call, `/tree/${name}`) },
    protected: classic || rulesFor(call, name).length > 0,
    protection: { enabled: classic },
    protection_url: `${self}/protection`,
  } satisfies Schema<'branch-with-protection'>);
}

/** The history of a branch, newest first ("List commits"). */
async function commitsOf(call: HostedCall): Promise<SandboxReply> {
  const named = call.query.get('sha') ?? call.repository.defaultBranch;
  const tip = await commitNamed(call.repository, named);
  if (tip === null) return notFound;
  const history = await commitsBeyond(call.repository.git, tip, []);
  const objects = objectsIn(call.repository.git);
  const commits = await Promise.all(history.reverse().map((oid) => objects.commit(oid)));
  objects.close();
  return listing(
    call,
    commits.filter((one) => one !== null),
    (commit) => commitShown(call, commit),
  );
}

/** A file with its content, or what a folder holds ("Get repository content"). */
async function contents(call: HostedCall): Promise<SandboxReply> {
  const path = (call.parameters.path ?? '').replace(/^\/+|\/+$/g, '');
  const ref = call.query.get('ref') ?? call.repository.defaultBranch;
  const commit = await commitNamed(call.repository, ref);
  if (commit === null)
    return { ...notFound, body: { ...(notFound.body as object), message: `No commit found for the ref ${ref}` } };
  const objects = objectsIn(call.repository.git);
  const found = await objects.read(`${commit}:${path}`);
  objects.close();
  if (found === null) return notFound;
  const place = { ref, sha: found.oid, path };
  if (found.type === 'tree') return ok(await folderShown(call, ref, path, found.oid));
  const file: Schema<'content-file'> = {
    ...entryShown(call, place, 'blob'),
    type: 'file',
    size: found.content.length,
    encoding: 'base64',
    content: base64(found.content),
  };
  return ok(file);
}

async function folderShown(call: HostedCall, ref: string, path: string, tree: string) {
  const listed = await git(call.repository.git, ['ls-tree', '-z', '-l', tree]);
  return [...listed.matchAll(/\d+ (\w+) ([0-9a-f]{40}) +(\d+|-)\t([^\0]*)\0/g)].map(
    ([, type = '', sha = '', size = '', name = '']): Schema<'content-directory'>[number] => ({
      ...entryShown(call, { ref, sha, path: path === '' ? name : `${path}/${name}` }, type),
      type: type === 'tree' ? 'dir' : 'file',
      size: Number(size) || 0,
    }),
  );
}

function entryShown(call: HostedCall, { ref, sha, path }: { ref: string; sha: string; path: string }, type: string) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const url = addressOf(call, `/contents/${encoded}?ref=${encodeURIComponent(ref)}`);
  const gitUrl = addressOf(call, `/git/${type}s/${sha}`);
  const html = pageOf(call, `/${type}/${ref}/${encoded}`);
  return {
    name: path.split('/').at(-1) ?? path,
    path,
    sha,
    url,
    git_url: gitUrl,
    html_url: html,
    download_url: type === 'tree' ? null : pageOf(call, `/raw/${ref}/${encoded}`),
    _links: { self: url, git: gitUrl, html },
  };
}

import type { SandboxReply } from '../../../server.js';
import { failure, noContent, notFound, type Operation, ok, type Schema } from '../../call.js';
import { addressOf, type HostedCall, hosted, textIn } from '../call.js';
import { ask, git, isWithin, OID } from '../git.js';
import { settle } from '../settle.js';
import { gitNode } from '../show-commit.js';

const REF = '/repos/{owner}/{repo}/git/refs/{ref}';

/** Branches and tags. The rules of a branch keep nobody from moving it here (see `pullOperations`). */
export const refOperations: readonly Operation[] = [
  hosted('GET /repos/{owner}/{repo}/git/ref/{ref}', 'contents', async (call) => {
    const ref = `refs/${call.parameters.ref}`;
    const sha = await shaOf(call, ref);
    return sha === null ? notFound : ok(await refShown(call, ref, sha));
  }),
  hosted('POST /repos/{owner}/{repo}/git/refs', 'contents', create),
  hosted(`PATCH ${REF}`, 'contents', move),
  hosted(`DELETE ${REF}`, 'contents', async (call) => {
    const ref = `refs/${call.parameters.ref}`;
    if ((await shaOf(call, ref)) === null) return failure(422, 'Reference does not exist');
    await git(call.repository.git, ['update-ref', '-d', ref]);
    await settle(call.repository, call.now, call.caller.user.id);
    call.changed(`repository/${call.repository.name}/${ref}`);
    return noContent;
  }),
];

/** What a ref of exactly this name points to. */
async function shaOf({ repository }: HostedCall, ref: string): Promise<string | null> {
  const found = await ask(repository.git, ['show-ref', '--verify', '--hash', '--', ref]);
  return found === null || found === '' ? null : found;
}

async function refShown(call: HostedCall, ref: string, sha: string): Promise<Schema<'git-ref'>> {
  const type = (await typeOf(call, sha)) ?? 'commit';
  return {
    ref,
    node_id: gitNode('REF', sha),
    url: addressOf(call, `/git/${ref}`),
    object: { type, sha, url: addressOf(call, `/git/${type}s/${sha}`) },
  };
}

async function typeOf({ repository }: HostedCall, sha: string): Promise<string | null> {
  return OID.test(sha) ? ask(repository.git, ['cat-file', '-t', sha]) : null;
}

async function create(call: HostedCall): Promise<SandboxReply> {
  const [ref, sha] = [textIn(call, 'ref') ?? '', textIn(call, 'sha') ?? ''];
  if (!/^refs\/[^/]+\/./.test(ref)) return failure(422, 'Reference name must start with "refs/" and hold two slashes');
  if ((await ask(call.repository.git, ['check-ref-format', ref])) === null) {
    return failure(422, `${ref} is not a valid ref name.`);
  }
  if ((await typeOf(call, sha)) === null) return failure(422, 'Object does not exist');
  if ((await shaOf(call, ref)) !== null) return failure(422, 'Reference already exists');
  await git(call.repository.git, ['update-ref', ref, sha]);
  call.changed(`repository/${call.repository.name}/${ref}`);
  return { status: 201, body: await refShown(call, ref, sha) };
}

async function move(call: HostedCall): Promise<SandboxReply> {
  const ref = `refs/${call.parameters.ref}`;
  const sha = textIn(call, 'sha') ?? '';
  const before = await shaOf(call, ref);
  if (before === null) return failure(422, 'Reference does not exist');
  if ((await typeOf(call, sha)) === null) return failure(422, 'Object does not exist');
  if (call.body.force !== true && !(await isWithin(call.repository.git, before, sha))) {
    return failure(422, 'Update is not a fast forward');
  }
  await git(call.repository.git, ['update-ref', ref, sha, before]);
  await settle(call.repository, call.now, call.caller.user.id);
  if (before !== sha) call.changed(`repository/${call.repository.name}/${ref}`);
  return ok(await refShown(call, ref, sha));
}

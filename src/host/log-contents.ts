/** The contents of a log's files: many in one GraphQL request, and one by one what that does not give ("Git blobs"). */
import { LeaverError } from '../errors.js';
import { type Asked, failuresByAlias, inBatches } from './batches.js';
import { type ListedFile, spoiled } from './log-files.js';
import type { HostSite } from './site.js';
import { blobOf } from './tree.js';

const FILES_A_REQUEST = 100;
const BYTES_A_REQUEST = 1_000_000;
/** GitHub cuts a blob's text there. */
const LONGEST_TEXT = 512_000;
const OID = /^[0-9a-f]{40}$/;

/**
 * The texts of files by the names of their blobs, each held against its name. Throws `journal` for what is no text, and
 * `unreachable` where the host does not give just these bytes.
 */
export async function textsOf(site: HostSite, files: readonly ListedFile[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Map(files.map((file) => [file.blob, file])).values()];
  const texts = new Map<string, string>();
  for (const some of batchesOf(wanted.filter(({ bytes }) => bytes <= LONGEST_TEXT))) {
    const answers = await inBatches(some, some.length, (these) => ask(site, these));
    for (const [index, { blob }] of some.entries()) {
      const answer = answers[index];
      if (answer?.kind === 'unread') throw new LeaverError('unreachable', `the journal can't be read: ${answer.why}`);
      if (answer?.answer != null && blobOf(answer.answer) === blob) texts.set(blob, answer.answer);
    }
  }
  for (const file of wanted) {
    if (!texts.has(file.blob)) texts.set(file.blob, await oneByOne(site, file));
  }
  return texts;
}

/** So many that one answer is neither long in coming nor too long. */
function batchesOf(files: readonly ListedFile[]): readonly (readonly ListedFile[])[] {
  const batches: ListedFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = batches.at(-1);
    if (last !== undefined && last.length < FILES_A_REQUEST && bytes + file.bytes <= BYTES_A_REQUEST) {
      last.push(file);
      bytes += file.bytes;
    } else {
      batches.push([file]);
      bytes = file.bytes;
    }
  }
  return batches;
}

type Answer = {
  readonly repository: Record<string, { readonly text?: string | null } | null | undefined> | null;
};

/** The text of each, maybe cut; null where GraphQL gives none. */
async function ask(site: HostSite, files: readonly ListedFile[]): Promise<readonly Asked<string | null>[]> {
  const { data, errors } = await site.client.queryParts<Answer>(queryOf(files), { ...site.repository });
  const failed = failuresByAlias(errors);
  return files.map((_, index): Asked<string | null> => {
    const why = failed.get(`l${index}`);
    if (why !== undefined) return { kind: 'unread', why };
    return { kind: 'read', answer: data?.repository?.[`l${index}`]?.text ?? null };
  });
}

/** Only what was found to be an object's name stands in the query itself. */
function queryOf(files: readonly ListedFile[]): string {
  const objects = files.map(({ path, blob }, index) => {
    if (!OID.test(blob)) throw new LeaverError('unreachable', `the host gives no name of the content of ${path}`);
    return `l${index}: object(oid: "${blob}") { __typename ... on Blob { text } }`;
  });
  return `query LogFiles($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    ${objects.join('\n    ')}
  }
}`;
}

async function oneByOne({ client, repository }: HostSite, { path, blob }: ListedFile): Promise<string> {
  const route = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';
  const values = { owner: repository.owner, repo: repository.name, file_sha: blob };
  const { content } = await client.read<{ content?: string }>(route, values);
  const text = textIn(path, Buffer.from(String(content ?? ''), 'base64'));
  if (blobOf(text) === blob) return text;
  throw new LeaverError('unreachable', `the host gives another content of ${path} than it names`);
}

function textIn(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw spoiled(`${path} on the journal's branch is not text`);
  }
}

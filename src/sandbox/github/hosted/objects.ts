import { git, start } from './git.js';

export interface GitObject {
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly content: Buffer;
}

/** Reads objects by name (an id, `commit:path`) through one git process that starts with the first and goes with `close`. */
export interface Objects {
  read(name: string): Promise<GitObject | null>;
  commit(oid: string): Promise<CommitObject | null>;
  close(): void;
}

export function objectsIn(folder: string): Objects {
  let child: ReturnType<typeof start> | null = null;
  let held = Buffer.alloc(0);
  const waiting: { done: (object: GitObject | null) => void; failed: (error: Error) => void }[] = [];
  const seen = new Map<string, Promise<CommitObject | null>>();
  const pump = (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (let next = nextIn(held); next !== null; next = nextIn(held)) {
      held = held.subarray(next.length);
      waiting.shift()?.done(next.object);
    }
  };
  const opened = () => {
    child = start(folder, ['cat-file', '--batch']);
    child.stdout.on('data', pump);
    child.stdin.on('error', () => {});
    const lost = () => {
      for (const { failed } of waiting.splice(0)) failed(new Error('git cat-file ended before it answered'));
    };
    child.on('error', lost);
    child.on('close', lost);
    return child;
  };
  const read: Objects['read'] = async (name) => {
    // A line break would ask for two things at once; no object is named so.
    if (name === '' || /[\r\n\0]/.test(name)) return null;
    const { stdin } = child ?? opened();
    return new Promise((done, failed) => {
      waiting.push({ done, failed });
      stdin.write(`${name}\n`);
    });
  };
  const commit: Objects['commit'] = (oid) => {
    const known = seen.get(oid) ?? read(oid).then((found) => (found?.type === 'commit' ? parsed(found) : null));
    seen.set(oid, known);
    return known;
  };
  return { read, commit, close: () => void child?.stdin.end() };
}

/** `oid type size LF content LF`, or `name missing LF`; null while the answer is not whole. */
function nextIn(held: Buffer): { length: number; object: GitObject | null } | null {
  const end = held.indexOf(0x0a);
  if (end < 0) return null;
  const header = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(held.subarray(0, end).toString('utf8'));
  if (header === null) return { length: end + 1, object: null };
  const [, oid = '', type = '', size = ''] = header;
  const start = end + 1;
  const length = start + Number(size) + 1;
  if (held.length < length) return null;
  const content = Buffer.from(held.subarray(start, length - 1));
  return { length, object: { oid, type: type as GitObject['type'], content } };
}

/** Somebody as a commit names them, with the second since 1970 in which they acted. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly at: number;
}

export interface CommitObject {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  /** Without line breaks at its end. */
  readonly message: string;
}

function parsed({ oid, content }: GitObject): CommitObject {
  const text = content.toString('utf8');
  const blank = text.indexOf('\n\n');
  const headers = (blank < 0 ? text : text.slice(0, blank)).split('\n');
  const all = (name: string) =>
    headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    oid,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: signatureOf(all('author')[0] ?? ''),
    committer: signatureOf(all('committer')[0] ?? ''),
    message: (blank < 0 ? '' : text.slice(blank + 2)).replace(/\n+$/, ''),
  };
}

function signatureOf(text: string): Signature {
  const [, name = '', email = '', at = '0'] = /^(.*?) ?<(.*?)> (\d+)/.exec(text) ?? [];
  return { name, email, at: Number(at) };
}

/** Writes a commit; returns its id. */
export async function writeCommit(folder: string, commit: Omit<CommitObject, 'oid'>): Promise<string> {
  const text = [
    `tree ${commit.tree}`,
    ...commit.parents.map((one) => `parent ${one}`),
    `author ${signed(commit.author)}`,
    `committer ${signed(commit.committer)}`,
    '',
    `${commit.message.replace(/\n+$/, '')}\n`,
  ].join('\n');
  return (await git(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], text)).trim();
}

function signed({ name, email, at }: Signature): string {
  const plain = (text: string) => text.replace(/[<>\n\0]/g, '').trim();
  return `${plain(name)} <${plain(email)}> ${at} +0000`;
}

/** Whom the trailers in a message's last paragraph name as co-authors ("Creating a commit with multiple authors"). */
export function coAuthorsIn(message: string): readonly { readonly name: string; readonly email: string }[] {
  const last =
    message
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? '';
  return [...last.matchAll(/^co-authored-by:\s*(.*?)\s*<([^<>\n]+)>\s*$/gim)].map(([, name = '', email = '']) => ({
    name,
    email,
  }));
}

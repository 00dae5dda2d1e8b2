/** Git as a program: read-only commands whose output nothing in the repository can redirect. */
import { spawn } from 'node:child_process';
import { withoutCredentials } from '../core/credential-formats.js';
import { LeaverError } from '../errors.js';

export interface Git {
  /** What a command prints. Throws `unreachable` where it fails. */
  text(args: readonly string[], options?: { readonly input?: string }): Promise<string>;
  bytes(args: readonly string[], input: string): Promise<Buffer>;
  /** The same, null where the command fails: there is no such thing. */
  maybe(args: readonly string[]): Promise<string | null>;
}

/** A repository may bring replaced objects, a pager, hooks and programs to run: none of them is heard. */
const PLAIN = ['--no-pager', '--no-replace-objects', '--literal-pathspecs', '--no-optional-locks'];
const CONFIG = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'i18n.logOutputEncoding=UTF-8',
  'core.quotePath=off',
];

export function gitIn(folder: string): Git {
  const bytes: Git['bytes'] = async (args, input) => {
    const { status, stdout, stderr } = await run(folder, args, input);
    if (status === 0) return stdout;
    const why = stderr.toString('utf8').split('\n').find(Boolean) ?? `it ended with ${status}`;
    throw new LeaverError(
      'unreachable',
      `git ${args[0]} failed: ${withoutCredentials(why.replaceAll(folder, '.')).slice(0, 300)}`,
      {
        mend: 'Check out the whole history (fetch-depth: 0), and see that git can read it.',
      },
    );
  };
  return {
    bytes,
    text: async (args, { input = '' } = {}) => (await bytes(args, input)).toString('utf8'),
    maybe: async (args) => {
      const { status, stdout } = await run(folder, args, '');
      return status === 0 ? stdout.toString('utf8') : null;
    },
  };
}

interface Ended {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

function run(folder: string, args: readonly string[], input: string): Promise<Ended> {
  const all = [...PLAIN, ...CONFIG.flatMap((one) => ['-c', one]), ...args];
  return new Promise((done, failed) => {
    const child = spawn('git', all, { cwd: folder, env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (cause) => {
      const mend = 'Install git, and see that it is on the PATH.';
      failed(new LeaverError('unreachable', 'git could not be started', { mend, cause }));
    });
    child.on('close', (status) => done({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }));
    // Git may end before it has read all of it.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Variables such as GIT_DIR would lead to another repository, and a credential has no business there. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, USERPROFILE, SystemRoot, XDG_CONFIG_HOME } = process.env;
  return {
    PATH,
    HOME,
    USERPROFILE,
    SystemRoot,
    XDG_CONFIG_HOME,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
  };
}

/** Objects of a repository, many in one call. */
export interface Objects {
  /** The object that each name stands for: `commit:path`, or null. */
  named(names: readonly string[]): Promise<readonly (string | null)[]>;
  /** The text of each blob of `most` bytes or fewer, or null. */
  texts(oids: readonly string[], most: number): Promise<readonly (string | null)[]>;
}

export function objectsIn(git: Git): Objects {
  return {
    named: async (names) => {
      if (names.length === 0) return [];
      const input = names.map((name) => `${asked(name)}\n`).join('');
      const lines = (await git.bytes(['cat-file', '--batch-check=%(objectname)'], input)).toString('utf8').split('\n');
      return names.map((_, at) => (/^[0-9a-f]{40,64}$/.test(lines[at] ?? '') ? (lines[at] ?? null) : null));
    },
    texts: async (oids, most) => {
      const sizes = await sizesOf(git, oids);
      const small = oids.filter((_, index) => (sizes[index] ?? Number.POSITIVE_INFINITY) <= most);
      if (small.length === 0) return oids.map(() => null);
      const input = small.map((oid) => `${oid}\n`).join('');
      const read = textsIn(await git.bytes(['cat-file', '--batch'], input), small.length);
      const texts = new Map(small.map((oid, index) => [oid, read[index] ?? null]));
      return oids.map((oid) => texts.get(oid) ?? null);
    },
  };
}

/** How large each blob is, before any is read: a few kilobytes of a repository may unpack to gigabytes. */
async function sizesOf(git: Git, oids: readonly string[]): Promise<readonly (number | null)[]> {
  if (oids.length === 0) return [];
  const input = oids.map((oid) => `${asked(oid)}\n`).join('');
  const told = await git.bytes(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], input);
  const lines = told.toString('utf8').split('\n');
  return oids.map((_, index) => {
    const size = /^blob (\d+)$/.exec(lines[index] ?? '')?.[1];
    return size === undefined ? null : Number(size);
  });
}

/** A line break in a path would ask for two things at once; no object is named so. */
function asked(name: string): string {
  return name === '' || /[\n\r]/.test(name) ? 'none' : name;
}

/** `oid type size LF content LF`, or `name missing LF`, one after the other. */
function textsIn(output: Buffer, count: number): (string | null)[] {
  const texts: (string | null)[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const end = output.indexOf(0x0a, at);
    const header = output.subarray(at, end).toString('utf8');
    at = end + 1;
    const [, type = '', size = ''] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header) ?? [];
    if (type === '') {
      texts.push(null);
      continue;
    }
    const content = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    texts.push(type === 'blob' ? textOf(content) : null);
  }
  return texts;
}

function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Calls the command line, in this process or as a child, and keeps what it wrote apart. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { program } from '../../src/cli/program.js';

export interface Called {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In this process: the command line with its real files, journal and connectors. */
export async function call(...argv: string[]): Promise<Called> {
  let status: number | null = null;
  const { stdout, stderr } = await heard(async () => {
    status = await program(argv);
  });
  return { status, stdout, stderr };
}

/** What is written to this process's streams meanwhile. */
export async function heard(act: () => unknown): Promise<Pick<Called, 'stdout' | 'stderr'>> {
  const [out, err] = [capture(process.stdout), capture(process.stderr)];
  try {
    await act();
    return { stdout: out.text(), stderr: err.text() };
  } finally {
    out.restore();
    err.restore();
  }
}

function capture(stream: NodeJS.WriteStream) {
  const chunks: string[] = [];
  const spy = vi.spyOn(stream, 'write').mockImplementation((chunk, encoding, done) => {
    chunks.push(String(chunk));
    const callback = typeof encoding === 'function' ? encoding : done;
    callback?.();
    return true;
  });
  return { text: () => chunks.join(''), restore: () => spy.mockRestore() };
}

const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url));

/** As a program of its own, started in `folder` with nothing in its environment but what is given. */
export function start(
  folder: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Called> {
  return new Promise((done, failed) => {
    const register = new URL('../../ts-node.register.mjs', import.meta.url).href;
    const child = spawn(process.execPath, ['--import', register, path('src/cli.ts'), ...argv], {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin', TS_NODE_PROJECT: path('tsconfig.json'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr]: [string[], string[]] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    child.on('error', failed);
    child.on('close', (status) => done({ status, stdout: stdout.join(''), stderr: stderr.join('') }));
  });
}

/** The built program as a process of its own, with the preload that kills it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { distFiles } from '../build.js';
import type { Order, SeenWrite } from './order.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Longer than any run takes on a slow machine. */
const PATIENCE = 120_000;

export interface Program {
  readonly cli: string;
  readonly preload: string;
}

/** What is left of a run. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly writes: readonly SeenWrite[];
}

export interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** `dist/`, or what would be built from the sources now; and the preload, made from its source. */
export async function prepare(folder: string, fromSources: boolean): Promise<Program> {
  const preload = join(folder, 'preload.mjs');
  const source = fileURLToPath(new URL('preload.ts', import.meta.url));
  await build({ entryPoints: [source], outfile: preload, format: 'esm', platform: 'node', target: 'node20' });
  if (!fromSources) return { cli: join(root, 'dist', 'cli.js'), preload };
  for (const [name, bytes] of await distFiles()) {
    const path = join(folder, 'dist', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  return { cli: join(folder, 'dist', 'cli.js'), preload };
}

/** Starts a run of `reconcile` on a policy repository. */
export function start(
  { cli, preload }: Program,
  repository: string,
  environment: Readonly<Record<string, string>>,
  order: Order,
): Run {
  const given = ['--import', pathToFileURL(preload).href, cli, 'reconcile', '--root', repository, '--format', 'json'];
  const child = spawn(process.execPath, [...given, '--quiet'], {
    cwd: repository,
    env: { PATH: process.env.PATH, ...environment, LEAVER_KILL: JSON.stringify(order) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE,
    killSignal: 'SIGTERM',
  });
  return { child, ended: endOf(child, order.note) };
}

async function endOf(child: ChildProcess, note: string): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, by) => done([code, by]));
  });
  // A run that the harness killed left none.
  const text = await readFile(note, 'utf8').catch(() => '[]');
  return { status, signal, stdout, stderr, writes: JSON.parse(text) as SeenWrite[] };
}

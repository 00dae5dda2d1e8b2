/**
 * Runs the connector suite of `aws-iam` and the suite of copies in S3 against moto, an implementation of both that knows
 * nothing of Leaver, so that the embedded ones and what asks them can't agree on something that AWS does otherwise. It makes
 * its own Python environment in .cache/, and fails where it can't.
 *
 *   node --import ./ts-node.register.mjs scripts/conformance/moto.ts
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOTO = '5.2.5';
const STARTS_WITHIN = 60_000;
/**
 * moto as it is, but for AWS's own policies: it knows over a thousand, and makes them anew for each test, which takes
 * seconds. These are the ones that the tests name.
 */
const PROGRAM = `
import json, sys
import moto.iam.models as models
wanted = ["AdministratorAccess", "AWSDenyAll", "IAMReadOnlyAccess", "PowerUserAccess", "ReadOnlyAccess"]
known = json.loads(models.aws_managed_policies_data)
models.aws_managed_policies_data = json.dumps({name: known[name] for name in wanted})
from moto.server import main
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
`;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The environment's folder, made whole or not at all: a cut-off installation is never taken for one. */
async function pythonEnvironment(): Promise<string> {
  const folder = join(root, '.cache', `moto-${MOTO}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(join(root, '.cache'), { recursive: true });
  run('python3', ['-m', 'venv', unfinished]);
  run(join(unfinished, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `moto[server]==${MOTO}`]);
  await rename(unfinished, folder);
  return folder;
}

function run(command: string, given: readonly string[]): void {
  const { status, error } = spawnSync(command, given, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) throw new Error(`${command} can't be run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${given.join(' ')} ended with ${status}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Resolves with moto's address once it answers. */
async function started(server: ChildProcess, port: number): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + STARTS_WITHIN; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`moto ended with ${server.exitCode} before it answered`);
    const answer = await fetch(`${url}/moto-api/`).catch(() => null);
    if (answer?.ok) return url;
    await new Promise((waited) => setTimeout(waited, 100));
  }
  throw new Error(`moto did not answer within ${STARTS_WITHIN / 1000} s`);
}

/** Runs the suite; its exit status. Not `spawnSync`, so that moto's end is seen meanwhile. */
function suite(url: string): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const given = ['run', '--config', 'vitest.conformance.config.ts', 'test/conformance/aws-', '--no-file-parallelism'];
  const tests = spawn(process.execPath, [vitest, ...given], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, LEAVER_MOTO_URL: url, LEAVER_REPORT_NAME: 'conformance-aws-iam.json' },
  });
  return new Promise((done, failed) => {
    tests.once('error', failed);
    tests.once('exit', (code) => done(code ?? 1));
  });
}

const folder = await pythonEnvironment();
const port = await freePort();
const server = spawn(join(folder, 'bin', 'python'), ['-c', PROGRAM, String(port)], {
  stdio: 'ignore',
  env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
});
server.once('error', (error) => process.stderr.write(`moto can't be started: ${error.message}\n`));
const stop = () => void server.kill();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
try {
  process.stdout.write(`moto ${MOTO}\n`);
  process.exitCode = await suite(await started(server, port));
} finally {
  stop();
}

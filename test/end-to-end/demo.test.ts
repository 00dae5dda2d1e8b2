import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoResult, demo } from '../../src/commands/demo.js';
import { compose } from '../../src/compose.js';
import type { RevocationResult } from '../../src/core/outcome.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE = 180_000;

interface ActToldInJson {
  readonly act: number;
  readonly checks: readonly { readonly holds: boolean; readonly what: string }[];
  readonly result: { readonly at?: string; readonly results?: readonly RevocationResult[] } | null;
}

async function playHere(): Promise<DemoResult & { readonly text: string }> {
  const pieces: string[] = [];
  const tell = async (text: string) => void pieces.push(text);
  return { ...(await demo({ compose, progress: () => {}, tell })), text: pieces.join('') };
}

describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leaver-test-'));
  const sample = () => ['policies', 'optouts', 'src/sandbox/worlds'].map((path) => contentsOf(join(root, path)));
  const before = sample();
  const journalBefore = existsSync(join(root, '.leaver'));
  const usual = process.env.TMPDIR;
  let first: Awaited<ReturnType<typeof playHere>>;
  let second: Awaited<ReturnType<typeof playHere>>;

  beforeAll(async () => {
    process.env.TMPDIR = join(folder, 'tmp');
    mkdirSync(process.env.TMPDIR);
    first = await playHere();
    second = await playHere();
  }, PATIENCE);

  afterAll(() => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    rmSync(folder, { recursive: true, force: true });
  });

  const acts = () => (first.json as { acts: readonly ActToldInJson[] }).acts;
  const revoked = (act: number) =>
    (acts()[act - 1]?.result?.results ?? [])
      .map(({ decision }) => `${decision.system} ${decision.account.name}`)
      .sort();

  test('when played, comes as it promises in all its acts', () => {
    const broken = acts().flatMap(({ checks }) => checks.filter(({ holds }) => !holds));
    expect(broken).toEqual([]);
    expect(first.status).toBe(0);
    expect(acts().map(({ act }) => act)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('when people have left, revokes theirs and nobody else: not those whom an opt-out holds', () => {
    expect(revoked(4)).toEqual([
      'aws-prod emil.larsen',
      'aws-prod ines.martin',
      'aws-prod legacy-etl',
      'aws-prod tomas.novak',
      'github anaruiz',
      'github diegosantos',
      'github tomasnovak',
      'github zaraahmed',
    ]);
  });

  test('when a last hour comes and an opt-out lapses, revokes just those, and then nothing more', () => {
    expect(revoked(6)).toEqual(['aws-prod jonas.berg', 'aws-prod luis.ortega', 'github jonasberg']);
    expect(revoked(7)).toEqual([]);
    expect(first.text).toMatch(/luis\.ortega .*opt-out luis-handover-runbooks lapsed/);
  });

  test('when a leaver holds everything, closes all of it', () => {
    const steps = (system: string) =>
      acts()[3]?.result?.results?.find(
        ({ decision }) => decision.id.startsWith(system) && isOf(decision, 'tomas.novak'),
      )?.steps;
    expect(steps('github')).toHaveLength(5);
    expect(steps('aws-prod')).toEqual(
      expect.arrayContaining(['AttachUserPolicy policy/AWSDenyAll', 'UpdateAccessKey key/AKIATOMASNOVAEXAMPLE']),
    );
  });

  test("when the story's clock is not the machine's, no answer is taken for one to be asked for again", () => {
    expect(acts()[2]?.result?.at).toMatch(/^2026-11-23T16:00:0\dZ$/);
  });

  test('when told, fits into 80 columns, has no colour of its own, and names no path of the machine', () => {
    expect(first.text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    expect(first.text).not.toContain('\u001b');
    expect(first.text).not.toContain(root);
  });

  test('when played again, says the same to the letter', () => {
    expect(second.text).toBe(first.text);
    expect(second.status).toBe(0);
  });

  test('when over, has left nothing behind and changed nothing in the clone', () => {
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    expect(existsSync(join(root, '.leaver'))).toBe(journalBefore);
    expect(sample()).toEqual(before);
  });

  test(
    'when started as a program in another folder, tells the same story and ends with 0',
    async () => {
      const elsewhere = join(folder, 'elsewhere');
      mkdirSync(elsewhere);
      const told = await finished(leaver(['demo'], elsewhere));
      expect(told.status).toBe(0);
      expect(told.stdout).toBe(first.text);
      expect(told.stderr).toContain('github: observing …');
      expect(readdirSync(elsewhere)).toEqual([]);
    },
    PATIENCE,
  );
});

describe('the sandbox', () => {
  test(
    'when started, leads other programs to its systems, and ends cleanly when it is told to',
    async () => {
      const sandbox = leaver(['sandbox'], root);
      const over = finished(sandbox);
      const { systems, environment } = await documentOf(sandbox);
      expect(systems.map(({ id, kind }) => [id, kind])).toEqual([
        ['github', 'github-org'],
        ['aws-prod', 'aws-iam'],
      ]);

      const at = '2026-11-23T16:00:00Z';
      const planned = await finished(leaver(['plan', '--at', at, '--format', 'json'], root, environment));
      expect(planned.status).toBe(2);
      const { decisions } = JSON.parse(planned.stdout) as { decisions: readonly { kind: string }[] };
      expect(decisions.filter(({ kind }) => kind === 'revoke')).toHaveLength(8);

      sandbox.kill('SIGTERM');
      expect((await over).status).toBe(0);
      await expect(fetch(systems[0]?.url ?? '')).rejects.toThrow();
    },
    PATIENCE,
  );
});

function isOf({ person }: RevocationResult['decision'], id: string): boolean {
  return person === id;
}

/** Starts the program from its sources, with an environment of its own. */
function leaver(
  argv: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const register = new URL('../../ts-node.register.mjs', import.meta.url).href;
  const env = { PATH: process.env.PATH, TS_NODE_PROJECT: join(root, 'tsconfig.json'), ...environment };
  return spawn(process.execPath, ['--import', register, join(root, 'src/cli.ts'), ...argv], { cwd, env });
}

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done) => {
    child.on('close', (status) => done({ status, stdout, stderr }));
  });
}

interface SandboxDocument {
  readonly systems: readonly { readonly id: string; readonly kind: string; readonly url: string }[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The document that the sandbox prints while it goes on running. */
function documentOf(child: ChildProcess): Promise<SandboxDocument> {
  let text = '';
  return new Promise((done, fail) => {
    child.on('close', () => fail(new Error(`it ended early, having printed: ${text}`)));
    child.stdout?.on('data', (more: string) => {
      text += more;
      if (text.endsWith('\n}\n')) done(JSON.parse(text) as SandboxDocument);
    });
  });
}

function contentsOf(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    paths.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

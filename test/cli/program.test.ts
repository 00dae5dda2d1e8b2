import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { progressOf } from '../../src/cli/session.js';
import {
  accountOf,
  memorySystem,
  optOutOf,
  type RepositoryParts,
  someone,
  writeFiles,
  writeRepository,
} from '../fixtures/repositories.js';
import { type Called, call, heard } from './call.js';

const ANA_LEFT: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};

/** One clear message: no stack, no path of the machine, and what to do. */
function expectClear({ stderr, status }: Called, root: string, status_ = 1): void {
  expect(status).toBe(status_);
  expect(stderr).not.toMatch(/^\s+at |node:internal|file:\/\//m);
  expect(stderr).not.toContain(root);
  expect(stderr.match(/^leaver: /gm)).toHaveLength(1);
}

describe('formats', () => {
  test.each(['validate', 'plan', 'reconcile', 'explain', 'restore'])(
    '%s --format json: stdout is one document',
    async (command) => {
      const root = writeRepository(ANA_LEFT);
      const person = command === 'explain' ? ['ana.ruiz'] : [];

      const { stdout } = await call(command, ...person, '--root', root, '--format', 'json');

      expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
      expect(stdout.endsWith('}\n')).toBe(true);
    },
  );

  test('progress goes to stderr, and --quiet silences it', async () => {
    const root = writeRepository(ANA_LEFT);

    const loud = await call('plan', '--root', root, '--format', 'json');
    const quiet = await call('plan', '--root', root, '--format', 'json', '--quiet');

    expect(loud.stderr).toContain('hub: observing');
    expect(quiet.stderr).toBe('');
    expect(() => JSON.parse(quiet.stdout)).not.toThrow();
  });

  test('--format markdown is the job summary', async () => {
    const { stdout, status } = await call('plan', '--root', writeRepository(ANA_LEFT), '--format', 'markdown');
    expect(status).toBe(2);
    expect(stdout).toMatch(/^> \[!WARNING\]\n> Approvals are not checked/);
    expect(stdout).toContain('| 🔴 revoke | ana.ruiz \\(ana\\) | departed |');
  });

  test('with --format json a failure is one document too, and the message on stderr', async () => {
    const root = writeRepository(ANA_LEFT);

    const { stdout, stderr, status } = await call('explain', 'anna.ruiz', '--root', root, '--format', 'json');

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      status: 1,
      error: { code: 'usage', message: 'There is no person "anna.ruiz".', mend: 'Did you mean ana.ruiz?' },
    });
    expect(stderr).toBe('leaver: There is no person "anna.ruiz".\n  -> Did you mean ana.ruiz?\n');
  });

  test('text has no colour where it goes to no terminal', async () => {
    const { stdout } = await call('plan', '--root', writeRepository(ANA_LEFT));
    expect(stdout).not.toContain('\u001b');
  });

  test('hostile text in progress is shown as text', async () => {
    const { stderr } = await heard(() => progressOf({ quiet: false })('hub: revoking ana\u001b[2J\n::error::pwned …'));

    expect(stderr).toBe('hub: revoking ana\\u{1b}[2J\\u{a}::error::pwned …\n');
  });
});

describe('plan, apply and explain through files', () => {
  test('a plan that was written is applied by its digest', async () => {
    const root = writeRepository(ANA_LEFT);
    const plan = join(root, 'out', 'plan.json');
    expect((await call('plan', '--root', root, '--out', plan)).status).toBe(2);
    const { digest } = JSON.parse(readFileSync(plan, 'utf8')) as { digest: string };

    expect((await call('plan', '--root', root, '--out', plan)).stdout).toContain(
      'leaver apply --plan plan.json --digest',
    );

    const applied = await call('apply', '--root', root, '--plan', plan, '--digest', digest);

    expect(applied.status).toBe(0);
    expect(applied.stdout).toContain('1 account revoked and verified in acme.');
    expect(applied.stdout).toContain(`Plan ${digest}`);
  });

  test('a snapshot that was observed is planned at any time, the same bytes twice', async () => {
    const [sooner, lapse] = [later(1), later(2)];
    const root = writeRepository({ ...ANA_LEFT, optOuts: [optOutOf({ expiresAt: lapse })] });
    const snapshot = join(root, 'snapshot.json');
    const observed = await call('observe', '--root', root, '--out', snapshot);
    expect(observed.status).toBe(0);
    expect(observed.stdout).toMatch(/^Approvals are not checked[\s\S]*\n\nObserved 2 accounts in 1 system of acme\.\n/);
    expect(observed.stdout).toContain('The snapshot is in snapshot.json.');
    const plan = ['plan', '--root', root, '--from', snapshot, '--format', 'json', '--at'];

    const before = await call(...plan, sooner);
    const after = await call(...plan, lapse);

    expect(before.status).toBe(0);
    expect(after.status).toBe(2);
    expect((await call(...plan, lapse)).stdout).toBe(after.stdout);
    expect(after.stderr).toBe('');
  });
});

/** So many days from now, as opt-outs are judged by the machine's clock. */
function later(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

describe('wrong input: one clear message with the mend', () => {
  test.each<[string, string[], RegExp, RegExp]>([
    ['an unknown command', ['plam'], /unknown command 'plam'/, /Did you mean plan\?/],
    ['an unknown option', ['plan', '--form', 'json'], /unknown option '--form'/, /Did you mean/],
    ['a missing option', ['observe'], /required option '--out <file>' not specified/, /-> `leaver observe --help`/],
    ['a missing argument', ['explain'], /missing required argument 'person'/, /-> `leaver explain --help`/],
    ['a format that there is not', ['plan', '--format', 'xml'], /'xml' is invalid/, /text, json, markdown/],
    [
      'an accepted rule that there is not',
      ['apply', '--plan', 'p', '--digest', 'd', '--accept-halt', 'minAdmins'],
      /minAdmins/,
      /maxRevocations/,
    ],
    ['a time without its offset', ['plan', '--at', '2026-12-04T17:00:00'], /--at 2026-12-04T17:00:00 is not/, /offset/],
    ['a day that there is not', ['plan', '--at', '2026-02-30T17:00:00Z'], /--at 2026-02-30T17:00:00Z is not/, /offset/],
    ['what is not built yet', ['shards', '--max', '4'], /"shards" is not supported yet/, /--help/],
    [
      'nothing to bring back named',
      ['restore'],
      /Name a revocation, or somebody with --person/,
      /system\/account@time/,
    ],
  ])('%s', async (_, argv, message, mend) => {
    const called = await call(...argv);
    expectClear(called, process.cwd());
    expect(called.stderr).toMatch(message);
    expect(called.stderr).toMatch(mend);
    expect(called.stderr).not.toContain('\\u{');
    expect(called.stdout).toBe('');
  });

  test('a command line that is wrong is one document too with --format json', async () => {
    const { status, stdout } = await call('plan', '--frm', 'x', '--format', 'json');
    expect(status).toBe(1);
    const error = { code: 'usage', message: "unknown option '--frm'", mend: 'Did you mean --from?' };
    expect(JSON.parse(stdout)).toEqual({ version: 1, status: 1, error });
  });

  test('so is a command that is not built yet', async () => {
    const { status, stdout } = await call('shards', '--max', '4', '--format', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, status: 1, error: { code: 'not-supported' } });
  });

  test('a long message stays within 80 columns', async () => {
    const { stderr } = await call('apply', '--plan', 'p', '--digest', 'd', '--accept-halt', 'minAdmins');
    expect(stderr.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('a --root that is not there: said so, not told as an empty policy', async () => {
    const root = writeRepository({ files: {} });
    const called = await call('plan', '--root', join(root, 'nowhere'));
    expectClear(called, root);
    expect(called.stderr).toContain('no such folder as --root names');
    expect(called.stdout).toBe('');
  });

  test('a folder without a policy: the finding says what to create', async () => {
    const root = writeRepository({ files: {} });
    mkdirSync(join(root, 'nowhere'));
    const { status, stdout, stderr } = await call('plan', '--root', join(root, 'nowhere'));
    expect(status).toBe(1);
    expect(stdout).toContain('policies/policy.yaml:1:1  error');
    expect(stdout).toContain('-> Create `policies/policy.yaml`');
    expect(`${stdout}${stderr}`).not.toContain(root);
  });

  test.each<[string, (root: string) => string[], RegExp]>([
    [
      'a snapshot that is not there',
      (root) => ['plan', '--from', join(root, 'gone.json')],
      /gone\.json does not exist/,
    ],
    [
      'a plan that is not there',
      (root) => ['apply', '--plan', join(root, 'gone.json'), '--digest', 'x'],
      /gone\.json does not exist/,
    ],
    [
      'a folder where a snapshot is expected',
      (root) => ['plan', '--from', join(root, 'policies')],
      /policies can't be read/,
    ],
    [
      'a folder where --out is to be written',
      (root) => ['observe', '--out', join(root, 'policies')],
      /policies can't be written/,
    ],
    [
      'a folder for --out that is a file',
      (root) => ['plan', '--out', join(root, 'a-file', 'plan.json')],
      /plan\.json can't be written/,
    ],
    ['a journal that cannot be written', () => ['reconcile'], /\.leaver\/journal\.jsonl can't be (read|written)/],
    ['an unknown system', () => ['plan', '--system', 'hob'], /There is no system "hob"/],
  ])('%s', async (_, argv, message) => {
    const root = writeRepository(ANA_LEFT);
    writeFileSync(join(root, 'a-file'), '');
    if (/journal/.test(String(message))) mkdirSync(join(root, '.leaver', 'journal.jsonl'), { recursive: true });

    const called = await call(...argv(root), '--root', root, '--quiet');

    expectClear(called, root);
    expect(called.stderr).toMatch(message);
    expect(called.stderr).toMatch(/^ {2}-> \S/m);
  });

  test('a folder that can hold neither lease nor journal: nothing is revoked, status 1', async () => {
    const root = writeRepository(ANA_LEFT);
    writeFiles(root, { '.leaver': 'a file in the way' });

    const called = await call('reconcile', '--root', root, '--quiet');

    expectClear(called, root);
    expect(called.stdout).toBe('');
    expect(called.stderr).toContain(".leaver/lease/1.json can't be");
  });
});

describe('help', () => {
  test('names every command of the contract, fits 80 columns, and shows examples', async () => {
    const { status, stdout } = await call('--help');
    expect(status).toBe(0);
    const commands =
      'validate observe plan apply reconcile explain restore optout codeowners sync import audit report doctor init shards sandbox demo';
    for (const command of commands.split(' ')) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('Examples:');
  });

  test.each(['validate', 'observe', 'plan', 'apply', 'reconcile', 'explain', 'restore'])(
    'of %s fits 80 columns, and shows examples',
    async (command) => {
      const { status, stdout } = await call(command, '--help');
      expect(status).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toContain('Examples:');
    },
  );
});

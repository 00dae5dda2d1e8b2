import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { branchTips } from '../../../src/sandbox/github/hosted/branches.js';

describe('the branches of a bare repository', () => {
  let bare: string;
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: bare,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...WHO },
    }).trim();
  const commit = (message: string, ...parents: readonly string[]) =>
    git('commit-tree', git('mktree'), '-m', message, ...parents.flatMap((one) => ['-p', one]));
  const asGitSays = () =>
    git('for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/heads/')
      .split('\n')
      .filter((line) => line !== '');
  const found = async () => [...(await branchTips(bare))].map((pair) => pair.join(' ')).sort();

  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'leaver-test-'));
    bare = join(folder, 'policy.git');
    mkdirSync(bare);
    git('init', '--quiet', '--bare', '--initial-branch=main');
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  });

  test('when there is none yet, are none', async () => {
    expect(await found()).toEqual([]);
  });

  test('when some are in folders, some are packed and some moved on or went since, are what git says', async () => {
    const [first, second] = [commit('one'), commit('two')];
    for (const name of ['main', 'optout/ana', 'optout/sub/luis', 'gone']) git('branch', name, first);
    git('tag', 'v1', second);
    git('pack-refs', '--all');
    git('branch', '--force', 'optout/ana', second);
    git('branch', '--delete', '--force', 'gone');
    git('branch', 'new', second);
    expect(await found()).toEqual([
      `main ${first}`,
      `new ${second}`,
      `optout/ana ${second}`,
      `optout/sub/luis ${first}`,
    ]);
    expect(await found()).toEqual(asGitSays());
  });

  test('when one is being written, leaves out what is not a branch yet', async () => {
    const first = commit('one');
    git('branch', 'main', first);
    writeFileSync(join(bare, 'refs/heads/main.lock'), '');
    expect(await found()).toEqual([`main ${first}`]);
  });

  test('when one stands for another, are what git makes of it', async () => {
    const first = commit('one');
    git('branch', 'main', first);
    git('symbolic-ref', 'refs/heads/trunk', 'refs/heads/main');
    expect(await found()).toEqual([`main ${first}`, `trunk ${first}`]);
  });
});

const WHO = {
  GIT_AUTHOR_NAME: 'Ana',
  GIT_AUTHOR_EMAIL: 'ana@acme.example',
  GIT_COMMITTER_NAME: 'Ana',
  GIT_COMMITTER_EMAIL: 'ana@acme.example',
};

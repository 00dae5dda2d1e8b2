import { describe, expect, test } from 'vitest';
import { nodeClone } from '../../src/ports/node-clone.js';
import { commitOnto, gitText } from '../fixtures/hosted-commits.js';
import { temporaryFolder, writeFiles } from '../fixtures/repositories.js';

const BY = { name: 'Sam', email: 'sam@acme.example' };
const AT = Date.UTC(2026, 10, 20, 9);

interface Repository {
  readonly bare: string;
  commit(files: Readonly<Record<string, string | null>>, message?: string): string;
  clone(...options: string[]): string;
}

function repository(): Repository {
  const bare = `${temporaryFolder()}/bare.git`;
  gitText('/', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
  let first = true;
  return {
    bare,
    commit: (files, message = 'Change') => {
      const from = first ? null : 'refs/heads/main';
      first = false;
      return commitOnto(bare, { branch: 'main', from, files, message, at: AT, by: BY });
    },
    clone: (...options) => {
      const root = `${temporaryFolder()}/clone`;
      gitText('/', ['clone', '--quiet', ...options, `file://${bare}`, root]);
      return root;
    },
  };
}

describe('where a clone stands', () => {
  test('the commit, whole or shallow, and the remote', async () => {
    const { bare, commit, clone } = repository();
    commit({ 'a.txt': 'a\n' });
    const head = commit({ 'a.txt': 'b\n' });

    expect(await nodeClone(clone()).checkout()).toEqual({
      commit: head,
      shallow: false,
      origin: `file://${bare}`,
      prefix: '',
    });
    expect(await nodeClone(clone('--depth', '1')).checkout()).toMatchObject({ commit: head, shallow: true });
  });

  test('a folder that is no clone, and a repository without a commit, are none', async () => {
    expect(await nodeClone(temporaryFolder()).checkout()).toBeNull();
    const { bare } = repository();
    expect(await nodeClone(bare).checkout()).toBeNull();
  });

  test('variables that lead Git elsewhere are not heard', async () => {
    const { commit, clone } = repository();
    const head = commit({ 'a.txt': 'a\n' });
    const root = clone();
    process.env.GIT_DIR = '/nowhere';
    try {
      expect(await nodeClone(root).checkout()).toMatchObject({ commit: head });
    } finally {
      delete process.env.GIT_DIR;
    }
  });
});

describe('what changed below a folder', () => {
  test('newest first, with contents before and after; a rename is one that went and one that came', async () => {
    const { commit, clone } = repository();
    const first = commit({ 'optouts/a.yaml': 'one\n', 'other.txt': 'x\n' });
    const renamed = commit({ 'optouts/a.yaml': null, 'optouts/b.yaml': 'one\n' });
    commit({ 'other.txt': 'y\n' });

    const changes = await nodeClone(clone()).changesBelow('optouts');

    expect(
      changes.map(({ commit: { oid }, path, before, after }) => [oid, path, before === null, after === null]),
    ).toEqual([
      [renamed, 'optouts/a.yaml', false, true],
      [renamed, 'optouts/b.yaml', true, false],
      [first, 'optouts/a.yaml', true, false],
    ]);
  });

  test('a merge counts as what it brought to the branch, not as the commits behind it', async () => {
    const { commit, clone, bare } = repository();
    commit({ 'a.txt': 'a\n' }, 'Begin');
    commitOnto(bare, {
      branch: 'side',
      from: 'refs/heads/main',
      files: { 'optouts/a.yaml': 'one\n' },
      message: 'On the side',
      at: AT,
      by: BY,
    });
    commit({ 'a.txt': 'b\n' }, 'Meanwhile');
    const root = clone();
    gitText(root, [
      '-c',
      'user.name=s',
      '-c',
      'user.email=s@x',
      'merge',
      '--quiet',
      '--no-ff',
      '-m',
      'Merged',
      'origin/side',
    ]);

    const changes = await nodeClone(root).changesBelow('optouts');

    expect(changes.map(({ commit: { parents } }) => parents.length)).toEqual([2]);
  });

  test('names and messages that look like the log itself are told as they are', async () => {
    const { commit, clone } = repository();
    const odd = 'optouts/:100644 100644 aaaaaaa bbbbbbb M\n';
    const message = `${'a'.repeat(40)}\n:000000 100644 0000000 1111111 A\noptouts/forged.yaml`;
    commit({ [odd]: 'one\n', 'optouts/ü.yaml': 'two\n' }, message);

    const changes = await nodeClone(clone()).changesBelow('optouts');

    expect(changes.map(({ path }) => path).sort()).toEqual([odd, 'optouts/ü.yaml'].sort());
  });

  test('in a folder of a larger repository, paths are those of the folder', async () => {
    const { commit, clone } = repository();
    commit({ 'access/optouts/a.yaml': 'one\n', 'optouts/b.yaml': 'two\n' });
    const inside = nodeClone(`${clone()}/access`);

    expect((await inside.changesBelow('optouts')).map(({ path }) => path)).toEqual(['optouts/a.yaml']);
    expect(await inside.filesBelow((await inside.checkout())?.commit ?? '', 'optouts')).toEqual([
      { path: 'optouts/a.yaml', bytes: 4, text: 'one\n' },
    ]);
  });
});

describe('what is odd in a commit', () => {
  test('a time that no calendar has is null or the epoch, and hides nothing', async () => {
    const { bare, commit, clone } = repository();
    commit({ 'a.txt': 'a\n' });
    const odd = '253402308000 -1200';
    const stream = `commit refs/heads/main\nauthor S <s@x> ${odd}\ncommitter S <s@x> ${odd}\ndata 1\nxfrom refs/heads/main^0\nM 100644 inline optouts/a.yaml\ndata 2\na\n`;
    gitText(bare, ['fast-import', '--quiet', '--date-format=raw-permissive'], stream);

    const [change] = await nodeClone(clone()).changesBelow('optouts');

    expect(change?.commit).toMatchObject({ authoredAt: null, committedAt: '1970-01-01T00:00:00Z' });
  });

  test('a blob that is larger than what is asked for is not read', async () => {
    const { commit, clone } = repository();
    const oid = commit({ 'optouts/large.yaml': ' '.repeat(5000), 'optouts/small.yaml': 'a\n' });
    const read = nodeClone(clone());
    const places = ['optouts/large.yaml', 'optouts/small.yaml'].map((path) => ({ commit: oid, path }));
    const blobs = (await read.objectsAt(places)).map((blob) => blob ?? '');

    expect(await read.textsOf(blobs, 1000)).toEqual([null, 'a\n']);
  });
});

describe('what a commit holds', () => {
  test('objects and texts; what is not there, is no text, or has a line break in its name, is null', async () => {
    const { commit, clone } = repository();
    const oid = commit({ 'a.txt': 'a\n' });
    const root = clone();
    writeFiles(root, { 'b.txt': 'not committed\n' });
    const read = nodeClone(root);
    const places = ['a.txt', 'b.txt', 'a.txt\nHEAD:a.txt'].map((path) => ({ commit: oid, path }));

    const [a, ...others] = await read.objectsAt(places);

    expect(others).toEqual([null, null]);
    expect(await read.textsOf([a ?? '', 'f'.repeat(40), 'HEAD'], 1000)).toEqual(['a\n', null, null]);
    expect(await read.objectsAt([{ commit: 'HEAD', path: 'a.txt' }])).toEqual([null]);
  });

  test('a commit that is not in the clone has no files and no line', async () => {
    const { commit, clone } = repository();
    commit({ 'a.txt': 'a\n' });
    const read = nodeClone(clone());

    expect(await read.filesBelow('f'.repeat(40), 'policies')).toEqual([]);
    expect(await read.lineFrom('f'.repeat(40), 3)).toEqual([]);
    expect(await read.lineFrom('--all', 3)).toEqual([]);
  });

  test('objects that somebody replaced in the clone are read as they were committed', async () => {
    const { commit, clone } = repository();
    const oid = commit({ 'a.txt': 'true\n' });
    const root = clone();
    const [blob] = await nodeClone(root).objectsAt([{ commit: oid, path: 'a.txt' }]);
    const forged = gitText(root, ['hash-object', '-w', '--stdin'], 'forged\n').trim();
    gitText(root, ['replace', blob ?? '', forged]);

    expect(gitText(root, ['cat-file', 'blob', blob ?? ''])).toBe('forged\n');
    expect(await nodeClone(root).textsOf([blob ?? ''], 1000)).toEqual(['true\n']);
  });
});

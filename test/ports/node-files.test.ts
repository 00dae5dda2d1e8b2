import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LeaverError } from '../../src/errors.js';
import { nodeFiles } from '../../src/ports/node.js';
import { emptyFolders } from './folder.js';

const folder = emptyFolders();
const asRoot = process.getuid?.() === 0;

/** A policy repository's folder beside one that is none of its business. */
async function roots() {
  const top = await folder();
  const root = join(top, 'repository');
  await mkdir(join(root, 'policies/people'), { recursive: true });
  await mkdir(join(top, 'private'));
  await writeFile(join(top, 'private/key.yaml'), 'a secret of the machine');
  return { top, root, files: nodeFiles(root) };
}

/** The error that an act ends with, which must name no path of the machine. */
async function refused(top: string, act: Promise<unknown>): Promise<LeaverError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LeaverError)) throw new Error(`not refused with a LeaverError: ${String(error)}`);
  expect(`${error.message} ${error.mend}`).not.toContain(top);
  expect(error.mend).not.toBe('');
  return error;
}

describe('list', () => {
  it('when a folder holds files at several depths, gives those with the ending, sorted by path', async () => {
    const { root, files } = await roots();
    await mkdir(join(root, 'policies/people/b'));
    for (const name of ['b/x.yaml', 'c.yaml', 'a.yaml', 'notes.md']) {
      await writeFile(join(root, 'policies/people', name), 'é');
    }
    expect(await files.list('policies/people', '.yaml')).toEqual([
      { path: 'policies/people/a.yaml', bytes: 2 },
      { path: 'policies/people/b/x.yaml', bytes: 2 },
      { path: 'policies/people/c.yaml', bytes: 2 },
    ]);
  });

  it('when the folder is absent, gives null, and an empty list when it is empty', async () => {
    const { files } = await roots();
    expect(await files.list('optouts', '.yaml')).toBeNull();
    expect(await files.list('policies/people', '.yaml')).toEqual([]);
  });

  it('when a link leads out of the root, refuses rather than leave the file out', async () => {
    const { top, root, files } = await roots();
    await symlink('../../../private/key.yaml', join(root, 'policies/people/a.yaml'));
    const error = await refused(top, files.list('policies/people', '.yaml'));
    expect([error.code, error.message]).toEqual([
      'file-unreadable',
      "policies/people/a.yaml can't be read: it leads out of the repository",
    ]);
  });

  it('when a link leads to a folder, refuses rather than walk in a circle', async () => {
    const { top, root, files } = await roots();
    await symlink('..', join(root, 'policies/people/again'));
    const error = await refused(top, files.list('policies', '.yaml'));
    expect(error.message).toContain('policies/people/again');
  });
});

describe('read', () => {
  it('when a file is there, gives its text, also through a link inside the root', async () => {
    const { root, files } = await roots();
    await writeFile(join(root, 'policies/policy.yaml'), 'organization: acmé\n');
    await symlink('policy.yaml', join(root, 'policies/link.yaml'));
    expect(await files.read('policies/policy.yaml')).toBe('organization: acmé\n');
    expect(await files.read('policies/link.yaml')).toBe('organization: acmé\n');
  });

  it('when the file is not there, says file-missing', async () => {
    const { top, files } = await roots();
    const error = await refused(top, files.read('policies/policy.yaml'));
    expect([error.code, error.message]).toEqual(['file-missing', 'policies/policy.yaml does not exist']);
  });

  it.each([['../private/key.yaml'], ['policies/../../private/key.yaml'], ['/etc/hostname'], ['a\0b']])(
    'when the path %j leads out of the root, refuses',
    async (path) => {
      const { top, files } = await roots();
      expect((await refused(top, files.read(path))).code).toBe('file-unreadable');
    },
  );

  it('when a folder on the way is a link out of the root, refuses', async () => {
    const { top, root, files } = await roots();
    await symlink(join(top, 'private'), join(root, 'optouts'));
    expect((await refused(top, files.read('optouts/key.yaml'))).code).toBe('file-unreadable');
  });

  it('when the bytes are not UTF-8, refuses rather than guess', async () => {
    const { top, root, files } = await roots();
    await writeFile(join(root, 'policies/policy.yaml'), Buffer.from([0x61, 0xff, 0x62]));
    const { code, message } = await refused(top, files.read('policies/policy.yaml'));
    expect(code).toBe('not-text');
    expect(message).toContain('not UTF-8');
  });

  it('when the path is a folder or a pipe, refuses at once', async () => {
    const { top, root, files } = await roots();
    execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
    expect((await refused(top, files.read('policies'))).code).toBe('file-unreadable');
    expect((await refused(top, files.read('pipe.yaml'))).code).toBe('file-unreadable');
  });
});

describe('write', () => {
  it('when folders on the way are missing, makes them, and leaves nothing but the file', async () => {
    const { root, files } = await roots();
    await files.write('out/report/page.html', 'one');
    await files.write('out/report/page.html', 'two');
    expect(await readFile(join(root, 'out/report/page.html'), 'utf8')).toBe('two');
    expect(await readdir(join(root, 'out/report'))).toEqual(['page.html']);
  });

  it('when the root itself is not there yet, makes it', async () => {
    const { top } = await roots();
    await nodeFiles(join(top, 'new/one')).write('a.txt', 'text');
    expect(await readFile(join(top, 'new/one/a.txt'), 'utf8')).toBe('text');
  });

  it('when a file stands where a folder is needed, says file-unwritable and changes nothing', async () => {
    const { top, root, files } = await roots();
    await writeFile(join(root, 'out'), 'kept');
    expect((await refused(top, files.write('out/page.html', 'x'))).code).toBe('file-unwritable');
    expect(await readFile(join(root, 'out'), 'utf8')).toBe('kept');
  });

  it.skipIf(asRoot)('when the folder is not writable, says file-unwritable and why', async () => {
    const { top, root, files } = await roots();
    await chmod(join(root, 'policies'), 0o555);
    const error = await refused(top, files.write('policies/a.yaml', 'x'));
    expect([error.code, error.message]).toEqual([
      'file-unwritable',
      "policies/a.yaml can't be written: permission denied",
    ]);
  });

  it('when the target is a folder, leaves no temporary file behind', async () => {
    const { top, root, files } = await roots();
    await refused(top, files.write('policies/people', 'x'));
    expect(await readdir(join(root, 'policies'))).toEqual(['people']);
  });

  it('when a link leads out of the root, refuses and leaves the other file as it is', async () => {
    const { top, root, files } = await roots();
    await symlink(join(top, 'private'), join(root, 'out'));
    await symlink(join(top, 'private/key.yaml'), join(root, 'link.yaml'));
    for (const path of ['out/key.yaml', 'link.yaml']) {
      expect((await refused(top, files.write(path, 'x'))).code).toBe('file-unwritable');
      expect((await refused(top, files.append(path, 'x'))).code).toBe('file-unwritable');
    }
    expect(await readFile(join(top, 'private/key.yaml'), 'utf8')).toBe('a secret of the machine');
  });
});

describe('append', () => {
  it('when lines are appended, adds each to the end with its line break', async () => {
    const { root, files } = await roots();
    await files.append('.leaver/journal.jsonl', 'one');
    await files.append('.leaver/journal.jsonl', 'zwei ü');
    expect(await readFile(join(root, '.leaver/journal.jsonl'), 'utf8')).toBe('one\nzwei ü\n');
  });
});

describe('remove', () => {
  it('when a file is there, takes it away and nothing else; when it is not, that is as well', async () => {
    const { root, files } = await roots();
    await files.write('optouts/a.yaml', 'x');
    await files.write('optouts/b.yaml', 'y');
    await files.remove('optouts/a.yaml');
    await files.remove('optouts/a.yaml');
    await files.remove('nowhere/at/all.yaml');
    expect(await readdir(join(root, 'optouts'))).toEqual(['b.yaml']);
  });

  it('when it is a link, takes the link and leaves what it leads to', async () => {
    const { top, root, files } = await roots();
    await symlink(join(top, 'private/key.yaml'), join(root, 'link.yaml'));
    await files.remove('link.yaml');
    expect(await readdir(root)).toEqual(['policies']);
    expect(await readFile(join(top, 'private/key.yaml'), 'utf8')).toBe('a secret of the machine');
  });

  it('when the path or a folder on the way leads out of the root, refuses and leaves the other file', async () => {
    const { top, root, files } = await roots();
    await symlink(join(top, 'private'), join(root, 'optouts'));
    for (const path of ['optouts/key.yaml', '../private/key.yaml', join(top, 'private/key.yaml'), 'a\0b']) {
      expect((await refused(join(top, 'x'), files.remove(path))).code).toBe('file-unwritable');
    }
    expect(await readFile(join(top, 'private/key.yaml'), 'utf8')).toBe('a secret of the machine');
  });

  it('when it is a folder, refuses and keeps what lies in it', async () => {
    const { top, root, files } = await roots();
    await writeFile(join(root, 'policies/people/a.yaml'), 'x');
    expect((await refused(top, files.remove('policies/people'))).code).toBe('file-unwritable');
    expect(await readdir(join(root, 'policies/people'))).toEqual(['a.yaml']);
  });
});

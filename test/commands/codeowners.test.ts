import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeownersCommand } from '../../src/commands/codeowners.js';
import { call } from '../cli/call.js';
import {
  type RepositoryParts,
  someone,
  temporaryFolder,
  writeFiles,
  writeRepository,
} from '../fixtures/repositories.js';
import { textOf, type World, worldOf } from './world.js';

const FILE = '.github/CODEOWNERS';

/** Ana owns the policy's, Ben the system `hub`; both are known in `hub`. */
function world(parts: RepositoryParts = {}): World {
  return worldOf({
    policy: { optOuts: { owners: ['ana.ruiz'], approvalSystem: 'hub' } },
    people: [someone('ana'), someone('ben')],
    systems: [{ id: 'hub', kind: 'memory', owners: ['ben.ruiz'], settings: { accounts: [] } }],
    ...parts,
  });
}

const write = (of: World) => codeownersCommand(of.context, { check: false, file: null });
const check = (of: World) => codeownersCommand(of.context, { check: true, file: null });
const fileIn = ({ root }: World, path = FILE) => readFileSync(join(root, path), 'utf8');

describe('leaver codeowners', () => {
  test('writes the block, and then the check is content', async () => {
    const of = world();
    expect((await check(of)).status).toBe(1);

    expect((await write(of)).status).toBe(0);

    expect(fileIn(of)).toContain('\n/optouts/ @ana\n/optouts/hub/ @ben\n');
    expect((await check(of)).status).toBe(0);
    expect(textOf(await check(of))).toContain('.github/CODEOWNERS says what the policy says');
  });

  test('a check tells what would change, and writes nothing', async () => {
    const of = world();
    await write(of);
    writeFileSync(join(of.root, FILE), fileIn(of).replace('hub/ @ben', 'hub/ @mallory'));
    const before = fileIn(of);

    const result = await check(of);

    expect(result.status).toBe(1);
    expect(textOf(result)).toMatch(/- {2}\/optouts\/hub\/ {2}@mallory\n {2}\+ {2}\/optouts\/hub\/ {2}@ben\n/);
    expect(result.json).toMatchObject({
      outcome: 'stale',
      changes: [
        { kind: 'removed', line: '/optouts/hub/ @mallory' },
        { kind: 'added', line: '/optouts/hub/ @ben' },
      ],
    });
    expect(result.findings).toMatchObject([{ severity: 'error', code: 'codeowners', file: FILE }]);
    expect(fileIn(of)).toBe(before);
  });

  test('an owner who left makes it stale', async () => {
    const of = world();
    await write(of);
    of.write({
      policy: { optOuts: { owners: ['ana.ruiz'], approvalSystem: 'hub' } },
      people: [someone('ana'), someone('ben', { status: 'departed' })],
      systems: [{ id: 'hub', kind: 'memory', owners: ['ben.ruiz'], settings: { accounts: [] } }],
    });

    expect((await check(of)).status).toBe(1);
    expect((await write(of)).status).toBe(0);
    expect(fileIn(of)).toContain('/optouts/hub/ @ana\n');
  });

  test('a line that was put after the block is found, and writing moves the block behind it', async () => {
    const of = world();
    await write(of);
    const block = fileIn(of);
    writeFileSync(join(of.root, FILE), `${block}/optouts/hub/ @mallory\n/docs/ @writers\n`);

    const stale = await check(of);
    expect(stale.status).toBe(1);
    expect(textOf(stale)).toContain('`/optouts/hub/ @mallory` wins for /optouts/, /optouts/hub/');
    expect((await write(of)).status).toBe(0);

    expect(fileIn(of)).toBe(`/optouts/hub/ @mallory\n/docs/ @writers\n\n${block}`);
    expect((await check(of)).status).toBe(0);
  });

  test.each(['CODEOWNERS', 'docs/CODEOWNERS'])('a %s in force would be hidden: it has to move first', async (path) => {
    const of = world({ files: { [path]: '* @everybody\n' } });

    const result = await write(of);

    expect(result.status).toBe(1);
    expect(textOf(result).replace(/\s+/g, ' ')).toContain(`git mv ${path} .github/CODEOWNERS`);
    expect(existsSync(join(of.root, FILE))).toBe(false);
  });

  test('one that is hidden already is a warning', async () => {
    const of = world({ files: { CODEOWNERS: '* @everybody\n', [FILE]: '* @everybody\n' } });

    const result = await write(of);

    expect(result.status).toBe(0);
    expect(textOf(result)).toContain('CODEOWNERS is not read by GitHub');
  });

  test('broken marker lines, and owners of whom nobody is left, leave the file as it is', async () => {
    const of = world();
    await write(of);
    const broken = fileIn(of).replace(/# <<<.*\n/, '');
    writeFileSync(join(of.root, FILE), broken);
    expect((await write(of)).status).toBe(1);
    expect(fileIn(of)).toBe(broken);

    const nobody = world({ people: [someone('ana', { status: 'departed' }), someone('ben')] });
    expect((await write(nobody)).status).toBe(1);
    expect(existsSync(join(nobody.root, FILE))).toBe(false);
  });

  test('a file that GitHub would not read for its size is an error', async () => {
    const of = world({ files: { [FILE]: '# a\n'.repeat(800_000) } });
    const result = await check(of);
    expect(result.status).toBe(1);
    expect(textOf(result)).toContain('3 MB or larger');
  });

  test('a hostile line is shown as text', async () => {
    const of = world();
    await write(of);
    writeFileSync(join(of.root, FILE), `${fileIn(of)}* @a\u001b[2J ::error::x\n/optouts/ @b\u202e\n`);
    const text = textOf(await check(of));
    expect(text).toContain('it holds a control');
    expect(text).toContain('@b\\u{202e}');
    expect(['\u001b', '\u202e'].filter((hidden) => text.includes(hidden))).toEqual([]);
    expect(text).not.toMatch(/^\s*::error/m);
  });
});

describe('a policy repository in a folder of a bigger clone', () => {
  function clone() {
    const top = temporaryFolder();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: top, stdio: 'pipe' });
    git('init', '-q');
    const source = writeRepository({
      policy: { optOuts: { owners: ['ana.ruiz'], approvalSystem: 'hub' } },
      people: [someone('ana')],
      systems: [{ id: 'hub', kind: 'memory', settings: { accounts: [] } }],
    });
    for (const path of ['policies/policy.yaml', 'policies/people/staff.yaml', 'policies/systems/hub.yaml']) {
      writeFiles(top, { [`access/${path}`]: readFileSync(join(source, path), 'utf8') });
    }
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@t.example', 'commit', '-q', '-m', 'all');
    return top;
  }

  test('has to name the file at the top, and its paths begin with the folder', async () => {
    const top = clone();
    const root = join(top, 'access');

    const unnamed = await call('codeowners', '--root', root);
    expect(unnamed.status).toBe(1);
    expect(unnamed.stderr.replace(/\s+/g, ' ')).toContain('--file ../.github/CODEOWNERS');

    const named = await call('codeowners', '--root', root, '--file', join(top, FILE));
    expect(named.status).toBe(0);
    expect(readFileSync(join(top, FILE), 'utf8')).toContain('\n/access/optouts/hub/ @ana\n/.github/workflows/ @ana\n');
    expect((await call('codeowners', '--check', '--root', root, '--file', join(top, FILE))).status).toBe(0);
  });

  test('a file of another name is refused: GitHub would not read it first', async () => {
    const wrong = await call('codeowners', '--root', join(clone(), 'access'), '--file', 'docs/CODEOWNERS');
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('is not named .github/CODEOWNERS');
  });
});

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { careless, unpinned } from '../../../scripts/lint-workflows.js';
import { init } from '../../../src/commands/init/index.js';
import { loadPolicy } from '../../../src/policy/load.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { nodeNewFolder } from '../../../src/ports/node-new-folder.js';
import { call } from '../../cli/call.js';
import { at } from '../../fixtures/builders.js';
import { temporaryFolder } from '../../fixtures/repositories.js';
import { filesBelow, root } from '../../repository/tree.js';
import { NOW } from '../world.js';
import { begin, entries, FLAGS, KIM, read, SAM } from './init-world.js';

function run(argv: readonly string[]): Promise<{ status: number | null; stdout: string }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [...argv], { env: { PATH: '/usr/bin:/bin' } });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.on('error', failed);
    child.on('close', (status) => done({ status, stdout }));
  });
}

describe('a new policy repository', () => {
  test('validates without a finding, in report mode, with proof of approvals', async () => {
    const folder = join(temporaryFolder(), 'access');
    const result = await begin(folder);

    const { desired, findings } = await loadPolicy(nodeFiles(folder), { at: at(NOW) });
    expect(result.status).toBe(0);
    expect(findings).toEqual([]);
    expect(desired?.systems.map(({ id, mode, orphans }) => [id, mode, orphans])).toEqual([
      ['aws', 'report', 'review'],
      ['github', 'report', 'review'],
    ]);
    expect(desired?.optOutPolicy).toMatchObject({
      owners: ['kim.cho', 'sam.lee'],
      approvalSource: 'github',
      approvalSystem: 'github',
    });
    expect(desired?.people[0]?.accounts.get('github' as never)).toEqual({ id: '583231', name: 'kimcho' });
  });

  test('runs by the runner that it brings along', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder);

    const { status, stdout } = await run([join(folder, '.github/leaver/dist/cli.js'), 'validate', '--root', folder]);
    expect(stdout).toBe('Valid: 2 people, 0 services, 2 systems, 0 opt-outs.\n');
    expect(status).toBe(0);
  });

  test('brings the runner whole: action.yml, every file of dist/, the licence', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder);

    const own = filesBelow().filter((path) => path.startsWith('dist/') || ['action.yml', 'LICENSE'].includes(path));
    expect(own.length).toBeGreaterThan(5);
    for (const path of own) {
      expect(readFileSync(join(folder, '.github/leaver', path)).equals(readFileSync(join(root, path)))).toBe(true);
    }
  });

  test("its workflows are Leaver's own, and start the action that it brings along", async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder);

    const names = readdirSync(join(root, '.github/workflows')).filter((name) => name.startsWith('leaver'));
    expect(entries(join(folder, '.github/workflows'))).toEqual(names.sort());
    for (const name of names) {
      const text = read(folder, `.github/workflows/${name}`);
      expect(text.replaceAll('uses: ./.github/leaver', 'uses: ./')).toBe(read(root, `.github/workflows/${name}`));
      expect([...unpinned(text), ...careless(text)]).toEqual([]);
    }
  });

  test('or a released one, pinned by its commit with the version beside', async () => {
    const folder = join(temporaryFolder(), 'access');
    const uses = `acme/leaver@${'a1'.repeat(20)}`;
    await begin(folder, { action: `${uses} # v0.1.0` });

    expect(existsSync(join(folder, '.github/leaver'))).toBe(false);
    const text = read(folder, '.github/workflows/leaver-preview.yml');
    expect(text).toContain(`- uses: ${uses} # v0.1.0\n`);
    expect(text).not.toMatch(/uses: \.\/$/m);
    expect(unpinned(text)).toEqual([]);
  });

  test('with Okta, its word counts from the first run on, and the roster is kept up to it by a workflow', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder, { okta: 'https://Acme-admin.okta.com/admin/dashboard' });

    const { desired, findings } = await loadPolicy(nodeFiles(folder), { at: at(NOW) });
    expect(findings).toEqual([]);
    expect(desired?.identityProvider).toBe('okta');
    expect(desired?.systems.find(({ id }) => id === 'okta')).toMatchObject({
      ...{ kind: 'okta', mode: 'report', orphans: 'review', match: ['id', 'name', 'email'] },
      settings: { organization: 'acme.okta.com' },
    });
    expect(read(folder, 'README.md')).toContain('`LEAVER_SYNC`');
    expect(read(folder, '.github/workflows/leaver-sync.yml')).toContain('command: sync');
  });

  test('without Okta, the policy names no provider, and shows how to', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder);

    expect((await loadPolicy(nodeFiles(folder), { at: at(NOW) })).desired?.identityProvider).toBeNull();
    expect(read(folder, 'policies/policy.yaml')).toContain('# identityProvider: okta');
    expect(read(folder, 'README.md')).not.toContain('Okta');
  });

  test('CODEOWNERS asks the owners for what decides and for what runs', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder);

    const text = read(folder, '.github/CODEOWNERS');
    for (const path of ['/policies/', '/optouts/', '/.github/workflows/', '/.github/CODEOWNERS', '/.github/leaver/']) {
      expect(text).toContain(`${path} @kimcho @samlee\n`);
    }
    const { status } = await call('codeowners', '--check', '--root', folder);
    expect(status).toBe(0);
  });

  test('an editor finds the schema that each document names, and that optout new names', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder);

    const named = ['policies/policy.yaml', 'policies/people/people.yaml', 'policies/systems/aws.yaml'].map((path) => {
      const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(folder, path)) ?? [];
      return join(dirname(path), schema);
    });
    expect(named).toEqual(['policy', 'people', 'system'].map((kind) => `schemas/${kind}.schema.json`));
    for (const path of [...named, 'schemas/opt-out.schema.json']) {
      expect(JSON.parse(read(folder, path))).toMatchObject({ type: 'object' });
    }
  });

  test('an empty clone may be filled, and is the same as a new folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.git'));
    await begin(folder);

    expect(entries(folder)).toEqual(['.git', '.github', '.gitignore', 'README.md', 'optouts', 'policies', 'schemas']);
  });
});

describe('all files or none', () => {
  test('a folder that is not empty is refused, naming what is in the way', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), 'mine');

    await expect(begin(folder)).rejects.toThrow('The folder is not empty: notes.txt.');
    expect(entries(folder)).toEqual(['notes.txt']);
  });

  test('a file in the place of the folder is refused', async () => {
    const file = join(temporaryFolder(), 'access');
    writeFileSync(file, 'mine');

    await expect(begin(file)).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('what fails in the middle takes everything away again', async () => {
    const folder = join(temporaryFolder(), 'a', 'access');
    const files = new Map([
      ['a.txt', 'a'],
      ['b', 'b'],
      ['b/c', 'a folder where a file is'],
    ]);

    await expect(nodeNewFolder(folder).fill(files)).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(existsSync(join(folder, '..'))).toBe(false);
  });

  test.each([
    ['--organization', { organization: 'Acme Inc' }],
    ['--organization', { organization: 'acme"\nguards: { maxRevocations: 9999 }' }],
    ['--github-org', { githubOrg: 'acme }\nmode: enforce' }],
    ['--github-org', { githubOrg: '../..' }],
    ['--aws-account', { awsAccount: '12345' }],
    ['--okta', { okta: 'acme' }],
    ['--okta', { okta: 'acme.okta.com }\nmode: enforce' }],
    ['--okta', { okta: 'https://acme.okta.com:8443/' }],
    ['--owner', { owners: ['Kim Cho'] }],
    ['--owner', { owners: ['Kim\nCho <kim@acme.example> kimcho'] }],
    ['--owner', { owners: ['Kim\u202eCho <kim@acme.example> kimcho'] }],
    ['--owner', { owners: ['Kim <kim@acme.example> kim @everyone'] }],
    ['--owner', { owners: [KIM, 'Kim Cho <other@acme.example> other 1'] }],
    ['--owner', { owners: [KIM, 'Kim Two <two@acme.example> kimcho 583231'] }],
    ['--action', { action: 'acme/leaver@main' }],
    ['--action', { action: `acme/leaver@${'a'.repeat(40)}` }],
    ['--action', { action: `acme/leaver@${'a'.repeat(40)} # v1\n        run: curl evil` }],
  ])('a value of %s that cannot be used is refused, and nothing is written: %j', async (flag, flags) => {
    const folder = join(temporaryFolder(), 'access');

    await expect(begin(folder, flags)).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(flag) });
    expect(existsSync(folder)).toBe(false);
  });

  test('a name that looks like YAML is a name', async () => {
    const folder = join(temporaryFolder(), 'access');
    const name = `Kim "O'Cho": { x: [#1] } & *a \\ %`;
    await begin(folder, { owners: [`${name} <kim@acme.example> kimcho 583231`, SAM] });

    const people = parse(read(folder, 'policies/people/people.yaml')) as { people: readonly { name: string }[] };
    expect(people.people[0]?.name).toBe(name);
    expect(people.people).toHaveLength(2);
  });

  test('a copy of Leaver without workflows says where to run it', async () => {
    const folder = join(temporaryFolder(), 'access');
    const options = { folder: nodeNewFolder(folder), name: 'access', ask: null, now: at(NOW) };
    const told = init({ ...options, own: nodeFiles(temporaryFolder()), flags: FLAGS });

    await expect(told).rejects.toMatchObject({ code: 'not-supported', mend: 'Run init from a clone of Leaver.' });
    expect(existsSync(folder)).toBe(false);
  });
});

test('the command line: one command from nothing to a valid repository, and no absolute path', async () => {
  const folder = join(temporaryFolder(), 'access');
  const owners = ['--owner', KIM, '--owner', SAM];
  const begun = await call('init', folder, '--organization', 'acme', '--github-org', 'acme-inc', ...owners);

  expect(begun.status).toBe(0);
  expect(begun.stdout).toContain('A policy repository for acme is in access.');
  expect(begun.stdout).not.toContain(folder);
  expect((await call('validate', '--root', folder)).status).toBe(0);
});

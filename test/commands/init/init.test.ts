import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { careless, unpinned } from '../../../scripts/lint-workflows.js';
import type { Ask, InitFlags } from '../../../src/commands/init/answers.js';
import { init } from '../../../src/commands/init/index.js';
import { loadPolicy } from '../../../src/policy/load.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { nodeNewFolder } from '../../../src/ports/node-new-folder.js';
import { call } from '../../cli/call.js';
import { at } from '../../fixtures/builders.js';
import { temporaryFolder } from '../../fixtures/repositories.js';
import { filesBelow, root } from '../../repository/tree.js';
import { flatOf, NOW } from '../world.js';

const KIM = 'Kim Cho <kim@acme.example> kimcho 583231';
const SAM = 'Sam Lee <sam@acme.example> samlee 583232';
const FLAGS: InitFlags = {
  organization: 'acme',
  githubOrg: 'acme-inc',
  awsAccount: '123456789012',
  owners: [KIM, SAM],
  action: null,
};

function begin(folder: string, flags: Partial<InitFlags> = {}, ask: Ask = null) {
  const options = { folder: nodeNewFolder(folder), name: 'access', own: nodeFiles(root), now: at(NOW), ask };
  return init({ ...options, flags: { ...FLAGS, ...flags } });
}

const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');
const entries = (folder: string) => readdirSync(folder).sort();

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

describe('what is missing', () => {
  const NOTHING: InitFlags = { organization: null, githubOrg: null, awsAccount: null, owners: [], action: null };

  function answering(...answers: string[]): { ask: Ask; asked: string[] } {
    const asked: string[] = [];
    return {
      asked,
      ask: async (question) => {
        asked.push(question);
        return answers.shift() ?? '';
      },
    };
  }

  test('is asked for on a terminal, and again where the answer cannot be used', async () => {
    const folder = join(temporaryFolder(), 'access');
    const { ask, asked } = answering('Acme', 'acme', 'acme-inc', '', KIM, '');
    const result = await begin(folder, NOTHING, ask);

    expect(asked[1]).toMatch(/^The name of the organization is lower-case letters/);
    expect(asked).toHaveLength(6);
    expect(entries(join(folder, 'policies/systems'))).toEqual(['github.yaml']);
    expect(flatOf(result)).toContain('name a second designated owner');
  });

  test('after three answers that cannot be used, the flag is named', async () => {
    const { ask } = answering('A', 'B', 'C');
    await expect(begin('nowhere', NOTHING, ask)).rejects.toMatchObject({ mend: 'Give it as a flag: --organization.' });
  });

  test.each([
    ['--organization', { ...FLAGS, organization: null }],
    ['--github-org', { ...FLAGS, githubOrg: null }],
    ['--owner', { ...FLAGS, owners: [] }],
  ])('in a script %s is an error that names it', async (flag, flags) => {
    const folder = join(temporaryFolder(), 'access');
    await expect(begin(folder, flags)).rejects.toThrow(`${flag} is missing.`);
    expect(existsSync(folder)).toBe(false);
  });

  test('in a script all that is missing is named at once, with what it may look like', async () => {
    const flags = { ...FLAGS, organization: null, githubOrg: null, owners: [] };
    await expect(begin('nowhere', flags)).rejects.toMatchObject({
      message: 'Flags are missing: --organization, --github-org, --owner.',
      mend: expect.stringContaining('--owner "Kim Cho <kim@acme.example> kimcho 583231"'),
    });
  });

  test('in a script no AWS account means none', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder, { awsAccount: null });
    expect(entries(join(folder, 'policies/systems'))).toEqual(['github.yaml']);
  });

  test("an owner's account without its number is said to be unpinned, everywhere", async () => {
    const folder = join(temporaryFolder(), 'access');
    const result = await begin(folder, { owners: ['Kim Cho <kim@acme.example> kimcho', SAM] });

    expect(flatOf(result)).toContain('pin the account of kim.cho (gh api users/kimcho --jq .id)');
    expect(result.json).toMatchObject({ toMend: [expect.stringContaining('pin the account of kim.cho')] });
    expect(read(folder, 'README.md')).toContain("Pin the owners' GitHub accounts");
    const { desired } = await loadPolicy(nodeFiles(folder), { at: at(NOW) });
    expect(desired?.people[0]?.accounts.get('github' as never)).toEqual({ id: null, name: 'kimcho' });
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

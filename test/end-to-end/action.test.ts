import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import type { GithubSeed } from '../../src/sandbox/github/seed.js';
import type { GithubState } from '../../src/sandbox/github/state.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { actionFile, type Job, runAction, type StepResult } from './runner.js';

const TOKEN = 'ghs_aVerySecretTokenOfTheWorkflow';

const world: GithubSeed = {
  organization: { login: 'acme', id: 9001 },
  installations: [{ id: 801, app: 'leaver', appId: 811, permissions: { members: 'write' } }],
  runner: { kind: 'app', login: 'leaver' },
  members: [
    { login: 'kimcho', id: 101, role: 'admin' },
    { login: 'samlee', id: 102, role: 'admin' },
    { login: 'anaruiz', id: 103 },
    { login: 'leonov', id: 104 },
    { login: 'mayabell', id: 105 },
  ],
};

/** How leaver.yml signs in. */
const APP = {
  LEAVER_GITHUB_APP_ID: '811',
  LEAVER_GITHUB_APP_INSTALLATION_ID: '801',
  LEAVER_GITHUB_APP_PRIVATE_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
};

const POLICY = `organization: acme
optOuts:
  owners: [kim.cho]
  approvals: 1
  approvalSource: none
`;
const SYSTEM = `id: github
kind: github-org
mode: enforce
unavailable: [sso-credentials, codespaces] # as for any App, in an organization without single sign-on
settings: { organization: acme }
`;

interface Row {
  readonly id: string;
  readonly account: number;
  readonly name?: string;
  readonly departed?: boolean;
}

const STAFF: readonly Row[] = [
  { id: 'kim.cho', account: 101 },
  { id: 'sam.lee', account: 102 },
  { id: 'ana.ruiz', account: 103, departed: true },
  { id: 'leo.nov', account: 104 },
  { id: 'maya.bell', account: 105 },
];

function repository(staff: readonly Row[] = STAFF, policy = POLICY): Record<string, string> {
  const people = staff.map(({ id, account, name = id, departed = false }) => {
    const login = world.members?.find((one) => typeof one !== 'string' && one.id === account);
    const known = typeof login === 'object' ? login.login : '';
    return [
      `  - id: ${id}`,
      `    name: ${JSON.stringify(name)}`,
      `    email: ${id}@acme.example`,
      ...(departed ? ['    status: departed'] : []),
      `    accounts: { github: { id: "${account}", name: ${known} } }`,
    ].join('\n');
  });
  return {
    'policies/policy.yaml': policy,
    'policies/people/staff.yaml': `people:\n${people.join('\n')}\n`,
    'policies/systems/github.yaml': SYSTEM,
  };
}

let github: RunningSystem<GithubState>;
let folder: string;

beforeEach(async () => {
  // The action runs by the machine's clock, and refuses to act where a system's clock is far from it.
  github = await serve(githubOrg('github', world), {
    now: () => Date.now() as Instant,
    sleep: async () => undefined,
  });
  folder = mkdtempSync(join(tmpdir(), 'leaver-action-'));
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

function run(job: Partial<Job> = {}): Promise<StepResult> {
  return runAction({ folder, files: repository(), environment: APP, apiUrl: github.url, token: TOKEN, ...job });
}

const removed = () => github.changes.filter(({ operation }) => operation.startsWith('DELETE /orgs/{org}/member'));

/** The log as a person reads it: masking is a command to the runner, and the runner keeps it from the log. */
const readable = ({ stdout, stderr }: StepResult) => `${stdout.replace(/^::add-mask::.*$/gm, '')}${stderr}`;

describe(`the built action, as a runner starts it on Node ${process.versions.node}`, () => {
  test('runs on the Node that was asked for', () => {
    const asked = process.env['LEAVER_ACTION_ON'];
    expect(process.versions.node.split('.')[0]).toBe(asked ?? process.versions.node.split('.')[0]);
    expect(actionFile().runs.using).toBe('node24');
  });

  test('when somebody left, reconcile revokes, checks and tells', async () => {
    const result = await run();

    expect(result.status, readable(result)).toBe(0);
    expect(removed()).toMatchObject([{ object: 'anaruiz' }]);
    expect(result.outputs).toMatchObject({ revoked: '1', exempt: '0', failed: '0', halted: '' });
    expect(result.outputs['plan-digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(result.summary).toContain('anaruiz');
  });

  test('every output of action.yml is set, and no other', async () => {
    const { outputs } = await run();

    expect(Object.keys(outputs).sort()).toEqual(Object.keys(actionFile().outputs).sort());
  });

  test('when it runs a second time, nothing is left to do', async () => {
    await run();
    const changes = github.changes.length;
    const second = await run();

    expect(second.status, readable(second)).toBe(0);
    expect(second.outputs).toMatchObject({ revoked: '0', failed: '0' });
    expect(github.changes).toHaveLength(changes);
  });

  test('credentials are masked before anything else is said, and stand nowhere', async () => {
    const result = await run();
    const key = APP.LEAVER_GITHUB_APP_PRIVATE_KEY;
    const told = `${readable(result)}${result.summary}${JSON.stringify(result.outputs)}`;

    expect(result.masked).toEqual(expect.arrayContaining([TOKEN, key.trim()]));
    expect(result.stdout.slice(0, result.stdout.indexOf('::stop-commands::'))).toMatch(/^(::add-mask::.*\r?\n)+$/);
    for (const secret of [TOKEN, ...key.trim().split('\n')]) expect(told).not.toContain(secret);
  });

  test('no output, summary or log names a path of the machine', async () => {
    const result = await run();

    expect(`${readable(result)}${result.summary}${JSON.stringify(result.outputs)}`).not.toContain(folder);
  });

  test('when a document is invalid, the step fails and the annotation stands on its line', async () => {
    const files = repository();
    const staff = files['policies/people/staff.yaml']?.replace('    email: leo.nov@', '    emial: leo.nov@') ?? '';
    const result = await run({ files: { ...files, 'policies/people/staff.yaml': staff } });

    expect(result.status).toBe(1);
    const line = String(staff.split('\n').findIndex((text) => text.includes('emial')) + 1);
    expect(result.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'error',
        properties: expect.objectContaining({ file: 'policies/people/staff.yaml', line }),
        message: expect.stringContaining('email'),
      }),
    );
    expect(github.requests).toHaveLength(0);
  });

  test('when a guard halts a system, nothing is revoked there, and the step fails with its name', async () => {
    const files = repository(STAFF.map((row) => (row.account > 102 ? { ...row, departed: true } : row)));
    const result = await run({ files });

    expect(result.status).not.toBe(0);
    expect(result.outputs).toMatchObject({ halted: 'github', revoked: '0' });
    expect(removed()).toEqual([]);
  });

  test('when asked to plan, nothing is changed and the digest is told', async () => {
    const result = await run({ inputs: { command: 'plan' } });

    expect(github.changes).toEqual([]);
    expect(result.outputs['plan-digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(result.summary).toContain('anaruiz');
  });

  test('when only another person is asked for, the leaver stays for the next run', async () => {
    const result = await run({ inputs: { person: 'leo.nov' } });

    expect(result.status, readable(result)).toBe(0);
    expect(removed()).toEqual([]);
  });

  test('when the command is unknown, one error says so and what there is', async () => {
    const result = await run({ inputs: { command: 'reconsile' } });

    expect(result.status).not.toBe(0);
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toHaveLength(1);
    expect(result.annotations[0]?.message).toContain('reconcile');
    expect(readable(result)).not.toMatch(/^\s+at /m);
  });

  test('when the credential is refused, the step fails with the mend and without a stack', async () => {
    const result = await run({ token: 'refused', environment: {} });

    expect(result.status).not.toBe(0);
    expect(removed()).toEqual([]);
    expect(readable(result)).not.toMatch(/^\s+at /m);
  });

  test('a name that holds workflow commands or HTML is shown as text', async () => {
    const hostile = 'Ana ::warning title=owned::x <img src=x onerror=alert(1)> | [x](https://x.example)';
    const files = repository(STAFF.map((row) => (row.id === 'ana.ruiz' ? { ...row, name: hostile } : row)));
    const result = await run({ files });

    expect(result.annotations.some(({ properties }) => properties['title'] === 'owned')).toBe(false);
    expect(result.summary).not.toContain('<img');
    expect(result.summary).not.toMatch(/(^|[^\\])\[x\]\(https/);
  });
});

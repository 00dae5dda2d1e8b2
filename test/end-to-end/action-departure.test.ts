/** "At once": from Okta's event over the relay and GitHub's dispatch to a run for one person, as a runner starts it. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Instant } from '../../src/core/time.js';
import { relayOf } from '../../src/relay/relay.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import type { GithubSeed } from '../../src/sandbox/github/seed.js';
import type { GithubState } from '../../src/sandbox/github/state.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { delivery, listen, oktaEvent, SECRET } from '../relay/serving.js';
import { runAction } from './runner.js';

const WORKFLOW = fileURLToPath(new URL('../../.github/workflows/leaver.yml', import.meta.url));
const TOKEN = 'ghs_tokenOfTheRunner';
const RELAY_TOKEN = 'github_pat_tokenOfTheRelay';
const MEMBERS = ['kimcho', 'samlee', 'anaruiz', 'leonov', 'mayabell'];

/** How leaver.yml signs in. */
const APP = {
  LEAVER_GITHUB_APP_ID: '811',
  LEAVER_GITHUB_APP_INSTALLATION_ID: '801',
  LEAVER_GITHUB_APP_PRIVATE_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
};

let github: RunningSystem<GithubState>;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leaver-departure-'));
  const git = join(folder, 'access.git');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', git]);
  const seed: GithubSeed = {
    organization: { login: 'acme', id: 9001 },
    installations: [{ id: 801, app: 'leaver', appId: 811, permissions: { members: 'write', contents: 'write' } }],
    runner: { kind: 'app', login: 'leaver' },
    members: MEMBERS.map((login, at) => ({
      login,
      id: 101 + at,
      role: at < 2 ? 'admin' : 'member',
    })),
    hosted: [{ name: 'access', git }],
  };
  github = await serve(githubOrg('github', seed), { now: () => Date.now() as Instant, sleep: async () => undefined });
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Ana and Leo are suspended at the provider; the roster has everybody as active. */
function repository(): Record<string, string> {
  const names = ['kim.cho', 'sam.lee', 'ana.ruiz', 'leo.nov', 'maya.bell'];
  const people = names.map((id, at) => ({
    ...{ id, name: id, email: `${id}@acme.example` },
    accounts: {
      github: { id: String(101 + at), name: MEMBERS[at] },
      okta: { id: `00u${id.split('.')[0]}`, name: `${id}@acme.example` },
    },
  }));
  const accounts = names.map((id) => ({
    ...{ id: `00u${id.split('.')[0]}`, name: `${id}@acme.example` },
    status: /^(ana|leo)/.test(id) ? 'suspended' : 'active',
  }));
  const optOuts = { owners: ['kim.cho'], approvalSource: 'none' };
  const guards = { maxRevokedFraction: 1 };
  const documents = {
    'policies/policy.yaml': { organization: 'acme', optOuts, guards, identityProvider: 'okta' },
    'policies/people/staff.yaml': { people },
    'policies/systems/okta.yaml': { id: 'okta', kind: 'memory', mode: 'enforce', settings: { accounts } },
    'policies/systems/github.yaml': {
      ...{ id: 'github', kind: 'github-org', mode: 'enforce', settings: { organization: 'acme' } },
      unavailable: ['sso-credentials', 'codespaces'],
    },
  };
  // JSON is YAML.
  return Object.fromEntries(
    Object.entries(documents).map(([path, document]) => [path, JSON.stringify(document, null, 1)]),
  );
}

/** What the workflow's own step gives the action for a dispatch: its expressions on the payload, as the host fills them in. */
function stepOf(payload: Readonly<Record<string, unknown>>) {
  const { jobs } = parse(readFileSync(WORKFLOW, 'utf8')) as { jobs: { reconcile: { steps: Step[] } } };
  const step = jobs.reconcile.steps.find(({ uses }) => uses === './');
  const filled = (values: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ (?:inputs\.\w+ \|\| )?github\.event\.client_payload\.(\w+) \}\}/g, (_, key: string) =>
          String(payload[key] ?? ''),
        ),
      ]),
    );
  const environment = filled(step?.env);
  return { inputs: filled(step?.with), at: environment['LEAVER_TRIGGERED_AT'] ?? '' };
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

async function departs(event: unknown) {
  const relay = relayOf({
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    request: (url, init) => fetch(url, init),
    log: () => undefined,
  });
  const settings = {
    LEAVER_RELAY_SECRET: SECRET,
    LEAVER_RELAY_REPOSITORY: 'acme/access',
    LEAVER_RELAY_GITHUB_TOKEN: RELAY_TOKEN,
    LEAVER_RELAY_GITHUB_API_URL: github.url,
  };
  const url = await listen((request) => relay.fetch(request, settings));
  const body = JSON.stringify(delivery(event));
  expect((await fetch(url, { method: 'POST', headers: { authorization: SECRET }, body })).status).toBe(204);
  const [dispatch] = github.system.state.hosted.get('access')?.dispatches ?? [];
  if (dispatch === undefined) throw new Error('nothing was dispatched');
  const { inputs, at } = stepOf(dispatch.clientPayload);
  const result = await runAction({
    ...{ folder, files: repository(), inputs, apiUrl: github.url, token: TOKEN },
    environment: { ...APP, GITHUB_EVENT_NAME: 'repository_dispatch', LEAVER_TRIGGERED_AT: at },
  });
  return { dispatch, result };
}

const removed = () =>
  github.changes
    .filter(({ operation }) => operation.startsWith('DELETE /orgs/{org}/membership'))
    .map(({ object }) => object);

test('when Okta says that Ana left, her membership is gone by the run that it started, and nobody else’s', async () => {
  const published = new Date(Date.now() - 2_000).toISOString();

  const { dispatch, result } = await departs(
    oktaEvent({ published }, { id: '00uana', alternateId: 'ana.ruiz@acme.example' }),
  );

  expect(dispatch).toMatchObject({ eventType: 'departure', clientPayload: { account: '00uana', at: published } });
  expect(result.status, `${result.stdout}${result.stderr}`).toBe(0);
  expect(result.outputs['revoked']).toBe('1');
  expect(removed()).toHaveLength(1);
  expect(removed()[0]).toContain('anaruiz');
  expect(result.summary).toContain('Narrowed to ana.ruiz');
  const report = JSON.parse(readFileSync(join(folder, 'workspace/.leaver/report.json'), 'utf8'));
  expect(report.plan.decisions.map(({ person }: { person: string }) => person)).toEqual(['ana.ruiz', 'ana.ruiz']);
});

test('an account that the roster does not know is a run for everybody, and that is said', async () => {
  const published = new Date(Date.now() - 2_000).toISOString();

  const { result } = await departs(oktaEvent({ published }, { id: '00uzed', alternateId: 'zed@acme.example' }));

  expect(result.status, `${result.stdout}${result.stderr}`).toBe(0);
  expect(removed()).toHaveLength(2);
  expect(result.summary).toContain('so this run is for everybody');
});

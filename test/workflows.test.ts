import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { careless } from '../scripts/lint-workflows.js';
import { root } from './repository/tree.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

interface Job {
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly concurrency?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(root, '.github/workflows');
const names = readdirSync(folder).filter((name) => name.startsWith('leaver'));
const workflow = (name: string) => parse(readFileSync(join(folder, name), 'utf8')) as Workflow;
const jobs = names.flatMap((name) => Object.entries(workflow(name).jobs).map(([id, job]) => ({ id, job, name })));

describe('least permissions', () => {
  test('each workflow begins with none, and each job names its own', () => {
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => JSON.stringify(workflow(name).permissions) !== '{}')).toEqual([]);
    expect(jobs.filter(({ job }) => job.permissions === undefined)).toEqual([]);
  });

  test('a job that gets a secret is in an environment, which the default branch alone may use', () => {
    const secret = jobs.filter(({ job }) => JSON.stringify(job.steps ?? []).includes('secrets.'));
    expect(secret.length).toBeGreaterThan(3);
    expect(
      secret.filter(({ job }) => !['leaver-plan', 'leaver-apply', 'leaver-announce'].includes(job.environment ?? '')),
    ).toEqual([]);
  });

  test('only comments and issues may be written, the journal by jobs that act or tell, and the branch that is proposed', () => {
    const writing = jobs.filter(({ job }) => Object.values(job.permissions ?? {}).some((one) => one === 'write'));
    const what = writing.flatMap(({ name, job }) =>
      Object.entries(job.permissions ?? {}).flatMap(([area, how]) => (how === 'write' ? [`${name} ${area}`] : [])),
    );
    expect([...new Set(what)].filter((one) => !one.endsWith('id-token')).sort()).toEqual([
      'leaver-announce.yml contents',
      'leaver-announce.yml issues',
      'leaver-preview.yml pull-requests',
      'leaver-schedule.yml contents',
      'leaver-schedule.yml issues',
      'leaver-schedule.yml pull-requests',
      'leaver-sync.yml contents',
      'leaver-sync.yml pull-requests',
      'leaver.yml contents',
      'leaver.yml issues',
      'leaver.yml pull-requests',
    ]);
    const { jobs: own } = workflow('leaver.yml');
    expect(own['plan']?.permissions).toMatchObject({ contents: 'read' });
    expect(own['accept-halt']?.permissions).toEqual({});
  });
});

describe("a pull request's code", () => {
  test('runs only where there is nothing to lose', () => {
    const { on, jobs: own } = workflow('leaver-pull-request.yml');
    expect(Object.keys(on)).toEqual(['pull_request']);
    expect(own['validate']?.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(own)).not.toMatch(/secrets|environment|pull_request_target/);
  });

  test('never runs where the comment is made: it is fetched into a folder of its own, and only two folders of it', () => {
    const { on, jobs: own } = workflow('leaver-preview.yml');
    expect(Object.keys(on)).toEqual(['pull_request_target']);
    const job = own['preview'];
    const [base, proposed, check, , action] = job?.steps ?? [];
    expect(base?.with).toEqual({ 'fetch-depth': 0, 'persist-credentials': false });
    expect(proposed?.with).toMatchObject({ path: 'proposed', 'persist-credentials': false });
    expect(String(proposed?.with?.['sparse-checkout']).trim().split('\n')).toEqual(['policies', 'optouts']);
    expect(action).toMatchObject({ uses: './', with: { command: 'preview' } });
    // The one shell reads one commit, and runs nothing that the pull request could have brought.
    expect(job?.steps?.filter(({ run }) => run !== undefined)).toEqual([check]);
    expect(check?.run).toContain('git --git-dir=proposed/.git cat-file -p HEAD');
    expect(job?.environment).toBe('leaver-plan');
  });
});

describe('the job that announces', () => {
  const { on, jobs: own } = workflow('leaver-announce.yml');
  const job = own['announce'];

  test("runs the default branch's code, and reads the pull request as data", () => {
    expect(Object.keys(on)).toEqual(['pull_request_target']);
    expect(on['pull_request_target']).toMatchObject({ branches: ['main'] });
    const [base, proposed, check, action, ...more] = job?.steps ?? [];
    expect(more).toEqual([]);
    expect(base?.with).toEqual({ 'persist-credentials': false });
    expect(proposed?.with).toMatchObject({ path: 'proposed', 'persist-credentials': false });
    expect(String(proposed?.with?.['sparse-checkout']).trim().split('\n')).toEqual(['policies', 'optouts']);
    expect(action).toMatchObject({ uses: './', with: { command: 'announce' } });
    expect(job?.steps?.filter(({ run }) => run !== undefined)).toEqual([check]);
    expect(check?.run).toContain('git --git-dir=proposed/.git cat-file -p HEAD');
  });

  test("holds what opens the channels, and no system's credential", () => {
    expect(job?.environment).toBe('leaver-announce');
    expect(job?.permissions).toEqual({ contents: 'write', issues: 'write' });
    const secrets = JSON.stringify(job).match(/secrets\.\w+/g) ?? [];
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((name) => !/^secrets\.LEAVER_NOTIFY_[A-Z_]+_(URL|SECRET)$/.test(name))).toEqual([]);
  });

  test('is never cancelled while it holds the lease, and stands in the way of no other pull request', () => {
    expect(workflow('leaver-announce.yml').concurrency).toEqual({
      group: `leaver-announce-\${{ github.event.pull_request.number }}`,
      'cancel-in-progress': false,
    });
  });
});

describe('the job that proposes the roster', () => {
  const { on, jobs: own } = workflow('leaver-sync.yml');
  const job = own['sync'];

  test('runs for nobody but the schedule and by hand, and never twice at once', () => {
    expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch']);
    expect(workflow('leaver-sync.yml').concurrency).toEqual({ group: 'leaver-sync', 'cancel-in-progress': false });
    expect(job?.if).toBe("vars.LEAVER_ENABLED == 'true' && vars.LEAVER_SYNC == 'true'");
  });

  test("holds the provider's reading credential and no other, and leaves no token in the checkout", () => {
    expect(job?.environment).toBe('leaver-plan');
    const secrets = JSON.stringify(job).match(/secrets\.\w+/g) ?? [];
    expect(secrets).toEqual(['secrets.LEAVER_SYSTEM_OKTA_PRIVATE_KEY']);
    const [checkout, action, ...more] = job?.steps ?? [];
    expect(checkout?.with?.['persist-credentials']).toBe(false);
    expect(action).toMatchObject({ uses: './', with: { command: 'sync' } });
    expect(more).toEqual([]);
  });
});

describe('a pull request can not hide from what tells of it', () => {
  test.each(['leaver-announce.yml', 'leaver-preview.yml'])('%s', (name) => {
    const { on, jobs: own } = workflow(name);
    const started = on['pull_request_target'] as Readonly<Record<string, unknown>>;
    // Behind 300 other files, or by a branch that it was opened against first.
    expect(Object.keys(started)).not.toContain('paths');
    expect(started['types']).toEqual(['opened', 'synchronize', 'reopened', 'edited']);
    // A run whose job is left out would take the place of one that waits.
    for (const job of Object.values(own)) expect(job.if).toBe("vars.LEAVER_ENABLED == 'true'");
  });
});

describe('runs', () => {
  const { jobs: own } = workflow('leaver.yml');
  const revoking = Object.entries(own).filter(([, { environment }]) => environment === 'leaver-apply');

  test('those that revoke take turns, and none is lost', () => {
    expect(revoking.map(([id]) => id)).toEqual(['reconcile', 'apply', 'apply-over-halt']);
    for (const [, { concurrency }] of revoking) {
      expect(concurrency).toEqual({ group: 'leaver', 'cancel-in-progress': false, queue: 'max' });
    }
  });

  test('a halt is gone over only behind the protected environment, which holds up nobody while it waits', () => {
    const over = Object.entries(own).filter(([, { steps }]) => steps?.some((step) => step.with?.['accept-halt']));
    expect(over.map(([id, { needs }]) => [id, needs])).toEqual([['apply-over-halt', 'accept-halt']]);
    expect(own['accept-halt']).toMatchObject({ environment: 'leaver-accept-halt', permissions: {} });
    expect(own['accept-halt']?.concurrency).toBeUndefined();
    // An environment that nobody made has no reviewers: the gate then stays shut.
    expect(own['accept-halt']?.steps?.[0]?.run).toMatch(/^test "\$\{ACCEPT_HALT\}" = reviewed$/);
  });

  test('the history that proves approvals is whole wherever a plan is made', () => {
    const checkouts = [...Object.values(own), ...Object.values(workflow('leaver-preview.yml').jobs)]
      .map(({ steps }) => steps?.[0])
      .filter((step) => step?.uses?.startsWith('actions/checkout'));
    expect(checkouts).toHaveLength(5);
    for (const checkout of checkouts) expect(checkout?.with?.['fetch-depth']).toBe(0);
  });

  test('what names no command reconciles: a merge, a departure, the hourly call', () => {
    expect(own['reconcile']?.if).toContain("(!inputs.command || inputs.command == 'reconcile')");
    for (const id of ['plan', 'apply', 'accept-halt', 'apply-over-halt']) {
      expect(own[id]?.if).toContain(`inputs.command == '${id === 'plan' ? 'plan' : 'apply'}'`);
    }
  });

  test('the schedule is in a file of its own, so that its end does not end merges and departures', () => {
    expect(Object.keys(workflow('leaver.yml').on)).not.toContain('schedule');
    expect(workflow('leaver-schedule.yml').jobs['reconcile']?.uses).toBe('./.github/workflows/leaver.yml');
    expect(Object.keys(workflow('leaver-heartbeat.yml').on)).not.toContain('schedule');
  });
});

describe('careless workflows are found', () => {
  const expression = (text: string) => `\${{ ${text} }}`;
  const found = (text: string) => careless(text).map(({ line, message }) => `${line} ${message}`);

  test.each([
    ['on one line', `permissions: {}\n      - run: echo ${expression('github.event.issue.title')}\n`, 2],
    ['below', `permissions: {}\n      - run: |\n          echo a\n          echo ${expression('inputs.person')}\n`, 4],
  ])('an expression in a shell, %s', (_, text, line) => {
    expect(found(text)).toEqual([`${line} an expression in \`run\`: use \`env\``]);
  });

  test('an expression behind the shell is none in it', () => {
    const text = `permissions: {}\n      - run: |\n          echo a\n        env:\n          A: ${expression('inputs.person')}\n`;
    expect(found(text)).toEqual([]);
  });

  test('permissions that nobody narrowed', () => {
    expect(found('on: push\n')).toEqual(['1 no `permissions: {}` on top']);
  });
});

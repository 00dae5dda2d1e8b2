import { describe, expect, test } from 'vitest';
import type { Checked } from '../../../src/core/checkup.js';
import { readWorkflow, usesOf, type WorkflowFile } from '../../../src/host/workflows/file.js';
import { revokingOf, validatingChecks } from '../../../src/host/workflows/leaver.js';
import { checkWorkflow } from '../../../src/host/workflows/rules.js';

const PATH = '.github/workflows/one.yml';
const SHA = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';

function workflow(text: string, path = PATH): WorkflowFile {
  const read = readWorkflow(path, expressed(text));
  if (typeof read === 'string') throw new Error(read);
  return read;
}

/** `error workflow/pinned .github/workflows/one.yml:9`: all that is found. */
function found(text: string): readonly string[] {
  return checkWorkflow(workflow(text)).flatMap((one: Checked) =>
    one.kind === 'passed' ? [] : [`${one.severity} ${one.check} ${one.where.slice(PATH.length)}`],
  );
}

/** `<< x >>` stands for an expression of GitHub's. */
const expressed = (text: string) => text.replaceAll('<<', '$\u007b{').replaceAll('>>', '}}');

/** A workflow of one job with these steps, each a line of YAML. */
function steps(on: string, ...lines: readonly string[]): string {
  return `on: ${on}\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n${lines.map((line) => `      - ${line}\n`).join('')}`;
}

describe('permissions', () => {
  const job = 'jobs:\n  a:\n    steps: []\n';
  test.each([
    ['permissions: {}', []],
    ['permissions: read-all', []],
    ['permissions: { contents: read }', []],
    ['permissions: write-all', ['error workflow/permissions :2']],
    ['permissions: { contents: write, issues: read }', ['warning workflow/permissions ']],
    ['name: nothing said', ['warning workflow/permissions ']],
  ])('%s: %j', (permissions, findings) => {
    expect(found(`on: push\n${permissions}\n${job}`)).toEqual(findings);
  });

  test('when each job says its own, the top need not', () => {
    expect(found('on: push\njobs:\n  a: { permissions: { contents: write }, steps: [] }\n')).toEqual([]);
  });

  test('when one job may write everything, that job is named', () => {
    expect(found('on: push\npermissions: {}\njobs:\n  a: { permissions: write-all, steps: [] }\n')).toEqual([
      'error workflow/permissions :4',
    ]);
  });
});

describe('pins', () => {
  test.each([
    [`uses: acme/tool@${SHA}`, []],
    ['uses: ./local', []],
    [`uses: docker://alpine@sha256:${'0'.repeat(64)}`, []],
    ['uses: acme/tool@v1', ['error workflow/pinned :7']],
    [`uses: acme/tool@${SHA.slice(0, 7)}`, ['error workflow/pinned :7']],
    ['uses: docker://alpine:3', ['error workflow/pinned :7']],
    ['uses: actions/setup-node@v5', ['warning workflow/pinned :7']],
    ['{ uses: acme/tool@main }', ['error workflow/pinned :7']],
    ['"uses": acme/tool@main', ['error workflow/pinned :7']],
  ])('%s: %j', (line, findings) => {
    expect(found(steps('push', line))).toEqual(findings);
  });

  test('a reusable workflow of others is pinned as well', () => {
    expect(found('on: push\npermissions: {}\njobs:\n  a: { uses: acme/x/.github/workflows/y.yml@v1 }\n')).toEqual([
      'error workflow/pinned :4',
    ]);
  });

  test('what a composite action uses is found too, with line and column', () => {
    expect(usesOf('runs:\n  using: composite\n  steps:\n    - uses: acme/tool@v1\n')).toEqual([
      { line: 4, column: 13, reference: 'acme/tool@v1' },
    ]);
  });
});

describe('code of a pull request in a job that has secrets', () => {
  const HEAD = '<< github.event.pull_request.head.sha >>';
  const checkout = (more: string) => `{ uses: "actions/checkout@${SHA}", with: { ${more} } }`;
  test.each([
    ['the head as the workspace', [checkout(`ref: "${HEAD}"`)]],
    ["the head's branch", [checkout('ref: "<< github.head_ref >>"')]],
    ["the fork's repository", [checkout('repository: "<< github.event.pull_request.head.repo.full_name >>"')]],
    ['its merge by number', [checkout('ref: "refs/pull/<< github.event.number >>/merge"')]],
    ['the workspace by another name', [checkout(`ref: "${HEAD}", path: ./`)]],
    ['a folder that an action is run from', [checkout(`ref: "${HEAD}", path: pr`), 'uses: ./pr/action']],
    ['a folder that a script is run from', [checkout(`ref: "${HEAD}", path: pr`), 'run: ./pr/build.sh']],
    ['a folder that is gone into', [checkout(`ref: "${HEAD}", path: pr`), 'run: cd pr && npm ci']],
    [
      'a folder that a step works in',
      [checkout(`ref: "${HEAD}", path: pr`), '{ run: npm ci, working-directory: ./pr }'],
    ],
    ['the head by a command', [`{ run: git fetch origin "$SHA" && git checkout FETCH_HEAD, env: { SHA: "${HEAD}" } }`]],
    ['the head by gh', ['run: gh pr checkout 1']],
  ])('%s: an error', (_, lines) => {
    for (const on of ['pull_request_target', '[pull_request_target]', '{ workflow_run: { workflows: [CI] } }']) {
      expect(found(steps(on, ...lines))).toContainEqual(expect.stringMatching(/^error workflow\/runs-proposals/));
    }
  });

  test.each([
    ['the base alone', 'pull_request_target', [checkout('fetch-depth: 0')]],
    [
      'the head, read as data',
      'pull_request_target',
      [checkout(`ref: "${HEAD}", path: proposed`), 'run: cat proposed/x'],
    ],
    ['a folder of a like name', 'pull_request_target', [checkout(`ref: "${HEAD}", path: pr`), 'run: ./prepare.sh']],
    ['the head, without secrets', 'pull_request', [checkout(`ref: "${HEAD}"`), 'run: ./build.sh']],
  ])('%s: none', (_, on, lines) => {
    expect(found(steps(on, ...lines)).filter((one) => one.includes('runs-proposals'))).toEqual([]);
  });
});

describe('text of others in a script', () => {
  test.each([
    'run: echo "<< github.event.pull_request.title >>"',
    'run: echo << github.event.issue.body >>',
    'run: echo << github["event"].head_commit.message >>',
    "run: echo << github['event']['comment']['body'] >>",
    'run: echo << toJSON(github.event) >>',
    'run: echo << github.head_ref >>',
    'run: echo << inputs.person >>',
    'run: echo << github.event.client_payload.person || 1 >>',
    `{ uses: "actions/github-script@${SHA}", with: { script: "log('<< github.event.comment.body >>')" } }`,
  ])('%s: an error', (line) => {
    expect(found(steps('push', line))).toContainEqual(expect.stringMatching(/^error workflow\/injection :7/));
  });

  test.each([
    '{ run: \'echo "$TITLE"\', env: { TITLE: "<< github.event.pull_request.title >>" } }',
    'run: echo << github.event.number >> << github.event.pull_request.head.sha >>',
    'run: echo << github.sha >> << matrix.node >>',
    `{ uses: "acme/x@${SHA}", with: { title: "<< github.event.pull_request.title >>" } }`,
    'run: "echo << never closed github.event.x"',
  ])('%s: none', (line) => {
    expect(found(steps('push', line))).toEqual([]);
  });
});

describe('a workflow that runs Leaver', () => {
  const run = (more: string, concurrency = '{ group: leaver, cancel-in-progress: false, queue: max }') =>
    `on: push\npermissions: {}\nconcurrency: ${concurrency}\njobs:\n  a:\n    steps:\n      - { uses: "actions/checkout@${SHA}", with: { ${more} } }\n      - { uses: "acme/leaver@${SHA}" }\n`;

  test('with the whole history, one at a time and none lost: nothing is found', () => {
    expect(found(run('fetch-depth: 0'))).toEqual([]);
  });

  test.each([
    ['no history', 'persist-credentials: false', undefined, ['error workflow/history ']],
    ['a history of 50', 'fetch-depth: 50', undefined, ['error workflow/history ']],
    ['no group', 'fetch-depth: 0', 'null', ['warning workflow/concurrency ']],
    ['no queue', 'fetch-depth: 0', 'leaver', ['warning workflow/concurrency ']],
    ['runs cancelled', 'fetch-depth: 0', '{ group: a, cancel-in-progress: true }', ['error workflow/concurrency ']],
    [
      'runs cancelled by chance',
      'fetch-depth: 0',
      '{ group: a, cancel-in-progress: "<< github.x >>", queue: max }',
      ['error workflow/concurrency '],
    ],
  ])('%s', (_, more, concurrency, findings) => {
    expect(found(run(more, concurrency))).toEqual(findings);
  });

  test('by its command line is held to the same', () => {
    expect(found(steps('push', `uses: actions/checkout@${SHA}`, 'run: node dist/cli.js reconcile'))).toEqual([
      'error workflow/history ',
      'warning workflow/concurrency ',
    ]);
  });

  test('only to validate needs neither', () => {
    const validate = steps(
      'pull_request',
      `uses: actions/checkout@${SHA}`,
      `{ uses: "acme/leaver@${SHA}", with: { command: validate } }`,
    );
    expect(found(validate)).toEqual([]);
    expect(validatingChecks(workflow(validate))).toEqual(['a']);
  });

  test('through another workflow, revokes as that one does', () => {
    const called = workflow(run('fetch-depth: 0'), '.github/workflows/leaver.yml');
    const caller = workflow(
      'on: { schedule: [{ cron: "1 * * * *" }] }\njobs:\n  a: { uses: ./.github/workflows/leaver.yml }\n',
      '.github/workflows/hourly.yml',
    );
    const other = workflow('on: push\njobs: {}\n', '.github/workflows/other.yml');
    expect(revokingOf([caller, other, called]).map(({ path }) => path)).toEqual([caller.path, called.path]);
    expect(caller.crons).toEqual(['1 * * * *']);
  });
});

describe('a file that is no workflow', () => {
  test.each(['', '- a\n', 'a: [', 'just text', '\u0000'])('%j is refused with a reason', (text) => {
    expect(readWorkflow(PATH, text)).toEqual(expect.stringMatching(/^it (is|holds)/));
  });

  test('aliases in aliases do not fill the memory', () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(10).fill(`*l${at}`).join(', ')}]`,
    );
    expect(readWorkflow(PATH, `l0: &l0 [x]\n${levels.join('\n')}\n`)).toEqual(expect.stringContaining('within limits'));
  });

  test('a script of openings alone is read at once', () => {
    const before = performance.now();
    found(
      steps('pull_request_target', `run: "${'<< github.event '.repeat(30_000)}"`, `run: "${'git '.repeat(100_000)}"`),
    );
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  test('odd shapes are passed over, not tripped over', () => {
    expect(
      found('on: [push, 1]\npermissions: 7\njobs: { a: 1, b: { steps: [1, null, { uses: 3, run: [] }] }, c: null }\n'),
    ).toEqual([]);
  });
});

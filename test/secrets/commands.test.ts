/** Law 13: no secret anywhere. Credentials are planted wherever a run could meet them, and every output is searched. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { failureText, runAction } from '../../src/action/run.js';
import { call, heard } from '../cli/call.js';
import { writeRepository } from '../fixtures/repositories.js';
import { ADDRESSES, leakedIn, PASTED, TOKENS, written } from './planted.js';
import { plantedWorld } from './world.js';

const LIMIT = 120_000;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'leaver-secrets-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Every command that reads or acts, with the files that it writes in `out`. */
function commandLines(root: string, out: string, pullRequest: number): readonly (readonly string[])[] {
  const at = ['--root', root];
  return [
    ['validate', ...at],
    ['observe', ...at, '--out', join(out, 'snapshot.json')],
    ['plan', ...at, '--out', join(out, 'plan.json')],
    ['plan', ...at, '--format', 'markdown'],
    ['plan', ...at, '--format', 'json'],
    ['plan', ...at, '--from', join(out, 'snapshot.json')],
    ['explain', 'ana.ruiz', ...at],
    ['explain', 'ana.ruiz', ...at, '--format', 'markdown'],
    ['apply', ...at, '--plan', join(out, 'plan.json'), '--digest', `sha256:${TOKENS.GITHUB_TOKEN}`],
    ['reconcile', ...at],
    ['reconcile', ...at, '--format', 'json'],
    ['reconcile', ...at, '--format', 'markdown'],
    ['audit', 'verify', ...at, '--format', 'json'],
    ['audit', 'export', ...at, '--format', 'ocsf'],
    ['audit', 'export', ...at, '--format', 'csv'],
    ['audit', 'evidence', ...at, '--person', 'ana.ruiz', '--out', join(out, 'evidence')],
    ['report', ...at, '--out', join(out, 'page')],
    ['announce', ...at, '--proposed', root, '--pull-request', String(pullRequest)],
    ['restore', '--person', 'ana.ruiz', ...at],
    ['restore', '--person', 'ana.ruiz', '--yes', ...at, '--format', 'markdown'],
    ['restore', PASTED.classic, ...at],
    ['optout', 'list', ...at, '--format', 'markdown'],
    ['optout', 'check', 'ana-1', ...at],
    ['optout', 'prune', ...at],
    ['optout', 'new', ...at, '--justification', PASTED.fineGrained, '--person', 'ana.ruiz', '--id', 'ana-2'],
    ['codeowners', ...at],
    ['doctor', ...at],
    ['doctor', ...at, '--format', 'json'],
    ['preview', ...at, '--proposed', root, '--comment', String(pullRequest)],
    ['init', join(out, 'made'), '--organization', PASTED.slack, '--github-org', 'acme', '--format', 'json'],
    [PASTED.jwt],
    ['plan', ...at, '--at', PASTED.classic, '--format', 'json'],
  ];
}

/** Those that ask a system, once each. */
function askingLines(...of: Parameters<typeof commandLines>): readonly (readonly string[])[] {
  const asking = /^(observe|plan|explain|reconcile|restore|doctor|preview|report|announce)$|^optout,(check|prune)/;
  const seen = new Set<string>();
  return commandLines(...of).filter((line) => {
    const [command = ''] = line;
    const first = !seen.has(command) && asking.test(command === 'optout' ? line.slice(0, 2).join() : command);
    if (first && command !== 'optout') seen.add(command);
    return first || (command === 'reconcile' && line.includes('markdown'));
  });
}

interface Told {
  readonly line: string;
  readonly status: number | null;
  readonly text: string;
}

async function runAll(lines: readonly (readonly string[])[]): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const line of lines) {
    const { status, stdout, stderr } = await call(...line);
    told.push({ line: line.slice(0, 2).join(' '), status, text: stdout + stderr });
  }
  return told;
}

function expectClean(told: readonly Told[]): void {
  const leaks = told.map(({ line, text }) => [line, leakedIn(text)]).filter(([, found]) => found?.length !== 0);
  expect(leaks).toEqual([]);
}

describe('the command line', () => {
  test.each(['token', 'app'] as const)(
    'a run that goes well with a sign-in by %s shows and keeps no credential',
    async (signIn) => {
      const { root, pullRequest, said, host, receivers } = await plantedWorld(signIn);
      const out = folder();
      const told = await runAll(commandLines(root, out, pullRequest));

      expectClean(told);
      expect(told.filter(({ status }) => status !== 1).length).toBeGreaterThan(12);
      expect(leakedIn(written(root))).toEqual([]);
      expect(leakedIn(written(out))).toEqual([]);
      expect(leakedIn(said())).toEqual([]);
      // It did speak to them with what must not be seen, and left a journal.
      expect(host.requests.length).toBeGreaterThan(20);
      expect(written(root)).toContain('leaver.revocation.begun');
      // And people were told of it, each by their channel, and it was copied.
      const { messages, copies } = receivers.given();
      expect(messages.length).toBeGreaterThanOrEqual(3);
      expect(host.repository.comments.length).toBeGreaterThan(0);
      expect(copies.join()).toContain('leaver.revocation.begun');
    },
    LIMIT,
  );

  test.each([401, 403, 422, 500])(
    'systems that answer %i and repeat every credential are not quoted',
    async (status) => {
      const { root, pullRequest, refuse } = await plantedWorld(status === 422 ? 'app' : 'token');
      const out = folder();
      refuse(status);
      const told = await runAll(askingLines(root, out, pullRequest));

      expectClean(told);
      expect(leakedIn(written(root))).toEqual([]);
      expect(leakedIn(written(out))).toEqual([]);
      const said = told.map(({ text }) => text.replace(/\s+/g, ' ')).join('\n');
      expect(said).toContain(String(status));
      // They were asked to take news and copies, and it is told that they did not.
      for (const id of ['chat', 'pager', 'mail']) expect(said).toContain(`channel ${id} was not told everything`);
      expect(said).toContain('copy archive of the audit log is not complete');
    },
    LIMIT,
  );

  test(
    'systems that cannot be reached are told without them',
    async () => {
      const { root, pullRequest } = await plantedWorld('token');
      // What may stand in an address is a credential too.
      const nobody = `http://user:${PASTED.classic}@127.0.0.1:9`;
      const systems = ['GITHUB_API_URL', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_S3'];
      for (const name of systems) vi.stubEnv(name, nobody);
      vi.stubEnv('LEAVER_NOTIFY_CHAT_URL', `${nobody}${ADDRESSES.chat}`);
      vi.stubEnv('LEAVER_NOTIFY_PAGER_URL', `${nobody.replace('9', '1')}${ADDRESSES.pager}`);
      vi.stubEnv('LEAVER_NOTIFY_MAIL_URL', `smtp://robot:${ADDRESSES.mail}@127.0.0.1:9`);
      const out = folder();

      expectClean(await runAll(askingLines(root, out, pullRequest)));
      expect(leakedIn(written(root))).toEqual([]);
    },
    LIMIT,
  );
});

describe('the action', () => {
  test(
    'its log, outputs, summary and report hold none, whether systems answer or refuse',
    async () => {
      const { root, pullRequest, refuse, said } = await plantedWorld('token');
      const files = folder();
      for (const name of ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_STATE']) {
        writeFileSync(join(files, name), '');
        vi.stubEnv(name, join(files, name));
      }
      vi.stubEnv('RUNNER_TEMP', files);
      vi.stubEnv('INPUT_ROOT', root);
      vi.stubEnv('INPUT_PULL-REQUEST', String(pullRequest));
      vi.stubEnv('INPUT_PROPOSED', root);
      const commands = ['validate', 'observe', 'plan', 'preview', 'reconcile', 'apply', PASTED.classic];
      for (const command of [...commands, 'refuse', ...commands]) {
        if (command === 'refuse') refuse(403);
        vi.stubEnv('INPUT_COMMAND', command);
        vi.stubEnv('INPUT_PLAN', join(files, `${command.slice(0, 9)}.json`));
        vi.stubEnv('INPUT_DIGEST', PASTED.jwt);
        const { stdout, stderr } = await heard(() => {
          return runAction(process.env).catch((error) => void process.stderr.write(failureText(error, process.env)));
        });
        // What the runner is told to mask has to be named to it.
        const log = stdout.replace(/^::add-mask::.*$/gm, '');
        expect(leakedIn(log + stderr), command).toEqual([]);
        expect(stdout, command).toContain('::add-mask::');
      }
      expect(leakedIn(written(files))).toEqual([]);
      expect(leakedIn(written(root))).toEqual([]);
      expect(leakedIn(said())).toEqual([]);
      expect(readFileSync(join(files, 'GITHUB_STEP_SUMMARY'), 'utf8')).toContain('403');
    },
    LIMIT,
  );
});

describe('a credential that was pasted into a policy repository', () => {
  const SYSTEM = { id: 'github', kind: 'github-org', settings: { organization: 'acme' } };

  test.each(Object.entries(PASTED))(
    'is refused wherever it stands, by its place and never by its words: %s',
    async (_, pasted) => {
      const quoted = JSON.stringify(pasted);
      const root = writeRepository({
        systems: [SYSTEM],
        files: {
          'policies/people/more.yaml': `people:\n  - id: bo.lind # ${pasted.replaceAll('\n', ' ')}\n    name: Bo\n    email: bo@acme.example\n`,
          'policies/systems/hub.yaml': `id: hub\nkind: github-org\nsettings:\n  organization: acme\n  token: ${quoted}\n`,
          'optouts/o.yaml': `id: o\nperson: bo.lind\njustification: ${quoted}\n${quoted}: 1\n`,
        },
      });
      for (const format of ['text', 'json', 'markdown']) {
        const { status, stdout, stderr } = await call('validate', '--root', root, '--format', format);
        expect(status).toBe(1);
        expect(leakedIn(stdout + stderr)).toEqual([]);
        expect(stdout.replace(/\s+/g, ' ')).toContain('This looks like ');
        expect(stdout.replace(/\s+/g, ' ')).toMatch(/more\.yaml:2:\d+|"line": ?2/);
      }
    },
  );

  test('ids of keys, commits and addresses are none', async () => {
    const root = writeRepository({
      systems: [SYSTEM],
      files: {
        'policies/people/more.yaml': [
          'people: # 2f9e3c1d0b8a7f6e5d4c3b2a190f8e7d6c5b4a39 https://acme.example/a:b@c',
          '  - { id: bo.lind, name: "AKIAIOSFODNN7EXAMPLE", email: ghp@acme.example }',
        ].join('\n'),
      },
    });
    expect((await call('validate', '--root', root)).status).toBe(0);
  });
});

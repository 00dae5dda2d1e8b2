import { describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { nodeClock } from '../../src/ports/node.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import { serve } from '../../src/sandbox/server.js';
import { repositoryOf, someone, temporaryFolder } from '../fixtures/repositories.js';
import { httpReceiver } from '../notify/receivers.js';
import { written } from '../secrets/planted.js';
import { runAction, type StepResult } from './runner.js';

const USERS = [
  { id: 1, login: 'boss' },
  { id: 2, login: 'ana' },
  { id: 3, login: 'ben' },
];
const NOT_READ = ['token-requests', 'sso-credentials', 'copilot-seats', 'codespaces', 'apps', 'webhooks'];

/** An organization that ana has left, a channel on Slack, and a folder for the runs on it. */
async function world() {
  const members = USERS.map(({ login, id }) => ({ login, id, role: login === 'boss' ? 'admin' : 'member' }) as const);
  const seed = { organization: 'acme', members, runner: { kind: 'user', login: 'boss' } } as const;
  const running = await serve(githubOrg('github', seed), nodeClock);
  onTestFinished(running.stop);
  const chat = await httpReceiver('/services/T0PLANTED/B0PLANTED/aSecretThatStandsInTheAddress');
  const folder = temporaryFolder();
  const people = USERS.map(({ login, id }) =>
    someone(login, {
      status: login === 'ana' ? 'departed' : 'active',
      accounts: { github: { id: String(id), name: login } },
    }),
  );
  const system = {
    ...{ id: 'github', kind: 'github-org', mode: 'enforce', guards: { minAdmins: 1 } },
    ...{ unavailable: ['fine-grained-tokens', ...NOT_READ], settings: { organization: 'acme' } },
  };
  const files = repositoryOf({ people, policy: { notify: [{ id: 'chat', kind: 'slack' }] } });
  const run = () =>
    runAction({
      folder,
      files: { ...files, 'policies/systems/github.yaml': stringify(system) },
      environment: { LEAVER_NOTIFY_CHAT_URL: chat.url, LEAVER_GITHUB_TOKEN: 'sandbox' },
      apiUrl: running.url,
      token: 'ghs_aTokenOfTheWorkflow',
    });
  return { running, chat, folder, run };
}

/** Whatever a run leaves that somebody may read: its log without what it asks to be masked, and all its files. */
function leftBy({ stdout, stderr }: StepResult, folder: string): string {
  return `${stdout.replace(/^::add-mask::.*$/gm, '')}${stderr}${written(folder)}`;
}

describe('the action with a channel on Slack, whose address is its secret', () => {
  test('tells what it revoked, and shows no part of the address in any log, summary, output or file', async () => {
    const { chat, folder, run } = await world();
    const result = await run();
    const left = leftBy(result, folder);

    expect(result.status, left).toBe(0);
    expect(chat.taken.map(({ path, body }) => [path, JSON.parse(body).text])).toEqual([
      [new URL(chat.url).pathname, expect.stringContaining('1 revocation')],
    ]);
    expect(result.masked).toContain(chat.url);
    expect(left).toContain('leaver.notification.ended');
    for (const part of ['T0PLANTED', 'B0PLANTED', 'aSecretThatStandsInTheAddress']) expect(left).not.toContain(part);
  });

  test('is red where Slack refuses and repeats the address; the next run tells it, and nothing is revoked twice', async () => {
    const { running, chat, folder, run } = await world();
    chat.answers.push({ status: 403, body: `invalid_token at ${chat.url}` });
    const red = await run();
    const afterRed = leftBy(red, folder);
    const changes = running.changes.length;
    const green = await run();

    expect(red.status, afterRed).toBe(4);
    expect(red.summary).toContain('channel chat');
    expect(green.status, leftBy(green, folder)).toBe(0);
    expect(running.changes).toHaveLength(changes);
    expect(chat.taken).toHaveLength(2);
    for (const left of [afterRed, leftBy(green, folder)]) expect(left).not.toContain('aSecretThatStandsInTheAddress');
  });
});

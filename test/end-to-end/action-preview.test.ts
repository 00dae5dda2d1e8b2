import { describe, expect, test } from 'vitest';
import { type Host, hostPolicy } from '../fixtures/hosted.js';
import {
  accountOf,
  memorySystem,
  type RepositoryParts,
  repositoryOf,
  someone,
  temporaryFolder,
} from '../fixtures/repositories.js';
import { runAction, type StepResult } from './runner.js';

const BOT = 'github-actions[bot]';
const HEAD = 'c0ffee00'.repeat(5);
const BASE: RepositoryParts = {
  people: [someone('ana'), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};
const LEFT: RepositoryParts = { ...BASE, people: [someone('ana', { status: 'departed' }), someone('ben')] };

async function hosted(): Promise<Host> {
  const host = await hostPolicy({
    users: [
      { login: 'kimcho', id: 11 },
      { login: BOT, id: 41898282, kind: 'Bot' },
    ],
  });
  await host.openPullRequest({ branch: 'change', by: 'kimcho', files: { 'a.txt': 'a\n' } });
  return host;
}

/** As leaver-preview.yml starts it: the default branch at the top, the pull request's files in a folder. */
function preview(host: Host, proposal: RepositoryParts | null, inputs = {}): Promise<StepResult> {
  const proposed = Object.entries(proposal === null ? {} : repositoryOf(proposal));
  const { GITHUB_TOKEN: token = '' } = host.environmentOf(BOT);
  return runAction({
    folder: temporaryFolder(),
    files: { ...repositoryOf(BASE), ...Object.fromEntries(proposed.map(([path, text]) => [`proposed/${path}`, text])) },
    inputs: {
      command: 'preview',
      proposed: proposal === null ? '' : 'proposed',
      'pull-request': '1',
      head: HEAD,
      ...inputs,
    },
    environment: { GITHUB_REPOSITORY: 'acme/policy', GITHUB_EVENT_NAME: 'pull_request_target' },
    apiUrl: host.url,
    token,
  });
}

describe('the action on a pull request', () => {
  test('keeps the comment, and says the same in the summary', async () => {
    const host = await hosted();
    const { status, summary, outputs } = await preview(host, LEFT);

    expect(status).toBe(0);
    expect(summary).toContain('Merging c0ffee00c0ff: 1 access is revoked.');
    expect(host.repository.comments.map(({ body }) => body)).toEqual([`<!-- leaver:preview -->\n${summary.trimEnd()}`]);
    expect(outputs.revoked).toBe('0');
  });

  test('without a proposal, says so on the pull request and fails', async () => {
    const host = await hosted();
    const { status } = await preview(host, null);

    expect(status).toBe(1);
    expect(host.repository.comments[0]?.body).toContain('could not be found out');
  });

  test.each(['1; curl evil', '-1', '0x1', '../2'])(
    'the number %s is refused before anything is asked',
    async (number) => {
      const host = await hosted();
      const before = host.requests.length;
      const { status } = await preview(host, LEFT, { 'pull-request': number });

      expect(status).toBe(1);
      expect(host.requests.length).toBe(before);
    },
  );
});

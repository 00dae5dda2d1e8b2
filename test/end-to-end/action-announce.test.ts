import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Host, hostPolicy } from '../fixtures/hosted.js';
import { gitText } from '../fixtures/hosted-commits.js';
import {
  accountOf,
  memorySystem,
  optOutOf,
  type RepositoryParts,
  repositoryOf,
  someone,
  temporaryFolder,
} from '../fixtures/repositories.js';
import { type HttpReceiver, httpReceiver } from '../notify/receivers.js';
import { runAction, type StepResult } from './runner.js';

const BOT = 'github-actions[bot]';
const KEY = Buffer.from('what signs the news of these tests').toString('base64');
const DAY = 24 * 60 * 60 * 1000;
/** The action runs by the machine's clock. */
const expiresAt = new Date(Date.now() + 7 * DAY).toISOString();

const BASE: RepositoryParts = {
  policy: { notify: [{ id: 'security', kind: 'webhook' }] },
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};
const HOSTILE = '::warning title=owned::x <img src=x onerror=alert(1)> [x](https://x.example) <!channel>';
const WHY = `She is in hospital. ${HOSTILE}`;

interface World {
  readonly host: Host;
  readonly receiver: HttpReceiver;
  readonly address: string;
  /** As leaver-announce.yml starts it: the default branch at the top, the pull request's files in a folder. */
  announce(proposal: Readonly<Record<string, string>>): Promise<StepResult>;
}

/** A run writes to the branch at the pace that its host asks for. */
const PATIENCE = 60_000;

async function world(parts: RepositoryParts = BASE): Promise<World> {
  const users = [
    { login: 'kimcho', id: 11 },
    { login: BOT, id: 41898282, kind: 'Bot' as const },
  ];
  const host = await hostPolicy({ users, files: repositoryOf(parts) });
  // A log in a file goes from run to run.
  const folder = temporaryFolder();
  const receiver = await httpReceiver('/in/the-address-is-a-secret-too');
  const { GITHUB_TOKEN: token = '' } = host.environmentOf(BOT);
  const announce: World['announce'] = (proposal) => {
    const proposed = Object.entries(proposal).map(([path, text]) => [`proposed/${path}`, text]);
    return runAction({
      folder,
      files: { ...repositoryOf(parts), ...Object.fromEntries(proposed) },
      inputs: { command: 'announce', proposed: 'proposed', 'pull-request': '41' },
      environment: {
        GITHUB_REPOSITORY: 'acme/policy',
        GITHUB_EVENT_NAME: 'pull_request_target',
        LEAVER_NOTIFY_SECURITY_URL: receiver.url,
        LEAVER_NOTIFY_SECURITY_SECRET: `whsec_${KEY}`,
      },
      apiUrl: host.url,
      token,
      patience: PATIENCE,
    });
  };
  return { host, receiver, address: receiver.url, announce };
}

const proposal = (optOut: object, parts: RepositoryParts = BASE) => ({
  ...repositoryOf(parts),
  'optouts/ana-handover.yaml': stringify({ ...optOutOf({ expiresAt }), ...optOut }),
});

/** All that the step leaves to read, but for what it asks the runner to mask. */
const told = ({ stdout, stderr, summary, outputs }: StepResult) =>
  `${stdout.replace(/^::add-mask::.*$/gm, '')}${stderr}${summary}${JSON.stringify(outputs)}`;

describe('the action on a pull request that opens an opt-out', () => {
  test('tells the channel, signed, who asks for what and never why; a second run on it tells nobody again', async () => {
    const at = await world();
    const first = await at.announce(proposal({ justification: WHY }));
    const second = await at.announce(proposal({ justification: WHY }));

    expect([first.status, second.status], told(first) + told(second)).toEqual([0, 0]);
    expect(at.receiver.taken).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = at.receiver.taken;
    const message = new Webhook(KEY).verify(body, headers as Record<string, string>);
    expect(message).toMatchObject({
      type: 'leaver.news',
      data: {
        title: 'acme: 1 opt-out opened',
        items: [{ kind: 'opt-out-requested', subject: 'opt-out ana-handover' }],
      },
    });
    expect(body + told(first) + told(second)).not.toContain('hospital');
    for (const result of [first, second]) {
      for (const secret of [at.address, KEY]) expect(told(result)).not.toContain(secret);
      expect(result.masked).toEqual(expect.arrayContaining([at.address, `whsec_${KEY}`]));
    }
  });

  test(
    'puts it on record on the branch, so that a run on another machine knows what was told',
    async () => {
      const at = await world({ ...BASE, policy: { ...BASE.policy, journal: 'branch' } });
      const result = await at.announce(proposal({ justification: WHY }));
      const log = gitText(at.host.bare, ['log', '--patch', 'leaver/journal']);

      expect(result.status, told(result)).toBe(0);
      expect(at.receiver.taken).toHaveLength(1);
      expect(log).toContain('"subject":"opt-out/ana-handover"');
      expect(log).toContain('leaver.notification.ended');
      for (const text of ['hospital', KEY, at.address]) expect(log).not.toContain(text);
    },
    2 * PATIENCE,
  );

  test('says that one is invalid, with what is hostile in it as text and as no command', async () => {
    const at = await world();
    const result = await at.announce(proposal({ person: HOSTILE, owner: HOSTILE, justification: WHY }));

    expect(result.status, told(result)).toBe(0);
    expect(at.receiver.taken).toHaveLength(1);
    expect(at.receiver.taken[0]?.body).toContain('it is not valid');
    expect(result.annotations.some(({ properties }) => properties['title'] === 'owned')).toBe(false);
    expect(result.summary).not.toContain('<img');
    expect(result.summary).not.toMatch(/(^|[^\\])\[x\]\(https/);
  });

  test('goes by the channels of the default branch, whatever the pull request makes of them', async () => {
    const at = await world();
    const own = { ...BASE, policy: { notify: [{ id: 'github-token', kind: 'webhook' }] } };
    const result = await at.announce({ ...proposal({}, own), 'action.yml': 'runs: { using: node24, main: evil.js }' });

    expect(result.status, told(result)).toBe(0);
    expect(at.receiver.taken).toHaveLength(1);
  });

  test('is red where the channel takes nothing, and the next run on it tells the same message', async () => {
    const at = await world();
    at.receiver.answers.push({ status: 404, body: at.address });
    const red = await at.announce(proposal({}));
    const green = await at.announce(proposal({}));

    expect([red.status, green.status], told(red) + told(green)).toEqual([4, 0]);
    expect(red.summary).toContain('channel security');
    expect(told(red)).not.toContain(at.address);
    expect(new Set(at.receiver.taken.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(at.receiver.taken).toHaveLength(2);
  });
});

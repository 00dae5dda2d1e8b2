/** A policy repository on an embedded GitHub, with an organization and an AWS account to look after, and planted secrets. */
import { onTestFinished, vi } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { nodeClock } from '../../src/ports/node.js';
import { awsIam } from '../../src/sandbox/aws-iam/index.js';
import { serve } from '../../src/sandbox/server.js';
import { type Host, hostPolicy } from '../fixtures/hosted.js';
import { optOutOf, repositoryOf, someone } from '../fixtures/repositories.js';
import { acme } from '../sandbox/aws-iam/account.js';
import { APP, ECHO, TOKENS } from './planted.js';
import { NOTIFY, type PlantedReceivers, plantedReceivers, SINKS } from './receivers.js';

const NOW = '2026-11-23T09:00:00Z';
const USERS = [
  { login: 'samlee', id: 102 },
  { login: 'kimcho', id: 101 },
  { login: 'anaruiz', id: 103 },
  { login: 'leaver[bot]', id: 900, kind: 'Bot' as const },
];

export interface PlantedWorld {
  readonly host: Host;
  readonly root: string;
  readonly pullRequest: number;
  /** Where channels and copies of the log lead. */
  readonly receivers: PlantedReceivers;
  /** From then on systems and receivers answer so, and repeat every secret. */
  refuse(status: number): void;
  /** Everything that anybody said in the repository, what was pushed to it, what channels were told and what was copied. */
  said(): string;
}

/** Starts it, and stubs the environment: it goes with the test. */
export async function plantedWorld(signIn: 'token' | 'app'): Promise<PlantedWorld> {
  const host = await hostPolicy({ users: USERS, now: NOW, files: files(), organization: organization() });
  const aws = await serve(awsIam('aws', acme), host.clock);
  onTestFinished(() => aws.stop());
  const receivers = await plantedReceivers(host.clock);
  stubClock(host);
  const { GITHUB_API_URL, GITHUB_REPOSITORY } = host.environmentOf('samlee');
  const github = { GITHUB_API_URL, GITHUB_REPOSITORY, ...(signIn === 'app' ? APP : {}) };
  const { url } = aws;
  const addresses = { AWS_ENDPOINT_URL_IAM: url, AWS_ENDPOINT_URL_STS: url, AWS_ACCESS_KEY_ID: 'PLANTEDRUNNER' };
  for (const [name, value] of Object.entries({ ...github, ...TOKENS, ...addresses, ...receivers.environment }))
    vi.stubEnv(name, value);
  const change = { 'optouts/ana-more.yaml': files()['optouts/ana-1.yaml']?.replaceAll('ana-1', 'ana-more') ?? '' };
  const pullRequest = await host.openPullRequest({ branch: 'more', by: 'samlee', files: change });
  return {
    host,
    root: host.root,
    pullRequest,
    receivers,
    refuse: (status) => {
      receivers.refuse(status);
      const message = ECHO.join(' ; ');
      const [first = ''] = ECHO;
      const headers = { 'x-github-request-id': first, 'x-amzn-requestid': first };
      host.faults.add({ fault: { kind: 'status', status, headers, body: { message, errors: ECHO } } });
      const code = status === 403 ? 'AccessDenied' : status === 401 ? 'InvalidClientTokenId' : 'Odd';
      const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${escaped(first)}</RequestId></ErrorResponse>`;
      aws.faults.add({ fault: { kind: 'status', status, headers, body } });
    },
    said: () =>
      `${JSON.stringify([...host.state.hosted.values()])}\n${Object.values(receivers.given()).flat().join('\n')}`,
  };
}

/** Waits take no time of the test's. */
function stubClock({ clock }: Host): void {
  const spies = [
    vi.spyOn(nodeClock, 'now').mockImplementation(() => clock.now() as Instant),
    vi.spyOn(nodeClock, 'sleep').mockImplementation((milliseconds) => clock.sleep(milliseconds)),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  });
}

function organization() {
  return {
    installations: [{ id: 801, app: 'leaver', appId: 811, permissions: { members: 'write' as const } }],
    runner: { kind: 'app' as const, login: 'leaver' },
    // They are the people of the host at once.
    users: [],
    members: [
      { login: 'kimcho', id: 101, role: 'admin' as const },
      { login: 'samlee', id: 102, role: 'admin' as const },
      { login: 'anaruiz', id: 103 },
    ],
    credentials: [
      { token: TOKENS.GITHUB_TOKEN, kind: 'app' as const, login: 'leaver', id: 900 },
      { token: TOKENS.LEAVER_GITHUB_TOKEN, kind: 'user' as const, login: 'samlee' },
    ],
  };
}

function files(): Readonly<Record<string, string>> {
  const on = (id: string, name: string, aws: string) => ({ accounts: { github: { id, name }, aws } });
  return repositoryOf({
    policy: {
      optOuts: { owners: ['kim.cho'], approvalSource: 'github', approvalSystem: 'github' },
      notify: NOTIFY,
      audit: { sinks: SINKS },
    },
    people: [
      someone('ana', { status: 'departed', ...on('103', 'anaruiz', 'ana.ruiz') }),
      someone('kay', on('101', 'kimcho', 'kay')),
      someone('sal', on('102', 'samlee', 'bo.lind')),
    ],
    systems: [
      { id: 'github', kind: 'github-org', mode: 'enforce', settings: { organization: 'acme' } },
      { id: 'aws', kind: 'aws-iam', mode: 'enforce', settings: { accountId: '123456789012' } },
    ],
    optOuts: [optOutOf({ id: 'ana-1', systems: ['github'] })],
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

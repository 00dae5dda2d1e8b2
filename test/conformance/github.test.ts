import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Checker, checkerOf } from '../../scripts/conformance/github-check.js';
import { githubDescription } from '../../scripts/conformance/github-description.js';
import { type Recorder, recordTraffic } from '../../scripts/conformance/recorder.js';
import { githubOrg, operationNames } from '../../src/sandbox/github/index.js';
import type { GithubState } from '../../src/sandbox/github/state.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { clock } from './clock.js';
import { hostedScripted } from './github-hosted-requests.js';
import { type Scripted, scripted } from './github-requests.js';
import { world } from './github-world.js';

const TOKENS = { app: 'app-token', user: 'user-token', jwt: 'a.b.c' };

let running: RunningSystem<GithubState>;
let recorder: Recorder;
let checker: Checker;

beforeAll(async () => {
  checker = checkerOf(await githubDescription());
  running = await serve(githubOrg('github', world), clock);
  recorder = await recordTraffic(running.url);
});

afterAll(async () => {
  await recorder?.stop();
  await running?.stop();
});

async function send(request: Scripted): Promise<Response> {
  const [method = 'GET'] = request.operation.split(' ');
  return fetch(`${recorder.url}${request.path}`, {
    method,
    headers: { authorization: `Bearer ${TOKENS[request.as ?? 'app']}`, 'content-type': 'application/json' },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
}

describe("when the embedded GitHub's operations are held against GitHub's own description", () => {
  test.each(scripted)('$operation conforms in request and response', async (request) => {
    const response = await send(request);
    await response.text();
    const exchange = recorder.exchanges.at(-1);
    if (exchange === undefined) throw new Error('nothing was recorded');

    expect(response.ok ? undefined : response.status).toBe(request.status);
    expect(checker.check(exchange)).toEqual({ operation: request.operation, findings: [] });
    // The change log and reports name operations by the same words.
    expect(running.requests.at(-1)?.operation).toBe(request.operation);
  });

  test('no operation is left out', () => {
    const sent = new Set([...scripted, ...hostedScripted].map(({ operation }) => operation));
    expect(operationNames.filter((name) => !sent.has(name))).toEqual([]);
  });

  test('an operation that GitHub does not have is found', () => {
    const exchange = {
      method: 'GET',
      target: '/orgs/acme/leavers',
      requestBody: '',
      status: 200,
      contentType: '',
      responseBody: '',
    };
    expect(checker.check(exchange).operation).toBeNull();
  });

  test('a wrong shape is found', () => {
    const body = JSON.stringify([{ login: 'anaruiz', id: '103' }]);
    const exchange = {
      method: 'GET',
      target: '/orgs/acme/members?per_page=many',
      requestBody: '',
      status: 200,
      contentType: 'application/json',
      responseBody: body,
    };
    const { findings } = checker.check(exchange);
    expect(findings.some((finding) => finding.startsWith('query parameter per_page'))).toBe(true);
    expect(findings.some((finding) => finding.includes('/0/id'))).toBe(true);
  });
});

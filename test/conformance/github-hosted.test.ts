import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Checker, checkerOf } from '../../scripts/conformance/github-check.js';
import { githubDescription } from '../../scripts/conformance/github-description.js';
import { type Recorder, recordTraffic } from '../../scripts/conformance/recorder.js';
import { type Host, startHost } from '../fixtures/hosted.js';
import { hostedScripted, hostedWorld, type Known } from './github-hosted-requests.js';

let host: Host;
let recorder: Recorder;
let checker: Checker;
const known: Known = {};

beforeAll(async () => {
  checker = checkerOf(await githubDescription());
  host = await startHost(hostedWorld);
  recorder = await recordTraffic(host.url);
});

afterAll(async () => {
  await recorder?.stop();
  await host?.stop();
});

describe("when a hosted repository is held against GitHub's own description", () => {
  test.each(hostedScripted)('$operation conforms in request and response', async (request) => {
    const path = request.path(known);
    // The second pull request is somebody else's: nobody may approve their own.
    if (path.includes('/pulls/2/') && host.repository.pulls.length === 1) {
      await host.openPullRequest({ by: 'samlee', branch: 'two', files: { 'e.yaml': 'e: 1\n' } });
    }
    const [method = 'GET'] = request.operation.split(' ');
    const response = await fetch(`${recorder.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${host.environmentOf('kimcho').GITHUB_TOKEN}` },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body(known)) }),
    });
    const text = await response.text();
    for (const [name, of] of Object.entries(request.keep ?? {})) known[name] = String(of(JSON.parse(text)));
    const exchange = recorder.exchanges.at(-1);
    if (exchange === undefined) throw new Error('nothing was recorded');

    expect(response.ok ? undefined : response.status).toBe(request.status);
    expect(checker.check(exchange)).toEqual({ operation: request.operation, findings: [] });
    expect(host.requests.at(-1)?.operation).toBe(request.operation);
  });
});

/** What a journal on a branch sends and is answered, held against GitHub's own description and schema. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Checker, checkerOf } from '../../scripts/conformance/github-check.js';
import { githubDescription } from '../../scripts/conformance/github-description.js';
import { answerFindings, githubGraphqlSchema, queryFindings } from '../../scripts/conformance/github-graphql.js';
import { type Recorder, recordTraffic } from '../../scripts/conformance/recorder.js';
import { openHost } from '../../src/host/index.js';
import { type Host, startHost } from '../fixtures/hosted.js';

let host: Host;
let recorder: Recorder;
let checker: Checker;

/** Two runs: the branch begins, grows, is read anew; one comes too late, one file is long, one run may not write. */
beforeAll(async () => {
  checker = checkerOf(await githubDescription());
  const users = [{ login: 'kimcho', id: 101 }];
  const reads = { token: 'reads', kind: 'user', login: 'kimcho', lacks: ['contents:write'] } as const;
  host = await startHost({ users, organization: { credentials: [reads] } });
  recorder = await recordTraffic(host.url);
  const environment = { ...host.environmentOf('kimcho'), GITHUB_API_URL: recorder.url };
  const log = (writer: string, more = {}) => {
    const opened = openHost({ environment: { ...environment, ...more }, clock: host.clock, origin: null });
    return opened.log('leaver/journal', writer);
  };
  const [one, other] = [log('run-1'), log('run-2')];
  await one.read();
  await other.read();
  await one.append(['one'], null);
  await other.append(['too late'], null);
  const { head } = await other.read();
  await one.append(['x'.repeat(600_000)], (await one.read()).head);
  await other.append(['too late again'], head);
  await log('run-3').read();
  await log('run-4', { GITHUB_TOKEN: 'reads' })
    .append(['not allowed'], null)
    .catch(() => {});
}, 120_000);

afterAll(async () => {
  await recorder?.stop();
  await host?.stop();
});

describe("when a journal's traffic is recorded", () => {
  test('it made every request that there is, and was refused in each way', () => {
    const made = recorder.exchanges.map((one) => `${checker.check(one).operation ?? one.target} ${one.status}`);
    const repo = '/repos/{owner}/{repo}/git';
    expect([...new Set(made)].sort()).toEqual([
      '/graphql 200',
      `GET ${repo}/blobs/{file_sha} 200`,
      `GET ${repo}/ref/{ref} 200`,
      `GET ${repo}/ref/{ref} 404`,
      `GET ${repo}/trees/{tree_sha} 200`,
      `PATCH ${repo}/refs/{ref} 200`,
      `PATCH ${repo}/refs/{ref} 422`,
      `POST ${repo}/commits 201`,
      `POST ${repo}/refs 201`,
      `POST ${repo}/refs 422`,
      `POST ${repo}/trees 201`,
      `POST ${repo}/trees 403`,
    ]);
  });

  test('every request and every answer is as GitHub describes it', () => {
    const schema = githubGraphqlSchema();
    const findings = recorder.exchanges.flatMap((one) => {
      if (one.target !== '/graphql') return checker.check(one).findings;
      const { query, variables } = JSON.parse(one.requestBody);
      return [
        ...queryFindings(schema, query),
        ...answerFindings(schema, query, variables, JSON.parse(one.responseBody).data),
      ];
    });
    expect([...new Set(findings)]).toEqual([]);
  });
});

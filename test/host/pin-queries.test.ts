/** What pinning sends, held against GitHub's own schema. */
import { expect, test } from 'vitest';
import { answerFindings, githubGraphqlSchema, queryFindings } from '../../scripts/conformance/github-graphql.js';
import { recordTraffic } from '../../scripts/conformance/recorder.js';
import { openHost } from '../../src/host/index.js';
import { hostPolicy } from '../fixtures/hosted.js';

test('it asks only for what GitHub has, and is answered in its types', async () => {
  const host = await hostPolicy({ users: [{ login: 'kimcho', id: 11 }] });
  const recorder = await recordTraffic(host.url);
  try {
    const environment = { ...host.environmentOf('kimcho'), GITHUB_API_URL: recorder.url };
    const { issues } = openHost({ environment, clock: host.clock, origin: null });
    const identity = { label: 'leaver-register', marker: '<!-- leaver:register -->' };
    expect(await issues.pin(await issues.open(identity, { title: 'One', body: 'Two.' }))).toEqual({ kind: 'pinned' });
  } finally {
    await recorder.stop();
  }
  const schema = githubGraphqlSchema();
  const sent = recorder.exchanges
    .filter(({ target }) => target === '/graphql')
    .map(({ requestBody, responseBody }) => ({ ...JSON.parse(requestBody), ...JSON.parse(responseBody) }));

  expect(sent.map(({ operationName }) => operationName)).toEqual(['Pins', 'PinIssue']);
  for (const { query, variables, data } of sent) {
    expect(queryFindings(schema, query)).toEqual([]);
    expect(answerFindings(schema, query, variables, data)).toEqual([]);
  }
});

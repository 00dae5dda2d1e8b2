/** The very queries that a log sends, held against GitHub's own schema. */
import { expect, test } from 'vitest';
import { answerFindings, githubGraphqlSchema, queryFindings } from '../../scripts/conformance/github-graphql.js';
import { recordTraffic } from '../../scripts/conformance/recorder.js';
import { add, LOG, logOf, tamper } from './log-world.js';
import { hosted } from './proposing.js';

test('they ask only for what GitHub has, and are answered in its types', async () => {
  const host = await hosted();
  const recorder = await recordTraffic(host.url);
  try {
    const via = { GITHUB_API_URL: recorder.url };
    await add(logOf(host, 'run-1', LOG, via), 'one');
    tamper(host, { 'journal/2026/11/run-2-1.jsonl': 'nul \u0000\n' });
    await logOf(host, 'run-3', LOG, via).read();
    const asked = recorder.exchanges.filter(({ target }) => target === '/graphql');
    const schema = githubGraphqlSchema();
    const names: string[] = [];
    for (const { requestBody, responseBody } of asked) {
      const { query, variables, operationName } = JSON.parse(requestBody);
      names.push(operationName);
      expect(queryFindings(schema, query)).toEqual([]);
      const { data, errors } = JSON.parse(responseBody);
      expect(errors).toBeUndefined();
      expect(answerFindings(schema, query, variables, data)).toEqual([]);
    }
    expect(names).toEqual(['LogBranch', 'LogFiles']);
  } finally {
    await recorder.stop();
  }
});

import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { openHost } from '../../src/host/index.js';
import { approvedOptOut, hosted, prove } from '../approval/policy-repository.js';
import type { Host } from '../fixtures/hosted.js';
import { optOutOf } from '../fixtures/repositories.js';

/** Two hundred with `npm run test:long`: making as many pull requests takes minutes. */
const MANY = process.env.LEAVER_LONG === undefined ? 12 : 200;

function opened(host: Host) {
  return openHost({ environment: host.environmentOf('sam'), clock: host.clock, origin: null });
}

/** Many opt-outs in one approved pull request each; quick enough for hundreds. */
async function manyOptOuts(host: Host, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const id = `ana-${String(index).padStart(3, '0')}`;
    const text = stringify(optOutOf({ id, expiresAt: '2026-12-01T00:00:00Z' }));
    const files = { [`optouts/${id}.yaml`]: text };
    const number = await host.openPullRequest({ by: 'sam', branch: id, files });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam', method: 'squash' });
  }
}

describe('how many requests a proof takes', () => {
  test('none where there is no opt-out', async () => {
    const host = await hosted();

    expect(await prove(host)).toEqual({ approvals: [], requests: 0, clockSkew: null });
  });

  test(`${MANY / 50 > 1 ? 'six for two hundred' : 'two for a dozen'} opt-outs, each of a pull request of its own`, async () => {
    const host = await hosted();
    await manyOptOuts(host, MANY);

    const { approvals, requests } = await prove(host);

    expect(approvals.filter(({ verdict }) => verdict === 'approved')).toHaveLength(MANY);
    expect(requests).toBe(Math.ceil(MANY / 100) + Math.ceil(MANY / 50));
  }, 600_000);

  test('six for two hundred', async () => {
    const host = await hosted();
    const oid = await host.push({ 'README.md': 'x\n' }, { by: 'sam' });
    const landings = Array.from({ length: 200 }, (_, index) => ({ commit: oid, path: `optouts/ana-${index}.yaml` }));
    const asked = opened(host);

    const { answers } = await asked.pullRequestsOf(landings);

    expect(answers).toHaveLength(200);
    expect(asked.requests()).toBe(2);
  });
});

describe('when the host can answer for some only', () => {
  test('a query that it gives up on is asked in halves, and only the one that it can never answer is unread', async () => {
    const host = await hosted();
    await manyOptOuts(host, 4);
    host.pull();
    const giving = { status: 200, body: { errors: [{ message: 'Something went wrong while executing your query' }] } };
    host.faults.add({ fault: { kind: 'status', ...giving }, matching: /optouts\/ana-002\.yaml/ });

    const { approvals } = await prove(host);

    expect(approvals.filter(({ verdict }) => verdict === 'unverifiable').map(({ optOut }) => optOut)).toEqual([
      'ana-002',
    ]);
  });

  test('a commit that it does not know is no fault', async () => {
    const host = await hosted();
    const landing = { commit: '0123456789'.repeat(4), path: 'optouts/x.yaml' };

    expect(await opened(host).pullRequestsOf([landing])).toMatchObject({
      defaultBranch: 'main',
      answers: [{ kind: 'unknown' }],
    });
  });

  test('what is no name of a commit is never sent', async () => {
    const host = await hosted();
    const landing = { commit: '") { viewer { login } } x: object(oid: "', path: 'optouts/x.yaml' };

    expect(await opened(host).pullRequestsOf([landing])).toMatchObject({ answers: [{ kind: 'unknown' }] });
  });

  test('a repository that the credential does not see is told with the mend', async () => {
    const host = await hosted();
    const environment = { ...host.environmentOf('sam'), GITHUB_REPOSITORY: 'acme/other' };
    const other = openHost({ environment, clock: host.clock, origin: null });

    await expect(other.pullRequestsOf([{ commit: 'a'.repeat(40), path: 'x' }])).rejects.toMatchObject({
      message: expect.stringMatching(/acme\/other/),
    });
  });
});

test('a repository that was renamed is known by its new name: pull requests are its own all the same', async () => {
  const host = await hosted();
  await approvedOptOut(host);
  host.pull();
  // GitHub answers for the old name; the embedded host knows repositories without regard to case, which serves as well.
  const environment = { ...host.environmentOf('sam'), GITHUB_REPOSITORY: 'acme/POLICY' };
  const renamed = openHost({ environment, clock: host.clock, origin: null });
  const landing = { commit: host.repository.pulls[0]?.mergeCommit ?? '', path: 'optouts/ana-handover.yaml' };

  expect(await renamed.pullRequestsOf([landing])).toMatchObject({
    answers: [{ kind: 'found', pullRequests: [{ number: 1 }] }],
  });
});

describe('which repository it is', () => {
  const base = { GITHUB_API_URL: 'http://127.0.0.1:1', GITHUB_TOKEN: 'none-of-your-business' };
  const clock = { now: () => 0 as never, sleep: async () => {} };

  test.each([
    ['https://github.com/acme/policy.git', 'acme', 'policy'],
    ['https://github.com/acme/policy', 'acme', 'policy'],
    ['git@github.com:acme/policy.git', 'acme', 'policy'],
    ['ssh://git@github.com/acme/policy', 'acme', 'policy'],
  ])('is read from the remote %s', (origin, owner, name) => {
    expect(openHost({ environment: base, clock, origin }).repository).toEqual({ owner, name });
  });

  test("the workflow's own word comes first", () => {
    const environment = { ...base, GITHUB_REPOSITORY: 'acme/policy' };
    const { repository } = openHost({ environment, clock, origin: 'https://github.com/eve/forged' });
    expect(repository).toEqual({ owner: 'acme', name: 'policy' });
  });

  test.each([
    null,
    '/srv/git/policy',
    'https://github.com/acme',
    'https://github.com/a/b/c',
    'https://github.com/a b/c',
  ])('is not known where the remote is %s', (origin) => {
    expect(() => openHost({ environment: base, clock, origin })).toThrow('it is not known');
  });
});

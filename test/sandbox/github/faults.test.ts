import { Octokit } from '@octokit/rest';
import { describe, expect, test } from 'vitest';
import { largeOrg } from '../../../src/sandbox/github/index.js';
import { logins, start } from './world.js';

const LISTING = 'GET /orgs/{org}/members';

describe('faults on demand', () => {
  test('when latency is asked for, the answer is right and late', async () => {
    const { running, send } = await start();
    running.faults.add({ fault: { kind: 'latency', milliseconds: 80 }, times: 1 });
    const began = performance.now();
    expect((await send('GET', '/orgs/acme/members')).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(70);
  });

  test.each([
    ['a 403', 403, {}, { message: 'Resource not accessible by integration' }],
    ['a 429 with Retry-After', 429, { 'retry-after': '7' }, { message: 'You have exceeded a secondary rate limit' }],
    ['a 429 without Retry-After', 429, {}, { message: 'API rate limit exceeded' }],
    ['a 502', 502, {}, { message: 'Server Error' }],
    ['a limit as HTTP 200', 200, {}, { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }],
  ])('when %s is asked for, that is the answer, and nothing was changed', async (_, status, headers, body) => {
    const { running, send, changed } = await start();
    running.faults.add({ fault: { kind: 'status', status, headers, body }, method: 'DELETE', times: 1 });
    const reply = await send('DELETE', '/orgs/acme/memberships/samlee');
    expect(reply).toMatchObject({ status, body });
    expect(reply.headers.get('retry-after')).toBe('retry-after' in headers ? '7' : null);
    expect(changed()).toEqual([]);
    expect(running.requests).toMatchObject([{ operation: 'DELETE /orgs/{org}/memberships/{username}', status }]);
    expect((await send('DELETE', '/orgs/acme/memberships/samlee')).status).toBe(204);
  });

  test('when the connection is reset, nothing happened', async () => {
    const { running, send, changed } = await start();
    running.faults.add({ fault: { kind: 'reset' }, method: 'DELETE', times: 1 });
    await expect(send('DELETE', '/orgs/acme/memberships/samlee')).rejects.toThrow();
    expect(changed()).toEqual([]);
    expect(running.requests).toMatchObject([{ operation: 'DELETE /orgs/{org}/memberships/{username}', status: 0 }]);
    expect((await send('GET', '/orgs/acme/members/samlee')).status).toBe(204);
  });

  test('when the reply is lost, the change was made', async () => {
    const { running, send, changed } = await start();
    running.faults.add({ fault: { kind: 'lost-reply' }, method: 'DELETE', times: 1 });
    await expect(send('DELETE', '/orgs/acme/memberships/samlee')).rejects.toThrow();
    expect(changed()).toEqual(['DELETE /orgs/{org}/memberships/{username} samlee']);
    expect((await send('GET', '/orgs/acme/members/samlee')).status).toBe(404);
  });

  test('when a page is short, following Link loses nobody', async () => {
    const { running } = await start(largeOrg({ members: 250 }));
    running.faults.add({ fault: { kind: 'short-page', entries: 40 }, skip: 1, times: 1 });
    const octokit = new Octokit({ baseUrl: running.url, auth: 'ghs_good' });
    const pages: number[] = [];
    const members = await octokit.paginate(LISTING, { org: 'acme', per_page: 100 }, (reply) => {
      pages.push(reply.data.length);
      return reply.data.map((one) => one.id);
    });
    expect(pages).toEqual([100, 40, 100, 10]);
    expect(new Set(members).size).toBe(250);
  });

  test('when a page is empty though more follow, following Link loses nobody', async () => {
    const { running } = await start(largeOrg({ members: 150 }));
    running.faults.add({ fault: { kind: 'short-page', entries: 0 }, times: 1 });
    const octokit = new Octokit({ baseUrl: running.url, auth: 'ghs_good' });
    const members = await octokit.paginate(LISTING, { org: 'acme', per_page: 100 });
    expect(members).toHaveLength(150);
  });

  test('when a read is stale, it shows the state before the last change, and the next one does not', async () => {
    const { running, send } = await start();
    running.faults.add({ fault: { kind: 'stale' }, method: 'GET', times: 1 });
    await send('DELETE', '/orgs/acme/memberships/samlee');
    expect(logins(await send('GET', '/orgs/acme/members'))).toContain('samlee');
    expect(logins(await send('GET', '/orgs/acme/members'))).not.toContain('samlee');
  });

  test('when a stale fault strikes a write, it is done on what is there now', async () => {
    const { running, send, changed } = await start();
    running.faults.add({ fault: { kind: 'stale' } });
    const path = '/orgs/acme/teams/engineering/memberships/ana';
    expect((await send('PUT', path, { role: 'member' })).status).toBe(200);
    // The state before knows no such membership, and would answer 404.
    expect((await send('DELETE', path)).status).toBe(204);
    running.faults.clear();
    expect((await send('GET', path)).status).toBe(404);
    expect(changed()).toHaveLength(2);
  });

  test('when a rule names requests, counts and skips, it strikes those alone, in the order of rules', async () => {
    const { running, send } = await start();
    running.faults.add({ fault: { kind: 'status', status: 500 }, matching: /role=admin/, skip: 1, times: 1 });
    running.faults.add({ fault: { kind: 'status', status: 503 }, matching: /hooks/ });
    const statuses: number[] = [];
    for (const path of ['members?role=admin', 'members', 'members?role=admin', 'members?role=admin', 'hooks']) {
      statuses.push((await send('GET', `/orgs/acme/${path}`)).status);
    }
    expect(statuses).toEqual([200, 200, 500, 200, 503]);
    running.faults.clear();
    expect((await send('GET', '/orgs/acme/hooks')).status).toBe(200);
  });

  test('when a body is over 4 MiB, the server says so and goes on', async () => {
    const { send } = await start();
    expect((await send('POST', '/graphql', { query: 'x'.repeat(5 * 1024 * 1024) })).status).toBe(500);
    expect((await send('GET', '/orgs/acme')).status).toBe(200);
  });
});

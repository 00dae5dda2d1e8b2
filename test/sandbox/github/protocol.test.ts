import { Octokit } from '@octokit/rest';
import { describe, expect, test } from 'vitest';
import { largeOrg, operationNames } from '../../../src/sandbox/github/index.js';
import { acme, logins, type Reply, start } from './world.js';

function linkOf(reply: Reply, relation: string): string | null {
  const link = reply.headers.get('link') ?? '';
  return new RegExp(`<([^>]+)>; rel="${relation}"`).exec(link)?.[1] ?? null;
}

describe('pages', () => {
  test('when 250 members are listed, Link leads through three pages and names the last', async () => {
    const { send, running } = await start(largeOrg({ members: 250 }));
    const first = await send('GET', '/orgs/acme/members?per_page=100');
    expect(logins(first)).toHaveLength(100);
    expect(linkOf(first, 'last')).toBe(`${running.url}/orgs/acme/members?per_page=100&page=3`);
    const second = await send('GET', linkOf(first, 'next') ?? '');
    const third = await send('GET', linkOf(second, 'next') ?? '');
    expect(logins(third)).toHaveLength(50);
    expect(linkOf(third, 'next')).toBeNull();
    expect(linkOf(third, 'prev')).toBe(`${running.url}/orgs/acme/members?per_page=100&page=2`);
    expect(new Set([first, second, third].flatMap(logins)).size).toBe(250);
  });

  test('when nothing is said about size a page holds 30, and never more than 100', async () => {
    const { send } = await start(largeOrg({ members: 250 }));
    expect(logins(await send('GET', '/orgs/acme/members'))).toHaveLength(30);
    expect(logins(await send('GET', '/orgs/acme/members?per_page=5000'))).toHaveLength(100);
    expect(logins(await send('GET', '/orgs/acme/members?per_page=0'))).toHaveLength(30);
    expect(logins(await send('GET', '/orgs/acme/members?page=99'))).toEqual([]);
  });

  test('when octokit pages through a listing, it gets everybody in as few requests as there are pages', async () => {
    const { running } = await start(largeOrg({ members: 250, copilotSeats: 120 }));
    const octokit = new Octokit({ baseUrl: running.url, auth: 'ghs_good' });
    const members = await octokit.paginate('GET /orgs/{org}/members', { org: 'acme', per_page: 100 });
    expect(members).toHaveLength(250);
    expect(running.requests).toHaveLength(3);
    const listing = 'GET /orgs/{org}/copilot/billing/seats';
    const seats = await octokit.paginate(listing, { org: 'acme', per_page: 100 }, (reply) => reply.data.seats ?? []);
    expect(seats).toHaveLength(120);
  });

  test('when an organization has 10,000 members, a page takes no longer than a person notices', async () => {
    const { send } = await start(
      largeOrg({ members: 10_000, teams: 200, repositories: 500, outsideCollaborators: 50 }),
    );
    const began = performance.now();
    expect(logins(await send('GET', '/orgs/acme/members?per_page=100&page=100'))).toHaveLength(100);
    expect(logins(await send('GET', '/orgs/acme/outside_collaborators?per_page=100'))).toHaveLength(50);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(logins(await send('GET', '/orgs/acme/teams/team-200/members?per_page=100'))).toHaveLength(50);
  });
});

describe('replies', () => {
  test('when anything is answered, limit, request id and date stand in the headers', async () => {
    const { send } = await start();
    await send('GET', '/orgs/acme');
    const { headers } = await send('GET', '/orgs/acme');
    expect(headers.get('x-ratelimit-limit')).toBe('15000');
    expect(headers.get('x-ratelimit-remaining')).toBe('14998');
    expect(headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-11-23T10:00:00Z') / 1000));
    expect(headers.get('x-github-request-id')).toMatch(/^[0-9A-F]{4}:[0-9A-F]{6}:[0-9A-F]{7}:[0-9A-F]{8}$/);
    expect(headers.get('date')).toBe('Mon, 23 Nov 2026 09:00:00 GMT');
  });

  test('when the path, the organization or the JSON is unknown, GitHub’s error says so', async () => {
    const { send, running } = await start();
    expect(await send('GET', '/nothing/here')).toMatchObject({
      status: 404,
      body: { message: 'Not Found', status: '404' },
    });
    expect((await send('GET', '/orgs/other/members')).status).toBe(404);
    expect((await send('GET', '/orgs/ACME/members')).status).toBe(200);
    expect((await send('GET', '/orgs/acme/members/%E0%A4%A')).status).toBe(404);
    const broken = await fetch(`${running.url}/orgs/acme/memberships/samlee`, {
      method: 'PUT',
      headers: { authorization: 'token ghs_good' },
      body: '{"role":',
    });
    expect(broken.status).toBe(400);
  });

  test('when requests are logged, each stands under GitHub’s own template', async () => {
    const { send, running } = await start();
    await send('GET', '/repos/acme/ledger/collaborators/anaruiz/permission');
    await send('DELETE', '/orgs/acme/memberships/samlee');
    await send('GET', '/nothing');
    expect(running.requests.map((one) => [one.operation, one.status])).toEqual([
      ['GET /repos/{owner}/{repo}/collaborators/{username}/permission', 200],
      ['DELETE /orgs/{org}/memberships/{username}', 204],
      ['GET /nothing', 404],
    ]);
    expect(running.changes).toEqual([
      {
        at: '2026-11-23T09:00:00Z',
        system: 'github',
        operation: 'DELETE /orgs/{org}/memberships/{username}',
        object: 'samlee',
      },
    ]);
  });

  test('when the operations are counted, each stands there once', () => {
    expect(new Set(operationNames).size).toBe(operationNames.length);
  });

  test('when a world names a team or repository that it lacks, it is refused', async () => {
    await expect(start({ ...acme, invitations: [{ login: 'x', teams: ['nothing'] }] })).rejects.toThrow(
      'no team nothing',
    );
    const astray = [{ name: 'x', owner: 'anaruiz', repository: 'nothing' }];
    await expect(start({ ...acme, codespaces: astray })).rejects.toThrow('no repository nothing');
  });
});

import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.js';
import { LeaverError } from '../../../src/errors.js';
import type { FaultRule } from '../../../src/sandbox/faults.js';
import { start, world } from './world.js';

const MEMBERS = /^\/orgs\/acme\/members\?/;
const MEMBERS_PAGE = (page: number) => new RegExp(`^/orgs/acme/members\\?.*\\bpage=${page}\\b`);

async function observed(rule: FaultRule, crowd = 245): Promise<Observation> {
  const { connector, running } = await start({ seed: world(crowd) });
  running.faults.add(rule);
  return connector.observe();
}

describe('law 1: a listing that is not whole', () => {
  it('when one page fails, is partial, names listing, page and status, and keeps the other pages', async () => {
    const seen = await observed({ fault: { kind: 'status', status: 502 }, matching: MEMBERS_PAGE(2) });
    expect(seen.completeness).toEqual({ kind: 'partial', gaps: ['members: page 2 of 3 failed with status 502'] });
    expect(seen.accounts.filter(({ status }) => status === 'active').length).toBe(151);
    expect(seen.accounts.filter(({ status }) => status === 'invited').length).toBe(2);
  });

  it.each([
    ['members', MEMBERS],
    ['outside collaborators', /\/outside_collaborators\?/],
    ['invitations', /^\/orgs\/acme\/invitations\?/],
    ['admins', /role=admin/],
  ])('when %s are forbidden, is partial and names them', async (name, matching) => {
    const body = { message: 'Resource not accessible by integration' };
    const seen = await observed({ fault: { kind: 'status', status: 403, body }, matching }, 0);
    if (seen.completeness.kind !== 'partial') throw new Error(seen.completeness.kind);
    expect(seen.completeness.gaps).toContain(`${name}: page 1 failed with status 403`);
  });

  it.each([
    ['the connection is always reset', { kind: 'reset' }, 'no answer'],
    ['the body is empty', { kind: 'status', status: 200 }, "GitHub's answer makes no sense (GET /orgs/{org}/members)"],
    [
      'the body is no list',
      { kind: 'status', status: 200, body: {} },
      "GitHub's answer makes no sense (GET /orgs/{org}/members)",
    ],
  ] as const)('when %s, is partial and never an empty organization', async (_, fault, why) => {
    const seen = await observed({ fault, matching: /^\/orgs\/acme\/members\?(?!.*role)/ }, 0);
    expect(seen.completeness).toEqual({ kind: 'partial', gaps: [`members: page 1 failed with ${why}`] });
  });

  it.each([
    ['a passing 502', { kind: 'status', status: 502 }],
    ['a passing reset', { kind: 'reset' }],
    ['a reply that was lost', { kind: 'lost-reply' }],
  ] as const)('when it was only %s, asks again and is complete', async (_, fault) => {
    const seen = await observed({ fault, matching: MEMBERS_PAGE(2), times: 2 });
    expect(seen.completeness).toEqual({ kind: 'complete' });
    expect(seen.accounts.length).toBe(253);
  });

  it.each([0, 1, 2])('when page %i is short, follows the links to the end and loses nobody', async (skip) => {
    const matching = /^\/orgs\/acme\/members\?(?!.*role)/;
    const seen = await observed({ fault: { kind: 'short-page', entries: 40 }, matching, skip, times: 1 });
    expect(seen.completeness).toEqual({ kind: 'complete' });
    expect(seen.accounts.length).toBe(253);
    expect(new Set(seen.accounts.map(({ id }) => id)).size).toBe(253);
  });

  it('when a page links to another host, does not carry the credential there, nor takes the listing for whole', async () => {
    const headers = { link: '<https://elsewhere.example/members?page=2>; rel="next"' };
    const body = Array.from({ length: 100 }, (_, at) => ({ id: at + 1, login: `someone-${at}` }));
    const seen = await observed(
      { fault: { kind: 'status', status: 200, headers, body }, matching: MEMBERS, times: 1 },
      0,
    );
    expect(seen.accounts.length).toBeGreaterThan(0);
    const [gap] = seen.completeness.kind === 'partial' ? seen.completeness.gaps : [];
    expect(gap).toMatch(/page 1 failed with the listing goes on at another host/);
  });
});

describe('a refused credential', () => {
  it.each(['token', 'app'] as const)(
    'when a %s is refused in mid-run, ends with that and with no listing',
    async (signIn) => {
      const { connector, running } = await start({ signIn, seed: world(245) });
      running.faults.add({
        fault: { kind: 'status', status: 401, body: { message: 'Bad credentials' } },
        matching: MEMBERS_PAGE(3),
      });
      const told = await connector.observe().catch((error: unknown) => error);
      expect(told).toBeInstanceOf(LeaverError);
      expect((told as LeaverError).code).toBe('wrong-credential');
      const variable = signIn === 'app' ? 'LEAVER_GITHUB_APP_PRIVATE_KEY' : 'LEAVER_GITHUB_TOKEN';
      expect((told as LeaverError).mend).toContain(variable);
    },
  );

  it('when an App’s token has run out, gets another one and goes on', async () => {
    const { connector, running, clock } = await start();
    await connector.observe();
    await clock.sleep(2 * 3_600_000);
    const seen = await connector.observe();
    expect(seen.completeness).toEqual({ kind: 'complete' });
    expect(running.requests.filter(({ path }) => path.endsWith('/access_tokens')).length).toBeGreaterThan(1);
  });
});

import { describe, expect, it } from 'vitest';
import type { LeaverError } from '../../../src/errors.js';
import { ANA, lookAt, NOW, recorder, start, targetOf } from './world.js';

const MINUTE = 60_000;
const MEMBERS = /^\/orgs\/acme\/members\?(?!.*role)/;

describe('rate limits', () => {
  it.each([
    ['429 with Retry-After', 429, { 'retry-after': '7' }, {}, 7000],
    [
      '403 with Retry-After',
      403,
      { 'retry-after': '7' },
      { message: 'You have exceeded a secondary rate limit' },
      7000,
    ],
    ['429 without Retry-After', 429, {}, {}, MINUTE],
    ['403 that speaks of a limit', 403, {}, { message: 'You have exceeded a secondary rate limit.' }, MINUTE],
    ['200 that speaks of a limit', 200, {}, { message: 'API rate limit exceeded for installation.' }, MINUTE],
    [
      '403 with the hour used up',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 90) },
      { message: 'API rate limit exceeded' },
      91_000,
    ],
  ])('when GitHub answers %s, waits as told and then lists everything', async (_, status, headers, body, wait) => {
    const { connector, running, clock } = await start();
    running.faults.add({ fault: { kind: 'status', status, headers, body }, matching: MEMBERS, times: 1 });
    expect((await connector.observe()).completeness).toEqual({ kind: 'complete' });
    expect(clock.slept).toEqual([wait]);
  });

  it('when GitHub says nothing of when, waits a minute, then two, each with some jitter', async () => {
    const { connector, running, clock } = await start({ tuning: { random: () => 0.5 } });
    running.faults.add({ fault: { kind: 'status', status: 429 }, matching: MEMBERS, times: 2 });
    await connector.observe();
    expect(clock.slept).toEqual([MINUTE * 1.05, 2 * MINUTE * 1.05]);
  });

  it('when GraphQL tells of a limit as HTTP 200, waits and reads the teams', async () => {
    const { connector, running, clock } = await start({ managed: true });
    const body = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] };
    running.faults.add({ fault: { kind: 'status', status: 200, body }, matching: /graphql/, times: 1 });
    const seen = await connector.observe();
    expect(seen.gaps).toEqual([]);
    expect(seen.accounts.find(({ id }) => id === ANA)?.entitlements[0]?.id).toBe('team:backend');
    expect(clock.slept).toEqual([MINUTE]);
  });

  it('when the limit does not lift within five minutes, gives up on that listing and says why', async () => {
    const { connector, running, clock } = await start();
    running.faults.add({ fault: { kind: 'status', status: 429 }, matching: MEMBERS });
    const seen = await connector.observe();
    expect(seen.completeness).toEqual({ kind: 'partial', gaps: ['members: page 1 failed with rate limit'] });
    expect(clock.now() - NOW).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('when nothing at all can be read for the limit, ends with rate-limited', async () => {
    const { connector, running } = await start({ signIn: 'token', tuning: { deadline: 30_000 } });
    running.faults.add({ fault: { kind: 'status', status: 429 } });
    const told = await connector.observe().catch((error: unknown) => error);
    expect((told as LeaverError).code).toBe('rate-limited');
  });

  it('law 5: when a limit hides whose the token is, does not go on as if it were nobody’s', async () => {
    const { connector, running } = await start({ signIn: 'token' });
    const body = { message: 'You have exceeded a secondary rate limit' };
    running.faults.add({ fault: { kind: 'status', status: 403, body }, matching: /^\/user\b(?!\/)/ });
    const told = await connector.observe().catch((error: unknown) => error);
    expect((told as LeaverError).code).toBe('rate-limited');
  });

  it('when a write meets a limit, it is done once, after the wait', async () => {
    const { connector, running, changes, clock } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    const fault = { kind: 'status', status: 429, headers: { 'retry-after': '30' } } as const;
    running.faults.add({ fault, method: 'DELETE', matching: /memberships/, times: 1 });
    const { log, steps } = recorder();
    await connector.revoke(target, log, NOW);
    expect(steps.filter(({ outcome }) => outcome.kind !== 'done')).toEqual([]);
    expect(changes().filter((one) => one.includes('memberships'))).toHaveLength(1);
    expect(clock.slept).toContain(30_000);
  });

  it('when GraphQL is read many times, does not wait between as it does between writes', async () => {
    const { connector, clock } = await start();
    for (let again = 0; again < 20; again += 1) await lookAt(connector, ANA);
    expect(clock.slept).toEqual([]);
  });
});

describe('the pace of writes', () => {
  it('when there are many, lets a burst through and then one a second', async () => {
    const keys = Array.from({ length: 40 }, (_, at) => ({ id: 1000 + at, title: `key ${at}`, addedBy: 'ana' }));
    const seed = {
      organization: 'acme',
      members: [
        { login: 'kim', role: 'admin' as const },
        { login: 'ana', id: Number(ANA) },
      ],
      repositories: [{ name: 'shop', keys }],
      ssoCredentials: [],
    };
    const { connector, clock, changes } = await start({ seed });
    const { log } = recorder();
    await connector.revoke(targetOf(await lookAt(connector, ANA)), log, NOW);
    expect(changes()).toHaveLength(41);
    expect(clock.now() - NOW).toBe((41 - 15) * 1000);
  });
});

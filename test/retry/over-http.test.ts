/** The one policy as both vendors' clients keep it, over HTTP, on schedules of faults. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeIam } from '../../src/connectors/aws-iam/client.js';
import { configOf } from '../../src/connectors/aws-iam/config.js';
import type { SystemId } from '../../src/core/model.js';
import { createClient } from '../../src/github/client.js';
import { RULES, type Rules } from '../../src/retry/rules.js';
import { awsFault, awsIam } from '../../src/sandbox/aws-iam/index.js';
import type { Fault } from '../../src/sandbox/faults.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { environmentFor } from '../connectors/aws-iam/embedded.js';
import { ACCOUNT, world as account } from '../connectors/aws-iam/world.js';
import { NOW, world as organization, type TestClock, TOKEN, testClock } from '../connectors/github-org/world.js';

interface Vendor {
  readonly rules: Rules;
  readonly clock: TestClock;
  readonly running: RunningSystem<unknown>;
  /** One read, and the requests that it makes. */
  read(): Promise<unknown>;
  readonly reading: RegExp;
  /** A read of another operation. */
  readOther(): Promise<unknown>;
  /** One change; how it ended. */
  change(): Promise<string>;
  readonly changing: RegExp;
  limit(headers?: Readonly<Record<string, string>>): Fault;
}

async function github(): Promise<Vendor> {
  const clock = testClock();
  const running = await serve(githubOrg('github', organization()), clock);
  const access = { kind: 'token', token: TOKEN, variable: 'GITHUB_TOKEN', apiUrl: running.url } as const;
  const client = createClient(access, { clock, random: () => 0.5 });
  const membership = { org: 'acme', username: 'anaruiz' };
  return {
    rules: RULES.github,
    clock,
    running,
    read: () => client.read('GET /orgs/{org}/members', { org: 'acme' }),
    reading: /\/members\b/,
    readOther: () => client.read('GET /orgs/{org}', { org: 'acme' }),
    change: async () => (await client.write('DELETE /orgs/{org}/memberships/{username}', membership)).kind,
    changing: /\/memberships\//,
    limit: (headers = {}) => ({ kind: 'status', status: 429, headers }),
  };
}

async function aws(): Promise<Vendor> {
  const clock = testClock();
  const running = await serve(awsIam('aws-prod', account()), clock);
  const iam = await makeIam(
    configOf({
      system: 'aws-prod' as SystemId,
      settings: { accountId: ACCOUNT },
      unavailable: [],
      managed: false,
      environment: environmentFor(running.url),
      clock,
    }),
    clock,
  );
  const input = { UserName: 'ana.ruiz', GroupName: 'developers' };
  return {
    rules: RULES.aws,
    clock,
    running,
    read: () => iam.user('ana.ruiz'),
    reading: /Action=GetUser&/,
    readOther: () => iam.keys('ana.ruiz'),
    change: async () => (await iam.write({ operation: 'RemoveUserFromGroup', input })).kind,
    changing: /Action=RemoveUserFromGroup/,
    limit: (headers = {}) => ({ ...(awsFault('Throttling') as Fault & { kind: 'status' }), headers }),
  };
}

const DOWN: Fault = { kind: 'status', status: 503, body: '' };
const elapsed = ({ clock }: Vendor) => clock.now() - NOW;

describe.each([
  ['GitHub', github],
  ['AWS', aws],
])('requests to %s', (_, make) => {
  async function start(): Promise<Vendor> {
    const vendor = await make();
    onTestFinished(() => vendor.running.stop());
    return vendor;
  }

  it.each<[string, Fault]>([
    ['a 503', DOWN],
    ['a reset', { kind: 'reset' }],
    ['a lost reply', { kind: 'lost-reply' }],
  ])('a read that meets %s three times is made again until it is answered', async (__, fault) => {
    const vendor = await start();
    vendor.running.faults.add({ fault, matching: vendor.reading, times: 3 });
    expect(await vendor.read()).toBeTruthy();
    expect(vendor.clock.slept).toHaveLength(3);
  });

  it('a 503 that says when to come back is not asked before', async () => {
    const vendor = await start();
    const fault: Fault = { kind: 'status', status: 503, headers: { 'retry-after': '20' }, body: '' };
    vendor.running.faults.add({ fault, matching: vendor.reading, times: 1 });
    await vendor.read();
    expect(vendor.clock.slept).toEqual([20_000]);
  });

  it.each([
    ['seconds', '7', 7000],
    ['a date', new Date(NOW + 45_000).toUTCString(), 45_000],
  ])('a limit that lifts after %s is waited for so long, a change too', async (__, header, wait) => {
    const vendor = await start();
    const fault = vendor.limit({ 'retry-after': header });
    vendor.running.faults.add({ fault, matching: vendor.reading, times: 1 });
    await vendor.read();
    expect(vendor.clock.slept).toEqual([wait]);
    vendor.running.faults.add({ fault: vendor.limit({ 'retry-after': '9' }), matching: vendor.changing, times: 2 });
    expect(await vendor.change()).toBe('done');
    expect(vendor.clock.slept.slice(1)).toEqual([9000, 9000]);
    expect(vendor.running.changes).toHaveLength(1);
  });

  it('a limit that lifts after the deadline ends at once, and says so', async () => {
    const vendor = await start();
    vendor.running.faults.add({ fault: vendor.limit({ 'retry-after': '3600' }), matching: vendor.reading });
    await expect(vendor.read()).rejects.toMatchObject({ code: 'rate-limited' });
    expect(vendor.clock.slept).toEqual([]);
  });

  it('a limit that does not lift ends as rate-limited, and tells for how long it was tried', async () => {
    const vendor = await start();
    vendor.running.faults.add({ fault: vendor.limit() });
    const told = await vendor.read().catch((error: unknown) => error);
    expect(told).toMatchObject({ code: 'rate-limited', message: expect.stringContaining('for') });
    expect(String(told)).toContain(` ${Math.ceil(elapsed(vendor) / 1000)} s`);
    expect(elapsed(vendor)).toBeGreaterThan(vendor.rules.limit.deadline / 2);
    expect(elapsed(vendor)).toBeLessThanOrEqual(vendor.rules.limit.deadline);
  });

  it('a system that stays down ends as unreachable, and tells for how long it was tried', async () => {
    const vendor = await start();
    vendor.running.faults.add({ fault: DOWN });
    const told = await vendor.read().catch((error: unknown) => error);
    expect(told).toMatchObject({ code: 'unreachable' });
    expect(String(told)).toContain(`tried for ${Math.ceil(elapsed(vendor) / 1000)} s`);
    expect(elapsed(vendor)).toBeLessThanOrEqual(vendor.rules.passing.deadline);
  });

  it('many that fail side by side and one after the other wait together no longer than one', async () => {
    const vendor = await start();
    vendor.running.faults.add({ fault: DOWN });
    const failing = () => vendor.read().catch(() => null);
    await Promise.all(Array.from({ length: 10 }, failing));
    for (let again = 0; again < 10; again += 1) await failing();
    await vendor.readOther().catch(() => null);
    expect(elapsed(vendor)).toBeLessThanOrEqual(vendor.rules.passing.deadline);
    vendor.running.faults.clear();
    expect(await vendor.read(), 'it works again').toBeTruthy();
  });

  it('one operation that always fails is not waited for anew, though others are answered', async () => {
    const vendor = await start();
    vendor.running.faults.add({ fault: DOWN, matching: vendor.reading });
    for (let again = 0; again < 10; again += 1) {
      await vendor.read().catch(() => null);
      await vendor.readOther();
    }
    expect(elapsed(vendor)).toBeLessThanOrEqual(vendor.rules.passing.deadline);
  });

  it.each<[string, Fault, number]>([
    ['a 503', DOWN, 0],
    ['a reset', { kind: 'reset' }, 0],
    ['a lost reply', { kind: 'lost-reply' }, 1],
  ])('a change that meets %s is asked for once: whether it was made is not known', async (__, fault, made) => {
    const vendor = await start();
    vendor.running.faults.add({ fault, matching: vendor.changing });
    expect(['lost', 'unclear']).toContain(await vendor.change());
    expect(vendor.running.requests).toHaveLength(1);
    expect(vendor.running.changes).toHaveLength(made);
    expect(vendor.clock.slept).toEqual([]);
  });

  it('limits and 5xx in turn come to an end', async () => {
    const vendor = await start();
    for (let at = 0; at < 200; at += 1) {
      const fault = at % 2 === 0 ? vendor.limit({ 'retry-after': '5' }) : DOWN;
      vendor.running.faults.add({ fault, matching: vendor.reading, times: 1 });
    }
    await expect(vendor.read()).rejects.toMatchObject({ code: expect.stringMatching(/^(rate-limited|unreachable)$/) });
    expect(elapsed(vendor)).toBeLessThanOrEqual(5 * 60_000);
  });
});

import { expect, onTestFinished, test } from 'vitest';
import { makeIam } from '../../../src/connectors/aws-iam/client.js';
import { configOf } from '../../../src/connectors/aws-iam/config.js';
import type { Iam } from '../../../src/connectors/aws-iam/iam.js';
import type { SystemId } from '../../../src/core/model.js';
import type { Instant } from '../../../src/core/time.js';
import { awsIam as embedded } from '../../../src/sandbox/aws-iam/index.js';
import { type RunningSystem, serve } from '../../../src/sandbox/server.js';
import { environmentFor, NOW, virtualClock } from './embedded.js';
import { ACCOUNT, world } from './world.js';

/** IAM of an account whose clock is ahead of the client's by that much. */
async function ahead(milliseconds: number): Promise<{ iam: Iam; server: RunningSystem<unknown> }> {
  const clock = virtualClock();
  const theirs = { ...clock, now: () => (clock.now() + milliseconds) as Instant };
  const server = await serve(embedded('aws-prod', world()), theirs);
  onTestFinished(() => server.stop());
  const config = configOf({
    system: 'aws-prod' as SystemId,
    settings: { accountId: ACCOUNT },
    unavailable: [],
    managed: false,
    environment: environmentFor(server.url),
    clock,
  });
  return { iam: await makeIam(config, clock), server };
}

test('before anything was asked, the skew is not known', async () => {
  expect((await ahead(0)).iam.clockSkew()).toBeNull();
});

test.each([
  [0, 0],
  [400_000, 400_000],
  // The header leaves out what is under a second.
  [-400_000, -399_001],
])('when the clock of AWS is off by %i ms, tells %i', async (off, told) => {
  const { iam } = await ahead(off);
  await iam.identity();
  expect(iam.clockSkew()).toBe(told);
});

test('when AWS refuses, its clock is told all the same; the worst of several is kept', async () => {
  const { iam, server } = await ahead(-400_000);
  const date = new Date(NOW + 900_000).toUTCString();
  const body = '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>';
  const fault = { kind: 'status', status: 403, headers: { date }, body } as const;
  server.faults.add({ fault, matching: /Action=GetUser/, times: 1 });
  await expect(iam.user('ana.ruiz')).rejects.toMatchObject({ code: 'forbidden' });
  expect(iam.clockSkew()).toBe(900_000);
  await iam.identity();
  expect(iam.clockSkew()).toBe(900_000);
  expect(iam.requests()).toBe(2);
});

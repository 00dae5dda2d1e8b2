import { expect, it, onTestFinished } from 'vitest';
import type { Instant } from '../../src/core/time.js';
import { createClient, type GithubClient } from '../../src/github/client.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import { type RunningSystem, serve } from '../../src/sandbox/server.js';
import { NOW, TOKEN, testClock, world } from '../connectors/github-org/world.js';

/** A client to an organization whose clock is ahead of the client's by that much. */
async function ahead(milliseconds: number): Promise<{ client: GithubClient; running: RunningSystem<unknown> }> {
  const clock = testClock();
  const theirs = { ...clock, now: () => (clock.now() + milliseconds) as Instant };
  const running = await serve(githubOrg('github', world()), theirs);
  onTestFinished(() => running.stop());
  const access = { kind: 'token', token: TOKEN, variable: 'GITHUB_TOKEN', apiUrl: running.url } as const;
  return { client: createClient(access, { clock, random: () => 0 }), running };
}

it('before anything was asked, is not known', async () => {
  expect((await ahead(0)).client.clockSkew()).toBeNull();
});

it.each([
  [0, 0],
  [400_000, 400_000],
  // The header leaves out what is under a second.
  [-400_000, -399_001],
])('when GitHub’s clock is off by %i ms, tells %i', async (off, told) => {
  const { client } = await ahead(off);
  await client.read('GET /orgs/{org}', { org: 'acme' });
  expect(client.clockSkew()).toBe(told);
});

it('when GitHub refuses, its clock is told all the same; the worst of several is kept', async () => {
  const { client, running } = await ahead(-400_000);
  const date = new Date(NOW + 900_000).toUTCString();
  running.faults.add({ fault: { kind: 'status', status: 404, headers: { date } }, matching: /teams/, times: 1 });
  expect(await client.find('GET /orgs/{org}/teams', { org: 'acme' })).toBeNull();
  expect(client.clockSkew()).toBe(900_000);
  await client.read('GET /orgs/{org}', { org: 'acme' });
  expect(client.clockSkew()).toBe(900_000);
});

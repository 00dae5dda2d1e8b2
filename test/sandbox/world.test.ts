import { describe, expect, test } from 'vitest';
import { sampleWorld } from '../../src/commands/sandbox.js';
import type { Instant } from '../../src/core/time.js';
import { LeaverError } from '../../src/errors.js';
import type { Clock } from '../../src/ports/ports.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { readWorld } from '../../src/sandbox/world.js';

const SMALL = `
systems:
  - { id: github, kind: github-org, seed: { organization: acme, members: [anaruiz] } }
  - { id: prod, kind: aws-iam, seed: { accountId: "123456789012", users: [{ name: ana.ruiz }] } }
`;

describe('a world file', () => {
  test('when it holds to its form, gives its systems in order', () => {
    expect(readWorld(SMALL, 'small.yaml').systems.map(({ id, kind }) => [id, kind])).toEqual([
      ['github', 'github-org'],
      ['prod', 'aws-iam'],
    ]);
  });

  test.each([
    ['is empty', '', 'it is not a mapping'],
    ['is not YAML', 'systems: [', 'it is not YAML at line 1'],
    ['has no system', 'systems: []', '`systems` is not a list with at least one system'],
    ['has a misspelt key', 'system: []', 'a world has no `system`. Did you mean `systems`?'],
    ['has no id', 'systems: [{ kind: aws-iam, seed: {} }]', 'systems[0].id is not an id'],
    [
      'names a kind that there is no embedded system for',
      'systems: [{ id: a, kind: aws-ima, seed: {} }]',
      'Did you mean `aws-iam`?',
    ],
    ['has no seed', 'systems: [{ id: a, kind: aws-iam }]', 'systems[0].seed is not a mapping'],
    [
      'misspells a part of a seed',
      'systems: [{ id: a, kind: github-org, seed: { organization: acme, member: [] } }]',
      'systems[0].seed has no `member`. Did you mean `members`?',
    ],
    [
      'contradicts itself',
      'systems: [{ id: a, kind: github-org, seed: { organization: acme, copilotSeats: [{ login: ana, team: gone }] } }]',
      "systems[0].seed can't be: the world has no team gone",
    ],
    [
      'holds a part in the wrong form',
      'systems: [{ id: a, kind: github-org, seed: { organization: acme, members: 3 } }]',
      "systems[0].seed can't be",
    ],
    [
      'has two systems of a kind, of which the environment could reach only one',
      'systems: [{ id: a, kind: github-org, seed: { organization: a } }, { id: b, kind: github-org, seed: { organization: b } }]',
      'two systems have the kind `github-org`',
    ],
  ])('when it %s, is refused with what is wrong and the name of the file', (_, text, why) => {
    const refusal = refusalOf(() => readWorld(text, 'world.yaml'));
    expect(refusal.code).toBe('invalid-document');
    expect(refusal.message).toContain('world.yaml');
    expect(refusal.message).toContain(why);
  });
});

describe('a running world', () => {
  const clock: Clock = { now: () => Date.UTC(2026, 10, 23, 16) as Instant, sleep: async () => {} };

  test('when changed in both systems, tells all changes, and answers no more once stopped', async () => {
    const sandbox = await startSandbox(readWorld(SMALL, 'small.yaml'), clock);
    const [github, aws] = sandbox.systems.map(({ url }) => url) as [string, string];
    const authorization = 'AWS4-HMAC-SHA256 Credential=ANY/20261123/us-east-1/iam/aws4_request';
    try {
      const body = 'Action=DeleteUser&UserName=ana.ruiz';
      const deleted = await fetch(aws, { method: 'POST', headers: { authorization }, body });
      expect(deleted.status).toBe(200);
      const headers = { authorization: 'Bearer any' };
      const removed = await fetch(`${github}/orgs/acme/members/anaruiz`, { method: 'DELETE', headers });
      expect(removed.status).toBe(204);
      expect(sandbox.changes().map(({ system, operation }) => [system, operation])).toEqual(
        expect.arrayContaining([
          ['prod', 'DeleteUser'],
          ['github', 'DELETE /orgs/{org}/members/{username}'],
        ]),
      );
    } finally {
      await sandbox.stop();
    }
    await expect(fetch(github)).rejects.toThrow();
    await expect(fetch(aws)).rejects.toThrow();
  });

  test('when two are started from one file, share no state', async () => {
    const world = await sampleWorld();
    const [one, other] = [await startSandbox(world, clock), await startSandbox(world, clock)];
    const headers = { authorization: 'Bearer any' };
    const member = (url: string | undefined, method: string) =>
      fetch(`${url}/orgs/acme/members/anaruiz`, { method, headers });
    try {
      expect((await member(one.systems[0]?.url, 'DELETE')).status).toBe(204);
      expect((await member(one.systems[0]?.url, 'GET')).status).toBe(404);
      expect((await member(other.systems[0]?.url, 'GET')).status).toBe(204);
    } finally {
      await Promise.all([one.stop(), other.stop()]);
    }
  });
});

function refusalOf(act: () => unknown): LeaverError {
  try {
    act();
  } catch (error) {
    if (error instanceof LeaverError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

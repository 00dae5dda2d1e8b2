/** Law 7 in a real protocol: an IAM user is deleted after retention by Leaver's own mark on it, and by nothing else. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { awsIam } from '../../src/connectors/aws-iam/index.js';
import type { ConnectorFactory } from '../../src/connectors/connector.js';
import type { Clock } from '../../src/ports/ports.js';
import { type AwsSeed, awsIam as embedded } from '../../src/sandbox/aws-iam/index.js';
import { serve } from '../../src/sandbox/server.js';
import { environmentFor } from '../connectors/aws-iam/embedded.js';
import { ACCOUNT } from '../connectors/aws-iam/world.js';
import { optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, outcomes, verdicts, type World, worldOf } from './world.js';

const ANA = 'AIDAAAAAAAAAAAAAAAAAA';
const BEN = 'AIDABBBBBBBBBBBBBBBBB';
const claiming = (name: string, id: string, more: object) =>
  someone(name, { accounts: { prod: { id, name } }, ...more });

function parts(ana: object, more: RepositoryParts = {}): RepositoryParts {
  return {
    people: [claiming('ana', ANA, ana), claiming('ben', BEN, {})],
    systems: [{ id: 'prod', kind: 'aws-iam', mode: 'enforce', settings: { accountId: ACCOUNT } }],
    ...more,
  };
}

const GONE = parts({ status: 'departed' });

/** An embedded account with Ana and Ben, and runs against it whose clock the test sets. */
async function account(ana: Partial<NonNullable<AwsSeed['users']>[number]> = {}) {
  let world: World | null = null;
  const clock: Clock = {
    now: () => (world ?? lacking()).context.clock.now(),
    sleep: async (milliseconds) => world?.context.clock.sleep(milliseconds),
  };
  const connect: ConnectorFactory = (options) => awsIam(options);
  let url = '';
  world = worldOf(GONE, {
    connect: (system) =>
      connect({
        ...{ system: system.id, settings: system.settings, unavailable: system.unavailable, managed: false },
        ...{ environment: environmentFor(url), clock },
      }),
  });
  const users = [
    { name: 'ana', id: ANA, keys: [{ id: 'AKIAAAAAAAAAAAAAAAA1' }], ...ana },
    { name: 'ben', id: BEN },
  ];
  const server = await serve(embedded('prod', { accountId: ACCOUNT, users }), clock);
  onTestFinished(() => server.stop());
  url = server.url;
  const there = () => [...server.system.state.users.keys()].sort();
  return { world, there, server };
}

function lacking(): never {
  throw new Error('no world yet');
}

const run = (world: World) => reconcile(world.context, EVERYTHING);

describe('law 7: aws-iam', () => {
  test('law 7: suspended at once by a mark with its time, kept through retention, deleted after it', async () => {
    const { world, there } = await account();
    expect(outcomes(await run(world))).toEqual([expect.stringMatching(/^prod\/AIDAA+ /)]);
    world.at('2026-12-23T08:59:00Z');
    const before = await run(world);
    expect(verdicts(before)).toContain(`prod/${ANA} settled`);
    expect(flatOf(before)).toContain('next to be deleted: ana.ruiz (ana) in prod, after 2026-12-23 09:00 UTC');
    expect(there()).toEqual(['ana', 'ben']);
    world.at('2026-12-23T09:01:00Z');

    await run(world);

    expect(there()).toEqual(['ben']);
  });

  test('law 7: never what others suspended, however long ago', async () => {
    const { world, there } = await account({ policies: ['AWSDenyAll'] });
    world.at('2028-11-23T09:00:00Z');

    const result = await run(world);

    expect(verdicts(result)).toContain(`prod/${ANA} settled`);
    expect(flatOf(result)).toContain('stays suspended');
    expect(there()).toEqual(['ana', 'ben']);
  });

  test.each<[string, RepositoryParts, string]>([
    [
      'an opt-out holds',
      parts(
        { status: 'departed' },
        {
          policy: { optOuts: { reasons: { handover: { holds: ['departed'], maxDuration: 'P60D' } } } },
          optOuts: [optOutOf({ systems: ['prod'], expiresAt: '2026-12-31T00:00:00Z' })],
        },
      ),
      'exempt',
    ],
    ['the person is active again', parts({}), 'review suspended-while-active'],
    ['the person is on leave', parts({ status: 'suspended' }), 'settled'],
  ])('law 7: never where %s', async (_, then, expected) => {
    const { world, there } = await account();
    await run(world);
    world.write(then);
    world.at('2026-12-24T09:00:00Z');

    const result = await run(world);

    expect(verdicts(result)).toContain(`prod/${ANA} ${expected}`);
    expect(there()).toEqual(['ana', 'ben']);
  });
});

/** Runs over the embedded GitHub and IAM, whose clocks are some minutes off the runner's: what it does by the time, and what not. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Context } from '../../src/commands/context.js';
import { explainCommand } from '../../src/commands/explain.js';
import { observeCommand, planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { compose } from '../../src/compose.js';
import { type Instant, parseInstant } from '../../src/core/time.js';
import { openHost } from '../../src/host/index.js';
import type { Clock } from '../../src/ports/ports.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { readWorld } from '../../src/sandbox/world.js';
import { approvedOptOut } from '../approval/policy-repository.js';
import { optOutOf, someone, type Written, writeRepository } from '../fixtures/repositories.js';
import { withHost } from './proved-world.js';
import { EVERYTHING, flatOf, planIn, verdicts, worldOf } from './world.js';

/** By the runner's clock the opt-out has lapsed and Cat has left, each three minutes ago. */
const RUNNER = '2026-12-01T00:03:00Z';
const MIDNIGHT = '2026-12-01T00:00:00Z';
const SIX_MINUTES = 360_000;

const LIVE = `
systems:
  - id: github
    kind: github-org
    seed:
      organization: { login: acme, id: 9001 }
      runner: { kind: app, login: leaver }
      members:
        - { login: kimcho, id: 101, role: admin }
        - { login: anaruiz, id: 103 }
        - { login: benhall, id: 104 }
        - { login: catfox, id: 105 }
  - id: prod
    kind: aws-iam
    seed: { accountId: "123456789012", users: [{ name: ana }, { name: ben }, { name: cat }] }
`;

const POLICY = {
  policy: { optOuts: { remindBefore: ['P7D'] } },
  people: [
    on('ana', '103', 'anaruiz', { status: 'departed' }),
    on('ben', '104', 'benhall', { status: 'departed' }),
    on('cat', '105', 'catfox', { leavesAt: MIDNIGHT }),
    someone('kay', { accounts: { github: { id: '101', name: 'kimcho' } }, leavesAt: '2026-12-03T00:00:00Z' }),
  ],
  systems: [
    {
      ...{ id: 'github', kind: 'github-org', mode: 'enforce', settings: { organization: 'acme' } },
      unavailable: ['sso-credentials', 'fine-grained-tokens', 'token-requests', 'codespaces'],
    },
    { id: 'prod', kind: 'aws-iam', mode: 'enforce', settings: { accountId: '123456789012' } },
  ],
  optOuts: [optOutOf({ systems: ['github', 'prod'], expiresAt: MIDNIGHT })],
};

function on(name: string, id: string, login: string, more: Written): Written {
  return someone(name, { accounts: { github: { id, name: login }, prod: name }, ...more });
}

function standingAt(time: string): Clock {
  let now: number = parseInstant(time) as Instant;
  return {
    now: () => now as Instant,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** The same clock, set wrong by that much. */
function off({ now, sleep }: Clock, ahead: number): Clock {
  return { now: () => (now() + ahead) as Instant, sleep };
}

/** A runner at `RUNNER`, and systems whose clocks are that much ahead of it. */
async function runner(ahead: { readonly github: number; readonly prod: number }) {
  const clock = standingAt(RUNNER);
  const world = readWorld(LIVE, 'live.yaml');
  const sandboxes = await Promise.all(
    world.systems.map((one) => startSandbox({ systems: [one] }, off(clock, ahead[one.id as 'github' | 'prod']))),
  );
  onTestFinished(async () => void (await Promise.all(sandboxes.map((one) => one.stop()))));
  const environment = Object.assign({}, ...sandboxes.map((one) => one.environment));
  const root = writeRepository(POLICY);
  const context: Context = compose({ root, environment, clock, progress: () => {} });
  const changed = () => sandboxes.flatMap((one) => one.changes().map(({ object }) => object)).join(' ');
  return { context, changed };
}

const TOLD = 'Set the clock of the machine that runs Leaver (NTP)';

describe('when a system’s clock is six minutes off', () => {
  test.each([
    ['GitHub’s ahead', { github: SIX_MINUTES, prod: 0 }, 'is 6 minutes (360 s) behind that of github'],
    ['AWS’s behind', { github: 0, prod: -SIX_MINUTES - 1000 }, 'is 6 minutes (360 s) ahead of that of prod'],
  ])(
    '%s: no lapse is decided in any system, whoever departed by status is revoked, and the run is red',
    async (...row) => {
      const [, ahead, says] = row;
      const { context, changed } = await runner(ahead);

      const run = await reconcile(context, EVERYTHING);

      const decided = planIn(run).decisions.map((one) => `${one.system} ${one.person} ${one.kind}`);
      expect(decided.sort()).toEqual([
        'github ana.ruiz review',
        'github ben.ruiz revoke',
        'github cat.ruiz review',
        'github kay.ruiz keep',
        'prod ana.ruiz review',
        'prod ben.ruiz revoke',
        'prod cat.ruiz review',
      ]);
      expect(changed()).toMatch(/benhall/);
      expect(changed()).not.toMatch(/anaruiz|catfox|user\/(ana|cat)/);
      expect(run.status).toBe(4);
      expect(flatOf(run)).toContain(`the clock here ${says}`);
      expect(flatOf(run)).toContain(TOLD);
      expect(flatOf(run)).toContain('github/103, github/105: the time alone would decide it');
      // Kay leaves in two days: by which clock?
      expect(flatOf(run)).toContain('No reminders were sent: the clock is not trusted.');
      expect(flatOf(run)).not.toContain('kay.ruiz leaves');
    },
  );

  test('a plan, what was observed and an explanation say so too, with 4', async () => {
    const { context } = await runner({ github: SIX_MINUTES, prod: 0 });
    const planned = await planCommand(context, { narrowing: EVERYTHING, at: null, from: null, out: null });
    const seen = await observeCommand(context, EVERYTHING, null);
    const explained = await explainCommand(context, 'ana.ruiz', [], null);
    for (const result of [planned, seen, explained]) {
      expect(result.status).toBe(4);
      expect(flatOf(result)).toContain(TOLD);
    }
    expect(seen.json).toMatchObject({ clockSkew: null, systems: [{ clockSkew: 360 }, { clockSkew: 0 }] });
    expect(planIn(planned).clockSkew).toEqual({ seconds: 360, toldBy: 'github' });
  });
});

test('when the clocks are four minutes apart, then what lapsed is revoked, and reminders go out', async () => {
  const { context, changed } = await runner({ github: 240_000, prod: -240_000 });
  const run = await reconcile(context, EVERYTHING);
  expect(run.status, flatOf(run)).toBe(0);
  for (const login of ['anaruiz', 'benhall', 'catfox', 'user/ana', 'user/cat']) expect(changed()).toContain(login);
  expect(flatOf(run)).not.toContain('clock');
  expect(planIn(run).clockSkew).toBeNull();
});

describe('when the clock of the policy repository’s host is six minutes off', () => {
  /** A run with a clock of its own, over memory systems, on an opt-out that was approved at the host. */
  async function runBy(expiresAt: string, time: string) {
    const host = await withHost();
    await approvedOptOut(host, { expiresAt });
    host.pull();
    const clock = standingAt(time);
    const environment = host.environmentOf('sam');
    const world = worldOf({}, { root: host.root, host: async () => openHost({ environment, clock, origin: null }) });
    world.at(time);
    return { world, run: await reconcile(world.context, { systems: ['hub'], people: [] }) };
  }

  test('an approved opt-out that lapsed by ours alone is not revoked: the host says so, and the run is red', async () => {
    // The host's clock stands at 09:00:00.
    const { world, run } = await runBy('2026-11-20T09:05:00Z', '2026-11-20T09:06:00Z');
    expect(verdicts(run)).toContain('hub/id:ana review clock-skew');
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
    expect(run.status).toBe(4);
    expect(flatOf(run)).toContain("the clock here is 5 minutes (359 s) ahead of that of the policy repository's host");
    expect(planIn(run).clockSkew).toMatchObject({ toldBy: null });
  });

  test('and where it agrees, what lapsed a moment ago is revoked', async () => {
    const { world, run } = await runBy('2026-11-20T09:03:00Z', '2026-11-20T09:03:00Z');
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
    expect(run.status).toBe(0);
  });
});

/** What a plan and a run make of opt-outs whose approval is proved at the host: real commits, pull requests over HTTP. */
import { describe, expect, test } from 'vitest';
import { planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { parseInstant } from '../../src/core/time.js';
import { approvedOptOut, optOutFile, policyFiles } from '../approval/policy-repository.js';
import { LIVE, STAFF, withHost, worldOn } from './proved-world.js';
import { EVERYTHING, flatOf, planIn, verdicts } from './world.js';

const at = (text: string) => parseInstant(text) ?? (0 as never);

describe('when the approval of an opt-out is proved', () => {
  test('it holds the revocation, and the report says who approved it where', async () => {
    const host = await withHost();
    await approvedOptOut(host);

    const result = await reconcile(worldOn(host).context, EVERYTHING);

    expect(verdicts(result)).toContain('hub/id:ana exempt');
    expect(result.status).toBe(0);
    expect(flatOf(result)).toContain('keeps hub: ana-handover, approved in #1 by owner kim.cho');
    expect(result.json).toMatchObject({
      proofRequests: 2,
      approvals: [{ verdict: 'approved', evidence: { mergedBy: 'sam' } }],
    });
  });

  test('it holds at 16:59:59Z and not at 17:00:00Z, in a plan', async () => {
    const host = await withHost();
    await approvedOptOut(host, { expiresAt: '2026-12-01T17:00:00Z' });
    const world = worldOn(host);
    const planAt = (time: string) =>
      planCommand(world.context, { narrowing: EVERYTHING, at: at(time), from: null, out: null });

    const before = await planAt('2026-12-01T16:59:59Z');
    const then = await planAt('2026-12-01T17:00:00Z');

    expect(verdicts(before)).toContain('hub/id:ana exempt');
    expect(verdicts(then)).toContain('hub/id:ana revoke');
    expect(planIn(then).decisions.find(({ kind }) => kind === 'revoke')).toMatchObject({
      lapsedOptOut: 'ana-handover',
    });
  });

  test('it holds at 16:59:59Z and not at 17:00:00Z, in a run', async () => {
    const host = await withHost();
    await approvedOptOut(host, { expiresAt: '2026-12-01T17:00:00Z' });
    const world = worldOn(host);

    world.at('2026-12-01T16:59:59Z');
    await reconcile(world.context, EVERYTHING);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });

    world.at('2026-12-01T17:00:00Z');
    const lapsed = await reconcile(world.context, EVERYTHING);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
    expect(flatOf(lapsed)).toContain('opt-out ana-handover lapsed');
  });

  test('it holds by the terms of then though its owner owns nothing any more: a warning, and status 0', async () => {
    const host = await withHost();
    await approvedOptOut(host);
    const { 'policies/systems/hub.yaml': hub = '' } = policyFiles({ people: STAFF, systems: LIVE });
    await host.push({ 'policies/systems/hub.yaml': hub.replace('kim.cho', 'dan.fox') }, { by: 'boss' });

    const result = await reconcile(worldOn(host).context, EVERYTHING);

    expect(verdicts(result)).toContain('hub/id:ana exempt');
    expect(result.status).toBe(0);
    expect(flatOf(result)).toContain('changed since it was approved: `kim.cho` is not a designated owner of `hub`');
  });
});

describe('when the approval of an opt-out is refuted', () => {
  test('it exempts nobody, and the report says why before all else of opt-outs', async () => {
    const host = await withHost();
    await host.push(optOutFile(), { by: 'ana' });
    const world = worldOn(host);

    const result = await reconcile(world.context, EVERYTHING);

    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
    expect(flatOf(result)).toMatch(
      /refused ana-handover exempts nobody: [0-9a-f]{12} brought it to the branch without a pull request/,
    );
  });

  test('by terms that today would allow: the longer reason does not reach back', async () => {
    const host = await withHost();
    const number = await host.openPullRequest({
      by: 'sam',
      branch: 'long',
      files: optOutFile({ expiresAt: '2027-01-10T00:00:00Z' }),
    });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam' });
    const reasons = { handover: { holds: ['departed'], maxDuration: 'P90D' } };
    await host.push(policyFiles({ people: STAFF, systems: LIVE, policy: { optOuts: { reasons } } }), { by: 'boss' });

    expect(verdicts(await reconcile(worldOn(host).context, EVERYTHING))).toContain('hub/id:ana revoke');
  });
});

describe('when the approval of an opt-out cannot be read', () => {
  test('nothing is touched that it could cover, everything else goes on, and the run ends with 4', async () => {
    const host = await withHost();
    await approvedOptOut(host);
    const staff = policyFiles({
      people: STAFF.map((one) => (one.id === 'eve.hall' ? { ...one, status: 'departed' } : one)),
      systems: LIVE,
    });
    await host.push(staff, { by: 'boss' });
    const world = worldOn(host);
    host.faults.add({ fault: { kind: 'status', status: 403, body: { message: 'Forbidden' } }, matching: /graphql/ });

    const result = await reconcile(world.context, EVERYTHING);

    expect(verdicts(result)).toEqual(
      expect.arrayContaining(['hub/id:ana review approval-unverifiable', 'hub/id:eve revoke']),
    );
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
    expect(await world.live('hub', 'id:eve')).toMatchObject({ status: 'suspended' });
    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('unproved ana-handover what it may hold is left alone: GitHub answers 403');
  });
});

/** People who are away, and who came back: nothing is done to them that can't be undone (law 7). */
import { describe, expect, it } from 'vitest';
import { PRESETS, type PresetName } from '../../../src/connectors/scim/presets.js';
import { isActive, membersOf } from '../../../src/sandbox/scim/index.js';
import { type Aim, ANA, lookAt, NOW, recorder, revoke, SETTINGS, seed, start, targetOf, type World } from './world.js';

const NAMES = Object.keys(PRESETS) as PresetName[];

async function carryOut({ connector }: World, aim: Aim, reason: 'suspended' | 'idp-inactive') {
  const aimed = targetOf(await lookAt(connector, ANA), aim);
  const target = { ...aimed, decision: { ...aimed.decision, reason } };
  const recorded = recorder();
  const error = await connector.revoke(target, recorded.log, NOW).catch((one: unknown) => one);
  const lost = { ...target, evidence: recorded.evidence };
  return { ...recorded, error, lost, left: await connector.check(target, NOW) };
}

describe.each(NAMES)('at %s, a person who is away', (preset) => {
  const { quirks, name } = PRESETS[preset];
  const open = () => {
    const server = {
      activeFalse: quirks.activeFalse,
      noGroups: quirks.groups === 'none',
      removesByValue: quirks.members === 'value',
    };
    return start({ seed: seed(0, server), settings: { preset } });
  };

  it('is suspended or left alone, and told; all of it comes back', async () => {
    const world = await open();
    const { left, lost, steps } = await carryOut(world, {}, 'suspended');
    expect(world.running.changes.filter(({ operation }) => operation.startsWith('DELETE'))).toEqual([]);
    expect(world.state.users.has(ANA)).toBe(true);
    if (quirks.activeFalse === 'suspends') {
      expect([left, isActive(world.state, ANA)]).toEqual([[], false]);
    } else {
      const by = preset === 'generic' ? 'the provider' : name;
      expect(left).toMatchObject([
        { kind: 'manual', what: expect.stringContaining('never removed'), todo: expect.stringContaining(by) },
      ]);
      expect([steps, isActive(world.state, ANA)]).toEqual([[], true]);
    }
    await world.connector.restore(
      { ...lost, evidence: lost.evidence.length === 0 ? [ofAna(world)] : lost.evidence },
      recorder().log,
      NOW,
    );
    expect(isActive(world.state, ANA)).toBe(true);
  });

  it('is never deleted after retention, whatever the decision says', async () => {
    const world = await open();
    await carryOut(world, {}, 'suspended');
    const before = world.running.changes.length;
    const { error } = await carryOut(world, { stage: 'delete' }, 'suspended');
    if (quirks.activeFalse === 'suspends') expect(error).toMatchObject({ code: 'forbidden' });
    expect([world.running.changes.length, world.state.users.has(ANA)]).toEqual([before, true]);
  });

  it('whom the provider alone says to be inactive is revoked as one who left', async () => {
    const world = await open();
    const { left } = await carryOut(world, {}, 'idp-inactive');
    expect([left, isActive(world.state, ANA)]).toEqual([[], false]);
  });
});

/** A record of nothing that was taken. */
function ofAna({ running }: World) {
  return {
    system: `scim:${new URL(running.url).hostname}`,
    account: { id: ANA, name: 'ana@acme.example', active: true },
    held: [],
  };
}

describe('where removal is all there is', () => {
  it('groups of a person who is away are left, and come back', async () => {
    const world = await start({
      seed: seed(0, { activeFalse: 'deletes' }),
      settings: { ...SETTINGS, activeFalse: 'deletes' },
    });
    const { left, lost, steps } = await carryOut(world, {}, 'suspended');
    expect(steps.map(({ step, outcome }) => `${step.action} ${step.object} ${outcome.kind}`)).toEqual([
      'remove group:g-backend done',
      'remove group:g-on-call done',
    ]);
    expect(left.map(({ kind }) => kind)).toEqual(['manual']);
    await world.connector.restore(lost, recorder().log, NOW);
    for (const group of ['g-backend', 'g-on-call']) {
      const there = world.state.groups.get(group);
      expect(there === undefined ? [] : membersOf(there)).toContain(ANA);
    }
  });
});

describe('deleting after retention', () => {
  it('refuses who is active again, and changes nothing', async () => {
    const world = await start();
    await revoke(world, ANA);
    const target = targetOf(await lookAt(world.connector, ANA), { stage: 'delete' });
    bringBack(world);
    const before = world.running.changes.length;
    const { log, steps } = recorder();
    await expect(world.connector.revoke(target, log, NOW)).rejects.toMatchObject({ code: 'forbidden' });
    expect(steps.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'failed', why: expect.stringContaining('ana@acme.example is not suspended any more') },
    ]);
    expect([world.running.changes.length, world.state.users.has(ANA)]).toEqual([before, true]);
  });

  it('looks right before it: who came back while it was written down is not deleted', async () => {
    const world = await start();
    await revoke(world, ANA);
    const target = targetOf(await lookAt(world.connector, ANA), { stage: 'delete' });
    const { log, steps } = recorder();
    await world.connector.revoke(target, { ...log, evidence: async () => bringBack(world) }, NOW);
    expect(steps).toMatchObject([
      { outcome: { kind: 'failed', why: expect.stringContaining('not suspended any more') } },
    ]);
    expect(world.state.users.has(ANA)).toBe(true);
  });

  it('names the version that it looked at: who is brought back while DELETE is on its way is not deleted', async () => {
    const world = await start({ seed: seed(0, { etag: true }) });
    await revoke(world, ANA);
    const target = targetOf(await lookAt(world.connector, ANA), { stage: 'delete' });
    world.running.faults.add({ fault: { kind: 'latency', milliseconds: 400 }, method: 'DELETE', times: 1 });
    const { log, steps } = recorder();
    const before = looks(world);
    const revoking = world.connector.revoke(target, log, NOW);
    // The look at what is to be recorded, and the one right before.
    while (looks(world) < before + 2) await new Promise((later) => setTimeout(later, 2));
    bringBack(world);
    await revoking;
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['failed']);
    expect(world.state.users.has(ANA)).toBe(true);
    expect(world.running.requests.filter(({ method }) => method === 'DELETE').map(({ status }) => status)).toEqual([
      412,
    ]);
  });
});

function looks({ running }: World): number {
  return running.requests.filter(({ method }) => method === 'GET').length;
}

/** Somebody makes the user active again. */
function bringBack({ state }: World): void {
  const user = state.users.get(ANA);
  if (user === undefined) throw new Error('ana is there');
  user.attributes = { ...user.attributes, active: true };
  user.version += 1;
}

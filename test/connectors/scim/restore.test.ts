import { describe, expect, it } from 'vitest';
import { ANA, NOW, recorder, revoke, SETTINGS, seed, start } from './world.js';

describe('bringing back', () => {
  it('gives groups first and the sign-in last', async () => {
    const world = await start();
    const { lost } = await revoke(world, ANA);
    const { log, steps } = recorder();
    await world.connector.restore(lost, log, NOW);
    expect(steps.map(({ step }) => `${step.action} ${step.object}`)).toEqual([
      'add group:g-backend',
      'add group:g-on-call',
      'set active to true user:ana@acme.example',
    ]);
  });

  it('when a group was deleted since, names it and brings back the rest', async () => {
    const world = await start();
    const { lost } = await revoke(world, ANA);
    world.state.groups.delete('g-on-call');
    const items = await world.connector.restorable(lost);
    expect(items.find(({ item }) => item === 'group:g-on-call')).toMatchObject({
      how: 'impossible',
      why: 'the group On call was deleted since',
    });
    const { log, steps } = recorder();
    await world.connector.restore(lost, log, NOW);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'done']);
  });

  it('when somebody else took a role away since, leaves that to them', async () => {
    const world = await start();
    const { lost } = await revoke(world, ANA);
    const user = world.state.users.get(ANA);
    if (user === undefined) throw new Error('ana is there');
    user.attributes = { ...user.attributes, roles: [] };
    const items = await world.connector.restorable(lost);
    expect(items.find(({ item }) => item === 'role:editor')).toMatchObject({ how: 'impossible' });
    await world.connector.restore(lost, recorder().log, NOW);
    expect(user.attributes.roles ?? []).toEqual([]);
  });

  it('when the user was inactive before, leaves it so', async () => {
    const world = await start();
    const user = world.state.users.get(ANA);
    if (user === undefined) throw new Error('ana is there');
    user.attributes = { ...user.attributes, active: false };
    const { lost } = await revoke(world, ANA);
    const { log, steps } = recorder();
    await world.connector.restore(lost, log, NOW);
    expect(steps.map(({ step }) => step.action)).toEqual(['add', 'add']);
    expect(world.state.users.get(ANA)?.attributes).toMatchObject({ active: false });
  });

  it('when the user was deleted, says what it held, so that a person can give it again', async () => {
    const settings = { ...SETTINGS, activeFalse: 'deletes' };
    const world = await start({ seed: seed(0, { activeFalse: 'deletes' }), settings });
    const { lost } = await revoke(world, ANA);
    const [only, ...more] = await world.connector.restorable(lost);
    expect([only?.how, more]).toEqual(['impossible', []]);
    expect(only?.why).toContain('group:g-backend (Backend), group:g-on-call (On call), role:editor, entitlement:seat');
  });

  it.each([
    ['another account', { account: { id: 'u-ben', active: true } }],
    ['another system', { system: 'scim:elsewhere.example' }],
    ['nobody', { account: null }],
  ])('refuses a record of %s', async (_, forged) => {
    const world = await start();
    const { lost, evidence } = await revoke(world, ANA);
    const changes = world.running.changes.length;
    const told = world.connector.restore({ ...lost, evidence: [{ ...evidence[0], ...forged }] }, recorder().log, NOW);
    await expect(told).rejects.toMatchObject({ code: 'journal' });
    expect(world.running.changes.length).toBe(changes);
  });

  it('when a group vanishes in the moment of the act, the step fails: nothing was given', async () => {
    const world = await start();
    const { lost } = await revoke(world, ANA);
    const groupGone = { kind: 'status', status: 404, body: { detail: 'gone' } } as const;
    world.running.faults.add({ fault: groupGone, method: 'PATCH', matching: /g-backend/ });
    const { log, steps } = recorder();
    await world.connector.restore(lost, log, NOW);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'done', 'done']);
  });
});

import { describe, expect, it, test } from 'vitest';
import { membersOf } from '../../../src/sandbox/scim/index.js';
import { ANA, BEN, lookAt, NOW, recorder, revoke, SETTINGS, seed, start, targetOf } from './world.js';

const attributes = (state: Awaited<ReturnType<typeof start>>['state'], id: string) => state.users.get(id)?.attributes;

describe('a revocation', () => {
  it('takes few requests: a departure with two groups, from the look to the read-back', async () => {
    const { connector } = await start();
    const before = connector.requests();
    await revoke({ connector }, ANA);
    expect(connector.requests() - before).toBe(6);
  });

  it('records ids and what was held, and nothing else of the person', async () => {
    const { evidence } = await revoke(await start(), ANA);
    expect(evidence).toEqual([
      {
        system: 'scim:127.0.0.1',
        account: { id: ANA, name: 'ana@acme.example', active: true },
        entitlement: null,
        held: [
          { id: 'group:g-backend', name: 'Backend' },
          { id: 'group:g-on-call', name: 'On call' },
          { id: 'role:editor', name: null },
          { id: 'entitlement:seat', name: null },
        ],
      },
    ]);
  });

  it('is not stopped by a group that refuses: the sign-in is closed, the rest goes on, the rest is told', async () => {
    const world = await start();
    world.running.faults.add({ fault: { kind: 'status', status: 403 }, method: 'PATCH', matching: /g-backend/ });
    const { steps, left } = await revoke(world, ANA);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'failed', 'done']);
    expect(left).toEqual([{ kind: 'pending', what: 'ana@acme.example still holds group:g-backend' }]);
  });

  it('when groups can not be read, closes the sign-in all the same, and is not read back as done', async () => {
    const world = await start({ settings: { ...SETTINGS, groups: 'members' } });
    const target = targetOf(await lookAt(world.connector, ANA));
    world.running.faults.add({ fault: { kind: 'status', status: 403 }, method: 'GET', matching: /\/Groups/ });
    const { log, steps } = recorder();
    await world.connector.revoke(target, log, NOW);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'failed']);
    expect(attributes(world.state, ANA)).toMatchObject({ active: false });
    expect(await world.connector.check(target, NOW)).toMatchObject([
      { kind: 'pending', what: expect.stringMatching(/groups of ana@acme.example could not be read/) },
    ]);
  });

  it('law 7: where it deletes, does nothing while it can not record what would be lost', async () => {
    const settings = { ...SETTINGS, activeFalse: 'deletes', groups: 'members' };
    const world = await start({ seed: seed(0, { activeFalse: 'deletes' }), settings });
    const target = targetOf(await lookAt(world.connector, ANA));
    world.running.faults.add({ fault: { kind: 'status', status: 403 }, method: 'GET', matching: /\/Groups/ });
    const { log, steps } = recorder();
    await world.connector.revoke(target, log, NOW);
    expect(steps.map(({ outcome }) => outcome.kind)).toEqual(['failed']);
    expect(world.running.changes).toEqual([]);
  });

  it('where the policy declares that groups can not be read, suspends and is done', async () => {
    const world = await start({ settings: { ...SETTINGS, groups: 'members' }, unavailable: ['groups'] });
    world.running.faults.add({ fault: { kind: 'status', status: 403 }, method: 'GET', matching: /\/Groups/ });
    const { steps, left } = await revoke(world, ANA);
    expect([steps.map(({ outcome }) => outcome.kind), left]).toEqual([['done'], []]);
  });

  it.each(['role:editor', 'entitlement:seat'])(
    'of %s alone takes that value and leaves the others',
    async (entitlement) => {
      const world = await start();
      const [attribute, value] = entitlement.startsWith('role:') ? ['roles', 'editor'] : ['entitlements', 'seat'];
      const user = world.state.users.get(ANA);
      if (user === undefined) throw new Error('ana is there');
      user.attributes = { ...user.attributes, [attribute]: [{ value: 'kept', display: 'Kept' }, { value }] };
      const { left, lost } = await revoke(world, ANA, { entitlement });
      expect([left, attributes(world.state, ANA)]).toMatchObject([
        [],
        { active: true, [attribute]: [{ value: 'kept', display: 'Kept' }] },
      ]);
      await world.connector.restore(lost, recorder().log, NOW);
      expect((await lookAt(world.connector, ANA)).entitlements.map(({ id }) => id)).toContain(entitlement);
    },
  );
});

describe('a change that somebody else comes in between', () => {
  it('when the user was changed since it was read, reads again: a PUT never undoes what others wrote', async () => {
    const settings = { ...SETTINGS, change: 'replace' };
    const world = await start({ seed: seed(0, { etag: true }), settings });
    const target = targetOf(await lookAt(world.connector, ANA));
    world.running.faults.add({ fault: { kind: 'latency', milliseconds: 40 }, method: 'PUT', times: 1 });
    const { log, steps } = recorder();
    const revoking = world.connector.revoke(target, log, NOW);
    await new Promise((later) => setTimeout(later, 25));
    const user = world.state.users.get(ANA);
    if (user === undefined) throw new Error('ana is there');
    user.attributes = { ...user.attributes, title: 'Baker' };
    user.version += 1;
    await revoking;
    expect(steps[0]?.outcome.kind).toBe('done');
    expect(attributes(world.state, ANA)).toMatchObject({ active: false, title: 'Baker' });
    expect(world.running.requests.filter(({ method }) => method === 'PUT').map(({ status }) => status)).toEqual([
      412, 200,
    ]);
  });

  it('a PUT sends back all that the user was, but for what it changes', async () => {
    const world = await start({ settings: { ...SETTINGS, change: 'replace', members: 'replace' } });
    const before = attributes(world.state, ANA);
    await revoke(world, ANA);
    expect(attributes(world.state, ANA)).toEqual({ ...before, active: false });
    for (const group of world.state.groups.values()) expect(membersOf(group)).not.toContain(ANA);
    expect(membersOf(world.state.groups.get('g-backend') ?? fail())).toContain(BEN);
  });
});

function fail(): never {
  throw new Error('the group is there');
}

describe('limits', () => {
  test('a limit is waited for as long as the provider says, and the change is made once', async () => {
    const world = await start();
    const limit = { kind: 'status', status: 429, headers: { 'retry-after': '17' } } as const;
    world.running.faults.add({ fault: limit, method: 'PATCH', times: 1 });
    const { left } = await revoke(world, ANA);
    expect([left, world.clock.slept]).toEqual([[], [17_000]]);
    expect(world.running.changes.length).toBe(3);
  });
});

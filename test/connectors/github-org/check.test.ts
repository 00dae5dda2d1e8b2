import { describe, expect, it } from 'vitest';
import { ANA, lookAt, NOW, recorder, start, targetOf, world } from './world.js';

describe('lost replies', () => {
  it.each([
    ['an SSO authorization', 'DELETE', /credential-authorizations/],
    ['a token', 'POST', /personal-access-tokens/],
    ['a token request', 'POST', /personal-access-token-requests/],
    ['a Copilot seat', 'DELETE', /selected_users/],
    ['the membership', 'DELETE', /\/memberships\//],
    ['a repository invitation', 'DELETE', /\/invitations\//],
    ['a deploy key', 'DELETE', /\/keys\//],
  ])('when the reply about %s is lost, looks before it asks again', async (_, method, matching) => {
    const { connector, running, changes } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    running.faults.add({ fault: { kind: 'lost-reply' }, method, matching, times: 1 });
    const { log, steps } = recorder();
    const before = running.requests.length;
    await connector.revoke(target, log, NOW);
    expect(steps.filter(({ outcome }) => outcome.kind !== 'done')).toEqual([]);
    expect(changes()).toHaveLength(7);
    const writes = running.requests.slice(before).filter((one) => one.method === method && matching.test(one.path));
    expect(writes).toHaveLength(1);
  });

  it('when a write fails with 502 and did not happen, it is made again', async () => {
    const { connector, running, state } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    running.faults.add({
      fault: { kind: 'status', status: 502 },
      method: 'DELETE',
      matching: /\/memberships\//,
      times: 1,
    });
    const { log, steps } = recorder();
    await connector.revoke(target, log, NOW);
    expect(steps.filter(({ outcome }) => outcome.kind !== 'done')).toEqual([]);
    expect(state.members.has(Number(ANA))).toBe(false);
  });

  it('when a write is refused for good, the other steps are made all the same', async () => {
    const { connector, running, changes } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    const body = { message: 'Resource not accessible by integration' };
    running.faults.add({
      fault: { kind: 'status', status: 403, body },
      method: 'DELETE',
      matching: /credential-authorizations/,
    });
    const { log, steps } = recorder();
    await connector.revoke(target, log, NOW);
    expect(steps[0]?.outcome).toMatchObject({ kind: 'failed', why: expect.stringContaining('403') });
    expect(changes()).toHaveLength(6);
  });

  it('when one of many tokens is gone already, revokes the others', async () => {
    const seed = world();
    const { connector, state } = await start({
      seed: { ...seed, tokens: [...(seed.tokens ?? []), { id: 803, owner: 'anaruiz' }] },
    });
    const target = targetOf(await lookAt(connector, ANA));
    state.tokens = state.tokens.filter(({ id }) => id !== 801);
    const { log, steps } = recorder();
    await connector.revoke(target, log, NOW);
    const outcome = steps.find(({ step }) => step.action === 'revoke fine-grained tokens');
    expect(outcome).toMatchObject({ step: { object: 'token:801 and 1 more' }, outcome: { kind: 'done' } });
  });
});

describe('check', () => {
  it('law 10: before the revocation, everything is pending; after it, nothing', async () => {
    const { connector } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    expect((await connector.check(target, NOW)).map(({ what }) => what)).toEqual([
      'anaruiz is still a member',
      'sso:901 is still there',
      'token:801 is still there',
      'token-request:851 is still there',
      'copilot-seat is still there',
      'repo-invitation:ledger/601 is still there',
      'deploy-key:shop/501 is still there',
    ]);
    await connector.revoke(target, recorder().log, NOW);
    expect(await connector.check(target, NOW)).toEqual([]);
  });

  it.each([
    ['app', 3 + 1 + 7 + 2, 6 + 3],
    ['token', 4 + 1 + 6 + 2, 4 + 4],
  ] as const)(
    'when an %s signs in, the requests of revoking and of reading back are the README’s',
    async (signIn, revoking, checking) => {
      const { connector } = await start({ signIn });
      const target = targetOf(await lookAt(connector, ANA));
      const before = connector.requests();
      await connector.revoke(target, recorder().log, NOW);
      expect(connector.requests() - before).toBe(revoking);
      await connector.check(target, NOW);
      expect(connector.requests() - before).toBe(revoking + checking);
    },
  );

  it('when an enterprise team keeps the person in, that is for a person to do', async () => {
    const seed = world();
    const members = [...(seed.members ?? []), { login: 'gil', id: 31, enterpriseTeams: ['everyone'] }];
    const { connector } = await start({ seed: { ...seed, members } });
    const target = targetOf(await lookAt(connector, '31'));
    await connector.revoke(target, recorder().log, NOW);
    expect(await connector.check(target, NOW)).toEqual([
      {
        kind: 'manual',
        what: 'gil is still a member through the enterprise team everyone',
        todo: "Take gil out of the enterprise team everyone in the enterprise's settings.",
      },
    ]);
  });

  it('when a team gives the Copilot seat, leaves it to the end of the membership', async () => {
    const { connector, changes } = await start({
      seed: { ...world(), copilotSeats: [{ login: 'anaruiz', team: 'backend' }] },
    });
    const target = targetOf(await lookAt(connector, ANA));
    await connector.revoke(target, recorder().log, NOW);
    expect(changes().some((one) => one.includes('copilot'))).toBe(false);
    expect(await connector.check(target, NOW)).toEqual([]);
  });

  it('when reads are stale, is pending, and done once they are not', async () => {
    const { connector, running } = await start();
    const target = targetOf(await lookAt(connector, '15'));
    running.faults.add({ fault: { kind: 'stale' }, matching: /keys/ });
    await connector.revoke(target, recorder().log, NOW);
    expect(await connector.check(target, NOW)).toEqual([
      { kind: 'pending', what: 'deploy-key:shop/502 is still there' },
    ]);
    running.faults.clear();
    expect(await connector.check(target, NOW)).toEqual([]);
  });

  it('when a part can’t be read, it is residual; where something was seen in it, it is not gone yet', async () => {
    const { connector, running } = await start();
    const [ana, kim] = [targetOf(await lookAt(connector, ANA)), targetOf(await lookAt(connector, '11'))];
    await connector.revoke(ana, recorder().log, NOW);
    await connector.revoke(kim, recorder().log, NOW);
    running.faults.add({
      fault: { kind: 'status', status: 403, body: { message: 'no' } },
      matching: /credential-authorizations/,
    });
    expect(await connector.check(ana, NOW)).toMatchObject([
      { kind: 'pending', what: expect.stringContaining('sso:901') },
    ]);
    expect(await connector.check(kim, NOW)).toMatchObject([{ kind: 'residual', until: null }]);
  });

  it('when an App signs in, codespaces are residual unless the policy declares them', async () => {
    const { connector } = await start({ unavailable: [] });
    const target = targetOf(await lookAt(connector, ANA));
    await connector.revoke(target, recorder().log, NOW);
    expect(await connector.check(target, NOW)).toEqual([
      { kind: 'residual', what: 'codespaces could not be read: a GitHub App may not list them', until: null },
    ]);
  });

  it('when a token signs in, fine-grained tokens are residual unless the policy declares them', async () => {
    for (const unavailable of [[], ['fine-grained-tokens']]) {
      const { connector } = await start({ signIn: 'token', unavailable });
      const target = targetOf(await lookAt(connector, ANA));
      await connector.revoke(target, recorder().log, NOW);
      const kinds = (await connector.check(target, NOW)).map(({ kind }) => kind);
      expect(kinds).toEqual(unavailable.length === 0 ? ['residual'] : []);
    }
  });
});

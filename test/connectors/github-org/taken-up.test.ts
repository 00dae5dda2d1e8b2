/** A revocation that is taken up from a journal, of an account that the organization does not show any more. */
import { describe, expect, it } from 'vitest';
import type { EntitlementId } from '../../../src/core/model.js';
import type { Entitlement, ObservedAccount } from '../../../src/core/observation.js';
import { renameUser } from '../../../src/sandbox/github/index.js';
import { ANA, lookAt, NOW, recorder, start, targetOf, type World, world } from './world.js';

const OF_BEN = ['sso:902', 'token:802', 'deploy-key:shop/502', 'repo-invitation:ledger/601', 'token-request:851'];

function held(...ids: readonly string[]): readonly Entitlement[] {
  return ids.map((id) => ({ kind: 'credential', id: id as EntitlementId }));
}

/** An account as the command hands it on where only the journal knows it. */
function recorded(id: string, name: string, entitlements: readonly Entitlement[]): ObservedAccount {
  const common = {
    email: null,
    status: 'active',
    read: 'listed',
    admin: false,
    self: false,
    suspendedAt: null,
  } as const;
  return { id: id as ObservedAccount['id'], name, ...common, entitlements };
}

/** Somebody took Ana out of the organization, and of all else only the membership went. */
async function withoutAna(): Promise<World & { readonly ana: ObservedAccount }> {
  const opened = await start();
  const ana = await lookAt(opened.connector, ANA);
  opened.state.members.delete(Number(ANA));
  for (const { collaborators } of opened.state.repositories.values()) collaborators.delete(Number(ANA));
  return { ...opened, ana: { ...ana, read: 'listed' } };
}

describe('taking up, what is somebody else’s', () => {
  it.each([
    ['that GitHub has no more', '424242', 'gone'],
    ['that GitHub has, outside of the organization', '99', 'greta'],
  ])('laws 1 and 12: under an account %s, leaves it alone and asks a person', async (_, id, name) => {
    const users = [...(world().users ?? []), { login: 'greta', id: 99 }];
    const { connector, changes } = await start({ seed: { ...world(), users } });
    const target = targetOf(recorded(id, name, held(...OF_BEN)));
    await connector.revoke(target, recorder().log, NOW);
    expect(changes()).toEqual([]);
    const left = await connector.check(target, NOW);
    expect(left.map(({ kind }) => kind)).toEqual(OF_BEN.map(() => 'manual'));
    for (const one of OF_BEN) expect(left.map(({ what }) => what.split(' ')[0])).toContain(one);
  });

  it('law 12: an id that looks like another number leads nowhere', async () => {
    const { connector, changes } = await start();
    const odd = held(
      'token:0x322',
      'token: 802',
      'sso:9.02e2',
      'sso:0902',
      'sso:902/',
      'deploy-key:shop/0x1f6',
      'deploy-key:../shop/502',
    );
    const target = targetOf(recorded('424242', 'gone', odd));
    await connector.revoke(target, recorder().log, NOW);
    expect(changes()).toEqual([]);
  });

  it.each([
    ['a name that is not its own', recorded('22', 'anaruiz', [])],
    ['an address, which GitHub tells of no member', { ...recorded('22', 'eve', []), email: 'ana@acme.example' }],
  ])('law 12: under an invited account with %s, leaves the invitation open and asks a person', async (_, account) => {
    const { connector, changes } = await start();
    const target = targetOf(account);
    await connector.revoke(target, recorder().log, NOW);
    expect(changes()).toEqual([]);
    expect(await connector.check(target, NOW)).toMatchObject([{ kind: 'manual' }]);
  });

  it('law 12: a status in the record makes no invitation of an account', async () => {
    const { connector, changes } = await start();
    const target = targetOf({ ...recorded('00000000000701', 'eve', []), status: 'invited' });
    await connector.revoke(target, recorder().log, NOW);
    expect(changes()).toEqual([]);
  });

  it('law 12: when the login is another’s by now, leaves what was recorded alone', async () => {
    const { connector, state, changes, ana } = await withoutAna();
    renameUser(state, 'anaruiz', 'ana-elsewhere');
    await connector.revoke(targetOf(ana), recorder().log, NOW);
    expect(changes()).toEqual([]);
    expect((await connector.check(targetOf(ana), NOW)).every(({ kind }) => kind === 'manual')).toBe(true);
  });
});

describe('taking up, what is the leaver’s', () => {
  it('law 9: ends what outlived the membership, each by a listing of this moment', async () => {
    const { connector, changes, ana } = await withoutAna();
    const target = targetOf({ ...ana, entitlements: [...ana.entitlements, ...held('sso:902', 'token:802')] });
    await connector.revoke(target, recorder().log, NOW);
    expect(changes().map((one) => one.split(' ').at(-1))).toEqual([
      'sso-credential/901',
      'token/801',
      'token-request/851',
      'copilot-seat/anaruiz',
      'repository/ledger/invitation/anaruiz',
      'repository/shop/key/501',
    ]);
    const left = await connector.check(target, NOW);
    expect(left.map(({ kind, what }) => `${kind} ${what.split(' ')[0]}`)).toEqual([
      'manual sso:902',
      'manual token:802',
    ]);
  });

  it('law 1: when the authorizations can’t be listed whole, removes none by its id', async () => {
    const { connector, running, changes, ana } = await withoutAna();
    running.faults.add({
      fault: { kind: 'status', status: 403 },
      method: 'GET',
      matching: /credential-authorizations/,
    });
    await connector.revoke(targetOf(ana), recorder().log, NOW);
    expect(changes().some((one) => one.includes('sso-credential'))).toBe(false);
    expect(await connector.check(targetOf(ana), NOW)).toMatchObject([{ kind: 'pending' }]);
  });

  it('law 1: when whose they are can’t be read, leaves them, and the revocation fails', async () => {
    const { connector, running, changes, ana } = await withoutAna();
    running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /personal-access-tokens|\/keys/ });
    const { log, steps } = recorder();
    await connector.revoke(targetOf(ana), log, NOW);
    const failed = steps.filter(({ outcome }) => outcome.kind === 'failed').map(({ step }) => step.object);
    expect(failed).toEqual(['token:801', 'deploy-key:shop/501']);
    expect(changes().some((one) => /key\/501|token\/801/.test(one))).toBe(false);
    expect(await connector.check(targetOf(ana), NOW)).toContainEqual(expect.objectContaining({ kind: 'pending' }));
  });
});

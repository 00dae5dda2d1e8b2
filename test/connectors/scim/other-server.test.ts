/** The connector on a SCIM server that others wrote: SCIMMY's routers on Express. */
import { describe, expect, it } from 'vitest';
import type { AccountId, EntitlementId } from '../../../src/core/model.js';
import { otherServer } from '../../sandbox/scim/other-server.js';
import { asker } from '../../sandbox/scim/service.js';
import { type ContractHarness, connectorContract } from '../contract.js';
import { frontOf } from './front.js';
import { clockAt, connectTo, lookAt, NOW, recorder, revoke } from './world.js';

const TOKEN = 'sandbox';
const SETTINGS = {
  preset: 'generic',
  // Its users do not tell their groups.
  groups: 'members',
  self: 'runner@acme.example',
  administrators: { roles: ['admin'] },
  pageSize: 5,
};

type Resource = Readonly<Record<string, unknown>> & { readonly id: string };

async function directory(crowd: number) {
  const address = await otherServer();
  const ask = asker(address);
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await ask('POST', path, { body });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body.id);
  };
  const user = (name: string, more: object = {}) =>
    make('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `${name}@acme.example`,
      emails: [{ value: `${name}@acme.example`, type: 'work', primary: true }],
      active: true,
      ...more,
    });
  const holds = { roles: [{ value: 'editor' }], entitlements: [{ value: 'seat' }] };
  const admin = { roles: [{ value: 'admin' }] };
  const ids = { ana: await user('ana', holds), ben: await user('ben', holds), kim: await user('kim', admin) };
  const more = { lee: await user('lee', admin), runner: await user('runner') };
  for (let at = 0; at < crowd; at += 1) await user(`extra-${at}`);
  const group = (displayName: string) =>
    make('/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName,
      members: [{ value: ids.ana }, { value: ids.ben }],
    });
  const groups = [await group('Backend'), await group('On call')];
  return { address, ask, ids: { ...ids, ...more }, groups };
}

async function listed(ask: ReturnType<typeof asker>, path: string): Promise<readonly Resource[]> {
  return (await ask('GET', `${path}?count=1000`)).body.Resources as readonly Resource[];
}

async function harness(crowd: number): Promise<ContractHarness> {
  const { address, ask, ids, groups } = await directory(crowd);
  const front = await frontOf(address);
  const connector = await connectTo(front.url, { settings: SETTINGS, token: TOKEN, clock: clockAt(NOW) });
  const someone = (name: keyof typeof ids) => ({ id: ids[name] as AccountId, name: `${name}@acme.example` });
  const names = new Map<string, string>([
    ...Object.entries(ids).map(([name, id]): [string, string] => [id, name]),
    ...groups.map((id, at): [string, string] => [id, `group-${at}`]),
  ]);
  const held = groups.map((id) => `group:${id}`);
  const strike = (what: keyof typeof front.trouble): void => {
    front.trouble[what] = true;
  };
  return {
    connector,
    now: NOW,
    suspends: true,
    marks: false,
    leaver: {
      ...someone('ana'),
      holds: [...held, 'role:editor', 'entitlement:seat'] as EntitlementId[],
      managed: held[0] as EntitlementId,
      remains: ['role:editor', 'entitlement:seat'] as EntitlementId[],
    },
    restoring: { impossible: [] },
    stayer: someone('ben'),
    admins: [someone('kim'), someone('lee')],
    self: someone('runner'),
    absent: { id: '5f0c9d3e-0000-4000-8000-000000000404' as AccountId, name: 'nobody@acme.example' },
    secrets: ['Bearer sandbox'],
    mask: (text) => [...names].reduce((masked, [id, name]) => masked.replaceAll(id, name), text),
    everyone: async () => (await listed(ask, '/Users')).map(({ id }) => id as AccountId),
    changes: async () => [...front.changes],
    snapshotOf: async (id) => {
      const user = await ask('GET', `/Users/${id}`);
      if (user.status === 404) return null;
      const isIn = ({ members = [] }: Resource) =>
        (members as readonly { value: string }[]).some((m) => m.value === id);
      const mine = (await listed(ask, '/Groups')).filter(isIn);
      return { ...user.body, id: null, meta: null, groups: mine.map(({ displayName }) => displayName).sort() };
    },
    failListing: async () => strike('listing'),
    refuseCredential: async () => strike('credential'),
    loseReply: async () => strike('reply'),
    stale: { notOffered: 'it always shows its latest state' },
    vanish: async (id) => void (await ask('DELETE', `/Users/${id}`)),
    mend: async () => void Object.assign(front.trouble, { listing: false, credential: false, reply: false }),
    stop: () => front.stop(),
  };
}

connectorContract('scim on a server that is not ours', harness);

describe('a departure at a server that is not ours', () => {
  it('is listed, suspended, read back, restored, and deleted after retention', async () => {
    const { address, ids } = await directory(12);
    const connector = await connectTo(address, { settings: SETTINGS, token: TOKEN, clock: clockAt(NOW) });
    const seen = await connector.observe();
    expect([seen.completeness.kind, seen.accounts.length, seen.requests]).toEqual(['complete', 17, 4]);

    const { left, lost, steps } = await revoke({ connector }, ids.ana);
    expect([left, steps.map(({ outcome }) => outcome.kind)]).toEqual([[], ['done', 'done', 'done']]);
    expect(await lookAt(connector, ids.ana)).toMatchObject({ status: 'suspended' });

    const back = recorder();
    await connector.restore(lost, back.log, NOW);
    expect(back.steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'done', 'done']);
    expect(await lookAt(connector, ids.ana)).toMatchObject({ status: 'active' });

    await revoke({ connector }, ids.ana);
    const gone = await revoke({ connector }, ids.ana, { stage: 'delete' });
    expect([gone.left, gone.steps.map(({ outcome }) => outcome.kind)]).toEqual([[], ['done']]);
    expect((await connector.observe()).accounts.map(({ id }) => id)).not.toContain(ids.ana);
  });

  it.each([
    ['reads as a filter', "x or userName pr or userName eq 'a'", true],
    // SCIMMY does not find what stands in quotes within quotes, and says so by an empty listing.
    ['has quotes and a filter in it', 'a" or userName pr or userName eq "a', false],
  ])('a user name that %s leads to nobody else', async (_, hostile, isFound) => {
    const { address, ask } = await directory(3);
    const made = await ask('POST', '/Users', {
      body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: hostile },
    });
    const connector = await connectTo(address, { settings: SETTINGS, token: TOKEN, clock: clockAt(NOW) });
    const seen = await connector.observeAccounts([{ id: null, name: hostile }]);
    expect(seen.accounts.map(({ id }) => id)).toEqual(isFound ? [made.body.id] : []);
  });
});

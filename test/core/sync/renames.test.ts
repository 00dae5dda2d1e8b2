/** What somebody can edit at the provider must not become what others are found by; ids decide (law 12). */
import { describe, expect, test } from 'vitest';
import type { DesiredState, System } from '../../../src/core/model.js';
import { syncRoster } from '../../../src/core/sync/roster-sync.js';
import { account, desired, NOW, observation, person, service, system } from '../../fixtures/builders.js';

const idp = system({ id: 'idp' });
const BY_EMAIL = ['id', 'name', 'email'] as const;
const MAL = { id: 'mal', email: 'mal@acme.example' };
const AT_IDP = { idp: { id: '00uM', name: 'mal' } };

function synced(parts: Parameters<typeof desired>[0], accounts: Parameters<typeof account>[0][]) {
  const state: DesiredState = desired({ identityProvider: 'idp', ...parts });
  const provider = state.systems.find(({ id }) => id === 'idp') as System;
  const seen = observation({ system: 'idp', accounts: accounts.map((one) => account(one)) });
  return syncRoster({ desired: state, provider, observation: seen, now: NOW, writable: () => true });
}

describe('another address', () => {
  const renamed = { id: '00uM', name: 'mal', email: 'admin@acme.example' };

  test.each<[string, Partial<Parameters<typeof system>[0]>[], Parameters<typeof person>[0], readonly string[]]>([
    ['nobody is found by it elsewhere', [{ id: 'hub' }], { accounts: AT_IDP }, []],
    ['another system finds people by it', [{ id: 'hub', match: BY_EMAIL }], { accounts: AT_IDP }, ['hub']],
    [
      'the account there is claimed by a name alone',
      [{ id: 'hub', match: BY_EMAIL }],
      { accounts: { ...AT_IDP, hub: 'mal' } },
      ['hub'],
    ],
    [
      'the account there is pinned',
      [{ id: 'hub', match: BY_EMAIL }],
      { accounts: { ...AT_IDP, hub: { id: 'h1', name: 'mal' } } },
      [],
    ],
    [
      'it is pinned where ids are not matched',
      [{ id: 'hub', match: ['email'] }, { id: 'prod' }],
      { accounts: { ...AT_IDP, hub: { id: 'h1', name: 'mal' } } },
      ['hub'],
    ],
    ['the provider itself finds people by it, and it is pinned there', [], { accounts: AT_IDP }, []],
  ])('%s', (_, others, more, systems) => {
    const provider = others.length === 0 ? system({ id: 'idp', match: BY_EMAIL }) : idp;
    const all = [provider, ...others.map((one) => system(one))];
    const { changes, notes } = synced({ people: [person({ ...MAL, ...more })], systems: all }, [renamed]);
    if (systems.length === 0) expect([changes.map(({ kind }) => kind), notes]).toEqual([['email'], []]);
    else {
      expect(changes).toEqual([]);
      expect(notes).toMatchObject([{ why: 'email-decides', about: ['mal'], systems }]);
    }
  });
});

describe('another login', () => {
  const eve = person({ id: 'eve', email: 'eve@acme.example', accounts: { hub: 'Eve-R' } });
  const bot = service({ id: 'bot', owner: 'eve', accounts: { hub: 'deploy' } });
  const mal = person({ ...MAL, accounts: { ...AT_IDP, hub: 'mallory' } });
  const to = (name: string) =>
    synced({ people: [mal, eve], services: [bot], systems: [idp, system()] }, [{ id: '00uM', name }]);

  test.each([
    ['a colleague’s name in another system', 'eve-r', 'eve'],
    ['a colleague’s address', 'EVE@acme.example', 'eve'],
    ['a service’s name in another system', 'deploy', 'bot'],
  ])('%s is told, and not written', (_, name, whose) => {
    expect(to(name)).toMatchObject({ changes: [], notes: [{ why: 'name-taken', about: ['mal', whose] }] });
  });

  test.each(['mal-new', 'mallory', 'mal@acme.example'])('%s, which is nobody else’s, is followed', (name) => {
    expect(to(name)).toMatchObject({ changes: [{ kind: 'login', from: 'mal', to: name }], notes: [] });
  });
});

describe('who renames himself to a login that the roster has for another', () => {
  const eve = (more: object = {}) => person({ id: 'eve', accounts: { idp: { id: '00uE', name: 'eve' } }, ...more });
  const mal = person({ ...MAL, accounts: AT_IDP });
  const conflict = { why: 'identity-conflict', about: ['mal', 'eve'] };

  test('is a leaver when suspended, and the conflict is told', () => {
    const left = eve({ status: 'departed' });
    const { changes, notes } = synced({ people: [mal, left], systems: [idp] }, [
      { id: '00uM', name: 'eve', status: 'suspended' },
    ]);
    expect(changes).toMatchObject([{ kind: 'leaver', person: 'mal', how: 'suspended', ids: ['00uM'] }]);
    expect(notes).toMatchObject([conflict]);
  });

  test('hides the other one’s departure neither', () => {
    const { changes } = synced({ people: [mal, eve()], systems: [idp] }, [
      { id: '00uM', name: 'eve' },
      { id: '00uE', name: 'eve-old', status: 'suspended' },
    ]);
    expect(changes).toMatchObject([{ kind: 'leaver', person: 'eve' }]);
  });

  test('and is active gets neither that login nor a new address', () => {
    const { changes, notes } = synced({ people: [mal, eve()], systems: [idp] }, [
      { id: '00uM', name: 'eve', email: 'eve.new@acme.example' },
      { id: '00uE', name: 'eve-2' },
    ]);
    expect(changes).toEqual([]);
    expect(notes).toMatchObject([conflict]);
  });
});

test('a credential that was pasted into a leaver’s login is not told (law 13)', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  const mal = person({ ...MAL, accounts: AT_IDP });
  const { changes } = synced({ people: [mal], systems: [idp] }, [{ id: '00uM', name: token, status: 'suspended' }]);
  expect(changes).toHaveLength(1);
  expect(JSON.stringify(changes)).not.toContain(token);
});

import { describe, expect, test } from 'vitest';
import { account, observation, PARTIAL, person, system } from '../../fixtures/builders.js';
import { claims, imported, kim, left, mailed } from './imported.js';

describe('with an identity provider', () => {
  const provided = { identityProvider: 'idp' };

  test('its active accounts are people, with their accounts elsewhere found by address and by name, pinned by id', () => {
    const found = imported(provided, {
      idp: [mailed('ana.ruiz')],
      hub: [account({ name: 'anaruiz', id: '17' })],
      prod: [account({ name: 'whatever', email: 'ANA.RUIZ@acme.example' })],
    });
    expect(found.people).toEqual([
      {
        person: person({
          id: 'ana.ruiz',
          name: 'Ana Ruiz',
          email: 'ana.ruiz@acme.example',
          accounts: {
            hub: { id: '17', name: 'anaruiz' },
            idp: { id: 'id:ana.ruiz', name: 'ana.ruiz' },
            prod: { id: 'id:whatever', name: 'whatever' },
          },
        }),
        confirm: ['name'],
      },
    ]);
    expect(claims(found)).toEqual([
      'ana.ruiz hub/anaruiz name',
      'ana.ruiz idp/ana.ruiz provider',
      'ana.ruiz prod/whatever email',
    ]);
    expect(found.left).toEqual([]);
  });

  test('who is inactive there is former, and so are their accounts elsewhere', () => {
    const found = imported(provided, {
      idp: [mailed('bo.lund'), mailed('ana.ruiz', { status: 'suspended' })],
      hub: [account({ name: 'anaruiz' }), account({ name: 'x', email: 'ana.ruiz@acme.example' })],
    });
    expect(found.people.map((one) => one.person.id)).toEqual(['bo.lund']);
    expect(left(found)).toEqual([
      'hub/anaruiz inactive-at-provider',
      'hub/x inactive-at-provider',
      'idp/ana.ruiz inactive-at-provider',
    ]);
  });

  test('who came back under another account is here', () => {
    const found = imported(provided, {
      idp: [mailed('ana.ruiz', { id: '1', status: 'suspended' }), mailed('ana.ruiz', { id: '2' })],
      hub: [account({ name: 'anaruiz' })],
    });
    expect(claims(found)).toEqual(['ana.ruiz hub/anaruiz name', 'ana.ruiz idp/ana.ruiz provider']);
  });

  test('a name that two people fit is told, and never guessed, though one of them has left', () => {
    const found = imported(provided, {
      idp: [mailed('ana.ruiz'), mailed('alba.ruiz', { status: 'suspended' })],
      hub: [account({ name: 'aruiz' })],
    });
    expect(claims(found)).toEqual(['ana.ruiz idp/ana.ruiz provider']);
    expect(left(found)).toContain('hub/aruiz ambiguous-person');
  });

  test('two accounts that fit one person are both told', () => {
    const found = imported(provided, {
      idp: [mailed('ana.ruiz')],
      hub: [account({ name: 'aruiz' }), account({ name: 'anaruiz' })],
    });
    expect(left(found)).toEqual(['hub/anaruiz ambiguous-account', 'hub/aruiz ambiguous-account']);
  });

  test('an address says more than a name', () => {
    const found = imported(provided, {
      idp: [mailed('ana.ruiz')],
      hub: [account({ name: 'aruiz' }), account({ name: 'zz', email: 'ana.ruiz@acme.example' })],
    });
    expect(claims(found)).toContain('ana.ruiz hub/zz email');
    expect(left(found)).toEqual(['hub/aruiz has-another']);
  });

  test('a name does not count against another address of the same domain', () => {
    const found = imported(provided, {
      idp: [mailed('ana.ruiz')],
      hub: [account({ name: 'anaruiz', email: 'ana.ruiz.2@acme.example' })],
    });
    expect(left(found)).toEqual(['hub/anaruiz other-email']);
  });

  test('somebody whom the roster has by that address gets the account; under another address it is told', () => {
    const found = imported(provided, { idp: [mailed('kim', { id: '1' })] });
    expect(claims(found)).toEqual(['kim.cho idp/kim provider']);
    const other = imported(provided, { idp: [mailed('kim.cho')] });
    expect(other.people).toEqual([]);
    expect(left(other)).toEqual(['idp/kim.cho may-be-known']);
  });

  test('two active accounts of one address are told, and neither is written', () => {
    const twice = [
      mailed('a.a', { id: '1', email: 'x@acme.example' }),
      mailed('b.b', { id: '2', email: 'X@acme.example' }),
    ];
    expect(left(imported(provided, { idp: twice }))).toEqual(['idp/a.a shared-email', 'idp/b.b shared-email']);
  });

  test('an existing person never gets an inactive account of the provider, which would revoke all that they have', () => {
    const found = imported(provided, {
      idp: [mailed('bo.lund'), mailed('kim', { status: 'suspended' })],
      hub: [account({ name: 'kimcho' })],
    });
    expect(found.desired.people.find(({ id }) => id === 'kim.cho')?.accounts.has('idp' as never)).toBe(false);
    expect(claims(found)).toContain('kim.cho hub/kimcho name');
    expect(left(found)).toEqual(['idp/kim inactive-at-provider']);
  });

  test('who is inactive there by their claim, or departed, gets nothing further', () => {
    const ben = person({ id: 'ben.ode', name: 'Ben Ode', email: 'ben@acme.example', accounts: { idp: 'ben' } });
    const di = person({ id: 'di.eck', name: 'Di Eck', email: 'di@acme.example', status: 'departed', accounts: {} });
    const found = imported(
      { ...provided, people: [kim, ben, di] },
      {
        idp: [mailed('ben', { status: 'suspended' }), mailed('bo.lund')],
        hub: [account({ name: 'benode' }), account({ name: 'dieck' })],
      },
    );
    expect(claims(found)).toEqual(['ben.ode idp/ben claim', 'bo.lund idp/bo.lund provider']);
    expect(left(found)).toEqual(['hub/benode inactive-at-provider', 'hub/dieck absent']);
  });

  test.each([
    ['in part', PARTIAL, [mailed('ana.ruiz')]],
    ['empty', { kind: 'complete' } as const, []],
    ['with nobody active', { kind: 'complete' } as const, [mailed('ana.ruiz', { status: 'suspended' as const })]],
  ])('seen %s, nobody new is told of, and names tell nothing', (_, completeness, accounts) => {
    const found = imported(
      { ...provided, systems: [system({ id: 'hub' }), system({ id: 'idp' })] },
      {},
      {
        observations: [
          observation({ system: 'idp', completeness, accounts }),
          observation({
            system: 'hub',
            accounts: [
              account({ name: 'kimcho' }),
              account({ name: 'k', email: 'kim@acme.example' }),
              account({ name: 'ci-bot' }),
            ],
          }),
        ],
      },
    );
    expect(claims(found)).toEqual(['kim.cho hub/k email']);
    expect(left(found)).toEqual(['hub/ci-bot provider-unread', 'hub/kimcho provider-unread']);
    expect(found.unseen.map((one) => one.system)).toEqual(['idp']);
  });
});

import { describe, expect, test } from 'vitest';
import {
  account,
  at,
  entitlement,
  observation,
  PARTIAL,
  person,
  role,
  service,
  system,
} from '../../fixtures/builders.js';
import { claims, imported, kim, left } from './imported.js';

describe('without one', () => {
  test('people are told of by an address or by a name such as people have', () => {
    const found = imported(
      {},
      {
        prod: [account({ name: 'ana.ruiz' }), account({ name: 'cher' })],
        hub: [account({ name: 'anaruiz' }), account({ name: 'bo', email: 'bo.lund@acme.example' })],
      },
    );
    expect(claims(found)).toEqual(['ana.ruiz hub/anaruiz name', 'bo.lund hub/bo email', 'ana.ruiz prod/ana.ruiz name']);
    expect(found.people.map((one) => [one.person.email, one.confirm])).toEqual([
      ['ana.ruiz@email-unknown.invalid', ['name', 'email']],
      ['bo.lund@acme.example', ['name']],
    ]);
    expect(left(found)).toEqual(['prod/cher nobody']);
  });

  test('who is suspended everywhere is former, and who is active somewhere is not', () => {
    const found = imported(
      {},
      {
        prod: [account({ name: 'ana.ruiz', status: 'suspended' }), account({ name: 'bo.lund', status: 'suspended' })],
        hub: [account({ name: 'bolund' })],
      },
    );
    expect(found.people.map((one) => one.person.id)).toEqual(['bo.lund']);
    expect(left(found)).toEqual(['prod/ana.ruiz suspended']);
  });
});

describe('what the roster has', () => {
  test('a claim by name gets the id, and keeps the name as it is written', () => {
    const ana = person({ accounts: { hub: 'Ana' } });
    const found = imported({ people: [kim, ana] }, { hub: [account({ name: 'ana', id: '17' })] });
    expect(found.findings.map(({ claim, by }) => ({ claim, by }))).toEqual([
      { claim: { id: '17', name: 'Ana' }, by: 'claim' },
    ]);
  });

  test('a pin stays, whatever else fits', () => {
    const pinned = person({ name: 'Ana Ruiz', accounts: { hub: { id: '1', name: 'ana' } } });
    const found = imported(
      { people: [kim, pinned] },
      {
        hub: [account({ name: 'ana', id: '1' }), account({ name: 'anaruiz', id: '2' })],
      },
    );
    expect(found.findings).toEqual([]);
    expect(left(found)).toEqual(['hub/anaruiz has-another']);
  });

  test('a name that two accounts have pins neither', () => {
    const found = imported(
      { people: [kim, person({ accounts: { hub: 'ana' } })] },
      {
        hub: [account({ name: 'ana', id: '1' }), account({ name: 'ANA', id: '2' })],
      },
    );
    expect(left(found)).toEqual(['hub/ana ambiguous-account', 'hub/ANA ambiguous-account']);
  });

  test('a name that sits on another id is told', () => {
    const pinned = person({ accounts: { hub: { id: '1', name: 'ana' } } });
    const found = imported({ people: [kim, pinned] }, { hub: [account({ name: 'ana', id: '2' })] });
    expect(left(found)).toEqual(['hub/ana identity-conflict']);
  });

  test('a claim that the system would not match by is not written', () => {
    const found = imported({ systems: [system({ match: ['email'] })] }, { hub: [account({ name: 'kimcho' })] });
    expect(left(found)).toEqual(['hub/kimcho collides']);
  });

  test('where entitlements are managed, nobody is claimed whose roles do not grant what they hold', () => {
    const hub = system({ entitlements: 'managed' });
    const held = account({ name: 'kimcho', entitlements: ['team:a', entitlement('key:1', { kind: 'credential' })] });
    const found = imported({ systems: [hub] }, { hub: [held] });
    expect(found.left).toMatchObject([{ why: 'unmanaged-entitlements', about: ['kim.cho'], entitlements: ['team:a'] }]);
    const granted = imported(
      { systems: [hub], people: [{ ...kim, roles: ['a'] }], roles: [role('a', { hub: ['team:a'] })] },
      { hub: [held] },
    );
    expect(claims(granted)).toEqual(['kim.cho hub/kimcho name']);
  });
});

describe('accounts of nobody', () => {
  test('services are guessed by name, one over all systems, with the first designated owner who is here', () => {
    const found = imported({}, { hub: [account({ name: 'ci-bot' })], prod: [account({ name: 'CI_bot' })] });
    expect(found.services).toEqual([
      {
        service: service({
          id: 'ci-bot',
          owner: 'kim.cho',
          accounts: { hub: { id: 'id:ci-bot', name: 'ci-bot' }, prod: { id: 'id:CI_bot', name: 'CI_bot' } },
        }),
        sign: 'name',
      },
    ]);
  });

  test('an existing service of that name gets what it lacks', () => {
    const bot = service({ id: 'ci-bot', owner: 'kim.cho', accounts: {} });
    expect(claims(imported({ services: [bot] }, { hub: [account({ name: 'ci-bot' })] }))).toEqual([
      'ci-bot hub/ci-bot service',
    ]);
  });

  test('nobody to own it: told, and not written', () => {
    const found = imported({ people: [{ ...kim, status: 'departed' }] }, { hub: [account({ name: 'ci-bot' })] });
    expect(left(found)).toEqual(['hub/ci-bot no-owner']);
  });

  test('keys and no password: a service, in a system that tells of passwords', () => {
    const key = entitlement('key:1', { kind: 'credential', type: 'access-key' });
    const password = entitlement('password', { kind: 'credential', type: 'password' });
    const legacy = account({ name: 'legacy', entitlements: [key] });
    const root = account({ name: 'root', entitlements: [password] });
    expect(imported({}, { hub: [legacy, root] }).services.map(({ sign }) => sign)).toEqual(['keys-only']);
    expect(left(imported({}, { hub: [legacy] }))).toEqual(['hub/legacy nobody']);
  });

  test('protected accounts, the runner and invitations are left out, and told', () => {
    const found = imported(
      { systems: [system({ protected: ['breakglass'] })] },
      {
        hub: [
          account({ name: 'breakglass', email: 'b@acme.example' }),
          account({ name: 'ana.ruiz', self: true }),
          account({ name: 'bo.lund', id: 'invitation:1', status: 'invited' }),
        ],
      },
    );
    expect(found.findings).toEqual([]);
    expect(left(found).sort()).toEqual(['hub/ana.ruiz self', 'hub/bo.lund invited', 'hub/breakglass protected']);
  });

  test('a system that was seen in part contributes nothing', () => {
    const found = imported(
      { systems: [system()] },
      {},
      {
        observations: [observation({ completeness: PARTIAL, accounts: [account({ name: 'ana.ruiz' })] })],
      },
    );
    expect(found).toMatchObject({
      people: [],
      findings: [],
      left: [],
      unseen: [{ system: 'hub', why: ['page 7: 502'] }],
    });
  });
});

describe('hostile accounts', () => {
  test('a name that no file can hold is left out of the claim; such an id is told', () => {
    const found = imported(
      { identityProvider: 'idp' },
      {
        idp: [
          account({ name: 'ana.ruiz\n- id: evil', email: 'ana@acme.example', id: '1' }),
          account({ name: 'bo.lund', id: '2\n' }),
        ],
      },
    );
    expect(found.findings.map(({ claim }) => claim)).toEqual([{ id: '1', name: null }]);
    expect(found.left.map(({ why }) => why)).toEqual(['not-writable']);
  });

  test('a look-alike of another script fits nobody', () => {
    expect(left(imported({}, { hub: [account({ name: 'kіmcho' })] }))).toEqual(['hub/kіmcho nobody']);
  });

  test('ids that differ in case alone are not both claimed', () => {
    const found = imported(
      {},
      {
        hub: [account({ name: 'ana.ruiz', id: 'aB' }), account({ name: 'bo.lund', id: 'Ab' })],
      },
    );
    expect(found.findings).toHaveLength(1);
    expect(found.left.map(({ why }) => why)).toEqual(['not-writable']);
  });
});

test('who leaves later is here until then', () => {
  const ana = person({ name: 'Ana Ruiz', accounts: {}, leavesAt: at('2026-12-31T00:00:00Z') });
  expect(claims(imported({ people: [kim, ana] }, { hub: [account({ name: 'anaruiz' })] }))).toEqual([
    'ana.ruiz hub/anaruiz name',
  ]);
  const gone = { ...ana, leavesAt: at('2026-01-01T00:00:00Z') };
  expect(left(imported({ people: [kim, gone] }, { hub: [account({ name: 'anaruiz' })] }))).toEqual([
    'hub/anaruiz absent',
  ]);
});

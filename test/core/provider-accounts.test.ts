import { describe, expect, test } from 'vitest';
import { holdersAtProvider } from '../../src/core/provider-accounts.js';
import { desired, person, service, system } from '../fixtures/builders.js';

const PEOPLE = [
  person({ accounts: { okta: { id: '00uana', name: 'ana@acme.example' } }, email: 'ana@acme.example' }),
  person({ id: 'bo.berg', accounts: { okta: 'bo@acme.example' }, email: 'bo.berg@acme.example' }),
  person({ id: 'cy.dahl', accounts: {}, email: 'cy@acme.example' }),
];
const SERVICES = [service({ id: 'sync-bot', accounts: { okta: { id: '00ubot', name: 'bot@acme.example' } } })];

function holders(texts: readonly string[], match: readonly ('id' | 'name' | 'email')[] = ['id', 'name']) {
  const systems = [system({ id: 'okta', match }), system()];
  return holdersAtProvider(desired({ people: PEOPLE, services: SERVICES, systems, identityProvider: 'okta' }), texts);
}

describe('whose account at the identity provider it is', () => {
  test.each([
    ['the id that pins it', ['00uana'], ['ana.ruiz']],
    ['a name, whatever its case', ['BO@acme.example'], ['bo.berg']],
    ['a name whose account is pinned', ['ana@acme.example'], ['ana.ruiz']],
    ['an id that nobody pins, and a name', ['00ubo', 'bo@acme.example'], ['bo.berg']],
    ['an id and a name of two people: both are looked at', ['00uana', 'bo@acme.example'], ['ana.ruiz', 'bo.berg']],
    ['an id in another case is another id', ['00UANA'], []],
    ['an e-mail, where the system is not matched so', ['cy@acme.example'], []],
    ['a name in another system', ['ana'], []],
    ['nobody', ['00uzed'], []],
  ])('%s', (_, texts, people) => {
    expect(holders(texts)).toEqual({ people, services: [] });
  });

  test('an e-mail, where the system is matched so', () => {
    expect(holders(['cy@acme.example'], ['id', 'name', 'email']).people).toEqual(['cy.dahl']);
  });

  test('a service’s', () => {
    expect(holders(['00ubot'])).toEqual({ people: [], services: ['sync-bot'] });
  });

  test('a name that two people claim is both’s, to be looked at', () => {
    const people = [...PEOPLE, person({ id: 'di.eco', accounts: { okta: 'bo@acme.example' } })];
    const state = desired({ people, systems: [system({ id: 'okta' })], identityProvider: 'okta' });
    expect(holdersAtProvider(state, ['bo@acme.example']).people).toEqual(['bo.berg', 'di.eco']);
  });

  test('without a provider nobody’s', () => {
    expect(holdersAtProvider(desired({ people: PEOPLE }), ['00uana'])).toEqual({ people: [], services: [] });
  });
});

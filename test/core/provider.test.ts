/** The reason that an account has, and the identity provider's word. */
import { describe, expect, test } from 'vitest';
import type { Observation, ObservedAccount } from '../../src/core/observation.js';
import {
  account,
  DAY,
  desired,
  later,
  NOW,
  observation,
  PARTIAL,
  person,
  service,
  snapshot,
  system,
} from '../fixtures/builders.js';
import { decisionOn, planOf, verdict } from '../fixtures/planning.js';

const everywhere = { hub: 'ana', idp: { id: 'okta-1', name: 'ana' } };
const systems = [system(), system({ id: 'idp', match: ['id', 'name', 'email'] })];
const state = desired({ people: [person({ accounts: everywhere })], systems, identityProvider: 'idp' });
const inactive = account({ id: 'okta-1', status: 'suspended' });

function withProvider(accounts: readonly ObservedAccount[], completeness?: Observation['completeness'], of = state) {
  const idp = observation({ system: 'idp', accounts, ...(completeness && { completeness }) });
  return planOf(of, snapshot([observation({ accounts: [account()] }), idp]));
}

describe('reasons', () => {
  test.each([
    ['departed', person({ status: 'departed', accounts: everywhere })],
    ['departed', person({ leavesAt: NOW, accounts: everywhere })],
    ['departed', person({ status: 'suspended', leavesAt: NOW, accounts: everywhere })],
    ['suspended', person({ status: 'suspended', accounts: everywhere })],
    ['suspended', person({ status: 'suspended', leavesAt: later(DAY), accounts: everywhere })],
    ['idp-inactive', person({ accounts: everywhere })],
  ])('when several apply, then the first in order counts: %s', (reason, who) => {
    const made = withProvider([inactive], undefined, { ...state, people: [who] });
    expect(verdict(decisionOn(made, 'ana'))).toBe(`revoke ${reason}`);
  });

  test('when nobody claims an account, then orphaned', () => {
    expect(verdict(decisionOn(planOf(desired({ people: [] }), [account()]), 'ana'))).toBe('revoke orphaned');
  });
});

describe('the identity provider', () => {
  test('when the account there is active, then the person is', () => {
    const made = withProvider([account({ id: 'okta-1' })]);
    expect(verdict(decisionOn(made, 'ana'))).toBe('keep');
    expect(made.identityProviderRead).toBe(true);
  });

  test('when the account there is inactive, then that is the reason in every system, its own too', () => {
    const made = withProvider([inactive]);
    expect(verdict(decisionOn(made, 'ana'))).toBe('revoke idp-inactive');
    expect(verdict(decisionOn(made, 'ana', 'idp'))).toBe('settled idp-inactive');
  });

  test('when the person has no account there, then nothing is concluded', () => {
    expect(verdict(decisionOn(withProvider([]), 'ana'))).toBe('keep');
  });

  test('when the inactive account there is somebody else’s or in conflict, then nothing is concluded', () => {
    expect(verdict(decisionOn(withProvider([account({ id: 'okta-9', name: 'bo', status: 'suspended' })]), 'ana'))).toBe(
      'keep',
    );
    expect(verdict(decisionOn(withProvider([account({ id: 'okta-9', status: 'suspended' })]), 'ana'))).toBe('keep');
  });

  test('when it was read for some accounts only, then what it says of those counts', () => {
    const made = withProvider([inactive], { kind: 'scoped' });
    expect(verdict(decisionOn(made, 'ana'))).toBe('revoke idp-inactive');
    expect(made.identityProviderRead).toBe(true);
  });

  test('when none is named, then it counts as read', () => {
    expect(planOf(desired(), []).identityProviderRead).toBe(true);
  });

  test('when a service’s account there is inactive, then its owner is not', () => {
    const of = { ...state, services: [service({ owner: 'ana.ruiz', accounts: { idp: 'bot' } })] };
    const made = withProvider([account({ name: 'bot', status: 'suspended' })], undefined, of);
    expect(verdict(decisionOn(made, 'ana'))).toBe('keep');
  });

  test('law 12: when a leaver renames his pinned account to a name that the roster claims for another, then he is gone all the same', () => {
    const eve = person({ id: 'eve', accounts: { idp: { id: 'okta-7', name: 'eve' } } });
    const of = { ...state, people: [...state.people, eve] };
    const made = withProvider([account({ id: 'okta-1', name: 'eve', status: 'suspended' })], undefined, of);
    expect(verdict(decisionOn(made, 'ana'))).toBe('revoke idp-inactive');
    expect(verdict(decisionOn(made, 'eve', 'idp'))).toBe('review identity-conflict');
  });

  test('when a service’s pinned account has its owner’s address, then it says nothing of the owner', () => {
    const bot = service({ owner: 'ana.ruiz', accounts: { idp: { id: 'okta-2' } } });
    const mail = state.people[0]?.email ?? '';
    const of = { ...state, people: [person({ accounts: { hub: 'ana' } })], services: [bot] };
    const made = withProvider(
      [account({ id: 'okta-2', name: 'bot', email: mail, status: 'suspended' })],
      undefined,
      of,
    );
    expect(verdict(decisionOn(made, 'ana'))).toBe('keep');
    const both = withProvider(
      [
        account({ id: 'okta-2', name: 'bot', email: mail }),
        account({ id: 'okta-1', email: mail, status: 'suspended' }),
      ],
      undefined,
      { ...state, services: [bot] },
    );
    expect(verdict(decisionOn(both, 'ana'))).toBe('revoke idp-inactive');
  });

  test('law 3: when its listing is partial, then what was only listed is not believed and the plan says so', () => {
    const made = withProvider([inactive], PARTIAL);
    expect(verdict(decisionOn(made, 'ana'))).toBe('keep');
    expect(made.identityProviderRead).toBe(false);
  });

  test('law 3: when it was not observed at all, then it revokes nobody, and whom the roster says left is revoked all the same', () => {
    const bo = person({ id: 'bo', status: 'departed', accounts: { hub: 'bo' } });
    const both = { ...state, people: [...state.people, bo] };
    const made = planOf(both, snapshot([observation({ accounts: [account(), account({ name: 'bo' })] })]));
    expect(made.identityProviderRead).toBe(false);
    expect(verdict(decisionOn(made, 'ana'))).toBe('keep');
    expect(verdict(decisionOn(made, 'bo'))).toBe('revoke departed');
  });

  test('law 3: when the provider named is no configured system, then it counts as not read', () => {
    expect(planOf(desired({ identityProvider: 'gone' }), []).identityProviderRead).toBe(false);
  });
});

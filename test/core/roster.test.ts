/** Whose account it is. */
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/core/roster.js';
import { account, desired, person, service, system } from '../fixtures/builders.js';
import { decisionOn, planOf, verdict } from '../fixtures/planning.js';

type State = Parameters<typeof desired>[0];

function on(state: State, seen: Parameters<typeof account>[0]): string {
  const made = planOf(desired(state), [account(seen)]);
  return verdict(decisionOn(made, seen?.name ?? 'ana'));
}

describe('names and e-mails', () => {
  test.each([
    ['ana', 'ANA'],
    ['Ana', 'aNa'],
    ['ana', 'ａｎａ'],
    ['josé', 'jose\u0301'],
    ['JOSÉ', 'josé'],
    ['office', 'oﬀice'],
    ['ÇAĞ', 'çağ'],
  ])('when the roster says %s and the system %s, then they are the same', (said, seen) => {
    expect(on({ people: [person({ accounts: { hub: said } })] }, { name: seen })).toBe('keep');
    expect(fold(said)).toBe(fold(seen));
  });

  test.each([
    ['ana', 'anna'],
    ['ana', 'ana '],
    ['ana', 'апа'],
    ['jose', 'josé'],
  ])('when the roster says %s and the system %s, then they are not', (said, seen) => {
    expect(on({ people: [person({ accounts: { hub: said } })] }, { name: seen })).toBe('revoke orphaned');
  });

  test('when names are empty on both sides, then nobody is matched', () => {
    expect(on({ people: [person({ accounts: { hub: '' } })] }, { name: '' })).toBe('revoke orphaned');
  });

  test.each([null, ''])('when e-mails are %j on the system’s side, then nobody is matched', (email) => {
    const state = { people: [person({ email: '', accounts: {} })], systems: [system({ match: ['email'] })] };
    expect(on(state, { email })).toBe('revoke orphaned');
  });

  test('when an empty entry stands under protected, then it protects nobody', () => {
    expect(on({ people: [], systems: [system({ protected: [''] })] }, { name: '' })).toBe('revoke orphaned');
  });

  test('when e-mail is not among the keys of match, then it does not count', () => {
    expect(on({ people: [person({ accounts: {} })] }, { email: 'ana.ruiz@acme.example' })).toBe('revoke orphaned');
  });

  test('when e-mail is among the keys of match, then it finds the person without a claim, regardless of case', () => {
    const state = { people: [person({ accounts: {} })], systems: [system({ match: ['id', 'email'] })] };
    expect(on(state, { email: 'Ana.Ruiz@ACME.example' })).toBe('keep');
  });

  test('when somebody claims an account of that name in another system, then it is not theirs here', () => {
    expect(on({ people: [person({ accounts: { prod: 'ana' } })] }, {})).toBe('revoke orphaned');
  });
});

describe('law 12: immutable ids decide, names are for reading', () => {
  const pinned = person({ accounts: { hub: { id: '7', name: 'ana' } } });

  test('law 12: when the account of a pinned id was renamed, then it is still theirs', () => {
    expect(on({ people: [pinned] }, { id: '7', name: 'ana-ruiz' })).toBe('keep');
  });

  test('law 12: when a pinned leaver took another name, then their account is revoked all the same', () => {
    const people = [person({ status: 'departed', accounts: { hub: { id: '7', name: 'ana' } } })];
    expect(on({ people }, { id: '7', name: 'somebody-else' })).toBe('revoke departed');
  });

  test('law 12: when a pinned name sits on another id, then neither a keep nor a revocation comes of it', () => {
    expect(on({ people: [pinned] }, { id: '8' })).toBe('review identity-conflict');
    expect(on({ people: [pinned] }, { id: '8', name: 'ANA' })).toBe('review identity-conflict');
  });

  test('law 12: when two swapped their names, then both are reviewed', () => {
    const bo = person({ id: 'bo', status: 'departed', accounts: { hub: { id: '8', name: 'bo' } } });
    const made = planOf(desired({ people: [pinned, bo] }), [
      account({ id: '7', name: 'bo' }),
      account({ id: '8', name: 'ana' }),
    ]);
    expect(made.decisions.map(verdict)).toEqual(['review identity-conflict', 'review identity-conflict']);
  });

  test('law 12: when a service’s pinned name sits on another id, then review identity-conflict', () => {
    const state = { services: [service({ accounts: { hub: { id: '1', name: 'bot' } } })] };
    expect(on(state, { id: '2', name: 'bot' })).toBe('review identity-conflict');
  });

  test('law 12: ids are opaque: they match to the letter, without folding', () => {
    const people = [person({ accounts: { hub: { id: 'AbC' } } })];
    expect(on({ people }, { id: 'AbC', name: 'x' })).toBe('keep');
    expect(on({ people }, { id: 'abc', name: 'x' })).toBe('revoke orphaned');
  });

  test('law 12: when a name happens to be another account’s id, then it does not match', () => {
    expect(on({ people: [person({ accounts: { hub: { id: '7' } } })] }, { id: '8', name: '7' })).toBe(
      'revoke orphaned',
    );
  });
});

describe('invited accounts', () => {
  test('when an invitation goes to a pinned person’s name, then it is theirs: it has no account’s id to contradict', () => {
    const people = [person({ accounts: { hub: { id: '7', name: 'ana' } } })];
    expect(on({ people }, { id: 'invitation:1', status: 'invited' })).toBe('keep');
  });

  test('when nobody claims an invitation, then it is an orphan', () => {
    expect(on({ people: [] }, { id: 'invitation:1', status: 'invited' })).toBe('revoke orphaned');
  });

  test('when a leaver was invited, then the invitation is revoked, stage suspend', () => {
    const people = [person({ status: 'suspended' })];
    expect(on({ people }, { id: 'invitation:1', status: 'invited' })).toBe('revoke suspended');
  });
});

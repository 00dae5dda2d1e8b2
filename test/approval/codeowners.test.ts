import { describe, expect, test } from 'vitest';
import { blockOf, ownershipsOf } from '../../src/approval/codeowners.js';
import type { DesiredState } from '../../src/core/model.js';
import { type Claim, desired, HOUR, later, NOW, person, personId, system, systemId } from '../fixtures/builders.js';

const owner = (id: string, github: Claim | null, more: Parameters<typeof person>[0] = {}) =>
  person({ id, accounts: github === null ? {} : { github }, ...more });

function world(of: Pick<Partial<DesiredState>, 'people' | 'systems'> = {}, owners = ['kim', 'sam']): DesiredState {
  const optOutPolicy = { owners: owners.map(personId), approvalSystem: systemId('github') };
  return desired({
    people: [owner('kim', { id: '1', name: 'kimcho' }), owner('sam', 'samlee'), owner('ben', 'BenCarter-1')],
    systems: [system({ id: 'aws', owners: [personId('ben')] }), system({ id: 'github' })],
    ...of,
    optOutPolicy,
  });
}

const linesOf = (state: DesiredState, prefix = '') => blockOf(ownershipsOf(state, NOW, prefix))?.slice(1, -1) ?? null;
const messages = (state: DesiredState) => ownershipsOf(state, NOW, '').findings.map(({ message }) => message);

describe('who is asked about which path', () => {
  test('general ones first, then each system, so that the last match is the right one', () => {
    expect(linesOf(world())).toEqual([
      '/policies/ @kimcho @samlee',
      '/optouts/ @kimcho @samlee',
      '/optouts/aws/ @BenCarter-1',
      '/optouts/github/ @kimcho @samlee',
      '/.github/workflows/ @kimcho @samlee',
      '/.github/CODEOWNERS @kimcho @samlee',
      '/.github/leaver/ @kimcho @samlee',
      '/.gitattributes @kimcho @samlee',
      '/action.yml @kimcho @samlee',
      '/dist/ @kimcho @samlee',
    ]);
    expect(messages(world())).toEqual([]);
  });

  test("in a folder of a bigger clone, paths begin there; the host's own stay at the top", () => {
    const lines = linesOf(world(), 'access/acme/') ?? [];
    expect(lines.filter((line) => line.startsWith('/access/acme/'))).toHaveLength(6);
    expect(lines.filter((line) => line.startsWith('/.github/'))).toHaveLength(3);
  });

  test.each(['a b/', 'a*/', 'a\n/', '[x]/', 'a#/', 'a\\/'])('a folder named %j is refused', (prefix) => {
    const ownerships = ownershipsOf(world(), NOW, prefix);
    expect(ownerships.findings).toMatchObject([{ severity: 'error' }]);
    expect(blockOf(ownerships)).toBeNull();
  });
});

describe('owners who can not be asked', () => {
  const without = (ben: ReturnType<typeof owner>) =>
    world({ people: [owner('kim', 'kimcho'), owner('sam', 'samlee'), ben] });

  test.each([
    ['has departed', owner('ben', 'ben', { status: 'departed' })],
    ['has departed', owner('ben', 'ben', { leavesAt: NOW })],
    ['is away', owner('ben', 'ben', { status: 'suspended' })],
    ['has no account name in github', owner('ben', null)],
    ['has no account name in github', owner('ben', { id: '77' })],
  ])('one who %s is left out and told, and the policy stands in', (why, ben) => {
    const state = without(ben);
    expect(linesOf(state)).toContain('/optouts/aws/ @kimcho @samlee');
    const [first, second] = ownershipsOf(state, NOW, '').findings;
    expect(first).toMatchObject({ severity: 'warning', message: expect.stringContaining(`The owner ben ${why}`) });
    expect(second?.message).toContain("the policy's owners stand in");
  });

  test('one who leaves later is asked until then', () => {
    expect(linesOf(without(owner('ben', 'ben', { leavesAt: later(HOUR) })))).toContain('/optouts/aws/ @ben');
  });

  test('a line is never left without an owner: where nobody is left, there is no block', () => {
    for (const state of [world({ people: [owner('ben', 'ben')] }), world({}, [])]) {
      expect(linesOf(state)).toBeNull();
      expect(messages(state).at(-1) ?? '').toMatch(/a line without an owner would clear ownership/);
    }
  });

  test('not even by a caller: a path without a login makes no block', () => {
    const path = { path: '/optouts/', owners: [], logins: [] };
    expect(blockOf({ paths: [path], findings: [] })).toBeNull();
    expect(blockOf({ paths: [], findings: [] })).toBeNull();
  });

  test.each([
    'kim cho',
    'kim\n* @mallory',
    'kim #',
    'org/team',
    '@kim',
    'kim@acme.example',
    'ki\u202em',
    'k'.repeat(40),
  ])('the account name %j could break out of its line, and is refused', (name) => {
    const state = world({ people: [owner('kim', name), owner('sam', 'samlee'), owner('ben', 'ben')] });
    expect(linesOf(state)).toBeNull();
    expect(ownershipsOf(state, NOW, '').findings).toMatchObject([{ severity: 'error' }]);
  });

  test("without the system that tells logins, that is what's to mend", () => {
    const state = desired({ optOutPolicy: { approvalSystem: null } });
    expect(linesOf(state)).toBeNull();
    expect(messages(state)).toEqual(['Nothing tells which login an owner has at the host.']);
  });
});

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/documents/nearest.js';
import { formatPlan, readPlan } from '../../src/documents/plan.js';
import { formatSnapshot, readSnapshot } from '../../src/documents/snapshot.js';

const AT = '2026-11-23T09:00:00Z';
const account = { id: '1', name: 'ana', status: 'active' };
const system = {
  system: 'github',
  kind: 'github-org',
  at: AT,
  completeness: { kind: 'complete' },
  accounts: [account],
};
const snapshot = { version: 1, at: AT, systems: [system] };
const text = (change: object) => JSON.stringify({ ...snapshot, ...change });

describe('when a snapshot is read', () => {
  it('fills the defaults in', () => {
    expect(readSnapshot(JSON.stringify(snapshot))).toEqual({
      ...snapshot,
      clockSkew: null,
      approvals: [],
      systems: [
        {
          ...system,
          identity: null,
          gaps: [],
          requests: 0,
          clockSkew: null,
          accounts: [
            { ...account, email: null, read: 'listed', admin: false, self: false, suspendedAt: null, entitlements: [] },
          ],
        },
      ],
    });
  });

  it('a gap that does not say whether it is declared is judged by the policy', () => {
    const gaps = [
      { part: 'sso-credentials', why: '403' },
      { part: 'deploy-keys', why: '403' },
      { part: 'sso-credentials', why: '403', declared: false },
    ];
    const read = readSnapshot(text({ systems: [{ ...system, gaps }] }), (id) =>
      id === 'github' ? ['sso-credentials'] : ['deploy-keys'],
    );
    expect(read.systems[0]?.gaps.map(({ declared }) => declared)).toEqual([true, false, false]);
  });

  it('a key too long to read is cut where it is named', () => {
    expect(() => readSnapshot(text({ ['k'.repeat(5_000)]: 1 }))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('k'.repeat(100)) }),
    );
  });

  it('reads what it writes', () => {
    const read = readSnapshot(JSON.stringify(snapshot));
    expect(readSnapshot(formatSnapshot(read))).toEqual(read);
  });

  it.each([-361, 0, 361])('clocks that are %i s off are what was written', (seconds) => {
    const written = text({ clockSkew: seconds, systems: [{ ...system, clockSkew: -seconds }] });
    const read = readSnapshot(formatSnapshot(readSnapshot(written)));
    expect(read).toMatchObject({ clockSkew: seconds, systems: [{ clockSkew: -seconds + 0 }] });
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['nothing', '', 'it is empty'],
    ['another version', text({ version: 2 }), 'at version'],
    ['a key nobody knows', text({ sytems: [] }), 'Did you mean `systems`?'],
    [
      'a status nobody knows',
      text({ systems: [{ ...system, accounts: [{ ...account, status: 'gone' }] }] }),
      'systems[0].accounts[0].status',
    ],
    [
      'a completeness nobody knows',
      text({ systems: [{ ...system, completeness: { kind: 'maybe' } }] }),
      'systems[0].completeness.kind',
    ],
    ['a time without offset', text({ at: '2026-11-23T09:00:00' }), 'no offset'],
    ['a day that no calendar has', text({ at: '2026-02-30T09:00:00Z' }), 'at at'],
    ['a clock that is no whole number of seconds off', text({ clockSkew: 0.5 }), 'at clockSkew'],
    ['a clock off in words', text({ systems: [{ ...system, clockSkew: '300' }] }), 'systems[0].clockSkew'],
    ['a clock that no calendar tells', text({ clockSkew: 1e13 }), 'at clockSkew'],
    ['a system twice', text({ systems: [system, system] }), 'systems[1].system'],
    ['an account twice', text({ systems: [{ ...system, accounts: [account, account] }] }), 'systems[0].accounts[1].id'],
  ])('%s is refused with its path', (_what, written, says) => {
    expect(() => readSnapshot(written)).toThrow(
      expect.objectContaining({ code: 'invalid-document', message: expect.stringContaining(says) }),
    );
  });
});

describe('when a plan is read', () => {
  const subject = {
    id: 'github/1',
    system: 'github',
    account: { id: '1', name: 'ana' },
    person: 'ana',
    service: null,
    entitlement: null,
  };
  const plan = {
    version: 1,
    digest: `sha256:${'0'.repeat(64)}`,
    at: AT,
    organization: 'acme',
    approvalSource: 'none',
    identityProviderRead: true,
    clockSkew: null,
    invalidOptOuts: [],
    unverifiableOptOuts: [],
    systems: [
      {
        system: 'github',
        kind: 'github-org',
        identity: 'acme 9919',
        completeness: { kind: 'complete' },
        accounts: 1,
        revocations: 1,
        gaps: [],
        guard: { kind: 'pass' },
      },
    ],
    warnings: [],
    drift: [],
    decisions: [{ ...subject, kind: 'revoke', reason: 'departed', stage: 'suspend', lapsedOptOut: null }],
  };

  it('is what was written, line by line', () => {
    const read = readPlan(JSON.stringify(plan));
    expect(read).toEqual(plan);
    expect(readPlan(formatPlan(read))).toEqual(plan);
    expect(
      formatPlan(read)
        .split('\n')
        .filter((line) => line.includes('"revoke"')),
    ).toHaveLength(1);
  });

  it.each([
    { seconds: 361, toldBy: 'github' },
    { seconds: -361, toldBy: null },
  ])('a clock that disagrees is what was written: %j', (clockSkew) => {
    const read = readPlan(JSON.stringify({ ...plan, clockSkew }));
    expect(readPlan(formatPlan(read)).clockSkew).toEqual(clockSkew);
  });

  it.each([
    ['a decision of no kind', { decisions: [{ ...subject, kind: 'revok' }] }, 'decisions[0].kind'],
    [
      'a revocation without its stage',
      { decisions: [{ ...subject, kind: 'revoke', reason: 'departed', lapsedOptOut: null }] },
      '`stage` is missing',
    ],
    ['two decisions on one thing', { decisions: [plan.decisions[0], plan.decisions[0]] }, 'decisions[1].id'],
    ['a clock that disagrees by nothing', { clockSkew: { toldBy: 'github' } }, '`seconds` is missing'],
    ['a clock of nobody', { clockSkew: { seconds: 301 } }, '`toldBy` is missing'],
    ['a digest that is none', { digest: 'sha256:1' }, 'at digest'],
  ])('%s is refused', (_what, change, says) => {
    expect(() => readPlan(JSON.stringify({ ...plan, ...change }))).toThrow(says);
  });
});

describe('when a word is misspelt', () => {
  it.each([
    ['ownr', 'owner'],
    ['onwer', 'owner'],
    ['justifcation', 'justification'],
    ['xyz', null],
  ])('the nearest of %s is %s', (word, expected) => {
    expect(nearest(word, ['id', 'owner', 'justification', 'systems'])).toBe(expected);
  });
});

describe('when the schemas change', () => {
  it('what is generated from them is fresh', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const run = () =>
      execFileSync(process.execPath, ['--import', './ts-node.register.mjs', 'scripts/generate.ts', '--check'], {
        cwd: root,
      });
    expect(run).not.toThrow();
  }, 60_000);
});

/** Pauses and raised guards whose approval is proved at the host: whom they hold, and what a snapshot keeps of the proof. */
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { observeCommand, planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import type { Snapshot } from '../../src/core/observation.js';
import { parseInstant } from '../../src/core/time.js';
import { PEOPLE, policyFiles } from '../approval/policy-repository.js';
import type { Host } from '../fixtures/hosted.js';
import { accountOf, memorySystem, type RepositoryParts, type Written } from '../fixtures/repositories.js';
import { hostedWorld, runOn } from './hosted-world.js';
import { EVERYTHING, flatOf, planIn, verdicts } from './world.js';

const leaver = (first: string): Written => ({
  id: `${first}.low`,
  name: first,
  email: `${first}@acme.example`,
  status: 'departed',
  accounts: { hub: { id: `id:${first}`, name: first } },
});

/** Bea and Cid have left; Dan, who owns `hub` with Kim, has an account there too. */
function partsWith(dan: Written = {}): RepositoryParts {
  const people = PEOPLE.map((one) => {
    const accounts = { code: { id: '104', name: 'dan' }, hub: { id: 'id:dan', name: 'dan' } };
    return one.id === 'dan.fox' ? { ...one, accounts, ...dan } : one;
  });
  const twice = { holds: ['departed'], maxDuration: 'P14D', approvals: 2 };
  return {
    policy: {
      optOuts: { reasons: { pause: twice, reduction: twice } },
      guards: { maxRevocations: 1, maxRevokedFraction: 1 },
    },
    people: [...people, leaver('bea'), leaver('cid')],
    systems: [
      memorySystem([{ id: '107', name: 'acme-deploy' }], { id: 'code' }),
      memorySystem(
        ['bea', 'cid', 'dan'].map((name) => accountOf(name)),
        { owners: ['kim.cho', 'dan.fox'] },
      ),
    ],
  };
}

const COMMON = { systems: ['hub'], justification: 'Audit.', requestedBy: 'sam.lee', owner: 'kim.cho' };
const PAUSE = { id: 'freeze', pause: true, reason: 'pause', ...COMMON, expiresAt: '2026-12-01T17:00:00Z' };
const RAISED = {
  id: 'bulk',
  guards: { maxRevocations: 60 },
  reason: 'reduction',
  ...COMMON,
  expiresAt: '2026-12-01T17:00:00Z',
};

async function merged(document: Written, approvers: readonly string[]): Promise<Host> {
  const host = await hostedWorld(partsWith());
  const files = { [`optouts/${document.id}.yaml`]: stringify(document) };
  const number = await host.openPullRequest({ by: 'sam', branch: 'ask', files });
  for (const by of approvers) await host.review(number, { by });
  await host.merge(number, { by: 'sam' });
  return host;
}

const PLAIN = { narrowing: EVERYTHING, at: null, from: null, out: null };
const planned = (host: Host, time?: string) =>
  planCommand(runOn(host), { ...PLAIN, at: time === undefined ? null : parseInstant(time) });
const guardOf = (result: Awaited<ReturnType<typeof planned>>) => planIn(result).systems[1]?.guard.kind;

describe('a pause that two have to approve', () => {
  test('holds nothing with one approval, and everybody with two', async () => {
    const one = await planned(await merged(PAUSE, ['kim']));
    expect(verdicts(one)).toEqual(expect.arrayContaining(['hub/id:bea revoke', 'hub/id:cid revoke']));
    expect(flatOf(one)).toContain('#1 was merged by @sam with 1 of 2 approvals (kim.cho)');

    const two = await planned(await merged(PAUSE, ['kim', 'dan']));
    expect(verdicts(two)).toEqual(['code/107 keep', 'hub/id:bea exempt', 'hub/id:cid exempt', 'hub/id:dan keep']);
  });

  test('does not hold who approved it, once they left; a run for one person proves it all the same', async () => {
    const host = await merged(PAUSE, ['kim', 'dan']);
    const { 'policies/people/staff.yaml': staff = '' } = policyFiles(partsWith({ status: 'departed' }));
    await host.push({ 'policies/people/staff.yaml': staff }, { by: 'boss' });

    const bea = await reconcile(runOn(host), { systems: [], people: ['bea.low'] });
    expect([bea.status, verdicts(bea)]).toEqual([0, ['hub/id:bea exempt']]);
    expect(flatOf(bea)).toContain('approved in #1 by owner kim.cho, dan.fox');

    const dan = await reconcile(runOn(host), { systems: [], people: ['dan.fox'] });
    expect([dan.status, verdicts(dan)]).toEqual([0, ['hub/id:dan revoke']]);
  });
});

describe('a raised guard that two have to approve', () => {
  test('is raised with two approvals, until the very instant of its end', async () => {
    expect(guardOf(await planned(await merged(RAISED, ['kim'])))).toBe('halt');
    const host = await merged(RAISED, ['kim', 'dan']);
    expect(guardOf(await planned(host))).toBe('pass');
    expect(guardOf(await planned(host, '2026-12-01T16:59:59.999Z'))).toBe('pass');
    expect(guardOf(await planned(host, '2026-12-01T18:00:00+01:00'))).toBe('halt');
  });
});

describe('a snapshot', () => {
  test.each([
    ['an approved pause', PAUSE, ['kim', 'dan']],
    ['a raised guard', RAISED, ['kim', 'dan']],
    ['a refused pause', PAUSE, ['kim']],
  ] as const)('keeps the proof of %s, so that the plan from it is the same to the byte', async (_, document, by) => {
    const host = await merged(document, by);
    const context = runOn(host);
    await observeCommand(context, EVERYTHING, 'snapshot.json');

    const direct = await planCommand(context, PLAIN);
    const saved = await planCommand(context, { ...PLAIN, from: 'snapshot.json' });

    expect(JSON.stringify(saved.json)).toBe(JSON.stringify(direct.json));
    const { approvals } = JSON.parse(await context.files.read('snapshot.json')) as Snapshot;
    const refused = by.length < 2;
    expect(approvals).toMatchObject([
      {
        verdict: refused ? 'unapproved' : 'approved',
        rule: refused ? 'approvals' : null,
        pullRequest: 1,
        evidence: { mergedBy: 'sam', terms: { holds: ['departed'], maxDuration: 'P14D', approvals: 2 } },
      },
    ]);
    expect(approvals[0]?.evidence?.reviews).toHaveLength(by.length);
  });
});

import { describe, expect, test } from 'vitest';
import { observeCommand, type PlanOptions, planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { tell } from '../../src/commands/tell.js';
import { validate } from '../../src/commands/validate.js';
import type { Snapshot } from '../../src/core/observation.js';
import { parseInstant } from '../../src/core/time.js';
import { LeaverError } from '../../src/errors.js';
import { NO_PAINT } from '../../src/report/text.js';
import {
  accountOf,
  memorySystem,
  optOutOf,
  type RepositoryParts,
  someone,
  writeFiles,
} from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, NOW, planIn, verdicts, type World, worldOf } from './world.js';

const PLAIN: PlanOptions = { narrowing: EVERYTHING, at: null, from: null, out: null };

const ANA_LEFT: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};
const NOBODY_LEFT: RepositoryParts = {
  people: [someone('ana'), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};

const planned = (world: World, options: Partial<PlanOptions> = {}) =>
  planCommand(world.context, { ...PLAIN, ...options });

const instant = (text: string) => parseInstant(text) as NonNullable<ReturnType<typeof parseInstant>>;

describe('exit status of a plan', () => {
  test('0 where nothing is to be done', async () => {
    const result = await planned(worldOf(NOBODY_LEFT));
    expect(result.status).toBe(0);
    expect(flatOf(result)).toContain('Nothing to revoke in acme.');
  });

  test('2 where it holds revocations, and nothing is changed', async () => {
    const world = worldOf(ANA_LEFT);
    expect((await planned(world)).status).toBe(2);
    expect(world.changes).toEqual([]);
    expect(await world.journal()).toEqual([]);
  });

  test('3 where a guard halts, though something is incomplete besides', async () => {
    const world = worldOf({
      ...ANA_LEFT,
      policy: { guards: { maxRevocations: 0 } },
      optOuts: [{ ...optOutOf(), owner: 'nobody.here' }],
    });
    expect((await planned(world)).status).toBe(3);
  });

  test('1 where a document is invalid, though a guard would halt; nothing is connected to', async () => {
    const world = worldOf({
      ...ANA_LEFT,
      policy: { guards: { maxRevocations: 0 } },
      files: { 'policies/people/more.yaml': 'people: [{ id: "No Id" }]\n' },
    });
    expect((await planned(world)).status).toBe(1);
    expect(world.connected).toEqual([]);
  });

  test('4 before 2: revocations and an invalid opt-out, which exempts nobody and is named', async () => {
    const world = worldOf({ ...ANA_LEFT, optOuts: [optOutOf({ owner: 'nobody.here' })] });

    const result = await planned(world);

    expect(result.status).toBe(4);
    expect(verdicts(result)).toContain('hub/id:ana revoke');
    expect(flatOf(result)).toContain('optouts/ana-handover.yaml:');
    expect((await reconcile(world.context, EVERYTHING)).status).toBe(4);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
    expect((await validate(world.context, null)).status).toBe(1);
  });

  test('4 where an approval cannot be read: the account is neither revoked nor exempt', async () => {
    const world = worldOf({ ...ANA_LEFT, policy: { optOuts: { approvalSource: 'github' } }, optOuts: [optOutOf()] });

    const result = await planned(world);

    expect(result.status).toBe(4);
    expect(verdicts(result)).toContain('hub/id:ana review approval-unverifiable');
    expect(flatOf(result)).toContain('the approval of opt-out ana-handover could not be verified');
  });

  test('4 where the identity provider cannot be read; whom the roster says left is revoked all the same', async () => {
    const world = worldOf(
      {
        ...ANA_LEFT,
        policy: { identityProvider: 'idp' },
        systems: [...(ANA_LEFT.systems ?? []), memorySystem([accountOf('ben')], { id: 'idp' })],
      },
      {
        connect: (system, open) => {
          if (system.id === 'idp') throw new LeaverError('unreachable', 'idp does not answer');
          return open();
        },
      },
    );

    const result = await planned(world);

    expect(result.status).toBe(4);
    expect(verdicts(result)).toContain('hub/id:ana revoke');
    expect(flatOf(result)).toContain('the identity provider could not be read');
  });

  test("4 where a departed person's account is protected, 0 where a suspended person's is", async () => {
    const protects = { protected: [{ account: 'ana', owner: 'kim.cho', reason: 'break-glass' }] };
    const of = (status: string): RepositoryParts => ({
      people: [someone('ana', { status })],
      systems: [memorySystem([accountOf('ana')], protects)],
    });

    const departed = await planned(worldOf(of('departed')));
    expect(departed.status).toBe(4);
    expect(flatOf(departed)).toContain('hub/id:ana: its person has departed, and it is protected');
    expect((await planned(worldOf(of('suspended')))).status).toBe(0);
  });

  test.each([
    [false, 4],
    [true, 2],
  ])('a part that cannot be read, declared %s: status %i, and the revocation goes on', async (declared, status) => {
    const gap = { part: 'sso-credentials', why: '403', declared };
    const world = worldOf(ANA_LEFT, {
      connect: (_, open) => {
        const connector = open();
        return { ...connector, observe: async () => ({ ...(await connector.observe()), gaps: [gap] }) };
      },
    });

    const result = await planned(world);

    expect(result.status).toBe(status);
    expect(flatOf(result)).toContain('sso-credentials');
  });

  test('reviews alone end with 0', async () => {
    const world = worldOf({
      people: [someone('ana'), someone('ben')],
      systems: [
        memorySystem([accountOf('ana', { status: 'suspended' }), accountOf('ben'), accountOf('stranger')], {
          orphans: 'review',
        }),
      ],
    });

    const result = await planned(world);

    expect(verdicts(result)).toEqual([
      'hub/id:ana review suspended-while-active',
      'hub/id:ben keep',
      'hub/id:stranger review orphaned',
    ]);
    expect(result.status).toBe(0);
  });

  test('many undecided accounts of a system are one sentence, not one each', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `x${String(at).padStart(2, '0')}`);
    const world = worldOf(
      { people: [someone('ana')], systems: [memorySystem(names.map((name) => accountOf(name)))] },
      {
        connect: (_, open) => {
          const connector = open();
          const completeness = { kind: 'partial', gaps: ['page 7: 502'] } as const;
          return { ...connector, observe: async () => ({ ...(await connector.observe()), completeness }) };
        },
      },
    );

    const { told } = await planned(world);

    expect(told.kind === 'outline' && told.outline.problems).toEqual([
      'hub was not seen whole: page 7: 502',
      '40 accounts of hub: not seen whole, so not judged',
    ]);
  });
});

describe('plan --from', () => {
  const snapshot = (of: Partial<Snapshot> = {}, system: object = {}) =>
    JSON.stringify({
      version: 1,
      at: NOW,
      systems: [
        {
          system: 'hub',
          kind: 'memory',
          at: NOW,
          completeness: { kind: 'complete' },
          accounts: [
            { id: 'id:ana', name: 'ana', status: 'active', entitlements: [] },
            { id: 'id:ben', name: 'ben', status: 'active', entitlements: [] },
          ],
          ...system,
        },
      ],
      ...of,
    });

  test('opens no connector, and gives the same bytes twice', async () => {
    const world = worldOf(ANA_LEFT);
    writeFiles(world.root, { 'snapshot.json': snapshot() });
    const at = instant('2026-11-30T09:00:00Z');

    const texts = [];
    for (let turn = 0; turn < 2; turn += 1) {
      world.at(`2026-11-2${4 + turn}T09:00:00Z`);
      const result = await planned(world, { from: 'snapshot.json', at });
      expect(result.status).toBe(2);
      texts.push(tell(result, 'json', NO_PAINT));
    }

    expect(world.connected).toEqual([]);
    expect(texts[0]).toBe(texts[1]);
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({
      version: 1,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      at: '2026-11-30T09:00:00Z',
      systems: [
        { system: 'hub', completeness: { kind: 'complete' }, accounts: 2, revocations: 1, guard: { kind: 'pass' } },
      ],
      decisions: [
        {
          kind: 'revoke',
          id: 'hub/id:ana',
          system: 'hub',
          account: { id: 'id:ana', name: 'ana' },
          person: 'ana.ruiz',
          entitlement: null,
          reason: 'departed',
          stage: 'suspend',
          lapsedOptOut: null,
        },
        { kind: 'keep', id: 'hub/id:ben' },
      ],
    });
  });

  test('law 11: an opt-out holds until its expiry, and at that instant no more', async () => {
    const world = worldOf({ ...ANA_LEFT, optOuts: [optOutOf()] });
    writeFiles(world.root, { 'snapshot.json': snapshot() });
    const verdictAt = async (at: string) =>
      planIn(await planned(world, { from: 'snapshot.json', at: instant(at) })).decisions[0];

    expect(await verdictAt('2026-11-30T23:59:59Z')).toMatchObject({ kind: 'exempt', optOut: 'ana-handover' });
    expect(await verdictAt('2026-12-01T00:00:00Z')).toMatchObject({ kind: 'revoke', lapsedOptOut: 'ana-handover' });
  });

  test('what observe wrote is planned as if it were live', async () => {
    const world = worldOf(ANA_LEFT);
    await observeCommand(world.context, EVERYTHING, 'snapshot.json');

    const live = planIn(await planned(world));
    const saved = planIn(await planned(world, { from: 'snapshot.json' }));

    expect(saved).toEqual(live);
  });

  test('a system of the policy that it lacks counts as not seen: status 4', async () => {
    const world = worldOf({ ...ANA_LEFT, systems: [...(ANA_LEFT.systems ?? []), memorySystem([], { id: 'zoo' })] });
    writeFiles(world.root, { 'snapshot.json': snapshot() });

    const result = await planned(world, { from: 'snapshot.json' });

    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('zoo was not seen whole: not observed');
  });

  test.each([
    ['a system that the policy lacks', snapshot({}, { system: 'hob' }), /hob is not in the policy/],
    ['a system of another kind', snapshot({}, { kind: 'github-org' }), /kind memory in the policy, not github-org/],
    ['broken JSON', '{ "version": 1,', /not JSON/],
    ['nothing at all', '', /empty/],
    ['a later version', snapshot({ version: 2 as 1 }), /version/],
    [
      'an account twice',
      snapshot({}, { accounts: [1, 2].map(() => ({ ...accountOf('ana'), status: 'active', entitlements: [] })) }),
      /twice/,
    ],
    ['a time that no calendar has', snapshot({ at: '2026-02-30T09:00:00Z' as never }), /2026-02-30/],
  ])('%s is refused with one message and the mend', async (_, text, message) => {
    const world = worldOf(ANA_LEFT);
    writeFiles(world.root, { 'snapshot.json': text });

    const error = await planned(world, { from: 'snapshot.json' }).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(LeaverError);
    expect(error).toMatchObject({ code: 'invalid-document', message: expect.stringMatching(message) });
    expect((error as LeaverError).mend).not.toBe('');
    expect((error as LeaverError).message).not.toContain(world.root);
  });
});

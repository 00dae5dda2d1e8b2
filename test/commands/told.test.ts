import { expect, test } from 'vitest';
import { planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { LeaverError } from '../../src/errors.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, textOf, worldOf } from './world.js';

const key = { kind: 'credential', id: 'key:1', type: 'access-key', status: 'active' };

/** One of everything: somebody who left, one held by an opt-out, a stranger, a protected account. */
const MIXED: RepositoryParts = {
  people: [
    someone('ana', { status: 'departed' }),
    someone('ben'),
    someone('eva', { status: 'departed' }),
    someone('leo', { status: 'suspended' }),
  ],
  systems: [
    memorySystem(
      [
        accountOf('ana'),
        accountOf('ben'),
        accountOf('eva', {
          entitlements: [{ ...key, lastUsedAt: '2026-11-23T07:00:00Z', lastUsedBy: 's3 in eu-west-1' }],
        }),
        accountOf('leo'),
        accountOf('stranger'),
        accountOf('breakglass'),
      ],
      {
        orphans: 'review',
        protected: [{ account: 'breakglass', owner: 'kim.cho', reason: 'break-glass' }],
      },
    ),
  ],
  optOuts: [optOutOf()],
};

test('a plan as a stranger reads it', async () => {
  const world = worldOf(MIXED);
  const result = await planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: null });

  expect(textOf(result)).toMatchInlineSnapshot(`
    "Approvals are not checked (approvalSource: none): every opt-out counts as
    approved. For a try-out only.

    2 accounts to revoke in acme; 1 needs a person.
    2 to revoke · 1 exempt · 2 to review · 1 kept

    Needs a person
      review  stranger  hub: orphan; claim it in the roster, or remove it

    hub  6 accounts, seen whole in 3 requests
      revoke  eva.ruiz (eva)  departed
              ! key:1 was used 2 hours ago, s3 in eu-west-1: something may still run
                on it
      revoke  leo.ruiz (leo)  away (suspended in the roster)
      exempt  ana.ruiz (ana)  departed; until 2026-12-01 00:00 UTC, in 7 days
                              (opt-out ana-handover)
      protected: breakglass (break-glass; owner kim.cho)
      1 kept

    Plan of 2026-11-23 09:00 UTC
    Digest sha256:4394bb4d9229f1bb65077a4f972f717b8af5446a4a6ea6f1b55dbb072ea08d07
    "
  `);
});

test('a run as a stranger reads it', async () => {
  const told = textOf(await reconcile(worldOf(MIXED).context, EVERYTHING));
  expect(
    told.replace(/log: (\d+) events; checkpoint\n {2}\1@sha256:[0-9a-f]{64}\n/, 'log: …\n'),
  ).toMatchInlineSnapshot(`
    "Approvals are not checked (approvalSource: none): every opt-out counts as
    approved. For a try-out only.

    2 accounts revoked and verified in acme; 1 opt-out in force; 1 needs a person.

    What changed
      verified  eva.ruiz  hub (eva): departed
      verified  leo.ruiz  hub (leo): away (suspended in the roster)

    Held back  1 opt-out in force
      active  ana.ruiz  ██████░░░░ 7 days left, until 2026-12-01 00:00 UTC
              keeps hub: ana-handover, owner kim.cho, approval not checked

    Needs a person
      review  stranger  hub: orphan; claim it in the roster, or remove it

    Figures  accounts by system; run of 2026-11-23 09:00 UTC, 14 requests
      hub  6 seen whole: 2 verified, 1 kept, 1 exempt, 2 to review; 3 requests
      protected: breakglass in hub (owner kim.cho)
      log: …

    Plan sha256:4394bb4d9229f1bb65077a4f972f717b8af5446a4a6ea6f1b55dbb072ea08d07
    "
  `);
});

test.each([
  ['review', 'stranger hub: orphan; claim it in the roster, or remove it'],
  ['revoke', 'stranger orphan: nobody in the roster claims it; would be revoked in enforce mode'],
])('in report mode with orphans: %s, only what would be revoked is said to be', async (orphans, stranger) => {
  const system = memorySystem([accountOf('ana'), accountOf('stranger')], { mode: 'report', orphans });
  const world = worldOf({ people: [someone('ana', { status: 'departed' })], systems: [system] });
  const told = flatOf(await planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: null }));
  expect(told).toMatch(/Nothing to revoke in acme; [12] accounts? would lose access in enforce mode[;.]/);
  expect(told).toContain('ana.ruiz (ana) departed; would be revoked in enforce mode');
  expect(`${told} `).toContain(`${stranger} `);
});

test('a system that could not be read is not told as one with nothing to revoke', async () => {
  const world = worldOf(MIXED, {
    connect: () => {
      throw new LeaverError('unreachable', 'hub does not answer', { mend: 'Check its address.' });
    },
  });
  const told = flatOf(await planCommand(world.context, { narrowing: EVERYTHING, at: null, from: null, out: null }));
  expect(told).toContain('No revocation is planned in acme; not everything could be read, decided or done.');
  expect(told).toContain('hub could not be read');
  expect(told).not.toContain('Nothing to revoke');
});

import { expect, test } from 'vitest';
import type { NewEvent } from '../../src/audit/event.js';
import { applyCommand } from '../../src/commands/apply.js';
import { planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { nodeFiles } from '../../src/ports/node.js';
import { redactedFiles, redactor } from '../../src/ports/secrets.js';
import { accountOf, memorySystem, someone } from '../fixtures/repositories.js';
import { EVERYTHING, outcomes, planIn, verdicts, worldOf } from './world.js';

const observed = (id: string, name: string) => ({
  id,
  name,
  email: null,
  status: 'active',
  read: 'direct',
  admin: false,
  self: false,
  suspendedAt: null,
  entitlements: [],
});
const forged = (decisionId: string, id: string, name: string): NewEvent =>
  ({
    type: 'begun',
    revocation: `${decisionId}@2026-11-23T08:00:00Z`,
    decision: {
      kind: 'revoke',
      id: decisionId,
      system: 'hub',
      account: { id, name },
      person: null,
      service: null,
      entitlement: null,
      reason: 'departed',
      stage: 'suspend',
      lapsedOptOut: null,
    },
    account: observed(id, name),
  }) as unknown as NewEvent;

test('two forged beginnings', async () => {
  const world = worldOf({
    people: [
      someone('ana', { status: 'departed', accounts: { hub: { id: 'id:ana', name: 'ana' } } }),
      someone('ben'),
      someone('eva'),
    ],
    systems: [memorySystem([accountOf('ben'), accountOf('eva')])],
  });
  const j = world.context.journal('file');
  await j.append(forged('hub/id:ana', 'id:ben', 'ben'));
  await j.append(forged('hub/zzz', 'id:ana', 'ana'));
  const r = await reconcile(world.context, EVERYTHING);
  console.log(
    'FORGED',
    verdicts(r),
    outcomes(r),
    world.changes,
    JSON.stringify((r.json as any).results?.map((x: any) => x.outcome)),
  );
});
test('a login like a token', async () => {
  const who = 'xoxb-abcdefghijk';
  const world = worldOf({
    people: [someone('ana', { status: 'departed' }), someone('ben')],
    systems: [memorySystem([accountOf('ana'), accountOf('ben'), accountOf(who)])],
  });
  const redact = redactor({});
  const context = { ...world.context, named: redactedFiles(nodeFiles(world.root), redact) };
  const plan = planIn(await planCommand(context, { narrowing: EVERYTHING, at: null, from: null, out: 'plan.json' }));
  const r = await applyCommand(context, {
    narrowing: EVERYTHING,
    plan: 'plan.json',
    digest: plan.digest,
    acceptHalt: [],
    actor: 'kim',
  }).catch((e) => e.message);
  console.log('TOKENISH', typeof r === 'string' ? r : outcomes(r));
});
test('a malformed forged account', async () => {
  const world = worldOf({
    people: [someone('ana'), someone('ben')],
    systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
  });
  const e = forged('hub/q', 'q', 'q') as any;
  delete e.account.email;
  await world.context.journal('file').append(e);
  console.log(
    'MALFORMED',
    await reconcile(world.context, EVERYTHING).then(
      (r) => r.status,
      (x) => String(x),
    ),
  );
  e.account.email = null;
  e.account.suspendedAt = 'never';
  e.account.status = 'suspended';
  e.decision.stage = 'delete';
  const w2 = worldOf({
    people: [someone('ana'), someone('ben', { status: 'departed' })],
    systems: [memorySystem([accountOf('ana')])],
  });
  e.account.name = 'ben';
  await w2.context.journal('file').append(e);
  console.log(
    'MALFORMED2',
    await reconcile(w2.context, EVERYTHING).then(
      (r) => r.status,
      (x) => String(x),
    ),
  );
});

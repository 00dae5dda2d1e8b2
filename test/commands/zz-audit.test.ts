import { test } from 'vitest';
import { explainCommand } from '../../src/commands/explain.js';
import { optOutCheck } from '../../src/commands/optout/check.js';
import { optOutList } from '../../src/commands/optout/list.js';
import { observeCommand, planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { parseInstant } from '../../src/core/time.js';
import { approvedOptOut, optOutFile, PEOPLE } from '../approval/policy-repository.js';
import { accountOf, memorySystem } from '../fixtures/repositories.js';
import { stringify } from 'yaml';
import { hostedWorld, loseJournal, runOn } from './hosted-world.js';
import { EVERYTHING, planIn, textOf, verdicts } from './world.js';

const at = (text: string) => parseInstant(text) ?? (0 as never);
const log = (...a: unknown[]) => process.stderr.write(a.map((x) => (typeof x === 'string' ? x : JSON.stringify(x, null, 1))).join(' ') + '\n');
const leaver = (first: string, more = {}) => ({ id: `${first}.x`, name: first, email: `${first}@acme.example`, status: 'departed', accounts: { hub: { id: `id:${first}`, name: first } }, ...more });

test('pause and guards with 2 approvals', async () => {
  const reasons = { handover: { holds: ['departed'], maxDuration: 'P14D' }, pause: { holds: ['departed', 'orphaned'], maxDuration: 'P14D', approvals: 2 }, reduction: { holds: ['departed'], maxDuration: 'P14D', approvals: 2 } };
  const host = await hostedWorld({
    policy: { optOuts: { reasons }, guards: { maxRevocations: 1, maxRevokedFraction: 1 } },
    people: [...PEOPLE, leaver('bea'), leaver('cid'), leaver('sue', { accounts: { hub: { id: 'id:sue', name: 'sue' } } })],
    systems: [memorySystem([], { id: 'code' }), memorySystem([accountOf('bea'), accountOf('cid')], { owners: ['kim.cho', 'dan.fox'] })],
  }).catch((e) => { log('setup', String(e)); throw e; });
  const pause = { id: 'freeze', pause: true, systems: ['hub'], reason: 'pause', justification: 'Audit week.', requestedBy: 'sam.lee', owner: 'kim.cho', expiresAt: '2026-12-01T00:00:00Z' };
  const n = await host.openPullRequest({ by: 'sam', branch: 'pause', files: { 'optouts/freeze.yaml': stringify(pause) } });
  await host.review(n, { by: 'kim' });
  await host.merge(n, { by: 'sam' });
  let r = await reconcile(runOn(host), { systems: [], people: ['eve.hall'] }).catch((e) => ({ e: String(e) }) as any);
  const p1 = await planCommand(runOn(host), { narrowing: EVERYTHING, at: null, from: null, out: null });
  log('1 of 2', p1.status, verdicts(p1), textOf(p1));
  const n2 = await host.openPullRequest({ by: 'sam', branch: 'pause2', files: { 'optouts/freeze.yaml': stringify({ ...pause, justification: 'Audit week two.' }) } });
  await host.review(n2, { by: 'kim' });
  await host.review(n2, { by: 'dan' });
  await host.merge(n2, { by: 'sam' });
  const p2 = await planCommand(runOn(host), { narrowing: EVERYTHING, at: null, from: null, out: null });
  log('2 of 2', p2.status, verdicts(p2), textOf(p2));
  log(textOf(await optOutList(runOn(host), EVERYTHING, null)));
  log(textOf(await optOutCheck(runOn(host), 'freeze', null)));
  const g = { id: 'bulk', guards: { maxRevocations: 60 }, systems: ['hub'], reason: 'reduction', justification: 'Reduction.', requestedBy: 'sam.lee', owner: 'kim.cho', expiresAt: '2026-12-01T17:00:00Z' };
  const n3 = await host.openPullRequest({ by: 'sam', branch: 'bulk', files: { 'optouts/bulk.yaml': stringify(g), 'optouts/freeze.yaml': null } });
  await host.review(n3, { by: 'kim' });
  await host.merge(n3, { by: 'sam' });
  const p3 = await planCommand(runOn(host), { narrowing: EVERYTHING, at: null, from: null, out: null });
  log('guards 1 of 2', p3.status, planIn(p3).systems.map((s) => s.guard));
  const n4 = await host.openPullRequest({ by: 'sam', branch: 'bulk2', files: { 'optouts/bulk.yaml': stringify({ ...g, justification: 'x' }) } });
  await host.review(n4, { by: 'kim' });
  await host.review(n4, { by: 'dan' });
  await host.merge(n4, { by: 'sam' });
  const ctx = runOn(host);
  const p4 = await planCommand(ctx, { narrowing: EVERYTHING, at: null, from: null, out: null });
  log('guards 2 of 2', p4.status, planIn(p4).systems.map((s) => s.guard), verdicts(p4));
  await observeCommand(ctx, EVERYTHING, 'snap.json');
  const p5 = await planCommand(ctx, { narrowing: EVERYTHING, at: null, from: 'snap.json', out: null });
  log('round trip', planIn(p5).digest === planIn(p4).digest, JSON.stringify(p5.json) === JSON.stringify(p4.json));
  const p6 = await planCommand(ctx, { narrowing: EVERYTHING, at: at('2026-12-01T17:00:00Z'), from: null, out: null });
  const p7 = await planCommand(ctx, { narrowing: EVERYTHING, at: at('2026-12-01T16:59:59Z'), from: null, out: null });
  log('guard lapse', planIn(p7).systems.map((s) => s.guard), planIn(p6).systems.map((s) => s.guard));
});

test('explain unapproved and round trip of a forged one', async () => {
  const ana = { ...PEOPLE.find((p) => p.id === 'ana.ruiz'), accounts: { hub: { id: 'id:ana', name: 'ana' }, code: { id: '103', name: 'ana' } } };
  const host = await hostedWorld({
    people: [...PEOPLE.filter((p) => p.id !== 'ana.ruiz'), ana],
    systems: [memorySystem([], { id: 'code' }), memorySystem([accountOf('ana')], { owners: ['kim.cho'] })],
  });
  await host.push(optOutFile(), { by: 'ana' });
  const ctx = runOn(host);
  log(textOf(await explainCommand(ctx, 'ana.ruiz', [], null)));
  await observeCommand(ctx, EVERYTHING, 'snap.json');
  const a = await planCommand(ctx, { narrowing: EVERYTHING, at: null, from: null, out: null });
  const b = await planCommand(ctx, { narrowing: EVERYTHING, at: null, from: 'snap.json', out: null });
  log('forged round trip', JSON.stringify(a.json) === JSON.stringify(b.json), textOf(b));
  log(textOf(await explainCommand(ctx, 'ana.ruiz', [], 'snap.json')));
});

test('reminders', async () => {
  const host = await hostedWorld({
    policy: { optOuts: { remindBefore: ['P7D', 'P1D', 'PT1H'] } },
    people: [...PEOPLE, leaver('bea', { status: 'active', leavesAt: '2026-12-01T00:00:00Z' })],
    systems: [memorySystem([], { id: 'code' }), memorySystem([accountOf('bea')], { owners: ['kim.cho'] })],
  });
  await approvedOptOut(host);
  for (const t of ['2026-11-23T23:59:59Z', '2026-11-24T00:00:00Z', '2026-11-24T01:00:00Z', '2026-11-30T00:00:00Z', '2026-11-30T23:00:00Z', '2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z']) {
    host.at(t);
    const one = await reconcile(runOn(host), EVERYTHING);
    const two = await reconcile(runOn(host), EVERYTHING);
    loseJournal(host);
    const three = await reconcile(runOn(host), EVERYTHING);
    log(t, [one, two, three].map((r) => [r.status, (r.json as any).remarks]), host.repository.comments.length);
  }
  log(host.repository.comments.map((c) => c.body));
});

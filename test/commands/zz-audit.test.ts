import { test } from 'vitest';
import { stringify } from 'yaml';
import { optOutCheck } from '../../src/commands/optout/check.js';
import { optOutList } from '../../src/commands/optout/list.js';
import { planCommand } from '../../src/commands/plan.js';
import { previewCommand } from '../../src/commands/preview/index.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { parseInstant } from '../../src/core/time.js';
import { nodeFiles } from '../../src/ports/node.js';
import { approvedOptOut, optOutFile, PEOPLE, policyFiles, USERS } from '../approval/policy-repository.js';
import { accountOf, memorySystem, optOutOf, someone, temporaryFolder, writeFiles } from '../fixtures/repositories.js';
import { hosted } from '../approval/policy-repository.js';
import { hostedWorld, loseJournal, runOn } from './hosted-world.js';
import { EVERYTHING, planIn, textOf, verdicts } from './world.js';

const at = (text: string) => parseInstant(text) ?? (0 as never);
const log = (...a: unknown[]) => process.stderr.write(a.map((x) => (typeof x === 'string' ? x : JSON.stringify(x, null, 1))).join(' ') + '\n');
const ana = { ...PEOPLE.find((p) => p.id === 'ana.ruiz'), accounts: { hub: { id: 'id:ana', name: 'ana' }, code: { id: '103', name: 'ana' } } };
const people = [...PEOPLE.filter((p) => p.id !== 'ana.ruiz'), ana];
const systems = [memorySystem([], { id: 'code' }), memorySystem([accountOf('ana')], { owners: ['kim.cho'] })];

test('owner left since', async () => {
  const host = await hostedWorld({ people, systems });
  await approvedOptOut(host);
  const files = policyFiles({ people, systems });
  const staff = files['policies/people/staff.yaml'] ?? '';
  await host.push({ 'policies/people/staff.yaml': staff.replace(/(name: kim\.cho\n)/, '$1    status: departed\n') }, { by: 'boss' });
  const ctx = runOn(host);
  log('list', textOf(await optOutList(ctx, EVERYTHING, null)));
  log('check', textOf(await optOutCheck(ctx, 'ana-handover', null)));
  const r = await reconcile(runOn(host), EVERYTHING);
  log('reconcile', r.status, textOf(r), r.findings);
  host.at('2026-11-24T09:00:00Z');
  const r2 = await reconcile(runOn(host), EVERYTHING);
  log('reconcile2', r2.status, textOf(r2), host.repository.comments.map((c) => c.body));
});

test('preview at host', async () => {
  const idp = memorySystem([accountOf('ana'), accountOf('bea')], { id: 'okta', owners: ['kim.cho'] });
  const key = { kind: 'credential', id: 'key:A1', type: 'access-key', status: 'active', lastUsedAt: '2026-11-20T08:00:00Z' };
  const sys = [memorySystem([], { id: 'code' }), memorySystem([accountOf('ana'), accountOf('bea', { entitlements: [key] }), accountOf('cid'), accountOf('dee')], { owners: ['kim.cho', 'dan.fox'] }), idp];
  const P = (n: string, more = {}) => ({ ...someone(n), id: `${n}.x`, email: `${n}@x.example`, ...more });
  const base = [...people, P('bea'), P('cid'), P('dee')];
  const policy = { identityProvider: 'okta' };
  const host = await hostedWorld({ people: base, systems: sys, policy });
  const proposed = temporaryFolder();
  const next = policyFiles({ people: [...people, P('bea', { status: 'departed' }), P('cid', { accounts: { hub: { id: 'id:dee', name: 'dee' } } })], systems: sys, policy });
  writeFiles(proposed, { ...next, ...optOutFile() });
  const n = await host.openPullRequest({ by: 'sam', branch: 'x', files: optOutFile() });
  await host.review(n, { by: 'kim' });
  const r = await previewCommand(runOn(host), { proposed: nodeFiles(proposed), comment: n, head: null });
  log(r.status, textOf(r));
  log(host.repository.comments.map((c) => c.body));
});

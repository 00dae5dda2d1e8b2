import { expect, test } from 'vitest';
import { explainCommand } from '../../src/commands/explain.js';
import { planCommand } from '../../src/commands/plan.js';
import { accountOf, memorySystem, optOutOf, someone, writeFiles } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, NOW, planIn, verdicts, worldOf } from './world.js';

test('when an opt-out lasts too long from its merge, it exempts nobody: the run ends with 4 and says why', async () => {
  const optOuts = { owners: ['kim.cho'], approvalSource: 'github', approvalSystem: 'hub' };
  const world = worldOf({
    policy: { optOuts },
    people: [someone('ana', { status: 'departed' })],
    systems: [memorySystem([accountOf('ana')])],
    optOuts: [optOutOf()],
  });
  const mergedAt = '2026-11-01T00:00:00Z';
  const approvals = [{ optOut: 'ana-handover', verdict: 'approved', by: ['kim.cho'], mergedAt }];
  const accounts = [{ id: 'id:ana', name: 'ana', status: 'active' }];
  const seen = { system: 'hub', kind: 'memory', at: NOW, completeness: { kind: 'complete' }, accounts };
  writeFiles(world.root, { 'seen.json': JSON.stringify({ version: 1, at: NOW, systems: [seen], approvals }) });

  const options = { narrowing: EVERYTHING, at: null, from: 'seen.json', out: null };
  const result = await planCommand(world.context, options);

  expect(result.status).toBe(4);
  expect(verdicts(result)).toEqual(['hub/id:ana revoke']);
  expect(planIn(result).invalidOptOuts).toEqual(['optouts/ana-handover.yaml']);
  expect(flatOf(result)).toContain('optouts/ana-handover.yaml lasts longer than its reason allows');

  const explained = await explainCommand(world.context, 'ana.ruiz', [], 'seen.json');
  expect(explained.json).toMatchObject({ optOuts: [{ optOut: 'ana-handover', approval: 'overlong' }] });
});

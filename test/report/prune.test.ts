import { expect, test } from 'vitest';
import { type PrunedOptOut, pruneProposal } from '../../src/report/prune-outline.js';
import { NOW, timestamp } from '../fixtures/builders.js';

function pruned(id: string, more: Partial<PrunedOptOut> = {}): PrunedOptOut {
  return {
    id,
    file: `optouts/${id}.yaml`,
    whom: 'Ana Ruiz (ana.ruiz)',
    systems: ['hub'],
    lapsedAt: timestamp(NOW),
    approval: 'kim.cho',
    pullRequest: 41,
    renewedBy: [],
    ...more,
  };
}

test('when there are more than a pull request can hold, the table is cut and says so', () => {
  const many = Array.from({ length: 2000 }, (_, at) => pruned(`ana-${at}`, { whom: 'ñ'.repeat(50) }));
  const { title, body } = pruneProposal(many);
  expect(title).toBe('Remove 2,000 lapsed opt-outs');
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toContain('Cut here');
});

test('an opt-out that renews one of these is named, since validate will warn of it', () => {
  const { body } = pruneProposal([pruned('first', { renewedBy: ['second'] })]);
  expect(body).toContain('- second renews first: `validate` will warn, which is in order.');
});

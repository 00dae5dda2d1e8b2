/** A journal that somebody else wrote to, and a GitHub organization: what a run takes up from it closes nobody else's. */
import { expect, test } from 'vitest';
import type { NewEvent } from '../../src/audit/journal.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { world as seed, start } from '../connectors/github-org/world.js';
import { DUE } from '../fixtures/events.js';
import { type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, outcomes, textOf, worldOf } from './world.js';

const BENS = ['sso:902', 'token:802', 'deploy-key:shop/502'];

/** Ana left, and her account went from the organization long ago. */
function parts(id: string): RepositoryParts {
  const settings = { organization: 'acme' };
  return {
    people: [
      someone('ana', { status: 'departed', accounts: { github: { id, name: 'gone' } } }),
      someone('ben', { accounts: { github: { id: '15', name: 'benito' } } }),
      someone('own1', { accounts: { github: { id: '11', name: 'kimcho' } } }),
      someone('own2', { accounts: { github: { id: '12', name: 'samlee' } } }),
    ],
    systems: [{ id: 'github', kind: 'github-org', mode: 'enforce', orphans: 'review', settings }],
  };
}

function begun(id: string): NewEvent {
  const common = { email: null, status: 'active', read: 'direct', admin: true, self: false, suspendedAt: null };
  const entitlements = BENS.map((one) => ({ kind: 'credential', id: one }));
  const about = { person: 'ana', service: null, entitlement: null, reason: 'departed', stage: 'suspend' };
  const decision = { kind: 'revoke', id: `github/${id}`, system: 'github', account: { id, name: 'gone' }, ...about };
  return {
    type: 'begun',
    revocation: `github/${id}@2026-11-20T00:00:00.000Z`,
    decision: { ...decision, lapsedOptOut: null },
    account: { id, name: 'gone', ...common, entitlements },
    ...DUE,
  } as unknown as NewEvent;
}

test.each([
  ['that GitHub has no more', '424242', BENS],
  ['that is invited under another name', '22', [...BENS, 'the membership of eve']],
])(
  'laws 1 and 12: a forged beginning under an account %s closes nothing of a colleague, and is told',
  async (...given) => {
    const [, id, left] = given;
    const github = await start({ seed: seed() });
    const world = worldOf(parts(id), { connect: () => github.connector });
    await world.context.journal('file').append(begun(id));

    const result = await reconcile(world.context, EVERYTHING);

    expect(github.changes()).toEqual([]);
    expect(outcomes(result)).toEqual([`github/${id} manual`]);
    for (const one of left) expect(textOf(result).replace(/\s+/g, ' ')).toContain(`${one} stands in the journal`);
  },
);

/** A journal that somebody else wrote to: what a run takes up from it leads to no other account than the decision's. */
import { expect, test } from 'vitest';
import type { NewEvent } from '../../src/audit/journal.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { target } from '../audit/world.js';
import { DUE } from '../fixtures/events.js';
import { accountOf, memorySystem, someone } from '../fixtures/repositories.js';
import { EVERYTHING, worldOf } from './world.js';

/** The beginning of a revocation under one account's id, of another account. */
function forged(decisionId: string, id: string, name: string): NewEvent {
  const { account, decision } = target(id, { system: 'hub' as never, id: decisionId });
  const about = { ...decision, account: { ...decision.account, name } };
  return { type: 'begun', revocation: decisionId, decision: about, account: { ...account, name }, ...DUE };
}

test('law 12: a revocation taken up under a leaver that names a colleague touches no colleague', async () => {
  const ana = someone('ana', { status: 'departed', accounts: { hub: { id: 'id:ana', name: 'ana' } } });
  const world = worldOf({
    people: [ana, someone('ben'), someone('eva')],
    systems: [memorySystem([accountOf('ben'), accountOf('eva')])],
  });
  const journal = world.context.journal('file');
  await journal.append(forged('hub/id:ana', 'id:ben', 'ben'));
  await journal.append(forged('hub/id:ana-again', 'id:ana', 'ana'));

  await reconcile(world.context, EVERYTHING);

  expect(world.changes).toEqual([]);
  expect(await world.live('hub', 'id:ben')).toMatchObject({ status: 'active' });
});

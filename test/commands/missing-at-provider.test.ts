/** Deleted at the provider before any run saw the account inactive: no word of the provider's, and never silent. */
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, worldOf } from './world.js';

const accounts = (name: string) => ({ hub: { id: `id:${name}`, name }, okta: { id: `id:${name}`, name } });

function deleted(more = {}) {
  return worldOf({
    people: [someone('ana', { accounts: accounts('ana'), ...more }), someone('ben', { accounts: accounts('ben') })],
    systems: [memorySystem([accountOf('ana'), accountOf('ben')]), { ...memorySystem([accountOf('ben')]), id: 'okta' }],
    policy: { identityProvider: 'okta' },
  });
}

const SAID = 'ana.ruiz is active in the roster, and okta has no account id:ana any more';

describe('when a pinned account is gone from the provider', () => {
  it('law 1: nothing is revoked for that, and each run says so', async () => {
    const world = deleted();
    const result = await reconcile(world.context, EVERYTHING);
    expect([result.status, world.changes]).toEqual([0, []]);
    expect(flatOf(result)).toContain(SAID);
  });

  it('a run that was asked for that person is red', async () => {
    const world = deleted();
    const result = await reconcile(world.context, { systems: [], people: [], accounts: ['id:ana'] });
    expect([result.status, world.changes]).toEqual([4, []]);
    expect(flatOf(result)).toContain(SAID);
  });

  it('nothing is said of whom the roster says left, nor in a run for somebody else', async () => {
    expect(flatOf(await reconcile(deleted({ status: 'departed' }).context, EVERYTHING))).not.toContain('any more');
    const other = await reconcile(deleted().context, { systems: [], people: ['ben.ruiz'] });
    expect([other.status, flatOf(other).includes('any more')]).toEqual([0, false]);
  });
});

/** Law 1: a listing may be a search that is behind, so that each leaver's account is read by itself before it is proposed. */
import { describe, expect, test } from 'vitest';
import type { AccountRef } from '../../../src/connectors/connector.js';
import type { Observation } from '../../../src/core/observation.js';
import { LeaverError } from '../../../src/errors.js';
import { flatOf } from '../world.js';
import { ALL, behind, type Listed, STAFF, synced, textIn, there, untouched, without, world } from './sync-world.js';

const closed =
  (...names: readonly string[]) =>
  (accounts: Listed): Listed =>
    accounts.map((one) => (names.includes(one.name) ? { ...one, status: 'suspended' } : one));
const lacking =
  (name: string) =>
  (accounts: Listed): Listed =>
    accounts.filter((one) => one.name !== name);
const asIs = (accounts: Listed): Listed => accounts;

describe('a listing that is behind', () => {
  test.each([
    ['suspended', closed('ana')],
    ['gone', lacking('ana')],
  ])('who is %s by it and active when read by itself is no leaver, and told', async (_, older) => {
    const result = await untouched(world(ALL, {}, { connect: behind(older) }), 0);
    expect(result.changes).toEqual([]);
    expect(result.notes).toMatchObject([{ why: 'open-after-all', about: ['ana.ruiz'] }]);
    expect(flatOf(result)).toContain('the listing is behind');
  });

  test('who is suspended by it and deleted by now is gone; who is gone by it and there again, suspended, is suspended', async () => {
    const deleted = world(without('ana'), {}, { connect: behind((all) => [...all, ghost(all, 'ana')]) });
    expect((await synced(deleted)).changes).toMatchObject([{ kind: 'leaver', how: 'gone' }]);
    const back = [...without('ana'), there('ana', { status: 'suspended' })];
    const found = await synced(world(back, {}, { connect: behind(lacking('ana')) }));
    expect(found.changes).toMatchObject([{ kind: 'leaver', how: 'suspended' }]);
  });

  test('what Leaver itself suspended there meanwhile is no news of the provider’s', async () => {
    const mark = { status: 'suspended', suspendedAt: '2026-11-01T00:00:00Z' };
    const connect = behind((all) => all.map((one) => ({ ...one, suspendedAt: null })));
    const result = await untouched(world([...without('ana'), there('ana', mark)], {}, { connect }), 0);
    expect(result.notes).toMatchObject([{ why: 'suspended-by-leaver', about: ['ana.ruiz'] }]);
  });

  test('all that are leavers by it are asked for in one call, by their ids, and nobody else is', async () => {
    const asked: (readonly AccountRef[])[] = [];
    const connect = behind(lacking('ben'), (seen, refs) => {
      asked.push(refs);
      return seen;
    });
    const accounts = [there('cleo'), there('dora'), there('ana', { status: 'suspended' })];
    await synced(world(accounts, {}, { connect }));
    expect(asked.map((refs) => refs.map(({ id }) => id))).toEqual([['id:ana', 'id:ben']]);
    await synced(world(ALL, {}, { connect }));
    expect(asked).toHaveLength(2);
  });
});

describe('who can not be read by itself is no leaver, and the run is red', () => {
  const left = [...without('ana'), there('ana', { status: 'suspended' })];
  const fails = () => {
    throw new LeaverError('unreachable', 'no answer (503)', { mend: 'Try again later.' });
  };
  const cut = (seen: Observation): Observation => ({
    ...seen,
    completeness: { kind: 'partial', gaps: ['broke off'] },
    accounts: [],
  });
  const listedOnly = (seen: Observation): Observation => ({
    ...seen,
    accounts: seen.accounts.map((one) => ({ ...one, read: 'listed' })),
    completeness: { kind: 'partial', gaps: ['broke off'] },
  });

  test.each<[string, (seen: Observation) => Observation, string]>([
    ['the reading fails', fails, 'no answer (503) Try again later.'],
    ['its answer is cut', cut, 'broke off'],
    ['its answer repeats a listing', listedOnly, 'broke off'],
  ])('%s', async (_, direct, why) => {
    const result = await untouched(world(left, {}, { connect: behind(asIs, direct) }), 4);
    expect(result.notes).toMatchObject([{ why: 'not-read', about: ['ana.ruiz'] }]);
    expect(flatOf(result)).toContain(`not every leaver's account could be read by itself: ${why}`);
    expect(flatOf(result)).not.toContain('agrees');
  });

  test('of an answer that is cut, who was read counts, and the others stay', async () => {
    const both = [...left.filter(({ name }) => name !== 'ben'), there('ben', { status: 'suspended' })];
    const direct = (seen: Observation): Observation => ({
      ...cut(seen),
      accounts: seen.accounts.filter(({ name }) => name === 'ben'),
    });
    const of = world(both, {}, { connect: behind(asIs, direct) });
    const result = await synced(of);
    expect(result).toMatchObject({ status: 4, changes: [{ kind: 'leaver', person: 'ben.ruiz' }] });
    expect(result.notes).toMatchObject([{ why: 'not-read', about: ['ana.ruiz'] }]);
    expect(textIn(of, STAFF).match(/departed/g)).toHaveLength(1);
  });
});

test('more leavers than the guards allow halt before any of them is read', async () => {
  const guards = { maxRevocations: 2, maxRevokedFraction: 1, minAdmins: 1 };
  const connect = behind(closed('ana', 'ben', 'cleo'), () => {
    throw new Error('nobody is to be read');
  });
  const result = await untouched(world(ALL, { policy: { identityProvider: 'hub', guards } }, { connect }), 3);
  expect(result.outcome.kind).toBe('halted');
});

/** An account that the listing still has. */
function ghost(all: Listed, name: string): Listed[number] {
  const [model] = all;
  if (model === undefined) throw new Error('no account to go by');
  return { ...model, id: `id:${name}` as typeof model.id, name, email: null, status: 'suspended' };
}

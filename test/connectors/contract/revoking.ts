import { describe, expect, it } from 'vitest';
import { after, formatInstant } from '../../../src/core/time.js';
import { type ContractHarness, expectNoSecret, look, offered, open, type Start, targetOf } from './harness.js';
import { record } from './recording.js';

const HOUR = 3_600_000;

/** What `revoke` and `check` promise when nothing goes wrong. */
export function revokingCases(start: Start): void {
  describe('revoke', () => {
    recordCases(start);
    resultCases(start);
    partCases(start);
  });
}

function recordCases(start: Start): void {
  it('law 7: records evidence before the first step, as plain JSON that names the account', async () => {
    const harness = await start();
    const recording = record(harness);
    await harness.connector.revoke(await targetOf(harness, harness.leaver), recording.log, harness.now);
    const [first] = recording.entries;
    if (first?.type !== 'evidence') throw new Error(`the first entry is ${first?.type}, not evidence`);
    expect(first.changes).toBe(0);
    expect(JSON.parse(JSON.stringify(first.record))).toStrictEqual(first.record);
    expect(JSON.stringify(first.record)).toContain(JSON.stringify(String(harness.leaver.id)).slice(1, -1));
  });

  it('law 9: changes something only between the intent and the outcome of a step', async () => {
    const harness = await start();
    const { log, entries } = record(harness);
    await harness.connector.revoke(await targetOf(harness, harness.leaver), log, harness.now);
    let known = 0;
    for (const entry of entries) {
      if (entry.type === 'outcome') known = entry.changes;
      else expect(entry.changes, `before ${JSON.stringify(entry)}`).toBe(known);
    }
    expect(known).toBeGreaterThan(0);
    expect((await harness.changes()).length).toBe(known);
  });

  it('law 13: puts no secret into evidence, steps, outcomes or what is left to do', async () => {
    const harness = await start();
    const target = await targetOf(harness, harness.leaver);
    const { log, entries } = record(harness);
    await harness.connector.revoke(target, log, harness.now);
    expectNoSecret(harness, [entries, target, await harness.connector.check(target, harness.now)]);
  });

  it('law 14: takes the same steps in the same order in the same world', async () => {
    const steps = async () => {
      const harness = await start();
      const { log, steps } = record(harness);
      await harness.connector.revoke(await targetOf(harness, harness.leaver), log, harness.now);
      return steps.map(({ action, object }) => `${action} ${harness.mask?.(object) ?? object}`);
    };
    expect(await steps()).toEqual(await steps());
  });
}

function resultCases(start: Start): void {
  it('law 10: is read back as done, and was not before', async () => {
    const harness = await start();
    const target = await targetOf(harness, harness.leaver);
    expect(open(await harness.connector.check(target, harness.now)), 'before').not.toEqual([]);
    const { log, outcomes } = record(harness);
    await harness.connector.revoke(target, log, harness.now);
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(open(await harness.connector.check(target, harness.now)), 'after').toEqual([]);
  });

  it('leaves the account suspended at the instant given with nothing of use, or gone with nothing behind', async () => {
    const harness = await start();
    const { leaver } = harness;
    await revokeLeaver(harness);
    const listed = (await harness.connector.observe()).accounts.find(({ id }) => id === leaver.id);
    if (!harness.suspends) {
      expect(listed).toBeUndefined();
      expect(await harness.snapshotOf(leaver.id)).toEqual(leaver.after ?? null);
      return;
    }
    expect(listed).toMatchObject({
      status: 'suspended',
      suspendedAt: harness.marks === false ? null : formatInstant(harness.now),
    });
    const account = await look(harness, leaver);
    const active = account?.entitlements.filter(({ status }) => status !== 'inactive').map(({ id }) => id);
    expect(active?.sort()).toEqual([...(leaver.remains ?? [])].sort());
  });

  it('when it is done again an hour later, changes nothing more', async () => {
    const harness = await start();
    const target = await targetOf(harness, harness.leaver);
    await harness.connector.revoke(target, record(harness).log, harness.now);
    const state = await harness.snapshotOf(harness.leaver.id);
    const changes = await harness.changes();

    const fresh = (await look(harness, harness.leaver)) ?? target.account;
    const again = record(harness);
    await harness.connector.revoke({ ...target, account: fresh }, again.log, after(harness.now, HOUR));
    expect(await harness.changes()).toEqual(changes);
    expect(await harness.snapshotOf(harness.leaver.id)).toEqual(state);
    expect(again.outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
  });

  it('when the account was removed by somebody else since the look, counts that as done', async (context) => {
    const harness = await start();
    const vanish = offered(context, harness.vanish);
    const target = await targetOf(harness, harness.leaver);
    await vanish(harness.leaver.id);
    const { log, outcomes } = record(harness);
    await harness.connector.revoke(target, log, harness.now);
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(open(await harness.connector.check(target, harness.now))).toEqual([]);
  });

  it('when an administrator leaves, revokes that one and leaves the others as they are', async () => {
    const harness = await start();
    const [leaving, staying] = harness.admins;
    if (leaving === undefined || staying === undefined) throw new Error('a harness names two administrators');
    const before = await harness.snapshotOf(staying.id);
    const target = await targetOf(harness, leaving);
    const { log, outcomes } = record(harness);
    await harness.connector.revoke(target, log, harness.now);
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(open(await harness.connector.check(target, harness.now))).toEqual([]);
    expect(await harness.snapshotOf(staying.id)).toEqual(before);
  });
}

function partCases(start: Start): void {
  it('when one managed entitlement is to go, takes that one and leaves the account active with the rest', async (context) => {
    const harness = await start();
    const entitlement = offered(context, harness.leaver.managed);
    const target = await targetOf(harness, harness.leaver, { entitlement });
    await harness.connector.revoke(target, record(harness).log, harness.now);
    expect(open(await harness.connector.check(target, harness.now))).toEqual([]);
    const account = await look(harness, harness.leaver);
    expect(account?.status).toBe('active');
    const rest = harness.leaver.holds.filter((id) => id !== entitlement);
    expect(account?.entitlements.map(({ id }) => id).sort()).toEqual(rest.sort());
  });

  it('when retention is over, deletes a suspended account for good', async (context) => {
    const harness = await start();
    if (!harness.suspends) context.skip('this kind removes the account at once, so nothing is left to delete');
    await revokeLeaver(harness);
    const target = await targetOf(harness, harness.leaver, { stage: 'delete' });
    const { log, outcomes } = record(harness);
    await harness.connector.revoke(target, log, after(harness.now, 720 * HOUR));
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
    expect(open(await harness.connector.check(target, harness.now))).toEqual([]);
    expect(await harness.everyone()).not.toContain(harness.leaver.id);
  });
}

async function revokeLeaver(harness: ContractHarness): Promise<void> {
  await harness.connector.revoke(await targetOf(harness, harness.leaver), record(harness).log, harness.now);
}

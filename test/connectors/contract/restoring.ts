import { describe, expect, it } from 'vitest';
import type { Lost, RestoreItem, StepLog } from '../../../src/connectors/connector.js';
import { LeaverError } from '../../../src/errors.js';
import { type ContractHarness, expectNoSecret, look, offered, open, type Start, targetOf } from './harness.js';
import { evidenceIn, record } from './recording.js';

/** What `restorable` and `restore` promise when nothing goes wrong. */
export function restoringCases(start: Start): void {
  describe('restore', () => {
    roundTripCases(start);
    planCases(start);
    boundsCases(start);
  });
}

function roundTripCases(start: Start): void {
  it('law 7: after revoke and restore, the account is as it was before, but for what can not come back', async () => {
    const harness = await start();
    const before = await harness.snapshotOf(harness.leaver.id);
    const lost = await revoked(harness);
    expect(await harness.snapshotOf(harness.leaver.id), 'revoked').not.toEqual(before);
    await bringBack(harness, lost);
    await expectBack(harness, before, lost);
    const account = await look(harness, harness.leaver);
    expect(account).toMatchObject({ status: 'active', suspendedAt: null });
  });

  it('law 7: what one managed entitlement was comes back alone', async (context) => {
    const harness = await start();
    const entitlement = offered(context, harness.leaver.managed);
    const before = await harness.snapshotOf(harness.leaver.id);
    const lost = await revoked(harness, entitlement);
    expect(openItems(await harness.connector.restorable(lost))).toEqual([entitlement]);
    await bringBack(harness, lost);
    expect(await harness.snapshotOf(harness.leaver.id)).toEqual(before);
  });

  it('when it is done again, changes nothing more', async () => {
    const harness = await start();
    const lost = await revoked(harness);
    await bringBack(harness, lost);
    const changes = await harness.changes();
    await harness.connector.restore(lost, record(harness).log, harness.now);
    expect(await harness.changes()).toEqual(changes);
  });

  it('when it was restored, it can be revoked again, and comes back again', async () => {
    const harness = await start();
    const before = await harness.snapshotOf(harness.leaver.id);
    await bringBack(harness, await revoked(harness));
    const again = await revoked(harness);
    expect(open(await harness.connector.check(again, harness.now))).toEqual([]);
    await bringBack(harness, again);
    await expectBack(harness, before, again);
  });
}

function planCases(start: Start): void {
  it('law 2: the plan names everything that was held, once each, and changes nothing', async () => {
    const harness = await start();
    const lost = await revoked(harness);
    const changes = await harness.changes();
    const items = await harness.connector.restorable(lost);
    const named = items.map(({ item }) => item);
    expect(new Set(named).size).toBe(named.length);
    for (const held of harness.leaver.holds) expect(named, `${held} is not named`).toContain(held);
    const never = items.filter(({ how }) => how === 'impossible');
    expect(never.map(({ item }) => item).sort()).toEqual([...harness.restoring.impossible].sort());
    for (const { item, why } of never) expect(why, `why ${item} can't come back`).not.toBe('');
    expect(await harness.changes()).toEqual(changes);
  });

  it('when nothing was taken yet, there is nothing to bring back', async () => {
    const harness = await start();
    const target = await targetOf(harness, harness.leaver);
    const recording = record(harness, { at: 0, how: 'kill-before-act' });
    await harness.connector.revoke(target, recording.log, harness.now).catch(() => {});
    const lost = { ...target, evidence: evidenceIn(recording) };
    expect(openItems(await harness.connector.restorable(lost))).toEqual([]);
  });

  it('law 13: puts no secret into the plan, the steps or the outcomes', async () => {
    const harness = await start();
    const lost = await revoked(harness);
    const { log, entries } = record(harness);
    const items = await harness.connector.restorable(lost);
    await harness.connector.restore(lost, log, harness.now);
    expectNoSecret(harness, [items, entries]);
  });

  it('law 9: changes something only between the intent and the outcome of a step', async () => {
    const harness = await start();
    const lost = await revoked(harness);
    let known = (await harness.changes()).length;
    const { log, entries } = record(harness);
    await harness.connector.restore(lost, log, harness.now);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      if (entry.type === 'outcome') known = entry.changes;
      else expect(entry.changes, `before ${JSON.stringify(entry)}`).toBe(known);
    }
    expect((await harness.changes()).length).toBe(known);
  });
}

function boundsCases(start: Start): void {
  it('leaves everybody else exactly as they were', async () => {
    const harness = await start(3);
    const lost = await revoked(harness);
    // What was the leaver's may have to be given in the runner's name.
    const self = 'id' in harness.self ? harness.self.id : null;
    const others = (await harness.everyone()).filter((id) => id !== harness.leaver.id && id !== self);
    const before = await Promise.all(others.map((id) => harness.snapshotOf(id)));
    await bringBack(harness, lost);
    expect(await Promise.all(others.map((id) => harness.snapshotOf(id)))).toEqual(before);
    expect(others).toContain(harness.stayer.id);
  });

  it("law 12: a name that is somebody else's now leads to nobody but the id", async () => {
    const harness = await start();
    const lost = await revoked(harness);
    const before = await harness.snapshotOf(harness.stayer.id);
    const account = { ...lost.account, name: harness.stayer.name };
    await harness.connector
      .restore({ ...lost, account }, record(harness).log, harness.now)
      .catch((error: unknown) => expect(error).toBeInstanceOf(LeaverError));
    expect(await harness.snapshotOf(harness.stayer.id)).toEqual(before);
  });

  it('law 12: the record of one account is never given to another', async () => {
    const harness = await start();
    const lost = await revoked(harness);
    const account = await look(harness, harness.stayer);
    if (account === null) throw new Error('the stayer is there');
    const changes = await harness.changes();
    const told = await harness.connector
      .restore({ ...lost, account }, record(harness).log, harness.now)
      .catch((error: unknown) => error);
    expect(told).toBeInstanceOf(LeaverError);
    expect((told as LeaverError).code).toBe('journal');
    expect(await harness.changes()).toEqual(changes);
  });

  it('when nothing was recorded, refuses', async () => {
    const harness = await start();
    const lost = { ...(await revoked(harness)), evidence: [] };
    await expect(harness.connector.restorable(lost)).rejects.toMatchObject({ code: 'journal' });
  });
}

/** Revokes the leaver, or one entitlement, and gives what the journal would. */
export async function revoked(
  harness: ContractHarness,
  entitlement: ContractHarness['leaver']['holds'][number] | null = null,
): Promise<Lost> {
  const target = await targetOf(harness, harness.leaver, { entitlement });
  const recording = record(harness);
  await harness.connector.revoke(target, recording.log, harness.now);
  expect(recording.outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
  return { ...target, evidence: evidenceIn(recording) };
}

/** Restores as people do: once, and once more after the person accepted. */
export async function bringBack(harness: ContractHarness, lost: Lost, log?: StepLog): Promise<void> {
  const first = record(harness);
  await harness.connector.restore(lost, log ?? first.log, harness.now);
  expect(first.outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
  expect(openItems(await harness.connector.restorable(lost)), 'after the first run').toEqual([]);
  if (harness.restoring.accept === undefined) return;
  await harness.restoring.accept();
  const { log: second, outcomes } = record(harness);
  await harness.connector.restore(lost, second, harness.now);
  expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
}

/** What could be done and is not. */
export function openItems(items: readonly RestoreItem[]): readonly string[] {
  return items.filter(({ how }) => how === 'restore' || how === 'invite').map(({ item }) => item);
}

/** That the account is as before, and the read-back says the same. */
export async function expectBack(harness: ContractHarness, before: unknown, lost: Lost, when = ''): Promise<void> {
  const { back = (same: unknown) => same } = harness.restoring;
  expect(back(await harness.snapshotOf(harness.leaver.id)), when).toEqual(back(before));
  const left = (await harness.connector.restorable(lost)).filter(({ how }) => how !== 'there' && how !== 'impossible');
  expect(left, when).toEqual([]);
}

import { describe, expect, it } from 'vitest';
import { LeaverError } from '../../../src/errors.js';
import { type ContractHarness, expectNoSecret, look, offered, type Start, targetOf } from './harness.js';
import { evidenceIn, KILLED, record } from './recording.js';
import { bringBack, expectBack, openItems, revoked } from './restoring.js';

/** Against a slow server (moto) on a busy machine too, in milliseconds. */
const PATIENCE = 300_000;

/** What holds when a restoration, or the revocation before it, is cut short, fails or is answered badly. */
export function restoringFaultCases(start: Start): void {
  describe('restore, when something goes wrong', () => {
    cutCases(start);
    unfinishedCases(start);
    answerCases(start);
  });
}

/** How many steps a restoration takes. */
async function stepsOf(start: Start): Promise<number> {
  const harness = await start();
  const lost = await revoked(harness);
  const { log, steps } = record(harness);
  await harness.connector.restore(lost, log, harness.now);
  expect(steps.length).toBeGreaterThan(0);
  return steps.length;
}

function cutCases(start: Start): void {
  for (const how of ['kill-before-act', 'kill-after-act'] as const) {
    it(`law 9: after a ${how} at each step, running it again ends in the same state`, {
      timeout: PATIENCE,
    }, async () => {
      const steps = await stepsOf(start);
      for (let at = 0; at < steps; at += 1) {
        const { harness, before, lost } = await scene(start);
        const cut = record(harness, { at, how });
        await expect(harness.connector.restore(lost, cut.log, harness.now)).rejects.toThrow(KILLED);
        if (how === 'kill-before-act') {
          expect(openItems(await harness.connector.restorable(lost)), `step ${at} is missing`).not.toEqual([]);
        }
        await bringBack(harness, lost);
        await expectBack(harness, before, lost, `killed at step ${at}`);
        await expectOnce(harness);
      }
    });
  }

  it('when any one step fails, tells, and ends well next time', { timeout: PATIENCE }, async () => {
    const steps = await stepsOf(start);
    for (let at = 0; at < steps; at += 1) {
      const { harness, before, lost } = await scene(start);
      const failing = record(harness, { at, how: 'fail' });
      await harness.connector.restore(lost, failing.log, harness.now);
      expect(failing.outcomes.filter(({ kind }) => kind === 'failed').length).toBe(1);
      await bringBack(harness, lost);
      await expectBack(harness, before, lost, `failed at step ${at}`);
    }
  });

  it('when the reply to any one write is lost, ends in the same state and does nothing twice', {
    timeout: PATIENCE,
  }, async (context) => {
    const steps = await stepsOf(start);
    for (let at = 0; at < steps; at += 1) {
      const { harness, before, lost } = await scene(start);
      const losing = record(harness, { at, how: offered(context, harness.loseReply) });
      await harness.connector.restore(lost, losing.log, harness.now);
      await harness.mend();
      await bringBack(harness, lost);
      await expectBack(harness, before, lost, `reply lost at step ${at}`);
      await expectOnce(harness);
    }
  });
}

function unfinishedCases(start: Start): void {
  it('law 9: a revocation that was killed at any step comes back whole, taken up again or not', {
    timeout: PATIENCE,
  }, async () => {
    const harnessed = await start();
    const whole = record(harnessed);
    await harnessed.connector.revoke(await targetOf(harnessed, harnessed.leaver), whole.log, harnessed.now);
    for (const at of whole.steps.keys()) {
      await expectKilledBack(start, at, true);
      if (harnessed.suspends) await expectKilledBack(start, at, false);
    }
  });

  it('law 8: a restoration that was cut short can be revoked again, whole', { timeout: PATIENCE }, async () => {
    const steps = await stepsOf(start);
    for (let at = 0; at < steps; at += 1) {
      const { harness, lost } = await scene(start);
      const after = await harness.snapshotOf(harness.leaver.id);
      const cut = record(harness, { at, how: 'kill-after-act' });
      await harness.connector.restore(lost, cut.log, harness.now).catch(() => {});
      const account = (await look(harness, harness.leaver)) ?? lost.account;
      const target = { decision: lost.decision, account };
      const { log, outcomes } = record(harness);
      await harness.connector.revoke(target, log, harness.now);
      expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
      const left = await harness.connector.check(target, harness.now);
      expect(
        left.filter(({ kind }) => kind === 'pending'),
        `restoration killed at step ${at}`,
      ).toEqual([]);
      if (harness.suspends) expect(await harness.snapshotOf(harness.leaver.id)).toEqual(after);
    }
  });
}

async function expectKilledBack(start: Start, at: number, takenUp: boolean): Promise<void> {
  const harness = await start();
  const before = await harness.snapshotOf(harness.leaver.id);
  const target = await targetOf(harness, harness.leaver);
  const killed = record(harness, { at, how: 'kill-after-act' });
  await harness.connector.revoke(target, killed.log, harness.now).catch(() => {});
  const next = record(harness);
  if (takenUp) {
    const account = (await look(harness, harness.leaver)) ?? target.account;
    await harness.connector.revoke({ ...target, account }, next.log, harness.now);
  }
  const lost = { ...target, evidence: evidenceIn(killed, next) };
  const when = `revocation killed at step ${at}${takenUp ? ', taken up' : ''}`;
  await bringBack(harness, lost);
  const { back = (same: unknown) => same, impossible } = harness.restoring;
  const now = await harness.snapshotOf(harness.leaver.id);
  // What a kill left untouched is there, though it could not have come back.
  if (takenUp || impossible.length === 0) expect(back(now), when).toEqual(back(before));
  expect(openItems(await harness.connector.restorable(lost)), when).toEqual([]);
}

function answerCases(start: Start): void {
  it('when the account is gone for good, names that and changes nothing', async (context) => {
    const harness = await start();
    const vanish = offered(context, harness.vanish);
    if (!harness.suspends) context.skip('here a removed account is still somebody who can be invited');
    const lost = await revoked(harness);
    await vanish(harness.leaver.id);
    const changes = await harness.changes();
    const items = await harness.connector.restorable(lost);
    expect(items.map(({ item, how }) => [item, how])).toEqual([['account', 'impossible']]);
    await harness.connector.restore(lost, record(harness).log, harness.now);
    expect(await harness.changes()).toEqual(changes);
  });

  it('when the credential is refused, says so and changes nothing', async (context) => {
    const harness = await start();
    const lost = await revoked(harness);
    const changes = await harness.changes();
    await offered(context, harness.refuseCredential)();
    for (const act of [
      () => harness.connector.restorable(lost),
      () => harness.connector.restore(lost, record(harness).log, harness.now),
    ]) {
      const told = await act().catch((error: unknown) => error);
      expect(told).toBeInstanceOf(LeaverError);
      expectNoSecret(harness, told);
    }
    expect(await harness.changes()).toEqual(changes);
  });

  it('when the change is not visible yet, the read-back says so; later it is done', async (context) => {
    const { harness, lost } = await scene(start);
    await offered(context, harness.stale)();
    await harness.connector.restore(lost, record(harness).log, harness.now);
    expect(openItems(await harness.connector.restorable(lost)), 'stale').not.toEqual([]);
    await harness.mend();
    expect(openItems(await harness.connector.restorable(lost)), 'visible').toEqual([]);
  });
}

async function scene(start: Start) {
  const harness = await start();
  const before = await harness.snapshotOf(harness.leaver.id);
  const lost = await revoked(harness);
  return { harness, before, lost };
}

/** Nothing was given twice: each change of the restoration stands once in the log, as does each of the revocation. */
async function expectOnce(harness: ContractHarness): Promise<void> {
  const changes = (await harness.changes()).map((change) => harness.mask?.(change) ?? change);
  const twice = changes.filter((change, at) => GIVING.test(change) && changes.indexOf(change) !== at);
  expect(twice).toEqual([]);
}

/** Changes that a restoration makes and a revocation never does. */
const GIVING = /^(?:Add|POST|add|activate|reinstate|PUT )/;

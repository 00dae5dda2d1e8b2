import { describe, expect, it } from 'vitest';
import type { Target } from '../../../src/connectors/connector.js';
import { type ContractHarness, look, offered, open, type Start, targetOf } from './harness.js';
import { type Disturbance, KILLED, type Recording, record } from './recording.js';

/** Against a slow server (moto) on a busy machine too, in milliseconds. */
const PATIENCE = 300_000;

/** What holds when a revocation is cut short at any of its steps, and taken up again. */
export function interruptionCases(start: Start): void {
  describe('interruptions', () => {
    for (const how of ['kill-before-act', 'kill-after-act'] as const) {
      it(`law 9: after a ${how} at each step, the next run ends where an undisturbed one does`, {
        timeout: PATIENCE,
      }, async () => {
        const undisturbed = await undisturbedRun(start);
        for (const at of undisturbed.steps.keys()) {
          const harness = await start();
          const target = await targetOf(harness, harness.leaver);
          const recording = await cutShort(harness, target, { at, how });
          expect(recording.steps.length, `steps begun before the kill at ${at}`).toBe(at + 1);
          if (how === 'kill-before-act' && undisturbed.did(at)) await expectUnfinished(harness, target, at);
          await takeUp(harness, target);
          await expectSame(harness, undisturbed, `killed at step ${at}`);
        }
      });
    }

    it('when any one step fails, goes on with the rest, tells, and ends well next time', {
      timeout: PATIENCE,
    }, async () => {
      const undisturbed = await undisturbedRun(start);
      for (const at of undisturbed.steps.keys()) {
        const harness = await start();
        const target = await targetOf(harness, harness.leaver);
        const recording = record(harness, { at, how: 'fail' });
        await harness.connector.revoke(target, recording.log, harness.now);
        if (at + 1 < undisturbed.steps.length) {
          expect(recording.steps.length, `steps in all when step ${at} failed`).toBeGreaterThan(at + 1);
        }
        await takeUp(harness, target);
        await expectSame(harness, undisturbed, `failed at step ${at}`);
      }
    });

    it('when the reply to any one write is lost, ends in the same state and does nothing twice', {
      timeout: PATIENCE,
    }, async (context) => {
      const undisturbed = await undisturbedRun(start);
      for (const at of undisturbed.steps.keys()) {
        const harness = await start();
        const target = await targetOf(harness, harness.leaver);
        const recording = record(harness, { at, how: offered(context, harness.loseReply) });
        await harness.connector.revoke(target, recording.log, harness.now);
        await harness.mend();
        await takeUp(harness, target);
        await expectSame(harness, undisturbed, `reply lost at step ${at}`);
      }
    });
  });
}

interface Undisturbed {
  readonly steps: Recording['steps'];
  readonly changes: readonly string[];
  readonly state: unknown;
  /** Whether that step had something to do. */
  did(at: number): boolean;
}

async function undisturbedRun(start: Start): Promise<Undisturbed> {
  const harness = await start();
  const { log, steps, outcomes } = record(harness);
  await harness.connector.revoke(await targetOf(harness, harness.leaver), log, harness.now);
  const state = await harness.snapshotOf(harness.leaver.id);
  return { steps, state, changes: await changesOf(harness), did: (at) => outcomes[at]?.kind === 'done' };
}

/** Runs into the kill; whatever the connector makes of it, the process is gone. */
async function cutShort(harness: ContractHarness, target: Target, disturbance: Disturbance): Promise<Recording> {
  const recording = record(harness, disturbance);
  await expect(harness.connector.revoke(target, recording.log, harness.now)).rejects.toThrow(KILLED);
  return recording;
}

/** What the next run does: a fresh look, or the journal's account where the system no longer lists it. */
async function takeUp(harness: ContractHarness, target: Target): Promise<void> {
  const account = (await look(harness, harness.leaver)) ?? ({ ...target.account, read: 'listed' } as const);
  const { log, outcomes } = record(harness);
  await harness.connector.revoke({ ...target, account }, log, harness.now);
  expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
  expect(open(await harness.connector.check(target, harness.now))).toEqual([]);
}

async function expectUnfinished(harness: ContractHarness, target: Target, at: number): Promise<void> {
  const left = await harness.connector.check(target, harness.now);
  expect(
    left.some(({ kind }) => kind !== 'residual'),
    `law 10: check misses that step ${at} was not done`,
  ).toBe(true);
}

async function expectSame(harness: ContractHarness, undisturbed: Undisturbed, when: string): Promise<void> {
  expect(await harness.snapshotOf(harness.leaver.id), when).toEqual(undisturbed.state);
  expect((await changesOf(harness)).sort(), when).toEqual([...undisturbed.changes].sort());
}

async function changesOf(harness: ContractHarness): Promise<string[]> {
  return (await harness.changes()).map((change) => harness.mask?.(change) ?? change);
}

import { describe, expect, it } from 'vitest';
import type { Target } from '../../../src/connectors/connector.js';
import type { AccountId } from '../../../src/core/model.js';
import { LeaverError } from '../../../src/errors.js';
import { type ContractHarness, expectNoSecret, offered, type Start, targetFor, targetOf } from './harness.js';
import { record } from './recording.js';

/** Whom `revoke` must never touch, whatever it is told. */
export function safetyCases(start: Start): void {
  describe('safety', () => {
    it('leaves everybody else exactly as they were', async () => {
      const harness = await start(3);
      const others = (await harness.everyone()).filter((id) => id !== harness.leaver.id);
      const before = await statesOf(harness, others);
      await harness.connector.revoke(await targetOf(harness, harness.leaver), record(harness).log, harness.now);
      expect(await statesOf(harness, others)).toEqual(before);
      expect(others).toContain(harness.stayer.id);
    });

    it("law 5: refuses the runner's own account, even where the decision does not say that it is", async (context) => {
      const harness = await start();
      const self = offered(context, harness.self);
      const { account } = await targetOf(harness, self);
      for (const told of [account, { ...account, self: false }]) {
        const { log } = record(harness);
        const error = await errorOf(harness, targetFor(harness, told), log);
        expect(error).toBeInstanceOf(LeaverError);
        expectNoSecret(harness, error);
        expect(await harness.changes()).toEqual([]);
      }
    });

    it('law 12: when the name sits on another id by now, does not touch the one that has the name', async () => {
      const harness = await start();
      const { account } = await targetOf(harness, harness.leaver);
      const before = await harness.snapshotOf(harness.stayer.id);
      const { log } = record(harness);
      const error = await errorOf(harness, targetFor(harness, { ...account, name: harness.stayer.name }), log);
      expect(await harness.snapshotOf(harness.stayer.id)).toEqual(before);
      if (error !== null) expect(error).toBeInstanceOf(LeaverError);
    });

    it('laws 1 and 12: what a record of an account that is gone says it held is not touched where it is somebody else’s', async () => {
      const harness = await start();
      const { account } = await targetOf(harness, harness.stayer);
      const before = await harness.snapshotOf(harness.stayer.id);
      const { id, name } = harness.absent;
      const gone = { id: id ?? ('404' as AccountId), name: name ?? 'gone' };
      const { log } = record(harness);
      // As the command hands on what only the journal knows.
      await errorOf(harness, targetFor(harness, { ...account, ...gone, read: 'listed' }), log);
      expect(await harness.changes()).toEqual([]);
      expect(await harness.snapshotOf(harness.stayer.id)).toEqual(before);
    });
  });
}

async function statesOf(harness: ContractHarness, ids: Awaited<ReturnType<ContractHarness['everyone']>>) {
  const states: [string, unknown][] = [];
  for (const id of ids) states.push([id, await harness.snapshotOf(id)]);
  return states;
}

async function errorOf(harness: ContractHarness, target: Target, log: ReturnType<typeof record>['log']) {
  try {
    await harness.connector.revoke(target, log, harness.now);
    return null;
  } catch (error) {
    return error;
  }
}

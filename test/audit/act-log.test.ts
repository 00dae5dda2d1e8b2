import { expect, it } from 'vitest';
import { actLog, type Journal, type JournalEvent, type NewEvent, revocationId } from '../../src/audit/journal.js';
import type { StepOutcome } from '../../src/connectors/connector.js';
import { DUE } from '../fixtures/events.js';
import { NOW, target } from './world.js';

const STEP = { action: 'remove membership', object: 'org:acme' };

/** A journal that keeps events in order with what else happened, and fails from a given append on. */
function listening(failFrom = Number.POSITIVE_INFINITY) {
  const heard: (NewEvent | 'acted')[] = [];
  const journal: Journal = {
    append: async (event) => {
      if (heard.length >= failFrom) throw new Error('disk full');
      heard.push(event);
    },
    read: async (): Promise<readonly JournalEvent[]> => [],
    linesAfter: async () => [],
    lines: async function* () {},
    checkpoints: async () => [],
    lease: async () => ({ kind: 'held', release: async () => {} }),
  };
  const id = revocationId(target('583231').decision, NOW);
  return { heard, log: actLog(journal, id, target('583231')), id };
}

it('names a revocation readably', () => {
  expect(listening().id).toBe('github/583231@2026-11-23T09:00:00Z');
});

it('law 9: records the intent before the act and its outcome after', async () => {
  const { heard, log, id } = listening();
  await log.begun(DUE);
  await log.evidence({ teams: ['backend'] });
  const outcome = await log.step(STEP, async () => {
    heard.push('acted');
    return { kind: 'done', requestId: 'A1' };
  });
  await log.ended('residual', [{ kind: 'residual', what: 'a session', until: null }]);
  expect(outcome).toEqual({ kind: 'done', requestId: 'A1' });
  expect(heard).toEqual([
    { type: 'begun', revocation: id, ...target('583231'), ...DUE },
    { type: 'evidence', revocation: id, record: { teams: ['backend'] } },
    { type: 'intent', revocation: id, step: 1, ...STEP },
    'acted',
    { type: 'outcome', revocation: id, step: 1, result: 'done', requestId: 'A1', why: null },
    { type: 'ended', revocation: id, ending: 'residual', left: ['residual: a session'] },
  ]);
});

it('when an act throws, records the failure in one line and gives it back', async () => {
  const { heard, log, id } = listening();
  const outcomes: StepOutcome[] = [
    await log.step(STEP, () => Promise.reject(new Error('status 502\n  at the gateway'))),
    await log.step(STEP, () => {
      throw new Error('x'.repeat(2000));
    }),
  ];
  expect(outcomes[0]).toEqual({ kind: 'failed', why: 'status 502 at the gateway' });
  const why = 'status 502 at the gateway';
  expect(heard[1]).toEqual({ type: 'outcome', revocation: id, step: 1, result: 'failed', requestId: null, why });
  expect(JSON.stringify(heard[3]).length).toBeLessThan(700);
});

it('when the intent cannot be recorded, does not act', async () => {
  const { heard, log } = listening(0);
  let acted = false;
  const step = log.step(STEP, async () => {
    acted = true;
    return { kind: 'absent' };
  });
  await expect(step).rejects.toThrow('disk full');
  expect([acted, heard]).toEqual([false, []]);
});

it('when the outcome cannot be recorded, ends the revocation', async () => {
  const { log } = listening(1);
  await expect(log.step(STEP, async () => ({ kind: 'absent' }))).rejects.toThrow('disk full');
});

import { describe, expect, it } from 'vitest';
import { fileJournal, type NewEvent } from '../../src/audit/journal.js';
import { LeaverError } from '../../src/errors.js';
import { nodeMachine } from '../../src/ports/node.js';
import type { Files } from '../../src/ports/ports.js';
import { DUE } from '../fixtures/events.js';
import { origin } from '../fixtures/origin.js';
import { clockAt, diskWith, NOW, target } from './world.js';

const ID = 'github/1@2026-11-23T09:00:00Z';
const begun: NewEvent = { type: 'begun', revocation: ID, ...target('1'), ...DUE };

function intent(step: number): NewEvent {
  return { type: 'intent', revocation: ID, step, action: 'remove membership', object: 'team:backend' };
}

function open(files: Files) {
  return fileJournal({ origin, files, clock: clockAt(NOW), machine: nodeMachine, run: 'run-1' });
}

async function refused(act: Promise<unknown>): Promise<LeaverError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LeaverError)) throw new Error(`not a LeaverError: ${String(error)}`);
  return error;
}

describe('runs at once', () => {
  it('when a run acts, one that only has something to note waits for it', async () => {
    const files = diskWith({});
    const acting = fileJournal({ origin, files, clock: clockAt(NOW), machine: nodeMachine, run: 'run-1' });
    const lease = await acting.lease();
    if (lease.kind !== 'held') throw new Error('not held');
    let waited = 0;
    const clock = {
      ...clockAt(NOW),
      sleep: async () => {
        waited += 1;
        if (waited === 3) await lease.release();
      },
    };
    const other = fileJournal({ origin, files, clock, machine: nodeMachine, run: 'run-2' });
    await other.append({ type: 'reminded', revocation: null, key: 'a', pullRequest: null });

    expect(waited).toBe(3);
    expect((await other.read()).map(({ run, type }) => `${run} ${type}`)).toEqual([
      'run-1 leased',
      'run-1 released',
      'run-2 reminded',
    ]);
  });

  it('when it acts for long, says that it is busy, and writes nothing', async () => {
    const files = diskWith({});
    const acting = fileJournal({ origin, files, clock: clockAt(NOW), machine: nodeMachine, run: 'run-1' });
    await acting.lease();
    const error = await refused(open(files).append(begun));
    expect([error.code, error.message]).toEqual([
      'busy',
      expect.stringContaining('another run (run-1) has been acting'),
    ]);
    expect(await acting.read()).toHaveLength(1);
  });

  it('when a run begins, that is kept with what follows it, and alone it leaves nothing', async () => {
    const files = diskWith({});
    const journal = open(files);
    const cause = { event: 'local', url: null };
    await journal.append({
      type: 'run-started',
      revocation: null,
      command: 'reconcile',
      cause,
      systems: [],
      people: [],
    });
    expect(await journal.read()).toEqual([]);
    await journal.append(intent(1));
    expect((await journal.read()).map(({ type }) => type)).toEqual(['run-started', 'intent']);
  });
});

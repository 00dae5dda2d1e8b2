import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JOURNAL, type Journal } from '../../src/audit/journal.js';
import type { Context } from '../../src/commands/context.js';
import { LeaverError } from '../../src/errors.js';
import { s3Fault } from '../../src/sandbox/s3/index.js';
import { linesOf } from '../audit/sinks/lines.js';
import { headOf } from '../fixtures/log-lines.js';
import { writeFiles } from '../fixtures/repositories.js';
import { cutJournal, desiredOf, FILE, forged, linesOnly, run, S3, scene, undelivered } from './deliver-world.js';

describe('at the end of a run', () => {
  test('each copy takes what it lacks, and holds the very lines of the log', async () => {
    const at = await scene();
    expect(await at.run()).toEqual([]);
    expect(at.log()).toHaveLength(3);
    expect(at.file()).toEqual(at.log());
    expect(at.bucket()).toEqual(at.log());
    expect(await at.run(2)).toEqual([]);
    expect(at.log()).toHaveLength(5);
    expect(at.file()).toEqual(at.log());
    expect(at.bucket()).toEqual(at.log());
    expect(at.server.changes).toHaveLength(2);
  });

  test('when nothing is new, nothing is written', async () => {
    const at = await scene();
    await at.run();
    expect(await at.run(0)).toEqual([]);
    expect(at.server.changes).toHaveLength(1);
  });

  test('when the policy names no copies, the journal is not even read', async () => {
    const at = await scene([]);
    const journal = { read: () => Promise.reject(new Error('read')) } as unknown as Journal;
    expect(await run(at.context, await desiredOf(at), journal, 0)).toEqual([]);
  });

  test('when two runs deliver at once, each event is there once', async () => {
    const at = await scene([S3]);
    await at.run();
    const both = await Promise.all([at.run(0), at.run(0)]);
    expect(both).toEqual([[], []]);
    expect(at.bucket()).toEqual(at.log());
  });

  test('when another run has delivered since this one looked, that is no cut of the log', async () => {
    const at = await scene([S3]);
    await at.run();
    const { context } = at;
    const meanwhile: Context = {
      ...context,
      sink: async (settings) => {
        const sink = await context.sink(settings);
        let first = true;
        return {
          ...sink,
          holds: async (end) => {
            if (first) await at.run(4);
            first = false;
            return sink.holds(end);
          },
        };
      },
    };
    expect(await run(meanwhile, await desiredOf(at), context.journal('file'), 0)).toEqual([]);
    expect(at.bucket()).toEqual(at.log());
  });
});

describe('when a copy fails, the run is red, the event is kept, and the next run delivers it once', () => {
  test.each(['AccessDenied', 'InternalError', 'SlowDown', 'NoSuchBucket'] as const)('S3: %s', async (code) => {
    const at = await scene();
    await at.run();
    at.server.faults.add({ fault: s3Fault(code), method: 'PUT' });
    expect(await at.run()).toEqual([expect.stringMatching(/^The copy archive of the audit log is not complete: /)]);
    expect(undelivered(at)).toEqual(['archive']);
    // The other one goes on, up to what was there by then.
    expect(at.file()).toEqual(at.log().slice(0, 6));
    expect(at.bucket()).toEqual(at.log().slice(0, 3));
    at.server.faults.clear();
    expect(await at.run(1)).toEqual([]);
    expect(at.bucket()).toEqual(at.log());
    expect(at.file()).toEqual(at.log());
    expect(undelivered(at)).toEqual(['archive']);
  });

  test('S3: an answer that was lost after the put was made is no failure', async () => {
    const at = await scene([S3]);
    at.server.faults.add({ fault: { kind: 'lost-reply' }, method: 'PUT', times: 1 });
    expect(await at.run()).toEqual([]);
    expect(at.server.changes).toHaveLength(1);
    expect(at.bucket()).toEqual(at.log());
  });

  test('S3: answers that are lost each time, though all was made, leave one object', async () => {
    const at = await scene([S3]);
    at.server.faults.add({ fault: { kind: 'lost-reply' }, method: 'PUT' });
    expect(await at.run()).toHaveLength(1);
    expect(at.server.changes).toHaveLength(1);
    at.server.faults.clear();
    expect(await at.run()).toEqual([]);
    expect(at.bucket()).toEqual(at.log());
  });

  test('S3: killed between two parts', async () => {
    const at = await scene([S3]);
    at.server.faults.add({ fault: { kind: 'status', status: 400 }, method: 'PUT', skip: 1 });
    const lines = linesOf(1_500);
    const head = headOf(lines.at(-1) ?? '');
    writeFiles(at.world.root, {
      [JOURNAL]: lines.map((line) => `${line}\n`).join(''),
      [JOURNAL.replace('.jsonl', '.head')]: `${head.seq}@${head.hash}\n`,
    });
    expect(await at.run(0)).toHaveLength(1);
    expect(at.bucket()).toEqual(lines.slice(0, 1_000));
    at.server.faults.clear();
    expect(await at.run(0)).toEqual([]);
    expect(at.bucket()).toEqual(at.log());
  });

  test('file: the disk is full', async () => {
    const at = await scene([FILE, S3]);
    await at.run();
    const { files } = at.context;
    const full = async (path: string): Promise<never> => {
      throw new LeaverError('file-unwritable', `${path} can't be written: the disk is full`);
    };
    const context = at.opening({ files: { ...files, append: full } });
    const problems = await run(context, await desiredOf(at), context.journal('file'), 3);
    expect(problems).toEqual([expect.stringContaining('the disk is full')]);
    expect(undelivered(at)).toEqual(['mirror']);
    // What came after that event, and the event itself.
    expect(at.bucket()).toEqual(at.log());
    expect(await at.run(0)).toEqual([]);
    expect(at.file()).toEqual(at.log());
  });

  test('the environment holds half a key', async () => {
    const at = await scene();
    const context = at.opening({ environment: { AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ' } });
    const problems = await run(context, await desiredOf(at), context.journal('file'), 3);
    expect(problems).toEqual([expect.stringContaining('AWS_SECRET_ACCESS_KEY is missing')]);
    expect(await at.run(0)).toEqual([]);
    expect(at.bucket()).toEqual(at.log());
  });

  test('and the journal can’t be written either: both are told', async () => {
    const at = await scene([S3], {
      journal: (kept) => ({
        ...kept,
        append: (event) =>
          event.type === 'undelivered'
            ? Promise.reject(new LeaverError('file-unwritable', 'the disk is full'))
            : kept.append(event),
      }),
    });
    at.server.faults.add({ fault: s3Fault('AccessDenied') });
    expect(await at.run()).toEqual([
      expect.stringContaining('The copy archive of the audit log is not complete'),
      'That could not be recorded in the journal either: the disk is full.',
    ]);
  });
});

describe('when the log and a copy are not the same, that is told with number and hashes, and nothing is written', () => {
  test.each([FILE, S3])('the log was cut ($id)', async (sink) => {
    const at = await scene([sink]);
    await at.run(5);
    const kept = sink === S3 ? at.bucket() : at.file();
    const journal = cutJournal(at, 3);
    const [problem, ...more] = await run(at.context, await desiredOf(at), journal, 0);
    expect(more).toEqual([]);
    expect(problem).toContain('holds the event 5 with the hash sha256:');
    expect(problem).toContain('the log ends before that');
    expect(sink === S3 ? at.bucket() : at.file()).toEqual(kept);
  });

  test.each([FILE, S3])('the log was written anew ($id)', async (sink) => {
    const at = await scene([sink]);
    await at.run(5);
    const kept = sink === S3 ? at.bucket() : at.file();
    const other = await scene([sink]);
    await other.run(2);
    await other.run(6);
    const [problem = ''] = await run(at.context, await desiredOf(at), linesOnly(forged(other.log())), 0);
    expect(problem).toMatch(
      /holds the event 5 with the hash sha256:[0-9a-f]{16,64}, and the log has sha256:[0-9a-f]{64} there/,
    );
    expect(sink === S3 ? at.bucket() : at.file()).toEqual(kept);
  });

  test('a line was added to the copy', async () => {
    const at = await scene([FILE]);
    await at.run(3);
    appendFileSync(join(at.world.root, FILE.path), 'x\n');
    expect(await at.run(1)).toEqual([
      expect.stringContaining(`${FILE.path}:4 is not an event of the log in its place`),
    ]);
  });
});

test('what S3 says is shown as one line, however it is written', async () => {
  const at = await scene([S3]);
  at.server.faults.add({ fault: s3Fault('InvalidRequest', `two\nlines ${'x'.repeat(5_000)}`), method: 'PUT' });
  const [problem = ''] = await at.run();
  expect(problem).toContain('two lines');
  expect(problem).not.toContain('\n');
  expect(problem.length).toBeLessThan(1_500);
});

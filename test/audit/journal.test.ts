import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENESIS } from '../../src/audit/chain.js';
import { fileJournal, JOURNAL, type NewEvent } from '../../src/audit/journal.js';
import { LeaverError } from '../../src/errors.js';
import { nodeFiles, nodeMachine } from '../../src/ports/node.js';
import type { Files } from '../../src/ports/ports.js';
import { DUE } from '../fixtures/events.js';
import { forgedLine, headOf, linesOf } from '../fixtures/log-lines.js';
import { ORIGIN, origin } from '../fixtures/origin.js';
import { emptyFolders } from '../ports/folder.js';
import { clockAt, diskWith, NOW, target } from './world.js';

const folder = emptyFolders();
const ID = 'github/1@2026-11-23T09:00:00Z';
const ORIGIN_OF_EVENTS = { actor: ORIGIN.actor, commit: ORIGIN.commit };
const begun: NewEvent = { type: 'begun', revocation: ID, ...target('1'), ...DUE };

const { account: ACCOUNT, decision: DECISION } = target('1');
const BEGUN = { revocation: ID, decision: DECISION, account: ACCOUNT, ...DUE };

function intent(step: number, object = 'team:backend'): NewEvent {
  return { type: 'intent', revocation: ID, step, action: 'remove membership', object };
}

function open(where: string | Files, warnings: string[] = []) {
  const files = typeof where === 'string' ? nodeFiles(where) : where;
  return fileJournal({
    origin,
    files,
    clock: clockAt(NOW),
    machine: nodeMachine,
    run: 'run-1',
    warn: (text) => warnings.push(text),
  });
}

/** A journal of two events on disk. */
async function kept(last = intent(1)) {
  const root = await folder();
  const journal = open(root);
  await journal.append(begun);
  await journal.append(last);
  return { root, file: join(root, JOURNAL), journal };
}

async function refused(act: Promise<unknown>): Promise<LeaverError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LeaverError)) throw new Error(`not a LeaverError: ${String(error)}`);
  return error;
}

describe('append and read', () => {
  it('when nothing was written yet, holds no events', async () => {
    expect(await open(await folder()).read()).toEqual([]);
  });

  it('when events are appended, stamps each with number, time and run, and a later run reads them', async () => {
    const { root } = await kept();
    const stamp = { at: '2026-11-23T09:00:00Z', run: 'run-1' };
    expect(await open(root).read()).toMatchObject([
      { seq: 1, ...stamp, ...ORIGIN_OF_EVENTS, ...begun, previous: GENESIS },
      { seq: 2, ...stamp, ...ORIGIN_OF_EVENTS, ...intent(1) },
    ]);
    const [first, second] = await open(root).read();
    expect(second?.previous).toBe(first?.hash);
  });

  it('when a later run appends, goes on counting', async () => {
    const { root } = await kept();
    await open(root).append(intent(2));
    expect((await open(root).read()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('when systems are worked on at the same time, numbers without gap and never mixes lines', async () => {
    const root = await folder();
    const journal = open(root);
    await Promise.all(Array.from({ length: 50 }, (_, step) => journal.append(intent(step, 'x'.repeat(5000)))));
    const events = await open(root).read();
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(events.map((event) => event.type === 'intent' && event.step)).toEqual(events.map(({ seq }) => seq - 1));
  });

  it('when a line was taken out, says where, and reads nothing', async () => {
    const { root, file, journal } = await kept();
    await journal.append(intent(2));
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, lines.toSpliced(1, 1).join('\n'));

    const error = await refused(open(root).read());

    expect(error).toMatchObject({ code: 'journal' });
    expect(error.message).toContain(`${JOURNAL}:2`);
  });

  it('when a name holds any letter, keeps the file to ASCII and gives it back', async () => {
    const { file, journal } = await kept(intent(1, 'Zoë\u2028😀\n"'));
    expect(await readFile(file, 'latin1')).toMatch(/^[\n\x20-\x7e]*$/);
    expect((await journal.read())[1]).toMatchObject({ object: 'Zoë\u2028😀\n"' });
  });

  it('when somebody was reminded, keeps on which pull request, or that it was told in a report', async () => {
    const root = await folder();
    const reminders = [41, null].map((pullRequest): NewEvent => {
      return { type: 'reminded', revocation: null, key: `opt-out a ${pullRequest}`, pullRequest };
    });
    for (const reminder of reminders) await open(root).append(reminder);
    expect(await open(root).read()).toMatchObject(reminders);
  });

  it('when it cannot be written, throws: nothing may be done off the record', async () => {
    const root = await folder();
    await writeFile(join(root, dirname(JOURNAL)), 'a file in the way');
    expect((await refused(open(root).append(begun))).code).toBe('file-unwritable');
  });

  it('when the disk was full for one append, goes on with the next number once there is room', async () => {
    const files = diskWith({});
    const journal = open(files);
    await journal.append(begun);
    files.cutNextAppend(20);
    expect((await refused(journal.append(intent(1)))).code).toBe('file-unwritable');
    await journal.append(intent(1));
    expect((await journal.read()).map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'begun'],
      [2, 'mended'],
      [3, 'intent'],
    ]);
  });
});

describe('law 9: a run killed while it wrote', () => {
  it('at whichever byte of the last line it was, the events before hold and the next append is read back', async () => {
    const { file } = await kept(intent(1, 'Zoë'));
    const text = await readFile(file, 'utf8');
    const start = text.indexOf('\n') + 1;
    for (let length = start; length <= text.length; length += 1) {
      const files = diskWith({ [JOURNAL]: text.slice(0, length) });
      const whole = length >= text.length - 1;
      const before = await open(files).read();
      expect(
        before.map(({ type }) => type),
        `cut at ${length}`,
      ).toEqual(whole ? ['begun', 'intent'] : ['begun']);

      await open(files).append(intent(9));
      const events = await open(files).read();
      const mended = whole || length === start ? [] : ['mended'];
      expect(
        events.slice(before.length).map(({ type }) => type),
        `cut at ${length}`,
      ).toEqual([...mended, 'intent']);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    }
  });

  it('tells once that half a line was left, and records how much of it', async () => {
    const { root, file } = await kept();
    const text = await readFile(file, 'utf8');
    await truncate(file, text.length - 10);
    // As a killed run leaves it, which had not yet said where the log ends.
    await rm(file.replace(/\.jsonl$/, '.head'));
    const warnings: string[] = [];
    const journal = open(root, warnings);
    await journal.read();
    await journal.append(intent(2));
    expect(warnings).toEqual([
      `${JOURNAL} ends in half a line, left by a run that was killed; it is taken as not written`,
    ]);
    const lost = text.length - 10 - (text.indexOf('\n') + 1);
    expect((await journal.read())[1]).toMatchObject({ type: 'mended', lost, seq: 2 });
  });
});

describe('a changed journal', () => {
  const next = (type: string, data: object, more?: object) => (line: string) =>
    forgedLine(headOf(line), type, data, more);

  it.each<[string, (last: string) => string]>([
    ['no JSON', () => '{"sequence":'],
    ['no event', () => '{"sequence":"000000000003"}'],
    ['an unknown type', next('toString', { revocation: ID })],
    ['no time', next('evidence', { revocation: ID, record: {} }, { time: 'today' })],
    ['about another account than it decides on', next('begun', { ...BEGUN, account: { ...ACCOUNT, id: '2' } })],
    [
      'without what the account holds',
      next('begun', { ...BEGUN, account: { id: '1', name: 'ana', status: 'active' } }),
    ],
    ['a reminder of nothing', next('reminded', { revocation: null, pullRequest: null })],
    [
      'an event that does not bear its hash',
      (last) => linesOf([{ event: intent(2) }], headOf(last))[0]?.replace('team:backend', 'team:frontend') ?? '',
    ],
    [
      'an event that follows another one',
      (last) => forgedLine({ ...headOf(last), hash: GENESIS }, 'released', { revocation: null }),
    ],
    ['the same event again', (last) => last],
    ['an empty line', () => ''],
  ])('when a line in the middle is %s, names the line and gives no events', async (_, line) => {
    const { root, file } = await kept();
    const last = (await readFile(file, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
    await appendFile(file, `${line(last)}\n`);
    const error = await refused(open(root).read());
    expect([error.code, error.message]).toEqual([
      'journal',
      `${JOURNAL}:3 is not the event of the journal that follows: \`leaver audit verify\` says more`,
    ]);
    expect((await refused(open(root).append(begun))).code).toBe('journal');
  });

  it('when its end was cut off since a run left it, says so, and nothing is written behind it', async () => {
    const { root, file, journal } = await kept();
    const lease = await journal.lease();
    if (lease.kind !== 'held') throw new Error('not held');
    await lease.release();
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, `${lines.slice(0, 2).join('\n')}\n`);

    const error = await refused(open(root).read());
    expect(error.message).toBe(`${JOURNAL} ends with event 2, and a run left it with 4: it was cut off`);
    expect((await refused(open(root).append(begun))).code).toBe('journal');
  });

  it('when its last event is cut off after a run that only noted something, says so', async () => {
    const { root, file } = await kept();
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, `${lines.slice(0, 1).join('\n')}\n`);
    expect((await refused(open(root).read())).message).toContain('ends with event 1, and a run left it with 2');
  });

  it('when what says where it ends is gone, or is junk, says so', async () => {
    for (const junk of [null, 'junk']) {
      const { root, file, journal } = await kept();
      const lease = await journal.lease();
      if (lease.kind !== 'held') throw new Error('not held');
      await lease.release();
      const head = file.replace(/\.jsonl$/, '.head');
      if (junk === null) await rm(head);
      else await writeFile(head, junk);
      expect((await refused(open(root).read())).message).toContain("is gone or can't be read");
    }
  });

  it('when all of it was written anew since a run left it, says so', async () => {
    const { root, file, journal } = await kept();
    const lease = await journal.lease();
    if (lease.kind !== 'held') throw new Error('not held');
    await lease.release();
    const lines = linesOf([{ event: begun }, { event: intent(7) }, { event: intent(8) }, { event: intent(9) }]);
    await writeFile(file, `${lines.join('\n')}\n`);

    expect((await refused(open(root).read())).message).toContain('has another event 4 than a run left there');
  });
});

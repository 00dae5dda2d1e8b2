import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileSink } from '../../../src/audit/sinks/file-sink.js';
import type { Sink } from '../../../src/audit/sinks/sink.js';
import { LeaverError } from '../../../src/errors.js';
import { nodeClock, nodeFiles, nodeMachine } from '../../../src/ports/node.js';
import type { Clock, Files } from '../../../src/ports/ports.js';
import { temporaryFolder } from '../../fixtures/repositories.js';
import { hashIn, linesOf } from './lines.js';
import { virtualClock } from './s3-world.js';

const PATH = 'audit/log.jsonl';
const LOG = linesOf(50);
const OTHER = linesOf(50, 'another');

function fileWorld(clock: Clock & { slept?(): number } = virtualClock()) {
  const root = temporaryFolder();
  const told: string[] = [];
  const open = (change: Partial<Files> = {}, run = 'test'): Sink =>
    fileSink(
      { id: 'copy', kind: 'file', path: PATH },
      { files: { ...nodeFiles(root), ...change }, clock, machine: nodeMachine, run, warn: (text) => told.push(text) },
    );
  const path = join(root, PATH);
  const write = (text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  return { root, told, open, path, write, clock, text: () => readFileSync(path, 'utf8') };
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

describe('a copy in a file', () => {
  test('when nothing is there, takes all; then what is new', async () => {
    const world = fileWorld();
    expect(await world.open().holds(30)).toBeNull();
    await world.open().take(LOG.slice(0, 30));
    expect(await world.open().holds(50)).toEqual({ seq: 30, hash: hashIn(LOG[29]) });
    await world.open().take(LOG.slice(30));
    expect(world.text()).toBe(textOf(LOG));
  });

  test('when it is given lines that it holds, keeps them once', async () => {
    const world = fileWorld();
    await world.open().take(LOG.slice(0, 30));
    await world.open().take(LOG.slice(0, 30));
    await world.open().take(LOG.slice(10));
    await world.open().take(LOG.slice(10, 20));
    expect(world.text()).toBe(textOf(LOG));
  });

  test('when two runs deliver at once, each line is there once', async () => {
    const world = fileWorld(nodeClock);
    await Promise.all([world.open({}, 'one').take(LOG.slice(0, 40)), world.open({}, 'two').take(LOG)]);
    expect(world.text()).toBe(textOf(LOG));
  });

  test('when 10,000 events are missing, is whole after one delivery', async () => {
    const log = linesOf(10_000);
    const world = fileWorld();
    await world.open().take(log);
    expect(world.text()).toBe(textOf(log));
  });

  test('when a killed run left half a line, it is told, cut, and written whole', async () => {
    const world = fileWorld();
    world.write(textOf(LOG.slice(0, 30)) + (LOG[30] ?? '').slice(0, 100));
    const sink = world.open();
    expect(await sink.holds(50)).toMatchObject({ seq: 30 });
    await sink.take(LOG.slice(30));
    expect(world.text()).toBe(textOf(LOG));
    expect(world.told).toEqual([
      `${PATH} ends in half a line, left by a run that was killed; it is taken as not written`,
    ]);
  });

  test('when the cut fell just before the end of the line, that line counts', async () => {
    const world = fileWorld();
    world.write(textOf(LOG.slice(0, 30)).slice(0, -1));
    expect(await world.open().holds(50)).toMatchObject({ seq: 30 });
    await world.open().take(LOG.slice(30));
    expect(world.text()).toBe(textOf(LOG));
    expect(world.told).toEqual([]);
  });

  test.each([
    ['was taken out', [...LOG.slice(0, 9), ...LOG.slice(10)], 10],
    ['stands elsewhere', [...LOG.slice(0, 9), LOG[10], LOG[9], ...LOG.slice(11)], 10],
    ['is another log’s', [...LOG.slice(0, 9), OTHER[9], ...LOG.slice(10)], 10],
    ['is no event', [...LOG.slice(0, 9), 'hello', ...LOG.slice(10)], 10],
    ['is missing at the beginning', LOG.slice(1), 1],
  ])('when a line %s, names it, and adds nothing', async (_, lines, line) => {
    const world = fileWorld();
    const text = textOf(lines as string[]);
    world.write(text);
    const failure = { code: 'sink', message: expect.stringContaining(`${PATH}:${line} `) };
    await expect(world.open().holds(50)).rejects.toMatchObject(failure);
    await expect(world.open().take(LOG)).rejects.toMatchObject(failure);
    expect(world.text()).toBe(text);
  });

  test('when it holds another log up to there, adds nothing', async () => {
    const world = fileWorld();
    world.write(textOf(OTHER.slice(0, 30)));
    await expect(world.open().take(LOG.slice(30))).rejects.toMatchObject({ code: 'sink' });
    await expect(world.open().take(LOG)).rejects.toMatchObject({ code: 'sink' });
    expect(world.text()).toBe(textOf(OTHER.slice(0, 30)));
  });

  test('when lines in between are missing, adds nothing', async () => {
    const world = fileWorld();
    await world.open().take(LOG.slice(0, 30));
    await expect(world.open().take(LOG.slice(31))).rejects.toMatchObject({ code: 'sink' });
    expect(world.text()).toBe(textOf(LOG.slice(0, 30)));
  });
});

describe('when the disk fails', () => {
  const full = async () => {
    throw new LeaverError('file-unwritable', `${PATH} can't be written: no space left on the device`);
  };

  test('when it is full, says so; the next run writes what is missing once', async () => {
    const world = fileWorld();
    await world.open().take(LOG.slice(0, 30));
    await expect(world.open({ append: full }).take(LOG.slice(30))).rejects.toMatchObject({ code: 'file-unwritable' });
    await world.open().take(LOG.slice(30));
    expect(world.text()).toBe(textOf(LOG));
  });

  test('when it fills up in the middle of a line, the next run mends that', async () => {
    const world = fileWorld();
    const half = async (_: string, text: string) => {
      appendFileSync(world.path, text.slice(0, text.length / 2));
      return full();
    };
    await world.open().take(LOG.slice(0, 10));
    await expect(world.open({ append: half }).take(LOG.slice(10))).rejects.toMatchObject({ code: 'file-unwritable' });
    const next = world.open();
    const held = await next.holds(50);
    expect(held?.seq).toBeGreaterThan(10);
    await next.take(LOG.slice(held?.seq));
    expect(world.text()).toBe(textOf(LOG));
  });

  test('when there is a folder of that name, it is an error that names the file', async () => {
    const world = fileWorld();
    mkdirSync(world.path, { recursive: true });
    await expect(world.open().take(LOG)).rejects.toMatchObject({ message: expect.stringContaining(PATH) });
  });

  test('when a run was killed while it held the file, the next one of this machine does not wait', async () => {
    const world = fileWorld();
    const gone = { ...nodeMachine, pid: 2 ** 22 + 1 };
    const killed = fileSink(
      { id: 'copy', kind: 'file', path: PATH },
      {
        files: { ...nodeFiles(world.root), append: () => Promise.reject(new Error('killed')), write: full },
        clock: world.clock,
        machine: gone,
        run: 'killed',
        warn: () => {},
      },
    );
    await expect(killed.take(LOG)).rejects.toThrow();
    expect(existsSync(join(world.root, `${PATH}.lease/1.json`))).toBe(true);
    await world.open().take(LOG);
    expect(world.text()).toBe(textOf(LOG));
    expect(world.clock.slept?.()).toBe(0);
  });

  test('when another run adds to it for long, says which', async () => {
    const world = fileWorld();
    let go = (): void => {};
    const waits = new Promise<void>((done) => {
      go = done;
    });
    const slow = world.open(
      { append: (path, line) => waits.then(() => nodeFiles(world.root).append(path, line)) },
      'slow',
    );
    const taking = slow.take(LOG);
    await expect.poll(() => existsSync(join(world.root, `${PATH}.lease/1.json`))).toBe(true);
    const failure = { code: 'sink', message: expect.stringContaining('(slow)') };
    await expect(world.open({}, 'fast').take(LOG)).rejects.toMatchObject(failure);
    go();
    await taking;
    expect(world.text()).toBe(textOf(LOG));
  });
});

/** What the log holds of a run, whatever becomes of it. */
import { describe, expect, test } from 'vitest';
import { verifyCommand } from '../../src/commands/audit/verify.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { LeaverError } from '../../src/errors.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, textOf, type World, worldOf } from './world.js';

const PARTS: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben', { status: 'departed' }), someone('sam')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben', { email: 'ben@acme.example' }), accountOf('sam')])],
  optOuts: [optOutOf()],
};

const run = (world: World, narrowing = EVERYTHING) => reconcile(world.context, narrowing);

async function kinds(world: World): Promise<string[]> {
  return (await world.journal()).map((event) =>
    event.type === 'opt-out' ? `opt-out ${event.transition}` : event.type,
  );
}

async function last(world: World, type: string) {
  return (await world.journal()).findLast((event) => event.type === type);
}

describe('a whole run', () => {
  test('begins and ends in the log, with what caused it, what it saw and what it came to', async () => {
    const world = worldOf(PARTS);
    const { status } = await run(world);
    expect(status).toBe(0);
    expect((await world.journal())[0]).toMatchObject({ type: 'run-started', command: 'reconcile', seq: 1 });
    expect(await last(world, 'run-ended')).toMatchObject({
      status: 0,
      figures: { revoked: 1, failed: 0, exempt: 1, review: 0, settled: 0, kept: 1, optOuts: 1 },
      systems: [{ system: 'hub', completeness: 'complete', accounts: 3 }],
      problems: [],
    });
  });

  test('that is quiet is two events, and takes no lease', async () => {
    const world = worldOf(PARTS);
    await run(world);
    const before = (await world.journal()).length;
    await run(world);
    expect((await kinds(world)).slice(before)).toEqual(['run-started', 'run-ended']);
  });

  test('keeps what has happened to opt-outs, once, however many runs see it', async () => {
    const world = worldOf(PARTS);
    for (const time of [
      '2026-11-23T09:00:00Z',
      '2026-11-23T10:00:00Z',
      '2026-11-30T10:00:00Z',
      '2026-12-01T00:00:00Z',
    ]) {
      world.at(time);
      await run(world);
    }
    expect((await kinds(world)).filter((one) => one.startsWith('opt-out'))).toEqual([
      'opt-out requested',
      'opt-out activated',
      'opt-out expiring',
      'opt-out lapsed',
    ]);
    world.write({ ...PARTS, optOuts: [] });
    await run(world);
    expect((await kinds(world)).at(-1)).toBe('run-ended');
  });

  test('holds no e-mail address where accounts are not known by one', async () => {
    const world = worldOf(PARTS);
    await run(world);
    expect(await last(world, 'begun')).toMatchObject({ account: { name: 'ben', email: null } });
    const byEmail = worldOf({
      ...PARTS,
      systems: [
        memorySystem([accountOf('ben', { email: 'ben@acme.example' }), accountOf('sam')], { match: ['id', 'email'] }),
      ],
    });
    await run(byEmail);
    expect(await last(byEmail, 'begun')).toMatchObject({ account: { email: 'ben@acme.example' } });
  });

  test('ends its report with where the log ends, by which the log can be held to it later', async () => {
    const world = worldOf(PARTS);
    const result = await run(world);
    const { checkpoint } = result.json as { checkpoint: { seq: number; hash: string } };
    expect(textOf(result)).toContain(checkpoint.hash);
    const named = `${checkpoint.seq}@${checkpoint.hash}`;
    await run(world);

    expect((await verifyCommand(world.context, { log: null, checkpoints: [named] })).status).toBe(0);
    const other = named.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    expect((await verifyCommand(world.context, { log: null, checkpoints: [other] })).status).toBe(1);
  });
});

describe('a run that', () => {
  test('a guard halts has each halt on record, every time', async () => {
    const world = worldOf({
      ...PARTS,
      optOuts: [],
      systems: [
        memorySystem([accountOf('ana'), accountOf('ben'), accountOf('sam')], { guards: { maxRevocations: 1 } }),
      ],
    });
    expect((await run(world)).status).toBe(3);
    expect((await run(world)).status).toBe(3);
    const halts = (await world.journal()).filter(({ type }) => type === 'halted');
    expect(halts).toHaveLength(2);
    expect(halts[0]).toMatchObject({ system: 'hub', class: 'people', rule: 'maxRevocations', limit: 1, actual: 2 });
    expect(await last(world, 'run-ended')).toMatchObject({ status: 3 });
  });

  test('is for one person says nothing of opt-outs', async () => {
    const world = worldOf(PARTS);
    await run(world, { systems: [], people: ['ben.ruiz'] as never });
    expect(await kinds(world)).not.toContain('opt-out requested');
    expect((await world.journal())[0]).toMatchObject({ type: 'run-started', people: ['ben.ruiz'] });
  });

  test('comes while another acts leaves no event', async () => {
    let other: (() => Promise<unknown>) | null = null;
    const world = worldOf(PARTS, {
      journal: (journal) => ({
        ...journal,
        lease: async () => {
          if (other === null) return journal.lease();
          const until = '2026-11-23T09:15:00Z' as never;
          return { kind: 'busy', holder: { run: 'r2', since: until, until } };
        },
      }),
    });
    other = async () => {};
    await expect(run(world)).rejects.toMatchObject({ code: 'busy' });
    expect(await world.journal()).toEqual([]);
  });

  test('fails as a whole is on record with why', async () => {
    const world = worldOf(PARTS, {
      journal: (journal) => ({
        ...journal,
        lease: async () => {
          throw new LeaverError('unreachable', 'the lease can not be taken: status 502');
        },
      }),
    });
    await expect(run(world)).rejects.toMatchObject({ code: 'unreachable' });
    expect(await kinds(world)).toEqual(['run-started', 'run-ended']);
    expect(await last(world, 'run-ended')).toMatchObject({
      status: 1,
      figures: null,
      problems: ['the lease can not be taken: status 502'],
    });
  });

  test('can not be put on record at its end is red, and says so', async () => {
    const world = worldOf(
      { ...PARTS, people: [someone('sam')], systems: [memorySystem([accountOf('sam')])], optOuts: [] },
      {
        journal: (journal) => ({
          ...journal,
          append: async (event) => {
            if (event.type === 'run-ended') throw new LeaverError('file-unwritable', 'no space is left');
            return journal.append(event);
          },
        }),
      },
    );
    const result = await run(world);
    expect(result.status).toBe(4);
    expect(textOf(result).replace(/\s+/g, ' ')).toContain('how this run ended could not be recorded: no space is left');
  });
});

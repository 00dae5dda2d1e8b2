import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { LeaverError } from '../../src/errors.js';
import { accountOf, memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { brokenAfter } from './troubles.js';
import { EVERYTHING, flatOf, textOf, verdicts, type World, worldOf } from './world.js';

const run = (world: World, narrowing = EVERYTHING) => reconcile(world.context, narrowing);

describe('reconcile when systems fail', () => {
  const pair: RepositoryParts = {
    people: ['ana', 'eva'].map((name) =>
      someone(name, {
        status: 'departed',
        accounts: { hub: { id: `id:${name}`, name }, zoo: { id: `id:${name}`, name } },
      }),
    ),
    systems: ['hub', 'zoo'].map((id) =>
      memorySystem([accountOf('ana'), accountOf('eva'), accountOf('orphan')], { id }),
    ),
  };

  test.each([
    ['wrong credential', new LeaverError('wrong-credential', 'hub refuses the token', { mend: 'Make a new one.' })],
    ['no answer', new LeaverError('unreachable', 'hub does not answer', { mend: 'Check its address.' })],
    ['a fault of the connector', new TypeError('hub does not answer as it should')],
  ])('%s in one system: named, status 4, and the other goes on', async (_, error) => {
    const world = worldOf(pair, {
      connect: (system, open) => {
        if (system.id === 'hub') throw error;
        return open();
      },
    });

    const result = await run(world);

    expect(result.status).toBe(4);
    expect(world.changes).toEqual(['zoo: suspend id:ana', 'zoo: suspend id:eva', 'zoo: suspend id:orphan']);
    expect(flatOf(result)).toContain(`hub was not seen whole: ${error.message}`);
  });

  test('law 1: of a partial listing only pinned departed people are revoked, each read directly', async () => {
    const people = [
      someone('ana', { status: 'departed' }),
      someone('eva', { status: 'departed', accounts: { hub: 'eva' } }),
    ];
    const world = worldOf(
      { people, systems: [memorySystem(['ana', 'eva', 'orphan'].map((name) => accountOf(name)))] },
      { clients: { hub: (live) => ({ ...live, page: brokenAfter(live, 3) }) } },
    );

    const result = await run(world);

    expect(result.status).toBe(4);
    expect(verdicts(result)).toEqual([
      'hub/id:ana revoke',
      'hub/id:eva review partial-observation',
      'hub/id:orphan review partial-observation',
    ]);
    expect(world.changes).toEqual(['hub: suspend id:ana']);
  });

  test('law 9: when the journal cannot be written, nothing is revoked, and the message says so', async () => {
    const refusal = new LeaverError('file-unwritable', ".leaver/journal.jsonl can't be written: no space is left");
    const world = worldOf(pair, { journal: (journal) => ({ ...journal, append: () => Promise.reject(refusal) }) });

    await expect(run(world)).rejects.toBe(refusal);

    expect(world.changes).toEqual([]);
  });

  test('when the journal fails in mid-run, what was done is told, and nothing more is done', async () => {
    let room = 4;
    const world = worldOf(pair, {
      journal: (journal) => ({
        ...journal,
        append: async (event) => {
          room -= 1;
          if (room < 0) throw new LeaverError('file-unwritable', 'no space is left');
          await journal.append(event);
        },
      }),
    });

    const result = await run(world, { systems: ['hub'] as never[], people: [] });

    expect(world.changes).toEqual(['hub: suspend id:ana']);
    expect(result.status).toBe(4);
    expect(textOf(result)).toContain('no space is left');
  });
});

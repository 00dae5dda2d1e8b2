import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { revocationsOf } from '../../../src/audit/history.js';
import { JOURNAL, type Journal } from '../../../src/audit/journal.js';
import { conclude } from '../conclusion.js';
import { type Case, caseFor, cellsFor, type Kind, type Row } from '../matrix.js';
import { ended, open } from '../scene.js';

/** A journal that stops for good before its n-th entry, as a process does that is killed there; `null` for no limit. */
interface Room {
  left: number | null;
}

function stopping(room: Room): (journal: Journal) => Journal {
  return (journal) => ({
    ...journal,
    append: async (event) => {
      if (room.left !== null && room.left <= 0) throw new Error('killed');
      if (room.left !== null) room.left -= 1;
      await journal.append(event);
    },
  });
}

/** Killed before each entry of the journal in turn, the next run ends where an undisturbed one does. */
async function killedAtEach(kind: Kind): Promise<void> {
  const undisturbed = await open(kind);
  conclude(undisturbed, await undisturbed.run(), { changes: undisturbed.gone('ana'), status: 0 });
  const own = (await undisturbed.world.journal()).filter(({ revocation }) => revocation !== null);
  expect(own.length).toBeGreaterThan(5);
  for (let entries = 0; entries < own.length; entries += 1) {
    const room: Room = { left: entries };
    const scene = await open(kind, { journal: stopping(room) });
    await ended(scene.run()).catch((error: Error) => expect(error.message).toBe('killed'));
    room.left = null;
    const next = await scene.run();
    conclude(scene, next, { changes: expect.arrayContaining([...scene.gone('ana')]) as never, status: 0 });
    expect(changesOnce(scene.live.changes()), `killed before entry ${entries + 1}`).toEqual(
      [...scene.gone('ana')].sort(),
    );
    const last = revocationsOf(await scene.world.journal()).at(-1);
    expect(last?.ending, 'the journal accounts for it').toBe('verified');
    conclude(scene, await scene.run(), { changes: scene.live.changes(), status: 0 });
  }
}

/** The mark of an unfinished suspension is set anew by each attempt; all else is done once. */
function changesOnce(changes: readonly string[]): readonly string[] {
  const marks = changes.filter((one) => one.includes('/tag/leaver:'));
  const others = changes.filter((one) => !one.includes('/tag/leaver:'));
  return [...new Set(marks), ...others].sort();
}

const torn: Case = {
  name: 'the journal’s last line is cut off in mid-write',
  run: async () => {
    const scene = await open('memory');
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    appendFileSync(join(scene.world.root, JOURNAL), '{"seq":99,"at":"2026-11-2');
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    expect(scene.world.progress.join()).toContain('ends in half a line');
  },
};

const changed: Case = {
  name: 'a line in the midst of the journal is broken: nothing is done',
  run: async () => {
    const scene = await open('memory');
    appendFileSync(join(scene.world.root, 'README.md'), 'x');
    scene.world.write({ files: { [JOURNAL]: '{"seq":1,"at":"2026-11-2\n' } });
    const says = ['.leaver/journal.jsonl:1 is not an event of the journal'];
    conclude(scene, await ended(scene.run()), { changes: [], status: 1, says });
  },
};

export const killed: Row = {
  fault: 'killed at any write',
  promise: 'journal has intent; the next run converges; nothing twice, nothing forgotten',
  cells: {
    ...cellsFor((kind) => [caseFor(kind, 'killed before each entry of the journal in turn', killedAtEach)]),
    'policy repository': [torn, changed],
  },
};

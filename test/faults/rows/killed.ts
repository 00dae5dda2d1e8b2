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

/** How many entries an undisturbed run makes of one revocation: from `begun` to `ended`. */
const ENTRIES: Readonly<Record<Kind, number>> = { memory: 9, 'github-org': 7, 'aws-iam': 13, okta: 9, scim: 7 };

async function undisturbed(kind: Kind): Promise<void> {
  const scene = await open(kind);
  conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
  const own = (await scene.world.journal()).filter(({ revocation }) => revocation !== null);
  expect(own.length, 'as many as are tried below').toBe(ENTRIES[kind]);
}

/** The next run ends where an undisturbed one does. */
async function killedBefore(kind: Kind, entry: number): Promise<void> {
  const room: Room = { left: entry - 1 };
  const scene = await open(kind, { journal: stopping(room) });
  await ended(scene.run()).catch((error: Error) => expect(error.message).toBe('killed'));
  room.left = null;
  const next = await scene.run();
  conclude({ live: { changes: () => changesOnce(scene.live.changes()) } }, next, {
    ...{ changes: changesOnce(scene.gone('ana')), status: 0 },
  });
  const last = revocationsOf(await scene.world.journal()).at(-1);
  expect(last?.ending, 'the journal accounts for it').toBe('verified');
}

function killPoints(kind: Kind): readonly Case[] {
  return Array.from({ length: ENTRIES[kind] }, (_, at) => at + 1).map((entry) =>
    caseFor(kind, `killed before entry ${entry} of ${ENTRIES[kind]} in the journal`, () => killedBefore(kind, entry)),
  );
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
    const says = ['.leaver/journal.jsonl:1 is not the event of the journal that follows'];
    conclude(scene, await ended(scene.run()), { changes: [], status: 1, says });
  },
};

export const killed: Row = {
  fault: 'killed at any write',
  promise: 'journal has intent; the next run converges; nothing twice, nothing forgotten',
  cells: {
    ...cellsFor((kind) => [caseFor(kind, 'not killed: as many entries as below', undisturbed), ...killPoints(kind)]),
    'policy repository': [torn, changed],
  },
};

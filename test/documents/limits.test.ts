/** "10 MB file, 1e6 entries, 10,000 levels: a limit with a clear error, linear time, bounded memory": all that is no YAML of a policy. */
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventOf } from '../../src/audit/line.js';
import { readPlan } from '../../src/documents/plan.js';
import { readSnapshot } from '../../src/documents/snapshot.js';
import { nodeFiles } from '../../src/ports/node.js';
import { readWorld } from '../../src/sandbox/world.js';
import { temporaryFolder } from '../fixtures/repositories.js';

const LEVELS = 100_000;
const DEEP = `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`;
const invalid = expect.objectContaining({ code: 'invalid-document' });

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}

describe('lists that stand 100,000 deep in each other', () => {
  test('are no snapshot and no plan, and end nothing but their reading', () => {
    for (const text of [DEEP, `{"version":1,"at":${DEEP}}`, `{"version":1,"systems":[${DEEP}]}`]) {
      expect(thrownBy(() => readSnapshot(text))).toEqual(invalid);
      expect(thrownBy(() => readPlan(text))).toEqual(invalid);
    }
  });

  test('are no event of the journal', () => {
    const stamp = '"seq":1,"at":"2026-11-23T09:00:00Z","run":"r","revocation":"a"';
    expect(eventOf(DEEP)).toBeNull();
    expect(eventOf(`{${stamp},"type":"evidence","record":${DEEP}}`)).toBeNull();
  });

  test('are no world', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    expect(thrownBy(() => readWorld(deep, 'world.yaml'))).toEqual(invalid);
    expect(thrownBy(() => readWorld(`systems: ${deep}`, 'world.yaml'))).toEqual(invalid);
  });
});

describe('what is too large', () => {
  test('is not read into the memory: whatever a file is', async () => {
    const folder = temporaryFolder();
    const file = openSync(join(folder, 'snapshot.json'), 'w');
    // It takes no room on the disk.
    ftruncateSync(file, 256 * 1024 * 1024 + 1);
    closeSync(file);
    await expect(nodeFiles(folder).read('snapshot.json')).rejects.toMatchObject({
      code: 'file-unreadable',
      message: "snapshot.json can't be read: it is larger than 256 MiB",
    });
  });

  test('is no world', () => {
    expect(thrownBy(() => readWorld(`# ${' '.repeat(9_000_000)}\n`, 'world.yaml'))).toEqual(invalid);
  });
});

describe('a snapshot of very many accounts', () => {
  const account = (id: number) => `{"id":"${id}","name":"n${id}","status":"active","entitlements":[]}`;
  const snapshotOf = (count: number) => {
    const accounts = Array.from({ length: count }, (_, id) => account(id)).join(',');
    const system = `{"system":"hub","kind":"memory","at":"2026-11-23T09:00:00Z","completeness":{"kind":"complete"},"accounts":[${accounts}]}`;
    return `{"version":1,"at":"2026-11-23T09:00:00Z","systems":[${system}]}`;
  };

  test('is read, each account once', () => {
    expect(readSnapshot(snapshotOf(100_000)).systems[0]?.accounts).toHaveLength(100_000);
  });

  test('names the first of very many faults, and no more of them', () => {
    const text = snapshotOf(100_000).replaceAll('"status":"active"', '"status":"asleep"');
    const error = thrownBy(() => readSnapshot(text)) as Error;
    expect(error).toEqual(invalid);
    expect(error.message).toContain('systems[0].accounts[0].status');
    expect(error.message.length).toBeLessThan(300);
  });
});

test('a file that is no document at all is not quoted: it may be a key that was named by mistake', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'key'), 'plantedplantedplanted');
  const text = await nodeFiles(folder).read('key');
  for (const broken of [text, `{"a": ${text}}`, `[1, "${text}" ${text}]`, `{"${text}"`]) {
    expect(String(thrownBy(() => readSnapshot(broken)))).not.toContain('planted');
  }
});

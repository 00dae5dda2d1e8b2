import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JOURNAL } from '../../src/audit/journal.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, someone } from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, worldOf } from './world.js';

const COPY = 'audit/log.jsonl';
const ANA_LEFT = {
  policy: { audit: { sinks: [{ id: 'mirror', kind: 'file', path: COPY }] } },
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};

test('law 9: a run whose copy of the log takes nothing is red, though all is revoked; the next one delivers all of it', async () => {
  const world = worldOf(ANA_LEFT);
  const textOf = (path: string) => readFileSync(join(world.root, path), 'utf8');
  mkdirSync(join(world.root, COPY), { recursive: true });

  const red = await reconcile(world.context, EVERYTHING);
  rmSync(join(world.root, COPY), { recursive: true });
  const green = await reconcile(world.context, EVERYTHING);

  expect(red.status).toBe(4);
  expect(flatOf(red)).toContain('The copy mirror of the audit log is not complete');
  expect(world.changes).toHaveLength(1);
  expect(green.status).toBe(0);
  expect(textOf(COPY)).toBe(textOf(JOURNAL));
  expect((await world.journal()).filter(({ type }) => type === 'undelivered')).toHaveLength(1);
});

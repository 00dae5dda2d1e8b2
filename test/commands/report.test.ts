import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { observeCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import { reportCommand } from '../../src/commands/report.js';
import type { PageModel } from '../../src/report/page/model.js';
import {
  accountOf,
  memorySystem,
  optOutOf,
  type RepositoryParts,
  someone,
  writeFiles,
} from '../fixtures/repositories.js';
import { EVERYTHING, fileOf, flatOf, type World, worldOf } from './world.js';

const COMPANY: RepositoryParts = {
  people: [
    someone('ana', { status: 'departed' }),
    someone('ben', { status: 'departed' }),
    someone('cleo', { leavesAt: '2026-12-24T17:00:00Z' }),
    someone('dan'),
    someone('eve'),
  ],
  systems: [memorySystem(['ana', 'ben', 'cleo', 'dan', 'eve'].map((name) => accountOf(name)))],
  optOuts: [optOutOf()],
};

const reported = (world: World, from: string | null = null) => reportCommand(world.context, { out: 'page', from });
const modelIn = (world: World) => JSON.parse(fileOf(world, 'page/report.json')) as PageModel;
const stateOf = ({ matrix }: PageModel, id: string) => matrix.rows.find((row) => row.id === id)?.cells[0]?.state;

describe('leaver report', () => {
  test('writes the page, the calendar and the data, says so, and changes nothing', async () => {
    const world = worldOf(COMPANY);
    const result = await reported(world);
    expect(flatOf(result)).toContain('The register of acme is in page/index.html.');
    for (const name of ['index.html', 'register.ics', 'report.json']) expect(flatOf(result)).toContain(`page/${name}`);
    expect(fileOf(world, 'page/index.html')).toMatch(/^<!doctype html>/);
    expect(fileOf(world, 'page/register.ics')).toContain('UID:leaves.cleo.ruiz@acme.leaver');
    expect(world.changes).toEqual([]);
    expect(await world.journal()).toEqual([]);
  });

  test('what is due at the next run is no failure of the report: status 0', async () => {
    const world = worldOf(COMPANY);
    const result = await reported(world);
    expect(result.status).toBe(0);
    expect(stateOf(modelIn(world), 'ben.ruiz')).toBe('revoke');
    expect(stateOf(modelIn(world), 'ana.ruiz')).toBe('held');
  });

  test('after a run it tells of the run and of what it revoked', async () => {
    const world = worldOf(COMPANY);
    await reconcile(world.context, EVERYTHING);
    world.at('2026-11-23T09:30:00Z');
    await reported(world);
    const { log } = modelIn(world);
    expect(log?.revocations.map(({ account, ending }) => [account, ending])).toEqual([['ben', 'verified']]);
    expect(log?.weeks.at(-1)?.revoked).toBe(1);
    expect(log?.head).toMatch(/^sha256:/);
    expect(stateOf(modelIn(world), 'ben.ruiz')).toBe('gone');
  });

  test('offline from a snapshot nothing is connected to, and the page is of that snapshot', async () => {
    const world = worldOf(COMPANY);
    await observeCommand(world.context, EVERYTHING, 'snapshot.json');
    world.connected.length = 0;
    expect((await reported(world, 'snapshot.json')).status).toBe(0);
    expect(world.connected).toEqual([]);
    expect(modelIn(world).matrix.rows.length).toBeGreaterThan(4);
  });

  test('made again it replaces its own files', async () => {
    const world = worldOf(COMPANY);
    await reported(world);
    const before = fileOf(world, 'page/index.html');
    world.at('2026-11-24T09:00:00Z');
    await reported(world);
    expect(fileOf(world, 'page/index.html')).not.toBe(before);
  });

  test.each(['index.html', 'register.ics', 'report.json'])(
    'a %s that somebody else made is not overwritten, and nothing is written',
    async (name) => {
      const world = worldOf(COMPANY);
      writeFiles(world.root, { [`page/${name}`]: 'my own\n' });
      await expect(reported(world)).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(name) });
      expect(fileOf(world, `page/${name}`)).toBe('my own\n');
      expect(
        ['index.html', 'register.ics', 'report.json'].filter((one) => existsSync(join(world.root, 'page', one))),
      ).toEqual([name]);
      expect(world.connected).toEqual([]);
    },
  );

  test('law 13: a justification is nowhere in the files unless the policy allows it', async () => {
    const said = 'Finishes the ledger migration.';
    const files = (world: World) =>
      ['index.html', 'register.ics', 'report.json'].map((name) => fileOf(world, `page/${name}`).includes(said));
    const silent = worldOf(COMPANY);
    await reported(silent);
    expect(files(silent)).toEqual([false, false, false]);
    const open = worldOf({ ...COMPANY, policy: { report: { justifications: true } } });
    await reported(open);
    expect(files(open)).toEqual([true, false, true]);
  });

  test('an invalid policy ends with 1, and no page is made', async () => {
    const world = worldOf({ ...COMPANY, files: { 'policies/people/more.yaml': 'people: [{ id: "No Id" }]\n' } });
    expect((await reported(world)).status).toBe(1);
    expect(existsSync(join(world.root, 'page'))).toBe(false);
  });

  test('an invalid opt-out ends with 4, and the page names it', async () => {
    const world = worldOf({ ...COMPANY, optOuts: [optOutOf({ owner: 'nobody.here' })] });
    expect((await reported(world)).status).toBe(4);
    expect(modelIn(world).verdict.tone).toBe('bad');
    expect(modelIn(world).notInForce.map(({ standing }) => standing)).toEqual(['invalid']);
  });

  test('a halt ends with 3, and the page is made all the same', async () => {
    const world = worldOf({ ...COMPANY, policy: { guards: { maxRevocations: 0 } } });
    expect((await reported(world)).status).toBe(3);
    expect(modelIn(world).attention[0]?.mark).toBe('halted');
  });
});

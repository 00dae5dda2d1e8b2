import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importCommand } from '../../src/commands/import.js';
import { planCommand } from '../../src/commands/plan.js';
import type { CommandResult } from '../../src/commands/result.js';
import { tell } from '../../src/commands/tell.js';
import { LeaverError } from '../../src/errors.js';
import { NO_PAINT } from '../../src/report/text.js';
import { memorySystem, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { EVERYTHING, fileOf, flatOf, planIn, textOf, type World, worldOf } from './world.js';

const FILE = 'policies/people/imported.yaml';
const show = (of: World) => importCommand(of.context, { write: false });
const write = (of: World) => importCommand(of.context, { write: true });
const plan = (of: World) => planCommand(of.context, { narrowing: EVERYTHING, at: null, from: null, out: null });
const revoked = (result: CommandResult) =>
  planIn(result).decisions.flatMap((one) => (one.kind === 'revoke' ? [`${one.id} ${one.reason}`] : []));

const of = (id: string, name: string, more: object = {}) => ({ id, name, ...more });
const mailed = (id: string, name: string, more: object = {}) =>
  of(id, name, { email: `${name}@acme.example`, ...more });

/** A provider, a hub and a production account; the roster has the owners, and Ana by a name alone. */
const WORLD: RepositoryParts = {
  policy: { identityProvider: 'idp' },
  people: [someone('ana', { accounts: { hub: 'ana' } })],
  systems: [
    memorySystem(
      [mailed('u1', 'ana.ruiz'), mailed('u2', 'mei.tanaka'), mailed('u3', 'tom.novak', { status: 'suspended' })],
      {
        id: 'idp',
      },
    ),
    memorySystem(
      [
        of('1', 'ana'),
        of('2', 'meitanaka'),
        of('3', 'tomnovak'),
        of('4', 'acme-deploy'),
        of('5', 'pixelpete'),
        of('6', 'breakglass'),
        of('7', 'kimcho'),
      ],
      { protected: [{ account: 'breakglass', owner: 'kim.cho', reason: 'break-glass' }] },
    ),
    memorySystem([of('p1', 'mei.tanaka'), of('p2', 'ci-runner')], { id: 'prod' }),
  ],
};

describe('leaver import', () => {
  test('shows what it would write, and writes nothing', async () => {
    const world = worldOf(WORLD);
    const before = fileOf(world, 'policies/people/staff.yaml');

    const result = await show(world);

    expect(result.status).toBe(0);
    expect(existsSync(join(world.root, FILE))).toBe(false);
    expect(fileOf(world, 'policies/people/staff.yaml')).toBe(before);
    expect(flatOf(result)).toContain(
      '`leaver import --write` changes policies/people/imported.yaml, policies/people/staff.yaml',
    );
    expect(result.json).toMatchObject({
      outcome: 'shown',
      people: [{ id: 'mei.tanaka', accounts: [{ system: 'hub' }, { system: 'idp' }, { system: 'prod' }] }],
      services: [{ id: 'acme-deploy', owner: 'kim.cho' }, { id: 'ci-runner' }],
      orphans: [{ account: { id: '5', name: 'pixelpete' }, why: 'nobody' }],
      leftOut: [{ account: { name: 'breakglass' }, why: 'protected' }],
    });
    expect(world.changes).toEqual([]);
  });

  test('writes the roster, after which a plan of the same world revokes nothing but orphans', async () => {
    const world = worldOf(WORLD);

    expect((await write(world)).status).toBe(0);

    const text = fileOf(world, FILE);
    expect(text).toContain(
      '  - id: mei.tanaka   # to confirm: the name is a guess, found by name in hub, prod\n    name: Mei Tanaka\n',
    );
    expect(text).toMatch(/id: acme-deploy {3}# to confirm: taken for a service .*\n {4}owner: kim\.cho/);
    expect(fileOf(world, 'policies/people/staff.yaml')).toMatch(/hub:\s*\{?\s*id: "?1"?/);
    // Tom left, as the provider says, and nobody knows pixelpete.
    expect(revoked(await plan(world))).toEqual(['hub/3 orphaned', 'hub/5 orphaned']);
  });

  test('an account of somebody who is there that was found by its name alone is marked for a person to confirm', async () => {
    const bot = { id: 'ci-bot', owner: 'kim.cho' };
    const world = worldOf({
      ...WORLD,
      people: [someone('ana', { accounts: { hub: 'ana' } }), someone('bo', { accounts: {} })],
      services: [bot],
      systems: [
        ...(WORLD.systems ?? []).slice(1, 2),
        memorySystem([of('p1', 'anaruiz'), of('p2', 'bo', { email: 'bo.ruiz@acme.example' }), of('p3', 'ci-bot')], {
          id: 'prod',
        }),
      ],
      policy: {},
    });
    const before = fileOf(world, 'policies/people/staff.yaml').split('\n');
    expect((await write(world)).status).toBe(0);
    const lines = fileOf(world, 'policies/people/staff.yaml').split('\n');
    const marked = lines.filter((line) => line.includes('#') && !before.includes(line));
    expect(marked.filter((line) => line.includes('prod:'))).toEqual([
      expect.stringMatching(/prod: \{ id: p1, name: anaruiz \} {3}# to confirm: found by name$/),
      expect.stringMatching(/prod: \{ id: p3, name: ci-bot \} {3}# to confirm: found by name$/),
    ]);
    // By its address, or claimed already: nothing to confirm.
    expect(lines.filter((line) => /id: "1"|id: p2/.test(line) && line.includes('#'))).toEqual([]);
  });

  test('run again it changes nothing, byte for byte; somebody new is all that is added', async () => {
    const world = worldOf(WORLD);
    await write(world);
    const [first, staff] = [fileOf(world, FILE), fileOf(world, 'policies/people/staff.yaml')];

    const again = await write(world);

    expect(again.json).toMatchObject({ outcome: 'nothing', files: [], people: [], services: [], extended: [] });
    expect([fileOf(world, FILE), fileOf(world, 'policies/people/staff.yaml')]).toEqual([first, staff]);

    world.client('prod');
    const joined = worldOf(WORLD, { root: world.root });
    joined.write({
      ...WORLD,
      systems:
        WORLD.systems?.map((one) =>
          one.id === 'idp'
            ? memorySystem([mailed('u1', 'ana.ruiz'), mailed('u2', 'mei.tanaka'), mailed('u4', 'bo.lund')], {
                id: 'idp',
              })
            : one,
        ) ?? [],
    });
    expect((await write(joined)).json).toMatchObject({ people: [{ id: 'bo.lund' }], services: [] });
    expect(fileOf(joined, FILE)).toContain('id: bo.lund');
    expect(
      fileOf(joined, FILE)
        .split('\n')
        .filter((line) => !first.split('\n').includes(line))
        .join('\n'),
    ).not.toContain('mei');
  });

  test('a system that can not be read is named, gives nothing new, and ends with 4', async () => {
    const world = worldOf(WORLD, {
      connect: (system, open) => {
        if (system.id === 'idp') throw new LeaverError('unreachable', 'no answer');
        return open();
      },
    });
    const result = await write(world);
    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('idp was not seen whole, so nothing new was taken from it: no answer');
    expect(existsSync(join(world.root, FILE))).toBe(false);
    expect(result.json).toMatchObject({
      people: [],
      services: [],
      extended: [{ id: 'ana.ruiz', system: 'hub', by: 'claim' }],
    });
  });

  test('an invalid policy is told, and no system is asked', async () => {
    const world = worldOf({ ...WORLD, policy: { identityProvider: 'nowhere' } });
    expect((await write(world)).status).toBe(1);
    expect(world.connected).toEqual([]);
  });

  test('what would not validate is refused, with the reason, and nothing is written', async () => {
    const world = worldOf({
      ...WORLD,
      files: { 'policies/people/.keep': '' },
      systems: [...(WORLD.systems ?? []).slice(0, 1), memorySystem([of('1', 'ana')])],
    });
    // Another hand changes the roster meanwhile.
    const { files } = world.context;
    let reads = 0;
    const meddled = {
      ...files,
      read: async (path: string) => {
        reads += path === 'policies/policy.yaml' ? 1 : 0;
        const text = await files.read(path);
        return path === 'policies/policy.yaml' && reads > 1 ? `${text}nonsense: true\n` : text;
      },
    };
    const result = await importCommand({ ...world.context, files: meddled }, { write: true });
    expect(result.status).toBe(1);
    expect(result.json).toMatchObject({ outcome: 'refused' });
    expect(flatOf(result)).toContain('Nothing was written');
    expect(existsSync(join(world.root, FILE))).toBe(false);
  });

  test('addresses of people stand in the roster alone', async () => {
    const world = worldOf({
      policy: { identityProvider: 'idp' },
      systems: [
        memorySystem(
          [
            of('u1', 'mei@acme.example', { email: 'mei@acme.example' }),
            of('u2', 'tom@acme.example', { status: 'suspended' }),
          ],
          { id: 'idp' },
        ),
      ],
    });
    const result = await write(world);
    expect(fileOf(world, FILE)).toContain('email: mei@acme.example');
    expect(`${textOf(result)}${JSON.stringify(result.json)}${world.progress.join()}`).not.toContain('@acme.example');
  });

  test('hostile names are quoted in the roster and shown as text', async () => {
    const hostile = 'mei.tanaka" } # <b>: [*](';
    const world = worldOf({
      policy: { identityProvider: 'idp' },
      systems: [
        memorySystem([of('u1', "ana: 'x' # y", { email: 'ana.ruiz@acme.example' })], { id: 'idp' }),
        memorySystem([of('1', hostile)]),
      ],
    });
    const result = await write(world);
    expect(tell(result, 'markdown', NO_PAINT)).not.toContain('<b>');
    expect((await plan(world)).status).not.toBe(1);
    expect((await write(world)).json).toMatchObject({ outcome: 'nothing' });
  });

  test('of very many only the first are shown, and the document has all', async () => {
    const many = Array.from({ length: 60 }, (_, at) => of(`${at}`, `zz${at}zz`));
    const result = await show(worldOf({ systems: [memorySystem(many)] }));
    expect(flatOf(result)).toContain('20 more: --format json has them all');
    expect((result.json as { orphans: readonly object[] }).orphans).toHaveLength(60);
  });
});

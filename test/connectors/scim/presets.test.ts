import { describe, expect, it, test } from 'vitest';
import { PRESETS, type PresetName, type Quirks } from '../../../src/connectors/scim/presets.js';
import { isActive, type ScimQuirks } from '../../../src/sandbox/scim/index.js';
import { ANA, lookAt, NOW, recorder, revoke, seed, start, targetOf } from './world.js';

const NAMES = Object.keys(PRESETS) as PresetName[];

/** A server that does as the preset says of its provider, and takes nothing else. */
function serverOf(quirks: Quirks): ScimQuirks {
  return {
    activeFalse: quirks.activeFalse,
    delete: quirks.delete,
    pageLimit: quirks.pageSize,
    filterable: ['userName', 'members.value', ...(quirks.emailFilter === 'filtered' ? ['emails.value'] : [])],
    patch: quirks.change === 'path' ? 'with-path' : 'any',
    put: 'refused',
    refusesFilteredPaths: quirks.members !== 'filtered-path',
    removesByValue: quirks.members === 'value',
    omitsInactive: quirks.inactive === 'hidden',
    groupsNotInUser: quirks.groups !== 'user',
    noGroups: quirks.groups === 'none',
  };
}

async function dashboard(preset: PresetName) {
  const { quirks } = PRESETS[preset];
  return { quirks, ...(await start({ seed: seed(0, serverOf(quirks)), settings: { preset } })) };
}

describe.each(NAMES)('a departure at %s', (preset) => {
  it('closes the sign-in first and is read back; nothing is deleted where that suspends', async () => {
    const world = await dashboard(preset);
    const { steps, left, evidence } = await revoke(world, ANA);
    expect(left).toEqual([]);
    expect(steps.map(({ outcome }) => outcome.kind)).not.toContain('failed');
    expect(isActive(world.state, ANA)).toBe(false);
    const suspends = world.quirks.activeFalse === 'suspends';
    expect(world.state.users.has(ANA)).toBe(suspends);
    const [first] = world.running.changes;
    expect(first?.operation).toBe(suspends ? 'PATCH /Users/{id}' : 'DELETE /Users/{id}');
    expect(evidence[0]).toMatchObject({ account: { id: ANA, active: true } });
  });

  it('after retention, deletes only where DELETE deletes; else says that a person has to', async () => {
    const world = await dashboard(preset);
    await revoke(world, ANA);
    if (world.quirks.activeFalse === 'deletes') return expect(world.state.users.has(ANA)).toBe(false);
    const before = world.running.changes.length;
    const { left, steps } = await revoke(world, ANA, { stage: 'delete' });
    if (world.quirks.delete === 'deletes') {
      expect([left, steps.length, world.state.users.has(ANA)]).toEqual([[], 1, false]);
      return;
    }
    expect(left).toMatchObject([{ kind: 'manual', todo: expect.stringContaining('by hand') }]);
    expect([steps, world.running.changes.length, world.state.users.has(ANA)]).toEqual([[], before, true]);
  });

  it('comes back where it was suspended; where it was deleted, says why not and what it held', async () => {
    const world = await dashboard(preset);
    const { lost } = await revoke(world, ANA);
    const items = await world.connector.restorable(lost);
    const { log, steps } = recorder();
    await world.connector.restore(lost, log, NOW);
    if (world.quirks.activeFalse === 'deletes') {
      expect(items).toMatchObject([
        { item: 'account', how: 'impossible', why: expect.stringMatching(/create the user/) },
      ]);
      expect(steps).toEqual([]);
      return;
    }
    expect(steps.at(-1)?.step.action).toBe('set active to true');
    expect(steps.map(({ outcome }) => outcome.kind)).not.toContain('failed');
    expect(isActive(world.state, ANA)).toBe(true);
  });
});

describe('what is never done by surprise', () => {
  test('where the setting says that DELETE deletes, it is done: somebody decided so', async () => {
    const server = serverOf(PRESETS.jfrog.quirks);
    const world = await start({
      seed: seed(0, { ...server, delete: 'deletes' }),
      settings: { preset: 'jfrog', delete: 'deletes' },
    });
    await revoke(world, ANA);
    await revoke(world, ANA, { stage: 'delete' });
    expect(world.state.users.has(ANA)).toBe(false);
  });

  test('where `active: false` deletes and DELETE is refused, removes by the first, once', async () => {
    const world = await start({
      seed: seed(0, { activeFalse: 'deletes', delete: 'refused' }),
      settings: { preset: 'sentry', delete: 'refused' },
    });
    const { steps, left } = await revoke(world, ANA);
    expect(left).toEqual([]);
    expect(steps.map(({ step }) => step.action)).toEqual(['set active to false, which deletes']);
    expect(world.state.users.has(ANA)).toBe(false);
  });

  test('where a provider refuses what the settings say, the step fails with its words, and the account is open', async () => {
    const world = await start({ seed: seed(0, { patch: 'with-path' }), settings: { preset: 'snowflake' } });
    const { steps, left } = await revoke(world, ANA);
    expect(steps[0]?.outcome).toMatchObject({ kind: 'failed', why: expect.stringContaining('400') });
    expect(left).toContainEqual({ kind: 'pending', what: 'ana@acme.example can still sign in' });
  });

  test('where a suspended account shows in no listing, it is found by its id all the same', async () => {
    const world = await dashboard('atlassian');
    await revoke(world, ANA);
    expect((await world.connector.observe()).accounts.map(({ id }) => id)).not.toContain(ANA);
    expect(await lookAt(world.connector, ANA)).toMatchObject({ status: 'suspended' });
  });

  test('an account other than the decision names is refused', async () => {
    const { connector, running } = await start();
    const target = targetOf(await lookAt(connector, ANA));
    const account = await lookAt(connector, 'u-ben');
    await expect(connector.revoke({ ...target, account }, recorder().log, NOW)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(running.changes).toEqual([]);
  });
});

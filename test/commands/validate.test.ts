import { describe, expect, test } from 'vitest';
import { type PlanOptions, planCommand } from '../../src/commands/plan.js';
import { tell } from '../../src/commands/tell.js';
import { validate } from '../../src/commands/validate.js';
import { parseInstant } from '../../src/core/time.js';
import { NO_PAINT } from '../../src/report/text.js';
import {
  accountOf,
  memorySystem,
  optOutOf,
  type RepositoryParts,
  repositoryOf,
  someone,
  writeFiles,
} from '../fixtures/repositories.js';
import { EVERYTHING, flatOf, type World, worldOf } from './world.js';

const PLAIN: PlanOptions = { narrowing: EVERYTHING, at: null, from: null, out: null };

const ANA_LEFT: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};

const planned = (world: World, options: Partial<PlanOptions> = {}) =>
  planCommand(world.context, { ...PLAIN, ...options });

const instant = (text: string) => parseInstant(text) as NonNullable<ReturnType<typeof parseInstant>>;

describe('validate', () => {
  test('needs no system, and counts what it read', async () => {
    const world = worldOf({ ...ANA_LEFT, optOuts: [optOutOf()] });

    const result = await validate(world.context, null);

    expect(result.status).toBe(0);
    expect(world.connected).toEqual([]);
    expect(flatOf(result)).toMatch(/Valid: 4 people, 0 services, 1 system, 1 opt-out\. $/);
    expect(result.json).toMatchObject({ version: 1, valid: true, findings: [] });
  });

  test('when approvals are not checked, says so first; when they are, not', async () => {
    const unproven = await validate(worldOf(ANA_LEFT).context, null);
    expect(flatOf(unproven)).toMatch(/^Approvals are not checked \(approvalSource: none\)/);
    expect(tell(unproven, 'markdown', NO_PAINT)).toMatch(/^> \[!WARNING]\n> Approvals are not checked/);
    expect(unproven.json).toMatchObject({ inventory: { approvalSource: 'none' } });

    const policy = { optOuts: { owners: ['kim.cho'], approvalSource: 'github', approvalSystem: 'hub' } };
    const proven = await validate(worldOf({ ...ANA_LEFT, policy }).context, null);
    expect(flatOf(proven)).toMatch(/^Valid: /);
  });

  test.each([
    ['entra-id', 'Systems of the kind `entra-id` are not supported yet.'],
    ['octa', 'There is no connector of the kind `octa`. Did you mean `okta`?'],
  ])('a system of kind %s is told as what it is', async (kind, told) => {
    const files = { 'policies/systems/idp.yaml': `id: idp\nkind: ${kind}\nsettings: { domain: acme.example }\n` };

    const result = await validate(worldOf({ ...ANA_LEFT, files }).context, null);

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain(told);
  });

  test('judges what has lapsed at the time that it is given', async () => {
    const world = worldOf({ ...ANA_LEFT, optOuts: [optOutOf()] });

    const later = await validate(world.context, instant('2026-12-02T00:00:00Z'));

    expect(later.status).toBe(0);
    expect(later.findings).toMatchObject([{ severity: 'warning', file: 'optouts/ana-handover.yaml' }]);
  });

  test('all that is wrong is told in one go, with place, path and mend', async () => {
    const world = worldOf({
      ...ANA_LEFT,
      files: {
        'policies/people/more.yaml': 'people:\n  - { id: leo.nov, name: Leo, emial: leo@acme.example }\n',
        'policies/systems/zoo.yaml': 'id: zoo\nkind: memry\nsettings: {}\n',
      },
    });

    const result = await validate(world.context, null);

    expect(result.status).toBe(1);
    const text = flatOf(result);
    expect(text).toMatch(/policies\/people\/more\.yaml:2:\d+ error/);
    expect(text).toContain('`email`');
    expect(text).toMatch(/policies\/systems\/zoo\.yaml:2:\d+ error kind/);
    expect(text).toContain('Nothing was asked of any system.');
  });

  test('a repository without anything in it is invalid, and says what to create', async () => {
    const world = worldOf({});
    const empty = { ...world.context, files: { ...world.context.files, list: async () => null } };

    const result = await validate(empty, null);

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('Create `policies/policy.yaml`');
  });

  test('an empty roster is invalid', async () => {
    const world = worldOf(ANA_LEFT);
    writeFiles(world.root, { ...repositoryOf(ANA_LEFT), 'policies/people/staff.yaml': 'people: []\n' });

    expect((await planned(world)).status).toBe(1);
    expect(world.connected).toEqual([]);
  });
});

test('when it is narrowed, still checks the whole, and an id that nobody has is named with the nearest', async () => {
  const { context } = worldOf(ANA_LEFT);
  const narrowed = await validate(context, null, { systems: ['hub'], people: ['ana.ruiz'] });
  expect(narrowed.json).toEqual((await validate(context, null)).json);
  await expect(validate(context, null, { systems: ['hubb'], people: [] })).rejects.toMatchObject({
    code: 'usage',
    mend: 'Did you mean hub?',
  });
});

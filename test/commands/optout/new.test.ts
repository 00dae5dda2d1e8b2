import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DraftFlags } from '../../../src/commands/optout/flags.js';
import { loadPolicy } from '../../../src/policy/load.js';
import { memorySystem, optOutOf, someone, temporaryFolder } from '../../fixtures/repositories.js';
import { worldOf } from '../world.js';
import { ANA_LEFT, draft, fileIn, optOutFiles, said } from './draft-world.js';

describe('optout new from flags', () => {
  test('writes a valid file for one system into the folder of that system', async () => {
    const of = worldOf(ANA_LEFT);

    const result = await draft(of, { ticket: 'SEC-1' });

    expect(result.status).toBe(0);
    expect(fileIn(of, 'optouts/hub/ana-handover.yaml')).toBe(
      [
        '# yaml-language-server: $schema=../../schemas/opt-out.schema.json',
        ...['id: ana-handover', 'person: ana.ruiz', 'systems: [hub]', 'reason: handover'],
        ...['justification: Finishes it.', 'ticket: SEC-1', 'requestedBy: ben.ruiz', 'owner: eve.ruiz'],
        'expiresAt: 2026-11-30T09:00:00Z\n',
      ].join('\n'),
    );
    const loaded = await loadPolicy(of.context.files, { at: of.context.clock.now() });
    expect(loaded.findings).toEqual([]);
    expect(loaded.desired?.optOuts.map(({ id }) => id)).toEqual(['ana-handover']);
  });

  test('for several systems the file lies in optouts/', async () => {
    const of = worldOf({ ...ANA_LEFT, systems: [memorySystem([]), memorySystem([], { id: 'vault' })] });
    await draft(of, { systems: ['hub', 'vault'], owner: 'kim.cho' });
    expect(fileIn(of, 'optouts/ana-handover.yaml')).toContain('$schema=../schemas/opt-out.schema.json');
  });

  test('says whose approval it needs, by system and login, and leaves out who has a part in it', async () => {
    const people = [...(ANA_LEFT.people ?? []), someone('gus', { accounts: { hub: 'gus' } })];
    const systems = [memorySystem([], { owners: ['ben.ruiz', 'eve.ruiz', 'gus.ruiz'] })];
    const of = worldOf({ ...ANA_LEFT, people, systems });

    const result = await draft(of);

    expect(said(result)).toContain('1 approval hub eve.ruiz (@eve) or gus.ruiz (@gus, not pinned by id');
    expect(said(result)).toContain('git add optouts/hub/ana-handover.yaml');
    expect(result.json).toMatchObject({ written: true, needed: { approvals: 1, enough: true } });
  });

  test('fewer people who may approve than approvals are told at once', async () => {
    const of = worldOf(ANA_LEFT);
    const result = await draft(of, { person: null, pause: true, reason: null, id: 'freeze', expires: 'PT8H' });
    expect(result.status).toBe(0);
    expect(said(result)).toContain('it needs 2 approvals, and 1 person may give one');
    expect(parse(fileIn(of, 'optouts/hub/freeze.yaml'))).toMatchObject({
      pause: true,
      expiresAt: '2026-11-23T17:00:00Z',
    });
  });

  test('an opt-out that holds nothing back as the roster is now is written, and that is told', async () => {
    const active = await draft(worldOf(ANA_LEFT), { person: 'eve.ruiz', owner: 'ben.ruiz', requestedBy: 'sam.lee' });
    expect(active.status).toBe(0);
    expect(said(active)).toContain('eve.ruiz is active by the roster, without a last hour: it holds nothing back');

    const other = await draft(worldOf(ANA_LEFT), { reason: 'leave' });
    expect(said(other)).toContain('ana.ruiz is departed, and this reason does not hold that back');

    expect(said(await draft(worldOf(ANA_LEFT)))).not.toContain('note --person');
  });

  test('leaving out the identity provider is told: its suspend would defeat the opt-out', async () => {
    const policy = { ...ANA_LEFT.policy, identityProvider: 'vault' };
    const people = [
      someone('ana', { status: 'departed', manager: 'ben.ruiz', accounts: { hub: 'ana', vault: 'ana' } }),
      someone('ben'),
      someone('eve'),
    ];
    const of = worldOf({ ...ANA_LEFT, policy, people });
    expect(said(await draft(of))).toContain('it leaves out vault, the identity provider');
    const raised = { person: null, reason: null, guards: ['maxRevocations=60'], id: 'raised', expires: '1h' };
    expect(said(await draft(of, raised))).not.toContain('identity provider');
  });

  test('--print leaves nothing on disk', async () => {
    const of = worldOf(ANA_LEFT);
    const result = await draft(of, {}, true);
    expect(result.text).toContain('\nid: ana-handover\n');
    expect(optOutFiles(of)).toEqual([]);
  });

  test('a guard that is raised stands as numbers, a window as a duration', async () => {
    const of = worldOf(ANA_LEFT);
    const guards = ['maxRevocations=60', 'maxRevokedFraction=0.5', 'window=PT1H'];
    await draft(of, { person: null, reason: null, guards, id: 'raised', expires: '1h' });
    expect(parse(fileIn(of, 'optouts/hub/raised.yaml'))).toMatchObject({
      guards: { maxRevocations: 60, maxRevokedFraction: 0.5, window: 'PT1H' },
    });
  });

  test.each([
    ['7d', undefined, '2026-11-30T09:00:00Z'],
    ['36H', undefined, '2026-11-24T21:00:00Z'],
    ['P1W', '2026-11-25T00:00:00+01:00', '2026-12-01T23:00:00Z'],
    ['PT90M', '2d', '2026-11-25T10:30:00Z'],
    ['2026-11-30T09:00:00+01:00', undefined, '2026-11-30T09:00:00+01:00'],
  ])('--expires %s, --starts %s: %s', async (expires, starts, expiresAt) => {
    const of = worldOf(ANA_LEFT);
    await draft(of, { expires, starts: starts ?? null });
    expect(parse(fileIn(of, 'optouts/hub/ana-handover.yaml'))).toMatchObject({ expiresAt });
  });
});

describe('what the policy refuses is not written', () => {
  test.each<[string, Partial<DraftFlags>, RegExp]>([
    [
      'longer than the reason allows',
      { expires: '15d' },
      /--expires It lasts longer than the reason `handover` allows.*or earlier/,
    ],
    ['an owner who asks for it', { owner: 'ben.ruiz' }, /--owner The owner `ben.ruiz` is also the person who asks/],
    [
      'an owner who is none of the system',
      { owner: 'kim.cho' },
      /--owner `kim.cho` is not a designated owner.*Write one of eve.ruiz/,
    ],
    ['hidden characters', { justification: 'it\u202eis' }, /U\+202E/],
    ['a ticket of two lines', { ticket: 'a\nb' }, /--ticket/],
    [
      'entitlements of a pause',
      { person: null, pause: true, reason: null, entitlements: ['team:a'], expires: '1h' },
      /--entitlement/,
    ],
  ])('%s', async (_, flags, sentence) => {
    const of = worldOf(ANA_LEFT);
    const result = await draft(of, flags);
    expect(result).toMatchObject({ status: 1, text: null, json: { written: false } });
    expect(said(result)).toMatch(sentence);
    expect(said(result)).toContain('id: ana-handover');
    expect(optOutFiles(of)).toEqual([]);
  });

  test('a renewal too many', async () => {
    const renewed = { id: 'second', renewalOf: 'ana-handover' };
    const of = worldOf({
      ...ANA_LEFT,
      optOuts: [optOutOf({ owner: 'eve.ruiz' }), optOutOf({ ...renewed, owner: 'eve.ruiz' })],
    });
    const result = await draft(of, { id: 'third', renewalOf: 'second' });
    expect(result.status).toBe(1);
    expect(said(result)).toContain('--renewal-of This is a further renewal than the policy allows');
  });

  test('one that is allowed is counted', async () => {
    const of = worldOf({ ...ANA_LEFT, optOuts: [optOutOf({ owner: 'eve.ruiz' })] });
    expect(said(await draft(of, { id: 'second', renewalOf: 'ana-handover' }))).toContain(
      '1 renewal in a row; the policy allows 1',
    );
  });

  test('an invalid policy is told, and nothing is drafted', async () => {
    const of = worldOf({ ...ANA_LEFT, policy: { retention: 'soon' } });
    expect(await draft(of)).toMatchObject({ status: 1, text: null, told: { kind: 'findings' } });
  });
});

describe('nothing that is there is touched', () => {
  test.each(['optouts/ana-handover.yaml', 'optouts/vault/ana-handover.yaml', 'optouts/hub/ana-handover.yaml'])(
    'an id that %s has is taken, valid or not',
    async (path) => {
      const of = worldOf({ ...ANA_LEFT, files: { [path]: 'not: an opt-out\n' } });
      await expect(draft(of)).rejects.toThrow(/There is an opt-out of that id already/);
      expect(fileIn(of, path)).toBe('not: an opt-out\n');
    },
  );

  test('a link out of the repository is not followed', async () => {
    const of = worldOf({ ...ANA_LEFT, files: { 'optouts/README.md': 'notes' } });
    const outside = temporaryFolder();
    symlinkSync(outside, join(of.root, 'optouts/hub'));
    await expect(draft(of)).rejects.toThrow();
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe('text that YAML would read otherwise', () => {
  test.each([
    ...[
      'yes',
      'null',
      '1e3',
      '0x1f',
      '~',
      '- a',
      'a: b',
      '# a',
      '*a',
      '&a',
      '!!js x',
      '{a}',
      '[a]',
      '"',
      "'",
      '@a',
      '`a',
      '%a',
    ],
    ...[
      'a #b',
      ' lead',
      'trail ',
      'a\nid: other',
      '---\nid: x',
      '|',
      '> a',
      'line\n\n  indented\n',
      '\ttab',
      'ä 漢 😀',
      '2026-11-30T00:00:00Z',
    ],
  ])('%j comes back as it was', async (justification) => {
    const of = worldOf(ANA_LEFT);
    const result = await draft(of, { justification });
    expect(result.status).toBe(0);
    expect(parse(fileIn(of, 'optouts/hub/ana-handover.yaml'))).toMatchObject({ id: 'ana-handover', justification });
  });
});

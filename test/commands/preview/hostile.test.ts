import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { previewCommand } from '../../../src/commands/preview/index.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { renderMarkdown } from '../../../src/report/markdown.js';
import {
  accountOf,
  memorySystem,
  optOutOf,
  type RepositoryParts,
  someone,
  writeFiles,
} from '../../fixtures/repositories.js';
import { flatOf, worldOf } from '../world.js';
import { ACCOUNTS, BASE, peopleWith, previewOf, proposalOf } from './previewing.js';

const LEFT = { ana: { status: 'departed' } };
const departure: RepositoryParts = { ...BASE, people: peopleWith(LEFT) };

describe('a proposal that is not valid', () => {
  test('ends with 1, with file and line, and asks no system where nothing can be planned', async () => {
    const files = { 'policies/people/more.yaml': 'people:\n  - { id: eve, nam: Eve }\n' };
    const { result, world } = await previewOf(BASE, { ...BASE, files });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toMatch(/It is not valid: \d errors?\. What merging it would do is not known\./);
    expect(flatOf(result)).toContain('policies/people/more.yaml:2:');
    expect(world.connected).toEqual([]);
  });

  test('an invalid opt-out ends with 1, and the rest is compared all the same', async () => {
    const optOuts = [optOutOf({ owner: 'ana.ruiz' })];
    const { result } = await previewOf(BASE, { ...departure, optOuts });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('It is not valid: 1 error. Merging this: 1 access is revoked.');
    expect(flatOf(result)).toContain('optouts/ana-handover.yaml:');
  });

  test('what the base is warned of already is not told again', async () => {
    const lapsed = { optOuts: [optOutOf({ expiresAt: '2026-11-20T00:00:00Z' })] };
    const { result } = await previewOf({ ...BASE, ...lapsed }, { ...departure, ...lapsed });

    expect(flatOf(result)).not.toContain('has lapsed');
  });

  test('links that lead out of its folder are not followed', async () => {
    const world = worldOf(BASE);
    const folder = proposalOf(BASE);
    rmSync(join(folder, 'policies/people/staff.yaml'));
    symlinkSync('/etc/passwd', join(folder, 'policies/people/staff.yaml'));

    const result = await previewCommand(world.context, { proposed: nodeFiles(folder), comment: null, head: null });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('the proposal could not be read: policies/people/staff.yaml');
    expect(flatOf(result)).not.toContain('root:');
    expect(world.connected).toEqual([]);
  });

  test('a base that is not valid leaves nothing to compare with', async () => {
    const { result } = await previewOf({ ...BASE, files: { 'policies/policy.yaml': 'organisation: acme\n' } }, BASE);

    expect(flatOf(result)).toContain('the default branch is not valid today');
    expect(result.status).toBe(4);
  });

  test('one that is not there is refused', async () => {
    const told = previewCommand(worldOf(BASE).context, { proposed: null, comment: null, head: null });
    await expect(told).rejects.toThrow('The proposal is not there');
  });
});

describe('hostile text', () => {
  const evil = '@acme/everyone [x](javascript:1) <img src=x> | \n\n# a';

  test('from the proposal is shown as text in Markdown, and pings nobody', async () => {
    const name = evil.replaceAll('\n', ' ');
    const people = peopleWith({ ana: { status: 'departed', accounts: { hub: { id: 'id:ana', name } } } });
    const { result } = await previewOf(BASE, {
      ...BASE,
      people,
      systems: [memorySystem(ACCOUNTS, { protected: [{ account: name, owner: 'kim.cho', reason: name }] })],
    });
    if (result.told.kind !== 'outline') throw new Error('no outline');
    const text = renderMarkdown(result.told.outline);

    expect(text).toContain('everyone');
    expect(text).not.toMatch(/@acme|<img|\]\(javascript/);
  });

  test('a flood of rows does not wash the weakened rules away', async () => {
    const many = Array.from({ length: 400 }, (_, at) => `p${at}`);
    const accounts = many.map((one) => accountOf(one));
    const base = { people: many.map((one) => someone(one)), systems: [memorySystem(accounts)] };
    const leaving = many.map((one) => someone(one, { status: 'departed' }));
    const policy = { optOuts: { owners: ['kim.cho', 'p1.ruiz'] } };
    const { result } = await previewOf(base, { ...base, people: leaving, policy });
    if (result.told.kind !== 'outline') throw new Error('no outline');

    expect(renderMarkdown(result.told.outline, 65_000)).toContain('optOuts.owners: p1.ruiz added');
    expect(renderMarkdown(result.told.outline).match(/🔴 revoke/g)).toHaveLength(30);
    expect(flatOf(result)).toContain('and 370 more');
  });
});

test('the root may hold the proposal, as a workflow checks it out', async () => {
  const world = worldOf(BASE);
  mkdirSync(join(world.root, 'proposed'));
  writeFiles(join(world.root, 'proposed'), { 'policies/policy.yaml': 'organization: acme\n' });

  const result = await previewCommand(world.context, {
    proposed: nodeFiles(join(world.root, 'proposed')),
    comment: null,
    head: 'a'.repeat(40),
  });
  expect(result.status).toBe(1);
  expect(flatOf(result)).toContain('policies/people');
});

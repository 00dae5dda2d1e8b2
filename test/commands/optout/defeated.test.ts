/** An opt-out that leaves the identity provider out, wherever people look: said in each place, and said once. */
import { expect, test } from 'vitest';
import { optOutCheck } from '../../../src/commands/optout/check.js';
import { optOutList } from '../../../src/commands/optout/list.js';
import { validate } from '../../../src/commands/validate.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../../fixtures/repositories.js';
import { previewOf } from '../preview/previewing.js';
import { EVERYTHING, flatOf, worldOf } from '../world.js';
import { draft, said } from './draft-world.js';

const WORDS = 'it leaves out idp, the identity provider: a suspend there defeats whatever is behind single sign-on';
const accounts = { hub: { id: 'id:ana', name: 'ana' }, idp: { id: 'id:ana', name: 'ana' } };
const PARTS: RepositoryParts = {
  policy: { identityProvider: 'idp' },
  people: [someone('ana', { status: 'departed', accounts }), someone('ben')],
  systems: [memorySystem([accountOf('ana')]), memorySystem([accountOf('ana')], { id: 'idp' })],
};
const HELD: RepositoryParts = { ...PARTS, optOuts: [optOutOf()] };
const BOTH: RepositoryParts = { ...PARTS, optOuts: [optOutOf({ systems: ['hub', 'idp'] })] };
const times = (text: string) => text.toLowerCase().split(WORDS.toLowerCase()).length - 1;

test('validate warns, with the mend, and the repository stays valid', async () => {
  const result = await validate(worldOf(HELD).context, null);
  expect(result.status).toBe(0);
  expect(result.findings).toMatchObject([{ severity: 'warning', code: 'opt-out-defeated', path: 'systems' }]);
  expect(result.findings[0]?.mend).toContain('Add `idp` to `systems`');
  expect((await validate(worldOf(BOTH).context, null)).findings).toEqual([]);
});

test('the register says it once', async () => {
  expect(times(flatOf(await optOutList(worldOf(HELD).context, EVERYTHING, null)))).toBe(1);
  expect(times(flatOf(await optOutList(worldOf(BOTH).context, EVERYTHING, null)))).toBe(0);
});

test('optout check says it once', async () => {
  expect(times(flatOf(await optOutCheck(worldOf(HELD).context, 'ana-handover', null)))).toBe(1);
  expect(times(flatOf(await optOutCheck(worldOf(BOTH).context, 'ana-handover', null)))).toBe(0);
});

test('optout new says it once', async () => {
  const flags = { owner: 'kim.cho', requestedBy: 'sam.lee' };
  expect(times(said(await draft(worldOf(PARTS), flags)))).toBe(1);
  expect(times(said(await draft(worldOf(PARTS), { ...flags, systems: ['hub', 'idp'] })))).toBe(0);
});

test('the pull request’s comment says it once', async () => {
  expect(times(flatOf((await previewOf(PARTS, HELD)).result))).toBe(1);
  expect(times(flatOf((await previewOf(PARTS, BOTH)).result))).toBe(0);
});

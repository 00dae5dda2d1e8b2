import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PRESETS, type PresetName } from '../../../src/connectors/scim/presets.js';

const README = readFileSync(new URL('../../../src/connectors/scim/README.md', import.meta.url), 'utf8');
const COLUMNS = [
  'activeFalse',
  'delete',
  'pageSize',
  'change',
  'groups',
  'members',
  'inactive',
  'emailFilter',
] as const;

/** A table's rows, cell by cell, without the padding. */
const rows = README.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

test.each(Object.keys(PRESETS) as PresetName[])(
  'the README says of %s what the preset does, and what is not confirmed',
  (preset) => {
    const { quirks, unconfirmed } = PRESETS[preset];
    const cells = COLUMNS.map((key) => `${quirks[key]}${unconfirmed.includes(key) ? '†' : ''}`);
    expect(rows).toContainEqual(['', `\`${preset}\``, ...cells, '']);
  },
);

test.each(Object.keys(PRESETS) as PresetName[])('the README has a least-privilege guide for %s', (preset) => {
  expect(README).toMatch(new RegExp(`^\\| \`${preset}\` +\\| [A-Z]`, 'm'));
});

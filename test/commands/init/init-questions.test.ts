import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ask, InitFlags } from '../../../src/commands/init/answers.js';
import { loadPolicy } from '../../../src/policy/load.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { at } from '../../fixtures/builders.js';
import { temporaryFolder } from '../../fixtures/repositories.js';
import { flatOf, NOW } from '../world.js';
import { begin, entries, FLAGS, KIM, read, SAM } from './init-world.js';

describe('what is missing', () => {
  const NOTHING: InitFlags = {
    ...{ organization: null, githubOrg: null, awsAccount: null, okta: null },
    ...{ owners: [], action: null },
  };

  function answering(...answers: string[]): { ask: Ask; asked: string[] } {
    const asked: string[] = [];
    return {
      asked,
      ask: async (question) => {
        asked.push(question);
        return answers.shift() ?? '';
      },
    };
  }

  test('is asked for on a terminal, and again where the answer cannot be used', async () => {
    const folder = join(temporaryFolder(), 'access');
    const { ask, asked } = answering('Acme', 'acme', 'acme-inc', '', '', KIM, '');
    const result = await begin(folder, NOTHING, ask);

    expect(asked[1]).toMatch(/^The name of the organization is lower-case letters/);
    expect(asked).toHaveLength(7);
    expect(entries(join(folder, 'policies/systems'))).toEqual(['github.yaml']);
    expect(flatOf(result)).toContain('name a second designated owner');
  });

  test('after three answers that cannot be used, the flag is named', async () => {
    const { ask } = answering('A', 'B', 'C');
    await expect(begin('nowhere', NOTHING, ask)).rejects.toMatchObject({ mend: 'Give it as a flag: --organization.' });
  });

  test.each([
    ['--organization', { ...FLAGS, organization: null }],
    ['--github-org', { ...FLAGS, githubOrg: null }],
    ['--owner', { ...FLAGS, owners: [] }],
  ])('in a script %s is an error that names it', async (flag, flags) => {
    const folder = join(temporaryFolder(), 'access');
    await expect(begin(folder, flags)).rejects.toThrow(`${flag} is missing.`);
    expect(existsSync(folder)).toBe(false);
  });

  test('in a script all that is missing is named at once, with what it may look like', async () => {
    const flags = { ...FLAGS, organization: null, githubOrg: null, owners: [] };
    await expect(begin('nowhere', flags)).rejects.toMatchObject({
      message: 'Flags are missing: --organization, --github-org, --owner.',
      mend: expect.stringContaining('--owner "Kim Cho <kim@acme.example> kimcho 583231"'),
    });
  });

  test('in a script no AWS account means none', async () => {
    const folder = join(temporaryFolder(), 'access');
    await begin(folder, { awsAccount: null });
    expect(entries(join(folder, 'policies/systems'))).toEqual(['github.yaml']);
  });

  test("an owner's account without its number is said to be unpinned, everywhere", async () => {
    const folder = join(temporaryFolder(), 'access');
    const result = await begin(folder, { owners: ['Kim Cho <kim@acme.example> kimcho', SAM] });

    expect(flatOf(result)).toContain('pin the account of kim.cho (gh api users/kimcho --jq .id)');
    expect(result.json).toMatchObject({ toMend: [expect.stringContaining('pin the account of kim.cho')] });
    expect(read(folder, 'README.md')).toContain("Pin the owners' GitHub accounts");
    const { desired } = await loadPolicy(nodeFiles(folder), { at: at(NOW) });
    expect(desired?.people[0]?.accounts.get('github' as never)).toEqual({ id: null, name: 'kimcho' });
  });
});

import { describe, expect, test } from 'vitest';
import { checkup, doctorWorld, findingOf, found, PROTECTED, RULES, RUN } from './world.js';

const main = { name: 'main', rules: RULES };
const journalRuled = (...types: ('non_fast_forward' | 'deletion')[]) => ({
  rulesets: [main, { name: 'journal', include: ['refs/heads/leaver/journal'], rules: types.map((type) => ({ type })) }],
});

describe('a journal on its branch', () => {
  test('when that can be rewritten, is an error', async () => {
    const result = await checkup(await doctorWorld({ repository: journalRuled('deletion') }));
    expect(found(result)).toEqual(['error journal/force-push']);
    expect(findingOf(result, 'journal/force-push').mend).toContain('leaver/journal');
    expect(result.status).toBe(1);
  });

  test('when that can be deleted, is an error', async () => {
    const result = await checkup(await doctorWorld({ repository: journalRuled('non_fast_forward') }));
    expect(found(result)).toEqual(['error journal/deletion']);
  });

  test('when the default branch alone is ruled, says both', async () => {
    const result = await checkup(await doctorWorld({ repository: { rulesets: [main] } }));
    expect(found(result)).toEqual(['error journal/deletion', 'error journal/force-push']);
  });

  test('when a job that revokes may not write contents, says which: it would revoke nobody', async () => {
    const files = { '.github/workflows/leaver.yml': RUN.replace('contents: write', 'contents: read') };
    const result = await checkup(await doctorWorld({ parts: { files } }));
    expect(found(result)).toEqual(['error journal/writable']);
    expect(findingOf(result, 'journal/writable').what).toContain('.github/workflows/leaver.yml: job leaver');
  });

  test('when a job that calls the workflow which revokes may not write contents, says so of that job', async () => {
    const calling = `
name: Hourly
on: { schedule: [{ cron: '17 * * * *' }] }
permissions: {}
jobs:
  hourly:
    uses: ./.github/workflows/leaver.yml
    permissions: { contents: read }
`;
    const called = RUN.replace('on:', 'on:\n  workflow_call:');
    const files = { '.github/workflows/leaver.yml': called, '.github/workflows/hourly.yml': calling };
    const result = await checkup(await doctorWorld({ parts: { files } }), { offline: true });
    expect(found(result)).toEqual(['error journal/writable']);
    expect(findingOf(result, 'journal/writable').what).toContain('.github/workflows/hourly.yml: job hourly');
  });
});

describe('a journal in a file', () => {
  test('when workflows revoke, is a warning: it ends with the job', async () => {
    const policy = { journal: 'file' };
    const result = await checkup(
      await doctorWorld({ parts: { policy }, repository: { ...PROTECTED, rulesets: [main] } }),
    );
    expect(found(result)).toEqual(['warning journal/place']);
    expect(findingOf(result, 'journal/place').mend).toContain('journal: branch');
  });
});

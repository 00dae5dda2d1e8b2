import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountOf, memorySystem, type RepositoryParts, someone, writeRepository } from '../fixtures/repositories.js';
import { call } from './call.js';

const BASE: RepositoryParts = { people: [someone('ana')], systems: [memorySystem([accountOf('ana')])] };
const LEFT: RepositoryParts = { ...BASE, people: [someone('ana', { status: 'departed' })] };

describe('leaver preview', () => {
  beforeEach(() => {
    for (const name of ['GITHUB_REPOSITORY', 'GITHUB_TOKEN', 'LEAVER_GITHUB_TOKEN']) vi.stubEnv(name, '');
  });
  afterEach(() => vi.unstubAllEnvs());

  test('tells in one JSON document what the merge would do, without plan and snapshot', async () => {
    const folders = ['--root', writeRepository(BASE), '--proposed', writeRepository(LEFT)];
    const { status, stdout } = await call('preview', ...folders, '--format', 'json', '--quiet');

    const told = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(told).toMatchObject({ version: 1, valid: true, status: 0, commit: null });
    expect(told.compared.changes).toMatchObject([{ effect: 'loses', after: { id: 'hub/id:ana', kind: 'revoke' } }]);
    expect(Object.keys(told.compared)).not.toContain('plan');
  });

  test('ends with 1 where the proposal is not valid', async () => {
    const proposed = writeRepository({ ...BASE, files: { 'policies/policy.yaml': 'organisation: acme\n' } });
    const { status } = await call('preview', '--root', writeRepository(BASE), '--proposed', proposed, '--quiet');

    expect(status).toBe(1);
  });

  test.each([
    [['--proposed', 'nowhere'], 'There is no such folder as --proposed names.'],
    [['--proposed', '.', '--comment', '1x'], 'It is the number of a pull request'],
    [['--proposed', '.', '--comment', '-1'], 'It is the number of a pull request'],
    [[], "required option '--proposed <dir>' not specified"],
  ])('%j is refused, with the mend', async (more, message) => {
    const { status, stderr } = await call('preview', '--root', writeRepository(BASE), ...more);

    expect(status).toBe(1);
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
  });

  test('no host is asked unless a comment is', async () => {
    const folders = ['--root', writeRepository(BASE), '--proposed', writeRepository(LEFT), '--quiet'];
    const { status, stdout } = await call('preview', ...folders, '--comment', '1');

    expect(status).toBe(4);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'the comment could not be kept up to date: it is not known which repository',
    );
    expect((await call('preview', ...folders)).status).toBe(0);
  });
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { doctorWorld, parts } from '../commands/doctor/world.js';
import { writeRepository } from '../fixtures/repositories.js';
import { call } from './call.js';

afterEach(() => vi.unstubAllEnvs());

describe('leaver doctor', () => {
  test('over HTTP: the result on stdout, progress on stderr, and never the token', async () => {
    const { host } = await doctorWorld();
    for (const [name, value] of Object.entries(host.environmentOf('boss'))) vi.stubEnv(name, value);
    const { stdout, stderr, status } = await call('doctor', '--root', host.root, '--verbose');
    expect(stdout.split('\n')[0]).toMatch(/^(All is as|Leaver works here|Leaver can't keep)/);
    expect(stdout).toContain('the review of code owners is required');
    expect(stderr).toContain('hub: observing');
    // By today's date the schedule of this world is not alive.
    expect([0, 1]).toContain(status);
    expect(`${stdout}${stderr}`).not.toContain('token-of-boss');
  }, 60_000);

  test('--offline --format json: one document, 1 where something is an error', async () => {
    const root = writeRepository(parts());
    const { stdout, stderr, status } = await call('doctor', '--root', root, '--offline', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, offline: true, errors: expect.any(Number) });
    expect([status, stderr]).toEqual([1, '']);
  });

  test('--format markdown: a table whose columns say what they hold, names escaped', async () => {
    const people = [{ id: 'dan.fox', name: 'D', email: 'd@acme.example', accounts: { hub: '<b>@all' } }];
    const root = writeRepository(parts({ people, policy: { optOuts: { owners: ['dan.fox'] } } }));
    const { stdout } = await call('doctor', '--root', root, '--offline', '--format', 'markdown');
    expect(stdout).toContain('| | what | where, why, and the mend |');
    expect(stdout).toContain('**mend**');
    expect(stdout).not.toContain('<b>');
  });
});

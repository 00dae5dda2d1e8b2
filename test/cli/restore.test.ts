import { describe, expect, test } from 'vitest';
import { memorySystem, someone, writeRepository } from '../fixtures/repositories.js';
import { call } from './call.js';

const ACCOUNTS = [{ id: 'id:ana', name: 'ana', entitlements: [{ kind: 'membership', id: 'team:backend' }] }];

/** A repository with a journal in which Ana was revoked. Each call has a memory system of its own, where nothing was. */
async function repository(): Promise<{ root: string; id: string }> {
  const root = writeRepository({ people: [someone('ana', { status: 'departed' })], systems: [memorySystem(ACCOUNTS)] });
  const { stdout } = await call('reconcile', '--root', root, '--quiet', '--format', 'json');
  const { results } = JSON.parse(stdout) as { results: { revocation: string }[] };
  return { root, id: results[0]?.revocation ?? '' };
}

describe('leaver restore', () => {
  test('is given a revocation as the JSON of a run has it, and refuses who is departed', async () => {
    const { root, id } = await repository();

    const { status, stdout } = await call('restore', id, '--root', root, '--quiet', '--yes', '--format', 'json');

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      status: 1,
      restorations: [{ revocation: id, person: 'ana.ruiz', refusal: { why: expect.stringContaining('departed') } }],
    });
  });

  test('of a person tells the same as text, within 80 columns', async () => {
    const { root, id } = await repository();

    const { status, stdout } = await call('restore', '--person', 'ana.ruiz', '--root', root, '--quiet');

    expect(status).toBe(1);
    expect(stdout).toContain(id);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the next run would revoke it again: departed');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

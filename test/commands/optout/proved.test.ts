/** What the register and `optout check` say of opt-outs that the host and the history prove or refute. */
import { describe, expect, test } from 'vitest';
import { optOutCheck } from '../../../src/commands/optout/check.js';
import { optOutList } from '../../../src/commands/optout/list.js';
import { approvedOptOut, optOutFile } from '../../approval/policy-repository.js';
import { withHost, worldOn } from '../proved-world.js';
import { EVERYTHING, flatOf } from '../world.js';

test('the register says of each how it stands, who approved it, and why one does not', async () => {
  const host = await withHost();
  await approvedOptOut(host, { id: 'ana-approved' });
  await host.push(optOutFile({ id: 'ana-pushed' }), { by: 'ana' });
  const pending = await host.openPullRequest({ by: 'sam', branch: 'later', files: optOutFile({ id: 'ana-open' }) });
  const world = worldOn(host);

  const result = await optOutList(world.context, EVERYTHING, null);

  const { optOuts } = result.json as { optOuts: readonly { id: string; standing: string; why: string | null }[] };
  expect(optOuts.map(({ id, standing }) => `${id} ${standing}`).sort()).toEqual([
    'ana-approved active',
    'ana-pushed unapproved',
  ]);
  expect(flatOf(result)).toContain('kim.cho in #1');
  expect(flatOf(result)).toContain('without a pull request (a direct push)');
  expect(result.status).toBe(0);
  expect(pending).toBe(2);
});

describe('optout check', () => {
  test('shows the evidence of one that is approved', async () => {
    const host = await withHost();
    await approvedOptOut(host);

    const result = await optOutCheck(worldOn(host).context, 'ana-handover', null);

    expect(result.status).toBe(0);
    expect(flatOf(result)).toContain('approved by kim.cho in #1, merged 2026-11-20 09:00 UTC');
    expect(flatOf(result)).toContain('departed');
  });

  test('shows the sentence of one that is refused, and ends with 1', async () => {
    const host = await withHost();
    await host.merge(await host.openPullRequest({ by: 'sam', branch: 'ask', files: optOutFile() }), { by: 'sam' });

    const result = await optOutCheck(worldOn(host).context, 'ana-handover', null);

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('#1 was approved by nobody and merged all the same by @sam');
  });

  test('says that nobody knows where the host does not answer, and ends with 4', async () => {
    const host = await withHost();
    await approvedOptOut(host);
    host.faults.add({ fault: { kind: 'status', status: 403, body: { message: 'Forbidden' } }, matching: /graphql/ });

    const result = await optOutCheck(worldOn(host).context, 'ana-handover', null);

    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('GitHub answers 403');
  });
});

/** An opt-out is no way to keep access for ever, whatever its files are called. */
import { describe, expect, test } from 'vitest';
import type { Host } from '../fixtures/hosted.js';
import { hosted, optOutFile, proofOf, prove } from './policy-repository.js';

describe('renewals', () => {
  /** Approved one after the other, each prolonging the last by ten days. */
  async function renewedTimes(host: Host, times: number, fileOf: (round: number) => Readonly<Record<string, string>>) {
    for (let round = 0; round <= times; round += 1) {
      const day = 20 + round * 9;
      host.at(new Date(Date.UTC(2026, 10, day, 9)).toISOString());
      const number = await host.openPullRequest({ by: 'sam', branch: `round-${round}`, files: fileOf(round) });
      await host.review(number, { by: 'kim' });
      await host.merge(number, { by: 'sam' });
    }
  }
  const expiry = (round: number) => new Date(Date.UTC(2026, 10, 20 + round * 9 + 10)).toISOString();

  test('as many in a row as the policy allows are approved', async () => {
    const host = await hosted();
    await renewedTimes(host, 2, (round) =>
      optOutFile({
        id: `ana-${round}`,
        expiresAt: expiry(round),
        ...(round > 0 ? { renewalOf: `ana-${round - 1}` } : {}),
      }),
    );

    const { approvals } = await prove(host);

    expect(approvals.find(({ optOut }) => optOut === 'ana-2')).toMatchObject({ verdict: 'approved' });
  });

  test.each([
    [
      'named as renewals',
      (round: number) => ({ id: `ana-${round}`, ...(round > 0 ? { renewalOf: `ana-${round - 1}` } : {}) }),
    ],
    ['copied under another id, without a word of what they prolong', (round: number) => ({ id: `ana-${round}` })],
    ['extended in the same file', () => ({ id: 'ana' })],
  ])('one more is refused: %s', async (_, of) => {
    const host = await hosted();
    await renewedTimes(host, 3, (round) => optOutFile({ ...of(round), expiresAt: expiry(round) }));

    const { approvals } = await prove(host);
    const last = approvals.at(-1);

    expect(last).toMatchObject({ verdict: 'unapproved', rule: 'renewals' });
    expect(last?.why).toContain('for the third time in a row');
  });

  test('one more is refused though the lapsed ones were pruned', async () => {
    const host = await hosted();
    await renewedTimes(host, 3, (round) => optOutFile({ id: `ana-${round}`, expiresAt: expiry(round) }));
    await host.push(
      { 'optouts/ana-0.yaml': null, 'optouts/ana-1.yaml': null, 'optouts/ana-2.yaml': null },
      { by: 'boss' },
    );

    expect(await proofOf(host)).toMatchObject({ verdict: 'unapproved', rule: 'renewals' });
  });
});

/** An opt-out is no way to keep access for ever, whatever its files are called. */
import { describe, expect, test } from 'vitest';
import { renewalsOf } from '../../src/approval/renewals.js';
import { DAY, later, systemId } from '../fixtures/builders.js';
import type { Host } from '../fixtures/hosted.js';
import { optOut } from '../fixtures/opt-outs.js';
import { approvedOptOut, hosted, optOutFile, proofOf, prove } from './policy-repository.js';

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

  test('eight at once, one after the other in time, are eight in a row', async () => {
    const host = await hosted();
    const files = Object.assign(
      {},
      ...Array.from({ length: 8 }, (_, index) =>
        optOutFile({
          id: `ana-${index}`,
          startsAt: new Date(Date.UTC(2026, 10, 21 + index * 13)).toISOString(),
          expiresAt: new Date(Date.UTC(2026, 10, 21 + index * 13 + 13)).toISOString(),
        }),
      ),
    );
    const number = await host.openPullRequest({ by: 'sam', branch: 'all', files });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam' });

    const { approvals } = await prove(host);

    expect(approvals.map(({ verdict, rule }) => `${verdict} ${rule}`)).toEqual(Array(8).fill('unapproved renewals'));
  });

  test('a pull request that corrects itself on the way is no renewal', async () => {
    const host = await hosted();
    const commits = [1, 2, 3, 4].map((day) => ({
      by: 'sam',
      files: optOutFile({ expiresAt: new Date(Date.UTC(2026, 10, 24 + day)).toISOString() }),
      message: `Until ${day}`,
    }));
    const number = await host.openPullRequest({ by: 'sam', branch: 'corrected', commits });
    await host.review(number, { by: 'kim' });
    await host.merge(number, { by: 'sam', method: 'rebase' });

    expect(await proofOf(host)).toMatchObject({ verdict: 'approved' });
  });

  test('a file below optouts/ that is no opt-out counts for nothing', async () => {
    const host = await hosted();
    for (const day of [1, 2, 3]) {
      host.at(new Date(Date.UTC(2026, 10, 16 + day)).toISOString());
      const [text = ''] = Object.values(
        optOutFile({ expiresAt: new Date(Date.UTC(2026, 10, 18 + day)).toISOString() }),
      );
      await host.push({ [`optouts/notes-${day}.md`]: text }, { by: 'eve' });
    }
    await approvedOptOut(host);

    expect(await proofOf(host)).toMatchObject({ verdict: 'approved' });
  });
});

describe('pauses between a person’s opt-outs', () => {
  test('bridge the gaps, and count for nothing themselves', () => {
    const day = (from: number, until: number, subject: string) => ({
      id: `${subject}-${from}` as never,
      subject,
      systems: [systemId('hub')],
      entitlements: [],
      from: later(from * DAY),
      until: later(until * DAY),
      expiresAt: later(until * DAY),
    });
    const ana = 'person ana.ruiz';
    const besides = [
      day(-40, -30, ana),
      day(-30, -28, 'pause'),
      day(-28, -18, ana),
      day(-18, -16, 'pause'),
      day(-16, -6, ana),
      day(-6, -1, 'pause'),
    ];

    expect(renewalsOf(optOut(), later(0), besides)).toBe(3);
    expect(
      renewalsOf(
        optOut(),
        later(0),
        besides.filter(({ subject }) => subject === ana),
      ),
    ).toBe(0);
  });
});

/** What a proposal loosens is told; what it tightens, or leaves as loose as it is, is not. */
import { describe, expect, test } from 'vitest';
import type { DesiredState } from '../../src/core/model.js';
import { unlooked, weakenings } from '../../src/core/preview-policy.js';
import { DAY, desired, HOUR, personId, system, systemId } from '../fixtures/builders.js';

const told = (base: DesiredState, proposed: DesiredState) =>
  weakenings(base, proposed).map(({ where, what }) => `${where} ${what}`);
const both = (one: Parameters<typeof desired>[0], other: Parameters<typeof desired>[0]) => ({
  there: told(desired(one), desired(other)),
  back: told(desired(other), desired(one)),
});
const hub = (of: Parameters<typeof system>[0]) => ({ systems: [system(of)] });

describe('of two settings only the way to the looser one is told', () => {
  test.each([
    ['report mode', { mode: 'enforce' }, { mode: 'report' }, ['hub mode: enforce -> report: nothing is revoked there']],
    ['orphans', { orphans: 'revoke' }, { orphans: 'review' }, ['hub orphans: revoke -> review']],
    [
      'entitlements',
      { entitlements: 'managed' },
      { entitlements: 'ignore' },
      ['hub entitlements: managed -> ignore: what roles do not grant is not taken away any more'],
    ],
    ['owners', {}, { owners: ['eve', 'dan'].map(personId) }, ['hub owners: eve, dan added']],
    [
      'the cap',
      { guards: { maxRevocations: 5 } },
      { guards: { maxRevocations: 6 } },
      ['hub guards.maxRevocations: 5 -> 6'],
    ],
    ['administrators', { guards: { minAdmins: 2 } }, { guards: { minAdmins: 1 } }, ['hub guards.minAdmins: 2 -> 1']],
    [
      'the window',
      { guards: { window: DAY } },
      { guards: { window: 90 * 60_000 } },
      ['hub guards.window: a day -> 1.5 hours'],
    ],
  ] as const)('%s', (_, strict, loose, expected) => {
    const { there, back } = both(
      hub(strict as Parameters<typeof system>[0]),
      hub(loose as Parameters<typeof system>[0]),
    );
    expect(there).toEqual(expected);
    expect(back.filter((one) => !one.includes('are removed'))).toEqual([]);
  });

  test('a system’s own owners that go leave it to the policy’s, and that is told', () => {
    const own = hub({ owners: [personId('eve')] });
    const others = hub({ owners: [personId('dan')] });
    expect(both(own, hub({})).there).toEqual(["hub owners: its own are removed: the policy's answer"]);
    expect(both(own, others).there).toEqual(['hub owners: dan added']);
    expect(both(own, own)).toEqual({ there: [], back: [] });
  });

  test('retention: sooner, and from never', () => {
    const soon = 'policy retention: accounts are deleted after a day instead of';
    expect(both({ retention: 2 * DAY }, { retention: DAY })).toEqual({ there: [`${soon} 2 days`], back: [] });
    expect(both({ retention: 'never' }, { retention: DAY })).toEqual({ there: [`${soon} never`], back: [] });
    expect(both({ retention: 'never' }, { retention: 'never' }).there).toEqual([]);
  });

  test('retention in hours is told in hours', () => {
    expect(both({ retention: 30 * HOUR }, { retention: 5 * HOUR }).there).toEqual([
      'policy retention: accounts are deleted after 5 hours instead of 30 hours',
    ]);
  });

  test('the identity provider: another one or none; a first one is no loosening', () => {
    expect(both({ identityProvider: 'okta' }, { identityProvider: 'entra' }).there).toEqual([
      'policy identityProvider: okta -> entra',
    ]);
    expect(both({ identityProvider: 'okta' }, {})).toEqual({
      there: ['policy identityProvider: okta -> none'],
      back: [],
    });
    expect(both({ identityProvider: 'okta' }, { identityProvider: 'okta' }).there).toEqual([]);
  });

  test('proof of approvals: none any more, and by whose accounts', () => {
    const by = (id: string | null) => ({ optOutPolicy: { approvalSystem: id === null ? null : systemId(id) } });
    expect(both(by('hub'), by('lab')).there).toEqual(['policy optOuts.approvalSystem: hub -> lab']);
    expect(both(by('hub'), by(null))).toEqual({
      there: ['policy optOuts.approvalSystem: hub -> none'],
      back: [],
    });
    const unproved = { optOutPolicy: { approvalSource: 'none' as const } };
    expect(both(unproved, {}).there).toEqual([]);
    expect(both(unproved, unproved).there).toEqual([]);
  });

  test('a reason that is new is told with all that it holds', () => {
    const reasons = new Map([
      ['leave', { holds: ['suspended', 'idp-inactive'] as const, maxDuration: DAY, approvals: 1 }],
    ]);
    expect(both({}, { optOutPolicy: { reasons } })).toEqual({
      there: ['policy optOuts.reasons.leave is new: it holds suspended, idp-inactive'],
      back: [],
    });
  });
});

describe('systems that are not looked at as the proposal has them', () => {
  const why = (before: Parameters<typeof system>[0], after: Parameters<typeof system>[0]) =>
    unlooked(desired(hub(before)), desired(hub(after)));

  test('only the settings that differ are named, also those that come or go, in order', () => {
    const settings = { organization: 'acme', url: 'a', same: { deep: [1] } };
    expect(why({ settings }, { settings: { organization: 'acme', zone: 'z', same: { deep: [1] } } })).toEqual([
      { system: 'hub', why: 'settings', settings: ['url', 'zone'] },
    ]);
    expect(why({ settings }, { settings: { ...settings } })).toEqual([]);
  });

  test('entitlements that were managed before, or are not to be, are looked at', () => {
    expect(why({ entitlements: 'managed' }, { entitlements: 'managed' })).toEqual([]);
    expect(why({ entitlements: 'managed' }, { entitlements: 'ignore' })).toEqual([]);
    expect(why({}, {})).toEqual([]);
  });
});

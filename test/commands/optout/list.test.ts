import { describe, expect, test } from 'vitest';
import type { Narrowing } from '../../../src/commands/context.js';
import { optOutCheck } from '../../../src/commands/optout/check.js';
import { optOutList } from '../../../src/commands/optout/list.js';
import { tell } from '../../../src/commands/tell.js';
import { parseInstant } from '../../../src/core/time.js';
import { NO_PAINT } from '../../../src/report/text.js';
import { memorySystem, optOutOf, type RepositoryParts, someone } from '../../fixtures/repositories.js';
import { EVERYTHING, textOf, type World, worldOf } from '../world.js';

const PEOPLE = [someone('ana', { status: 'departed' }), someone('ben'), someone('eve', { status: 'suspended' })];
const SOUND: RepositoryParts = {
  people: PEOPLE,
  services: [{ id: 'bot', owner: 'ana.ruiz', accounts: { hub: 'bot' } }],
  systems: [
    memorySystem([], { protected: [{ account: 'breakglass', owner: 'kim.cho', reason: 'break-glass' }] }),
    memorySystem([], { id: 'vault', mode: 'report' }),
  ],
  optOuts: [
    optOutOf({ startsAt: '2026-11-21T00:00:00Z' }),
    optOutOf({ id: 'freeze', person: undefined, reason: undefined, pause: true, expiresAt: '2026-11-23T20:00:00Z' }),
    optOutOf({ id: 'gone', expiresAt: '2026-11-20T00:00:00Z' }),
    optOutOf({
      id: 'eve-leave',
      person: 'eve.ruiz',
      reason: 'leave',
      systems: ['vault'],
      expiresAt: '2027-03-01T00:00:00Z',
    }),
  ],
};
/** Proof is asked for, and there is no clone and no host that could give it. */
const UNREADABLE: RepositoryParts = {
  ...SOUND,
  policy: { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } },
};
const BROKEN: RepositoryParts = { ...SOUND, files: { 'optouts/broken.yaml': 'id: broken\nsystems: everything\n' } };

const list = (of: World, at: string | null = null, narrowing: Narrowing = EVERYTHING) =>
  optOutList(of.context, narrowing, at === null ? null : parseInstant(at));
const check = (of: World, id: string, at: string | null = null) =>
  optOutCheck(of.context, id, at === null ? null : parseInstant(at));
const said = (result: Awaited<ReturnType<typeof list>>) => textOf(result).replace(/\s+/g, ' ');
const standings = ({ json }: Awaited<ReturnType<typeof list>>) =>
  (json as { optOuts: { id: string; standing: string }[] }).optOuts.map(({ id, standing }) => `${id} ${standing}`);

describe('leaver optout list', () => {
  test('says first that approvals are not checked, then who keeps what and until when', async () => {
    const result = await list(worldOf(SOUND));
    const text = textOf(result);

    expect(result.status).toBe(0);
    expect(text.startsWith('Approvals are not checked')).toBe(true);
    expect(text).toContain('3 opt-outs are in force in acme.\n2 active · 1 expiring · 1 lapsed\n');
    expect(text).toMatch(/ {2}active {2}ana-handover {2}████████░░ 7 days left, until 2026-12-01 00:00 UTC\n/);
    expect(said(result)).toContain('ana.ruiz keeps hub (handover): Finishes the ledger migration.');
    expect(said(result)).toContain('Nothing is revoked in hub (pause)');
    expect(said(result)).toContain('lapsed gone lapsed 2026-11-20 00:00 UTC, 3 days ago');
  });

  test('lists protected accounts, systems in report mode and services beside the opt-outs', async () => {
    const text = said(await list(worldOf(SOUND)));
    expect(text).toContain('hub breakglass break-glass; owner kim.cho');
    expect(text).toContain('Systems in report mode nothing is revoked there vault');
    expect(text).toContain('bot owner ana.ruiz ! ana.ruiz has departed: name a new owner');
  });

  test('--at tells how it will stand then', async () => {
    const of = worldOf(SOUND);
    const then = await list(of, '2026-12-01T00:00:00Z');
    expect(said(then)).toContain('1 opt-out will be in force in acme at 2026-12-01 00:00 UTC');
    expect(standings(then)).toEqual(['eve-leave active', 'gone lapsed', 'freeze lapsed', 'ana-handover lapsed']);
    expect(standings(await list(of, '2026-11-30T23:59:59Z'))).toContain('ana-handover expiring');
  });

  test('--system and --person narrow it; a pause covers everybody', async () => {
    const of = worldOf(SOUND);
    expect(standings(await list(of, null, { systems: ['vault'], people: [] }))).toEqual(['eve-leave active']);
    expect(standings(await list(of, null, { systems: [], people: ['eve.ruiz'] }))).toEqual([
      'freeze expiring',
      'eve-leave active',
    ]);
    await expect(list(of, null, { systems: ['vaullt'], people: [] })).rejects.toThrow('There is no system "vaullt".');
  });

  test('an invalid file is named with what is wrong, and ends with 4', async () => {
    const result = await list(worldOf(BROKEN));
    expect(result.status).toBe(4);
    expect(standings(result)[0]).toBe('broken invalid');
    expect(said(result)).toContain('optouts/broken.yaml:1:1');
  });

  test('approvals that can not be read end with 4, and nothing is said to hold', async () => {
    const result = await list(worldOf(UNREADABLE));
    expect(result.status).toBe(4);
    expect(standings(result).filter((one) => !one.endsWith('unverifiable'))).toEqual(['gone lapsed']);
    expect(said(result)).toContain('No opt-out is known to be in force in acme. 3 may be: see below.');
    expect(said(result)).toContain('answered for by kim.cho; approval not known');
    expect(textOf(result)).not.toContain('Approvals are not checked');
  });

  test('an invalid policy is told instead', async () => {
    expect(await list(worldOf({ ...SOUND, policy: { retention: 'soon' } }))).toMatchObject({ status: 1 });
  });

  test('Markdown has the bar, and escapes what people wrote', async () => {
    const hostile = '[x](https://evil.example) | @acme/all <img src=x>';
    const of = worldOf({ ...SOUND, optOuts: [optOutOf({ justification: hostile })] });
    const markdown = tell(await list(of), 'markdown', NO_PAINT);
    expect(markdown).toMatch(/\| 🟢 active \| ana-handover \| ██████░░░░ 7 days left/);
    expect(markdown).not.toMatch(/\]\(https|[^\\]\| @|@acme\/all|<img/);
  });

  test('a justification of several lines is one sentence in the register and the check', async () => {
    const of = worldOf({ ...SOUND, optOuts: [optOutOf({ justification: 'Finishes it\n  with Ben.\n' })] });
    expect(said(await list(of))).toContain('(handover): Finishes it with Ben. Asked for by');
    expect(said(await check(of, 'ana-handover'))).toContain('because Finishes it with Ben. asked by');
  });

  test('text from outside can neither colour nor command a terminal', async () => {
    const of = worldOf({ ...SOUND, optOuts: [optOutOf({ justification: 'a\n::error::pwned\nx' })] });
    expect(textOf(await list(of))).not.toMatch(/^\s*::error/m);
  });
});

describe('leaver optout check', () => {
  test('the verdict comes first, then each rule', async () => {
    const result = await check(worldOf(SOUND), 'ana-handover');
    expect(result.status).toBe(0);
    expect(textOf(result)).toMatch(/\n\nana-handover is in force\.\n/);
    for (const words of [
      'yes begun 2026-11-21 00:00 UTC, 2 days ago',
      'yes not lapsed until 2026-12-01 00:00 UTC',
      'yes short enough it lasts 10 days, and the reason handover allows 14 days',
      'yes person ana.ruiz: departed, which it holds back',
      'yes may approve hub: kim.cho (no account at the host)',
      'note approved 1 approval needed; not checked',
      'At its lapse 2026-12-01 00:00 UTC revoke ana.ruiz hub: access is revoked',
    ]) {
      expect(said(result)).toContain(words);
    }
  });

  test('somebody whom it does not cover for the reason that applies is told', async () => {
    const of = worldOf({ ...SOUND, optOuts: [optOutOf({ reason: 'leave' })] });
    expect(said(await check(of, 'ana-handover'))).toContain(
      'no person ana.ruiz: departed, which it does not hold back',
    );
  });

  test('an immediate departure is held by nothing', async () => {
    const people = [someone('ana', { status: 'departed', departure: 'immediate' })];
    const of = worldOf({ ...SOUND, services: [], people, optOuts: [optOutOf()] });
    expect(said(await check(of, 'ana-handover'))).toContain('no person the departure of ana.ruiz is immediate');
  });

  test('another opt-out that holds on after its lapse is named', async () => {
    const of = worldOf({
      ...SOUND,
      optOuts: [optOutOf(), optOutOf({ id: 'longer', expiresAt: '2026-12-05T00:00:00Z' })],
    });
    expect(said(await check(of, 'ana-handover'))).toContain('hub: held on by opt-out longer');
    expect(said(await check(of, 'longer'))).toContain('hub: access is revoked');
  });

  test('a pause tells whose access goes at its end, and a raised guard to which limits it returns', async () => {
    const guards = { guards: { maxRevocations: 5000 }, person: undefined, reason: undefined };
    const raised = optOutOf({ id: 'raised', ...guards, expiresAt: '2026-11-23T20:00:00Z' });
    const [, freeze = {}] = SOUND.optOuts ?? [];
    const of = worldOf({ ...SOUND, optOuts: [freeze, raised] });
    expect(said(await check(of, 'freeze'))).toMatch(/revoke ana.ruiz hub: access is revoked revoke eve.ruiz hub/);
    expect(said(await check(of, 'raised'))).toContain('limits hub back to maxRevocations 1000');
  });

  test.each<[string, RepositoryParts, string, string | null, number]>([
    ['active', SOUND, 'eve-leave', null, 0],
    ['lapsed', SOUND, 'gone', null, 1],
    ['lapsed at that time', SOUND, 'ana-handover', '2026-12-01T00:00:00Z', 1],
    ['expiring a second before', SOUND, 'ana-handover', '2026-11-30T23:59:59Z', 0],
    ['unverifiable', UNREADABLE, 'ana-handover', null, 4],
    ['invalid', BROKEN, 'broken', null, 1],
  ])('%s: its status', async (_, parts, id, at, status) => {
    expect((await check(worldOf(parts), id, at)).status).toBe(status);
  });

  test('an invalid one tells every broken rule with its mend', async () => {
    const result = await check(worldOf(BROKEN), 'broken');
    expect(said(result)).toContain('broken is invalid: it exempts nobody.');
    expect(result.findings.length).toBeGreaterThan(2);
  });

  test('an unknown id is answered with the nearest', async () => {
    await expect(check(worldOf(SOUND), 'anna-handover')).rejects.toMatchObject({
      message: 'There is no opt-out "anna-handover".',
      mend: 'Did you mean ana-handover?',
    });
  });
});

import { describe, expect, test } from 'vitest';
import type { DesiredState } from '../../src/core/model.js';
import type { Approval } from '../../src/core/observation.js';
import { registerOf } from '../../src/core/register.js';
import type { Instant } from '../../src/core/time.js';
import { type RegisterIssueAbout, registerIssue, registerIssueBefore } from '../../src/report/register-issue.js';
import { DAY, desired, HOUR, later, NOW, person, service, system } from '../fixtures/builders.js';
import { approval, optOut, pause } from '../fixtures/opt-outs.js';

const ABOUT: RegisterIssueAbout = {
  link: 'https://github.com/acme/policy/actions/runs/5',
  checkpoint: { seq: 1234, hash: `sha256:${'a'.repeat(64)}` },
  showJustifications: false,
};

function world(of: Parameters<typeof desired>[0] = {}): DesiredState {
  return desired({
    optOuts: [
      optOut({ id: 'long', expiresAt: later(30 * DAY) }),
      optOut({ id: 'soon', expiresAt: later(5 * HOUR) }),
      pause({ id: 'waits', startsAt: later(2 * DAY), expiresAt: later(3 * DAY) }),
      optOut({ id: 'forged', expiresAt: later(3 * DAY) }),
      optOut({ id: 'old', expiresAt: later(-DAY) }),
    ],
    optOutPolicy: { approvalSource: 'github', remindBefore: [DAY] },
    ...of,
  });
}

const PROOFS: readonly Approval[] = [
  approval({ optOut: 'long' }),
  approval({ optOut: 'soon', pullRequest: 7 }),
  approval({ optOut: 'waits' }),
  approval({ optOut: 'forged', verdict: 'unapproved', rule: 'approvals', by: [], why: 'nobody approved it' }),
  approval({ optOut: 'old' }),
];

const shown = (of: DesiredState = world(), about = ABOUT, now: Instant = NOW, proofs = PROOFS) =>
  registerIssue(registerOf(of, proofs, now), about);

describe('the issue with the register', () => {
  test('tells the verdict first, then who keeps what, until when, on whose word, and what does not count', () => {
    const { title, body } = shown();

    expect(title).toBe('Access exceptions: 2 in force');
    expect(body.split('\n')[0]).toBe('**2 opt-outs are in force in acme.**');
    const rows = body.split('\n').filter((line) => /^(####|\| (?!opt-out|---))/.test(line));
    expect(rows).toEqual([
      '#### In force',
      '| 🟡 soon | ana.ruiz keeps hub \\(handover\\) | 2026-11-23 14:00 UTC, 5 hours left | kim.cho | kim.cho in #7 |',
      '| long | ana.ruiz keeps hub \\(handover\\) | 2026-12-23 09:00 UTC, 30 days left | kim.cho | kim.cho in #41 |',
      '#### Not approved: these exempt nobody',
      '| forged | ana.ruiz keeps hub \\(handover\\)<br>⛔ unapproved: nobody approved it | 2026-11-26 09:00 UTC, 3 days left | kim.cho | nobody in #41 |',
      '#### Not begun',
      '| waits | Nothing is revoked in hub \\(handover\\) | 2026-11-26 09:00 UTC, from 2026-11-25 09:00 UTC on, in 2 days | kim.cho | kim.cho in #41 |',
      '#### Lapsed: these exempt nobody, and their files can go',
      '| old | ana.ruiz keeps hub \\(handover\\) | 2026-11-22 09:00 UTC, 24 hours ago | kim.cho | kim.cho in #41 |',
    ]);
    expect(body.split('\n').at(-1)).toBe(
      `<sub>As of 2026-11-23 09:00 UTC. Checked by [this run](https://github.com/acme/policy/actions/runs/5). The log's checkpoint: \`1234@sha256:${'a'.repeat(64)}\`.</sub>`,
    );
  });

  test('names what stands outside: protected accounts, systems in report mode, services without an owner', () => {
    const { body } = shown(
      world({
        people: [person({ id: 'sam.lee', status: 'departed' })],
        services: [service()],
        systems: [system({ protected: ['breakglass'] }), system({ id: 'vault', mode: 'report' })],
      }),
    );
    expect(body).toContain('| breakglass in hub | break-glass | kim.cho |');
    expect(body).toContain('#### Systems in report mode: nothing is revoked there');
    expect(body).toContain('| vault |');
    expect(body).toContain('| deploy-bot | hub | sam.lee<br>⚠️ has departed: name a new owner |');
  });

  test('an opt-out whose approval could not be read is not passed over in the verdict', () => {
    const { title, body } = shown(world(), ABOUT, NOW, PROOFS.slice(1));
    expect(title).toBe('Access exceptions: 1 in force');
    expect(body.split('\n')[0]).toContain('1 more opt-out may be: the approval could not be verified.');
  });

  test('where no approval is asked for, that comes first of all', () => {
    const { body } = shown(world({ optOutPolicy: { approvalSource: 'none' } }));
    expect(body).toMatch(/^> \[!WARNING\]\n/);
    expect(body).toContain('not checked');
  });

  test('why an opt-out is needed is told only where the policy says so', () => {
    const of = world({ optOuts: [optOut({ justification: 'On sick leave.' })] });
    expect(shown(of).body).not.toContain('sick');
    expect(shown(of, { ...ABOUT, showJustifications: true }).body).toContain('On sick leave.');
  });

  test('an invalid file is named, and nothing in it', () => {
    const { body } = shown(world({ invalidOptOuts: ['optouts/hub/odd.yaml'] }));
    expect(body).toContain('| odd<br>optouts/hub/odd.yaml | invalid: it does not hold to the rules');
  });

  test('hostile text is shown as text, on its own row', () => {
    const hostile = '<img src=x>|@acme/all #1 [a](https://evil.example)\n\n# b';
    const { body } = shown(
      world({
        organization: hostile,
        optOuts: [optOut({ reason: hostile, justification: hostile, owner: hostile })],
        systems: [system({ protected: [hostile] })],
      }),
      { ...ABOUT, showJustifications: true, link: 'https://evil.example/) <b>' },
      NOW,
      [],
    );
    expect(body).not.toMatch(/<img|@acme|#1\b|\]\(https|^# b/m);
    expect(body.split('\n').at(-1)).not.toContain('evil');
  });

  test('more than the host takes is cut at a row, and said; the last line stays', () => {
    const optOuts = Array.from({ length: 2000 }, (_, index) => optOut({ id: `one-${index}`, expiresAt: later(DAY) }));
    const { title, body } = shown(
      world({ optOuts, systems: [system({ protected: ['breakglass'] })] }),
      ABOUT,
      NOW,
      optOuts.map(({ id }) => approval({ optOut: id })),
    );
    const rows = body.split('\n').filter((line) => line.includes('| ana.ruiz keeps')).length;

    expect(title).toBe('Access exceptions: 2000 in force');
    expect(body.length).toBeLessThan(65_000);
    expect(rows).toBeGreaterThan(300);
    expect(body).toContain(`**${(2001 - rows).toLocaleString('en-US')} more entries are not shown here:**`);
    expect(body.split('\n').at(-1)).toMatch(/^<sub>As of /);
  });
});

describe('the issue as it would be at its own time', () => {
  const shownAgain = (then: Instant, now: Instant, of = world(), was = world()) => {
    const old = shown(was, { ...ABOUT, checkpoint: { seq: 9, hash: `sha256:${'b'.repeat(64)}` } }, then);
    return { old, again: registerIssueBefore(registerOf(of, PROOFS, now), old.body, ABOUT) };
  };

  test('is the same where only time has passed', () => {
    const { old, again } = shownAgain(later(17_345), later(3 * HOUR));
    expect(again).toEqual(old);
    expect(shown(world(), ABOUT, later(3 * HOUR)).body).not.toBe(old.body);
  });

  test('is another one where an opt-out was added, lapsed, or was written into by hand', () => {
    const more = world({ optOuts: [...world().optOuts, optOut({ id: 'new' })] });
    expect(shownAgain(NOW, later(HOUR), more).again?.body).not.toBe(shownAgain(NOW, later(HOUR)).old.body);
    const lapsed = shownAgain(NOW, later(6 * HOUR));
    expect(lapsed.again?.title).not.toBe(lapsed.old.title);
    const { old } = shownAgain(NOW, later(HOUR));
    const forged = old.body.replace('| long |', '| none |');
    expect(registerIssueBefore(registerOf(world(), PROOFS, later(HOUR)), forged, ABOUT)?.body).not.toBe(forged);
  });

  test.each([
    ['a day later', NOW, later(DAY)],
    ['by a text from the future', later(HOUR), NOW],
  ])('there is none %s', (_, then, now) => {
    expect(shownAgain(then, now).again).toBeNull();
  });

  test.each([
    '',
    'No time.',
    '<sub>As of 2026-11-23 09:00 UTC. [x](https://evil.example/)</sub>',
    '<sub>As of 2026-13-40 09:00 UTC.</sub>',
  ])('there is none for the text %j', (text) => {
    expect(registerIssueBefore(registerOf(world(), PROOFS, NOW), text, ABOUT)).toBeNull();
  });
});

/** What a run comes to, as a person reads it: the verdict, what changed, what is held, what needs a person, the figures. */
import { describe, expect, test } from 'vitest';
import type { EarlierResult } from '../../src/core/outcome.js';
import { columnsOf } from '../../src/report/columns.js';
import { HOSTILE } from './outlines.js';
import {
  AT,
  about,
  CHECKPOINT,
  done,
  entry,
  exempt,
  HOUR,
  keep,
  MANUAL,
  type Parts,
  review,
  revoke,
  settled,
  systemOf,
  told,
  VERIFIED,
} from './runs.js';

describe('a quiet run', () => {
  const quiet = told({
    decisions: [
      ...Array.from({ length: 31 }, (_, index) => keep(`p${index}`)),
      ...[
        exempt('diego.santos', 'diego-handover'),
        exempt('ana.ruiz', 'ana-handover-prod'),
        exempt('ines.martin', 'ines-leave'),
      ],
      ...[settled('peter.vance', '2026-12-06T17:00:00Z'), settled('jonas.berg', '2026-12-23T17:00:00Z')],
      ...[review('sofia.rossi', 'suspended-while-active'), review('backup', 'service-owner-departed')],
      ...[review('pixelpete', 'orphaned', { person: null }), review('breakglass', 'protected', { person: null })],
      review('leaver', 'self', { person: null }),
    ],
    plan: { systems: [systemOf('hub'), systemOf('aws-prod')] },
    optOuts: [
      entry('ines-leave', 'ines.martin', '2027-02-01T08:00:00Z'),
      entry('diego-handover', 'diego.santos', '2026-11-23T18:30:00Z', { standing: 'expiring' }),
      entry('ana-handover-prod', 'ana.ruiz', '2026-11-27T17:00:00Z', { standing: 'expiring' }),
    ],
    about: about({ protected: [{ account: 'breakglass', owner: 'kim.cho', reason: 'break-glass' }] }),
    checkpoint: CHECKPOINT,
  });

  test('is one screen: 24 lines of 80 columns, the verdict on the first', () => {
    expect(quiet.lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...quiet.lines.map(columnsOf))).toBeLessThanOrEqual(80);
    expect(quiet.lines[0]).toBe('Nothing to revoke in acme; 3 opt-outs in force; 3 need a person.');
    expect(quiet.summary.split('\n')[0]).toBe(`### 🔵 ${quiet.lines[0]}`);
  });

  test('says who keeps what, until when, on whose word: what ends first comes first', () => {
    const held = quiet.text.slice(quiet.text.indexOf('Held back'), quiet.text.indexOf('Needs a person'));
    expect(held.match(/diego\.santos|ana\.ruiz|ines\.martin/g)).toEqual(['diego.santos', 'ana.ruiz', 'ines.martin']);
    expect(held).toContain('diego.santos  ████░░░░░░ 30 minutes left, until 2026-11-23 18:30 UTC\n');
    expect(held).toContain('keeps hub: diego-handover, approved in #5 by owner kim.cho\n');
  });

  test('tells what is as it should be as figures, and never a justification', () => {
    expect(quiet.text).toContain('  hub       25 seen whole: 31 kept, 3 exempt, 2 settled, 5 to review; 3 requests\n');
    expect(quiet.text).not.toMatch(/ p1\b|is ill/);
    expect(quiet.text).toContain('next to be deleted: peter.vance in hub, after 2026-12-06 17:00 UTC');
  });

  test('names the protected accounts with their owner, the runner itself, and where the log ends', () => {
    expect(quiet.text).toContain('protected: breakglass in hub (owner kim.cho)');
    expect(quiet.text).toContain("the runner's own: leaver in hub");
    expect(quiet.flat).toContain(`log: 1,284 events; checkpoint 1284@${CHECKPOINT.hash}`);
  });
});

describe('the verdict', () => {
  test('comes before the problems, and these before everything else', () => {
    const { lines, summary } = told({ problems: ['hub was not seen whole: 502'], decisions: [keep('ana')] });
    expect(lines.slice(0, 4)).toEqual([
      'Nothing to revoke in acme; not everything could be read, decided or done.',
      '',
      'Not done, or not known',
      '  ! hub was not seen whole: 502',
    ]);
    expect(summary.split('\n')[0]).toMatch(/^### ⛔ Nothing to revoke/);
  });

  test('stands below the banner of a try-out', () => {
    const { lines } = told({ plan: { approvalSource: 'none' } });
    expect(lines[0]).toMatch(/^Approvals are not checked/);
    expect(lines[3]).toBe('Nothing to revoke in acme.');
  });

  test('names each outcome with its number', () => {
    const results = [
      ...['a', 'b', 'c'].map((who) => done(revoke(who), VERIFIED)),
      done(revoke('d'), { kind: 'residual' }),
      done(revoke('e'), { kind: 'manual' }, [MANUAL]),
      done(revoke('f'), { kind: 'failed', why: ['the system said no'] }),
      done(revoke('g'), { kind: 'dropped', why: 'it came back' }),
    ];
    expect(told({ results }).flat).toContain(
      '3 accounts revoked and verified in acme; 1 account revoked but for what ends by itself; 1 account revoked but for ' +
        'something that only a person can do; 1 account could not be revoked; 1 account not revoked, for that holds no more; ' +
        '1 needs a person.',
    );
  });
});

describe('what changed', () => {
  test('is one row for each person over all systems, the worst first', () => {
    const results = [
      done(revoke('ben'), VERIFIED),
      done(revoke('ana'), VERIFIED),
      done(revoke('ana', { system: 'aws-prod', name: 'aruiz' }), { kind: 'failed', why: ['status 502'] }),
    ];
    const { text } = told({ results });
    expect(text).toMatch(
      /What changed\n {2}failed {4}ana {2}hub verified, aws-prod \(aruiz\) failed: departed\n +! aws-prod: status 502\n {2}verified {2}ben {2}hub: departed\n/,
    );
  });

  test('accounts of nobody with the same name are not taken for one', () => {
    const results = [
      done(revoke('x1', { name: 'ci', person: null }), VERIFIED),
      done(revoke('x2', { name: 'ci', person: null }), VERIFIED),
    ];
    expect(told({ results }).text.match(/verified {2}ci/g)).toHaveLength(2);
  });

  test('says how long it took of what was promised, and flags what was late', () => {
    const results = [done(revoke('ana'), VERIFIED), done(revoke('ben'), VERIFIED)];
    const times = new Map([
      ['hub/id:ana@1', { took: (4 * HOUR) as never, promised: (24 * HOUR) as never }],
      ['hub/id:ben@1', { took: (30 * HOUR) as never, promised: (24 * HOUR) as never }],
    ]);
    const { text, outline } = told({ results, times });
    expect(text).toContain('2 accounts revoked and verified in acme; 1 later than promised.');
    expect(text).toMatch(
      /verified {2}ben {2}hub: departed; in 30 hours of 24 hours promised\n +! hub: 6 hours later than promised/,
    );
    expect(text).toContain('verified  ana  hub: departed; in 4 hours of 24 hours promised\n');
    expect(outline.tone).toBe('bad');
  });

  test('exactly as promised is kept', () => {
    const times = new Map([['hub/id:ana@1', { took: HOUR, promised: HOUR }]]);
    expect(told({ results: [done(revoke('ana'), VERIFIED)], times }).text).not.toContain('later');
  });

  test('what an earlier run left and is over is said once, and what is not stays on the list', () => {
    const over: EarlierResult = { ...done(revoke('ana'), VERIFIED), revokedAt: AT };
    const still: EarlierResult = { ...done(revoke('ben'), { kind: 'residual' }), revokedAt: AT };
    const { text } = told({ earlier: [over, still] });
    expect(text).toMatch(/What changed\n {2}over {2}ana {2}hub: nothing is left of it any more/);
    expect(text).toMatch(/Left by earlier runs\n {2}residual {2}ben /);
  });

  test('what cannot be reached is told where somebody lost access, and folded away in the summary', () => {
    const limits = about({ unreachable: ['Clones that were made.'] });
    const { text, summary } = told({ results: [done(revoke('ana'), VERIFIED)], about: limits });
    expect(text).toMatch(/What Leaver can't reach {2}where somebody lost access\n {2}hub {2}Clones that were made\.\n/);
    expect(summary).toMatch(
      /<details><summary>[^\n]+<\/summary>\n\n\| \| what stays \|[\s\S]+Clones that were made[\s\S]+<\/details>/,
    );
    expect(told({ decisions: [keep('ana')], about: limits }).text).not.toContain('Clones');
  });
});

describe('what needs a person', () => {
  test('stands with its mend: what is left to do, reviews, and a protected account of somebody who left', () => {
    const { flat } = told({
      results: [done(revoke('ana'), { kind: 'manual' }, [MANUAL])],
      decisions: [
        review('eva', 'last-admin', { reason: 'departed' }),
        review('root', 'protected', { reason: 'departed', person: 'tom' }),
      ],
    });
    expect(flat).toContain('3 need a person.');
    expect(flat).toContain('manual ana hub: to do: the role deploy names ana: Take ana out of it.');
    expect(flat).toContain('review eva hub: to be revoked, and one of the last administrators; name another one first');
    expect(flat).toContain(
      'review tom hub (root): protected, and its person has departed; hand it over, or end its protection',
    );
  });

  test('a halt says what it holds, and how to go on either way', () => {
    const decisions = Array.from({ length: 12 }, (_, index) => revoke(`p${index}`));
    const violations = [{ rule: 'maxRevocations', class: 'people', limit: 5, actual: 12 }] as const;
    const { flat, lines } = told({
      decisions,
      plan: { systems: [systemOf('hub', { guard: { kind: 'halt', violations } })] },
    });
    expect(lines[0]).toBe('Halted by a guard in hub: 12 accounts not revoked; 1 needs a person.');
    expect(flat).toContain(
      'If it is a mistake, correct the roster. If it is meant, raise the guard by an opt-out, or apply',
    );
    expect(flat).toContain('held: p0, p1, p2, p3, p4, p5, p6, p7 and 4 more');
  });

  test('many of a kind are one row, with the first by name', () => {
    const decisions = Array.from({ length: 200 }, (_, index) => review(`x${index}`, 'orphaned', { person: null }));
    const { flat, lines } = told({ decisions });
    expect(flat).toContain('review 200 accounts hub: orphan; claim it in the roster, or remove it x0, x1');
    expect(flat).toContain('and 192 more');
    expect(lines[0]).toContain('200 need a person');
    expect(lines.length).toBeLessThan(12);
  });

  test('in report mode nobody reads that an orphan under review would be revoked', () => {
    const decisions = [
      review('ana', 'report-mode', { reason: 'departed' }),
      review('x1', 'report-mode', { reason: 'orphaned', person: null }),
    ];
    const { flat } = told({ decisions, about: about({ mode: 'report' }) });
    expect(flat).toContain('Report mode would be revoked in enforce mode report ana hub: departed Figures');
    expect(flat).toContain('review x1 hub: orphan;');
    expect(flat).toContain('report mode: nothing is revoked here');
  });
});

describe('a long run', () => {
  const many = (number: number) =>
    Array.from({ length: number }, (_, index) => done(revoke(`person-${index}`), VERIFIED));

  test('of 500 revocations stays under 60 lines, in the summary too, and says where the rest is', () => {
    const failed = done(revoke('zoe'), { kind: 'failed', why: ['status 502'] });
    const { text, lines, summary } = told({ results: [...many(500), failed] });
    expect(lines.length).toBeLessThan(60);
    expect(summary.split('\n').length).toBeLessThan(60);
    expect(lines[0]).toBe('500 accounts revoked and verified in acme; 1 account could not be revoked.');
    expect(text).toMatch(/What changed\n {2}failed {4}zoe/);
    expect(text).toContain('and 471 more: the JSON report has them all');
  });

  test('of 300 opt-outs and 300 departures in report mode does so as well', () => {
    const optOuts = Array.from({ length: 300 }, (_, index) => entry(`o${index}`, `p${index}`, '2027-01-01T00:00:00Z'));
    const decisions = Array.from({ length: 300 }, (_, index) =>
      review(`q${index}`, 'report-mode', { reason: 'departed' }),
    );
    const { lines, flat } = told({ optOuts, decisions, about: about({ mode: 'report' }) });
    expect(lines.length).toBeLessThan(100);
    expect(flat).toContain('and 285 more: `leaver optout list` has them all');
  });
});

describe('opt-outs in force', () => {
  test('one that holds nothing at present is told all the same; one to come is a number', () => {
    const optOuts = [
      entry('early', 'ben', '2026-12-01T00:00:00Z'),
      entry('later', 'eva', '2026-12-01T00:00:00Z', { standing: 'pending' }),
      entry('other-system', 'eva', '2026-12-01T00:00:00Z', {
        terms: { ...entry('x', 'eva', AT).terms, systems: ['zoo'] } as never,
      }),
    ];
    const { flat } = told({ optOuts });
    expect(flat).toContain('Held back 1 opt-out in force, 1 to come active ben');
    expect(flat).toContain('keeps hub (nothing to hold at present): early');
  });

  test('a run for one person tells of theirs alone', () => {
    const optOuts = [entry('mine', 'ben', '2026-12-01T00:00:00Z'), entry('theirs', 'eva', '2026-12-01T00:00:00Z')];
    const systems = [systemOf('hub', { completeness: { kind: 'scoped' } as never })];
    const { flat } = told({ optOuts, decisions: [exempt('ben', 'mine')], plan: { systems } });
    expect(flat).toContain('mine');
    expect(flat).not.toContain('theirs');
  });

  test('by a clock that is not trusted, what still holds is told though its time is over', () => {
    const optOuts = [entry('late', 'ben', '2026-11-23T17:50:00Z', { standing: 'lapsed' })];
    expect(told({ optOuts, decisions: [exempt('ben', 'late')] }).flat).toContain('10 minutes over its end');
  });

  test('whose owner left says so', () => {
    const optOuts = [
      entry('o', 'ben', '2026-12-01T00:00:00Z', { warnings: ['kim.cho, who answers for it, has departed'] }),
    ];
    expect(told({ optOuts }).text).toContain('! kim.cho, who answers for it, has departed');
  });
});

test.each(Object.entries(HOSTILE))('%s in names stays text, in the terminal and in the summary', (_, hostile) => {
  const of = { name: hostile, person: null };
  const parts: Parts = {
    results: [done(revoke('a', of), VERIFIED)],
    decisions: [review('b', 'orphaned', of), exempt('c', 'o'), review('d', 'self', of)],
    remarks: [hostile],
    about: about({ protected: [{ account: hostile, owner: 'kim.cho', reason: hostile }], unreachable: [hostile] }),
  };
  const { text, summary } = told(parts);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\u2066]/);
  expect(text.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  expect(summary).not.toMatch(/<img|<script|\]\(https?:|@acme\/|https:\/\//);
});

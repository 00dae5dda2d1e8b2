import { describe, expect, test } from 'vitest';
import type { OptOut } from '../../src/core/model.js';
import { dueReminders } from '../../src/core/reminders.js';
import { reminderComment, reminderSentence } from '../../src/report/reminder.js';
import { DAY, desired, later, NOW, person, system } from '../fixtures/builders.js';
import { approval, optOut, pause, raisedGuard } from '../fixtures/opt-outs.js';

/** The comment and the report's sentence of one opt-out that lapses in a day. */
function told(one: OptOut, people = [person({ status: 'departed', name: 'Ana Ruiz' })]) {
  const state = desired({
    people,
    optOuts: [one],
    optOutPolicy: { remindBefore: [DAY], approvalSystem: 'hub' as never },
  });
  const [reminder] = dueReminders(state, [approval({ optOut: one.id })], NOW);
  if (reminder?.kind !== 'opt-out') throw new Error('nothing is due');
  return { comment: reminderComment(reminder, state, NOW), sentence: reminderSentence(reminder, state, NOW, false) };
}

const commandIn = (comment: string) => comment.split('```')[1]?.replace(/^sh\n/, '').trim();

describe('how to renew', () => {
  test('is a command that brings along what stays the same', () => {
    expect(commandIn(told(optOut({ entitlements: ['team:backend'] })).comment)).toBe(
      'leaver optout new --renewal-of opt-out --person ana.ruiz --system hub --entitlement team:backend --reason handover --owner kim.cho',
    );
    expect(commandIn(told(pause({ systems: ['hub', 'aws'] })).comment)).toBe(
      'leaver optout new --renewal-of pause --pause --system hub --system aws --reason handover --owner kim.cho',
    );
  });

  test.each(['$(rm -rf ~)', 'a b', '`id`', 'x;y', "a'b", '--print'])(
    'the entitlement %j, that a shell would take for more than a word, stands in no command',
    (held) => {
      const { comment } = told(optOut({ entitlements: ['team:backend', held] }));
      expect(commandIn(comment)).toBe('leaver optout new --renewal-of opt-out');
    },
  );
});

describe('what follows', () => {
  const of = (status: 'active' | 'suspended' | 'departed', leavesAt = later(2 * DAY)) =>
    told(optOut(), [person({ status, leavesAt })]).sentence;

  test('goes by what the roster says of that time, not of today', () => {
    expect(of('departed')).toContain('(ana.ruiz), departed, loses access in hub (ana).');
    expect(of('suspended')).toContain('(ana.ruiz), away (suspended in the roster), loses access in hub (ana).');
    expect(of('active')).toContain('loses access in hub (ana) where one of these applies: departed, suspended,');
    expect(of('active', later(DAY))).toContain('(ana.ruiz), departed, loses access in hub (ana).');
  });

  test('where a system only reports, that is said: nothing is revoked there', () => {
    const state = desired({
      systems: [system({ mode: 'report' })],
      optOuts: [optOut()],
      optOutPolicy: { remindBefore: [DAY] },
    });
    const [reminder] = dueReminders(state, [approval()], NOW);
    expect(reminder && reminderSentence(reminder, state, NOW, false)).toContain('hub (ana, only reported there)');
  });

  test('of a raised guard names what counts again', () => {
    expect(told(raisedGuard({ maxRevocations: 60 })).sentence).toContain(
      "The policy's own guards count again in hub: maxRevocations.",
    );
  });

  test('of somebody who is not in the roster any more is told as well', () => {
    expect(told(optOut(), []).sentence).toContain(
      'ana.ruiz is not in the roster any more: their accounts are orphans.',
    );
  });
});

describe('who is mentioned', () => {
  const mentions = (login: string) => {
    const kim = person({ id: 'kim.cho', accounts: { hub: { id: 'id:kim', name: login } } });
    return told(optOut(), [person(), kim]).comment.split(': the opt-out')[0];
  };

  test.each([
    ['kimcho', '@kimcho, sam.lee'],
    ['Kim-Cho_acme', '@Kim-Cho_acme, sam.lee'],
    ['acme/owners', 'kim.cho, sam.lee'],
    ['kim cho', 'kim.cho, sam.lee'],
    ['', 'kim.cho, sam.lee'],
    ['kim\n@everyone', 'kim.cho, sam.lee'],
  ])('of the name %j in the roster: %s', (login, expected) => {
    expect(mentions(login)).toBe(expected);
  });
});

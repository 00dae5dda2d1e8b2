import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OptOutRecord, Transition } from '../../src/core/record.js';
import type { Entry, Register } from '../../src/core/register.js';
import type { Standing } from '../../src/core/standing.js';
import type { Timestamp } from '../../src/core/time.js';
import { transitionsDue } from '../../src/core/transitions.js';

const AT = '2026-11-23T09:00:00Z' as Timestamp;

function entry(standing: Standing, of: Partial<Entry> = {}): Entry {
  return {
    ...{ id: 'ana-handover', file: 'optouts/ana-handover.yaml', standing, why: '', terms: null, verdict: 'approved' },
    ...{ approvedBy: [], pullRequest: 41, mergedAt: null, warnings: [] },
    ...of,
  };
}

function register(entries: readonly Entry[], approvalSource: Register['approvalSource'] = 'github'): Register {
  const nothing = { protectedAccounts: [], reportMode: [], services: [] };
  return { version: 1, at: AT, organization: 'acme', approvalSource, optOuts: entries, ...nothing };
}

/** Runs one after the other, each over the register as it stands then, and what each recorded. */
function recorded(registers: readonly Register[]): Transition[][] {
  const known: OptOutRecord[] = [];
  return registers.map((one) => {
    const due = transitionsDue(one, known);
    known.push(...due.map((transition) => ({ ...transition, at: AT, run: 'r' })));
    return due.map(({ transition }) => transition);
  });
}

const over = (...standings: (Standing | 'gone')[]) =>
  recorded(standings.map((one) => register(one === 'gone' ? [] : [entry(one)])));

describe('what has happened to an opt-out is recorded once', () => {
  test.each<[string, (Standing | 'gone')[], Transition[][]]>([
    [
      'from its merge to its lapse',
      ['pending', 'active', 'active', 'expiring', 'lapsed', 'lapsed', 'gone'],
      [['requested', 'approved'], ['activated'], [], ['expiring'], ['lapsed'], [], []],
    ],
    ['found in force', ['active'], [['requested', 'approved', 'activated']]],
    ['found shortly before its end', ['expiring'], [['requested', 'approved', 'activated', 'expiring']]],
    ['found when it was over', ['lapsed', 'lapsed'], [['requested', 'lapsed'], []]],
    [
      'refused, then approved',
      ['unapproved', 'unapproved', 'active'],
      [['requested', 'refused'], [], ['approved', 'activated']],
    ],
    [
      'taken back while in force',
      ['active', 'gone', 'gone'],
      [['requested', 'approved', 'activated'], ['reverted'], []],
    ],
    [
      'that comes back',
      ['active', 'gone', 'active'],
      [['requested', 'approved', 'activated'], ['reverted'], ['requested', 'approved', 'activated']],
    ],
    [
      'that lapsed and was made longer',
      ['active', 'lapsed', 'active'],
      [['requested', 'approved', 'activated'], ['lapsed'], ['approved', 'activated']],
    ],
    ['whose approval fell away', ['active', 'unapproved'], [['requested', 'approved', 'activated'], ['refused']]],
    [
      'whose approval can not be read meanwhile',
      ['active', 'unverifiable', 'active'],
      [['requested', 'approved', 'activated'], [], []],
    ],
    ['that is refused and goes', ['invalid', 'gone'], [['requested', 'refused'], []]],
  ])('one %s', (_, standings, expected) => {
    expect(over(...standings)).toEqual(expected);
  });

  test('one that is refused for another reason than before is refused once more', () => {
    const of = (why: string) => register([entry('unapproved', { why })]);
    expect(recorded([of('nobody approved it'), of('nobody approved it'), of('its owner departed')])).toEqual([
      ['requested', 'refused'],
      [],
      ['refused'],
    ]);
  });

  test('without proofs nobody is said to have approved it', () => {
    expect(recorded([register([entry('active', { verdict: null })], 'none')])).toEqual([['requested', 'activated']]);
  });

  test('one that is not merged yet is asked for, and approved by nobody', () => {
    const of = register([entry('pending', { verdict: 'unapproved' })]);
    expect(recorded([of, of, register([entry('active')])])).toEqual([['requested'], [], ['approved', 'activated']]);
  });

  test('one that was announced from its pull request is not requested again, and not taken back when that is closed', () => {
    const asked: OptOutRecord = {
      ...{ at: AT, run: 'r', optOut: 'ana-handover' as never, transition: 'requested', standing: null, person: null },
      ...{ systems: [], owner: null, requestedBy: null, approvedBy: [], pullRequest: 41, expiresAt: null, why: '' },
    };
    expect(transitionsDue(register([]), [asked])).toEqual([]);
    const due = transitionsDue(register([entry('active')]), [asked]);
    expect(due.map(({ transition }) => transition)).toEqual(['approved', 'activated']);
  });
});

const standing = fc.constantFrom<Standing | 'gone'>(
  ...(['pending', 'active', 'expiring', 'lapsed', 'unapproved', 'invalid', 'unverifiable', 'gone'] as const),
);

test('law 2: whatever an opt-out goes through, a second look at the same register records nothing, and no transition follows itself', () => {
  fc.assert(
    fc.property(fc.array(standing, { minLength: 1, maxLength: 12 }), (standings) => {
      const twice = standings.flatMap((one) => [one, one]);
      const steps = over(...twice);
      for (const [index, step] of steps.entries()) if (index % 2 === 1) expect(step).toEqual([]);
      const all = steps.flat();
      for (const [index, one] of all.entries()) expect(all[index + 1]).not.toBe(one);
      // In force by the register means in force by the log.
      const last = standings.at(-1);
      if (last === 'active' || last === 'expiring') expect(all).toContain('activated');
      if (last === 'lapsed') expect(all.at(-1)).toBe('lapsed');
    }),
    { numRuns: 1000 },
  );
});

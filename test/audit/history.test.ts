import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/audit/event.js';
import {
  type JournalEvent,
  type NewEvent,
  recentRevocations,
  remindersIn,
  revocationsOf,
  unfinished,
} from '../../src/audit/journal.js';
import type { Target } from '../../src/connectors/connector.js';
import type { EntitlementId, SystemId } from '../../src/core/model.js';
import { formatInstant, type Instant } from '../../src/core/time.js';
import { DUE, placed } from '../fixtures/events.js';
import { HOUR, NOW, target } from './world.js';

const GITHUB = 'github' as SystemId;
type Result = 'done' | 'absent' | 'failed' | 'unknown';

/** The events of one revocation whose steps came out so, all at one instant. */
function revocation(of: Target, hoursAgo: number, results: readonly Result[], ending: Ending | null): NewEventAt[] {
  const at = (NOW - hoursAgo * HOUR) as Instant;
  const id = `${of.decision.id}@${formatInstant(at)}`;
  const events: NewEvent[] = [{ type: 'begun', revocation: id, ...of, ...DUE }];
  results.forEach((result, index) => {
    const step = index + 1;
    events.push({ type: 'intent', revocation: id, step, action: 'remove', object: `team:${step}` });
    if (result === 'unknown') return;
    events.push({ type: 'outcome', revocation: id, step, result, requestId: null, why: null });
  });
  if (ending !== null) events.push({ type: 'ended', revocation: id, ending, left: [] });
  return events.map((event) => ({ at, event }));
}

interface NewEventAt {
  readonly at: Instant;
  readonly event: NewEvent;
}

function stamped(...groups: readonly NewEventAt[][]): JournalEvent[] {
  return placed(groups.flat().map(({ at, event }) => ({ at: formatInstant(at), event })));
}

describe('unfinished', () => {
  it.each([
    ['was killed before its first step', [], null, true],
    ['was killed between intent and outcome', ['done', 'unknown'], null, true],
    ['was killed between two steps', ['done'], null, true],
    ['failed', ['done', 'failed'], 'failed', true],
    ['is still pending', ['done'], 'pending', true],
    ['is verified', ['done'], 'verified', false],
    ['left something residual', ['done'], 'residual', false],
    ['left something to a person', ['done'], 'manual', false],
  ] as const)('law 9: when a revocation %s, tells whether it is to be taken up', (_, results, ending, expected) => {
    const left = unfinished(stamped(revocation(target('1'), 1, results, ending)));
    expect(left.map(({ decision }) => decision.id)).toEqual(expected ? ['github/1'] : []);
  });

  it('when a later run took it up and ended it, forgets it; other decisions stay', () => {
    const events = stamped(
      revocation(target('1'), 3, ['unknown'], null),
      revocation(target('2'), 3, ['unknown'], null),
      revocation(target('1'), 1, ['absent'], 'verified'),
    );
    expect(unfinished(events).map(({ decision }) => decision.id)).toEqual(['github/2']);
  });

  it('gives what the next run needs: the account as it was seen, the evidence and the steps so far', () => {
    const events = stamped(revocation(target('1'), 1, ['done', 'unknown'], null));
    const [begun, ...rest] = events;
    const evidence = { ...events[0], type: 'evidence', revocation: 'github/1@2026-11-23T08:00:00Z', record: { a: 1 } };
    const [left] = unfinished([begun, evidence, ...rest] as JournalEvent[]);
    expect(left?.account).toEqual(target('1').account);
    expect(left?.evidence).toEqual([{ a: 1 }]);
    expect(left?.steps.map(({ object, result }) => [object, result])).toEqual([
      ['team:1', 'done'],
      ['team:2', 'unknown'],
    ]);
  });

  it('when two revocations of one id began in the same millisecond, keeps both', () => {
    const events = stamped(
      revocation(target('1'), 1, ['failed'], 'failed'),
      revocation(target('1'), 1, ['done'], 'verified'),
    );
    expect(revocationsOf(events).map(({ ending }) => ending)).toEqual(['failed', 'verified']);
    expect(unfinished(events)).toEqual([]);
  });
});

describe('law 4: recentRevocations', () => {
  it('counts each account once, apart by system and class', () => {
    const team = { entitlement: 'team:a' as EntitlementId, id: 'github/1#team:a', reason: 'role-changed' } as const;
    const recent = recentRevocations(
      stamped(
        revocation(target('1'), 1, ['done', 'done'], 'verified'),
        revocation(target('1', team), 2, ['done'], 'verified'),
        revocation(target('2', { reason: 'orphaned' }), 1, ['done'], 'verified'),
        revocation(target('3', { system: 'aws' as SystemId }), 1, ['done'], 'verified'),
      ),
      NOW,
    );
    expect([...recent(GITHUB, 'people', 24 * HOUR)]).toEqual(['1']);
    expect([...recent(GITHUB, 'orphans', 24 * HOUR)]).toEqual(['2']);
    expect([...recent('aws' as SystemId, 'people', 24 * HOUR)]).toEqual(['3']);
    expect([...recent('aws' as SystemId, 'orphans', 24 * HOUR)]).toEqual([]);
  });

  it('counts up to the window, its end excluded', () => {
    const recent = recentRevocations(
      stamped(
        revocation(target('1'), 24, ['done'], 'verified'),
        revocation(target('2'), 23.999, ['done'], 'verified'),
        revocation(target('3'), -1, ['done'], 'verified'),
      ),
      NOW,
    );
    expect([...recent(GITHUB, 'people', 24 * HOUR)], 'a clock that went back frees nobody').toEqual(['2', '3']);
  });

  it.each([
    ['done', true],
    ['unknown', true],
    ['failed', false],
    ['absent', false],
  ] as const)('when the only act came out %s, tells whether it counts', (result, counts) => {
    const recent = recentRevocations(stamped(revocation(target('1'), 1, [result], null)), NOW);
    expect(recent(GITHUB, 'people', 24 * HOUR).size).toBe(counts ? 1 : 0);
  });

  it.each<[string, readonly ('done' | 'absent' | 'failed')[], number]>([
    ['done, and then failed', ['done', 'failed'], 1],
    ['done, and then absent', ['done', 'absent'], 1],
    ['failed, before the run itself says done', ['failed', 'done'], 1],
    ['failed, and then absent', ['failed', 'absent'], 0],
  ])('when outcomes of one step say %s, no forged one takes it out of the window', (_, results, size) => {
    const [begun, intent, ...outcomes] = results.flatMap((result, index) =>
      revocation(target('1'), 1, [result], null).slice(index === 0 ? 0 : 2),
    );
    const events = stamped([begun, intent, ...outcomes].flatMap((event) => event ?? []));
    expect(recentRevocations(events, NOW)(GITHUB, 'people', 24 * HOUR).size).toBe(size);
    const [first] = results;
    expect(revocationsOf(events)[0]?.steps.map(({ result }) => result)).toEqual([size === 1 ? 'done' : first]);
  });
});

describe('remindersIn', () => {
  it('gives the key of each reminder that was sent; the history of revocations has none of them', () => {
    const events = stamped(revocation(target('1'), 1, ['done'], 'verified'));
    const reminded = { type: 'reminded', revocation: null, key: 'opt-out a', pullRequest: 41 } as const;
    const all = [...placed([{ at: formatInstant(NOW), event: reminded }]), ...events];
    expect([...remindersIn(all)]).toEqual(['opt-out a']);
    expect([...remindersIn(events)]).toEqual([]);
    expect(revocationsOf(all)).toEqual(revocationsOf(events));
  });
});

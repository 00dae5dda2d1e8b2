/** What a later run makes of what earlier ones revoked. */
import { describe, expect, test } from 'vitest';
import type { Ending } from '../../src/audit/event.js';
import { driftIn, type JournalEvent, leftBehind, type NewEvent } from '../../src/audit/journal.js';
import { formatInstant, type Instant } from '../../src/core/time.js';
import { DUE, placed } from '../fixtures/events.js';
import { HOUR, NOW, target } from './world.js';

const ana = target('1');
const idOf = (hoursAgo: number) => `github/1@${timeOf(hoursAgo)}`;
const timeOf = (hoursAgo: number) => formatInstant((NOW - hoursAgo * HOUR) as Instant);

interface At {
  readonly hoursAgo: number;
  readonly event: NewEvent;
}

function revocation(hoursAgo: number, ending: Ending | null, left: readonly string[] = [], of = ana): At[] {
  const id = idOf(hoursAgo);
  const begun: NewEvent = { type: 'begun', revocation: id, ...of, ...DUE };
  const ended: NewEvent[] = ending === null ? [] : [{ type: 'ended', revocation: id, ending, left }];
  return [begun, ...ended].map((event) => ({ hoursAgo, event }));
}

function restored(hoursAgo: number, of: number, ending: 'restored' | 'failed' = 'restored'): At[] {
  const revocation = idOf(of);
  const restoration = `${revocation}+${timeOf(hoursAgo)}`;
  const events: NewEvent[] = [
    { type: 'restoring', revocation, restoration, covers: [], actor: 'kimcho' },
    { type: 'restored', revocation, restoration, ending, left: [] },
  ];
  return events.map((event) => ({ hoursAgo, event }));
}

function journal(...groups: readonly At[][]): JournalEvent[] {
  return placed(groups.flat().map(({ hoursAgo, event }) => ({ at: timeOf(hoursAgo), event })));
}

describe('drift: what was revoked is there again', () => {
  test.each(['verified', 'residual', 'manual'] as const)('after a revocation that ended %s, with its id', (ending) => {
    const events = journal(revocation(9, ending));
    expect(driftIn([ana.decision], events)).toEqual([
      { decision: 'github/1', revocation: idOf(9), revokedAt: timeOf(9), ending },
    ]);
  });

  test('of several, the latest is named', () => {
    const events = journal(revocation(9, 'verified'), revocation(4, 'verified'));
    expect(driftIn([ana.decision], events)).toMatchObject([{ revocation: idOf(4) }]);
  });

  test('and taking it again failed: it is drift until it is gone', () => {
    const events = journal(revocation(9, 'verified'), revocation(4, 'failed'), revocation(3, null));
    expect(driftIn([ana.decision], events)).toMatchObject([{ revocation: idOf(9) }]);
  });

  test.each<[string, JournalEvent[]]>([
    ['nothing was revoked before', []],
    ['it was cut off', journal(revocation(9, null))],
    ['it failed', journal(revocation(9, 'failed'))],
    ['it did not show yet', journal(revocation(9, 'pending'))],
    ['Leaver brought it back', journal(revocation(9, 'verified'), restored(8, 9))],
    ['Leaver brought it back in part', journal(revocation(9, 'verified'), restored(8, 9, 'failed'))],
    [
      'Leaver brought it back, and it failed since',
      journal(revocation(9, 'verified'), restored(8, 9), revocation(4, 'failed')),
    ],
    ['it was of another account', journal(revocation(9, 'verified', [], target('2')))],
  ])('but not where %s', (_, events) => {
    expect(driftIn([ana.decision], events)).toEqual([]);
  });

  test('nor where what was suspended is deleted, or nothing is revoked', () => {
    const events = journal(revocation(9, 'verified'));
    expect(driftIn([{ ...ana.decision, stage: 'delete' }], events)).toEqual([]);
    const { stage: _, lapsedOptOut: __, kind: ___, reason: ____, ...subject } = ana.decision;
    expect(driftIn([{ ...subject, kind: 'keep' }], events)).toEqual([]);
  });
});

describe('what was left behind', () => {
  const left = (...groups: readonly At[][]) => leftBehind(journal(...groups)).map(({ id, left: what }) => [id, what]);

  test('is what ends by itself and what only a person can do, in the words of the journal', () => {
    expect(left(revocation(9, 'manual', ['manual: a: do it']))).toEqual([[idOf(9), ['manual: a: do it']]]);
    expect(left(revocation(9, 'residual', ['residual: b']))).toEqual([[idOf(9), ['residual: b']]]);
  });

  test('until a read-back says otherwise', () => {
    const closed: At = { hoursAgo: 2, event: { type: 'ended', revocation: idOf(9), ending: 'verified', left: [] } };
    expect(left(revocation(9, 'manual', ['manual: a: do it']), [closed])).toEqual([]);
  });

  test.each<[string, At[][]]>([
    ['verified', [revocation(9, 'verified')]],
    ['taken up by the next run anyway', [revocation(9, 'pending')]],
    ['taken up already', [revocation(9, 'manual'), revocation(4, 'verified')]],
    ['brought back', [revocation(9, 'manual'), restored(8, 9)]],
  ])('but not what is %s', (_, events) => {
    expect(left(...events)).toEqual([]);
  });
});

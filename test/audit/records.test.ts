/** The log's events as records. */
import { describe, expect, test } from 'vitest';
import type { NewEvent } from '../../src/audit/journal.js';
import { recordsOf } from '../../src/audit/records.js';
import { DUE, placed } from '../fixtures/events.js';
import { target } from './world.js';

const ID = 'github/1@2026-11-23T09:00:00Z';
const T = (minute: number) => `2026-11-23T09:${String(minute).padStart(2, '0')}:00Z`;
const begun: NewEvent = { type: 'begun', revocation: ID, ...target('1'), ...DUE };
const ended: NewEvent = { type: 'ended', revocation: ID, ending: 'residual', left: ['residual: a session'] };

function recorded(...events: readonly NewEvent[]) {
  return recordsOf(placed(events.map((event, minute) => ({ at: T(minute), event }))));
}

describe('a revocation', () => {
  test('has each act with its request id and the times of intent and outcome', () => {
    const { revocations } = recorded(
      begun,
      { type: 'intent', revocation: ID, step: 1, action: 'remove membership', object: 'acme' },
      { type: 'outcome', revocation: ID, step: 1, result: 'done', requestId: 'A1:B2', why: null },
      { type: 'intent', revocation: ID, step: 2, action: 'revoke token', object: 'token:7' },
    );
    expect(revocations[0]?.acts).toEqual([
      {
        ...{ step: 1, action: 'remove membership', object: 'acme', intendedAt: T(1), endedAt: T(2) },
        ...{ result: 'done', requestId: 'A1:B2', why: null },
      },
      {
        ...{ step: 2, action: 'revoke token', object: 'token:7', intendedAt: T(3), endedAt: null },
        ...{ result: 'unknown', requestId: null, why: null },
      },
    ]);
  });

  test('has the first outcome of each act: a second one is forged', () => {
    const outcome = { type: 'outcome', revocation: ID, step: 1, requestId: null, why: null } as const;
    const { revocations } = recorded(
      begun,
      { type: 'intent', revocation: ID, step: 1, action: 'remove membership', object: 'acme' },
      { ...outcome, result: 'done', requestId: 'A1:B2' },
      { ...outcome, result: 'failed', why: 'never' },
    );
    expect(revocations[0]?.acts).toMatchObject([{ result: 'done', requestId: 'A1:B2', why: null, endedAt: T(2) }]);
  });

  test('has each look at what was left, and stands as the latest found it', () => {
    const { revocations } = recorded(begun, ended, { type: 'ended', revocation: ID, ending: 'verified', left: [] });
    expect(revocations[0]).toMatchObject({ endedAt: T(2), ending: 'verified', left: [] });
    expect(revocations[0]?.readBacks.map(({ at, ending }) => [at, ending])).toEqual([
      [T(1), 'residual'],
      [T(2), 'verified'],
    ]);
  });

  test('holds what the account held, and no e-mail address', () => {
    const { account, decision } = target('1');
    const seen = { ...account, email: 'ana@acme.example', entitlements: [{ kind: 'membership', id: 'team:backend' }] };
    const records = recorded({ type: 'begun', revocation: ID, decision, account: seen as never, ...DUE });
    expect(records.revocations[0]?.held.entitlements).toEqual([{ kind: 'membership', id: 'team:backend' }]);
    expect(JSON.stringify(records)).not.toContain('ana@acme.example');
  });

  test('that was brought back says so, with the attempts that the restoration covers', () => {
    const restoration = `${ID}+x`;
    const records = recorded(begun, ended, {
      ...{ type: 'restoring', revocation: 'github/1@later', restoration, covers: [ID], actor: 'kimcho' },
    });
    expect(records.revocations[0]?.broughtBack).toBe(true);
    expect(records.restorations).toMatchObject([
      { restoration, revocations: ['github/1@later', ID], actor: 'kimcho', ending: null, endedAt: null },
    ]);
  });
});

describe('a run', () => {
  const started: NewEvent = {
    ...{ type: 'run-started', revocation: null, command: 'reconcile', systems: [], people: [] },
    cause: { event: 'schedule', url: null },
  };
  const over: NewEvent = {
    ...{ type: 'run-ended', revocation: null, status: 4, figures: null, digest: null, systems: [], problems: ['x'] },
  };

  test('that ended has its status; one that was killed has none', () => {
    const { runs } = recorded(started, over, started);
    expect(runs).toMatchObject([
      { command: 'reconcile', actor: 'kimcho', startedAt: T(0), endedAt: T(1), status: 4, problems: ['x'] },
      { startedAt: T(2), endedAt: null, status: null },
    ]);
  });

  test('whose beginning is not in the log is left out', () => {
    expect(recorded(over).runs).toEqual([]);
  });
});

test('what comes of nothing that was begun is left out, and breaks nothing', () => {
  const records = recorded(
    ended,
    { type: 'outcome', revocation: ID, step: 1, result: 'done', requestId: null, why: null },
    { type: 'restored', revocation: ID, restoration: 'none', ending: 'restored', left: [] },
  );
  expect([records.revocations, records.restorations]).toEqual([[], []]);
});

test('halts and overrides keep their run and time', () => {
  const { halts, overrides } = recorded(
    {
      ...{ type: 'halted', revocation: null, digest: 'd', system: 'github' as never, class: 'people' },
      ...{ rule: 'maxRevocations', limit: 5, actual: 9 },
    },
    { type: 'accepted', revocation: null, digest: 'd', rules: ['maxRevocations'], actor: 'eve' },
  );
  expect(halts).toEqual([
    { at: T(0), run: 'r', system: 'github', class: 'people', rule: 'maxRevocations', limit: 5, actual: 9 },
  ]);
  expect(overrides).toEqual([{ at: T(1), run: 'r', actor: 'eve', digest: 'd', rules: ['maxRevocations'] }]);
});

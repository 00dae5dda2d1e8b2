/** One event of each kind, as runs write them. */
import type { NewEvent } from '../../src/audit/event.js';
import type { OptOutId, PersonId, SystemId } from '../../src/core/model.js';
import type { Timestamp } from '../../src/core/time.js';
import { DUE } from '../fixtures/events.js';
import { target } from './world.js';

export const REVOCATION = 'github/583231@2026-11-23T09:00:00Z';
const of = { revocation: REVOCATION } as const;
const back = { ...of, restoration: `${REVOCATION}+2026-11-24T09:00:00Z` } as const;
const none = { revocation: null } as const;
const at = '2026-11-23T09:00:00Z' as Timestamp;
const system = 'github' as SystemId;
const act = { step: 1, action: 'remove membership', object: 'org:acme' } as const;
const came = { step: 1, result: 'done', requestId: 'C0FF:EE', why: null } as const;
const figures = { revoked: 1, failed: 0, exempt: 1, review: 0, settled: 0, kept: 3, optOuts: 1 };

export const SAMPLES: readonly NewEvent[] = [
  { type: 'run-started', ...none, command: 'reconcile', cause: { event: 'push', url: null }, systems: [], people: [] },
  { type: 'leased', ...none, over: null },
  { type: 'begun', ...of, ...target('583231'), ...DUE },
  { type: 'evidence', ...of, record: { teams: ['backend'] } },
  { type: 'intent', ...of, ...act },
  { type: 'outcome', ...of, ...came },
  { type: 'ended', ...of, ending: 'residual', left: ['residual: a session'] },
  { type: 'restoring', ...back, covers: [], actor: 'kim-cho' },
  { type: 'restore-intent', ...back, ...act },
  { type: 'restore-outcome', ...back, ...came, result: 'failed', why: 'status 502' },
  { type: 'restored', ...back, ending: 'failed', left: ['the membership'] },
  { type: 'halted', ...none, digest: 'sha256:1', system, class: 'people', rule: 'maxRevocations', limit: 5, actual: 9 },
  { type: 'accepted', ...none, digest: 'sha256:1', rules: ['maxRevocations'], actor: 'kim-cho' },
  {
    ...{ type: 'opt-out', ...none, optOut: 'ana-handover' as OptOutId, transition: 'activated', standing: 'active' },
    ...{ person: 'ana.ruiz' as PersonId, systems: [system], owner: 'kim.cho' as PersonId },
    ...{ requestedBy: 'sam.lee' as PersonId, approvedBy: ['kim.cho' as PersonId], pullRequest: 41 },
    ...{ expiresAt: at, why: '' },
  },
  { type: 'reminded', ...none, key: 'opt-out ana-handover P1D', pullRequest: 41 },
  { type: 'notifying', ...none, channel: 'security', message: 'msg_1', keys: ['a'] },
  { type: 'notified', ...none, channel: 'security', message: 'msg_1', result: 'failed', why: 'status 500' },
  { type: 'undelivered', ...none, sink: 'archive', why: 'status 503' },
  { type: 'mended', ...none, lost: 17 },
  {
    ...{ type: 'run-ended', ...none, status: 4, figures, digest: 'sha256:1', problems: ['a part was not seen'] },
    systems: [{ system, completeness: 'complete', accounts: 4, at }],
  },
  { type: 'released', ...none },
];

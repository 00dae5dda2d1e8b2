/** Logs of a few hourly runs, for tests of what is told of them. */
import type { JournalEvent, NewEvent } from '../../src/audit/journal.js';
import { newsIn } from '../../src/audit/news.js';
import type { ChannelSettings, SystemId } from '../../src/core/model.js';
import { TOPICS } from '../../src/core/news.js';
import { parseInstant } from '../../src/core/time.js';
import { DUE, placed } from '../fixtures/events.js';

export const DAY_1 = '2026-11-23T09:00:00Z';
export const HUB = 'hub' as SystemId;

export const at = (text: string) => parseInstant(text) ?? (Number.NaN as never);
/** So many hours after the first day's morning. */
export const hour = (hours: number) => new Date(at(DAY_1) + hours * 3_600_000).toISOString();

export const channelOf = (id: string, topics: ChannelSettings['topics'] = new Set(TOPICS)): ChannelSettings => ({
  id,
  kind: 'webhook',
  topics,
});

export const optOut = (transition: string, more: object = {}): NewEvent =>
  ({
    ...{ type: 'opt-out', revocation: null, optOut: 'ana-handover', transition, standing: null, person: 'ana.ruiz' },
    ...{ systems: ['hub'], owner: 'kim.cho', requestedBy: 'sam.lee', approvedBy: [], pullRequest: 41 },
    ...{ expiresAt: '2026-12-01T00:00:00Z', why: '' },
    ...more,
  }) as unknown as NewEvent;

export const begun = (revocation: string, account = 'id:ana'): NewEvent =>
  ({
    ...{ type: 'begun', revocation, account: { id: account }, ...DUE },
    decision: { id: `hub/${account}`, person: 'ana.ruiz', service: null, reason: 'departed', stage: 'suspend' },
  }) as unknown as NewEvent;
export const ended = (revocation: string, ending = 'verified'): NewEvent =>
  ({ type: 'ended', revocation, ending, left: [] }) as unknown as NewEvent;

export const started = (systems: string[] = [], url: string | null = null): NewEvent => ({
  ...{
    type: 'run-started',
    revocation: null,
    command: 'reconcile',
    cause: { event: 'local', url },
    systems,
    people: [],
  },
});
export const halted = (more: object = {}): NewEvent =>
  ({
    ...{
      type: 'halted',
      revocation: null,
      system: 'hub',
      class: 'people',
      rule: 'maxRevocations',
      limit: 5,
      actual: 9,
    },
    ...{ digest: 'sha256:0' },
    ...more,
  }) as unknown as NewEvent;
export const done = (status = 0, problems: string[] = [], sight: object = {}): NewEvent =>
  ({
    ...{ type: 'run-ended', revocation: null, status, digest: null, problems },
    figures: { revoked: 0, failed: 0, exempt: 0, review: 0, settled: 0, kept: 0, optOuts: 0 },
    systems: [{ system: 'hub', completeness: 'complete', accounts: 3, at: DAY_1, ...sight }],
  }) as unknown as NewEvent;

/** Runs an hour apart, each of these events. */
export function hourly(...runs: NewEvent[][]): JournalEvent[] {
  return placed(runs.flatMap((events, index) => events.map((event) => ({ at: hour(index), run: `r${index}`, event }))));
}

export const kinds = (events: readonly JournalEvent[]) =>
  newsIn(events).map(({ kind, at: when }) => `${kind} ${when.slice(8, 16)}`);

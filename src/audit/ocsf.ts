/** The log's events as OCSF has them ("OCSF Schema" 1.6.0: Account Change [3001], Base Event [0]), for a SIEM. */
import { instantOf } from '../core/time.js';
import { type AccountChange, accountIn, activityOf, change } from './account-change.js';
import { TYPES } from './envelope.js';
import type { JournalEvent } from './event.js';

const VERSION = '1.6.0';
const INFORMATIONAL = 1;
const MEDIUM = 3;
const HIGH = 4;

type Activity = AccountChange['activity_id'];

/**
 * One OCSF event for each event of the log, in order: what concerns an account is an Account Change, all else a Base Event. What
 * OCSF has no attribute for stands in `unmapped`, under its own name.
 */
export function ocsfMapper(): (event: JournalEvent) => Readonly<Record<string, unknown>> {
  const activities = new Map<string, Activity>();
  return (event) => {
    const { seq, at, run, actor, commit, previous: _, hash, type, revocation, ...rest } = event;
    if (event.type === 'begun') activities.set(event.revocation, activityOf(event.decision));
    const activity = 'restoration' in event ? 2 : (activities.get(revocation ?? '') ?? 99);
    return {
      ...(revocation === null ? BASE : changed(activity, event, revocation)),
      activity_name: TYPES[type],
      severity_id: severityOf(event),
      time: instantOf(at),
      metadata: {
        version: VERSION,
        product: { name: 'Leaver', vendor_name: 'Leaver' },
        uid: `${run}.${seq}`,
        event_code: TYPES[type],
        sequence: seq,
        original_time: at,
        ...(revocation === null ? {} : { correlation_uid: revocation }),
      },
      actor: { user: { uid: actor } },
      unmapped: { run, commit, hash, ...rest },
    };
  };
}

const BASE = { class_uid: 0, class_name: 'Base Event', category_uid: 0, activity_id: 99, type_uid: 99 };

function changed(activity: Activity, event: JournalEvent, revocation: string) {
  return { class_name: 'Account Change', ...change(activity, statusOf(event), accountIn(revocation)) };
}

function statusOf(event: JournalEvent): AccountChange['status_id'] {
  switch (event.type) {
    case 'outcome':
    case 'restore-outcome':
      return event.result === 'failed' ? 2 : 1;
    case 'ended':
      return event.ending === 'failed' ? 2 : event.ending === 'verified' || event.ending === 'residual' ? 1 : 99;
    case 'restored':
      return event.ending === 'restored' ? 1 : event.ending === 'failed' ? 2 : 99;
    default:
      return 99;
  }
}

function severityOf(event: JournalEvent): number {
  switch (event.type) {
    case 'halted':
    case 'accepted':
    case 'mended':
      return HIGH;
    case 'undelivered':
      return HIGH;
    case 'run-ended':
      return event.status === 0 ? INFORMATIONAL : MEDIUM;
    case 'outcome':
    case 'restore-outcome':
      return event.result === 'failed' ? MEDIUM : INFORMATIONAL;
    case 'notified':
      return event.result === 'failed' ? MEDIUM : INFORMATIONAL;
    case 'opt-out':
      return event.transition === 'refused' ? MEDIUM : INFORMATIONAL;
    default:
      return INFORMATIONAL;
  }
}

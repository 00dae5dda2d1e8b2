/** An event on disk: CloudEvents 1.0 in JSON ("CloudEvents", "JSON Event Format"), with the chain as extension attributes. */

import { changeOf } from './account-change.js';
import type { NewEvent, Placed } from './event.js';

type Type = NewEvent['type'];

/** What each event is called on disk. */
export const TYPES: Readonly<Record<Type, string>> = {
  'run-started': 'leaver.run.started',
  'run-ended': 'leaver.run.ended',
  begun: 'leaver.revocation.begun',
  evidence: 'leaver.revocation.evidence',
  intent: 'leaver.revocation.intent',
  outcome: 'leaver.revocation.outcome',
  ended: 'leaver.revocation.ended',
  restoring: 'leaver.restoration.begun',
  'restore-intent': 'leaver.restoration.intent',
  'restore-outcome': 'leaver.restoration.outcome',
  restored: 'leaver.restoration.ended',
  'opt-out': 'leaver.opt-out.changed',
  halted: 'leaver.guard.halted',
  accepted: 'leaver.guard.overridden',
  reminded: 'leaver.reminder.sent',
  notifying: 'leaver.notification.begun',
  notified: 'leaver.notification.ended',
  undelivered: 'leaver.sink.failed',
  leased: 'leaver.lease.taken',
  released: 'leaver.lease.released',
  mended: 'leaver.log.mended',
};

const OF_TYPE: ReadonlyMap<string, Type> = new Map(
  Object.entries(TYPES).map(([type, name]) => [name, type as Type] as const),
);

/** Digits of `sequence`: text that orders like the number ("CloudEvents", "Sequence extension"). */
const DIGITS = 12;

/** The event as it stands on disk, without its hash. */
export function envelopeOf(event: Placed, source: string): Readonly<Record<string, unknown>> {
  const { seq, at, run, actor, commit, previous, type, ...data } = event;
  const subject = subjectOf(event);
  const change = changeOf(event);
  return {
    specversion: '1.0',
    id: `${run}.${seq}`,
    source,
    type: TYPES[type],
    time: at,
    sequence: String(seq).padStart(DIGITS, '0'),
    ...(subject === null ? {} : { subject }),
    run,
    actor,
    ...(commit === null ? {} : { commit }),
    previous,
    datacontenttype: 'application/json',
    data: change === null ? data : { ...data, ocsf: change },
  };
}

/** The event in a value that was read from disk, unchecked but for its frame; null where that is none of Leaver's. */
export function unwrapped(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(value) || !isRecord(value.data)) return null;
  const { time, sequence, run, actor, commit = null, previous, hash, type, data } = value;
  const known = OF_TYPE.get(String(type));
  if (known === undefined || !/^\d{12,15}$/.test(String(sequence))) return null;
  // It would become what the event inherits from.
  if (Object.hasOwn(data, '__proto__')) return null;
  const frame = { seq: Number(sequence), at: time, run, actor, commit, previous, hash, type: known };
  // Spread, it takes as long as all else that verifying a line does.
  return Object.assign({}, withoutOcsf(data), frame);
}

/** Most events have none, and to leave it out is dear where a log is verified. */
function withoutOcsf(data: Readonly<Record<string, unknown>>): object {
  if (!Object.hasOwn(data, 'ocsf')) return data;
  const { ocsf: _, ...rest } = data;
  return rest;
}

/** Whom or what it is about; null where it is about the run itself. */
function subjectOf(event: Placed): string | null {
  if (event.revocation !== null) return event.revocation;
  switch (event.type) {
    case 'opt-out':
      return `opt-out/${event.optOut}`;
    case 'halted':
      return `system/${event.system}`;
    case 'notifying':
    case 'notified':
      return `channel/${event.channel}`;
    case 'undelivered':
      return `sink/${event.sink}`;
    default:
      return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

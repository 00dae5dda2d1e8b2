/** What an evidence pack is asked for: one person, or a period. */
import type { About } from '../../core/evidence.js';
import type { PersonId } from '../../core/model.js';
import { formatInstant, type Instant, parseInstant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';

const DAY = 24 * 3_600_000;
const DATE = /^\d{4}-\d\d-\d\d$/;

export interface Asked {
  readonly person: string | null;
  /** `FROM..TO`: dates (whole days in UTC) or RFC 3339 times; both ends belong to it. */
  readonly period: string | null;
}

/** Throws `usage` where neither or both are named, and for a period that is none. */
export function aboutOf({ person, period }: Asked): About {
  if ((person === null) === (period === null)) {
    throw new LeaverError('usage', 'Evidence is of one person or of a period.', {
      mend: 'Name one of the two: --person ana.ruiz, or --period 2026-01-01..2026-03-31.',
    });
  }
  if (person !== null) return { kind: 'person', person: person as PersonId };
  const [from, to, ...more] = (period ?? '').split('..');
  const first = from === undefined ? null : endOf(from, 'first');
  const last = to === undefined ? null : endOf(to, 'last');
  if (first === null || last === null || more.length > 0) {
    throw new LeaverError('usage', `--period ${period} is not a period that Leaver can read.`, {
      mend: 'Write both ends: 2026-01-01..2026-03-31, or times with their offset: 2026-01-01T00:00:00Z..2026-01-02T12:00:00Z.',
    });
  }
  if (first > last) {
    throw new LeaverError('usage', `--period ${period} ends before it begins.`, { mend: 'Swap its two ends.' });
  }
  return { kind: 'period', from: formatInstant(first), to: formatInstant(last) };
}

/** A date is its first or its last moment in UTC. */
function endOf(text: string, which: 'first' | 'last'): Instant | null {
  if (!DATE.test(text)) return parseInstant(text);
  const begins = parseInstant(`${text}T00:00:00Z`);
  if (begins === null || which === 'first') return begins;
  return (begins + DAY - 1) as Instant;
}

/** One end of a period, where it is named: a date is its first or its last moment in UTC. Throws `usage` for what is neither. */
export function boundOf(text: string | null, option: string, which: 'first' | 'last'): Instant | null {
  if (text === null) return null;
  const at = endOf(text, which);
  if (at !== null) return at;
  throw new LeaverError('usage', `${option} ${text} is not a time that Leaver can read.`, {
    mend: 'Write a date, such as 2026-01-31, or a time with its offset, such as 2026-01-31T12:00:00Z.',
  });
}

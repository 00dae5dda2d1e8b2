/** Revocations and exceptions by week, from what the log tells. */
import type { LogRecords } from '../../core/record.js';
import { formatInstant, type Instant, instantOf } from '../../core/time.js';
import type { Week } from './model.js';

/** A quarter: what a trend is asked for. */
const WEEKS = 13;
const DAY = 24 * 3_600_000;
const WEEK = 7 * DAY;
/** 5 January 1970 was a Monday. */
const FIRST_MONDAY = 4 * DAY;

/** The Monday, 00:00 UTC, of the week that this instant lies in. */
export function mondayOf(at: Instant): Instant {
  return (Math.floor((at - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY) as Instant;
}

/**
 * The last thirteen weeks, the oldest first. What was dropped changed nothing and does not count.
 * @param inForce opt-outs that are in force now
 */
export function weeksOf(
  records: Pick<LogRecords, 'runs' | 'revocations'>,
  inForce: number,
  now: Instant,
): readonly Week[] {
  const last = mondayOf(now);
  const first = last - (WEEKS - 1) * WEEK;
  const weeks = Array.from({ length: WEEKS }, (_, at) => ({
    from: formatInstant((first + at * WEEK) as Instant),
    revoked: 0,
    failed: 0,
    optOuts: at === WEEKS - 1 ? inForce : (null as number | null),
  }));
  const weekOf = (at: Instant) => weeks[Math.floor((at - first) / WEEK)];
  for (const { begunAt, ending } of records.revocations) {
    const week = weekOf(instantOf(begunAt));
    if (week === undefined || ending === 'dropped') continue;
    if (ending === 'failed' || ending === null) week.failed += 1;
    else week.revoked += 1;
  }
  for (const { startedAt, figures } of records.runs) {
    const week = weekOf(instantOf(startedAt));
    if (week === undefined || figures === null || week === weeks.at(-1)) continue;
    week.optOuts = figures.optOuts;
  }
  return weeks;
}

/** Systems that no run saw whole for a day: told once for each day that it lasts. */
import type { SystemId } from '../core/model.js';
import type { NewsItem } from '../core/news.js';
import { after, formatInstant, type Instant, instantOf, parseInstant } from '../core/time.js';
import type { JournalEvent } from './event.js';
import { AGAIN_AFTER } from './news-events.js';

/**
 * What is unseen at `now`, of these systems. A system that was never seen whole counts from the first run that tried; one
 * that no run has tried yet is not told of: its first run says what is wrong.
 */
/** Clocks differ by so much, in milliseconds. */
const SKEW = 5 * 60_000;

export function unseenAt(events: readonly JournalEvent[], systems: readonly SystemId[], now: Instant): NewsItem[] {
  const since = new Map<SystemId, Instant>();
  for (const event of events) {
    if (event.type !== 'run-ended') continue;
    for (const { system, completeness, at } of event.systems) {
      const seen = completeness === 'complete' ? instantOf(at) : instantOf(event.at);
      // A sight to come was never seen.
      if (seen > now + SKEW) continue;
      const before = since.get(system);
      if (before === undefined || (completeness === 'complete' && seen > before)) since.set(system, seen);
    }
  }
  return systems.flatMap((system) => {
    const last = since.get(system);
    const days = last === undefined ? 0 : Math.floor((now - last) / AGAIN_AFTER);
    return last === undefined || days < 1 ? [] : [itemOf(system, last, days)];
  });
}

/** 1 January 2200: no run has seen anything later. */
const LATEST = Date.UTC(2200, 0, 1);

const KEY = /^unseen (\S+) since (\S+) day (\d{1,6})$/;

/** The same news again, from its key alone: no event stands for what did not happen. Null where the key is another's. */
export function unseenOf(key: string): NewsItem | null {
  const [, system, text = '', days] = KEY.exec(key) ?? [];
  const since = parseInstant(text);
  // Somebody may have written any key: beyond a hundred years it is none of ours.
  if (system === undefined || since === null || Number(days) > 36_500 || since > LATEST) return null;
  return itemOf(system, since, Number(days));
}

function itemOf(system: string, since: Instant, days: number): NewsItem {
  const from = formatInstant(since);
  return {
    key: `unseen ${system} since ${from} day ${days}`,
    kind: 'unseen',
    at: formatInstant(after(since, days * AGAIN_AFTER)),
    subject: `system ${system}`,
    sentence: `No run has seen ${system} whole for ${days === 1 ? 'a day' : `${days} days`}: nobody's access there is known, and nothing there is revoked by what is not seen.`,
    facts: [
      ['since', from],
      ['mend', "Look at the last run's report: it says what could not be read, and why."],
    ],
    link: null,
  };
}

/** How long a schedule may be silent by its own word ("Events that trigger workflows: schedule": POSIX cron, five fields). */

interface Field {
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
}

const MINUTE_OF: Field = { from: 0, to: 59, names: [] };
const HOUR_OF: Field = { from: 0, to: 23, names: [] };
const DAY_OF: Field = { from: 1, to: 31, names: [] };
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_OF: Field = { from: 1, to: 12, names: ['', ...MONTHS] };
const WEEKDAY_OF: Field = { from: 0, to: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

const MINUTE = 60_000;
const DAY = 1440;
/** A schedule that is silent for longer than this has no promise to keep. */
const DAYS_LOOKED_AT = 366;
/** The first Sunday of a leap year, so that every date comes by. */
const START = Date.UTC(2028, 0, 2);

/** The longest pause that these lines leave, in milliseconds; null where one of them is no cron line, or none ever comes. */
export function longestPause(crons: readonly string[]): number | null {
  const schedules = crons.map(parse);
  if (schedules.length === 0 || schedules.some((one) => one === null)) return null;
  let last: number | null = null;
  let longest = 0;
  for (let day = 0; day < DAYS_LOOKED_AT; day += 1) {
    const date = new Date(START + day * DAY * MINUTE);
    const today = schedules.filter((one) => one?.runsOn(date) === true);
    if (today.length === 0) continue;
    for (const minute of new Set(today.flatMap((one) => one?.minutes ?? []).sort((a, b) => a - b))) {
      const at = day * DAY + minute;
      if (last !== null) longest = Math.max(longest, at - last);
      last = at;
    }
  }
  return last === null || longest === 0 ? null : longest * MINUTE;
}

interface Schedule {
  /** Minutes of a day, in order. */
  readonly minutes: readonly number[];
  runsOn(date: Date): boolean;
}

function parse(cron: string): Schedule | null {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minutes, hours, days, months, weekdays] = [MINUTE_OF, HOUR_OF, DAY_OF, MONTH_OF, WEEKDAY_OF].map((field, at) =>
    valuesOf(fields[at] ?? '', field),
  );
  if (minutes == null || hours == null || days == null || months == null || weekdays == null) return null;
  // Where both are narrowed, either is enough.
  const both = !fields[2]?.startsWith('*') && !fields[4]?.startsWith('*');
  return {
    minutes: [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b),
    runsOn: (date) => {
      const [day, weekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
      return months.has(date.getUTCMonth() + 1) && (both ? day || weekday : day && weekday);
    },
  };
}

function valuesOf(text: string, { from, to, names }: Field): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, first = '', last, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const number = (word: string) => (/^\d+$/.test(word) ? Number(word) : names.indexOf(word.toLowerCase()));
    const start = first === '*' ? from : number(first);
    const end = first === '*' || (last === undefined && step !== undefined) ? to : number(last ?? first);
    const by = step === undefined ? 1 : Number(step);
    if (start < from || end > to || start > end || by < 1) return null;
    for (let value = start; value <= end; value += by) values.add(value);
  }
  return values;
}

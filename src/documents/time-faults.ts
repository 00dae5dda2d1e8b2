/** Times and durations that are none, as a person reads it. */
import { show } from './path.js';
import { capital } from './wording.js';

/** What is wrong with a time, and the mend. */
export function timeFault(name: string, text: string): [message: string, mend: string] {
  const local = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?$/.exec(text);
  if (local !== null) {
    const [, day, hour = '17:00'] = local;
    const whole = `${day}T${hour.length === 5 ? `${hour}:00` : hour}`;
    return [
      `${capital(name)} has no offset from UTC, so nobody knows which instant it is: ${show(text)}.`,
      `Write \`${whole}Z\` for UTC, or \`${whole}+01:00\` with your own offset.`,
    ];
  }
  return [
    `${capital(name)} is not a time: ${show(text)}.`,
    'Write it as RFC 3339 has it, such as `2026-12-04T17:00:00Z`.',
  ];
}

/** What is wrong with a duration, and the mend. */
export function durationFault(name: string, text: string): [message: string, mend: string] {
  const calendar = /^P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:\d+D)?(?:T.*)?$/.exec(text);
  const days = Number(calendar?.[1] ?? 0) * 365 + Number(calendar?.[2] ?? 0) * 30;
  if (days > 0) {
    return [
      `${capital(name)} counts in months or years, whose length is not fixed: ${show(text)}.`,
      `Write it in days: \`P${days}D\`.`,
    ];
  }
  return [
    `${capital(name)} is not a duration: ${show(text)}.`,
    'Write it as ISO 8601 has it: `P30D` for thirty days, `PT24H` for twenty-four hours.',
  ];
}

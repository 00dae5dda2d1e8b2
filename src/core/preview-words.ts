import type { Duration } from './time.js';

/** `30 days`, `36 hours`. */
export function worded(length: Duration | 'never'): string {
  if (length === 'never') return 'never';
  const hours = length / 3_600_000;
  if (hours % 24 === 0) return hours === 24 ? 'a day' : `${hours / 24} days`;
  return hours === 1 ? 'an hour' : `${Math.round(hours * 100) / 100} hours`;
}

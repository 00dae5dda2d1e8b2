/** A log's lines, as the journal keeps them. */
import { START } from '../../../src/audit/chain.js';
import type { NewEvent } from '../../../src/audit/event.js';
import { keptLine } from '../../../src/audit/line.js';
import { formatInstant, type Instant } from '../../../src/core/time.js';
import { ORIGIN } from '../../fixtures/origin.js';

const BEGIN = Date.UTC(2026, 10, 23, 9);

/** So many events of one chain; another `run` makes another log. */
export function linesOf(
  count: number,
  run = 'test',
  event: NewEvent = { type: 'released', revocation: null },
): string[] {
  const lines: string[] = [];
  let after = START;
  for (let index = 0; index < count; index += 1) {
    const at = formatInstant((BEGIN + index * 1000) as Instant);
    const kept = keptLine({ at, event, origin: { ...ORIGIN, run } }, after, (line) => line);
    after = { seq: kept.event.seq, hash: kept.event.hash };
    lines.push(kept.line);
  }
  return lines;
}

export function hashIn(line: string | undefined): string {
  return (JSON.parse(line ?? '{}') as { hash: string }).hash;
}

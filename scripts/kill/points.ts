import type { SeenWrite } from './order.js';
import type { KillPoint } from './world.js';

/**
 * Every point that a run can be killed at with another outcome than at the one before: before each write to disk, in the
 * middle of it, and after the last; and for each request that changes something before it is carried out, and before it is
 * answered. After any other write is before what follows it, a write or a request.
 * @param thorough after each write all the same
 */
export function killPoints(writes: readonly SeenWrite[], requests: number, thorough: boolean): readonly KillPoint[] {
  const points: KillPoint[] = [];
  for (const [index, { halves }] of writes.entries()) {
    const write = index + 1;
    points.push({ kind: 'write', write, where: 'before' });
    if (halves) points.push({ kind: 'write', write, where: 'middle' });
    if (thorough || write === writes.length) points.push({ kind: 'write', write, where: 'after' });
  }
  for (let request = 1; request <= requests; request += 1) {
    points.push({ kind: 'request', request, where: 'before' }, { kind: 'request', request, where: 'after' });
  }
  return points;
}

/** `in the middle of write 9 of 58, writeFile journal.jsonl (intent)`. */
export function nameOf(point: KillPoint, writes: readonly SeenWrite[]): string {
  if (point.kind === 'request') return `request ${point.request}, ${point.where} it was carried out`;
  const where = point.where === 'middle' ? 'in the middle of' : point.where;
  // Of several systems at once, the order is another each time.
  return `${where} write ${point.write}, ${writes[point.write - 1]?.what ?? 'which it did not come to'}`;
}

import type { SeenWrite } from './order.js';
import type { KillPoint } from './world.js';

/** What makes an object of Git that no branch names yet: nobody sees it, and before it is before the branch moves. */
const UNSEEN = /^POST \/repos\/.*\/git\/(blobs|trees|commits)$/;
/** What nobody reads, whole or in half, until it is renamed or linked: before that is another point. */
const UNREAD = /\.tmp$/;

/**
 * Every point that a run can be killed at with another outcome than at the one before: before each write to disk, and after
 * the last; in the middle of one of each kind, for half of a line is cut off, whatever stood in it; and for each request that
 * changes something before it is carried out, and before it is answered. After any other write is before what follows it.
 * @param thorough all of those as well
 */
export function killPoints(
  writes: readonly SeenWrite[],
  requests: readonly string[],
  thorough: boolean,
): readonly KillPoint[] {
  const points: KillPoint[] = [];
  const halved = new Set<string>();
  for (const [index, { what, halves }] of writes.entries()) {
    const write = index + 1;
    points.push({ kind: 'write', write, where: 'before' });
    const isNew = !UNREAD.test(what) && !halved.has(what);
    if (halves && (thorough || isNew)) points.push({ kind: 'write', write, where: 'middle' });
    halved.add(what);
    if (thorough || write === writes.length) points.push({ kind: 'write', write, where: 'after' });
  }
  for (const [index, name] of requests.entries()) {
    if (!thorough && UNSEEN.test(name)) continue;
    const request = index + 1;
    points.push({ kind: 'request', request, where: 'before' });
    points.push({ kind: 'request', request, where: 'after' });
  }
  return points;
}

/** `in the middle of write 9, writeFile journal.jsonl (intent)`: of several systems at once, another thing each time. */
export function nameOf(point: KillPoint, writes: readonly SeenWrite[], requests: readonly string[]): string {
  if (point.kind === 'request') {
    const told = point.where === 'before' ? 'before it was carried out' : 'before it was answered';
    return `at request ${point.request}, ${requests[point.request - 1] ?? 'which did not come'}, ${told}`;
  }
  const where = point.where === 'middle' ? 'in the middle of' : point.where;
  return `${where} write ${point.write}, ${writes[point.write - 1]?.what ?? 'which did not come'}`;
}

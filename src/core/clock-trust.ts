/** Whether our clock may decide: not where a server's clock is too far from it, since nobody knows which one is right. */
import type { SystemId } from './model.js';
import type { Snapshot } from './observation.js';

/** How far the clocks may be apart, either way: five minutes, in seconds. */
export const TRUSTED_SKEW = 300;

/** A clock that disagrees with ours. */
export interface ClockSkew {
  /** By how many seconds it is ahead of ours; negative where it is behind. */
  readonly seconds: number;
  /** Whose it is: a system's, or the policy repository's host's (null). */
  readonly toldBy: SystemId | null;
}

/**
 * The clock that is furthest from ours, where that is too far; null where ours is trusted: all agree, or none told. Of two
 * that are as far the host's, then the lower system's, so that the order of a snapshot never shows (law 14).
 */
export function distrusted({ clockSkew, systems }: Snapshot): ClockSkew | null {
  const told = systems.map((seen) => ({ seconds: seen.clockSkew ?? 0, toldBy: seen.system }));
  const [furthest] = [...told, { seconds: clockSkew ?? 0, toldBy: null }].sort(byDistance);
  return furthest !== undefined && Math.abs(furthest.seconds) > TRUSTED_SKEW ? furthest : null;
}

function byDistance(one: ClockSkew, other: ClockSkew): number {
  const distance = Math.abs(other.seconds) - Math.abs(one.seconds);
  return distance || ((one.toldBy ?? '') < (other.toldBy ?? '') ? -1 : 1);
}

/** As observations tell it: whole seconds, never more than were shown, and no minus before a zero. */
export function inSeconds(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.trunc(milliseconds / 1000) + 0;
}

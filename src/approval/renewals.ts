/** How often an exemption was prolonged already, whatever the files were called: an opt-out is no way to keep access for ever. */
import type { OptOut, OptOutId } from '../core/model.js';
import type { Instant } from '../core/time.js';
import type { Version } from './case.js';

/**
 * A hold that ended longer ago than this was not prolonged: runs are hourly, so that what it held was revoked meanwhile.
 */
const A_DAY = 86_400_000;

/** What an opt-out exempts, as text: equal for the same person, for pauses, and for raised guards. */
export function subjectOf({ exempts }: Pick<OptOut, 'exempts'>): string {
  return exempts.kind === 'person' ? `person ${exempts.person}` : exempts.kind;
}

/**
 * The contents that this one follows without a gap, newest first: of the same subject and for a system and entitlement in
 * common, in this file or any other, and whatever `renewalOf` names.
 * @param from when this one began to hold
 */
export function chainBefore(optOut: OptOut, from: Instant, earlier: readonly Version[]): readonly Version[] {
  const subject = subjectOf(optOut);
  const left = earlier.filter((version) => version.subject === subject && overlaps(optOut, version));
  left.sort((one, other) => other.from - one.from);
  const chain: Version[] = [];
  const names = new Set<OptOutId>(optOut.renewalOf === null ? [] : [optOut.renewalOf]);
  let since = from;
  for (const version of left) {
    if (version.until + A_DAY < since && !names.has(version.id)) continue;
    chain.push(version);
    names.add(version.id);
    since = Math.min(since, version.from) as Instant;
  }
  return chain;
}

/** How many times it was prolonged: the different ends that the exemption had before, each earlier than this one's. */
export function renewalsBefore(optOut: OptOut, from: Instant, earlier: readonly Version[]): number {
  const ends = chainBefore(optOut, from, earlier).map(({ expiresAt }) => expiresAt);
  return new Set(ends.filter((end) => end < optOut.expiresAt)).size;
}

function overlaps(optOut: OptOut, { systems, entitlements }: Version): boolean {
  if (!optOut.systems.some((system) => systems.includes(system))) return false;
  if (optOut.exempts.kind !== 'person') return true;
  const own: readonly string[] = optOut.exempts.entitlements;
  return own.length === 0 || entitlements.length === 0 || own.some((one) => entitlements.includes(one));
}

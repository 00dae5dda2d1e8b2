/** How often an exemption was prolonged, whatever the files were called: an opt-out is no way to keep access for ever. */
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
 * How many times it prolongs, or is prolonged by what came before it or with it: the different ends of the holds that it
 * follows without a gap, each earlier than its own, and of those that follow it. Pauses bridge a gap and count for nothing,
 * since they are for everybody.
 * @param from when this one began to hold
 */
export function renewalsOf(optOut: OptOut, from: Instant, besides: readonly Version[]): number {
  const subject = subjectOf(optOut);
  const near = besides.filter((version) => overlaps(optOut, version));
  const chain = connected(optOut, from, near).filter((version) => version.subject === subject);
  const ends = chain
    .filter((version) => version.from > from || version.expiresAt < optOut.expiresAt)
    .map(({ expiresAt }) => expiresAt);
  return new Set(ends.filter((end) => end !== optOut.expiresAt)).size;
}

/** All that touch it, or touch what touches it, a day apart at most; and whatever `renewalOf` names, one after the other. */
function connected(optOut: OptOut, from: Instant, besides: readonly Version[]): readonly Version[] {
  const named = new Set<OptOutId>(optOut.renewalOf === null ? [] : [optOut.renewalOf]);
  const chain = new Set<Version>(besides.filter(({ id }) => named.has(id)));
  let [since, until] = [from, optOut.expiresAt];
  const widen = (version: Version): void => {
    chain.add(version);
    since = Math.min(since, version.from) as Instant;
    until = Math.max(until, version.until) as Instant;
  };
  for (const version of chain) widen(version);
  const byBegin = [...besides].sort((one, other) => one.from - other.from);
  for (const version of [...byBegin].reverse()) {
    if (version.from <= until && version.until + A_DAY >= since) widen(version);
  }
  for (const version of byBegin) {
    if (version.from <= until + A_DAY && version.until >= since) widen(version);
  }
  return [...chain];
}

function overlaps(optOut: OptOut, { subject, systems, entitlements }: Version): boolean {
  if (subject !== subjectOf(optOut) && subject !== 'pause') return false;
  if (!optOut.systems.some((system) => systems.includes(system))) return false;
  if (optOut.exempts.kind !== 'person') return true;
  const own: readonly string[] = optOut.exempts.entitlements;
  return own.length === 0 || entitlements.length === 0 || own.some((one) => entitlements.includes(one));
}

/** Leaver's own mark on a user, and whether the deny that goes with it is in force. */
import { parseInstant, type Timestamp } from '../../core/time.js';
import type { Document, User } from './iam.js';
import { deniesEverything, isDenyAll } from './policy.js';

export const SUSPENDED_AT = 'leaver:suspended-at';
export const REVOCATION = 'leaver:revocation';
/** There while a suspension is under way, so that one that was cut off is told from a whole one. */
export const UNFINISHED = 'leaver:unfinished';
/** The inline policy for when the quota of attached policies is full. */
export const INLINE_DENY = 'leaver-deny-all';

export const DENY_DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

/** What of a user tells whether it is suspended. */
export type Suspendable = Pick<User, 'tags' | 'boundary'> & {
  readonly attached: readonly string[];
  readonly inline: readonly Document[];
};

/** By what everything is denied to the user; null where it is not. */
export function denyOf(user: Suspendable): 'attached' | 'inline' | 'boundary' | null {
  if (user.attached.some(isDenyAll)) return 'attached';
  if (user.inline.some((one) => one.name === INLINE_DENY && deniesEverything(one.document))) return 'inline';
  return user.boundary !== null && isDenyAll(user.boundary) ? 'boundary' : null;
}

export interface Standing {
  readonly status: 'active' | 'suspended';
  readonly suspendedAt: Timestamp | null;
}

/**
 * A user is suspended while the deny is in force. The mark without the deny says nothing (somebody brought the user back by
 * hand); a suspension of Leaver's that was cut off is not one yet, so that the next run finishes it.
 */
export function standingOf(user: Suspendable): Standing {
  if (denyOf(user) === null || user.tags.has(UNFINISHED)) return { status: 'active', suspendedAt: null };
  return { status: 'suspended', suspendedAt: markOf(user) };
}

/** When Leaver suspended the user, as its tag says; null where the tag is absent or no time. */
export function markOf(user: Pick<User, 'tags'>): Timestamp | null {
  const text = user.tags.get(SUSPENDED_AT);
  return text !== undefined && parseInstant(text) !== null ? (text as Timestamp) : null;
}

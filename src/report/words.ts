/** The field's terms as a person reads them. */
import type { ClockSkew } from '../core/clock-trust.js';
import type { Drift, GuardClass, Review, Revoke, Violation } from '../core/decision.js';
import type { Reason } from '../core/model.js';
import { type Duration, type Instant, instantOf, type Timestamp } from '../core/time.js';

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  departed: 'departed',
  suspended: 'away (suspended in the roster)',
  'idp-inactive': 'inactive at the identity provider',
  orphaned: 'orphan: nobody in the roster claims it',
  'role-changed': 'not granted by a role any more',
};

export const REVIEW_WORDS: Readonly<Record<Review['why'], string>> = {
  'identity-conflict': 'the roster has its name with another id, or two people match it',
  'suspended-while-active': 'suspended, though its person is active: `leaver restore` brings back what Leaver took',
  'service-owner-departed': 'a service whose owner departed: name a new one',
  self: "the runner's own identity is never revoked",
  protected: 'protected',
  'partial-observation': 'not seen whole, so not judged',
  'approval-unverifiable': 'an opt-out may hold it, and its approval could not be verified',
  'clock-skew': 'the time alone would decide it, and the clock is not trusted',
  'report-mode': 'would be revoked in enforce mode',
  orphaned: 'orphan: nobody in the roster claims it',
  'last-admin': 'one of the last administrators',
  'idp-unreadable': 'the identity provider could not be read',
};

export function stageWord({ stage, entitlement }: Revoke): string {
  if (entitlement !== null) return 'remove';
  return stage === 'delete' ? 'delete' : 'revoke';
}

/** The same behind its word. */
export function violationSentence(violation: Violation): string {
  return `halted: ${haltSentence(violation)}`;
}

/** What each class counts. */
export const CLASS_WORDS: Readonly<Record<GuardClass, string>> = {
  people: "people's accounts",
  orphans: 'orphans',
  inactive: 'people in all systems whom the identity provider alone says to be gone',
};

/** What would be too many, by which rule, and what to do either way. */
export function haltSentence({ rule, class: group, limit, actual }: Violation): string {
  if (rule === 'emptySystem') return hollowSentence(limit);
  const mistaken = group === 'inactive' ? 'the identity provider, or its sync' : 'the roster';
  return (
    `this would come to ${actual} ${CLASS_WORDS[group]} within the window; ${rule} allows ${limit}. If it is a mistake, correct ` +
    `${mistaken}. If it is meant, raise the guard by an opt-out, or apply a reviewed plan with --accept-halt ${rule}`
  );
}

/** What was not believed, and the mend. */
function hollowSentence(claimed: number): string {
  const are = claimed === 1 ? '1 account is' : `${claimed.toLocaleString('en-US')} accounts are`;
  return (
    `no account at all is listed here, and ${are} claimed here for people and services who are active. That is taken for ` +
    'a wrong place or a broken credential, never for all having gone, and nothing is done here (emptySystem). ' +
    "Check the system's settings and the credential; if it is empty indeed, take these accounts out of the roster"
  );
}

/** That it was revoked before; who brought it back is not known. */
export function driftSentence({ revokedAt, revocation, ending }: Drift): string {
  const before = `drift: revoked on ${when(revokedAt)} already (${revocation})`;
  if (ending === 'manual') return `${before}, which left something to do by hand, and there still or again`;
  return `${before}, and there again: something or somebody has granted it anew`;
}

/** Which clock disagrees by how much, what that stops, and the mend. */
export function clockSentence({ seconds, toldBy }: ClockSkew): string {
  const whose = toldBy ?? "the policy repository's host";
  const apart = `${span(seconds * 1000)} (${Math.abs(seconds)} s) ${seconds > 0 ? 'behind' : 'ahead of'}`;
  const mend = `Set the clock of the machine that runs Leaver (NTP), or that of ${whose} where it is the wrong one`;
  return `the clock here is ${apart} that of ${whose}: beyond 5 minutes nothing lapses, and nothing else is taken away by time alone. ${mend}`;
}

/** `2026-12-04 17:00 UTC`. */
export function when(at: Timestamp): string {
  return `${new Date(instantOf(at)).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** How long ago, or until then, in the largest whole unit: `2 hours`, `11 days`. */
export function span(length: Duration): string {
  const seconds = Math.max(0, Math.floor(Math.abs(length) / 1000));
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [Math.floor(seconds / 86_400), 'day']
      : seconds >= 2 * 3600
        ? [Math.floor(seconds / 3600), 'hour']
        : seconds >= 60
          ? [Math.floor(seconds / 60), 'minute']
          : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `in 11 days`, `2 hours ago`. */
export function relative(at: Timestamp, now: Instant): string {
  const length = instantOf(at) - now;
  return length >= 0 ? `in ${span(length)}` : `${span(length)} ago`;
}

/** A text of several lines as one: YAML's block texts end with a line break, and a row has no room for them. */
export function oneLine(text: string): string {
  return text.trim().replace(/[ \t]*[\r\n]+[ \t]*/g, ' ');
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** The first of them by name, and how many more there are. */
export function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  if (more <= 0) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${more.toLocaleString('en-US')} more`;
}

/** As many rows as a person looks at, and where the rest is: the flood of one group must not wash the others away. */
export function capped<Item>(items: readonly Item[], most: number): { readonly rows: Item[]; readonly rest: string } {
  const left = items.length - most;
  const rest = left > 0 ? `and ${left.toLocaleString('en-US')} more: the JSON report has them all` : '';
  return { rows: items.slice(0, most), rest };
}

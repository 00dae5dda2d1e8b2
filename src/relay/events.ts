/** What an event hook delivers ("Event hooks", "System Log API"): untrusted text, of which as little as possible is passed on. */

/** That somebody left, as far as an event can be believed: the run asks the provider itself. */
export interface Departure {
  /** The event's own id, by which a second delivery is known; null where it has none. */
  readonly uuid: string | null;
  /** Okta's id of the user; null where the event names nobody that could be one. */
  readonly account: string | null;
  /** The login. */
  readonly name: string | null;
  /** When Okta published it, RFC 3339 in UTC; null where it doesn't say. */
  readonly at: string | null;
  readonly event: string;
}

export interface Read {
  readonly departures: readonly Departure[];
  /** Events of other types, and of departures that did not happen. */
  readonly ignored: number;
  /** Events out of the window. */
  readonly old: number;
}

/**
 * The types that mean that somebody leaves, or may not sign in for now. Not among them, on purpose: `user.account.lock`, which is
 * somebody who works here and mistyped a password, and `application.user_membership.remove`, which is one application that
 * somebody has no more: whether anything else follows from that is for roles in the policy to say.
 */
const LEAVING: ReadonlySet<string> = new Set([
  'user.lifecycle.suspend',
  'user.lifecycle.deactivate',
  'user.lifecycle.delete.initiated',
  'user.lifecycle.delete.completed',
]);

const DAY = 24 * 3_600_000;
/** Okta names no longest delay; a day is more than an outage, and an older event is what the hourly run has long seen. */
const OLDEST = DAY;
/** How far Okta's clock may be ahead. */
const AHEAD = 5 * 60_000;

/** The departures of a delivery, one for each event; null where the body is none of Okta's. */
export function departuresIn(body: unknown, now: number): Read | null {
  const events = field(field(body, 'data'), 'events');
  if (!Array.isArray(events)) return null;
  const departures: Departure[] = [];
  let [ignored, old] = [0, 0];
  for (const event of events as unknown[]) {
    const type = field(event, 'eventType');
    const failed = /^(FAILURE|DENY|SKIPPED|ABANDONED)$/.test(String(field(field(event, 'outcome'), 'result')));
    if (typeof type !== 'string' || !LEAVING.has(type) || failed) {
      ignored += 1;
      continue;
    }
    const published = timeOf(field(event, 'published'));
    if (published !== null && (published < now - OLDEST || published > now + AHEAD)) old += 1;
    else departures.push(departureOf(event, type, published));
  }
  return { departures, ignored, old };
}

function departureOf(event: unknown, type: string, published: number | null): Departure {
  const targets = field(event, 'target');
  const users = Array.isArray(targets) ? (targets as unknown[]).filter((one) => field(one, 'type') === 'User') : [];
  // More than one would be an event of a kind that is not known here: then nobody is named, and the run is for everybody.
  const user = users.length === 1 ? users[0] : undefined;
  return {
    uuid: matching(field(event, 'uuid'), /^[\w-]{8,64}$/),
    account: matching(field(user, 'id'), /^\w{1,64}$/),
    // The login is its holder's own choice. One that holds what nobody can see is left out, and the id stays: a run for that.
    name: matching(field(user, 'alternateId'), /^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]{1,256}$/u),
    at: published === null ? null : new Date(published).toISOString(),
    event: type,
  };
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function matching(value: unknown, form: RegExp): string | null {
  return typeof value === 'string' && form.test(value) ? value : null;
}

function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

import { parseInstant } from '../core/time.js';
import { LeaverError } from '../errors.js';
import { LONGEST_LINE } from '../ports/host-log.js';
import { ENDINGS, type JournalEvent, RESTORATION_ENDINGS } from './event.js';

/**
 * An event as one line of ASCII. Without it, a write that was cut in the middle of a character would make the whole
 * file unreadable as UTF-8.
 */
export function lineOf(event: JournalEvent): string {
  return JSON.stringify(event).replace(/[\u007f-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/**
 * An event as it is kept. Throws `journal` where credentials can't be taken out of it without breaking it, and where it is
 * too long: one line that can't be read again would make the whole journal unreadable.
 */
export function keptLine(event: JournalEvent, redact: (line: string) => string): string {
  const line = redact(lineOf(event));
  const what = `an event of the kind ${event.type}`;
  if (line.length > LONGEST_LINE) {
    throw new LeaverError('journal', `${what} is too long to be recorded`, {
      mend: 'Look at what the account holds: nobody holds so much by accident. Take it away by hand, then run again.',
    });
  }
  if (eventOf(line) !== null) return line;
  throw new LeaverError('journal', `${what} can't be recorded without the credentials in it`, {
    mend: 'Look at the environment: a variable that is taken for a credential holds a plain word.',
  });
}

/** The event in a line, or null where there is none. Keys that are not known yet are kept: a newer Leaver wrote them. */
export function eventOf(line: string): JournalEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  return isEvent(value) ? value : null;
}

function isEvent(value: unknown): value is JournalEvent {
  if (!isRecord(value) || !Number.isSafeInteger(value.seq) || !isText(value.run)) return false;
  if (!isText(value.at) || parseInstant(value.at) === null) return false;
  if (value.type === 'mended') return Number.isSafeInteger(value.lost);
  if (value.type === 'accepted') return isText(value.digest) && isText(value.actor) && Array.isArray(value.rules);
  if (value.type === 'leased') return value.over === null || isText(value.over);
  if (value.type === 'released') return true;
  if (value.type === 'reminded') return isText(value.key) && isPullRequest(value.pullRequest);
  if (!isText(value.revocation)) return false;
  return isText(value.restoration) ? restores(value) : holdsItsFields(value);
}

function restores(event: Readonly<Record<string, unknown>>): boolean {
  switch (event.type) {
    case 'restoring':
      return isText(event.actor) && areTexts(event.covers);
    case 'restore-intent':
      return isIntent(event);
    case 'restore-outcome':
      return isOutcome(event);
    case 'restored':
      return RESTORATION_ENDINGS.some((known) => known === event.ending) && areTexts(event.left);
    default:
      return false;
  }
}

function isIntent(event: Readonly<Record<string, unknown>>): boolean {
  return Number.isSafeInteger(event.step) && isText(event.action) && isText(event.object);
}

function isOutcome(event: Readonly<Record<string, unknown>>): boolean {
  return Number.isSafeInteger(event.step) && ['done', 'absent', 'failed'].includes(String(event.result));
}

function holdsItsFields(event: Readonly<Record<string, unknown>>): boolean {
  switch (event.type) {
    case 'begun':
      return isDecision(event.decision) && isAccount(event.account) && isSameAccount(event.decision, event.account);
    case 'evidence':
      return isRecord(event.record);
    case 'intent':
      return isIntent(event);
    case 'outcome':
      return isOutcome(event);
    case 'ended':
      return ENDINGS.some((known) => known === event.ending) && areTexts(event.left);
    default:
      return false;
  }
}

/** The next run may act by it, where its system does not list the account any more. */
function isAccount(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value) || !isText(value.id) || !isText(value.name)) return false;
  if (!['active', 'suspended', 'invited'].includes(String(value.status)) || !Array.isArray(value.entitlements))
    return false;
  const { email, suspendedAt } = value;
  if (email !== null && !isText(email)) return false;
  if (suspendedAt !== null && (!isText(suspendedAt) || parseInstant(suspendedAt) === null)) return false;
  return value.entitlements.every((held) => isRecord(held) && isText(held.kind) && isText(held.id));
}

/** A decision on one account never leads to another one. */
function isSameAccount(
  decision: Readonly<Record<string, unknown>>,
  account: Readonly<Record<string, unknown>>,
): boolean {
  return isRecord(decision.account) && decision.account.id === account.id;
}

function isDecision(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value) || !isRecord(value.account)) return false;
  return [value.id, value.system, value.reason, value.stage, value.account.id].every(isText);
}

function isPullRequest(value: unknown): boolean {
  return value === null || Number.isSafeInteger(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Whether what was read from the log is an event: a run acts by it, and anybody may have written it. */
import { TRANSITIONS, TRIGGERS } from '../core/record.js';
import { parseInstant } from '../core/time.js';
import { ENDINGS, type JournalEvent, RESTORATION_ENDINGS } from './event.js';

type Fields = Readonly<Record<string, unknown>>;

/** What an event holds that is about no revocation, by its type. */
const NOTED: Readonly<Record<string, (event: Fields) => boolean>> = {
  mended: ({ lost }) => Number.isSafeInteger(lost),
  accepted: ({ digest, rules }) => isText(digest) && areTexts(rules),
  leased: ({ over }) => over === null || isText(over),
  released: () => true,
  reminded: ({ key, pullRequest }) => isText(key) && isPullRequest(pullRequest),
  'run-started': ({ command, cause, systems, people }) =>
    isText(command) && isRecord(cause) && isText(cause.event) && areTexts(systems) && areTexts(people),
  'run-ended': (event) =>
    Number.isSafeInteger(event.status) &&
    (event.figures === null || isRecord(event.figures)) &&
    Array.isArray(event.systems) &&
    event.systems.every(isSight) &&
    areTexts(event.problems),
  halted: (event) =>
    isText(event.system) && isText(event.rule) && ['people', 'orphans'].includes(String(event.class)) && isCount(event),
  'opt-out': (event) =>
    isText(event.optOut) && isTransition(event.transition) && areTexts(event.systems) && areTexts(event.approvedBy),
  notifying: ({ channel, message, keys }) => isText(channel) && isText(message) && areTexts(keys),
  notified: ({ channel, message, result }) =>
    isText(channel) && isText(message) && (result === 'sent' || result === 'failed'),
  undelivered: ({ sink, why }) => isText(sink) && isText(why),
};

/** Checks all that a run, a report or a message goes by. */
export function isEvent(value: Fields): value is Fields & JournalEvent {
  if (!Number.isSafeInteger(value.seq) || !isText(value.run) || !isText(value.actor)) return false;
  if (!isText(value.at) || parseInstant(value.at) === null) return false;
  if (!isText(value.previous) || (value.commit !== null && !isText(value.commit))) return false;
  const { type, revocation } = value;
  if (revocation === null) return Object.hasOwn(NOTED, String(type)) && NOTED[String(type)]?.(value) === true;
  if (!isText(value.revocation)) return false;
  return isText(value.restoration) ? restores(value) : holdsItsFields(value);
}

function restores(event: Fields): boolean {
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

function isIntent(event: Fields): boolean {
  return Number.isSafeInteger(event.step) && isText(event.action) && isText(event.object);
}

function isOutcome(event: Fields): boolean {
  return Number.isSafeInteger(event.step) && ['done', 'absent', 'failed'].includes(String(event.result));
}

function holdsItsFields(event: Fields): boolean {
  switch (event.type) {
    case 'begun':
      return (
        isDecision(event.decision) &&
        isAccount(event.account) &&
        isSameAccount(event.decision, event.account) &&
        isTrigger(event.trigger) &&
        isPromised(event.promised)
      );
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
function isAccount(value: unknown): value is Fields {
  if (!isRecord(value) || !isText(value.id) || !isText(value.name)) return false;
  if (!['active', 'suspended', 'invited'].includes(String(value.status)) || !Array.isArray(value.entitlements))
    return false;
  const { email, suspendedAt } = value;
  if (email !== null && !isText(email)) return false;
  if (suspendedAt !== null && (!isText(suspendedAt) || parseInstant(suspendedAt) === null)) return false;
  return value.entitlements.every((held) => isRecord(held) && isText(held.kind) && isText(held.id));
}

/** A decision on one account never leads to another one. */
function isSameAccount(decision: Fields, account: Fields): boolean {
  return isRecord(decision.account) && decision.account.id === account.id;
}

function isDecision(value: unknown): value is Fields {
  if (!isRecord(value) || !isRecord(value.account)) return false;
  return [value.id, value.system, value.reason, value.stage, value.account.id].every(isText);
}

function isPullRequest(value: unknown): boolean {
  return value === null || Number.isSafeInteger(value);
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTransition(value: unknown): boolean {
  return TRANSITIONS.some((known) => known === value);
}

function isSight(value: unknown): boolean {
  if (!isRecord(value) || !isText(value.system) || !isText(value.completeness)) return false;
  return isText(value.at) && parseInstant(value.at) !== null && Number.isSafeInteger(value.accounts);
}

function isCount({ limit, actual }: Fields): boolean {
  return typeof limit === 'number' && typeof actual === 'number';
}

function isTrigger(value: unknown): boolean {
  if (!isRecord(value) || !TRIGGERS.some((known) => known === value.kind)) return false;
  return isText(value.at) && parseInstant(value.at) !== null;
}

function isPromised(value: unknown): boolean {
  if (!isRecord(value) || (value.objective !== 'standard' && value.objective !== 'privileged')) return false;
  return value.within === null || (typeof value.within === 'number' && value.within >= 0);
}

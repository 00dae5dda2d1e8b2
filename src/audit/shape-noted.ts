/** What events hold that are about no revocation: reports, channels and evidence tell it. */
import { GUARD_CLASSES, GUARD_RULES } from '../core/decision.js';
import { type RunFigures, type SystemSight, TRANSITIONS } from '../core/record.js';
import type { Standing } from '../core/standing.js';
import type { NewEvent } from './event.js';
import {
  areNames,
  areTexts,
  type Fields,
  isName,
  isNumber,
  isOneOf,
  isRecord,
  isText,
  isTime,
  isWhole,
  orNull,
} from './shape-fields.js';

type Noted = Extract<NewEvent, { readonly revocation: null }>['type'];

const COMPLETENESS = ['complete', 'partial', 'scoped'] as const satisfies readonly SystemSight['completeness'][];
/** As records, so that the compiler misses what is not here. */
const STANDINGS: Readonly<Record<Standing, true>> = {
  ...{ pending: true, active: true, expiring: true, lapsed: true },
  ...{ unapproved: true, unverifiable: true, invalid: true },
};
const FIGURES: Readonly<Record<keyof RunFigures, true>> = {
  ...{ revoked: true, failed: true, exempt: true, review: true },
  ...{ settled: true, kept: true, optOuts: true },
};
const STANDING_NAMES = Object.keys(STANDINGS);
const FIGURE_NAMES = Object.keys(FIGURES);

const HOLDS: Readonly<Record<Noted, (event: Fields) => boolean>> = {
  mended: ({ lost }) => isWhole(lost),
  accepted: ({ digest, rules }) =>
    isText(digest) && Array.isArray(rules) && rules.every((rule) => isOneOf(GUARD_RULES, rule)),
  leased: ({ over }) => orNull(over, isName),
  released: () => true,
  reminded: ({ key, pullRequest }) => isText(key) && orNull(pullRequest, isWhole),
  'run-started': ({ command, cause, systems, people }) =>
    isText(command) && isCause(cause) && areNames(systems) && areNames(people),
  'run-ended': ({ status, figures, digest, systems, problems }) =>
    isWhole(status) &&
    orNull(figures, areFigures) &&
    orNull(digest, isText) &&
    Array.isArray(systems) &&
    systems.every(isSight) &&
    areTexts(problems),
  halted: ({ digest, system, class: group, rule, limit, actual }) =>
    isText(digest) &&
    isName(system) &&
    isOneOf(GUARD_CLASSES, group) &&
    isOneOf(GUARD_RULES, rule) &&
    isNumber(limit) &&
    isNumber(actual),
  'opt-out': isOptOut,
  notifying: ({ channel, message, keys }) => isName(channel) && areKeysOf(message, keys),
  notified: ({ channel, message, result, why }) =>
    isName(channel) && isMessage(message) && isOneOf(['sent', 'failed'], result) && orNull(why, isText),
  undelivered: ({ sink, why }) => isName(sink) && isText(why),
};

/** An event that is about no revocation. */
export function isNoted(event: Fields): boolean {
  const { type } = event;
  return typeof type === 'string' && Object.hasOwn(HOLDS, type) && HOLDS[type as Noted](event);
}

function isCause(value: unknown): boolean {
  return isRecord(value) && isText(value.event) && orNull(value.url, isText);
}

function areFigures(value: unknown): boolean {
  return isRecord(value) && FIGURE_NAMES.every((name) => isNumber(value[name]));
}

function isSight(value: unknown): boolean {
  if (!isRecord(value) || !isName(value.system) || !isOneOf(COMPLETENESS, value.completeness)) return false;
  return isWhole(value.accounts) && isTime(value.at);
}

function isOptOut(event: Fields): boolean {
  const { optOut, transition, standing, person, systems, owner, requestedBy, approvedBy } = event;
  if (!isName(optOut) || !isOneOf(TRANSITIONS, transition)) return false;
  if (!orNull(standing, (word) => isOneOf(STANDING_NAMES, word))) return false;
  if (![person, owner, requestedBy].every((who) => orNull(who, isName))) return false;
  if (!areNames(systems) || !areNames(approvedBy) || !orNull(event.pullRequest, isWhole)) return false;
  return orNull(event.expiresAt, isTime) && isText(event.why);
}

/** It goes out as it stands, in a header of a request among others: it must not keep its channel from being told. */
function isMessage(value: unknown): boolean {
  return typeof value === 'string' && /^msg_\w{1,64}$/.test(value);
}

const LONGEST_KEY = 500;

function isKey(value: unknown): boolean {
  return typeof value === 'string' && value.length <= LONGEST_KEY && !/\p{Cc}/u.test(value);
}

/** A message tells something; a channel that tells of nothing any more is noted without a topic. */
function areKeysOf(message: unknown, keys: unknown): boolean {
  if (!Array.isArray(keys) || !keys.every(isKey)) return false;
  return message === 'topics' || (isMessage(message) && keys.length > 0);
}

/** What events of revocations and restorations hold: the next run acts by it. */
import type { Revoke } from '../core/decision.js';
import { REASONS } from '../core/model.js';
import type { Entitlement, ObservedAccount } from '../core/observation.js';
import { type Promised, TRIGGERS } from '../core/record.js';
import { ENDINGS, RESTORATION_ENDINGS } from './event.js';
import {
  areNames,
  areTexts,
  type Fields,
  isFlag,
  isName,
  isNumber,
  isOneOf,
  isRecord,
  isText,
  isTime,
  isWhole,
  orAbsent,
  orNull,
} from './shape-fields.js';

const STAGES = ['suspend', 'delete'] as const satisfies readonly Revoke['stage'][];
const STATUSES = ['active', 'suspended', 'invited'] as const satisfies readonly ObservedAccount['status'][];
const READ = ['listed', 'direct'] as const satisfies readonly ObservedAccount['read'][];
const HELD = ['membership', 'role', 'credential'] as const satisfies readonly Entitlement['kind'][];
const IN_USE = ['active', 'inactive'] as const;
const OBJECTIVES = ['standard', 'privileged'] as const satisfies readonly Promised['objective'][];
const RESULTS = ['done', 'absent', 'failed'] as const;

/** An event of a revocation, but for those that bring it back. */
export function isOfRevocation(event: Fields): boolean {
  switch (event.type) {
    case 'begun':
      return isBegun(event);
    case 'evidence':
      return isRecord(event.record);
    case 'intent':
      return isIntent(event);
    case 'outcome':
      return isOutcome(event);
    case 'ended':
      return isOneOf(ENDINGS, event.ending) && areTexts(event.left);
    default:
      return false;
  }
}

/** An event of bringing one back. */
export function isOfRestoration(event: Fields): boolean {
  switch (event.type) {
    case 'restoring':
      return areNames(event.covers);
    case 'restore-intent':
      return isIntent(event);
    case 'restore-outcome':
      return isOutcome(event);
    case 'restored':
      return isOneOf(RESTORATION_ENDINGS, event.ending) && areTexts(event.left);
    default:
      return false;
  }
}

function isIntent({ step, action, object }: Fields): boolean {
  return isWhole(step) && isText(action) && isText(object);
}

function isOutcome({ step, result, requestId, why }: Fields): boolean {
  return isWhole(step) && isOneOf(RESULTS, result) && orNull(requestId, isText) && orNull(why, isText);
}

function isBegun({ decision, account, trigger, promised }: Fields): boolean {
  if (!isDecision(decision) || !isAccount(account) || !isTrigger(trigger) || !isPromised(promised)) return false;
  // A decision on one account never leads to another one.
  return isRecord(decision.account) && decision.account.id === account.id;
}

function isDecision(value: unknown): value is Fields {
  if (!isRecord(value) || value.kind !== 'revoke' || !isRecord(value.account)) return false;
  const { id, system, account, reason, stage } = value;
  if (![id, system, account.id].every(isName) || !isText(account.name)) return false;
  if (!isOneOf(REASONS, reason) || !isOneOf(STAGES, stage)) return false;
  return [value.person, value.service, value.entitlement, value.lapsedOptOut].every((about) => orNull(about, isName));
}

function isAccount(value: unknown): value is Fields {
  if (!isRecord(value) || !isName(value.id) || !isText(value.name) || !orNull(value.email, isText)) return false;
  if (!isOneOf(STATUSES, value.status) || !isOneOf(READ, value.read)) return false;
  if (!isFlag(value.admin) || !isFlag(value.self) || !orNull(value.suspendedAt, isTime)) return false;
  if (!orAbsent(value.changedAt, (at) => orNull(at, isTime))) return false;
  return Array.isArray(value.entitlements) && value.entitlements.every(isEntitlement);
}

function isEntitlement(value: unknown): boolean {
  if (!isRecord(value) || !isOneOf(HELD, value.kind) || !isName(value.id)) return false;
  const { role, type, admin, status, lastUsedAt, lastUsedBy, open } = value;
  if (!orAbsent(role, isText) || !orAbsent(type, isText) || !orAbsent(admin, isFlag) || !orAbsent(open, isFlag))
    return false;
  if (!orAbsent(status, (state) => isOneOf(IN_USE, state))) return false;
  return orAbsent(lastUsedAt, (at) => orNull(at, isTime)) && orAbsent(lastUsedBy, (by) => orNull(by, isText));
}

function isTrigger(value: unknown): boolean {
  return isRecord(value) && isOneOf(TRIGGERS, value.kind) && isTime(value.at);
}

function isPromised(value: unknown): boolean {
  if (!isRecord(value) || !isOneOf(OBJECTIVES, value.objective)) return false;
  return orNull(value.within, (within) => isNumber(within) && within >= 0);
}

/** What opt-outs hold back: who keeps what, until when, how much of it is left, and who answers for it. */
import type { Plan } from '../core/decision.js';
import type { Entry, Register, Terms } from '../core/register.js';
import { type Instant, instantOf } from '../core/time.js';
import type { Group, Row } from './outline.js';
import { guardValue, STANDING_TONES } from './register-outline.js';
import { capped, count, span, when } from './words.js';

export interface Held {
  /** None where no opt-out is in force, and none is to come. */
  readonly groups: readonly Group[];
  /** How many are in force. */
  readonly count: number;
}

/** As many rows as a person looks at; those that end first come first. */
const MOST_ROWS = 15;

/**
 * @param proofRequests how many requests the host was asked for the proofs; null where it was not
 */
export function heldBack(plan: Plan, register: Register, proofRequests: number | null): Held {
  const holds = new Map<string, number>();
  for (const one of plan.decisions) if (one.kind === 'exempt') holds.set(one.optOut, (holds.get(one.optOut) ?? 0) + 1);
  const entries = within(plan, register.optOuts);
  // By a clock that is not trusted nothing lapses: what holds is in force, whatever the register's clock says.
  const inForce = entries.filter(
    ({ id, standing }) => standing === 'active' || standing === 'expiring' || holds.has(id),
  );
  const pending = entries.filter(({ id, standing }) => standing === 'pending' && !holds.has(id)).length;
  if (inForce.length + pending === 0) return { groups: [], count: 0 };
  const now = instantOf(plan.at);
  const sorted = inForce
    .flatMap((entry) => (entry.terms === null ? [] : [{ entry, terms: entry.terms }]))
    .sort((a, b) => instantOf(a.terms.expiresAt) - instantOf(b.terms.expiresAt));
  const { rows } = capped(
    sorted.map(({ entry, terms }) => rowOf(entry, terms, holds.get(entry.id) ?? 0, now)),
    MOST_ROWS,
  );
  const parts = [
    `${count(inForce.length, 'opt-out')} in force`,
    ...(pending === 0 ? [] : [`${pending} to come`]),
    ...(proofRequests === null || register.approvalSource === 'none'
      ? []
      : [`proved in ${count(proofRequests, 'request')}`]),
  ];
  const group = {
    title: 'Held back',
    aside: parts.join(', '),
    rows,
    rest: restOf(sorted.length),
    notes: [],
    asides: [],
  };
  return {
    groups: [{ ...group, unreachable: [], outside: [], head: ['who', 'until when, and on whose word'] }],
    count: inForce.length,
  };
}

function restOf(number: number): string {
  const more = number - MOST_ROWS;
  return more > 0 ? `and ${more.toLocaleString('en-US')} more: \`leaver optout list\` has them all` : '';
}

/** Only what concerns the systems that were planned for, and where those were narrowed to people, these. */
function within({ systems, decisions }: Plan, optOuts: readonly Entry[]): Entry[] {
  const planned = new Set<string>(systems.map(({ system }) => system));
  const scoped = systems.length > 0 && systems.every(({ completeness }) => completeness.kind === 'scoped');
  const people = new Set<string | null>(decisions.map(({ person }) => person));
  return optOuts.filter(({ terms }) => {
    if (terms === null || !terms.systems.some((system) => planned.has(system))) return false;
    return !scoped || (terms.person === null ? terms.kind === 'pause' : people.has(terms.person));
  });
}

function rowOf(entry: Entry, terms: Terms, holds: number, now: Instant): Row {
  const { id, standing, warnings } = entry;
  const left = instantOf(terms.expiresAt) - now;
  const time = left > 0 ? `${span(left)} left, until` : `${span(left)} over its end,`;
  return {
    tone: STANDING_TONES[standing],
    mark: standing,
    subject: subjectOf(terms),
    bar: terms.left,
    detail: `${time} ${when(terms.expiresAt)}`,
    facts: [`${whatOf(terms, holds)}: ${id}, ${wordOf(entry, terms)}`],
    notes: warnings,
  };
}

function subjectOf({ kind, person }: Terms): string {
  if (kind === 'person') return person ?? '';
  return kind === 'pause' ? 'everybody' : 'guards';
}

function whatOf({ kind, systems, entitlements, guards }: Terms, holds: number): string {
  const where = systems.join(', ');
  if (kind === 'guards') {
    const raised = Object.entries(guards ?? {}).map(([name, value]) => `${name} ${guardValue(name, value)}`);
    return `raises ${raised.join(', ')} in ${where}`;
  }
  const now = holds === 0 ? ' (nothing to hold at present)' : '';
  if (kind === 'pause')
    return `nothing is revoked in ${where}${holds === 0 ? now : ` (holds ${count(holds, 'account')})`}`;
  return `keeps ${entitlements.length === 0 ? where : `${entitlements.join(', ')} in ${where}`}${now}`;
}

/** On whose word: `approved in #5 by owner kim.cho`. */
function wordOf({ verdict, approvedBy, pullRequest }: Entry, { owner }: Terms): string {
  const owned = `owner ${owner}`;
  if (verdict === null) return `${owned}, approval not checked`;
  if (approvedBy.length === 0) return owned;
  const where = pullRequest === null ? '' : ` in #${pullRequest}`;
  const others = approvedBy.filter((id) => id !== owner);
  if (others.length === approvedBy.length) return `approved${where} by ${others.join(', ')}; ${owned}`;
  return `approved${where} by ${[owned, ...others].join(', ')}`;
}

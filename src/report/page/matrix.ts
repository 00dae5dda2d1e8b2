/** People x systems: every decision of the plan in one cell, so that nothing is dropped in silence (law 2). */
import type { Decision, Plan } from '../../core/decision.js';
import { executable } from '../../core/guard.js';
import type { DesiredState, Person, SystemId } from '../../core/model.js';
import { hasDeparted } from '../../core/roster.js';
import { formatInstant, type Instant } from '../../core/time.js';
import { type Cell, type Matrix, type MatrixRow, STATES, type State } from './model.js';
import { dayAndTime, REVIEW_LABELS, shortDay } from './words.js';

/** What is known of one row while the decisions are gone through. */
interface Draft extends Omit<MatrixRow, 'cells'> {
  readonly cells: Map<SystemId, Cell>;
}

export function matrixOf(desired: DesiredState, plan: Plan, now: Instant): Matrix {
  const systems = plan.systems.map(({ system }) => system);
  const free = new Set(executable(plan).map(({ id }) => id));
  const drafts = new Map<string, Draft>();
  for (const person of desired.people) {
    drafts.set(`person ${person.id}`, draftOf('person', person.id, person.name, aboutPerson(person, now)));
  }
  for (const { id, owner } of desired.services) {
    drafts.set(`service ${id}`, draftOf('service', id, '', `service of ${owner}`));
  }
  for (const decision of plan.decisions) put(rowFor(drafts, decision), decision, free);
  const unseen = new Set(
    plan.systems.filter(({ completeness }) => completeness.kind === 'partial').map(({ system }) => system),
  );
  for (const { kind, id, accounts } of [...desired.people, ...desired.services]) {
    const row = drafts.get(`${kind} ${id}`);
    for (const system of accounts.keys()) {
      if (row === undefined || !unseen.has(system) || row.cells.has(system)) continue;
      row.cells.set(system, { system, state: 'unread', detail: '' });
    }
  }
  return { systems, rows: [...drafts.values()].map((draft) => rowOf(draft, systems)).sort(inOrder) };
}

function draftOf(kind: MatrixRow['kind'], id: string, name: string, about: string): Draft {
  return { kind, id, name: name === id ? '' : name, about, cells: new Map() };
}

/** How the roster has somebody who is not simply active. */
function aboutPerson(person: Person, now: Instant): string {
  if (hasDeparted(person, now)) return 'departed';
  if (person.status === 'suspended') return 'away';
  return person.leavesAt === null ? '' : `leaves ${shortDay(formatInstant(person.leavesAt))}`;
}

/** An account of nobody, or of two, has a row of its own, by system and immutable id. */
function rowFor(drafts: Map<string, Draft>, { person, service, system, account }: Decision): Draft {
  const key =
    person !== null ? `person ${person}` : service !== null ? `service ${service}` : `account ${system}/${account.id}`;
  const there = drafts.get(key);
  if (there !== undefined) return there;
  const row = draftOf('account', account.name || account.id, '', `account in ${system}`);
  drafts.set(key, row);
  return row;
}

/** One cell for all accounts and entitlements that somebody has in a system: the most urgent is what it says. */
function put(row: Draft, decision: Decision, free: ReadonlySet<string>): void {
  const { system } = decision;
  const cell: Cell = { system, ...stateOf(decision, free) };
  const there = row.cells.get(system);
  if (there === undefined || urgency(cell.state) < urgency(there.state)) row.cells.set(system, cell);
}

function stateOf(decision: Decision, free: ReadonlySet<string>): { readonly state: State; readonly detail: string } {
  const of = decision.entitlement === null ? '' : `${decision.entitlement}: `;
  switch (decision.kind) {
    case 'keep':
      return { state: 'access', detail: '' };
    case 'exempt':
      return { state: 'held', detail: `${of}until ${dayAndTime(decision.expiresAt)}` };
    case 'revoke':
      return { state: 'revoke', detail: `${of}${decision.reason}${free.has(decision.id) ? '' : ', halted'}` };
    case 'settled':
      return {
        state: 'gone',
        detail: decision.deleteAfter === null ? '' : `deleted after ${shortDay(decision.deleteAfter)}`,
      };
    case 'review': {
      const outside = decision.why === 'self' || (decision.why === 'protected' && decision.reason !== 'departed');
      return { state: outside ? 'outside' : 'look', detail: `${of}${REVIEW_LABELS[decision.why]}` };
    }
  }
}

function rowOf({ cells, ...row }: Draft, systems: readonly SystemId[]): MatrixRow {
  return {
    ...row,
    cells: systems.flatMap((system): readonly Cell[] => {
      const cell = cells.get(system);
      return cell === undefined ? [] : [cell];
    }),
  };
}

const NOTHING: number = STATES.length;

function urgency(state: State): number {
  return STATES.indexOf(state);
}

function inOrder(one: MatrixRow, other: MatrixRow): number {
  const [a, b] = [mostUrgent(one), mostUrgent(other)];
  if (a !== b) return a - b;
  return compare(one.id, other.id) || compare(one.about, other.about);
}

function mostUrgent({ cells }: MatrixRow): number {
  return cells.reduce((least, { state }) => Math.min(least, urgency(state)), NOTHING);
}

/** By code units, so that the order of a listing never shows (law 14). */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

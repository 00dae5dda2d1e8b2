/** Everything about one person: what the roster says, each account and its decision, and what happens when. */
import type { Decision } from './decision.js';
import type { DesiredState, OptOut, Person, PersonId } from './model.js';
import type { Snapshot } from './observation.js';
import { byTerms, hasBegun, hasLapsed, isOverlong } from './opt-out.js';
import { plan, type Scope } from './plan.js';
import { formatInstant, type Instant, instantOf, type Timestamp } from './time.js';

export interface OptOutStanding {
  readonly optOut: string;
  readonly systems: readonly string[];
  readonly reason: string;
  readonly owner: string;
  readonly expiresAt: Timestamp;
  readonly standing: 'pending' | 'in force' | 'lapsed';
  /** `overlong`: it lasts longer after its merge than its reason allows, and so exempts nobody. */
  readonly approval: 'approved' | 'unapproved' | 'unverifiable' | 'overlong' | 'not checked';
  /** Who approved it where, or why nobody did; null where nothing is proved. */
  readonly why: string | null;
}

/** What changes for the person at one instant to come. */
export interface Coming {
  readonly at: Timestamp;
  readonly why: string;
  readonly changes: readonly { readonly decision: string; readonly from: string; readonly to: string }[];
}

export interface Explanation {
  readonly version: 1;
  readonly at: Timestamp;
  readonly person: PersonId;
  readonly name: string;
  readonly status: Person['status'];
  readonly leavesAt: Timestamp | null;
  readonly departure: Person['departure'];
  readonly roles: readonly string[];
  readonly claims: readonly { readonly system: string; readonly id: string | null; readonly name: string | null }[];
  readonly decisions: readonly Decision[];
  readonly optOuts: readonly OptOutStanding[];
  readonly coming: readonly Coming[];
}

/** Pure: plans at `now` and at each instant to come at which something may change, for these systems (null: all). */
export function explain(
  desired: DesiredState,
  snapshot: Snapshot,
  person: Person,
  now: Instant,
  systems: Scope['systems'] = null,
): Explanation {
  const scope = { systems, people: new Set([person.id]) };
  const today = plan(desired, snapshot, now, scope).decisions;
  const optOuts = desired.optOuts.filter((optOut) => concerns(optOut, person));
  let before = today;
  const coming: Coming[] = [];
  for (const [at, why] of turningPoints(person, optOuts, today, now)) {
    const then = plan(desired, snapshot, at, scope).decisions;
    coming.push({ at: formatInstant(at), why, changes: changesBetween(before, then) });
    before = then;
  }
  return {
    version: 1,
    at: formatInstant(now),
    person: person.id,
    name: person.name,
    status: person.status,
    leavesAt: person.leavesAt === null ? null : formatInstant(person.leavesAt),
    departure: person.departure,
    roles: person.roles,
    claims: [...person.accounts].map(([system, claim]) => ({ system, id: claim.id, name: claim.name })),
    decisions: today,
    optOuts: optOuts.map((optOut) => standingOf(optOut, desired, snapshot, now)),
    coming,
  };
}

function concerns({ exempts }: OptOut, person: Person): boolean {
  return exempts.kind === 'pause' || (exempts.kind === 'person' && exempts.person === person.id);
}

function turningPoints(
  person: Person,
  optOuts: readonly OptOut[],
  decisions: readonly Decision[],
  now: Instant,
): [Instant, string][] {
  const points: [Instant, string][] = [];
  if (person.leavesAt !== null) points.push([person.leavesAt, 'their last hour']);
  for (const { id, startsAt, expiresAt } of optOuts) {
    if (startsAt !== null) points.push([startsAt, `opt-out ${id} begins`]);
    points.push([expiresAt, `opt-out ${id} lapses`]);
  }
  for (const decision of decisions) {
    if (decision.kind !== 'settled' || decision.deleteAfter === null) continue;
    points.push([instantOf(decision.deleteAfter), `the retention of ${decision.id} is over`]);
  }
  return points.filter(([at]) => at > now).sort(([a], [b]) => a - b);
}

function changesBetween(before: readonly Decision[], then: readonly Decision[]): Coming['changes'] {
  const old = new Map(before.map((decision) => [decision.id, wordOf(decision)]));
  return then.flatMap((decision) => {
    const from = old.get(decision.id) ?? 'nothing';
    const to = wordOf(decision);
    return from === to ? [] : [{ decision: decision.id, from, to }];
  });
}

function wordOf(decision: Decision): string {
  if (decision.kind === 'review') return `review (${decision.why})`;
  return decision.kind === 'revoke' ? `revoke (${decision.stage})` : decision.kind;
}

function standingOf(optOut: OptOut, desired: DesiredState, snapshot: Snapshot, now: Instant): OptOutStanding {
  const proof = snapshot.approvals.find((approval) => approval.optOut === optOut.id);
  const verdict = isOverlong(byTerms(optOut, proof), proof) ? 'overlong' : (proof?.verdict ?? 'unverifiable');
  return {
    optOut: optOut.id,
    systems: optOut.systems,
    reason: optOut.reason,
    owner: optOut.owner,
    expiresAt: formatInstant(optOut.expiresAt),
    standing: hasLapsed(optOut, now) ? 'lapsed' : hasBegun(optOut, now) ? 'in force' : 'pending',
    approval: desired.optOutPolicy.approvalSource === 'none' ? 'not checked' : verdict,
    why: desired.optOutPolicy.approvalSource === 'none' ? null : (proof?.why ?? null),
  };
}

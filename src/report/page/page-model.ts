/** All that the page shows, from what a run knows. Pure: the same input gives the same page. */
import type { Plan } from '../../core/decision.js';
import type { DesiredState, OptOutId, System } from '../../core/model.js';
import type { Snapshot } from '../../core/observation.js';
import { type Entry, type Register, registerOf } from '../../core/register.js';
import { beginningOf } from '../../core/standing.js';
import { formatInstant, type Instant } from '../../core/time.js';
import { attentionOf, verdictOf } from './attention.js';
import { type PageLogInput, pageLogOf } from './log.js';
import { matrixOf } from './matrix.js';
import type { PageEntry, PageLog, PageModel, PageSystem } from './model.js';

export interface PageInput {
  readonly desired: DesiredState;
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  /** Why the plan is not the whole truth, as sentences. */
  readonly problems: readonly string[];
  /** Null where the log was not read. */
  readonly log: PageLogInput | null;
  readonly now: Instant;
}

/** What stands for a justification that the policy does not let the page show. */
const WITHHELD = '';

export function pageModelOf(input: PageInput): PageModel {
  const { desired, snapshot, plan, problems, now } = input;
  const register = registerOf(desired, snapshot.approvals, now);
  const entries = entriesOf(register, desired, snapshot);
  const inForce = entries
    .filter(holds)
    .sort((a, b) => compare(a.terms?.expiresAt ?? '', b.terms?.expiresAt ?? '') || compare(a.id, b.id));
  const notInForce = entries.filter((entry) => !holds(entry));
  const log = input.log === null ? null : pageLogOf(input.log, plan, desired.objectives, inForce.length, now);
  const situation = { desired, register, plan, problems, inForce, notInForce, log, now };
  const attention = attentionOf(situation);
  const matrix = matrixOf(desired, plan, now);
  return {
    version: 1,
    generator: 'Leaver',
    at: formatInstant(now),
    observedAt: snapshot.at,
    organization: desired.organization,
    digest: plan.digest,
    unproven: register.approvalSource === 'none',
    justifications: desired.showJustifications,
    verdict: verdictOf(situation, attention),
    figures: figuresOf(plan, inForce, log),
    attention,
    inForce,
    notInForce,
    outside: {
      protectedAccounts: register.protectedAccounts,
      reportMode: register.reportMode,
      services: register.services,
    },
    systems: systemsOf(desired, snapshot, plan),
    matrix,
    warnings: plan.warnings,
    drift: plan.drift,
    log,
    leaving: leavingOf(desired, now),
    retention: desired.retention,
  };
}

function holds({ standing }: Pick<Entry, 'standing'>): boolean {
  return standing === 'active' || standing === 'expiring';
}

/** Justifications may speak of health: where the policy does not allow them, they are left out here and nowhere later. */
function entriesOf(register: Register, desired: DesiredState, { approvals }: Snapshot): PageEntry[] {
  const optOuts = new Map(desired.optOuts.map((optOut) => [optOut.id, optOut]));
  const proofs = new Map(approvals.map((approval) => [approval.optOut, approval]));
  return register.optOuts.map((entry) => {
    const optOut = entry.terms === null ? undefined : optOuts.get(entry.id as OptOutId);
    const begins = optOut === undefined ? null : beginningOf(optOut, proofs.get(optOut.id));
    const terms =
      entry.terms === null || desired.showJustifications ? entry.terms : { ...entry.terms, justification: WITHHELD };
    return { ...entry, terms, begins: begins === null ? null : formatInstant(begins) };
  });
}

function figuresOf(plan: Plan, inForce: readonly PageEntry[], log: PageLog | null): PageModel['figures'] {
  const expiring = inForce.filter(({ standing }) => standing === 'expiring').length;
  const of = (kind: string) => plan.decisions.filter((decision) => decision.kind === kind).length;
  const whole = plan.systems.filter(({ completeness }) => completeness.kind !== 'partial').length;
  const seen = `${whole} of ${plan.systems.length}`;
  const breaches = log === null ? null : log.times.all.breached;
  const overdue = log?.times.breaches.some(({ open }) => open) === true;
  const [revoke, review] = [of('revoke'), of('review')];
  return [
    { label: 'opt-outs in force', value: number(inForce.length), tone: 'hold' },
    { label: 'of them expiring', value: number(expiring), tone: expiring > 0 ? 'look' : 'quiet' },
    { label: 'to be revoked', value: number(revoke), tone: revoke > 0 ? 'bad' : 'quiet' },
    { label: 'for review', value: number(review), tone: review > 0 ? 'look' : 'quiet' },
    { label: 'systems seen whole', value: seen, tone: whole === plan.systems.length ? 'good' : 'bad' },
    ...(breaches === null
      ? []
      : [
          {
            label: 'promises broken',
            value: number(breaches),
            tone: overdue ? ('bad' as const) : breaches > 0 ? ('look' as const) : ('good' as const),
          },
        ]),
  ];
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function systemsOf(desired: DesiredState, snapshot: Snapshot, plan: Plan): PageSystem[] {
  const configured = new Map<string, System>(desired.systems.map((system) => [system.id, system]));
  const seen = new Map(snapshot.systems.map((observation) => [observation.system, observation.at]));
  return plan.systems.map(({ system, kind, completeness, accounts, revocations, guard, gaps }) => {
    const { mode = 'report', orphans = 'review', owners = [] } = configured.get(system) ?? {};
    const observedAt = seen.get(system) ?? null;
    return { system, kind, mode, orphans, owners, observedAt, completeness, accounts, revocations, guard, gaps };
  });
}

function leavingOf({ people }: DesiredState, now: Instant): PageModel['leaving'] {
  return people
    .flatMap(({ id, leavesAt, status }) =>
      leavesAt === null || leavesAt <= now || status === 'departed'
        ? []
        : [{ person: id, at: formatInstant(leavesAt) }],
    )
    .sort((a, b) => compare(a.at, b.at) || compare(a.person, b.person));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

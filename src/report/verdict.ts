/** The first sentence of a report: what it came to, and how many things need a person. */
import type { Decision, Guard, Plan } from '../core/decision.js';
import type { EarlierResult, Outcome, RevocationResult } from '../core/outcome.js';
import { type About, isOnlyReported, notesOn } from './decision-rows.js';
import type { Tone } from './outline.js';
import { count } from './words.js';

export interface Verdict {
  readonly tone: Tone;
  readonly sentence: string;
}

/** What a verdict goes by besides what was planned or done. */
export interface Standing {
  readonly about: About;
  readonly problems: readonly string[];
  /** How many opt-outs hold something back; null where that is not said. */
  readonly optOuts: number | null;
  /** How many things need a person. */
  readonly needs: number;
}

/** Of a plan: how much would be revoked. */
export function verdictOfPlan(plan: Plan, standing: Standing): Verdict {
  const halted = haltedSystems(plan);
  const revocations = plan.decisions.filter(({ kind }) => kind === 'revoke');
  const planned = `${amountOf(revocations)} to revoke in ${plan.organization}`;
  const parts =
    halted.length === 0
      ? revocations.length === 0
        ? nothingToRevoke(plan, standing.about)
        : [planned]
      : [`halted by a guard in ${halted.join(', ')}${revocations.length === 0 ? '' : `: ${planned}`}`];
  const red = halted.length > 0 || standing.problems.length > 0;
  return { tone: red ? 'bad' : revocations.length > 0 ? 'act' : calm(standing), sentence: told(parts, standing) };
}

/** Of a run: what became of each revocation, and what earlier ones left. `late`: how many took longer than promised. */
export function verdictOfRun(
  plan: Plan,
  results: readonly RevocationResult[],
  earlier: readonly EarlierResult[],
  late: number,
  standing: Standing,
): Verdict {
  const of = (...kinds: readonly Outcome['kind'][]) =>
    results.filter(({ outcome }) => kinds.includes(outcome.kind)).map(({ decision }) => decision);
  const halted = haltedSystems(plan);
  const undone = earlier.filter(({ outcome }) => OPEN.has(outcome.kind)).length;
  const done = [
    ...amount(of('verified'), 'revoked and verified'),
    ...amount(of('residual'), 'revoked but for what ends by itself'),
    ...amount(of('manual'), 'revoked but for something that only a person can do'),
    ...amount(of('pending'), 'not verified yet'),
    ...amount(of('failed'), 'could not be revoked'),
    ...amount(of('dropped'), 'not revoked, for that holds no more'),
  ];
  const [first, ...others] = done;
  const main =
    first === undefined
      ? halted.length > 0
        ? []
        : nothingToRevoke(plan, standing.about)
      : [`${first} in ${plan.organization}`, ...others];
  const parts = [
    ...haltOf(plan, halted),
    ...main,
    ...(late > 0 ? [`${late.toLocaleString('en-US')} later than promised`] : []),
    ...(undone > 0 ? [`${count(undone, 'revocation')} of earlier runs ${undone === 1 ? 'is' : 'are'} not over`] : []),
  ];
  const open = results.some(({ outcome }) => OPEN.has(outcome.kind)) || undone > 0;
  const red = open || halted.length > 0 || late > 0 || standing.problems.length > 0;
  return { tone: red ? 'bad' : calm(standing), sentence: told(parts, standing) };
}

const OPEN: ReadonlySet<Outcome['kind']> = new Set(['failed', 'pending', 'manual']);

function haltOf(plan: Plan, systems: readonly string[]): string[] {
  if (systems.length === 0) return [];
  const { halted } = notesOn(plan, new Map());
  const held = plan.decisions.filter(({ id }) => halted.has(id));
  return [`halted by a guard in ${systems.join(', ')}${held.length === 0 ? '' : `: ${amountOf(held)} not revoked`}`];
}

function haltedSystems({ systems }: Plan): string[] {
  return systems.filter(({ guard }) => guard.kind === 'halt').map(({ system }) => system);
}

/** Where a system was not seen, nobody knows that there is nothing to revoke. */
function nothingToRevoke({ organization, systems, decisions }: Plan, about: About): string[] {
  const unseen = systems.some(({ completeness, guard }) => completeness.kind === 'partial' || isHollow(guard));
  const reported = decisions.filter((decision) => isOnlyReported(decision, about)).length;
  return [
    unseen ? `no revocation is planned in ${organization}` : `nothing to revoke in ${organization}`,
    ...(reported === 0 ? [] : [`${count(reported, 'account')} would lose access in enforce mode`]),
  ];
}

/** A listing that was not believed. */
function isHollow(guard: Guard): boolean {
  return guard.kind === 'halt' && guard.violations.some(({ rule }) => rule === 'emptySystem');
}

function amount(decisions: readonly Decision[], what: string): string[] {
  return decisions.length === 0 ? [] : [`${amountOf(decisions)} ${what}`];
}

/** `3 accounts`, `1 account and 2 entitlements`. */
function amountOf(decisions: readonly Decision[]): string {
  const entitlements = decisions.filter(({ entitlement }) => entitlement !== null).length;
  const accounts = decisions.length - entitlements;
  const parts = [
    ...(accounts > 0 ? [count(accounts, 'account')] : []),
    ...(entitlements > 0 ? [count(entitlements, 'entitlement')] : []),
  ];
  return parts.join(' and ');
}

/** Nothing is red; what waits for a person is said all the same. */
function calm({ needs }: Standing): Tone {
  return needs > 0 ? 'look' : 'good';
}

/** One sentence of its parts, with what stands besides. */
function told(parts: readonly string[], { problems, optOuts, needs }: Standing): string {
  const all = [
    ...parts,
    ...(optOuts === null || optOuts === 0 ? [] : [`${count(optOuts, 'opt-out')} in force`]),
    ...(needs === 0 ? [] : [`${needs.toLocaleString('en-US')} ${needs === 1 ? 'needs' : 'need'} a person`]),
    ...(problems.length === 0 ? [] : ['not everything could be read, decided or done']),
  ];
  const sentence = all.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

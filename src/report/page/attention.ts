/** What a person should look after, the worst first; and the verdict that says so in one line. */
import type { Decision, Plan } from '../../core/decision.js';
import type { DesiredState } from '../../core/model.js';
import type { Register } from '../../core/register.js';
import { type Instant, instantOf } from '../../core/time.js';
import { count, driftSentence, REASON_WORDS, REVIEW_WORDS, span, violationSentence } from '../words.js';
import type { Attention, PageEntry, PageLog, PageModel } from './model.js';
import { dayAndTime, leftUntil, took } from './words.js';

export interface Situation {
  readonly desired: DesiredState;
  readonly register: Register;
  readonly plan: Plan;
  /** Why the plan is not the whole truth, as sentences. */
  readonly problems: readonly string[];
  readonly inForce: readonly PageEntry[];
  readonly notInForce: readonly PageEntry[];
  readonly log: PageLog | null;
  readonly now: Instant;
}

/** A policy repository whose last run is longer ago than this has stopped: the hourly run has a heartbeat of six hours. */
const SILENT = 24 * 3_600_000;
/** A broken promise is news for a week; then it is a figure. */
const RECENT = 7 * 24 * 3_600_000;

export function attentionOf(situation: Situation): readonly Attention[] {
  const all = [
    ...halts(situation),
    ...situation.problems.map((text): Attention => ({ tone: 'bad', mark: 'incomplete', text, section: 'systems' })),
    ...ofRuns(situation),
    ...ofOptOuts(situation),
    ...ofReviews(situation.plan.decisions),
    ...ofOthers(situation),
  ];
  return [...all.filter(({ tone }) => tone === 'bad'), ...all.filter(({ tone }) => tone === 'look')];
}

function halts({ plan }: Situation): Attention[] {
  return plan.systems.flatMap(({ system, guard }) =>
    guard.kind === 'pass'
      ? []
      : guard.violations.map((violation): Attention => {
          const text = `${system}: ${violationSentence(violation)}.`;
          return { tone: 'bad', mark: 'halted', text, section: 'systems' };
        }),
  );
}

function ofRuns({ log, now }: Situation): Attention[] {
  if (log === null) return [];
  const found: Attention[] = [];
  const say = (tone: Attention['tone'], mark: string, text: string, section: Attention['section'] = 'runs') =>
    found.push({ tone, mark, text, section });
  const [last] = log.runs;
  if (last !== undefined) {
    const ago = now - instantOf(last.startedAt);
    if (last.status === 1)
      say('bad', 'run failed', `The last run, of ${dayAndTime(last.startedAt)}, ended with a fault.`);
    if (ago > SILENT)
      say('bad', 'no run', `No run has been recorded for ${span(ago)}: look whether the schedule still runs.`);
  }
  for (const { account, system, ending, left } of log.revocations) {
    if (ending !== 'failed' && ending !== 'manual') continue;
    const what = ending === 'failed' ? 'failed; the next run tries again' : 'left something that only a person can do';
    say(
      'look',
      ending,
      `The revocation of ${account} in ${system} ${what}${left.length > 0 ? `: ${left.join('; ')}` : ''}.`,
    );
  }
  const { all, breaches } = log.times;
  const open = breaches.filter((breach) => breach.open);
  const late = breaches.filter(({ open: still, revokedAt }) => !still && now - instantOf(revokedAt) <= RECENT).length;
  if (late > 0) {
    const text = `${count(late, 'revocation')} of the last 7 days took longer than promised (of ${all.count} measured in all).`;
    say('look', 'late', text, 'promise');
  }
  for (const { account, system, took: length, promised } of open.slice(0, 3)) {
    const text = `${account} in ${system} is not gone after ${took(length)}; ${took(promised)} is promised.`;
    say('bad', 'overdue', text, 'promise');
  }
  return found;
}

function ofOptOuts({ inForce, notInForce, now }: Situation): Attention[] {
  const found: Attention[] = [];
  // Invalid and unverifiable ones stand among the problems, each with its reason.
  for (const { id, standing, why } of notInForce) {
    if (standing !== 'unapproved') continue;
    found.push({ tone: 'look', mark: 'unapproved', text: `${id} exempts nobody: ${why}.`, section: 'not-in-force' });
  }
  for (const { id, standing, terms, warnings } of inForce) {
    const whose = terms?.person ?? terms?.systems.join(', ') ?? '';
    if (standing === 'expiring' && terms !== null) {
      const text = `${id} (${whose}) lapses at ${dayAndTime(terms.expiresAt)} UTC: ${leftUntil(terms.expiresAt, now)}.`;
      found.push({ tone: 'look', mark: 'expiring', text, section: 'in-force' });
    }
    for (const warning of warnings)
      found.push({ tone: 'look', mark: 'warning', text: `${id}: ${warning}.`, section: 'in-force' });
  }
  return found;
}

/** These are no news: they stand outside for good, or stand among the problems. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  'self',
  'protected',
  'partial-observation',
  'approval-unverifiable',
  'clock-skew',
  'idp-unreadable',
  'service-owner-departed',
]);

function ofReviews(decisions: readonly Decision[]): Attention[] {
  const groups = new Map<string, { readonly why: string; readonly system: string; readonly names: string[] }>();
  for (const decision of decisions) {
    if (decision.kind !== 'review' || TOLD_ELSEWHERE.has(decision.why)) continue;
    const key = `${decision.why} ${decision.system}`;
    const group = groups.get(key) ?? { why: REVIEW_WORDS[decision.why], system: decision.system, names: [] };
    groups.set(key, group);
    group.names.push(
      decision.entitlement === null ? decision.account.name : `${decision.account.name} (${decision.entitlement})`,
    );
  }
  return [...groups.values()].map(({ why, system, names }) => ({
    tone: 'look' as const,
    mark: 'review',
    text: `${names.length > 3 ? count(names.length, 'account') : names.join(', ')} in ${system}: ${why}.`,
    section: 'matrix' as const,
  }));
}

function ofOthers({ register, plan, desired }: Situation): Attention[] {
  const services = register.services
    .filter(({ ownerDeparted }) => ownerDeparted)
    .map(({ service, owner }) => `${service}: its owner, ${owner}, has departed. Name a new one.`);
  const accounts = register.protectedAccounts
    .filter(({ ownerDeparted }) => ownerDeparted)
    .map(
      ({ account, system, owner }) => `${account} in ${system} is protected, and its owner, ${owner}, has departed.`,
    );
  const drift = plan.drift.map((one) => `${one.decision}: ${driftSentence(one)}.`);
  const unproven =
    desired.optOutPolicy.approvalSource === 'none'
      ? ['Approvals are not checked (approvalSource: none): every opt-out counts as approved. For a try-out only.']
      : [];
  const look = (mark: string, section: Attention['section']) => (text: string) =>
    ({ tone: 'look', mark, text, section }) as const;
  return [
    ...unproven.map((text): Attention => ({ tone: 'bad', mark: 'unproven', text, section: 'in-force' })),
    ...drift.map(look('drift', 'matrix')),
    ...[...services, ...accounts].map(look('owner', 'outside')),
    ...credentials(plan).map(look('in use', 'matrix')),
  ];
}

/** A leaver's key in production is how outages begin. */
function credentials({ warnings, decisions }: Plan): string[] {
  const reasons = new Map(decisions.map((decision) => [decision.id, decision]));
  return warnings.map(({ decision, entitlement, lastUsedAt, lastUsedBy }) => {
    const about = reasons.get(decision);
    const why = about?.kind === 'revoke' ? ` (${REASON_WORDS[about.reason]})` : '';
    const by = lastUsedBy === null ? '' : ` by ${lastUsedBy}`;
    return `${decision}${why} is to lose ${entitlement}, which was used${by} at ${dayAndTime(lastUsedAt)} UTC.`;
  });
}

/** What the page comes to, in a line or two. */
export function verdictOf(
  { inForce, plan, problems }: Situation,
  attention: readonly Attention[],
): PageModel['verdict'] {
  const bad = attention.filter(({ tone }) => tone === 'bad').length;
  const look = attention.length - bad;
  const revocations = new Set(plan.decisions.filter(({ kind }) => kind === 'revoke').map(({ id }) => id)).size;
  const held = inForce.length === 0 ? 'No opt-out is in force.' : `${count(inForce.length, 'opt-out')} in force.`;
  const due = revocations === 0 ? '' : ` ${count(revocations, 'revocation')} due at the next run.`;
  if (bad > 0) {
    const whole = problems.length > 0 ? ' This is not the whole truth.' : '';
    return { tone: 'bad', text: `${count(bad, 'thing')} ${bad === 1 ? 'is' : 'are'} wrong.${whole} ${held}${due}` };
  }
  if (look > 0) return { tone: 'look', text: `${count(look, 'thing')} to look at. ${held}${due}` };
  return { tone: 'good', text: `All is as it should be. ${held}${due}` };
}

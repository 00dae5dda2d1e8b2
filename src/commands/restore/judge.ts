/** Whether something may be brought back: not where the next run would take it again, nor to anybody else. */
import type { Decision, ReviewWhy } from '../../core/decision.js';
import type { DesiredState, Reason } from '../../core/model.js';
import type { Observation, ObservedAccount, Snapshot } from '../../core/observation.js';
import { EVERYTHING, plan } from '../../core/plan.js';
import type { Lost } from '../../core/restoration.js';
import type { Instant } from '../../core/time.js';
import { REASON_WORDS, REVIEW_WORDS, when } from '../../report/words.js';

export type Verdict =
  | { readonly kind: 'allowed'; readonly note: string | null }
  | { readonly kind: 'refused'; readonly why: string; readonly mend: string };

/** What stands: a person may look at it, and no run takes it away. */
const STANDING: ReadonlySet<ReviewWhy> = new Set<ReviewWhy>([
  'report-mode',
  'protected',
  'orphaned',
  'self',
  'service-owner-departed',
  'suspended-while-active',
]);

/** Decides it by the plan's own table, on the system as it would be with the account back. */
export function judge(
  lost: Lost,
  fresh: Observation,
  { desired, snapshot, now }: { desired: DesiredState; snapshot: Snapshot; now: Instant },
): Verdict {
  const back = asBack(lost, fresh);
  const accounts = [...fresh.accounts.filter(({ id }) => id !== back.id), back];
  const others = snapshot.systems.filter(({ system }) => system !== fresh.system);
  const hypothetical = { ...snapshot, systems: [...others, { ...fresh, accounts }] };
  const made = plan(desired, hypothetical, now, { ...EVERYTHING, systems: new Set([fresh.system]) });
  if (!made.identityProviderRead) {
    const mend = 'Run it again when it answers.';
    return refused('the identity provider could not be read, so nobody knows whether the person left', mend);
  }
  const of = (id: string) => made.decisions.find((one) => one.id === id);
  const own = made.decisions.find(({ account, entitlement }) => account.id === back.id && entitlement === null);
  const account = own === undefined ? null : verdictOn(own, lost);
  if (account === null || account.kind === 'refused' || lost.decision.entitlement === null) return account ?? UNDECIDED;
  const entitlement = of(lost.decision.id);
  return entitlement === undefined ? account : verdictOn(entitlement, lost);
}

const UNDECIDED: Verdict = { kind: 'refused', why: 'nothing could be decided on this account', mend: '' };

function verdictOn(decision: Decision, { decision: before }: Lost): Verdict {
  const whose = (one: Pick<Decision, 'person' | 'service'>) => one.person ?? one.service;
  if (decision.kind === 'review' && decision.why === 'identity-conflict') {
    return refused(REVIEW_WORDS['identity-conflict'], 'Correct the account in the roster, and pin it by its id.');
  }
  if (whose(before) !== null && whose(decision) !== whose(before)) {
    const now = whose(decision) ?? 'nobody in the roster';
    return refused(
      `it was ${whose(before)}'s account, and is ${now === whose(decision) ? `${now}'s` : `claimed by ${now}`} now`,
      'Correct whose account it is in the roster.',
    );
  }
  switch (decision.kind) {
    case 'keep':
      return { kind: 'allowed', note: null };
    case 'exempt':
      return { kind: 'allowed', note: `opt-out ${decision.optOut} holds it until ${when(decision.expiresAt)}` };
    case 'review':
      // An administrator who is read alone seems to be the last one: what matters is why the account was to go.
      if (decision.why === 'last-admin' && decision.reason !== null) {
        return refused(`nothing grants it: ${REASON_WORDS[decision.reason]}`, MENDS[decision.reason]);
      }
      if (STANDING.has(decision.why)) return { kind: 'allowed', note: noteOn(decision.why) };
      return refused(REVIEW_WORDS[decision.why], 'Run it again when that is settled.');
    case 'settled':
    case 'revoke':
      return refused(`the next run would revoke it again: ${REASON_WORDS[decision.reason]}`, MENDS[decision.reason]);
  }
}

function noteOn(why: ReviewWhy): string | null {
  return why === 'report-mode' ? 'the system is in report mode; in enforce mode it would be revoked again' : null;
}

const OPT_OUT = 'or have an opt-out approved';
const MENDS: Readonly<Record<Reason, string>> = {
  departed: `Correct status or leavesAt in the roster, ${OPT_OUT}, and run it again.`,
  suspended: `Set the status to active in the roster, ${OPT_OUT}, and run it again.`,
  'idp-inactive': `Activate the person at the identity provider, ${OPT_OUT}, and run it again.`,
  orphaned: 'Let a person or service in the roster claim the account, and run it again.',
  'role-changed': `Grant it by a role of the person, ${OPT_OUT}, and run it again.`,
};

function refused(why: string, mend: string): Verdict {
  return { kind: 'refused', why, mend };
}

/** The account as it would be: as it is now, or as the journal has it where it is gone, active and with the entitlement. */
function asBack({ decision, account }: Lost, fresh: Observation): ObservedAccount {
  const now = fresh.accounts.find(({ id }) => id === account.id) ?? account;
  const held = account.entitlements.filter(({ id }) => id === decision.entitlement);
  const missing = held.filter(({ id }) => !now.entitlements.some((one) => one.id === id));
  const status = now.status === 'suspended' ? 'active' : now.status;
  return { ...now, read: 'direct', status, suspendedAt: null, entitlements: [...now.entitlements, ...missing] };
}

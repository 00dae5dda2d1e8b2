/** News of opt-outs, revocations and what was brought back: each event is one, but for an attempt that fails again and again. */
import type { Revoke } from '../core/decision.js';
import type { NewsItem, NewsKind } from '../core/news.js';
import type { Transition } from '../core/record.js';
import { instantOf, type Timestamp } from '../core/time.js';
import type { Ending, JournalEvent, RestorationEnding, RevocationId } from './event.js';

/** What one event brings, given those before it: a walk over the log calls it once for each, in order. */
export type Teller = (event: JournalEvent) => readonly NewsItem[];

/** What lasts is told when it begins, when it changes, and then once in so long. */
const HOUR = 60 * 60 * 1000;
export const AGAIN_AFTER = 24 * 60 * 60 * 1000;

const NEWS_OF: Readonly<Record<Transition, NewsKind | null>> = {
  requested: 'opt-out-requested',
  // What counts for people is that it is in force, which follows.
  approved: null,
  activated: 'opt-out-in-force',
  expiring: 'opt-out-expiring',
  lapsed: 'opt-out-lapsed',
  reverted: 'opt-out-reverted',
  refused: 'opt-out-refused',
};

const SAID: Readonly<Record<Transition, string>> = {
  requested: 'was opened: it asks for an exception',
  approved: 'was approved',
  activated: 'is in force',
  expiring: 'lapses soon',
  lapsed: 'has lapsed: it exempts nobody any more',
  reverted: 'was taken back before its end: it exempts nobody any more',
  refused: 'was refused: it exempts nobody',
};

/**
 * The transitions of opt-outs. A justification is never in it: it may be personal. Links lead to the repository that the caller
 * knows, never to one that the log names.
 */
export function ofOptOuts(repository: string | null): Teller {
  return (event) => {
    if (event.type !== 'opt-out') return [];
    const kind = NEWS_OF[event.transition];
    if (kind === null) return [];
    const { optOut, transition, person, systems, owner, requestedBy, approvedBy, pullRequest, expiresAt, why } = event;
    const facts: (readonly [string, string | null])[] = [
      ['for', person],
      ['systems', systems.length === 0 ? null : systems.join(', ')],
      ['until', expiresAt],
      ['owner', owner],
      ['requested by', requestedBy],
      ['approved by', approvedBy.length === 0 ? null : approvedBy.join(', ')],
      ['pull request', pullRequest === null ? null : `#${pullRequest}`],
      ['why', why === '' ? null : why],
    ];
    return [
      {
        key: keyOf(`${kind} ${optOut}`, event),
        kind,
        at: event.at,
        subject: `opt-out ${optOut}`,
        sentence: `Opt-out ${optOut} ${SAID[transition]}.`,
        facts: facts.flatMap(([label, text]) => (text === null ? [] : [[label, text] as const])),
        link: pullAt(repository, pullRequest),
      },
    ];
  };
}

function pullAt(repository: string | null, number: number | null): string | null {
  return repository === null || number === null ? null : `${repository}/pull/${number}`;
}

/** What came of it, after `github/583231 of ana.ruiz`. */
const ENDED: Readonly<Record<Ending, (revoked: string) => string>> = {
  verified: (revoked) => `was ${revoked} and read back: nothing is left`,
  pending: (revoked) => `was ${revoked} and does not show yet: it is read back again`,
  residual: (revoked) => `was ${revoked}; what is left ends by itself`,
  manual: (revoked) => `was ${revoked}; something is left that only a person can do`,
  failed: (revoked) => `could not be ${revoked}: the next run tries again`,
  dropped: (revoked) => `was not ${revoked}: a fresh look no longer showed what was planned`,
};

/** Of these the next run makes another attempt, which is news again only after a day, or when it ends otherwise. */
const OPEN: ReadonlySet<Ending> = new Set(['failed', 'pending', 'dropped']);

/** How revocations ended, also where a later run found that something changed. */
export function ofRevocations(): Teller {
  const decisions = new Map<RevocationId, Revoke>();
  const open = new Map<string, { readonly ending: Ending; readonly told: Timestamp }>();
  const endings = new Map<RevocationId, Ending>();
  return (event) => {
    if (event.type === 'begun') decisions.set(event.revocation, event.decision);
    if (event.type !== 'ended') return [];
    const { revocation, ending, at, left } = event;
    const decision = decisions.get(revocation);
    if (decision === undefined || endings.get(revocation) === ending) return [];
    endings.set(revocation, ending);
    const before = open.get(decision.id);
    if (!OPEN.has(ending)) open.delete(decision.id);
    else if (before?.ending === ending && !isDue(before.told, at)) return [];
    else open.set(decision.id, { ending, told: at });
    const revoked = `${decision.stage === 'delete' ? 'deleted' : 'revoked'} (${decision.reason})`;
    const whose = decision.person ?? decision.service ?? 'nobody';
    return [
      {
        key: keyOf(`revocation ${ending} ${decision.id}`, event),
        kind: 'revocation',
        at,
        subject: decision.id,
        sentence: `${decision.id} of ${whose} ${ENDED[ending](revoked)}.`,
        facts: [['revocation', revocation] as const, ...left.map((what) => ['left', what] as const)],
        link: null,
      },
    ];
  };
}

const BACK: Readonly<Record<RestorationEnding, string>> = {
  restored: 'was brought back',
  pending: 'was brought back in part, and something waits',
  failed: 'was to be brought back, and that failed',
};

/** What was brought back. */
export function ofRestorations(): Teller {
  return (event) => {
    if (event.type !== 'restored') return [];
    const { revocation, ending, left, at } = event;
    const subject = revocation.replace(/@[^@]*$/, '');
    return [
      {
        key: keyOf(`restoration ${ending} ${subject}`, event),
        kind: 'restoration',
        at,
        subject,
        sentence: `${subject} ${BACK[ending]}.`,
        facts: [['revocation', revocation] as const, ...left.map((what) => ['not back', what] as const)],
        link: null,
      },
    ];
  };
}

/** Keys are kept in the log for good: the number of the event makes one unlike any other, whatever stands before it. */
export function keyOf(what: string, { seq }: JournalEvent): string {
  // An id may hold what no key may.
  return `${what.slice(0, 200).replace(/\p{Cc}/gu, ' ')} #${seq}`;
}

/** Whether what was told then and lasts is due again. */
export function isDue(told: Timestamp, at: Timestamp): boolean {
  const since = instantOf(at) - instantOf(told);
  // What was told at a time to come was told by a clock that was wrong, or by somebody who wants it not to be told again.
  return since >= AGAIN_AFTER || since < -HOUR;
}

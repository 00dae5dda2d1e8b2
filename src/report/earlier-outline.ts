/** What earlier runs left: read back again by a run, or as the journal has it. */
import type { Revoke } from '../core/decision.js';
import type { EarlierResult, Outcome } from '../core/outcome.js';
import type { Timestamp } from '../core/time.js';
import { subjectOf } from './decision-rows.js';
import { notesOf, rank, TONES } from './outcome-rows.js';
import type { Group, Row } from './outline.js';
import { capped, when } from './words.js';

/** As many rows as a person looks at. */
const MOST_ROWS = 15;

/**
 * Each until nothing is left of it. Told elsewhere: what is over now, among what changed, and what only a person can do, among
 * what needs one.
 */
export function groupOfEarlier(earlier: readonly EarlierResult[]): Group[] {
  const all = earlier.flatMap(({ decision, revokedAt, outcome, remainders }): Row[] => {
    const left = remainders.filter(({ kind }) => kind !== 'manual');
    if (outcome.kind === 'verified' || (outcome.kind === 'manual' && left.length === 0)) return [];
    const failed = outcome.kind === 'failed';
    return [
      {
        tone: failed ? 'look' : TONES[outcome.kind],
        mark: failed ? 'open' : outcome.kind,
        subject: subjectOf(decision),
        detail: `revoked in ${decision.system} on ${when(revokedAt)}; ${STANDING[outcome.kind]}`,
        notes: notesOf(outcome, left),
      },
    ];
  });
  if (all.length === 0) return [];
  const { rows, rest } = capped(
    all.sort((a, b) => rank(a) - rank(b)),
    MOST_ROWS,
  );
  return [{ ...groupNamed('Left by earlier runs', rows), rest }];
}

const STANDING: Readonly<Record<Outcome['kind'], string>> = {
  verified: 'nothing is left of it any more',
  pending: 'something of it is there again: the next run takes it away',
  residual: 'what is left ends by itself',
  manual: 'something is left that only a person can do',
  failed: 'nobody knows whether what was left is gone',
  dropped: '',
};

/** A revocation that is not over, as the journal has it. */
export interface OpenRevocation {
  readonly revocation: string;
  readonly revokedAt: Timestamp;
  readonly decision: Revoke;
  /** Null where the run was killed before it ended. */
  readonly ending: Outcome['kind'] | null;
  readonly left: readonly string[];
}

/** The revocations of one person that are not over; `unread` says why the journal could not tell. */
export function groupOfOpen(open: readonly OpenRevocation[], unread: string | null): Group {
  const rows = open.map(({ revocation, revokedAt, decision, ending, left }): Row => {
    return {
      tone: 'look',
      mark: ending ?? 'cut off',
      subject: decision.id,
      detail: `revoked on ${when(revokedAt)}; ${TAKEN_UP[ending ?? 'cut off'] ?? STANDING[ending ?? 'failed']}`,
      facts: [revocation],
      notes: left,
    };
  });
  const group = groupNamed('Revocations not over', rows, 'as the journal has them');
  if (unread !== null) return { ...group, notes: [`the journal could not be read: ${unread}`] };
  return { ...group, rest: rows.length === 0 ? 'None.' : '' };
}

const TAKEN_UP: Readonly<Record<string, string>> = {
  'cut off': 'the run was cut off: the next one takes it up',
  failed: 'it failed: the next run takes it up',
  pending: 'it did not show yet: the next run takes it up',
};

function groupNamed(title: string, rows: readonly Row[], aside = ''): Group {
  return { title, aside, rows, notes: [], asides: [], rest: '', unreachable: [], outside: [] };
}

/** Which revocations are to be brought back, and what the journal has of each. */
import { attemptsAt, type Revocation, type RevocationId } from '../../audit/journal.js';
import type { Lost } from '../../core/restoration.js';
import { nearest } from '../../documents/nearest.js';
import { LeaverError } from '../../errors.js';

/** One revocation with all attempts at it. */
export interface Chosen {
  readonly revocation: Revocation;
  /** Ids of the attempts before it that it took up. */
  readonly covers: readonly RevocationId[];
  /** The account as it was before the first attempt, and everything that was recorded. */
  readonly lost: Lost;
}

export interface Choice {
  readonly revocations: readonly RevocationId[];
  readonly people: readonly string[];
  readonly systems: readonly string[];
}

/**
 * Those named by id, and of each person the latest of each account that was not brought back yet. Throws `usage` for an id
 * or person that the journal holds nothing of.
 */
export function choose(all: readonly Revocation[], { revocations, people, systems }: Choice): readonly Chosen[] {
  const chosen = new Map<string, Revocation>();
  for (const person of people) {
    const own = all.filter(({ decision }) => decision.person === person && isIn(decision.system, systems));
    if (own.length === 0) throw nothingOf(person);
    for (const revocation of own) {
      // A later revocation of the same account takes the place of an earlier one.
      if (recordedIn(revocation, all)) chosen.set(revocation.decision.id, revocation);
    }
    for (const { decision, restoration } of [...chosen.values()]) {
      if (restoration === 'restored') chosen.delete(decision.id);
    }
  }
  for (const id of revocations) {
    const found = all.find((one) => one.id === id);
    if (found === undefined) throw unknownId(id, all);
    chosen.set(found.decision.id, found);
  }
  return [...chosen.values()].map((revocation) => chosenOf(revocation, all));
}

function chosenOf(revocation: Revocation, all: readonly Revocation[]): Chosen {
  const attempts = attemptsAt(revocation, all);
  const { decision } = revocation;
  return {
    revocation,
    covers: attempts.filter(({ id }) => id !== revocation.id).map(({ id }) => id),
    lost: {
      decision,
      account: attempts[0]?.account ?? revocation.account,
      evidence: attempts.flatMap(({ evidence }) => evidence),
    },
  };
}

function recordedIn(revocation: Revocation, all: readonly Revocation[]): boolean {
  return attemptsAt(revocation, all).some(({ evidence }) => evidence.length > 0);
}

function isIn(system: string, systems: readonly string[]): boolean {
  return systems.length === 0 || systems.includes(system);
}

const WHERE = 'The journal of a run on another machine is kept there: run restore where that journal is.';

function nothingOf(person: string): LeaverError {
  return new LeaverError('usage', `The journal here holds no revocation of ${person}.`, { mend: WHERE });
}

function unknownId(id: string, all: readonly Revocation[]): LeaverError {
  const account = id.replace(/@[^@]*$/, '');
  const own = all.filter(({ decision }) => decision.id === account).map((one) => one.id);
  const near = nearest(
    id,
    all.map((one) => one.id),
  );
  const latest = own.at(-1) ?? near;
  const mend = latest === null ? WHERE : `Did you mean ${latest}?`;
  return new LeaverError('usage', `The journal here holds no revocation ${id}.`, { mend });
}

/** Whether what was read from the log is an event: a run acts by it, and anybody may have written it. */
import type { JournalEvent } from './event.js';
import { type Fields, isName, isTime, isWhole, orNull } from './shape-fields.js';
import { isNoted } from './shape-noted.js';
import { isOfRestoration, isOfRevocation } from './shape-revocation.js';

/**
 * Checks each field of each type: what is an event here, every reader takes as its type says. One that can't be read stays
 * in the log until a person takes it out, so that no run may choke on it halfway. Fields that nobody knows yet are let be:
 * a newer Leaver wrote them.
 */
export function isEvent(value: Fields): value is Fields & JournalEvent {
  const { seq, at, run, actor, commit, previous, revocation, restoration } = value;
  if (!isWhole(seq) || !isTime(at) || !isName(run) || !isName(actor)) return false;
  if (!isName(previous) || !orNull(commit, isName)) return false;
  if (revocation === null) return isNoted(value);
  if (!isName(revocation)) return false;
  return restoration === undefined ? isOfRevocation(value) : isName(restoration) && isOfRestoration(value);
}

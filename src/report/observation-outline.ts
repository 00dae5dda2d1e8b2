import type { Plan } from '../core/decision.js';
import type { Approval } from '../core/observation.js';
import { type About, notesOn, rowOf } from './decision-rows.js';
import type { Outline } from './outline.js';
import { groupOf } from './plan-outline.js';
import { count } from './words.js';

/**
 * What was seen, and nothing of what would follow from it: observing judges nobody.
 * @param file the snapshot's name, where it was written
 */
export function outlineOfObservation(
  seen: Plan,
  problems: readonly string[],
  about: About,
  file: string | null,
  approvals: readonly Approval[],
): Outline {
  const accounts = seen.systems.reduce((sum, system) => sum + system.accounts, 0);
  const all = problems.length === 0;
  const approved = approvals.filter(({ verdict }) => verdict === 'approved').length;
  const found = `${count(accounts, 'account')} in ${count(seen.systems.length, 'system')} of ${seen.organization}`;
  const notes = notesOn(seen, about);
  return {
    banner: null,
    tone: all ? 'good' : 'bad',
    verdict: `Observed ${found}.${all ? '' : ' Not everything could be read: see below.'}`,
    figures: [],
    groups: seen.systems.map((system) => ({
      ...groupOf(seen, system, about, (decision) => rowOf(decision, notes)),
      notes: [],
      rows: [],
      unreachable: [],
      outside: [],
      rest: '',
    })),
    problems,
    footer: [
      ...(approvals.length === 0
        ? []
        : [`${approved} of ${count(approvals.length, 'opt-out')} proved to be approved.`]),
      ...(file === null ? [] : [`The snapshot is in ${file}. To plan from it, offline:`, `leaver plan --from ${file}`]),
    ],
  };
}

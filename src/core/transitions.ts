/** What has happened to opt-outs since the log was written last. Pure: of the register and of what the log tells. */
import type { OptOutId } from './model.js';
import type { OptOutRecord, Transition } from './record.js';
import type { Entry, Register } from './register.js';
import type { Standing } from './standing.js';

/** A transition that is not in the log yet. */
export type NewTransition = Omit<OptOutRecord, 'at' | 'run'>;

/** After these, an opt-out's life begins anew if it is there again. */
const ENDS: ReadonlySet<Transition> = new Set(['lapsed', 'reverted', 'refused']);

/** What an opt-out of this standing has gone through, in order; null: nobody knows, and nothing is said. */
const WAY: Readonly<Record<Standing, readonly Transition[] | null>> = {
  pending: ['requested', 'approved'],
  active: ['requested', 'approved', 'activated'],
  expiring: ['requested', 'approved', 'activated', 'expiring'],
  lapsed: ['requested', 'lapsed'],
  unapproved: ['requested', 'refused'],
  invalid: ['requested', 'refused'],
  unverifiable: null,
};

/**
 * What is to be recorded, in the register's order and then for those that are gone from it. Each transition once for each
 * life of an opt-out: one that was refused, lapsed or taken away and holds again goes through its way anew.
 */
export function transitionsDue(register: Register, known: readonly OptOutRecord[]): readonly NewTransition[] {
  const lives = new Map<string, OptOutRecord[]>();
  for (const record of known) {
    const there = lives.get(record.optOut);
    if (there === undefined) lives.set(record.optOut, [record]);
    else there.push(record);
  }
  const present = new Set(register.optOuts.map(({ id }) => id));
  return [
    ...register.optOuts.flatMap((entry) => dueOf(entry, lives.get(entry.id) ?? [])),
    ...[...lives].flatMap(([id, life]) => (present.has(id) ? [] : gone(life))),
  ];
}

function dueOf(entry: Entry, life: readonly OptOutRecord[]): NewTransition[] {
  const way = WAY[entry.standing];
  if (way === null) return [];
  const last = life.at(-1);
  const goal = way.at(-1);
  if (last?.transition === goal && (goal !== 'refused' || last?.why === entry.why)) return [];
  const begun = life.findLastIndex(({ transition }) => ENDS.has(transition));
  const now = new Set(life.slice(begun + 1).map(({ transition }) => transition));
  const asked = life.slice(life.findLastIndex(({ transition }) => transition === 'reverted') + 1);
  return way
    .filter((transition) => {
      // Without a proof nobody approved it: the policy asks for none, or it is not merged yet.
      if (transition === 'approved' && entry.verdict !== 'approved') return false;
      return transition === 'requested' ? asked.every((one) => one.transition !== 'requested') : !now.has(transition);
    })
    .map((transition) => recordOf(entry, transition));
}

/** Its file is gone: where it had not lapsed nor been refused, somebody took it back. */
function gone(life: readonly OptOutRecord[]): NewTransition[] {
  const last = life.at(-1);
  // One that was only asked for stands in a pull request that is open yet, or was closed.
  if (last === undefined || ENDS.has(last.transition) || last.transition === 'requested') return [];
  const { at: _, run: __, ...of } = last;
  return [{ ...of, transition: 'reverted', standing: null, why: 'its file is gone' }];
}

function recordOf({ id, standing, why, terms, approvedBy, pullRequest }: Entry, transition: Transition): NewTransition {
  return {
    optOut: id as OptOutId,
    transition,
    standing,
    person: terms?.person ?? null,
    systems: terms?.systems ?? [],
    owner: terms?.owner ?? null,
    requestedBy: terms?.requestedBy ?? null,
    approvedBy,
    pullRequest,
    expiresAt: terms?.expiresAt ?? null,
    why: transition === 'refused' ? why : '',
  };
}

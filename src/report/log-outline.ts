/** A verdict on the log, told. */

import type { Timestamp } from '../core/time.js';
import type { Group, Outline, Row } from './outline.js';
import { count, when } from './words.js';

/** What was found out about the log. */
export interface LogChecked {
  readonly events: number;
  /** Where it ends, as a checkpoint is written; null where it is empty or its end can't be read. */
  readonly checkpoint: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly tamperings: readonly { readonly where: string; readonly kind: string; readonly what: string }[];
  /** How many more were found. */
  readonly more: number;
  /** How many checkpoints it was held against. */
  readonly checkpoints: number;
}

/** @param log the name of the copy that was read; null: the log itself */
export function outlineOfLog(checked: LogChecked, log: string | null): Outline {
  const { events, tamperings, more } = checked;
  const found = tamperings.length + more;
  const name = log === null ? 'The log' : log;
  const holds = count(events, 'event').replace(/^\d+/, events.toLocaleString('en-US'));
  const whole =
    events === 0 ? `${name} holds no event.` : `${name} is whole: ${holds}, each chained to the one before it.`;
  return {
    banner: null,
    tone: found === 0 ? 'good' : 'bad',
    verdict: found === 0 ? whole : `${name} was tampered with, or damaged: ${count(found, 'finding')} in ${holds}.`,
    figures: [],
    problems: [],
    groups: found === 0 ? [] : [groupOf(checked)],
    footer: footerOf(checked),
  };
}

function groupOf({ tamperings, more }: LogChecked): Group {
  const rows = tamperings.map(
    ({ where, kind, what }): Row => ({ tone: 'bad', mark: kind, subject: where, detail: what, notes: [] }),
  );
  const rest = more === 0 ? '' : `${more.toLocaleString('en-US')} more like these.`;
  return {
    title: 'Where',
    aside: '',
    notes: [],
    asides: [],
    rows,
    head: ['line', 'what'],
    rest,
    unreachable: [],
    outside: [],
  };
}

function footerOf({ checkpoint, from, to, checkpoints, tamperings }: LogChecked): string[] {
  const period = from === null || to === null ? [] : [`From ${when(from as Timestamp)} to ${when(to as Timestamp)}.`];
  // Of a log that is not whole it would bless what was made of it.
  const head = checkpoint === null || tamperings.length > 0 ? [] : [`Checkpoint: ${checkpoint}`];
  const held =
    checkpoints === 0
      ? 'Held against no checkpoint: a log that was cut off at its end, or written anew as a whole, would not show.'
      : `Held against ${count(checkpoints, 'checkpoint')}.`;
  const mend = 'Bring the log back from a copy that is whole, and find out who could write to it meanwhile.';
  return [...period, ...head, held, ...(tamperings.length === 0 ? [] : [mend])];
}

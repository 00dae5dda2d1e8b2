/** The log in other forms, an event at a time, so that one of any length can be exported. */
import type { Instant } from '../core/time.js';
import { instantOf } from '../core/time.js';
import { LeaverError } from '../errors.js';
import { TYPES } from './envelope.js';
import type { JournalEvent } from './event.js';
import { eventOf } from './line.js';
import { ocsfMapper } from './ocsf.js';
import type { PlacedLine } from './verify.js';

export const EXPORT_FORMATS = ['ocsf', 'csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Both ends belong to it; null: no bound. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** One field of a CSV file, in quotes and harmless in a spreadsheet. */
  readonly csvField: (text: string) => string;
}

/**
 * The events of a period, a line each with its break: `jsonl` gives the very lines of the log, whose hashes hold; `ocsf` an OCSF event
 * a line; `csv` a table with a head. Throws `journal` where a line is no event that bears its hash.
 */
export async function* exported(lines: AsyncIterable<PlacedLine>, options: ExportOptions): AsyncIterable<string> {
  const { format, from, to, csvField } = options;
  const ocsf = ocsfMapper();
  if (format === 'csv') yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`;
  for await (const { line, where } of lines) {
    const event = eventOf(line) ?? broken(where);
    // Those before the period are looked at all the same: they say what later ones are about.
    const mapped = format === 'ocsf' ? ocsf(event) : null;
    const at = instantOf(event.at);
    if ((from !== null && at < from) || (to !== null && at > to)) continue;
    if (format === 'jsonl') yield `${line}\n`;
    else if (mapped !== null) yield `${JSON.stringify(mapped)}\n`;
    else yield `${COLUMNS.map(([, value]) => csvField(value(event))).join(',')}\r\n`;
  }
}

type Column = readonly [name: string, value: (event: JournalEvent) => string];

const field =
  (name: string) =>
  (event: JournalEvent): string => {
    const value = (event as unknown as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === null) return '';
    return Array.isArray(value)
      ? value.map(String).join('; ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);
  };

/** Of an opt-out, or what a run was narrowed to; what a run saw of each system is no column. */
function systemsIn(event: JournalEvent): string {
  return event.type === 'opt-out' || event.type === 'run-started' ? event.systems.join('; ') : '';
}

const COLUMNS: readonly Column[] = [
  ['sequence', ({ seq }) => String(seq)],
  ['time', ({ at }) => at],
  ['event', ({ type }) => TYPES[type]],
  ['run', ({ run }) => run],
  ['actor', ({ actor }) => actor],
  ['commit', ({ commit }) => commit ?? ''],
  ['revocation', ({ revocation }) => revocation ?? ''],
  ['system', (event) => (event.type === 'begun' ? event.decision.system : field('system')(event) || systemsIn(event))],
  ['account', (event) => (event.type === 'begun' ? event.decision.account.id : '')],
  ['person', (event) => (event.type === 'begun' ? (event.decision.person ?? '') : field('person')(event))],
  ['reason', (event) => (event.type === 'begun' ? event.decision.reason : '')],
  ['opt-out', field('optOut')],
  ['transition', field('transition')],
  ['owner', field('owner')],
  ['approved by', field('approvedBy')],
  ['pull request', field('pullRequest')],
  ['expires at', field('expiresAt')],
  ['action', field('action')],
  ['object', field('object')],
  ['result', (event) => field('result')(event) || field('ending')(event) || field('status')(event)],
  ['request id', field('requestId')],
  ['left', field('left')],
  ['why', (event) => field('why')(event) || field('problems')(event)],
  ['hash', ({ hash }) => hash],
];

function broken(where: string): never {
  throw new LeaverError('journal', `${where} is not an event that bears its own hash`, {
    mend: 'Nothing that follows was exported: `leaver audit verify` says what is wrong.',
  });
}

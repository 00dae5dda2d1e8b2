/** `leaver audit export`: the log for a SIEM, a spreadsheet or an archive. */
import { type ExportFormat, exported } from '../../audit/export.js';
import { LeaverError } from '../../errors.js';
import { csv } from '../../text/escape.js';
import type { Context } from '../context.js';
import { load } from '../load.js';
import type { CommandResult } from '../result.js';
import { boundOf } from './about.js';

export interface ExportFlags {
  readonly format: ExportFormat;
  /** A date (its beginning) or a time; null: from the first event on. */
  readonly from: string | null;
  /** A date (its end) or a time; null: to the last event. */
  readonly to: string | null;
}

export type Exported =
  | { readonly kind: 'lines'; readonly lines: AsyncIterable<string> }
  | { readonly kind: 'invalid'; readonly result: CommandResult };

/** Gives the lines one after the other; nothing is held in memory. Throws `usage` for what is no time, `journal` for a broken line. */
export async function exportCommand(context: Context, { format, from, to }: ExportFlags): Promise<Exported> {
  const within = { from: boundOf(from, '--from', 'first'), to: boundOf(to, '--to', 'last') };
  if (within.from !== null && within.to !== null && within.from > within.to) {
    throw new LeaverError('usage', '--from lies after --to.', { mend: 'Name the earlier one first.' });
  }
  const loaded = await load(context, { systems: [], people: [] }, context.clock.now());
  if (loaded.kind === 'invalid') return { kind: 'invalid', result: loaded.result };
  const journal = context.journal(loaded.desired.journal);
  return { kind: 'lines', lines: exported(journal.lines(), { format, ...within, csvField: csv }) };
}

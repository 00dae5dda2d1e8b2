/** `leaver audit verify`: whether the log is whole, and where it is not. */
import { type Checkpoint, checkpointText, parseCheckpoint } from '../../audit/journal.js';
import { type PlacedLine, type Verdict, verifyLog } from '../../audit/verify.js';
import { LeaverError } from '../../errors.js';
import { outlineOfLog } from '../../report/log-outline.js';
import type { Context } from '../context.js';
import { load } from '../load.js';
import type { CommandResult } from '../result.js';

export interface VerifyOptions {
  /** A copy of the log, a file as `audit export --format jsonl` or a sink makes it; null: the log itself. */
  readonly log: string | null;
  /** `SEQUENCE@sha256:…`, as a run's summary shows it. */
  readonly checkpoints: readonly string[];
}

/** Ends with 1 where anything is wrong with it. Throws `usage` for what is no checkpoint. */
export async function verifyCommand(context: Context, options: VerifyOptions): Promise<CommandResult> {
  const given = options.checkpoints.map(checkpointOf);
  if (options.log !== null) {
    const { log } = options;
    return resultOf(await verifyLog(numbered(context.named.lines(log), log), given), log);
  }
  const loaded = await load(context, { systems: [], people: [] }, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const journal = context.journal(loaded.desired.journal);
  const beside = await journal.checkpoints();
  context.progress('reading the log …');
  return resultOf(await verifyLog(journal.lines(), [...beside, ...given]), null);
}

function checkpointOf(text: string): Checkpoint {
  const checkpoint = parseCheckpoint(text);
  if (checkpoint !== null) return checkpoint;
  throw new LeaverError('usage', `"${text}" is not a checkpoint.`, {
    mend: 'Copy it from a run’s summary: a number, @ and sha256: with 64 digits.',
  });
}

async function* numbered(lines: AsyncIterable<string>, file: string): AsyncIterable<PlacedLine> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    yield { line, where: `${file}:${number}` };
  }
}

function resultOf(verdict: Verdict, log: string | null): CommandResult {
  const checkpoint = verdict.head === null ? null : checkpointText(verdict.head);
  const { head: _, ...found } = verdict;
  const checked = { ...found, checkpoint };
  const whole = verdict.tamperings.length === 0;
  return {
    status: whole ? 0 : 1,
    told: { kind: 'outline', outline: outlineOfLog(checked, log) },
    json: { version: 1, whole, ...checked },
    findings: [],
  };
}

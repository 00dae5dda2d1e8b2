/** The two sides of a preview: the trusted base, and a proposal that is only ever read as data. */
import type { DesiredState, OptOut } from '../../core/model.js';
import type { IsUnchanged } from '../../core/preview-approvals.js';
import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { Finding } from '../../policy/finding.js';
import { loadPolicy } from '../../policy/load.js';
import type { Files } from '../../ports/ports.js';

/** What was read of a policy repository. */
export interface Side {
  /** Null where it is invalid. */
  readonly desired: DesiredState | null;
  readonly findings: readonly Finding[];
  /** Why it could not be read at all, with the mend; null where it was. */
  readonly unreadable: string | null;
}

/** Reads one side. What can't be read at all is told, not thrown: a comment must never keep an older, better word. */
export async function readSide(files: Pick<Files, 'list' | 'read'>, at: Instant): Promise<Side> {
  try {
    const { desired, findings } = await loadPolicy(files, { at });
    return { desired, findings, unreadable: null };
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    return { desired: null, findings: [], unreadable: `${error.message}. ${error.mend}`.trim() };
  }
}

/** Findings that the base does not have as well, and every error: those decide whether the proposal is valid. */
export function newFindings(base: Side, proposal: Side): readonly Finding[] {
  const known = new Set(base.findings.map(essenceOf));
  return proposal.findings.filter((finding) => finding.severity === 'error' || !known.has(essenceOf(finding)));
}

function essenceOf({ file, path, message }: Finding): string {
  return JSON.stringify([file, path, message]);
}

/** Tells which opt-outs stand in the same file, with the same bytes, in both: their approval can be proved. */
export async function unchangedIn(base: Files, proposed: Files, optOuts: readonly OptOut[]): Promise<IsUnchanged> {
  const [before, after] = await Promise.all([sizesIn(base), sizesIn(proposed)]);
  const unchanged = new Set<string>();
  for (const { id, file } of optOuts) {
    // The size too: a text that was read is without a byte order mark.
    if (before.get(file) === undefined || before.get(file) !== after.get(file)) continue;
    if ((await base.read(file)) === (await proposed.read(file))) unchanged.add(id);
  }
  return ({ id }) => unchanged.has(id);
}

async function sizesIn(files: Files): Promise<ReadonlyMap<string, number>> {
  const found = await files.list('optouts', '.yaml');
  return new Map((found ?? []).map(({ path, bytes }) => [path, bytes]));
}

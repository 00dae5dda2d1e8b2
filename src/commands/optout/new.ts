/** `leaver optout new`: one opt-out from questions or flags, checked before anything is left on disk. */
import { type ApprovalsNeeded, approvalsNeeded } from '../../core/approvers.js';
import { defeatedBy } from '../../core/defeated.js';
import { type Examination, examine } from '../../core/examine.js';
import type { DesiredState, OptOut, SystemId } from '../../core/model.js';
import type { Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { Finding } from '../../policy/finding.js';
import { stemOf } from '../../policy/rules.js';
import type { Files } from '../../ports/ports.js';
import { type DraftTold, outlineOfDraft } from '../../report/draft-outline.js';
import type { Context } from '../context.js';
import { load } from '../load.js';
import type { CommandResult } from '../result.js';
import { fileOf, review, textOf } from './draft.js';
import { type Ask, askerOf, type DraftFlags } from './flags.js';
import { draftFrom } from './questions.js';

export interface NewOptOut extends CommandResult {
  /** The file's text where the draft is in order; null where it is not, or nothing could be drafted. */
  readonly text: string | null;
}

/**
 * Ends with 1, and leaves nothing on disk, where the policy refuses the draft. Throws `usage` for flags that are missing
 * or won't do.
 * @param ask null in a script, where nobody can be asked
 * @param print only tell the file's text
 */
export async function optOutNew(
  context: Context,
  flags: DraftFlags,
  ask: Ask | null,
  print: boolean,
): Promise<NewOptOut> {
  const now = context.clock.now();
  const loaded = await load(context, { systems: [], people: [] }, now);
  if (loaded.kind === 'invalid') return { ...loaded.result, text: null };
  const taken = await takenIds(context.files);
  const draft = await draftFrom(flags, askerOf(ask), { desired: loaded.desired, taken, now });
  const file = fileOf(draft);
  const text = textOf(draft, file);
  const { desired, findings } = await review(context.files, file, text, now);
  const optOut = desired?.optOuts.find((one) => one.file === file);
  const refused = findings.some(({ severity }) => severity === 'error') || desired === null || optOut === undefined;
  if (refused) return resultOf({ outcome: 'refused', file, text, source: sourceOf(loaded.desired) }, findings, null);
  if (!print) await writeNew(context.files, file, text);
  const outcome = print ? 'printed' : 'written';
  return resultOf({ outcome, file, text, source: sourceOf(desired) }, findings, asked(desired, optOut, now));
}

function sourceOf({ optOutPolicy }: DesiredState) {
  return optOutPolicy.approvalSource;
}

/** What `examine` knows of it, as far as it matters before its merge. */
interface Asked extends Pick<Examination, 'person' | 'holds'> {
  readonly needed: ApprovalsNeeded;
  readonly defeatedBy: SystemId | null;
  readonly renewals: { readonly chain: readonly string[]; readonly most: number };
}

function asked(desired: DesiredState, optOut: OptOut, now: Instant): Asked {
  const { renewals, person, holds } = examine(desired, [], optOut, now);
  const needed = approvalsNeeded(desired, optOut, now);
  return { needed, defeatedBy: defeatedBy(desired, optOut), renewals, person, holds };
}

function resultOf(
  of: Pick<DraftTold, 'outcome' | 'file' | 'text' | 'source'>,
  findings: readonly Finding[],
  after: Asked | null,
): NewOptOut {
  const nothing = { needed: null, defeatedBy: null, renewals: null, person: null, holds: [] };
  const told: DraftTold = { ...of, findings, ...nothing, ...after };
  const written = of.outcome === 'written';
  return {
    status: of.outcome === 'refused' ? 1 : 0,
    told: { kind: 'outline', outline: outlineOfDraft(told) },
    json: { version: 1, written, file: of.file, text: of.text, findings, ...after },
    // A draft that is not on disk has no line to put an annotation on.
    findings: written ? findings : [],
    text: of.outcome === 'refused' ? null : of.text,
  };
}

/** The ids of all files, valid or not. */
async function takenIds(files: Files): Promise<ReadonlySet<string>> {
  const found = (await files.list('optouts', '.yaml')) ?? [];
  return new Set(found.map(({ path }) => stemOf(path)));
}

/** Never in place of a file that is there. */
async function writeNew(files: Files, file: string, text: string): Promise<void> {
  const there = await files.read(file).then(
    () => true,
    (error: unknown) => !(error instanceof LeaverError && error.code === 'file-missing'),
  );
  if (there) {
    throw new LeaverError('usage', `${file} is there already, and nothing is overwritten.`, {
      mend: 'Give another --id.',
    });
  }
  await files.write(file, text);
}

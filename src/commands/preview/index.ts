/** `leaver preview`: what merging a proposal would do, to whom. Nothing of the proposal is run, and nothing is changed. */
import type { Plan } from '../../core/decision.js';
import { changesBetween, haltsBetween } from '../../core/preview.js';
import { neededApprovals } from '../../core/preview-approvals.js';
import { unlooked, weakenings } from '../../core/preview-policy.js';
import { rosterNotes } from '../../core/preview-roster.js';
import { formatInstant } from '../../core/time.js';
import { LeaverError, messageOf } from '../../errors.js';
import type { Files } from '../../ports/ports.js';
import { renderMarkdown } from '../../report/markdown.js';
import { UNPROVEN_BANNER } from '../../report/plan-outline.js';
import { outlineOfFailure, outlineOfPreview, type Preview } from '../../report/preview-outline.js';
import type { Context } from '../context.js';
import { type ExitStatus, incompleteness } from '../exit-status.js';
import { aboutOf } from '../plan.js';
import type { CommandResult } from '../result.js';
import { approvalsGiven } from './given.js';
import { look } from './look.js';
import { newFindings, readSide, type Side, unchangedIn } from './proposal.js';

export interface PreviewOptions {
  /** The pull request's files: read only, run never. Null where there is no such folder, which the comment tells too. */
  readonly proposed: Files | null;
  /** The pull request to keep a comment on; null for none. */
  readonly comment: number | null;
  /** The proposal's commit, to name it; null where nobody said. */
  readonly head: string | null;
}

/** What the comment begins with, unseen, so that it is found again. */
export const PREVIEW_MARKER = '<!-- leaver:preview -->';
/** Below the host's limit of 65,536 characters, with room for the marker. */
const COMMENT_BYTES = 65_000;

/**
 * Compares the proposal with the repository. Status: 0; 1 where the proposal is invalid; 4 where not everything could be
 * read, or the comment could not be kept. What fails before there is a result is thrown once the comment says so.
 */
export async function previewCommand(
  context: Context,
  { proposed, comment, head }: PreviewOptions,
): Promise<CommandResult> {
  let result: CommandResult;
  try {
    result = await preview(context, proposed, head, comment);
  } catch (error) {
    // The word of an earlier commit must not stay there as if it were about this one.
    if (comment !== null) await tryTo(() => say(context, comment, resultOfFailure(error)));
    throw error;
  }
  if (comment === null) return result;
  const failure = await tryTo(() => say(context, comment, result));
  return failure === null ? result : withProblem(result, `the comment could not be kept up to date: ${failure}`);
}

async function preview(
  context: Context,
  proposed: Files | null,
  head: string | null,
  number: number | null,
): Promise<CommandResult> {
  const commit = commitOf(head);
  if (proposed === null) throw missing();
  const now = context.clock.now();
  const [base, proposal] = [await readSide(context.files, now), await readSide(proposed, now)];
  const findings = newFindings(base, proposal);
  const common = { version: 1, commit, findings } as const;
  if (base.desired === null || proposal.desired === null) {
    return resultOf({ ...common, compared: null, problems: blindness(base, proposal) }, base, proposal);
  }
  const isUnchanged = await unchangedIn(context.files, proposed, proposal.desired.optOuts);
  const looked = await look(context, base.desired, proposal.desired, isUnchanged);
  const { observed, at } = looked;
  const needed = neededApprovals(base.desired, proposal.desired, isUnchanged, at);
  const given = await approvalsGiven(context, base.desired, proposal.desired, needed, number);
  const compared = {
    at: formatInstant(at),
    organization: base.desired.organization,
    changes: changesBetween(looked.base, looked.proposed),
    halts: haltsBetween(looked.base, looked.proposed),
    approvals: given.approvals,
    roster: rosterNotes(base.desired, proposal.desired, looked, at),
    weakenings: weakenings(base.desired, proposal.desired),
    unlooked: unlooked(base.desired, proposal.desired),
    approvalSource: base.desired.optOutPolicy.approvalSource,
    plan: looked.proposed,
    about: aboutOf(proposal.desired, observed),
  };
  const problems = [...unread(looked.base), ...given.problems];
  return resultOf({ ...common, compared, problems }, base, proposal);
}

function commitOf(head: string | null): string | null {
  if (head === null || /^[0-9a-f]{7,64}$/.test(head)) return head;
  throw new LeaverError('usage', 'The head that was named is not a commit.', {
    mend: 'Write it as Git does: 40 hexadecimal digits.',
  });
}

function missing(): LeaverError {
  return new LeaverError('usage', 'The proposal is not there: the host has not merged it yet for a try, or cannot', {
    mend: 'Solve its conflicts with the default branch, then run this job again.',
  });
}

/** What the base's own plan could not read. Its invalid opt-outs are not the proposal's doing. */
function unread(plan: Plan): readonly string[] {
  return incompleteness({ ...plan, decisions: [], invalidOptOuts: [] });
}

function blindness(base: Side, proposal: Side): readonly string[] {
  const problems: string[] = [];
  if (proposal.unreadable !== null) problems.push(`the proposal could not be read: ${proposal.unreadable}`);
  if (base.desired === null) {
    const why = base.unreadable ?? 'run `leaver validate` on the default branch';
    problems.push(`the default branch is not valid today, so that nothing can be compared with it: ${why}`);
  }
  return problems;
}

function resultOf(preview: Preview, base: Side, proposal: Side): CommandResult {
  const invalid = proposal.unreadable !== null || proposal.findings.some(({ severity }) => severity === 'error');
  const status: ExitStatus = invalid ? 1 : preview.problems.length > 0 ? 4 : 0;
  const { compared, ...rest } = preview;
  const { plan: _, about: __, ...told } = compared ?? { plan: null, about: null };
  return {
    status,
    told: { kind: 'outline', outline: { ...outlineOfPreview(preview), banner: bannerOf(base, proposal) } },
    json: { ...rest, status, valid: !invalid, compared: compared === null ? null : told },
    // Told in the outline: an annotation of this job would stand on the base's lines.
    findings: [],
  };
}

/** Where either side asks for no proof, also where the other is not valid: what is told of opt-outs rests on nothing. */
function bannerOf(...sides: readonly Side[]): string | null {
  return sides.some(({ desired }) => desired?.optOutPolicy.approvalSource === 'none') ? UNPROVEN_BANNER : null;
}

function resultOfFailure(error: unknown): Pick<CommandResult, 'told'> {
  // Only words that were meant for a person: another error's may quote anything.
  const why = error instanceof LeaverError ? `${error.message}. ${error.mend}`.trim() : 'an internal fault';
  return { told: { kind: 'outline', outline: outlineOfFailure(why) } };
}

async function say(context: Context, pullRequest: number, { told }: Pick<CommandResult, 'told'>): Promise<void> {
  if (told.kind !== 'outline') return;
  const { comments } = await context.host();
  await comments.keep(pullRequest, PREVIEW_MARKER, renderMarkdown(told.outline, COMMENT_BYTES));
}

/** Null where it went well, else why not. */
async function tryTo(act: () => Promise<void>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    return `${messageOf(error)}. ${error.mend}`.trim();
  }
}

function withProblem(result: CommandResult, problem: string): CommandResult {
  if (result.told.kind !== 'outline') return result;
  const { outline } = result.told;
  const problems = [...outline.problems, problem];
  const told = { kind: 'outline', outline: { ...outline, tone: 'bad', problems } } as const;
  return { ...result, status: result.status === 0 ? 4 : result.status, told, json: { ...result.json, problems } };
}

/** `leaver optout prune`: lapsed opt-outs out of the way, as one pull request or in the working tree. */
import type { DesiredState, OptOut } from '../../core/model.js';
import type { Approval } from '../../core/observation.js';
import { hasLapsed } from '../../core/opt-out.js';
import { type Duration, formatInstant, type Instant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { Host } from '../../ports/host.js';
import { outlineOfPrune, type PrunedOptOut, type PruneTold, pruneProposal } from '../../report/prune-outline.js';
import { count } from '../../report/words.js';
import { proveApprovals } from '../approvals.js';
import type { Context } from '../context.js';
import { load } from '../load.js';
import type { CommandResult } from '../result.js';

export interface PruneOptions {
  /** How long ago an opt-out has to have lapsed: the run that carries out its lapse must still find it. */
  readonly olderThan: Duration;
  /** Removes the files here, and asks nobody; otherwise they are proposed to the host. */
  readonly write: boolean;
}

const BRANCH = 'leaver/prune';
const HERE = 'Or remove the files here, with --write.';
const EVERYTHING = { systems: [], people: [] };

/**
 * Never one that has not lapsed, and never an invalid one: nobody could say what that is. Throws `usage` where there is
 * no clone to propose from, and what the host throws.
 */
export async function pruneCommand(context: Context, options: PruneOptions): Promise<CommandResult> {
  const now = context.clock.now();
  const loaded = await load(context, EVERYTHING, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const { approvalSource } = desired.optOutPolicy;
  const lapsed = desired.optOuts.filter((optOut) => isDue(optOut, options, now));
  const told =
    lapsed.length === 0
      ? ({ pruned: [], left: [], outcome: { kind: 'none' } } as const)
      : await (options.write ? writeAll(context, desired, lapsed) : proposeAll(context, desired, lapsed));
  return resultOf({ ...told, olderThan: options.olderThan, approvalSource }, findings);
}

function isDue(optOut: OptOut, { olderThan }: PruneOptions, now: Instant): boolean {
  return hasLapsed(optOut, now) && now - optOut.expiresAt >= olderThan;
}

type Done = Pick<PruneTold, 'pruned' | 'left' | 'outcome'>;

async function writeAll(context: Context, desired: DesiredState, lapsed: readonly OptOut[]): Promise<Done> {
  for (const { file } of lapsed) await context.files.remove(file);
  const pruned = lapsed.map((optOut) => prunedOf(optOut, desired, lapsed, undefined));
  return { pruned, left: [], outcome: { kind: 'written' } };
}

async function proposeAll(context: Context, desired: DesiredState, lapsed: readonly OptOut[]): Promise<Done> {
  const checkout = await context.clone.checkout();
  if (checkout === null) {
    throw new LeaverError('usage', 'the policy repository is no Git clone, so nothing can be proposed from it', {
      mend: `Run this in a clone. ${HERE}`,
    });
  }
  const host = await hostOf(context);
  const { approvals } = await proveApprovals(context, desired);
  const proofs = new Map(approvals.map((approval) => [approval.optOut, approval]));
  const at = (file: string) => `${checkout.prefix}${file}`;
  const all = new Map(
    lapsed.map((optOut) => [at(optOut.file), prunedOf(optOut, desired, lapsed, proofs.get(optOut.id))]),
  );
  const those = (paths: readonly string[]) => paths.flatMap((path) => all.get(path) ?? []);
  const files = [];
  for (const { file } of lapsed) files.push({ path: at(file), text: null, seen: await context.files.read(file) });
  context.progress(`host: proposing to remove ${count(lapsed.length, 'file')} …`);
  const { left, ...outcome } = await host.changes.propose({
    branch: BRANCH,
    say: (paths) => pruneProposal(those(paths)),
    files,
  });
  const leftOut = new Set(left.map(({ path }) => path));
  return {
    pruned: those([...all.keys()].filter((path) => !leftOut.has(path))),
    left: left.flatMap(({ path, why }) => those([path]).map((optOut) => ({ optOut, why }))),
    outcome,
  };
}

/** Without a host there is still a way. */
async function hostOf(context: Context): Promise<Host> {
  try {
    return await context.host();
  } catch (error) {
    if (!(error instanceof LeaverError) || error.code !== 'usage') throw error;
    throw new LeaverError('usage', error.message, { cause: error, mend: `${error.mend} ${HERE}`.trim() });
  }
}

function prunedOf(
  { id, file, exempts, systems, expiresAt }: OptOut,
  desired: DesiredState,
  lapsed: readonly OptOut[],
  proof: Approval | undefined,
): PrunedOptOut {
  const gone = new Set(lapsed.map((optOut) => optOut.id));
  const renewals = desired.optOuts.filter((other) => other.renewalOf === id && !gone.has(other.id));
  return {
    id,
    file,
    whom: exempts.kind === 'person' ? whomOf(exempts.person, desired) : exempts.kind,
    systems,
    lapsedAt: formatInstant(expiresAt),
    approval: approvalOf(proof, desired.optOutPolicy.approvalSource),
    pullRequest: proof?.pullRequest ?? null,
    renewedBy: renewals.map((other) => other.id),
  };
}

function whomOf(id: string, { people }: DesiredState): string {
  const person = people.find((one) => one.id === id);
  return person === undefined ? id : `${person.name} (${id})`;
}

function approvalOf(proof: Approval | undefined, source: 'github' | 'none'): string {
  if (source === 'none') return 'not asked for';
  if (proof === undefined) return 'not looked up';
  return proof.verdict === 'approved' ? proof.by.join(', ') : proof.verdict;
}

function resultOf(told: PruneTold, findings: CommandResult['findings']): CommandResult {
  const { pruned, left, outcome } = told;
  return {
    status: 0,
    told: { kind: 'outline', outline: outlineOfPrune(told) },
    json: { version: 1, status: 0, outcome, pruned, left: left.map(({ optOut, why }) => ({ ...optOut, why })) },
    findings,
  };
}

/** `leaver sync`: brings the roster up to the identity provider, as one pull request or in the working tree. */

import { suspensionsIn } from '../../audit/history.js';
import type { AccountRef, Connector } from '../../connectors/connector.js';
import { credentialsAt } from '../../core/credential-formats.js';
import type { Exceeded } from '../../core/guard-limits.js';
import { checked } from '../../core/guard-limits.js';
import type { DesiredState, GuardLimits, System, SystemId } from '../../core/model.js';
import { optOutBook } from '../../core/opt-out.js';
import { confirmed, toReadDirectly } from '../../core/sync/confirm.js';
import type { SyncInput } from '../../core/sync/model.js';
import { syncRoster, tooManyLeavers, whyNotBelieved } from '../../core/sync/roster-sync.js';
import { refusedAt } from '../../documents/characters.js';
import { LeaverError } from '../../errors.js';
import type { Checkout } from '../../ports/clone.js';
import type { Host } from '../../ports/host.js';
import { outlineOfSync, type SyncTold } from '../../report/sync-outline.js';
import { syncProposal } from '../../report/sync-proposal.js';
import { count } from '../../report/words.js';
import { proveApprovals } from '../approvals.js';
import type { Context } from '../context.js';
import { load } from '../load.js';
import { list } from '../observe.js';
import type { CommandResult } from '../result.js';
import { type Edited, edited, refuseInvalid, rosterTexts } from './files.js';
import { NOT_ASKED, type ReadDirectly, readDirectly } from './read-directly.js';

export interface SyncOptions {
  /** Writes the files here, and asks no host; otherwise they are proposed to it. */
  readonly write: boolean;
}

const BRANCH = 'leaver/sync';
const HERE = 'Or write the files here, with --write.';
const EVERYTHING = { systems: [], people: [] };

/**
 * Believes only a whole listing of the provider; from any other nothing follows, and the run ends with 4. Nobody is
 * a leaver whose account could not be read by itself. Throws `usage` where the policy names no provider, or there is no clone to
 * propose from, and what the host throws.
 */
export async function syncCommand(context: Context, options: SyncOptions): Promise<CommandResult> {
  const loaded = await load(context, EVERYTHING, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const provider = providerOf(desired);
  // Since when Leaver itself has suspended an account may stand in the journal alone.
  const suspensions = async () => suspensionsIn(await context.journal(desired.journal).read());
  const everybody = { systems: null, people: null };
  const connectors = new Map<SystemId, Connector>();
  const observation = await list(context, desired, provider, everybody, { connectors, suspensions });
  const closer = (refs: readonly AccountRef[]) => readDirectly(context, connectors.get(provider.id), refs);
  const told = await syncWith(context, options, { desired, provider, observation }, closer);
  return { ...resultOf(told), findings };
}

function providerOf({ identityProvider, systems }: DesiredState): System {
  const provider = systems.find(({ id }) => id === identityProvider);
  if (provider !== undefined) return provider;
  throw new LeaverError('usage', 'The policy names no identity provider to bring the roster up to.', {
    mend: 'Name the id of its system under `identityProvider` in policies/policy.yaml.',
  });
}

async function syncWith(
  context: Context,
  { write }: SyncOptions,
  { desired, provider, observation }: Pick<SyncInput, 'desired' | 'provider' | 'observation'>,
  closer: (refs: readonly AccountRef[]) => Promise<ReadDirectly>,
): Promise<SyncTold> {
  const nothing = { violations: [], left: [], unproven: null };
  const about = { provider: provider.id, accounts: observation.accounts.length, ...nothing };
  const unread = whyNotBelieved(observation);
  if (unread.length > 0) {
    return { ...about, changes: [], notes: [], refused: [], outcome: { kind: 'unread', why: unread } };
  }
  const now = context.clock.now();
  const input: SyncInput = { desired, provider, observation, now, writable };
  const first = syncRoster(input);
  const violations = await violationsOf(context, desired, provider, first.changes);
  if (violations.length > 0) return { ...about, ...first, refused: [], violations, outcome: { kind: 'halted' } };
  // Not before the guard: as many as a broken sync names are not worth a request each.
  const refs = toReadDirectly(first, input);
  const { direct, why } = refs.length === 0 ? NOT_ASKED : await closer(refs);
  const { changes, notes } = refs.length === 0 ? first : confirmed(first, input, direct);
  const before = await rosterTexts(context.files);
  const made = edited(before, { changes }, provider.id);
  if (made.texts.size > 0) await refuseInvalid(context.files, made.texts, now);
  const all: SyncTold = {
    ...about,
    notes,
    unproven: notes.some((note) => note.why === 'not-read') ? (why ?? 'it did not tell of all of them') : null,
    changes: made.made.map(({ change }) => change),
    refused: made.refused,
    outcome: { kind: 'none', open: null },
  };
  if (!write) return { ...all, ...(await propose(context, all, made, before)) };
  for (const [file, text] of made.texts) await context.files.write(file, text);
  return made.texts.size === 0 ? all : { ...all, outcome: { kind: 'written', files: [...made.texts.keys()].sort() } };
}

/** Whether a roster file can hold it as it is: one line, no hidden character, nothing that looks like a credential. */
function writable(text: string, as: 'account' | 'email'): boolean {
  const shape = as === 'account' ? /^[^\r\n\t]{1,256}$/ : /^(?=.{3,254}$)[^\s@]+@[^\s@]+$/;
  return shape.test(text) && refusedAt(text) < 0 && credentialsAt(text, 1).length === 0;
}

/** Approvals are only proved where it depends on them: an opt-out may raise the guard for a planned reduction. */
async function violationsOf(
  context: Context,
  desired: DesiredState,
  provider: System,
  changes: Parameters<typeof tooManyLeavers>[0],
): Promise<readonly Exceeded[]> {
  const within = (limits: GuardLimits) => tooManyLeavers(changes, desired, provider, checked(provider, limits));
  const exceeded = within(provider.guards);
  if (exceeded.length === 0) return [];
  const { approvals } = await proveApprovals(context, desired);
  const { approvalSource } = desired.optOutPolicy;
  const book = optOutBook(desired.optOuts, approvals, approvalSource, context.clock.now());
  return within(book.limitsOf(provider));
}

async function propose(
  context: Context,
  told: SyncTold,
  { texts, made }: Edited,
  before: ReadonlyMap<string, string>,
): Promise<Pick<SyncTold, 'outcome' | 'changes' | 'left'>> {
  const nothing = { outcome: told.outcome, changes: told.changes, left: [] };
  const checkout = await context.clone.checkout();
  if (texts.size === 0 && checkout === null) return nothing;
  if (checkout === null) {
    throw new LeaverError('usage', 'the policy repository is no Git clone, so nothing can be proposed from it', {
      mend: `Run this in a clone. ${HERE}`,
    });
  }
  const host = await hostOf(context, texts.size === 0);
  if (host === null) return nothing;
  const at = (file: string) => `${checkout.prefix}${file}`;
  const inPaths = (paths: ReadonlySet<string>) =>
    made.filter(({ file }) => paths.has(at(file))).map(({ change }) => change);
  if (texts.size > 0) context.progress(`host: proposing ${count(made.length, 'change')} of the roster …`);
  const { left, ...outcome } = await host.changes.propose({
    branch: BRANCH,
    say: (paths) => syncProposal({ ...told, changes: inPaths(new Set(paths)) }),
    files: proposedFiles(checkout, texts, before),
  });
  if (texts.size === 0)
    return { ...nothing, outcome: { kind: 'none', open: outcome.kind === 'nothing' ? outcome.open : null } };
  const why = new Map(left.map((one) => [one.path, one.why]));
  return {
    outcome,
    changes: made.filter(({ file }) => !why.has(at(file))).map(({ change }) => change),
    left: made.flatMap(({ change, file }) => {
      const said = why.get(at(file));
      return said === undefined ? [] : [{ change, why: said }];
    }),
  };
}

/** A file that is new here must not be written over one that the default branch has by now. */
function proposedFiles({ prefix }: Checkout, texts: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>) {
  return [...texts].map(([file, text]) => ({ path: `${prefix}${file}`, text, seen: before.get(file) ?? '' }));
}

/** Null where nobody knows the host, and there is nothing to propose to it. */
async function hostOf(context: Context, optional: boolean): Promise<Host | null> {
  try {
    return await context.host();
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    if (optional && (error.code === 'usage' || error.code === 'missing-credential')) return null;
    if (error.code !== 'usage') throw error;
    throw new LeaverError('usage', error.message, { cause: error, mend: `${error.mend} ${HERE}`.trim() });
  }
}

function resultOf(told: SyncTold): Omit<CommandResult, 'findings'> {
  const { outcome, refused, unproven } = told;
  const failed = outcome.kind === 'unread' || unproven !== null || refused.length > 0;
  const status = outcome.kind === 'halted' ? 3 : failed ? 4 : 0;
  const json = { version: 1, status, ...told };
  return { status, told: { kind: 'outline', outline: outlineOfSync(told) }, json };
}

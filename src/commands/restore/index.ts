/** `leaver restore`: brings back what was revoked, after its plan was shown (law 7). */
import { isDeepStrictEqual } from 'node:util';
import { type Journal, type Revocation, revocationsOf } from '../../audit/journal.js';
import type { RestoreItem, RevokingConnector } from '../../connectors/connector.js';
import type { AccountId, DesiredState, PersonId, SystemId } from '../../core/model.js';
import type { Snapshot } from '../../core/observation.js';
import { LeaverError, messageOf } from '../../errors.js';
import { outlineOfRestore, type Restoration } from '../../report/restore-outline.js';
import type { Concluded, Doings } from '../conclude.js';
import type { Context } from '../context.js';
import type { ExitStatus } from '../exit-status.js';
import { SECONDS, underLease } from '../lease.js';
import { checkNarrowing, load } from '../load.js';
import { type Observed, observe } from '../observe.js';
import { onRecord } from '../on-record.js';
import type { CommandResult } from '../result.js';
import { bringBack, openIn } from './act.js';
import { type Choice, type Chosen, choose } from './choose.js';
import { judge } from './judge.js';

export interface RestoreOptions extends Choice {
  /** Whether the plan is carried out without asking. */
  readonly yes: boolean;
  /** Shows the plan to somebody and asks; null where nobody can be asked. */
  readonly confirm: ((plan: CommandResult) => Promise<boolean>) | null;
  /** Who does it, for the journal. */
  readonly actor: string;
}

/** One revocation with what may be done about it. */
interface Planned {
  readonly chosen: Chosen;
  /** Null where it is refused. */
  readonly connector: RevokingConnector | null;
  readonly items: readonly RestoreItem[];
  readonly note: string | null;
  readonly refusal: { readonly why: string; readonly mend: string } | null;
}

/** Plans, shows, asks, brings back, reads back. Throws `usage` for what the journal holds nothing of. */
export async function restoreCommand(context: Context, options: RestoreOptions): Promise<CommandResult> {
  if (options.revocations.length === 0 && options.people.length === 0) {
    throw new LeaverError('usage', 'Name a revocation, or somebody with --person.', {
      mend: 'A revocation is named as system/account@time: the JSON of a run and the journal have it.',
    });
  }
  const loaded = await load(context, { systems: options.systems, people: [] }, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const journal = context.journal(desired.journal);
  const all = revocationsOf(await journal.read());
  const known = new Set<string>(all.map(({ decision }) => decision.person ?? ''));
  // Whoever is not in the roster any more may stand in the journal all the same.
  checkNarrowing(desired, { systems: [], people: options.people.filter((person) => !known.has(person)) });
  const planned = await planOf(context, desired, choose(all, options));
  const plan = resultOf(desired, planned.map(asPlanned), findings, options);
  const due = planned.filter(isDue);
  if (due.length === 0) return plan;
  const agreed = options.yes || (options.confirm !== null && (await options.confirm(plan)));
  if (!agreed) return plan;
  const restore = async () => {
    checkSame(all, revocationsOf(await journal.read()));
    const done: Restoration[] = [];
    const acting: Acting = { context, journal, actor: options.actor };
    for (const one of planned) {
      done.push(isDue(one) ? await carryOut(acting, one, done.some(isDone)) : asPlanned(one));
    }
    return done;
  };
  const act = () => underLease(journal, restore, { clock: context.clock, atMost: SECONDS });
  const doingsOf = (done: readonly Restoration[]): Doings => {
    const of = { figures: null, plan: null, snapshot: null, approvals: null, problems: [] };
    return { status: statusOf(done, options.revocations), ...of };
  };
  const narrowing = { systems: options.systems, people: options.people };
  const { done, concluded } = await onRecord(context, desired, { command: 'restore', narrowing, act, doingsOf });
  return resultOf(desired, done, findings, options, concluded);
}

/** What was shown and agreed to is what is carried out: where another run revoked or restored since, it is shown again. */
function checkSame(shown: readonly Revocation[], now: readonly Revocation[]): void {
  if (isDeepStrictEqual(shown, now)) return;
  throw new LeaverError('outdated-plan', 'Another run has revoked or restored something since the plan was made.', {
    mend: 'Nothing was done. Run restore again, and look at its plan.',
  });
}

interface Acting {
  readonly context: Context;
  readonly journal: Journal;
  readonly actor: string;
}

async function planOf(context: Context, desired: DesiredState, all: readonly Chosen[]): Promise<readonly Planned[]> {
  if (all.length === 0) return [];
  const systems = new Set(all.map(({ lost }) => lost.decision.system));
  const people = new Set(
    all.flatMap(({ lost }): PersonId[] => (lost.decision.person === null ? [] : [lost.decision.person])),
  );
  const observed = await observe(context, desired, { systems, people });
  const isDoor = ({ lost }: Chosen): boolean => lost.decision.system === desired.identityProvider;
  const doors: Planned[] = [];
  for (const chosen of all.filter(isDoor)) doors.push(await planOne(context, desired, observed, chosen));
  // Leaver's own suspend there must not keep shut what is opened with it.
  const returning = new Set(doors.filter(isDue).map(({ chosen }) => chosen.lost.account.id));
  const snapshot = withBack(observed.snapshot, desired.identityProvider, returning);
  const windows: Planned[] = [];
  for (const chosen of all.filter((one) => !isDoor(one))) {
    windows.push(await planOne(context, desired, { ...observed, snapshot }, chosen));
  }
  return [...windows, ...doors];
}

/** The snapshot as it would be with these accounts at the identity provider active again. */
function withBack(snapshot: Snapshot, provider: SystemId | null, returning: ReadonlySet<AccountId>): Snapshot {
  const systems = snapshot.systems.map((seen) => {
    if (seen.system !== provider) return seen;
    const accounts = seen.accounts.map((one) => (returning.has(one.id) ? { ...one, status: 'active' as const } : one));
    return { ...seen, accounts };
  });
  return { ...snapshot, systems };
}

async function planOne(
  context: Context,
  desired: DesiredState,
  { snapshot, connectors }: Observed,
  chosen: Chosen,
): Promise<Planned> {
  const { lost } = chosen;
  const { system, account } = lost.decision;
  const refused = (why: string, mend = ''): Planned => {
    return { chosen, connector: null, items: [], note: null, refusal: { why, mend } };
  };
  const connector = connectors.get(system);
  if (connector === undefined) return refused(...unreached(desired, snapshot.systems, system));
  if (connector.access === 'read-only') return refused('the connector of this system only reads');
  if (lost.evidence.length === 0) {
    return refused('the journal holds no record of what was held, so that nothing is known to have been taken');
  }
  try {
    const fresh = await connector.observeAccounts([{ id: account.id, name: account.name }]);
    const verdict = judge(lost, fresh, { desired, snapshot, now: context.clock.now() });
    if (verdict.kind === 'refused') return refused(verdict.why, verdict.mend);
    const items = await connector.restorable(lost);
    return { chosen, connector, items, note: verdict.note, refusal: null };
  } catch (error) {
    return refused(messageOf(error), error instanceof LeaverError ? error.mend : '');
  }
}

/** Why there is no connector. */
function unreached(
  desired: DesiredState,
  seen: Observed['snapshot']['systems'],
  system: SystemId,
): readonly [string, string] {
  if (!desired.systems.some(({ id }) => id === system)) {
    return ['the policy has no such system any more', 'Bring its file in policies/systems back.'];
  }
  const completeness = seen.find((one) => one.system === system)?.completeness;
  return [completeness?.kind === 'partial' ? completeness.gaps.join('; ') : 'it could not be reached', ''];
}

/** Whether there is anything to do: also the end of an earlier restoration that was cut off, or that waited. */
function isDue({ connector, items, chosen }: Planned): boolean {
  const { restoration } = chosen.revocation;
  const begun = restoration !== null && restoration !== 'restored';
  const waits = items.some(({ how }) => how === 'waiting');
  return connector !== null && (openIn(items).length > 0 || (begun && !waits));
}

/** Throws what the journal throws where nothing was done yet; afterwards it stands in the report of what was. */
async function carryOut(acting: Acting, planned: Planned, later: boolean): Promise<Restoration> {
  const { context, journal, actor } = acting;
  const { chosen, connector, items } = planned;
  if (connector === null) return asPlanned(planned);
  context.progress(`${chosen.lost.decision.system}: restoring ${chosen.lost.account.name} …`);
  try {
    return { ...asPlanned(planned), ...(await bringBack(context, journal, connector, chosen, items, actor)) };
  } catch (error) {
    if (!later) throw error;
    return { ...asPlanned(planned), outcome: { kind: 'failed', why: [messageOf(error)] } };
  }
}

function isDone({ steps }: Restoration): boolean {
  return steps.length > 0;
}

function asPlanned({ chosen, items, note, refusal }: Planned): Restoration {
  const { revocation, covers, lost } = chosen;
  const { system, person, service, account, entitlement, reason } = lost.decision;
  const about = { revocation: revocation.id, covers, system, person, service, account, entitlement, reason };
  return { ...about, items, note, refusal, outcome: null, steps: [] };
}

function resultOf(
  desired: DesiredState,
  restorations: readonly Restoration[],
  findings: CommandResult['findings'],
  { revocations }: Choice,
  { remarks, problems }: Pick<Concluded, 'remarks' | 'problems'> = { remarks: [], problems: [] },
): CommandResult {
  const came = statusOf(restorations, revocations);
  const status = came === 0 && problems.length > 0 ? 4 : came;
  const { organization } = desired;
  const outline = outlineOfRestore(restorations, organization);
  const told = {
    ...outline,
    problems: [...outline.problems, ...problems],
    footer: [...outline.footer, ...remarks],
  };
  return {
    status,
    told: { kind: 'outline', outline: told },
    json: { version: 1, status, organization, restorations, problems },
    findings,
  };
}

/** What was asked for by name and is refused is bad input; of a person, only where nothing is left that may come back. */
function statusOf(all: readonly Restoration[], named: readonly string[]): ExitStatus {
  const refused = all.filter(({ refusal }) => refusal !== null);
  if (refused.some(({ revocation }) => named.includes(revocation))) return 1;
  if (refused.length > 0 && refused.length === all.length) return 1;
  const open = all.some(({ items }) => items.some(({ how }) => how !== 'there' && how !== 'impossible'));
  return open || all.some(({ outcome }) => outcome !== null && outcome.kind !== 'restored') ? 4 : 0;
}

/** Lists what is live. A system that can't be read is partial and named; the others go on (law 1). */
import { isDeepStrictEqual } from 'node:util';
import { suspensionsIn } from '../audit/history.js';
import type { AccountRef, Connector } from '../connectors/connector.js';
import { largerSkew } from '../core/clock-skew.js';
import type { Decision } from '../core/decision.js';
import { executable, guard } from '../core/guard.js';
import type { DesiredState, Person, System, SystemId } from '../core/model.js';
import type { Observation, ObservedAccount, Snapshot } from '../core/observation.js';
import { plan, type Scope } from '../core/plan.js';
import { holderOf, readProvider } from '../core/provider.js';
import { absence, matcher } from '../core/roster.js';
import { formatInstant, type Instant } from '../core/time.js';
import { LeaverError, messageOf } from '../errors.js';
import { count } from '../report/words.js';
import { proveApprovals } from './approvals.js';
import type { Context } from './context.js';
import { dated, type Suspensions } from './dated.js';

/** A snapshot, and the connectors that made it, for acting on it. */
export interface Observed {
  readonly snapshot: Snapshot;
  readonly connectors: ReadonlyMap<SystemId, Connector>;
  /** How many requests the host was asked for the proofs of approvals; null where a snapshot tells them. */
  readonly proofRequests: number | null;
}

/**
 * Observes the systems in scope: a listing each, then those about to lose access once more, each by itself and whole,
 * so that the plan can warn of credentials in use. Narrowed to people, only their accounts are read.
 * @param at who loses access then is read whole, in place of who does now
 */
export async function observe(
  context: Context,
  desired: DesiredState,
  scope: Scope,
  at: Instant | null = null,
): Promise<Observed> {
  const connectors = new Map<SystemId, Connector>();
  const suspensions = async () => suspensionsIn(await context.journal(desired.journal).read());
  // The identity provider's word counts for every system, so it is read for any of them.
  const systems = desired.systems.filter(
    ({ id }) => scope.systems === null || scope.systems.has(id) || id === desired.identityProvider,
  );
  const [{ approvals, requests, clockSkew }, listings] = await Promise.all([
    proveApprovals(context, desired),
    Promise.all(systems.map((system) => list(context, desired, system, scope, { connectors, suspensions }))),
  ]);
  const now = context.clock.now();
  const first: Snapshot = { version: 1, at: formatInstant(now), clockSkew, systems: listings, approvals };
  const candidates = candidatesOf(desired, first, at ?? now, scope);
  const detailed = await Promise.all(
    listings.map(async (listing) => {
      const connector = connectors.get(listing.system);
      const refs = candidates.get(listing.system) ?? [];
      if (connector === undefined || refs.length === 0 || listing.completeness.kind === 'scoped') return listing;
      const closer = await withDetails(context, connector, listing, refs);
      return listing.system === desired.identityProvider ? believable(closer, refs) : closer;
    }),
  );
  for (const seen of detailed) {
    const unseen = seen.accounts.length === 0 && seen.completeness.kind === 'partial';
    const found = unseen ? 'could not be read' : count(seen.accounts.length, 'account');
    context.progress(`${seen.system}: ${found}, ${count(seen.requests, 'request')}`);
  }
  return { snapshot: { ...first, systems: detailed }, connectors, proofRequests: requests };
}

/**
 * One system's listing, or `partial` with no accounts and the reason where nothing could be read. Throws
 * `invalid-policy` for settings that can't be used.
 */
export async function list(
  context: Context,
  desired: DesiredState,
  system: System,
  scope: Scope,
  { connectors, suspensions }: { connectors: Map<SystemId, Connector>; suspensions: () => Promise<Suspensions> },
): Promise<Observation> {
  context.progress(`${system.id}: observing …`);
  try {
    const connector = dated(await context.connect(system), suspensions);
    connectors.set(system.id, connector);
    if (scope.people === null) return await connector.observe();
    const claims = desired.people
      .filter(({ id }) => scope.people?.has(id))
      .flatMap((person) => claimOf(person, system));
    return await connector.observeAccounts(claims);
  } catch (error) {
    if (error instanceof LeaverError && error.code === 'invalid-policy') throw error;
    return {
      system: system.id,
      kind: system.kind,
      at: formatInstant(context.clock.now()),
      identity: null,
      completeness: { kind: 'partial', gaps: [whyNot(error)] },
      gaps: [],
      requests: connectors.get(system.id)?.requests() ?? 0,
      clockSkew: null,
      accounts: [],
    };
  }
}

/** Whatever goes wrong in one system, the others go on: a fault of ours must not keep a leaver in elsewhere. */
function whyNot(error: unknown): string {
  const why = messageOf(error);
  if (!(error instanceof LeaverError) || error.mend === '') return why;
  return `${/[.!?]$/.test(why) ? why : `${why}.`} ${error.mend}`;
}

function claimOf(person: Person, system: System): AccountRef[] {
  const claim = person.accounts.get(system.id);
  // By e-mail too where accounts are matched so: an invitation to it has no other id or name.
  const mailed = system.match.includes('email') ? [{ id: null, name: person.email, email: person.email }] : [];
  return claim === undefined ? mailed : [claim, ...mailed];
}

/**
 * Whom to read once more: those whom a plan of the listing would revoke, and where a listing failed, absent people whose
 * accounts are pinned. What a guard would halt is not worth a request an account.
 */
function candidatesOf(
  desired: DesiredState,
  snapshot: Snapshot,
  now: Instant,
  scope: Scope,
): ReadonlyMap<SystemId, readonly AccountRef[]> {
  const drafted = guard(plan(desired, snapshot, now, scope), desired, snapshot.approvals);
  const worth: Decision[] = [...executable(drafted), ...inReportMode(drafted.decisions, desired)];
  const candidates = new Map<SystemId, AccountRef[]>();
  const add = (system: SystemId, ref: AccountRef): void => {
    const there = candidates.get(system) ?? [];
    if (!there.some((other) => isDeepStrictEqual(other.id, ref.id))) there.push(ref);
    candidates.set(system, there);
  };
  for (const { system, account } of worth) add(system, account);
  for (const { system, ref } of judging(desired, snapshot, worth)) add(system, ref);
  const provider = readProvider(desired, snapshot);
  for (const observation of snapshot.systems) {
    if (observation.completeness.kind !== 'partial') continue;
    for (const person of desired.people) {
      const claim = person.accounts.get(observation.system);
      if (claim?.id == null || absence(person, now, provider.inactive) === null) continue;
      add(observation.system, claim);
    }
  }
  return candidates;
}

/**
 * The accounts at the identity provider by whose word alone others would be revoked: a listing there may be a search that is
 * behind, so that each is read by itself before it costs somebody anything (law 1).
 */
function judging(desired: DesiredState, snapshot: Snapshot, worth: readonly Decision[]) {
  const losing = new Set(
    worth.flatMap((one) =>
      'reason' in one && one.reason === 'idp-inactive' && one.person !== null ? [one.person] : [],
    ),
  );
  const system = desired.systems.find(({ id }) => id === desired.identityProvider);
  if (losing.size === 0 || system === undefined) return [];
  const match = matcher(system, desired.people, desired.services);
  const seen = snapshot.systems.find((one) => one.system === system.id)?.accounts ?? [];
  return seen.flatMap((account) => {
    const { id, name } = account;
    const holder = holderOf(match(account));
    return holder?.kind === 'person' && losing.has(holder.id) ? [{ system: system.id, ref: { id, name } }] : [];
  });
}

/**
 * Where the provider could not be read directly, what its listing says of those accounts costs nobody anything: it counts as not
 * seen whole, nobody is judged by it, and the run is red (law 3).
 */
function believable(closer: Observation, refs: readonly AccountRef[]): Observation {
  const unread = closer.gaps.find(({ part }) => part === CANDIDATES);
  const listed = new Set(closer.accounts.filter(({ read }) => read === 'listed').map(({ id }) => id));
  if (unread === undefined || !refs.some(({ id }) => id !== null && listed.has(id))) return closer;
  const gap = `accounts that others are judged by could not be read directly: ${unread.why}`;
  return { ...closer, completeness: { kind: 'partial', gaps: [gap] } };
}

/** The part of a gap where the closer reading failed. */
const CANDIDATES = 'candidates';

/** In report mode nothing is revoked; as many as the guard allows are read all the same, so that the report warns. */
function inReportMode(decisions: readonly Decision[], desired: DesiredState): Decision[] {
  const limits = new Map(desired.systems.map(({ id, guards }) => [id, guards.maxRevocations]));
  return decisions.filter((decision) => {
    if (decision.kind !== 'review' || decision.why !== 'report-mode') return false;
    const left = limits.get(decision.system) ?? 0;
    limits.set(decision.system, left - 1);
    return left > 0;
  });
}

/** A listing with these accounts read once more, each by itself; a gap where they could not be. */
export async function withDetails(
  context: Context,
  connector: Connector,
  listing: Observation,
  refs: readonly AccountRef[],
): Promise<Observation> {
  context.progress(`${listing.system}: reading ${count(refs.length, 'account')} more closely …`);
  try {
    const direct = await connector.observeAccounts(refs);
    const accounts = new Map<string, ObservedAccount>(listing.accounts.map((account) => [account.id, account]));
    for (const account of direct.accounts) {
      // Other administrators come along without what they hold: what the listing says of them is more.
      if (account.read === 'direct' || !accounts.has(account.id)) accounts.set(account.id, account);
    }
    const known = new Set(listing.gaps.map(({ part }) => part));
    const gaps = [...listing.gaps, ...direct.gaps.filter(({ part }) => !known.has(part))];
    const identity = listing.identity ?? direct.identity;
    const clockSkew = largerSkew(listing.clockSkew, direct.clockSkew);
    const seen = { identity, accounts: [...accounts.values()], gaps, clockSkew };
    return { ...listing, ...seen, requests: connector.requests() };
  } catch (error) {
    const gap = { part: CANDIDATES, why: whyNot(error), declared: false };
    return { ...listing, gaps: [...listing.gaps, gap], requests: connector.requests() };
  }
}

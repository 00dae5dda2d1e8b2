import { expect, type TestContext } from 'vitest';
import type { AccountRef, Remainder, RevokingConnector, Target } from '../../../src/connectors/connector.js';
import type { AccountId, EntitlementId } from '../../../src/core/model.js';
import type { ObservedAccount } from '../../../src/core/observation.js';
import type { Instant } from '../../../src/core/time.js';

/** Stands where a kind can't offer what a case needs; the case is skipped and prints the reason. */
export interface NotOffered {
  readonly notOffered: string;
}
export type Offered<T> = T | NotOffered;

export interface Someone {
  readonly id: AccountId;
  readonly name: string;
}

export interface Leaver extends Someone {
  /** Everything that this account holds in the live system: one of each sort that the kind knows. */
  readonly holds: readonly EntitlementId[];
  /** One of these, which can be revoked alone where a role no longer grants it. */
  readonly managed: Offered<EntitlementId>;
  /**
   * Where a revoked account stays: what of `holds` is then neither taken nor inactive, since something else closes it (a
   * password behind a deny of everything). None by default.
   */
  readonly remains?: readonly EntitlementId[];
  /** Where it is removed: what `snapshotOf` then gives. Null by default: nothing outlives it. */
  readonly after?: unknown;
}

/** What the suite has to know of bringing the leaver back. */
export interface Restoring {
  /** What can't come back, as the plan names it. */
  readonly impossible: readonly string[];
  /** What `snapshotOf` gives once all is back, by what it gave before; the very same by default. */
  readonly back?: (before: unknown) => unknown;
  /** The person accepts every invitation, and then another run is needed. */
  readonly accept?: () => Promise<void>;
}

/** A live system, a connector to it, and ways to disturb it. What fails does so until `mend`. */
export interface ContractHarness {
  readonly connector: RevokingConnector;
  /** The live system's clock, which `revoke` and `check` get too. */
  readonly now: Instant;
  /** Whether a revoked account stays, suspended, until it is deleted; false where it is removed at once. */
  readonly suspends: boolean;
  /**
   * Whether the system has a place for the time of its suspension, so that a listing tells it; true by default. Where it has
   * none, the journal does, and the connector tells null.
   */
  readonly marks?: boolean;
  /** Active, no administrator. */
  readonly leaver: Leaver;
  readonly restoring: Restoring;
  /** Active, no administrator, and holds things of the same sorts: nothing of it may ever change. */
  readonly stayer: Someone;
  /** All active administrators: two or more; the first two are not the runner. */
  readonly admins: readonly Someone[];
  /** The account that the connector signs in as. */
  readonly self: Offered<Someone>;
  /** Well formed, and not there. */
  readonly absent: AccountRef;
  /** The credential in use, and secrets that the live system holds: none of them may turn up anywhere. */
  readonly secrets: readonly string[];
  /** The ids of all accounts, as the live system itself knows them. */
  everyone(): Promise<readonly AccountId[]>;
  /** What was changed so far, in order, one text each. A call that found things as it wanted them changed nothing. */
  changes(): Promise<readonly string[]>;
  /**
   * All that the live system knows of one account, with what outlives it (a deploy key), as plain data for comparing;
   * without times of writing and without ids that a second world would number otherwise.
   */
  snapshotOf(id: AccountId): Promise<unknown>;
  /** The listing of accounts fails after its first entries; reading an account by itself still works. */
  readonly failListing: Offered<() => Promise<void>>;
  readonly refuseCredential: Offered<() => Promise<void>>;
  /** The next write is done and its reply is lost, once. */
  readonly loseReply: Offered<() => Promise<void>>;
  /** From now on reads show the system as it was before its latest change. Called before that change. */
  readonly stale: Offered<() => Promise<void>>;
  /** Somebody else removes the account, whole. */
  readonly vanish: Offered<(id: AccountId) => Promise<void>>;
  /** Ends what the hooks above began. */
  mend(): Promise<void>;
  /** Where a second world has other ids (random ones): replaces them in a text by something that is the same in both. */
  readonly mask?: (text: string) => string;
  stop(): Promise<void>;
}

/** Starts a fresh live system; the suite stops it. */
export type Start = (crowd?: number) => Promise<ContractHarness>;

/** What is offered, or the test skipped with the reason. */
export function offered<T>(context: TestContext, value: Offered<T>): T {
  if (isMissing(value)) context.skip(value.notOffered);
  return value as T;
}

function isMissing(value: unknown): value is NotOffered {
  return typeof value === 'object' && value !== null && 'notOffered' in value;
}

/** The fresh look: one account as the connector reads it by itself, or null where it is not there. */
export async function look(harness: ContractHarness, who: Someone): Promise<ObservedAccount | null> {
  const seen = await harness.connector.observeAccounts([{ id: who.id, name: who.name }]);
  return seen.accounts.find(({ id }) => id === who.id) ?? null;
}

/** The decision to revoke what a fresh look shows. */
export async function targetOf(
  harness: ContractHarness,
  who: Someone,
  decision: Partial<Pick<Target['decision'], 'stage' | 'entitlement'>> = {},
): Promise<Target> {
  const account = await look(harness, who);
  if (account === null) throw new Error(`${who.name} is not there`);
  return targetFor(harness, account, decision);
}

export function targetFor(
  harness: ContractHarness,
  account: ObservedAccount,
  { stage = 'suspend', entitlement = null }: Partial<Pick<Target['decision'], 'stage' | 'entitlement'>> = {},
): Target {
  const { system } = harness.connector;
  const suffix = entitlement === null ? '' : `#${entitlement}`;
  return {
    account,
    decision: {
      kind: 'revoke',
      id: `${system}/${account.id}${suffix}`,
      system,
      account: { id: account.id, name: account.name },
      person: null,
      service: null,
      entitlement,
      reason: entitlement === null ? 'departed' : 'role-changed',
      stage,
      lapsedOptOut: null,
    },
  };
}

/** What is still open by a read-back; what stays by the system's rules, or for a person to do, is not. */
export function open(remainders: readonly Remainder[]): readonly string[] {
  return remainders.filter(({ kind }) => kind === 'pending').map(({ what }) => what);
}

/** That none of the harness's secrets stands in what was handed out. */
export function expectNoSecret(harness: ContractHarness, value: unknown): void {
  const text =
    value instanceof Error ? `${value.message} ${value.stack} ${JSON.stringify(value)}` : JSON.stringify(value);
  expect(harness.secrets.length, 'a harness names at least the credential in use').toBeGreaterThan(0);
  for (const [index, secret] of harness.secrets.entries()) {
    expect(text.includes(secret), `secret ${index} of the harness stands in what was handed out`).toBe(false);
  }
}

/**
 * The contract between Leaver and a system. A connector is made by a factory of its settings, a client and a clock; a
 * look and a read-back always read. `revoke` alone may begin with what a look of this moment has read (recent.ts).
 */
import type { ActLog, Target } from '../core/act.js';
import type { CheckFinding } from '../core/checkup.js';
import type { AccountId, SystemId } from '../core/model.js';
import type { Observation } from '../core/observation.js';
import type { Remainder } from '../core/outcome.js';
import type { Lost, RestoreItem } from '../core/restoration.js';
import type { Instant } from '../core/time.js';
import type { Clock, Environment } from '../ports/ports.js';

export type { ActLog, Step, StepOutcome, StepResult, Target } from '../core/act.js';
export type { Remainder } from '../core/outcome.js';
export type { Lost, RestoreItem } from '../core/restoration.js';

/** Through which a connector brings back: the evidence is on record already. */
export type StepLog = Pick<ActLog, 'step'>;

/** An account to read by itself: by its immutable id where that is known, else by name. */
export interface AccountRef {
  readonly id: AccountId | null;
  readonly name: string | null;
  /**
   * Where accounts are matched by e-mail: all accounts with this address. `name` holds the same text, for kinds where an address is a
   * name. A kind that tells addresses and can't look for them gives `partial`.
   */
  readonly email?: string | null;
}

/** What is too little or too much about the credential; `where` is the system, and filled in by whoever asks. */
export type CredentialFinding = Omit<CheckFinding, 'where'>;

/** What the credential is there for: to read only, or to revoke as well. */
export type CredentialUse = 'reading' | 'revoking';

interface Reading {
  readonly kind: string;
  readonly system: SystemId;
  /** What this kind of system holds that Leaver can't reach, for the report: a short sentence each. */
  readonly unreachable: readonly string[];
  /**
   * Every account, in as few requests as the system allows. A failed page gives `partial` with the gap named; parts
   * that can't be read give `gaps`. Throws `LeaverError` where nothing can be read at all: `wrong-credential`,
   * `wrong-system` (the identity reached is not the settings'), `forbidden`, `unreachable`, `rate-limited`.
   */
  observe(): Promise<Observation>;
  /**
   * Only these accounts, each read by itself and whole: all that it holds, with last uses. `scoped`;
   * `partial` where something that could belong to them could not be listed. The number of
   * requests does not depend on the system's size. Where one of them is an administrator, the other administrators come
   * along, so that the last one can be told. An account that is not there is left out.
   */
  observeAccounts(accounts: readonly AccountRef[]): Promise<Observation>;
  /**
   * Whether the credential can do too little or too much for its use, as far as the system tells, in few requests.
   * Changes nothing. Empty: nothing to find fault with. What the system does not tell is a finding too. Throws as `observe`.
   */
  examine(use: CredentialUse): Promise<readonly CredentialFinding[]>;
  /** The permission that a part needs which `observe` told as a gap; null where it takes more than a permission. */
  permissionFor(part: string): string | null;
  /** How many requests were made so far. */
  requests(): number;
}

export interface ReadOnlyConnector extends Reading {
  readonly access: 'read-only';
}

export interface RevokingConnector extends Reading {
  readonly access: 'revoking';
  /** Carries out a decision in the safe order (law 8). Doing it again changes nothing. `now` marks the suspension. */
  revoke(target: Target, log: ActLog, now: Instant): Promise<void>;
  /** Reads back what `revoke` changed. */
  check(target: Target, now: Instant): Promise<readonly Remainder[]>;
  /**
   * Everything that the record says was held, each with what can be done about it now: the plan before `restore`, and its
   * read-back afterwards. Reads, and changes nothing. What can't come back is named. Throws `journal` for a record that
   * is none, `forbidden` where the account's name is another's by now, and as `observe`.
   */
  restorable(lost: Lost): Promise<readonly RestoreItem[]>;
  /**
   * Brings back what can be, in the reverse of the safe order: what is held first, the door last. Never more than was held,
   * and nothing that somebody else took away or changed since. Doing it again changes nothing. Throws as `restorable`.
   */
  restore(lost: Lost, log: StepLog, now: Instant): Promise<void>;
}

export type Connector = ReadOnlyConnector | RevokingConnector;

/** What a factory is given. Credentials come from the environment alone; `settings` were validated by the kind's schema. */
export interface ConnectorOptions {
  readonly system: SystemId;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Parts that the policy declares not readable. */
  readonly unavailable: readonly string[];
  /** Whether entitlements of everybody are needed (`entitlements: managed`), not only of candidates. */
  readonly managed: boolean;
  readonly environment: Environment;
  readonly clock: Clock;
}

/** Makes a connector with a real client. Throws `missing-credential` where the environment holds none. */
export type ConnectorFactory = (options: ConnectorOptions) => Promise<Connector>;

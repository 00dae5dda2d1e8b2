// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * Settings of the reference connector: its accounts stand in the file.
 */
export interface MemorySettings {
  /**
   * The accounts.
   */
  accounts: Account[];
}
/**
 * An account.
 */
export interface Account {
  /**
   * The system's immutable id.
   */
  id: string;
  /**
   * Its name; may be empty.
   */
  name: string;
  /**
   * Its e-mail address, where the system tells it.
   */
  email?: string | null;
  /**
   * `invited`: not accepted yet; the id is then `invitation:<id>`.
   */
  status?: 'active' | 'suspended' | 'invited';
  /**
   * Whether it administers the system.
   */
  admin?: boolean;
  /**
   * Whether it is the runner's own identity.
   */
  self?: boolean;
  /**
   * When Leaver suspended it; null where others did, or nobody knows.
   */
  suspendedAt?: string | null;
  /**
   * What it holds.
   */
  entitlements?: Entitlement[];
}
/**
 * Something that an account holds.
 */
export interface Entitlement {
  /**
   * What it is.
   */
  kind: 'membership' | 'role' | 'credential';
  /**
   * Its id, as the connector names it.
   */
  id: string;
  /**
   * The role in it.
   */
  role?: string;
  /**
   * What sort of credential.
   */
  type?: string;
  /**
   * Whether it is in use.
   */
  status?: 'active' | 'inactive';
  /**
   * When it was last used; null: never, as far as is known.
   */
  lastUsedAt?: string | null;
  /**
   * What used it.
   */
  lastUsedBy?: string | null;
  /**
   * Works although the account is suspended.
   */
  open?: boolean;
}

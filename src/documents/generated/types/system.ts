// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * policies/systems/*.yaml: a system that grants access; one a file.
 */
export interface SystemDocument {
  /**
   * The system's id.
   */
  id: string;
  /**
   * The kind of connector that speaks to it.
   */
  kind: string;
  /**
   * `report` plans and tells, and revokes nothing.
   */
  mode?: 'enforce' | 'report';
  /**
   * What becomes of accounts that nobody in the roster claims.
   */
  orphans?: 'revoke' | 'review';
  /**
   * Designated owners for opt-outs here: ids of people.
   *
   * Items: A person's id.
   */
  owners?: string[];
  /**
   * Accounts that are never revoked; every report lists them with their owner.
   */
  protected?: Protected[];
  /**
   * How accounts find their person, in this order.
   *
   * @minItems 1
   *
   * Items: A property to match by.
   */
  match?: ('id' | 'name' | 'email')[];
  /**
   * `managed`: revoke what a person's roles do not grant.
   */
  entitlements?: 'ignore' | 'managed';
  /**
   * Parts known not to be readable here: told, but not red.
   *
   * Items: A part, as the connector names it.
   */
  unavailable?: string[];
  /**
   * Merged over the policy's guards, key by key.
   */
  guards?: {
    /**
     * How many accounts one system may lose within the window; 0 allows none.
     */
    maxRevocations?: number;
    /**
     * Which share of the observed accounts one system may lose within the window: from 0 to 1.
     */
    maxRevokedFraction?: number;
    /**
     * How many active administrators always remain in a system.
     */
    minAdmins?: number;
    /**
     * Over which time revocations are counted together.
     */
    window?: string;
  };
  /**
   * The connector's own settings; see the schema of its kind. Never a secret.
   */
  settings: {
    [k: string]: unknown;
  };
}
/**
 * A protected account.
 */
export interface Protected {
  /**
   * The account's id or name.
   */
  account: string;
  /**
   * The person who answers for it.
   */
  owner: string;
  /**
   * Why it must never be revoked.
   */
  reason: string;
}

// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * optouts/*.yaml and optouts/<system>/*.yaml: an approved, scoped, expiring exemption; one a file, named after its id. It has exactly one of `person`, `pause` and `guards`.
 */
export interface OptOutDocument {
  /**
   * The opt-out's id: the file's name without `.yaml`.
   */
  id: string;
  /**
   * Whom it exempts: a person's id.
   */
  person?: string;
  /**
   * Pauses the systems: nothing is revoked there.
   */
  pause?: true;
  /**
   * The guards that it raises, for a planned reduction.
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
   * In which systems, by id; there is no "all".
   *
   * @minItems 1
   * @maxItems 1000
   *
   * Items: A system's id.
   */
  systems: string[];
  /**
   * Only these; absent or empty: the whole account.
   *
   * @maxItems 1000
   *
   * Items: An entitlement, as the connector names it.
   */
  entitlements?: string[];
  /**
   * One of the policy's reasons; a pause and raised guards have `pause` where absent.
   */
  reason?: string;
  /**
   * Why it is needed, for the owner and for the auditor.
   */
  justification: string;
  /**
   * The ticket that it belongs to.
   */
  ticket?: string;
  /**
   * Who asks for it: a person's id.
   */
  requestedBy: string;
  /**
   * The designated owner who answers for it: neither the person nor the requester.
   */
  owner: string;
  /**
   * From when on it holds; absent: from the merge on.
   */
  startsAt?: string;
  /**
   * When it lapses.
   */
  expiresAt: string;
  /**
   * The opt-out that this one renews.
   */
  renewalOf?: string;
}

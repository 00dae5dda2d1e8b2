// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * policies/roles/*.yaml: what a role may hold, where a system manages entitlements.
 */
export interface RoleDocument {
  /**
   * The role's id.
   */
  role: string;
  /**
   * What it may hold, by system.
   */
  entitlements: {
    /**
     * Entitlements, as the connector names them.
     *
     * Items: An entitlement.
     */
    [k: string]: string[];
  };
}

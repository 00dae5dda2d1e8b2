// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * Settings of a GitHub organization.
 */
export interface GithubOrgSettings {
  /**
   * The organization's login.
   */
  organization: string;
  /**
   * Its immutable id: refused where the login reaches another.
   */
  organizationId?: number;
  /**
   * The API's address; absent: GitHub's own. Plain HTTP only on this machine.
   */
  apiUrl?: string;
  /**
   * The environment variable that holds a token. The name of the variable, never the secret itself.
   */
  tokenVariable?: string;
  /**
   * Signs in as a GitHub App instead.
   */
  app?: {
    /**
     * The App's id.
     */
    id: number;
    /**
     * The installation's id; absent: found by the organization.
     */
    installationId?: number;
    /**
     * The environment variable that holds the App's private key. The name of the variable, never the secret itself.
     */
    privateKeyVariable: string;
  };
}

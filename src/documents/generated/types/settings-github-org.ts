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
   * The environment variable that holds a token, GITHUB_TOKEN or one that begins with LEAVER_: a policy must not be able to send other secrets. The name of the variable, never the secret itself.
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
     * The environment variable that holds the App's private key; it begins with LEAVER_. The name of the variable, never the secret itself.
     */
    privateKeyVariable: string;
  };
}

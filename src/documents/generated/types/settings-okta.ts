// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * Settings of an Okta organization. Its address and the credential come from the environment.
 */
export interface OktaSettings {
  /**
   * The organization's domain, as its address has it: refused where the address leads to another.
   */
  organization: string;
  /**
   * Its immutable id: refused where the address leads to another.
   */
  organizationId?: string;
  /**
   * Whether a leaver whom Okta does not suspend (locked out, password expired, in recovery) is deactivated. Apps may destroy data at that, so it is off unless it is asked for; never done to a person who is away.
   */
  deactivateWhereSuspendIsRefused?: boolean;
}

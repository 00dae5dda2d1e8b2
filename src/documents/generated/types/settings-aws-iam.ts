// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * Settings of an AWS account's IAM. Credentials come from the SDK's own chain.
 */
export interface AwsIamSettings {
  /**
   * The account's id, as text: refused where the credentials reach another.
   */
  accountId: string;
  /**
   * The role to assume.
   */
  roleArn?: string;
  /**
   * The region whose endpoints are called.
   */
  region?: string;
}

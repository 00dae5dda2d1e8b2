/** Policy documents as far as they must be understood. A document that can't be read grants nothing and names nobody. */

export interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly [element: string]: unknown;
}

/** The statements of a policy: `Statement` may be one or a list (User Guide: "IAM JSON policy elements: Statement"). */
export function statementsOf(document: string): readonly Statement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    return [];
  }
  const statement = isRecord(parsed) ? parsed['Statement'] : undefined;
  return (Array.isArray(statement) ? statement : [statement]).filter(isRecord);
}

/** Whether the policy allows everything, whatever conditions it sets: that is an administrator. */
export function allowsEverything(document: string): boolean {
  return statementsOf(document).some(
    (one) =>
      one.Effect === 'Allow' &&
      textsIn(one.Action).some((action) => /^\*+(:\*+)?$/.test(action)) &&
      textsIn(one.Resource).some((resource) => /^\*+$/.test(resource)),
  );
}

/** Whether the policy denies everything to whoever holds it, without conditions. */
export function deniesEverything(document: string): boolean {
  return statementsOf(document).some(
    (one) =>
      one.Effect === 'Deny' &&
      one['Condition'] === undefined &&
      textsIn(one.Action).includes('*') &&
      textsIn(one.Resource).includes('*'),
  );
}

/** Whether the policy lets its holder assume any role at all. */
export function allowsAssumeRole(document: string): boolean {
  return statementsOf(document).some((one) => {
    if (one.Effect !== 'Allow') return false;
    if (one.NotAction !== undefined) return !textsIn(one.NotAction).some(coversAssumeRole);
    return textsIn(one.Action).some(coversAssumeRole);
  });
}

const ASSUME_ROLE = 'sts:assumerole';

/**
 * Whether an action with `*` and `?` covers the one that assumes roles. No regular expression: whoever may write a policy
 * could write one with so many stars that matching it never ends.
 */
function coversAssumeRole(action: string): boolean {
  const pattern = action.toLowerCase();
  let [at, star, retry] = [0, -1, 0];
  for (let next = 0; next < ASSUME_ROLE.length; ) {
    if (pattern[at] === '*') [star, retry] = [at++, next];
    else if (pattern[at] === '?' || pattern[at] === ASSUME_ROLE[next]) [at, next] = [at + 1, next + 1];
    else if (star < 0) return false;
    else [at, next] = [star + 1, ++retry];
  }
  return /^\**$/.test(pattern.slice(at));
}

/** A value that a policy may write alone or as a list. */
export function textsIn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The AWS policy that lets its holder do everything, and the one that denies everything. */
export const ADMINISTRATOR = 'AdministratorAccess';
const DENY_ALL = 'AWSDenyAll';

/** The ARN of one of AWS's own policies. */
export function awsPolicy(partition: string, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}

/** The ARN of AWS's policy that denies everything (AWS Managed Policy Reference: "AWSDenyAll"). */
export function denyAllArn(partition: string): string {
  return awsPolicy(partition, DENY_ALL);
}

/** Whether this is one of AWS's own policies of that name, in whatever partition. */
export function isAwsPolicy(arn: string, name: string): boolean {
  return new RegExp(`^arn:[a-z-]+:iam::aws:policy/${name}$`).test(arn);
}

export function isDenyAll(arn: string): boolean {
  return isAwsPolicy(arn, DENY_ALL);
}

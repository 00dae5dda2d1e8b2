import { AwsFailure } from './failure.js';
import { derivedId } from './ids.js';
import type { AwsPolicy, AwsState } from './state.js';

const AWS = 'arn:aws:iam::aws:policy/';

/** Documents of AWS-managed policies that matter here (AWS Managed Policy Reference Guide); others get a stand-in. */
const DOCUMENTS: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  AWSDenyAll: [{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }],
  IAMFullAccess: [
    {
      Effect: 'Allow',
      Action: ['iam:*', 'organizations:DescribeAccount', 'organizations:DescribeOrganization'],
      Resource: '*',
    },
  ],
  IAMReadOnlyAccess: [{ Effect: 'Allow', Action: ['iam:Get*', 'iam:List*', 'iam:Generate*'], Resource: '*' }],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    { Effect: 'Allow', Action: ['iam:ListRoles', 'account:ListRegions'], Resource: '*' },
  ],
};
const STAND_IN = [{ Sid: 'SandboxStandIn', Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }];

export interface ManagedPolicy extends AwsPolicy {
  readonly description: string | null;
}

/**
 * A managed policy by ARN: one of the account's, or any of AWS's (their names are too many to know, so that each name
 * is taken for one that exists). Throws `NoSuchEntity`.
 */
export function managedPolicy(state: AwsState, arn: string): ManagedPolicy {
  const own = state.policies.get(arn);
  if (own !== undefined) return { ...own, description: null };
  if (!arn.startsWith(AWS)) {
    throw new AwsFailure('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`);
  }
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const statements = DOCUMENTS[name] ?? STAND_IN;
  return {
    name,
    arn,
    id: derivedId('ANPA', arn),
    path: arn.slice(AWS.length - 1, arn.length - name.length),
    created: '2015-02-06T18:39:46Z',
    document: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    description: `AWS managed policy ${name}`,
  };
}

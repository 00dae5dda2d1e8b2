import type { ConnectorFactory } from '../connector.js';
import { recentOf } from '../recent.js';
import { observeAccounts } from './candidate.js';
import { check } from './check.js';
import { configOf } from './config.js';
import { examine, permissionFor } from './examine.js';
import { type Context, KIND, observe } from './list.js';
import { restorable, restore } from './restore.js';
import { revoke } from './revoke.js';

/** What the IAM of an account does not show, or can't end. */
const UNREACHABLE = [
  'Sessions already held of roles in other accounts that trust a user: they end by themselves, after 12 hours at most.',
  'Policies of resources (S3, KMS, SQS and others) that name a user: the deny stops the user, the name stays.',
  "The account's root user, and users of IAM Identity Center.",
  'What services keep for themselves: EC2 key pairs, database users, credentials that a user gave to others.',
] as const;

/** The users of one AWS account's IAM. Throws `missing-credential` where there is none. */
export const awsIam: ConnectorFactory = async (options) => {
  const config = configOf(options);
  // The SDK is large, and most runs of most commands never need it.
  const { makeIam } = await import('./client.js');
  const iam = await makeIam(config, options.clock);
  const { system, clock, unavailable } = options;
  const context: Context = { system, iam, clock, unavailable, recent: recentOf(clock) };
  return {
    access: 'revoking',
    kind: KIND,
    system,
    unreachable: UNREACHABLE,
    observe: () => observe(context),
    observeAccounts: (accounts) => observeAccounts(context, accounts),
    revoke: (target, log, now) => revoke(context, target, log, now),
    check: (target, now) => check(context, target, now),
    restorable: (lost) => restorable(context, lost),
    restore: (lost, log) => restore(context, lost, log),
    examine: () => examine(context),
    permissionFor,
    requests: () => iam.requests(),
  };
};

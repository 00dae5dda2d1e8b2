/** Whether the runner's own credential is what the README asks for: a role, and no administrator's. */
import { LeaverError } from '../../errors.js';
import type { CredentialFinding } from '../connector.js';
import { type Grants, grantsOf, type Holder, isAdmin } from './admin.js';
import { everyPage, type Part } from './held.js';
import type { DetailKind, Identity } from './iam.js';
import type { Context } from './list.js';
import { isAwsPolicy, statementsOf, textsIn } from './policy.js';

const EXCESSIVE = 'system/credential-excessive';
const WHY = 'Whoever gets hold of this credential can do all that it can.';
const LEAST = 'Attach the policies of src/connectors/aws-iam/README.md to the role, and nothing else.';

/** One request, one more where a role is assumed, and the pages of the runner's own kind of identity in the bulk call. */
export async function examine(context: Context): Promise<readonly CredentialFinding[]> {
  const identity = await context.iam.identity();
  if (identity.arn.endsWith(':root')) return [ROOT];
  const key = identity.arn.includes(':user/') ? [longLived(identity.arn)] : [];
  return [...key, ...(await powersOf(context, identity))];
}

const ROOT: CredentialFinding = {
  severity: 'error',
  check: EXCESSIVE,
  what: "the account's root user signs in",
  why: 'The root user can do everything, close the account too, and no policy holds it back.',
  mend: 'Delete the access keys of the root user, and let the runner assume a role by OIDC.',
};

function longLived(arn: string): CredentialFinding {
  return {
    severity: 'warning',
    check: 'system/credential-kind',
    what: `an access key of ${nameIn(arn)} signs in, which is valid until somebody deletes it`,
    why: 'A key that was read once works for years, and from anywhere.',
    mend: 'Let the runner assume a role by OIDC (aws-actions/configure-aws-credentials with role-to-assume).',
  };
}

async function powersOf(context: Context, identity: Identity): Promise<readonly CredentialFinding[]> {
  const acting = identity.role ?? identity.arn;
  try {
    const powers = await holderOf(context, identity, acting);
    return powers === null ? [untold(acting, 'it is not among those of this account')] : judge(acting, powers);
  } catch (error) {
    if (!(error instanceof LeaverError) || error.code !== 'forbidden') throw error;
    return [untold(acting, error.message)];
  }
}

interface Powers {
  readonly holder: Holder;
  readonly grants: Grants;
}

/** What the acting user or role holds; null where it is not there. */
async function holderOf({ iam }: Context, identity: Identity, acting: string): Promise<Powers | null> {
  const isUser = acting.includes(':user/');
  const kinds: readonly DetailKind[] = isUser
    ? ['User', 'Group', 'LocalManagedPolicy']
    : ['Role', 'LocalManagedPolicy'];
  const bulk = await everyPage(iam, kinds);
  const grants = grantsOf(bulk);
  const user = isUser ? bulk.users.find(({ id }) => identity.own.includes(id)) : undefined;
  if (user !== undefined) return { holder: user, grants };
  const role = bulk.roles.find(({ name }) => name === nameIn(acting));
  return role === undefined ? null : { holder: { groups: [], attached: role.attached, inline: role.inline }, grants };
}

/** The name in `…:user/path/name`, `…:role/path/name` and `…:assumed-role/name/session`. */
function nameIn(arn: string): string {
  const parts = arn.split('/');
  return (arn.includes(':assumed-role/') ? parts[1] : parts.at(-1)) ?? arn;
}

function judge(acting: string, { holder, grants }: Powers): readonly CredentialFinding[] {
  const name = nameIn(acting);
  if (isAdmin(holder, grants)) {
    const what = `${name} is an administrator of the account`;
    return [{ severity: 'error', check: EXCESSIVE, what, why: WHY, mend: LEAST }];
  }
  if (ownsIam(holder, grants)) {
    const what = `${name} may do everything in IAM, and so can make itself an administrator`;
    return [{ severity: 'warning', check: EXCESSIVE, what, why: WHY, mend: LEAST }];
  }
  return [];
}

function ownsIam(holder: Holder, grants: Grants): boolean {
  const groups = holder.groups.flatMap((name) => grants.groups.get(name) ?? []);
  const attached = [holder, ...groups].flatMap((one) => one.attached);
  const documents = [
    ...attached.map((arn) => grants.policies.get(arn) ?? ''),
    ...[holder, ...groups].flatMap((one) => one.inline.map(({ document }) => document)),
  ];
  return attached.some((arn) => isAwsPolicy(arn, 'IAMFullAccess')) || documents.some(allowsAllOfIam);
}

function allowsAllOfIam(document: string): boolean {
  return statementsOf(document).some(
    (one) =>
      one.Effect === 'Allow' &&
      textsIn(one.Action).some((action) => /^iam:\*+$/i.test(action)) &&
      textsIn(one.Resource).some((resource) => /^\*+$/.test(resource)),
  );
}

function untold(acting: string, why: string): CredentialFinding {
  return {
    severity: 'info',
    check: EXCESSIVE,
    what: `what ${nameIn(acting)} may do could not be checked: ${why}`,
    why: WHY,
    mend: `Allow iam:GetAccountAuthorizationDetails to it, or compare its policies yourself. ${LEAST}`,
  };
}

const ACTIONS: Readonly<Record<Part, string>> = {
  'credential-report': 'iam:GenerateCredentialReport and iam:GetCredentialReport',
  'access-keys': 'iam:ListAccessKeys',
  'access-key-last-used': 'iam:GetAccessKeyLastUsed',
  'login-profile': 'iam:GetLoginProfile',
  'ssh-keys': 'iam:ListSSHPublicKeys',
  'signing-certificates': 'iam:ListSigningCertificates',
  'service-specific-credentials': 'iam:ListServiceSpecificCredentials',
  'mfa-devices': 'iam:ListMFADevices',
  groups: 'iam:ListGroupsForUser',
  'attached-policies': 'iam:ListAttachedUserPolicies',
  'inline-policies': 'iam:ListUserPolicies and iam:GetUserPolicy',
  'trust-policies': 'iam:GetAccountAuthorizationDetails',
};

export function permissionFor(part: string): string | null {
  return Object.hasOwn(ACTIONS, part) ? ACTIONS[part as Part] : null;
}

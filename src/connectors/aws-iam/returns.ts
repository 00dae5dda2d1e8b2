/** What a restoration is: what the user held, what of it is there, and the changes that bring back the rest. */
import type { RestoreItem } from '../connector.js';
import type { Change } from './change.js';
import type { Held } from './held.js';
import type { Credential } from './iam.js';
import { denyOf, INLINE_DENY, markOf, REVOCATION, SUSPENDED_AT, UNFINISHED } from './mark.js';
import { isDenyAll } from './policy.js';
import type { Before } from './restored.js';
import { sessionPolicyName, trusts, trustWith } from './trust.js';

/** One thing that was held, and the changes that bring it back: none where it is there, or can't come back. */
export interface Return extends RestoreItem {
  readonly changes: readonly Change[];
}

/** The account's groups and policies (by ARN) that there are; null where they could not be read. */
export interface Known {
  readonly groups: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
}

/** All that was held besides the door: groups, policies, the boundary, credentials, trust. */
export function returnsOf(held: Held, before: Before, known: Known | null): readonly Return[] {
  return [
    ...boundaryReturn(held, before),
    ...policyReturns(held, before, known),
    ...credentialReturns(held, before),
    ...lastingReturns(held, before),
    ...before.trust.flatMap(({ name, document }) => trustReturn(held, before, name, document)),
  ];
}

/** The deny, which opens last. Only one that is Leaver's own by its mark is lifted. */
export function doorReturn(held: Held, before: Before): Return {
  const { user, attached, inline } = held;
  const UserName = user.name;
  const { attached: attachedBefore, inline: inlineBefore } = before;
  const lifting: Change[] = [];
  const left = 'everything is denied to the user';
  if (isDenying(user.boundary) && !isDenying(before.boundary)) lifting.push(boundaryChange(UserName, before, left));
  if (inline.some(({ name }) => name === INLINE_DENY) && !inlineBefore.some(({ name }) => name === INLINE_DENY)) {
    const input = { UserName, PolicyName: INLINE_DENY };
    lifting.push({ operation: 'DeleteUserPolicy', input, object: `inline/${INLINE_DENY}`, left });
  }
  for (const PolicyArn of attached.filter(isDenyAll)) {
    if (attachedBefore.some(isDenyAll)) continue;
    lifting.push({ operation: 'DetachUserPolicy', input: { UserName, PolicyArn }, object: 'policy/AWSDenyAll', left });
  }
  const foreign = lifting.length > 0 && markOf(user) === null;
  if (foreign) {
    const why = `${UserName} is denied everything by somebody else, which is not for Leaver to lift`;
    return { item: 'account', how: 'impossible', why, changes: [] };
  }
  return { ...nothing('account'), how: lifting.length > 0 ? 'restore' : 'there', changes: lifting };
}

/**
 * Leaver's mark around the changes: until all is back the suspension counts as unfinished, so that a run which finds the
 * user half restored, and the person gone again, takes everything once more.
 */
export function marksAround(
  held: Held,
  changes: readonly Change[],
): { first: readonly Change[]; last: readonly Change[] } {
  const { user, attached, inline } = held;
  const UserName = user.name;
  const denied = denyOf({ ...user, attached, inline }) !== null && markOf(user) !== null;
  const Tags = [{ Key: UNFINISHED, Value: 'true' }];
  const left = 'the user does not carry the mark of an unfinished suspension';
  const tag: Change = { operation: 'TagUser', input: { UserName, Tags }, object: `tag/${UNFINISHED}`, left };
  const TagKeys = [SUSPENDED_AT, REVOCATION, UNFINISHED].filter((key) => user.tags.has(key) || key === UNFINISHED);
  const untag: Change = {
    operation: 'UntagUser',
    input: { UserName, TagKeys },
    object: `tag/${SUSPENDED_AT}`,
    left: "the user carries Leaver's mark",
  };
  const marked = [SUSPENDED_AT, REVOCATION, UNFINISHED].some((key) => user.tags.has(key));
  return {
    first: denied && changes.length > 0 && !user.tags.has(UNFINISHED) ? [tag] : [],
    last: marked ? [untag] : [],
  };
}

function boundaryReturn({ user }: Held, before: Before): readonly Return[] {
  const { boundary } = before;
  if (boundary === null || user.boundary === boundary)
    return boundary === null ? [] : [nothing(`boundary:${boundary}`)];
  // Leaver's own deny as the boundary is lifted at the door, by putting back the old one.
  if (isDenying(user.boundary)) return [];
  if (user.boundary !== null) {
    const why = `the user has the boundary ${user.boundary} by now, which stays`;
    return [{ item: `boundary:${boundary}`, how: 'impossible', why, changes: [] }];
  }
  return [given(`boundary:${boundary}`, [boundaryChange(user.name, before, 'the user has no boundary')])];
}

function boundaryChange(UserName: string, { boundary }: Before, left: string): Change {
  if (boundary === null) {
    return { operation: 'DeleteUserPermissionsBoundary', input: { UserName }, object: 'boundary/AWSDenyAll', left };
  }
  const input = { UserName, PermissionsBoundary: boundary };
  return { operation: 'PutUserPermissionsBoundary', input, object: `boundary/${boundary}`, left };
}

function policyReturns({ user, groups, attached, inline }: Held, before: Before, known: Known | null): Return[] {
  const UserName = user.name;
  const own = (arn: string) => !/^arn:[a-z-]+:iam::aws:/.test(arn);
  return [
    ...before.inline.map(({ name, document }): Return => {
      const item = `inline:${name}`;
      if (inline.some((one) => one.name === name)) return nothing(item);
      if (isCut(document)) return impossible(item, CUT);
      const input = { UserName, PolicyName: name, PolicyDocument: document };
      const left = `the inline policy ${name} is not there`;
      return given(item, [{ operation: 'PutUserPolicy', input, object: `inline/${name}`, left }]);
    }),
    ...before.attached.map((PolicyArn): Return => {
      const item = `policy:${PolicyArn}`;
      if (attached.includes(PolicyArn)) return nothing(item);
      if (known !== null && own(PolicyArn) && !known.policies.has(PolicyArn)) return impossible(item, GONE);
      const left = `the policy ${PolicyArn} is not attached`;
      return given(item, [
        { operation: 'AttachUserPolicy', input: { UserName, PolicyArn }, object: `policy/${PolicyArn}`, left },
      ]);
    }),
    ...before.groups.map((GroupName): Return => {
      const item = `group:${GroupName}`;
      if (groups.includes(GroupName)) return nothing(item);
      if (known !== null && !known.groups.has(GroupName)) return impossible(item, GONE);
      const left = `the user is not in the group ${GroupName}`;
      return given(item, [
        { operation: 'AddUserToGroup', input: { UserName, GroupName }, object: `group/${GroupName}`, left },
      ]);
    }),
  ];
}

const GONE = 'it was deleted since: nothing of that name is there any more';
const DELETED = 'it was deleted, and nobody knows its secret: give the person a new one';

function credentialReturns(held: Held, before: Before): Return[] {
  const UserName = held.user.name;
  const Status = 'Active';
  return [
    ...credentials('key', before.keys, held.keys, (AccessKeyId, object, left) => {
      return { operation: 'UpdateAccessKey', input: { UserName, AccessKeyId, Status }, object, left };
    }),
    ...credentials('service-credential', before.serviceCredentials, held.serviceCredentials, (id, object, left) => {
      const input = { UserName, ServiceSpecificCredentialId: id, Status } as const;
      return { operation: 'UpdateServiceSpecificCredential', input, object, left };
    }),
    ...credentials('ssh-key', before.sshKeys, held.sshKeys, (SSHPublicKeyId, object, left) => {
      return { operation: 'UpdateSSHPublicKey', input: { UserName, SSHPublicKeyId, Status }, object, left };
    }),
    ...credentials('certificate', before.certificates, held.certificates, (CertificateId, object, left) => {
      return { operation: 'UpdateSigningCertificate', input: { UserName, CertificateId, Status }, object, left };
    }),
  ];
}

function credentials(
  kind: string,
  before: readonly Credential[],
  now: readonly Credential[],
  activating: (id: string, object: string, left: string) => Change,
): Return[] {
  return before.map(({ id, active }): Return => {
    const item = `${kind}:${id}`;
    const there = now.find((one) => one.id === id);
    if (there === undefined) return impossible(item, DELETED);
    if (!active || there.active) return nothing(item);
    return given(item, [activating(id, `${kind}/${id}`, `${item} is inactive`)]);
  });
}

/** What a suspension leaves where it is, and nothing brings back once it is deleted. */
function lastingReturns({ password, mfaDevices }: Held, before: Before): Return[] {
  const console = 'console-password';
  const noPassword = 'it was deleted: create a login profile with a new one, which the person has to change';
  return [
    ...(before.password ? [password ? nothing(console) : impossible(console, noPassword)] : []),
    ...before.mfaDevices.map((serial) => {
      const item = `mfa:${serial}`;
      return mfaDevices.includes(serial)
        ? nothing(item)
        : impossible(item, 'it was removed: the person enrols it again');
    }),
  ];
}

/**
 * The trust first: a role that no longer names the user, killed before it does again, would not tell a later revocation
 * that sessions are to be ended.
 */
function trustReturn(held: Held, before: Before, RoleName: string, document: string): readonly Return[] {
  const { user, roles } = held;
  const item = `trusted-by:${RoleName}`;
  const role = roles.find(({ name }) => name === RoleName);
  const named = trusts({ trust: document }, before.user);
  if (named && isCut(document)) return [impossible(item, CUT)];
  if (role === undefined) return named ? [impossible(item, 'the role was deleted since')] : [];
  const PolicyName = sessionPolicyName(user);
  const ended: Change[] = role.inline.some(({ name }) => name === PolicyName)
    ? [
        {
          operation: 'DeleteRolePolicy',
          input: { RoleName, PolicyName },
          object: `role/${RoleName}/${PolicyName}`,
          left: `the role ${RoleName} still ends sessions of the user`,
        },
      ]
    : [];
  const PolicyDocument = named ? trustWith(role, document, before.user, user) : role.trust;
  if (PolicyDocument === null) {
    const why = `the trust policy of the role ${RoleName} was changed since: name the user there by hand, if it still should be`;
    return [{ item, how: 'impossible', why, changes: [] }];
  }
  if (PolicyDocument === role.trust) return [ended.length > 0 ? given(item, ended) : nothing(item)];
  const left = `the role ${RoleName} does not trust the user`;
  const input = { RoleName, PolicyDocument };
  return [
    given(item, [{ operation: 'UpdateAssumeRolePolicy', input, object: `role/${RoleName}/trust`, left }, ...ended]),
  ];
}

/** What was taken for a credential is not in the journal: three asterisks stand for it, which no policy's text needs. */
function isCut(document: string): boolean {
  return document.includes('***');
}

const CUT = 'its document held what looks like a credential, which is not recorded: write it by hand';

function isDenying(boundary: string | null): boolean {
  return boundary !== null && isDenyAll(boundary);
}

function nothing(item: string): Return {
  return { item, how: 'there', why: '', changes: [] };
}

function given(item: string, changes: readonly Change[]): Return {
  return { item, how: 'restore', why: '', changes };
}

function impossible(item: string, why: string): Return {
  return { item, how: 'impossible', why, changes: [] };
}

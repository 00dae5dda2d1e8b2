/** Bringing a user back: what it holds first, the deny last, each by what is live at that moment. */
import { LeaverError } from '../../errors.js';
import type { Lost, RestoreItem, StepLog } from '../connector.js';
import { attempts, type Change, isSame } from './change.js';
import { type Bulk, everyPage, type Held, heldBy, type Part, partOf } from './held.js';
import type { Iam, Write } from './iam.js';
import type { Context } from './list.js';
import { type Before, beforeOf } from './restored.js';
import { doorReturn, type Known, marksAround, type Return, returnsOf } from './returns.js';
import { userOf } from './revoke.js';

/** See `RevokingConnector.restorable`. */
export async function restorable({ iam }: Context, lost: Lost): Promise<readonly RestoreItem[]> {
  await iam.identity();
  const plan = await planOf(iam, lost);
  return plan.returns.map(({ item, how, why }) => ({ item, how, why }));
}

/**
 * See `RevokingConnector.restore`. Where a step fails, the deny stays: without a boundary, a policy or a group that was
 * there before, the user might do more than it could.
 */
export async function restore({ iam, clock }: Context, lost: Lost, log: StepLog): Promise<void> {
  await iam.identity();
  const { first, inside, door, last } = await planOf(iam, lost);
  const needed = async (change: Change) => {
    const now = await planOf(iam, lost);
    return [...now.first, ...now.inside, ...now.door, ...now.last].some((other) => isSame(other, change));
  };
  const make = (change: Change) =>
    log.step({ action: change.operation, object: change.object }, async () => {
      const result = await attempts({ iam, clock, needed }, change);
      if (result.kind === 'done' || !GIVING.has(change.operation)) return result;
      throw new LeaverError('forbidden', `${change.object} was deleted: ${change.left}`);
    });
  let failed = false;
  for (const change of [...first, ...inside]) failed = (await make(change)).kind === 'failed' || failed;
  for (const change of [...door, ...last]) {
    if (failed) return;
    failed = (await make(change)).kind === 'failed';
  }
}

/** Changes to something that has to be there. For the others, what is absent counts as done. */
const GIVING: ReadonlySet<Write['operation']> = new Set<Write['operation']>([
  'TagUser',
  'AddUserToGroup',
  'AttachUserPolicy',
  'PutUserPolicy',
  'PutUserPermissionsBoundary',
  'UpdateAccessKey',
  'UpdateServiceSpecificCredential',
  'UpdateSSHPublicKey',
  'UpdateSigningCertificate',
  'UpdateAssumeRolePolicy',
]);

interface Plan {
  readonly returns: readonly Return[];
  readonly first: readonly Change[];
  readonly inside: readonly Change[];
  readonly door: readonly Change[];
  readonly last: readonly Change[];
}

async function planOf(iam: Iam, lost: Lost): Promise<Plan> {
  const before = beforeOf(lost);
  const { user } = await userOf(iam, lost);
  if (user === null) return { returns: [gone(before)], first: [], inside: [], door: [], last: [] };
  const bulk = await partOf('trust-policies', everyPage(iam, ['Role', 'Group', 'LocalManagedPolicy']));
  const held = await heldBy(iam, user, 'value' in bulk ? bulk.value.roles : bulk.unread);
  refuseUnread(held, before);
  const known = 'value' in bulk ? knownIn(bulk.value) : null;
  const inner = returnsOf(held, before, known);
  const { entitlement } = lost.decision;
  if (entitlement !== null) {
    const returns = inner.filter(({ item }) => item === entitlement);
    return { returns, first: [], inside: changesIn(returns), door: [], last: [] };
  }
  const door = doorReturn(held, before);
  const marks = marksAround(held, changesIn([...inner, door]));
  // As long as the mark stands, it is not whole.
  const how = door.how === 'there' && marks.last.length > 0 ? 'restore' : door.how;
  return { returns: [...inner, { ...door, how }], ...marks, inside: changesIn(inner), door: door.changes };
}

function changesIn(returns: readonly Return[]): readonly Change[] {
  return returns.flatMap(({ changes }) => changes);
}

function knownIn({ groups, policies }: Bulk): Known {
  return {
    groups: new Set(groups.map(({ name }) => name)),
    policies: new Set(policies.map(({ name }) => name)),
  };
}

/** Where a part can't be read, what was there before would look deleted. */
function refuseUnread({ user, unread }: Held, before: Before): void {
  const blind = unread.filter(({ part }) => (HELD_IN[part]?.(before) ?? 0) > 0);
  if (blind.length === 0) return;
  const parts = blind.map(({ part, why }) => `${part} (${why})`).join(', ');
  throw new LeaverError('forbidden', `of ${user.name} could not be read: ${parts}`, {
    mend: 'Give the credential that restores the permissions to read them, and run it again.',
  });
}

const HELD_IN: Readonly<Partial<Record<Part, (before: Before) => number>>> = {
  'login-profile': ({ password }) => Number(password),
  'access-keys': ({ keys }) => keys.length,
  'ssh-keys': ({ sshKeys }) => sshKeys.length,
  'signing-certificates': ({ certificates }) => certificates.length,
  'service-specific-credentials': ({ serviceCredentials }) => serviceCredentials.length,
  'mfa-devices': ({ mfaDevices }) => mfaDevices.length,
  groups: ({ groups }) => groups.length,
  'attached-policies': ({ attached }) => attached.length,
  'inline-policies': ({ inline }) => inline.length,
  'trust-policies': ({ trust }) => trust.length,
};

function gone({ user, groups, attached }: Before): Return {
  const held = [...groups.map((name) => `group ${name}`), ...attached].join(', ');
  const why = `the user was deleted: a new one has another id${held === '' ? '' : `; it held ${held}`}`;
  return { item: 'account', how: 'impossible', why: `${user.name}: ${why}`, changes: [] };
}

/** Carrying out a decision: the account and the user are looked at again, recorded, and then the steps are made. */
import { type Instant, instantOf } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { ActLog, Target } from '../connector.js';
import { type Change, isSame, type Maker, make } from './change.js';
import { DEADLY_IF_UNREAD, deletingCredentials, deletingUser } from './delete.js';
import { entitlementChanges } from './entitlement.js';
import { evidenceOf } from './evidence.js';
import { everybodyOf, userWithId } from './find.js';
import { type Held, heldBy, rolesOf } from './held.js';
import type { FoundUser, Iam, Identity } from './iam.js';
import type { Context } from './list.js';
import { denyOf, markOf } from './mark.js';
import { suspension } from './suspend.js';
import { sessionPolicyName, trusts } from './trust.js';

/** See `RevokingConnector.revoke`. */
export async function revoke(context: Context, target: Target, log: ActLog, now: Instant): Promise<void> {
  const { iam, clock } = context;
  const { decision } = target;
  const identity = await iam.knownIdentity();
  const { user, taken } = await userOf(iam, target);
  const object = `user/${target.account.name}`;
  const refusal = refusalOf(target, identity, taken);
  if (refusal !== null) return refuse(refusal, object, log);
  if (user === null) return void (await log.step({ action: 'GetUser', object }, async () => ({ kind: 'absent' })));
  const held = justRead(context, target, user) ?? (await heldBy(iam, user, await rolesOf(iam)));
  const whole = decision.entitlement === null && decision.stage === 'delete';
  const notYet = whole ? deletionRefusalOf(context, held) : null;
  if (notYet !== null) return refuse(notYet, object, log);
  await log.evidence(evidenceOf(held));

  const changes = (present: Held) => changesOf(present, target, identity, now);
  const needed = async (change: Change) => {
    // A device that is nobody's any more is not among what the user holds; deleting it again does no harm.
    if (change.operation === 'DeleteVirtualMFADevice') return true;
    const present = await heldNow(iam, target);
    return present !== null && changes(present).some((other) => isSame(other, change));
  };
  await carryOut({ iam, clock, log, needed }, target, held, changes(held));
}

/**
 * What was read of the user a moment ago, enough for a suspension, which overwrites nothing. Null where a part could not be read, and
 * where a role names the user: its trust policy is written whole, so nobody's change of it in the meantime may be lost.
 */
function justRead({ recent }: Context, { account, decision }: Target, user: FoundUser): Held | null {
  const held = recent.take(account);
  if (held === null || held.user.name !== user.name || held.unread.length > 0) return null;
  if (decision.entitlement !== null || decision.stage !== 'suspend') return null;
  const named = held.roles.some(
    (role) => trusts(role, user) || role.inline.some(({ name }) => name === sessionPolicyName(user)),
  );
  return named ? null : { ...held, user };
}

/** Puts the refusal on record as a failed step, and throws it. */
async function refuse(refusal: LeaverError, object: string, log: ActLog): Promise<never> {
  await log.step({ action: 'refuse', object }, () => Promise.reject(refusal));
  throw refusal;
}

/** The user of a decision, and whether its name is somebody else's by now. */
interface Found {
  readonly user: FoundUser | null;
  readonly taken: boolean;
}

/** Finds the user by id. The name is tried first; the account is looked through only where another has it or nobody. */
export async function userOf(iam: Iam, { account }: Pick<Target, 'account'>): Promise<Found> {
  const named = await iam.user(account.name);
  if (named?.id === account.id) return { user: named, taken: false };
  return { user: await userWithId(iam, account.id, everybodyOf(iam)), taken: named !== null };
}

/** What the user of the decision holds at this moment; null where it is gone. */
export async function heldNow(iam: Iam, target: Target): Promise<Held | null> {
  const { user } = await userOf(iam, target);
  return user === null ? null : heldBy(iam, user, await rolesOf(iam));
}

/** All changes that the decision calls for, in the order of making them. */
export function changesOf(held: Held, { decision }: Target, identity: Identity, now: Instant): readonly Change[] {
  const revocation = { id: decision.id, now, partition: identity.partition };
  if (decision.entitlement !== null) return entitlementChanges(held, decision.entitlement, revocation);
  if (decision.stage === 'delete') return [...deletingCredentials(held), ...deletingUser(held, identity.partition)];
  return suspension(held, revocation);
}

/** The ways of denying everything. */
const DENIES: ReadonlySet<string> = new Set(['AttachUserPolicy', 'PutUserPolicy', 'PutUserPermissionsBoundary']);

async function carryOut(maker: Maker, { decision }: Target, held: Held, changes: readonly Change[]): Promise<void> {
  const credentials = decision.stage === 'delete' ? deletingCredentials(held).length : 0;
  const stillOpen = new Set<string>();
  let failed = false;
  let undenied = false;
  for (const [index, change] of changes.entries()) {
    // The deny stays as long as any credential does.
    if (failed && decision.stage === 'delete' && index >= credentials) return;
    if (failed && change.operation === 'UntagUser') return keepMark(maker, change);
    // Without the deny there is nothing to mark.
    if (undenied && change.operation === 'TagUser') continue;
    // Where sessions of a role were not ended, its trust policy goes on naming the user, and so tells the next run.
    if (change.operation === 'UpdateAssumeRolePolicy' && stillOpen.has(change.input.RoleName)) continue;
    const outcome = await make(maker, change);
    if (outcome.kind !== 'failed') continue;
    failed = true;
    undenied ||= DENIES.has(change.operation);
    if (change.operation === 'PutRolePolicy') stillOpen.add(change.input.RoleName);
  }
}

/** A suspension with a failed step goes on being marked as unfinished, so that the next run takes it up again. */
async function keepMark({ log }: Maker, { operation, object }: Change): Promise<void> {
  const why = new LeaverError('forbidden', 'not done, because a step before it failed: the suspension is not finished');
  await log.step({ action: operation, object }, () => Promise.reject(why));
}

/** Why nothing may be done, whatever the plan says; null where it may. */
function refusalOf({ account }: Target, identity: Identity, taken: boolean): LeaverError | null {
  if (account.self || identity.own.includes(account.id)) {
    return new LeaverError('forbidden', `${account.name} is the runner's own user: Leaver never revokes itself`);
  }
  if (!taken) return null;
  const what = `the name ${account.name} belongs to another user than ${account.id} by now`;
  return new LeaverError('forbidden', `${what}: plan again, so that the plan names whom it means`);
}

/** Why the user may not be deleted for good; null where it may. */
function deletionRefusalOf({ unavailable, clock }: Context, held: Held): LeaverError | null {
  const { user, attached, inline } = held;
  const at = markOf(user);
  if (at === null || instantOf(at) > clock.now() || denyOf({ ...user, attached, inline }) === null) {
    const why = `${user.name} is not suspended by Leaver any more`;
    return new LeaverError('forbidden', `${why}: only who was suspended is deleted`);
  }
  const blind = held.unread.filter(({ part }) => DEADLY_IF_UNREAD.has(part) && !unavailable.includes(part));
  if (blind.length === 0) return null;
  const parts = blind.map(({ part }) => part).join(', ');
  return new LeaverError(
    'forbidden',
    `${parts} can't be read, and an unseen credential would work again without the deny`,
  );
}

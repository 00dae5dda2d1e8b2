/** Reading back what a revocation changed, from the lists and never from the credential report. */
import type { EntitlementId } from '../../core/model.js';
import { after, formatInstant, type Instant, instantOf } from '../../core/time.js';
import type { Remainder, Target } from '../connector.js';
import { ASSUMES_ROLES } from './entitlements.js';
import { type Held, type Part, rolesOf } from './held.js';
import type { Iam, Role } from './iam.js';
import type { Context } from './list.js';
import { markOf } from './mark.js';
import { changesOf, heldNow } from './revoke.js';
import { mentions, sessionPolicyName, trusts } from './trust.js';

/** The longest that a session of any role can be (API Reference: `AssumeRole`, `DurationSeconds`), in milliseconds. */
const LONGEST_SESSION = 12 * 3_600_000;

/** See `RevokingConnector.check`. */
export async function check(context: Context, target: Target, now: Instant): Promise<readonly Remainder[]> {
  const { iam } = context;
  const { decision } = target;
  const identity = await iam.knownIdentity();
  const held = await heldNow(iam, target);
  if (held === null) return decision.entitlement === null ? trustLeft(await rolesOf(iam), target) : [];
  const changes = changesOf(held, target, identity, now);
  const pending = [...new Set(changes.map(({ left }) => left))].map((what): Remainder => ({ kind: 'pending', what }));
  if (decision.entitlement !== null) return [...pending, ...unseen(held, decision.entitlement)];
  if (decision.stage === 'delete') return pending;
  return [
    ...pending,
    ...unreadLeft(held, context),
    ...(await sessionsLeft(iam, held, target, now)),
    ...mentionsLeft(held),
  ];
}

/** Where the list that holds the entitlement can't be read, nobody knows that it is gone (law 10). */
function unseen(held: Held, entitlement: EntitlementId): readonly Remainder[] {
  const part = PART_OF[entitlement.split(':', 1)[0] ?? ''];
  return held.unread
    .filter((unread) => unread.part === part)
    .map(({ why }) => ({ kind: 'pending', what: `${entitlement} could not be read back: ${why}` }));
}

/** The part that an entitlement is listed in, by what its id begins with. */
const PART_OF: Readonly<Record<string, Part>> = {
  group: 'groups',
  policy: 'attached-policies',
  inline: 'inline-policies',
  'trusted-by': 'trust-policies',
};

/** What the policy declares unreadable is told as a gap of the whole system, not of each revocation. */
function unreadLeft(held: Held, { unavailable }: Context): readonly Remainder[] {
  return held.unread
    .filter(({ part }) => !unavailable.includes(part))
    .map(({ part, why }) => {
      const what = `${part} could not be read: what is there is denied everything, and was not made inactive (${why})`;
      return { kind: 'residual', what, until: null };
    });
}

/** Sessions of roles outlast the deny on the user: they end with their time, counted from the suspension. */
async function sessionsLeft(iam: Iam, held: Held, target: Target, now: Instant): Promise<readonly Remainder[]> {
  const mark = markOf(held.user);
  const from = mark === null ? now : instantOf(mark);
  const left: Remainder[] = [];
  for (const role of rolesThatNamed(held, target)) {
    if (endsAll(role, held)) continue;
    const seconds = await iam.maxSession(role.name).catch(() => null);
    const until = after(from, seconds === null ? LONGEST_SESSION : seconds * 1000);
    const what = `sessions of the role ${role.name} that the user already holds`;
    if (until > now) left.push({ kind: 'residual', what, until: formatInstant(until) });
  }
  const until = after(from, LONGEST_SESSION);
  if (target.account.entitlements.some(({ id }) => id === ASSUMES_ROLES) && until > now) {
    const what = "sessions already held of roles that the user's policies allowed it to assume";
    left.push({ kind: 'residual', what, until: formatInstant(until) });
  }
  return left;
}

function rolesThatNamed(held: Held, target: Target): readonly Role[] {
  const before = new Set<string>(target.account.entitlements.map(({ id }) => id));
  return held.roles.filter(
    (role) =>
      before.has(`trusted-by:${role.name}`) || role.inline.some(({ name }) => name === sessionPolicyName(held.user)),
  );
}

/** Whether every session of the role was ended: the user alone could assume it, so the policy is not narrowed. */
function endsAll(role: Role, held: Held): boolean {
  const policy = role.inline.find(({ name }) => name === sessionPolicyName(held.user));
  return policy !== undefined && !policy.document.includes('aws:userid');
}

/** A user that is gone: trust policies name its id now, which nobody can have again. */
function trustLeft(roles: Awaited<ReturnType<typeof rolesOf>>, { account }: Target): readonly Remainder[] {
  if ('part' in roles) return [];
  const user = { id: account.id, arn: account.id };
  return roles.filter((role) => trusts(role, user)).map((role) => manual(role.name, account.id));
}

function mentionsLeft(held: Held): readonly Remainder[] {
  return held.roles.filter((role) => mentions(role, held.user)).map((role) => manual(role.name, held.user.name));
}

function manual(role: string, name: string): Remainder {
  return {
    kind: 'manual',
    what: `the trust policy of the role ${role} names ${name} where Leaver does not take it out`,
    todo: `Look at the trust policy of the role ${role} and take ${name} out of it, or delete the role.`,
  };
}

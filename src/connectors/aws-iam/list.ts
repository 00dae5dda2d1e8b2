/** Everybody in the account, without a request for each user. */
import { inSeconds } from '../../core/clock-trust.js';
import type { AccountId, SystemId } from '../../core/model.js';
import type { Completeness, Entitlement, Gap, Observation, ObservedAccount } from '../../core/observation.js';
import { formatInstant } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import type { Clock } from '../../ports/ports.js';
import type { Recent } from '../recent.js';
import { type Grants, grantsOf, isAdmin, mayAssumeRoles } from './admin.js';
import { ASSUMES_ROLES, grantsHeld, inOrder } from './entitlements.js';
import { addPage, type Bulk, type Held, partOf, type Unread } from './held.js';
import type { DetailKind, Iam, Identity, Role, UserDetail } from './iam.js';
import { standingOf } from './mark.js';
import { credentialsIn } from './report.js';

/** What a connector works with. */
export interface Context {
  readonly system: SystemId;
  readonly iam: Iam;
  readonly clock: Clock;
  /** Parts that the policy says can't be read here. */
  readonly unavailable: readonly string[];
  readonly recent: Recent<Held>;
}

export const KIND = 'aws-iam';
/** AWS's own policies are left out: over a thousand, and the two that matter are known by name. */
const EVERYTHING: readonly DetailKind[] = ['User', 'Group', 'Role', 'LocalManagedPolicy'];
/** Waits for the credential report, in milliseconds. */
const REPORT_WAITS = [2_000, 8_000];

/** The whole account: see `Connector.observe`. */
export async function observe(context: Context): Promise<Observation> {
  const { iam, clock } = context;
  const at = formatInstant(clock.now());
  const before = iam.requests();
  const identity = await iam.identity();
  // Asked for first, so that AWS makes it while the accounts are listed.
  const asked = await partOf('credential-report', iam.generateReport());
  const { bulk, completeness } = await everybody(iam);
  const reported = 'unread' in asked ? asked : await partOf('credential-report', readReport(context));
  const credentials = 'value' in reported ? credentialsIn(reported.value) : new Map<string, readonly Entitlement[]>();
  const accounts = accountsOf(bulk, identity, (user) => credentials.get(user.name) ?? []);
  return {
    ...{ system: context.system, kind: KIND, at, identity: `aws:${identity.accountId}`, completeness },
    gaps: 'unread' in reported ? gapsOf(context, [reported.unread]) : [],
    requests: iam.requests() - before,
    clockSkew: inSeconds(iam.clockSkew()),
    accounts,
  };
}

/** Users of the bulk call as accounts, in order of id, none twice. */
export function accountsOf(
  bulk: Bulk,
  identity: Identity,
  credentials: (user: UserDetail) => readonly Entitlement[],
): readonly ObservedAccount[] {
  const grants = grantsOf(bulk);
  const byId = new Map(bulk.users.map((user) => [user.id, user]));
  return [...byId.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((user) => accountOf(user, identity, grants, bulk.roles, credentials(user)));
}

function accountOf(
  user: UserDetail,
  identity: Identity,
  grants: Grants,
  roles: readonly Role[],
  credentials: readonly Entitlement[],
): ObservedAccount {
  const entitlements = [...grantsHeld(user, user, roles, grants), ...assuming(user, grants), ...credentials];
  return {
    ...{ id: user.id as AccountId, name: user.name, email: null, ...standingOf(user), read: 'listed' },
    admin: isAdmin(user, grants),
    self: identity.own.includes(user.id),
    entitlements: inOrder(entitlements),
  };
}

/** For a user whose policies let it assume roles. Derived from what it holds, so it is no grant that a role could name. */
export function assuming(user: Parameters<typeof mayAssumeRoles>[0], grants: Grants): readonly Entitlement[] {
  return mayAssumeRoles(user, grants) ? [{ kind: 'credential', id: ASSUMES_ROLES, type: 'role-sessions' }] : [];
}

/** Unread parts as gaps, those that the policy declares marked so. */
export function gapsOf(context: Context, unread: readonly Unread[]): readonly Gap[] {
  return unread.map(({ part, why }) => ({ part, why, declared: context.unavailable.includes(part) }));
}

async function everybody(iam: Iam): Promise<{ bulk: Bulk; completeness: Completeness }> {
  const bulk: Bulk = { users: [], groups: [], roles: [], policies: [] };
  let after: string | null = null;
  for (let number = 1; ; number += 1) {
    try {
      const page: Awaited<ReturnType<Iam['details']>> = await iam.details(EVERYTHING, after);
      addPage(bulk, page);
      if (page.next !== null && page.next === after) {
        throw new LeaverError('unreachable', 'the page comes after itself, so that the listing has no end');
      }
      after = page.next;
    } catch (error) {
      if (!(error instanceof LeaverError) || error.code === 'wrong-credential') throw error;
      const gap = `page ${number} of the account's users, groups and roles: ${error.message}`;
      return { bulk, completeness: { kind: 'partial', gaps: [gap] } };
    }
    if (after === null) return { bulk, completeness: { kind: 'complete' } };
  }
}

async function readReport({ iam, clock }: Context): Promise<string> {
  for (const wait of REPORT_WAITS) {
    const report = await iam.report();
    if (report !== null) return report;
    await clock.sleep(wait);
  }
  const report = await iam.report();
  if (report !== null) return report;
  throw new LeaverError('unreachable', 'AWS has not finished the credential report');
}

/** What OCSF calls an event of the log: Account Change ("OCSF Schema", Account Change [3001]), where it is one. */
import type { Revoke } from '../core/decision.js';
import type { Placed } from './event.js';

/** The attributes that OCSF asks of each event of the class; the rest is added where a log is exported. */
export interface AccountChange {
  readonly class_uid: 3001;
  readonly category_uid: 3;
  /** 2 Enable, 5 Disable, 6 Delete, 99 Other: taking one entitlement of an account. */
  readonly activity_id: 2 | 5 | 6 | 99;
  /** `class_uid` × 100 + `activity_id`. */
  readonly type_uid: number;
  /** 1 Success, 2 Failure, 99 Other: not known yet, or left in part. */
  readonly status_id: 1 | 2 | 99;
  readonly user: { readonly uid: string };
}

/** The account change that a revocation or a restoration is about to make, or has made; null for any other event. */
export function changeOf(event: Placed): AccountChange | null {
  if (event.type === 'begun') {
    return change(activityOf(event.decision), 99, event.decision.account.id);
  }
  if (event.type !== 'restored') return null;
  const status = event.ending === 'restored' ? 1 : event.ending === 'failed' ? 2 : 99;
  return change(2, status, accountIn(event.revocation));
}

/** What a revocation does to the account. */
export function activityOf({ stage, entitlement }: Revoke): AccountChange['activity_id'] {
  if (entitlement !== null) return 99;
  return stage === 'delete' ? 6 : 5;
}

export function change(
  activity: AccountChange['activity_id'],
  status: AccountChange['status_id'],
  uid: string,
): AccountChange {
  return {
    class_uid: 3001,
    category_uid: 3,
    activity_id: activity,
    type_uid: 300_100 + activity,
    status_id: status,
    user: { uid },
  };
}

/** The account in a revocation's id: `<system>/<account>[#<entitlement>]@<instant>`. */
export function accountIn(revocation: string): string {
  const at = revocation.lastIndexOf('@');
  return revocation.slice(revocation.indexOf('/') + 1, at === -1 ? undefined : at);
}

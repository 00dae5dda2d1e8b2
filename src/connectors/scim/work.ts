/** What a decision leaves to do: `revoke` does it and `check` tells it, so that the two can't disagree. */
import type { Revoke } from '../../core/decision.js';
import type { EntitlementId } from '../../core/model.js';
import { LeaverError } from '../../errors.js';
import type { Step, StepResult } from '../connector.js';
import { canDelete, PREFIX } from './account.js';
import type { Live } from './accounts.js';
import { deleteUser, setActive, setMember, setValue } from './acts.js';
import type { Site } from './site.js';

/** One thing that a decision asks for and that is not so yet. */
export interface Work {
  readonly step: Step;
  /** What `check` says while it is open. */
  readonly open: string;
  act(site: Site): Promise<StepResult>;
}

/**
 * In the safe order (law 8): the sign-in, then memberships. Roles and entitlements stay on a suspended user, who can't use
 * them. Where `active: false` deletes, removal is the first stage and all there is.
 */
export function workLeft({ settings }: Pick<Site, 'settings'>, decision: Revoke, live: Live): readonly Work[] {
  const { quirks } = settings;
  if (decision.entitlement !== null) return taking(live, decision.entitlement);
  const unread = unreadGroups(live);
  const groups = live.account.entitlements.filter(({ id }) => id.startsWith(PREFIX.group));
  const memberships = groups.flatMap(({ id }) => taking(live, id));
  if (staysAway(settings, decision)) return [...memberships, ...unread];
  const isLast = quirks.activeFalse === 'deletes' || decision.stage === 'delete';
  // What was not seen could not be recorded, and would be lost.
  if (isLast && unread.length > 0) return unread;
  // Who is inactive where that deletes is on the way out, and has no access.
  if (quirks.activeFalse === 'deletes')
    return live.user.active ? [removal(live, { byDelete: quirks.delete === 'deletes', suspended: false })] : [];
  if (decision.stage === 'delete') return canDelete(quirks) ? [removal(live, { byDelete: true, suspended: true })] : [];
  return [...suspension(live), ...memberships, ...unread];
}

/** A person who is away, where removal is all there is: that can't be undone, so it is left to a person (law 7). */
export function staysAway({ quirks }: Pick<Site['settings'], 'quirks'>, { entitlement, reason }: Revoke): boolean {
  return quirks.activeFalse === 'deletes' && entitlement === null && reason === 'suspended';
}

/** Groups that could not be read stay open: nobody knows what they are. */
function unreadGroups({ user: { userName }, unread }: Live): readonly Work[] {
  if (unread === null) return [];
  const open = `the groups of ${userName} could not be read: ${unread}`;
  const act = () => Promise.reject(new LeaverError('unreachable', open));
  return [{ step: { action: 'look for groups', object: `user:${userName}` }, open, act }];
}

function suspension({ user: { id, userName, active } }: Live): readonly Work[] {
  if (!active) return [];
  return [
    {
      step: { action: 'set active to false', object: `user:${userName}` },
      open: `${userName} can still sign in`,
      act: (site) => setActive(site, id, false),
    },
  ];
}

interface Removal {
  readonly byDelete: boolean;
  /** Whether only a suspended user is removed. */
  readonly suspended: boolean;
}

function removal({ user: { id, userName } }: Live, { byDelete, suspended }: Removal): Work {
  return {
    step: { action: byDelete ? 'DELETE' : 'set active to false, which deletes', object: `user:${userName}` },
    open: `${userName} is still there`,
    act: (site) => (byDelete ? deleteUser(site, id, { suspended }) : setActive(site, id, false)),
  };
}

function taking({ user, account }: Live, entitlement: EntitlementId): readonly Work[] {
  const held = account.entitlements.find(({ id }) => id === entitlement);
  if (held === undefined) return [];
  return [
    {
      step: { action: 'remove', object: entitlement },
      open: `${user.userName} still holds ${entitlement}`,
      act: (site) => setHeld(site, user.id, entitlement, false),
    },
  ];
}

/** Takes one entitlement from a user, or gives it. */
export function setHeld(site: Site, user: string, entitlement: string, held: boolean): Promise<StepResult> {
  if (entitlement.startsWith(PREFIX.group)) return setMember(site, user, entitlement.slice(PREFIX.group.length), held);
  const isRole = entitlement.startsWith(PREFIX.role);
  const value = entitlement.slice((isRole ? PREFIX.role : PREFIX.entitlement).length);
  return setValue(site, user, isRole ? 'roles' : 'entitlements', { value, held });
}

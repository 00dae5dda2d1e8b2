import { LeaverError } from '../../errors.js';
import type { Lost, RestoreItem, Step, StepLog, StepResult } from '../connector.js';
import { PREFIX } from './account.js';
import { type Live, readWhole } from './accounts.js';
import { setActive } from './acts.js';
import { type Before, beforeOf, type Held } from './evidence.js';
import { findGroup } from './groups.js';
import type { Site } from './site.js';
import { setHeld } from './work.js';

/** One thing that was held, and what brings it back where it is not there. */
interface Return extends RestoreItem {
  readonly step?: Step;
  readonly act?: () => Promise<StepResult>;
}

/** See `RevokingConnector.restorable`. */
export async function restorable(site: Site, lost: Lost): Promise<readonly RestoreItem[]> {
  return (await returnsOf(site, lost)).map(({ item, how, why }) => ({ item, how, why }));
}

/** Brings back what can be, the sign-in last: until then, what was given back is of no use to anybody. */
export async function restore(site: Site, lost: Lost, log: StepLog): Promise<void> {
  for (const { step, act } of await returnsOf(site, lost)) {
    if (step !== undefined && act !== undefined) await log.step(step, () => made(act));
  }
}

/** To give to something that is gone is a failure here. */
async function made(act: () => Promise<StepResult>): Promise<StepResult> {
  const result = await act();
  if (result.kind === 'absent') throw new LeaverError('forbidden', 'it is not there any more');
  return result;
}

/** What was held and what became of it, in the order of bringing it back. One rule for the plan, the act and the read-back. */
async function returnsOf(site: Site, lost: Lost): Promise<readonly Return[]> {
  const before = beforeOf(site, lost);
  const live = await readWhole(site, lost.account.id);
  if (live === null) return [gone(site, before)];
  if (live.unread !== null) {
    throw new LeaverError('unreachable', `the groups of ${live.user.userName} could not be read: ${live.unread}`);
  }
  const { entitlement } = lost.decision;
  const wanted = before.held.filter(({ id }) => entitlement === null || id === entitlement);
  const taken = (one: Held) => entitlement !== null || one.id.startsWith(PREFIX.group);
  const returns: Return[] = [];
  for (const one of wanted) returns.push(await returned(site, live, one, taken(one)));
  return entitlement === null ? [...returns, signIn(site, live, before)] : returns;
}

function gone({ settings }: Site, { held }: Before): Return {
  const names = held.map(({ id, name }) => (name === null ? id : `${id} (${name})`));
  const list = names.length === 0 ? '' : `, and give it what it held: ${names.join(', ')}`;
  const whose = settings.preset === 'generic' ? '' : ` at ${settings.name}`;
  return {
    item: 'account',
    how: 'impossible',
    why: `it was deleted, and a new one would have another id: create the user anew${whose}, pin the new id in the roster${list}`,
  };
}

/** `taken`: whether Leaver took such a thing; what somebody else took away since is not Leaver's to give. */
async function returned(site: Site, { user, account }: Live, { id, name }: Held, taken: boolean): Promise<Return> {
  if (account.entitlements.some((one) => one.id === id)) return { item: id, how: 'there', why: '' };
  if (!taken) return { item: id, how: 'impossible', why: 'somebody else took it away since: ask who did, and why' };
  if (id.startsWith(PREFIX.group) && (await findGroup(site, id.slice(PREFIX.group.length))) === null) {
    return { item: id, how: 'impossible', why: `the group${name === null ? '' : ` ${name}`} was deleted since` };
  }
  return {
    item: id,
    how: 'restore',
    why: '',
    step: { action: 'add', object: id },
    act: () => setHeld(site, user.id, id, true),
  };
}

function signIn(site: Site, { user }: Live, before: Before): Return {
  if (user.active || !before.active) return { item: 'account', how: 'there', why: '' };
  return {
    item: 'account',
    how: 'restore',
    why: '',
    step: { action: 'set active to true', object: `user:${user.userName}` },
    act: () => setActive(site, user.id, true),
  };
}

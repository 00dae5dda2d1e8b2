/** Bringing back a member, an outside collaborator, an invitation, or one entitlement. */

import type { AccountId } from '../../core/model.js';
import type { Lost, RestoreItem, StepLog } from '../connector.js';
import { findMembership, findUser } from './accounts.js';
import { PREFIX } from './entitlements.js';
import { INVITATION } from './list.js';
import * as listings from './listings.js';
import { liveOf } from './live.js';
import { type Before, beforeOf, type RecordedInvitation } from './restored.js';
import { bring, impossible, type Return, returnsOf, there } from './returns.js';
import { readIdentity, type Site, sameLogin } from './site.js';

/** See `RevokingConnector.restorable`. */
export async function restorable(site: Site, lost: Lost): Promise<readonly RestoreItem[]> {
  return (await planOf(site, lost)).map(({ item, how, why }) => ({ item, how, why }));
}

/** See `RevokingConnector.restore`. A step that fails stops no other: each gives only what was recorded. */
export async function restore(site: Site, lost: Lost, log: StepLog): Promise<void> {
  for (const { step, act } of await planOf(site, lost)) {
    if (step !== undefined && act !== undefined) await log.step(step, act);
  }
}

async function planOf(site: Site, lost: Lost): Promise<readonly Return[]> {
  await readIdentity(site);
  const before = beforeOf(site, lost);
  if (lost.account.status === 'invited') return invitationReturns(site, lost, before);
  const live = await liveOf(site, lost, before);
  if (live === null) return [impossible('account', `GitHub has no account ${lost.account.id} any more`)];
  return returnsOf({ site, lost, before, live });
}

/** An invitation comes back as a new one, to the account or address that the old one was for. */
async function invitationReturns(site: Site, { account }: Lost, { invitation }: Before): Promise<readonly Return[]> {
  const item = `${INVITATION}${account.name}`;
  if (invitation === null) return [impossible(item, 'the journal has no record of it: invite the person again')];
  const whom = await inviteeOf(site, invitation);
  if (whom === null) {
    return [impossible(item, 'nobody knows whose the login was: invite the person again')];
  }
  const isThere = () => isInvited(site, whom);
  if (await isThere()) return [there(item)];
  const known = invitation.teams.length === 0 ? [] : await listings.whole(listings.teams(site));
  const ids = known.filter(({ slug }) => invitation.teams.includes(slug)).map(({ id }) => id);
  const gone = invitation.teams.filter((slug) => !known.some((team) => team.slug === slug));
  const { login, email } = whom;
  const values = { org: site.settings.organization, role: invitation.role, team_ids: ids };
  const invitee = whom.id === null ? { email } : { invitee_id: Number(whom.id) };
  return [
    {
      item,
      how: 'restore',
      why: 'as a new invitation',
      step: { action: 'invite to organization', object: login ?? email ?? account.name },
      act: () =>
        bring(site, { route: 'POST /orgs/{org}/invitations', values: { ...values, ...invitee }, made: isThere }),
    },
    ...gone.map((slug) => impossible(`${PREFIX.team}${slug}`, 'the team was deleted since')),
  ];
}

interface Invitee {
  readonly id: string | null;
  readonly login: string | null;
  readonly email: string | null;
}

/** By the id where it was recorded, else by the address: a login alone may be another's by now (law 12). */
async function inviteeOf(site: Site, { inviteeId, login, email }: RecordedInvitation): Promise<Invitee | null> {
  if (inviteeId !== null) {
    const user = await findUser(site, { id: inviteeId as AccountId, name: null });
    return user === null ? null : { id: inviteeId, login: user.login, email };
  }
  return login === null && email !== null ? { id: null, login: null, email } : null;
}

async function isInvited(site: Site, { id, login, email }: Invitee): Promise<boolean> {
  const invitations = await listings.whole(listings.invitations(site));
  const sameAddress = (other: string | null) =>
    id === null && email !== null && other?.toLowerCase() === email.toLowerCase();
  if (invitations.some((one) => sameLogin(one.login, login) || sameAddress(one.email))) return true;
  return login !== null && (await findMembership(site, login))?.state === 'active';
}

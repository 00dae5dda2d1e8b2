import type { Remainder, Target } from '../connector.js';
import { canDelete } from './account.js';
import { readWhole } from './accounts.js';
import { whyKept } from './config.js';
import type { Site } from './site.js';
import { staysAway, workLeft } from './work.js';

/** Reads the user back; one who is not there any more leaves nothing open. */
export async function check(site: Site, { account, decision }: Target): Promise<readonly Remainder[]> {
  const live = await readWhole(site, account.id);
  if (live === null) return [];
  const open = workLeft(site, decision, live).map(({ open }): Remainder => ({ kind: 'pending', what: open }));
  const { quirks, name, preset } = site.settings;
  const by = preset === 'generic' ? 'the provider' : name;
  if (staysAway(site.settings, decision)) return live.user.active ? [...open, keptOf(live.user.userName, by)] : open;
  const last = decision.stage === 'delete' && decision.entitlement === null;
  if (!last || canDelete(quirks) || quirks.activeFalse === 'deletes') return open;
  const stays: Remainder = {
    kind: 'manual',
    what: `${live.user.userName} is suspended and not deleted: ${whyKept(quirks)}`,
    todo: `Delete the user at ${by} by hand, or keep it suspended.`,
  };
  return [...open, stays];
}

function keptOf(userName: string, by: string): Remainder {
  return {
    kind: 'manual',
    what: `${userName} can still sign in: ${by} knows no suspension, only a removal that can't be undone, and a person who is away is never removed`,
    todo: `Close the sign-in at ${by} for as long as the person is away: by single sign-on, or with a role that may do nothing.`,
  };
}

import type { Remainder, Target } from '../connector.js';
import { canDelete } from './account.js';
import { readWhole } from './accounts.js';
import { whyKept } from './config.js';
import type { Site } from './site.js';
import { workLeft } from './work.js';

/** Reads the user back; one who is not there any more leaves nothing open. */
export async function check(site: Site, { account, decision }: Target): Promise<readonly Remainder[]> {
  const live = await readWhole(site, account.id);
  if (live === null) return [];
  const open = workLeft(site, decision, live).map(({ open }): Remainder => ({ kind: 'pending', what: open }));
  const { quirks, name, preset } = site.settings;
  const last = decision.stage === 'delete' && decision.entitlement === null;
  if (!last || canDelete(quirks) || quirks.activeFalse === 'deletes') return open;
  const by = preset === 'generic' ? 'the provider' : name;
  const stays: Remainder = {
    kind: 'manual',
    what: `${live.user.userName} is suspended and not deleted: ${whyKept(quirks)}`,
    todo: `Delete the user at ${by} by hand, or keep it suspended.`,
  };
  return [...open, stays];
}

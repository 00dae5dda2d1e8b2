/** Reading back what a revocation changed. */
import type { Entitlement } from '../../core/observation.js';
import { after, formatInstant, type Instant, instantOf } from '../../core/time.js';
import type { Remainder, Target } from '../connector.js';
import { groupId, isClosed, timeOf } from './entitlements.js';
import type { Held } from './held.js';
import { heldNow } from './revoke.js';
import { organizationOf, type Part, type Site } from './site.js';
import { byHand, changesOf } from './work.js';

/** The longest that an access token lives ("Configure an access policy": 24 hours), in milliseconds. */
const LONGEST_TOKEN = 24 * 3_600_000;

/** See `RevokingConnector.check`. */
export async function check(site: Site, target: Target, now: Instant): Promise<readonly Remainder[]> {
  const { decision } = target;
  await organizationOf(site);
  // A suspension takes no group away, and so has none to read back.
  const held = await heldNow(site, target, { groups: decision.entitlement !== null });
  if (held === null) return [];
  const pending = changesOf(site, held, target).flatMap(({ left }): Remainder[] =>
    left === null ? [] : [{ kind: 'pending', what: left }],
  );
  if (decision.entitlement !== null)
    return [...pending, ...unseen(held, decision.entitlement), ...ofAnApp(held, decision.entitlement)];
  if (decision.stage === 'delete') return pending;
  return [...pending, ...unsuspendable(held), ...unreadLeft(site, held, target), ...tokensLeft(held, target, now)];
}

/** The part that an entitlement is listed in, by what its id begins with. */
const PARTS: Readonly<Record<string, Part>> = {
  group: 'groups',
  role: 'admin-roles',
  grant: 'grants',
  token: 'api-tokens',
};

function partOfId(id: string): Part | undefined {
  return PARTS[id.split(':', 1)[0] ?? ''];
}

/** Where the list that holds the entitlement can't be read, nobody knows that it is gone (law 10). */
function unseen(held: Held, entitlement: string): readonly Remainder[] {
  return held.unread
    .filter(({ part }) => part === partOfId(entitlement))
    .map(({ why }) => ({ kind: 'pending', what: `${entitlement} could not be read back: ${why}` }));
}

function ofAnApp({ groups, user }: Held, entitlement: string): readonly Remainder[] {
  const group = groups.find((one) => groupId(one) === entitlement && one.type !== 'OKTA_GROUP');
  if (group === undefined) return [];
  const name = group.profile?.name ?? group.id;
  return [
    {
      kind: 'manual',
      what: `${user.profile.login} is in the group ${name}, whose members an app or directory brings in`,
      todo: `Take ${user.profile.login} out of ${name} where the group comes from.`,
    },
  ];
}

/** Whom Okta does not suspend: told besides what is open, so that a person knows what to do. */
function unsuspendable({ user }: Held): readonly Remainder[] {
  if (isClosed(user) || user.status === 'ACTIVE') return [];
  const { login } = user.profile;
  return [
    {
      kind: 'manual',
      what: `${login} is ${user.status}, and Okta suspends only who is ACTIVE`,
      todo: `Please ${byHand(login)}.`,
    },
  ];
}

/** What the person held of a part that can't be read is not known to be gone. What is declared unreadable is the system's gap. */
function unreadLeft({ unavailable }: Site, { unread }: Held, { account }: Target): readonly Remainder[] {
  return unread.flatMap(({ part, why }): Remainder[] => {
    const what = `${part} could not be read: what the account holds of it was not taken away (${why})`;
    const held = account.entitlements.some((one: Entitlement) => partOfId(one.id) === part && part !== 'groups');
    if (held || part === 'api-tokens') return unavailable.includes(part) && !held ? [] : [{ kind: 'pending', what }];
    return part === 'groups' || unavailable.includes(part) ? [] : [{ kind: 'residual', what, until: null }];
  });
}

/** An access token that an app checks by itself is good until it ends, whatever Okta has revoked. */
function tokensLeft({ user }: Held, { account }: Target, now: Instant): readonly Remainder[] {
  if (!account.entitlements.some(({ id }) => id.startsWith('grant:'))) return [];
  const changed = timeOf(user.statusChanged);
  const until = after(changed === null ? now : instantOf(changed), LONGEST_TOKEN);
  const what = 'access tokens already given to apps that check them by themselves, without asking Okta';
  return until > now ? [{ kind: 'residual', what, until: formatInstant(until) }] : [];
}

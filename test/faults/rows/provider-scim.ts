import type { Fault } from '../../../src/sandbox/faults.js';
import { scimFault, userOf } from '../../../src/sandbox/scim/index.js';
import { type Broken, broken, UNREAD } from '../broken-provider.js';
import { scimPage } from '../kinds/answers.js';
import { accountOf } from '../kinds/cast.js';
import * as scim from '../kinds/scim.js';
import type { Case } from '../matrix.js';
import type { ProviderScene } from '../provider-scene.js';
import { soundAndMass } from './provider-cases.js';

type Scene = ProviderScene<'scim'>;
const kind = 'scim' as const;
const EVERYTHING = /^\//;
const EVERYBODY = ['ana', 'ben', 'cat', 'dan', 'eve', 'fay', 'max'];
/** Pages of five: Cat stands on the first one. */
const PAGES = { scim: { settings: { pageSize: 5 } } };

const struck = (fault: Fault, matching: RegExp) => ({
  kind,
  ...PAGES,
  strike: ({ provider }: Scene) => provider.running.faults.add({ fault, matching }),
});
const unread = (name: string, fault: Fault, matching: RegExp, more: Partial<Broken<'scim'>> = {}): Case =>
  broken({ name, ...struck(fault, matching), says: [UNREAD, 'idp was not seen whole'], ...more });
/** Nothing of it can be read: Ana is revoked behind it alone. */
const NOTHING = { there: [] };
const page: Fault = { kind: 'status', status: 200, body: '<html>Sign in</html>' };

const unreadable: readonly Case[] = [
  unread('the second page is a 502', scimFault(502), scim.SECOND_USERS),
  unread('the second page is a 403', scimFault(403), scim.SECOND_USERS),
  unread('the whole listing is a 403', scimFault(403), scim.USERS),
  unread('a page for people in place of the listing', page, scim.USERS),
  unread('a 401 on everything', scimFault(401), EVERYTHING, NOTHING),
  unread('a 401 on the second page', scimFault(401), scim.SECOND_USERS),
  unread('a 429 on everything, past the deadline', scimFault(429), EVERYTHING, NOTHING),
  unread('a 503 on everything', scimFault(503), EVERYTHING, NOTHING),
  unread('every connection is reset', { kind: 'reset' }, EVERYTHING, NOTHING),
  unread('half a listing, which says that there are more', scimPage(['ana', 'cat', 'dan'], 7, ['cat']), scim.USERS),
  unread('its address is not the one of the settings', scimFault(404), /^\/never/, {
    ...{ ...NOTHING, scim: { settings: { address: 'dashboard.acme.example/scim/v2' } } },
    says: [UNREAD, 'leads elsewhere than to dashboard.acme.example/scim/v2'],
  }),
];

const hollow: readonly Case[] = [
  broken({
    ...{ name: 'an empty listing: nobody is taken for gone, and its own system halts', ...NOTHING, status: 3 },
    ...struck(scimPage([], 0), scim.USERS),
    says: ['Halted by a guard in idp'],
  }),
  broken({
    ...{ name: 'half a listing that says it is all: who is missing is not taken for gone', status: 0 },
    ...struck(scimPage(['ana', 'ben', 'dan'], 3), scim.USERS),
    says: ['idp 3 seen whole:', 'hub 6 seen whole: 1 verified, 4 kept'],
  }),
];

const behindTimes = scimPage(EVERYBODY, 7, ['dan']);
const stale: readonly Case[] = [
  broken({
    ...{ name: 'a listing that is behind calls somebody inactive who is active again', status: 0 },
    ...struck(behindTimes, scim.USERS),
    says: ['idp 7 seen whole:', 'hub 6 seen whole: 1 verified, 4 kept'],
  }),
  broken({
    name: 'the same, and the account can’t be read by itself either',
    kind,
    strike: ({ provider }) => {
      provider.running.faults.add({ fault: behindTimes, matching: scim.USERS });
      provider.running.faults.add({ fault: scimFault(503), matching: /Users\/u-DAN/ });
    },
    ...{ ...NOTHING, says: [UNREAD, 'idp: candidates could not be read'] },
  }),
];

const others: readonly Case[] = [
  broken({
    name: 'its token is taken away between the plan and the act',
    kind,
    meanwhile: ({ provider }) => {
      provider.running.system.state.token = 'another';
    },
    ...{ ...NOTHING, behind: ['ana', 'cat'], says: ['the fresh look failed: the SCIM service refuses the credential'] },
  }),
  broken({
    ...{ name: 'somebody inactive has another user name by now: the id decides', kind, status: 0 },
    strike: ({ provider }) => {
      const cat = userOf(provider.running.system.state, 'cat');
      if (cat !== null) cat.attributes = { ...cat.attributes, userName: 'innocent' };
    },
    ...{ behind: ['ana', 'cat'], says: [] },
  }),
  broken({
    ...{ name: 'somebody’s user name is on another account, which is inactive: the id decides', kind, status: 0 },
    strike: ({ provider }) => {
      const { users } = provider.running.system.state;
      const ben = users.get(accountOf('scim', 'ben').id);
      if (ben === undefined) throw new Error('ben');
      const { id } = accountOf('scim', 'ghost');
      users.set(id, { ...structuredClone(ben), id, attributes: { ...ben.attributes, active: false } });
      ben.attributes = { ...ben.attributes, userName: 'ben-of-late' };
    },
    ...{ behind: ['ana', 'cat'], says: [/review ben /] },
  }),
];

export const scimProviders: readonly Case[] = [...soundAndMass(kind), ...unreadable, ...hollow, ...stale, ...others];

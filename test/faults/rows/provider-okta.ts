import { vi } from 'vitest';
import type { Instant } from '../../../src/core/time.js';
import type { Fault, FaultRule } from '../../../src/sandbox/faults.js';
import { renameLogin } from '../../../src/sandbox/okta/index.js';
import { type Broken, broken, UNREAD } from '../broken-provider.js';
import { oktaPage } from '../kinds/answers.js';
import { accountOf } from '../kinds/cast.js';
import * as okta from '../kinds/okta.js';
import type { Case } from '../matrix.js';
import { deactivate, type ProviderScene } from '../provider-scene.js';
import { soundAndMass } from './provider-cases.js';

type Scene = ProviderScene<'okta'>;
const kind = 'okta' as const;
const fault = okta.oktaFault;
const EVERYTHING = /^\//;
const PAGES: FaultRule = { fault: { kind: 'short-page', entries: 3 }, matching: okta.USERS };
const EVERYBODY = ['ana', 'ben', 'cat', 'dan', 'eve', 'fay', 'max'];

/** Whatever matches is answered so, and the listing has three pages. Cat stands on the first one. */
const struck = (first: Fault, matching: RegExp, times?: number) => ({
  kind,
  strike: ({ provider }: Scene) => {
    provider.running.faults.add({ fault: first, matching, ...(times === undefined ? {} : { times }) });
    provider.running.faults.add(PAGES);
  },
});

const unread = (name: string, first: Fault, matching: RegExp, more: Partial<Broken<'okta'>> = {}): Case =>
  broken({ name, ...struck(first, matching), says: [UNREAD, 'idp was not seen whole'], ...more });
/** Nothing of it can be read: Ana is revoked behind it alone. */
const NOTHING = { there: [] };
const TOKEN = { okta: { signIn: 'token' } } as const;

const unreadable: readonly Case[] = [
  unread('the second page is a 502', fault(502), okta.SECOND_USERS),
  unread('the second page is a 403', fault(403), okta.SECOND_USERS),
  unread('the whole listing is a 403', fault(403), okta.USERS),
  unread('a page comes after itself', oktaPage(['cat'], '/api/v1/users?limit=200&x', ['cat']), okta.USERS),
  unread('a 401 on everything', fault(401), /^\/api/, { ...NOTHING, ...TOKEN }),
  unread('a 401 on the second page and from then on', fault(401), okta.SECOND_USERS, TOKEN),
  unread('a service app is not signed in', fault(401), /oauth2/, NOTHING),
  unread('a 429 on the listing, past the deadline', fault(429), okta.USERS),
  unread('a 429 on everything, past the deadline', fault(429), EVERYTHING, NOTHING),
  unread('a 503 on everything', fault(503), EVERYTHING, NOTHING),
  unread('every connection is reset', { kind: 'reset' }, EVERYTHING, NOTHING),
  unread('another organization has the address', fault(404), /^\/never/, {
    ...NOTHING,
    system: { settings: { organization: 'acme.okta.com', organizationId: '00o9otherOTHERother9' } },
    says: [UNREAD, 'leads to the Okta organization 00o1acmeACMEACME0001'],
  }),
];

/** The client waits for real: its patience is cut short here, and nothing else of it. */
const timeOut: Case = {
  name: 'the listing never answers in time',
  run: async () => {
    const real = AbortSignal.timeout.bind(AbortSignal);
    const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => real(300));
    try {
      await unread('', { kind: 'latency', milliseconds: 1200 }, okta.USERS).run();
    } finally {
      spy.mockRestore();
    }
  },
};

const hollow: readonly Case[] = [
  broken({
    ...{ name: 'an empty listing: nobody is taken for gone, and its own system halts', ...NOTHING, status: 3 },
    ...struck(oktaPage([]), okta.USERS),
    says: ['Halted by a guard in idp'],
  }),
  broken({
    ...{ name: 'half a listing that says it is all: who is missing is not taken for gone', status: 0 },
    ...struck(oktaPage(['ana', 'ben', 'dan']), okta.USERS),
    says: ['idp 3 seen whole:', 'hub 6 seen whole: 1 verified, 4 kept'],
  }),
];

const expiring: readonly Case[] = [
  broken({
    ...{ name: 'its token is refused once in mid-listing: signed in again, all is read', status: 0 },
    ...struck(fault(401), okta.SECOND_USERS, 1),
    ...{ behind: ['ana', 'cat'], says: ['idp 7 seen whole:'] },
  }),
  broken({
    ...{ name: 'its token expires between the plan and the act: another one is got', kind, status: 0 },
    meanwhile: ({ world }) => world.at('2026-11-23T11:00:00Z'),
    ...{ behind: ['ana', 'cat'], says: [] },
  }),
  broken({
    name: 'another organization has its address when the run acts: nothing is done there',
    kind,
    system: { settings: { organization: 'acme.okta.com', organizationId: okta.ORGANIZATION } },
    meanwhile: ({ provider }) => {
      const { state } = provider.running.system;
      Object.assign(state.organization, { id: '00o9otherOTHERother9' });
      state.access.issued = [];
    },
    ...{ ...NOTHING, behind: ['ana', 'cat'], says: ['leads to the Okta organization 00o9otherOTHERother9'] },
  }),
];

/** The search is behind: it shows Dan suspended, who is active again, and Cat active, who is not. */
const behindTimes = oktaPage(EVERYBODY, null, ['dan']);
const stale: readonly Case[] = [
  broken({
    ...{ name: 'a search that is behind calls somebody suspended who is active again', status: 0 },
    ...struck(behindTimes, okta.USERS),
    says: ['idp 7 seen whole:', 'hub 6 seen whole: 1 verified, 4 kept'],
  }),
  broken({
    name: 'the same, and the account can’t be read by itself either',
    kind,
    strike: ({ provider }) => {
      provider.running.faults.add({ fault: behindTimes, matching: okta.USERS });
      provider.running.faults.add({ fault: fault(503), matching: /users\/00uDAN/ });
    },
    ...{ ...NOTHING, says: [UNREAD, 'idp: candidates could not be read'] },
  }),
];

function aheadBy(minutes: number) {
  const now = (Date.UTC(2026, 10, 23, 9) + minutes * 60_000) as Instant;
  return { now: () => now, sleep: async () => {} };
}

/** Fay leaves by the roster a minute ago by our clock, which is not trusted. */
const FAY_LEAVES = { fay: { leavesAt: '2026-11-23T08:59:00Z' } };
const clocks: readonly Case[] = [
  ...[10, -10].map((minutes) =>
    broken({
      name: `its clock is ${Math.abs(minutes)} minutes ${minutes > 0 ? 'ahead' : 'behind'}: what only the time decides waits`,
      ...{ kind, okta: { ...TOKEN.okta, serverClock: aheadBy(minutes) }, roster: FAY_LEAVES },
      ...{ behind: ['ana', 'cat'], says: ['beyond 5 minutes nothing lapses'] },
    }),
  ),
  broken({
    name: 'its clock is so far ahead that a service app’s proof has expired there',
    ...{ kind, okta: { serverClock: aheadBy(10) }, ...NOTHING, says: [UNREAD, 'the machine with the right time'] },
  }),
];

const NOW = new Date('2026-11-23T09:00:00Z');
const named: readonly Case[] = [
  broken({
    ...{ name: 'somebody inactive has another login by now: the id decides', kind, status: 0 },
    strike: ({ provider }) => renameLogin(provider.running.system.state, 'cat', 'innocent', NOW),
    ...{ behind: ['ana', 'cat'], says: [] },
  }),
  broken({
    ...{ name: 'somebody’s login is on another account, which is inactive: the id decides', kind, status: 0 },
    strike: ({ provider }) => {
      const { state } = provider.running.system;
      renameLogin(state, 'ben', 'ben-of-late', NOW);
      const ben = state.users.get(accountOf('okta', 'ben').id);
      if (ben === undefined) throw new Error('ben');
      const id = accountOf('okta', 'ghost').id;
      state.users.set(id, { ...structuredClone(ben), id, login: 'ben', status: 'SUSPENDED', sessions: 0 });
    },
    ...{ behind: ['ana', 'cat'], says: [/review ben /] },
  }),
  broken({
    ...{
      name: 'somebody is active again by the next run: what is gone stays so until it is restored',
      kind,
      status: 0,
    },
    strike: async (scene) => {
      await scene.run();
      deactivate(kind, scene.provider, 'cat', true);
    },
    ...{ behind: ['ana', 'cat'], says: [/suspended/] },
  }),
];

export const oktaProviders: readonly Case[] = [
  ...[...soundAndMass(kind), ...unreadable, timeOut, ...hollow, ...expiring, ...stale, ...clocks, ...named],
];

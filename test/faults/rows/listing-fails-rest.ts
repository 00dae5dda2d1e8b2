/** Listings of users that fail: Okta's, by links from page to page, and SCIM's, by counting. */
import type { Fault, FaultRule } from '../../../src/sandbox/faults.js';
import { scimFault } from '../../../src/sandbox/scim/index.js';
import { oktaPage } from '../kinds/answers.js';
import * as okta from '../kinds/okta.js';
import * as scim from '../kinds/scim.js';
import type { Case } from '../matrix.js';
import type { Listing } from './listing-fails.js';

const PAGES: FaultRule = { fault: { kind: 'short-page', entries: 3 }, matching: okta.USERS };

export function oktaListings(listing: Listing): readonly Case[] {
  const on = (name: string, rule: FaultRule, gap: string) =>
    listing(
      name,
      'okta',
      3,
      ({ live: { running } }) => {
        running.faults.add(rule);
        running.faults.add(PAGES);
      },
      gap,
    );
  const link = (next: string) => oktaPage(['ben', 'eve'], next);
  return [
    on('the second page is a 502', { fault: okta.oktaFault(502), matching: okta.SECOND_USERS }, 'page 2 of the users'),
    on('the second page is a 403', { fault: okta.oktaFault(403), matching: okta.SECOND_USERS }, 'users: status 403'),
    on('the whole listing is a 403', { fault: okta.oktaFault(403), matching: okta.USERS }, 'Okta answers 403'),
    on(
      'a page comes after itself',
      { fault: link('/api/v1/users?limit=200&after=x&search='), matching: okta.USERS },
      'the listing goes on and brings nothing that is new',
    ),
    on(
      'the next page is at another host: nothing is asked there',
      { fault: link('https://elsewhere.example/api/v1/users'), matching: okta.USERS },
      'goes on at another host',
    ),
  ];
}

export function scimListings(listing: Listing): readonly Case[] {
  const on = (name: string, rule: FaultRule | null, gap: string, quirks = {}) =>
    listing(
      name,
      'scim',
      3,
      ({ live: { running } }) => {
        if (rule !== null) running.faults.add(rule);
      },
      gap,
      { scim: { settings: { pageSize: 3 }, seed: (seed) => ({ ...seed, quirks }) } },
    );
  const login: Fault = { kind: 'status', status: 200, body: '<html>Sign in</html>' };
  // All of it: looking whether a user who is not found is gone asks for a listing too.
  const all = /^\/scim\/v2\/Users\?/;
  const second = scim.SECOND_USERS;
  return [
    on('the second page is a 502', { fault: scimFault(502), matching: second }, 'users from the 4th on could not'),
    on('the second page is a 403', { fault: scimFault(403), matching: second }, 'could not be listed: status 403'),
    on('the whole listing is a 403', { fault: scimFault(403), matching: all }, 'answers 403'),
    on('a page for people in place of the listing', { fault: login, matching: all }, 'makes no sense'),
    on('fewer are listed than are announced', null, '10 users were announced and 8 listed', { totalResultsOff: 2 }),
  ];
}

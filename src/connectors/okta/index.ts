import type { Connector, ConnectorFactory, ConnectorOptions } from '../connector.js';
import { recentOf } from '../recent.js';
import { observeAccounts } from './accounts.js';
import { check } from './check.js';
import { createOktaClient, OKTA_RULES } from './client.js';
import { configOf } from './config.js';
import { examine } from './examine.js';
import { observe } from './list.js';
import { restorable, restore } from './restore.js';
import { revoke } from './revoke.js';
import { permissionFor, scopesFor } from './scopes.js';
import { KIND, type Site } from './site.js';

/** What Okta does not list, or can't end. */
const UNREACHABLE = [
  'Sessions that apps began through single sign-on: Okta ends its own and tells apps only where they support it.',
  'What apps keep for themselves (passwords, keys, accounts that Okta made there): revoke it in each app.',
  'Service apps, secrets and agents that the person set up: they are no user’s, and go on working.',
  'Members of groups that an app or directory brings in, and whom a directory makes active again at its next import.',
] as const;

/** The users of one Okta organization. Throws `missing-credential` where there is none. */
export const okta: ConnectorFactory = async (options) => connectOkta(options);

/** The same, with chance named for tests. */
export function connectOkta(
  options: ConnectorOptions,
  { random }: { readonly random: () => number } = Math,
): Connector {
  const { system, clock, unavailable, managed } = options;
  const config = configOf(options);
  const scopes = scopesFor('revoking', options).map(({ name }) => name);
  const client = createOktaClient(config, scopes, clock, { random, rules: OKTA_RULES });
  const site: Site = { system, client, clock, config, unavailable, managed, recent: recentOf(clock) };
  return {
    access: 'revoking',
    kind: KIND,
    system,
    unreachable: UNREACHABLE,
    observe: () => observe(site),
    observeAccounts: (accounts) => observeAccounts(site, accounts),
    revoke: (target, log, now) => revoke(site, target, log, now),
    check: (target, now) => check(site, target, now),
    restorable: (lost) => restorable(site, lost),
    restore: (lost, log) => restore(site, lost, log),
    examine: (use) => examine(site, use),
    permissionFor,
    requests: () => client.requests(),
  };
}

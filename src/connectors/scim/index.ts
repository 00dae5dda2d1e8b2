import { RULES } from '../../retry/rules.js';
import type { Connector, ConnectorFactory, ConnectorOptions, RevokingConnector } from '../connector.js';
import { observeSome } from './accounts.js';
import { check } from './check.js';
import { createClient } from './client.js';
import { accessOf, settingsOf } from './config.js';
import { examine } from './examine.js';
import { KIND, observeAll } from './list.js';
import { restorable, restore } from './restore.js';
import { revoke } from './revoke.js';
import type { Site } from './site.js';

/** How long requests wait for limits to lift, and where jitter comes from. */
export interface Tuning {
  /** Milliseconds that one request waits for limits in all; then it ends with `rate-limited`. */
  readonly deadline: number;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/**
 * Dashboards over SCIM 2.0, through a bearer token. Throws `missing-credential`, `wrong-credential`; `wrong-system` where the
 * environment leads elsewhere than the settings say; `not-supported` for AWS Identity Center.
 */
export const scim: ConnectorFactory = (options) => connectScim(options);

/** The same with its patience set: what tests of rate limits use. */
export async function connectScim(options: ConnectorOptions, tuning: Partial<Tuning> = {}): Promise<Connector> {
  const settings = settingsOf(options.system, options.settings);
  const access = accessOf(options.system, settings, options.environment);
  const { deadline = RULES.scim.limit.deadline, random = Math.random } = tuning;
  const rules = { ...RULES.scim, limit: { ...RULES.scim.limit, deadline } };
  const site: Site = {
    system: options.system,
    settings,
    identity: `scim:${settings.address ?? new URL(access.base).hostname}`,
    client: createClient(access, settings.name, { clock: options.clock, random, rules }),
    clock: options.clock,
    unavailable: options.unavailable,
    managed: options.managed,
  };
  const connector: RevokingConnector = {
    kind: KIND,
    system: options.system,
    access: 'revoking',
    unreachable: settings.unreachable,
    observe: () => observeAll(site),
    observeAccounts: (refs) => observeSome(site, refs),
    revoke: (target, log) => revoke(site, target, log),
    check: (target) => check(site, target),
    restorable: (lost) => restorable(site, lost),
    restore: (lost, log) => restore(site, lost, log),
    examine: (use) => examine(site, use),
    permissionFor: (part) => (part === 'groups' ? 'to read groups' : null),
    requests: site.client.requests,
  };
  return connector;
}

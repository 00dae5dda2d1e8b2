import { RULES } from '../../retry/rules.js';
import type { Connector, ConnectorFactory, ConnectorOptions, RevokingConnector } from '../connector.js';
import { observeSome } from './accounts.js';
import { check } from './check.js';
import { createClient } from './client.js';
import { accessOf, settingsOf } from './config.js';
import { examine } from './examine.js';
import { observeAll } from './list.js';
import { permissionFor } from './permissions.js';
import { restorable, restore } from './restore.js';
import { revoke } from './revoke.js';
import type { Site } from './site.js';

/** How long requests wait for rate limits to lift, and where jitter comes from. */
export interface Tuning {
  /** Milliseconds that one request waits for limits in all; then it ends with `rate-limited`. */
  readonly deadline: number;
  /** Between 0 and 1. */
  readonly random: () => number;
}

const UNREACHABLE = [
  'Webhooks of the organization and of repositories: GitHub does not tell who made them.',
  "Private keys of GitHub Apps and secrets of OAuth apps: whoever managed an app may hold a copy; renew an owner's.",
  'Secrets, runner tokens and clones that were read while access lasted.',
  'Billing managers who are not members: no listing names them.',
  'Enterprise roles and enterprise teams: they are managed in the enterprise account.',
];

/** GitHub organizations, through a token or a GitHub App. Throws `missing-credential`. */
export const githubOrg: ConnectorFactory = (options) => connectGithubOrg(options);

/** The same with its patience set: what tests of rate limits use. */
export async function connectGithubOrg(options: ConnectorOptions, tuning: Partial<Tuning> = {}): Promise<Connector> {
  const access = accessOf(options.settings, options.environment);
  const { deadline = RULES.github.limit.deadline, random = Math.random } = tuning;
  const rules = { ...RULES.github, limit: { ...RULES.github.limit, deadline } };
  const site: Site = {
    system: options.system,
    settings: settingsOf(options.settings),
    client: createClient(access, { clock: options.clock, random, rules }),
    clock: options.clock,
    unavailable: options.unavailable,
    managed: options.managed,
  };
  const connector: RevokingConnector = {
    kind: 'github-org',
    system: options.system,
    access: 'revoking',
    unreachable: UNREACHABLE,
    observe: () => observeAll(site),
    observeAccounts: (refs) => observeSome(site, refs),
    revoke: (target, log, now) => revoke(site, target, log, now),
    check: (target) => check(site, target),
    restorable: (lost) => restorable(site, lost),
    restore: (lost, log) => restore(site, lost, log),
    examine: (use) => examine(site, use),
    permissionFor: (part) => permissionFor(part, site.client.signIn),
    requests: site.client.requests,
  };
  return connector;
}

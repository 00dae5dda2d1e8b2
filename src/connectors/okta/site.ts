/** What all parts of the connector work with, and which organization it is. */
import type { SystemId } from '../../core/model.js';
import type { Gap } from '../../core/observation.js';
import { LeaverError } from '../../errors.js';
import { isFatal, whyOf } from '../../http/failures.js';
import type { Clock } from '../../ports/ports.js';
import type { Recent } from '../recent.js';
import type { OktaClient } from './client.js';
import type { Config } from './config.js';
import type { Held } from './held.js';
import type { Organization, User } from './shapes.js';

export interface Site {
  readonly system: SystemId;
  readonly client: OktaClient;
  readonly clock: Clock;
  readonly config: Config;
  /** Parts that the policy says can't be read here. */
  readonly unavailable: readonly string[];
  /** Whether entitlements of everybody are needed. */
  readonly managed: boolean;
  readonly recent: Recent<Held>;
}

export const KIND = 'okta';

/** Parts of accounts, each read by requests of its own. */
export type Part = 'admin-roles' | 'api-tokens' | 'grants' | 'groups';

export interface Unread {
  readonly part: Part;
  readonly why: string;
}

export type Read<Value> = { readonly value: Value } | { readonly unread: Unread };

/** Reads a part; where that fails it is told as unread. A refused credential is thrown: nothing else can be read either. */
export async function partOf<Value>(part: Part, reading: Promise<Value>): Promise<Read<Value>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (isFatal(error)) throw error;
    return { unread: { part, why: whyOf(error) } };
  }
}

/** Unread parts as gaps, each told once, those that the policy declares marked so. */
export function gapsOf({ unavailable }: Site, unread: readonly Unread[]): readonly Gap[] {
  const byPart = new Map(unread.map((one) => [one.part, one]));
  return [...byPart.values()]
    .sort((a, b) => (a.part < b.part ? -1 : 1))
    .map(({ part, why }) => ({ part, why, declared: unavailable.includes(part) }));
}

/**
 * The organization's immutable id, by one request for each sign-in ("Retrieve the well-known org metadata"). Throws `wrong-system` where it is not the
 * one that the settings name: by its id where they tell it, else by its domain.
 */
export function organizationOf(site: Site): Promise<string> {
  return site.client.lasting('organization', () => askedFor(site));
}

async function askedFor(site: Site): Promise<string> {
  const organization = await site.client.read<Organization>('/.well-known/okta-organization');
  if (typeof organization.id !== 'string' || organization.id === '') {
    throw new LeaverError('unreachable', 'Okta does not tell which organization it is');
  }
  const { _links: links } = organization;
  const hosts = [site.config.base, links?.organization?.href, links?.alternate?.href].flatMap(hostIn);
  return expected(site, organization.id, hosts);
}

/**
 * The same from a name that Okta gives its resources, such as `orn:okta:directory:00o…:users:00u…` ("Okta resource names"), which saves a
 * request: null where it tells none, or where the settings have no id to compare and the address another domain.
 */
export function organizationNamedIn(site: Site, names: readonly (string | undefined)[]): string | null {
  const { organization, organizationId, base } = site.config;
  const ids = new Set(names.flatMap((name) => /^orn:(?:[^:]*:)+?(00o[A-Za-z0-9]+):/.exec(name ?? '')?.[1] ?? []));
  const [id] = ids;
  if (id === undefined || ids.size > 1) return null;
  if (organizationId === null && !hostIn(base).includes(organization)) return null;
  return expected(site, id, [organization]);
}

function expected({ config }: Site, id: string, hosts: readonly string[]): string {
  const { organization, organizationId } = config;
  if (organizationId !== null ? id === organizationId : hosts.includes(organization)) return id;
  const other = organizationId === null ? organization : `${organization} (${organizationId})`;
  throw new LeaverError('wrong-system', `the address leads to the Okta organization ${id}, not to ${other}`, {
    mend: 'Correct the address and the credential in the environment, or `organization` and `organizationId` in the settings.',
  });
}

function hostIn(address: string | undefined): readonly string[] {
  return address !== undefined && URL.canParse(address) ? [new URL(address).hostname.toLowerCase()] : [];
}

/** The user that an API token belongs to; null where a service app signs in, which is no user. */
export async function ownUser({ client }: Site): Promise<User | null> {
  if (client.signIn !== 'token') return null;
  return client.lasting('own-user', () => client.read<User>('/api/v1/users/me'));
}

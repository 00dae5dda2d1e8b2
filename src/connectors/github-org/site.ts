import type { SystemId } from '../../core/model.js';
import { formatInstant, parseInstant, type Timestamp } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import { isFatal, statusOf, whyOf } from '../../github/failures.js';
import type { Clock } from '../../ports/ports.js';
import { collectGaps, type Gaps as PartGaps } from '../gaps.js';
import type { GithubClient } from './client.js';
import type { Settings } from './config.js';
import type { Organization, User } from './shapes.js';

/** What every part of this connector works with. Holds no state of its own. */
export interface Site {
  readonly system: SystemId;
  readonly settings: Settings;
  readonly client: GithubClient;
  readonly clock: Clock;
  readonly unavailable: readonly string[];
  readonly managed: boolean;
}

/** Parts of accounts that may not be readable, as `unavailable` and the report name them. */
export type Part =
  | 'teams'
  | 'repository-access'
  | 'fine-grained-tokens'
  | 'token-requests'
  | 'sso-credentials'
  | 'copilot-seats'
  | 'codespaces'
  | 'deploy-keys'
  | 'repository-invitations';

/** Where the credential leads, and who it is. */
export interface Identity {
  readonly organization: Organization;
  /** The runner's own account id; null for a GitHub App, whose bot is never a member. */
  readonly self: string | null;
}

/**
 * Reads the organization and the runner's own account: one request for an App, two for a token. Throws `wrong-system`
 * where the organization is not the settings' one, `forbidden` where it can't be seen.
 */
export async function readIdentity(site: Site): Promise<Identity> {
  const { client, settings } = site;
  const [organization, self] = await Promise.all([
    client.find<Organization>('GET /orgs/{org}', { org: settings.organization }),
    client.signIn === 'app' ? null : ownId(client),
  ]);
  if (organization === null) {
    throw new LeaverError(
      'wrong-system',
      `GitHub has no organization ${settings.organization} that the credential sees`,
      {
        mend: 'Check settings.organization, GITHUB_API_URL and the credential.',
      },
    );
  }
  const { organizationId } = settings;
  const sameName = String(organization.login).toLowerCase() === settings.organization.toLowerCase();
  if (!sameName || (organizationId !== null && organizationId !== String(organization.id))) {
    const wanted = organizationId === null ? settings.organization : `${settings.organization} (${organizationId})`;
    const reached = `${organization.login} (${organization.id})`;
    throw new LeaverError('wrong-system', `the credential reaches ${reached}, the settings name ${wanted}`, {
      mend: 'An organization was renamed or the name taken over: check settings.organization and organizationId.',
    });
  }
  return { organization, self };
}

async function ownId(client: GithubClient): Promise<string | null> {
  try {
    return String((await client.read<User>('GET /user', {})).id);
  } catch (error) {
    // The token of a workflow is an App's, without an account of its own. A limit says nothing of whose it is (law 5).
    const refused = error instanceof LeaverError && error.code === 'forbidden';
    if (refused && (statusOf(error) === 403 || statusOf(error) === 404)) return null;
    throw error;
  }
}

export type Gaps = PartGaps<Part>;

/** An empty collection of the parts that could not be read. */
export function gapsOf({ unavailable }: Pick<Site, 'unavailable'>): Gaps {
  return collectGaps(unavailable, { isFatal, whyOf });
}

export const APP_ONLY = 'only a GitHub App may list them';
export const TOKEN_ONLY = 'a GitHub App may not list them';

/** A time as GitHub tells it, in UTC; null where there is none. */
export function timeOf(text: string | null | undefined): Timestamp | null {
  const at = text === null || text === undefined ? null : parseInstant(text);
  return at === null ? null : formatInstant(at);
}

/** Logins compare without regard to case. */
export function sameLogin(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

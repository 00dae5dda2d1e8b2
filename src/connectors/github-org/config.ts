import { LeaverError } from '../../errors.js';
import { type Access, organizationAccess } from '../../github/access.js';
import type { Environment } from '../../ports/ports.js';

/** The connector's settings, as `schemas/settings/github-org.schema.json` has them. */
export interface Settings {
  /** The organization's login. */
  readonly organization: string;
  /** Its immutable id as text; null where the policy does not pin it. */
  readonly organizationId: string | null;
}

/** The settings that say what is reached. They were validated by their schema. */
export function settingsOf(settings: Readonly<Record<string, unknown>>): Settings {
  const organization = text(settings['organization']);
  if (organization === null) throw new LeaverError('invalid-policy', 'settings.organization is missing');
  return { organization, organizationId: text(settings['organizationId']) };
}

/** The credential that the settings ask for, from the environment. Throws `missing-credential`. */
export function accessOf(settings: Readonly<Record<string, unknown>>, environment: Environment): Access {
  return organizationAccess(settingsOf(settings).organization, settings, environment);
}

function text(given: unknown): string | null {
  if (typeof given === 'number') return String(given);
  return typeof given === 'string' && given !== '' ? given : null;
}

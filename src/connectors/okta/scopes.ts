/** Okta's scopes: `read` for what reads, `manage` for what changes, neither without the other ("OAuth 2.0 Scopes"). */
import type { CredentialUse } from '../connector.js';
import type { Part } from './site.js';

/** An area of scopes, and the part of accounts that can't be read without it; null: the accounts themselves, and grants. */
interface Area {
  readonly area: string;
  readonly part: Part | null;
}

const AREAS: readonly Area[] = [
  { area: 'users', part: null },
  { area: 'groups', part: 'groups' },
  { area: 'roles', part: 'admin-roles' },
  { area: 'apiTokens', part: 'api-tokens' },
];

export interface Scope {
  readonly name: string;
  readonly part: Part | null;
}

/**
 * The scopes for a use: none for a part that the policy declares unavailable, and groups are changed only where entitlements are managed.
 */
export function scopesFor(
  use: CredentialUse,
  { unavailable, managed }: { readonly unavailable: readonly string[]; readonly managed: boolean },
): readonly Scope[] {
  const areas = AREAS.filter(({ part }) => part === null || !unavailable.includes(part));
  const reading = areas.map(({ area, part }) => ({ name: `okta.${area}.read`, part }));
  if (use === 'reading') return reading;
  const changing = areas.filter(({ part }) => part !== 'groups' || managed);
  return [...reading, ...changing.map(({ area, part }) => ({ name: `okta.${area}.manage`, part }))];
}

/** The scope behind a gap; null for a part that nobody knows. */
export function permissionFor(part: string): string | null {
  if (part === 'grants') return 'okta.users.read';
  const found = AREAS.find((one) => one.part === part);
  return found === undefined ? null : `okta.${found.area}.read`;
}

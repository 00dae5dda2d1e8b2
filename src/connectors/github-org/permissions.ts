/**
 * Which permission of a GitHub App, and which scope of a classic token, opens what ("Permissions required for GitHub
 * Apps", "Scopes for OAuth apps"). The README's table for people says the same.
 */
import type { GithubClient } from './client.js';
import type { Part } from './site.js';

interface Need {
  /** The App's permission by GitHub's name. */
  readonly permission: string;
  /** The parts that are lost without it; empty where nothing can be listed at all. */
  readonly parts: readonly Part[];
  /** `read` where nothing is ever changed by it. */
  readonly most: 'read' | 'write';
}

export const NEEDS: readonly Need[] = [
  { permission: 'metadata', parts: [], most: 'read' },
  { permission: 'members', parts: [], most: 'write' },
  {
    permission: 'administration',
    parts: ['repository-access', 'deploy-keys', 'repository-invitations'],
    most: 'write',
  },
  { permission: 'organization_administration', parts: ['sso-credentials'], most: 'write' },
  { permission: 'organization_personal_access_tokens', parts: ['fine-grained-tokens'], most: 'write' },
  { permission: 'organization_personal_access_token_requests', parts: ['token-requests'], most: 'write' },
  { permission: 'organization_copilot_seat_management', parts: ['copilot-seats'], most: 'write' },
];

/** What the policy repository's own jobs may need of the same App: comments, proposals, what `doctor` looks at. */
export const FOR_THE_HOST: ReadonlySet<string> = new Set(['contents', 'pull_requests', 'issues', 'actions', 'checks']);

interface Scope {
  readonly scope: string;
  readonly use: 'reading' | 'revoking';
  readonly parts: readonly Part[];
}

export const SCOPES: readonly Scope[] = [
  { scope: 'read:org', use: 'reading', parts: [] },
  { scope: 'repo', use: 'reading', parts: ['repository-access', 'deploy-keys', 'repository-invitations'] },
  { scope: 'admin:org', use: 'revoking', parts: ['sso-credentials'] },
  { scope: 'manage_billing:copilot', use: 'revoking', parts: ['copilot-seats'] },
  { scope: 'codespace', use: 'revoking', parts: ['codespaces'] },
];

/** Scopes that bring others along. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  'admin:org': ['write:org', 'read:org'],
  'write:org': ['read:org'],
};

/** All that a list of scopes comes to. */
export function scopesWith(granted: readonly string[]): ReadonlySet<string> {
  return new Set(granted.flatMap((scope) => [scope, ...(BRINGS[scope] ?? [])]));
}

/** The permission or scope that a part is read with; null for what this way of signing in never reads. */
export function permissionFor(part: string, signIn: GithubClient['signIn']): string | null {
  const has = ({ parts }: { readonly parts: readonly Part[] }) => parts.some((one) => one === part);
  if (part === 'teams') return signIn === 'app' ? 'members: read' : 'the scope read:org';
  if (signIn === 'app') {
    const need = NEEDS.find(has);
    return need === undefined ? null : `${need.permission}: read`;
  }
  const scope = SCOPES.find(has);
  return scope === undefined ? null : `the scope ${scope.scope}`;
}

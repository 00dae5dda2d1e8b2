import type { EntitlementId } from '../../core/model.js';
import type { Entitlement } from '../../core/observation.js';
import type { Codespace, DeployKey, RepositoryInvitation, Seat, SsoCredential, Token, TokenRequest } from './shapes.js';
import { timeOf } from './site.js';

/** What is listed where an account holds something here: the prefixes of the entitlements' ids. */
export const PREFIX = {
  team: 'team:',
  repository: 'repo:',
  token: 'token:',
  tokenRequest: 'token-request:',
  sso: 'sso:',
  codespace: 'codespace:',
  deployKey: 'deploy-key:',
  repositoryInvitation: 'repo-invitation:',
} as const;
export const OUTSIDE = 'outside-collaborator';
export const SEAT = 'copilot-seat';

export const outsideCollaborator: Entitlement = { kind: 'membership', id: OUTSIDE as EntitlementId };

export function team(slug: string, role: string): Entitlement {
  return { kind: 'membership', id: id(PREFIX.team, slug), role: role.toLowerCase() };
}

export function repository(name: string, role: string): Entitlement {
  return { kind: 'membership', id: id(PREFIX.repository, name), role: role.toLowerCase() };
}

export function token(one: Token): Entitlement {
  return {
    ...credential(PREFIX.token, one.id, 'fine-grained-token', !one.token_expired),
    ...used(one.token_last_used_at),
  };
}

/** A token that waits for approval: it opens nothing yet. */
export function tokenRequest(one: TokenRequest): Entitlement {
  return { ...credential(PREFIX.tokenRequest, one.id, 'token-request', false), ...used(one.token_last_used_at) };
}

export function sso(one: SsoCredential): Entitlement {
  const type = /ssh/i.test(one.credential_type) ? 'sso-ssh-key' : 'sso-token';
  return { ...credential(PREFIX.sso, one.credential_id, type, true), ...used(one.credential_accessed_at) };
}

/** `role` names the team that gives the seat, where one does: it can't be cancelled for the person alone. */
export function seat(one: Seat): Entitlement {
  const given = one.assigning_team?.slug;
  return {
    kind: 'credential',
    id: SEAT as EntitlementId,
    type: 'copilot-seat',
    status: isCancelled(one) ? 'inactive' : 'active',
    ...(one.assigning_team ? { role: `team:${given ?? ''}` } : {}),
    ...used(one.last_activity_at, one.last_activity_editor),
  };
}

export function isCancelled(one: Seat): boolean {
  return typeof one.pending_cancellation_date === 'string';
}

export function codespace(one: Codespace): Entitlement {
  const running = one.state !== 'Shutdown';
  const entitlement = credential(PREFIX.codespace, one.name, 'codespace', running);
  return { ...entitlement, ...used(one.last_used_at, one.repository.full_name) };
}

export function deployKey(repositoryName: string, one: DeployKey): Entitlement {
  const entitlement = credential(PREFIX.deployKey, `${repositoryName}/${one.id}`, 'deploy-key', one.enabled !== false);
  return { ...entitlement, role: one.read_only ? 'read' : 'write', ...used(one.last_used, repositoryName) };
}

export function repositoryInvitation(repositoryName: string, one: RepositoryInvitation): Entitlement {
  const entitlement = id(PREFIX.repositoryInvitation, `${repositoryName}/${one.id}`);
  return { kind: 'membership', id: entitlement, role: one.permissions, status: 'inactive' };
}

/** What follows a prefix in the ids of these entitlements that have it. */
export function withPrefix(entitlements: readonly Entitlement[], prefix: string): readonly string[] {
  return entitlements.filter((one) => one.id.startsWith(prefix)).map((one) => one.id.slice(prefix.length));
}

/** `<repository>/<number>` apart; a repository's name holds no slash. */
export function inRepository(text: string): { readonly repository: string; readonly number: number } {
  const slash = text.lastIndexOf('/');
  return { repository: text.slice(0, slash), number: Number(text.slice(slash + 1)) };
}

function id(prefix: string, rest: string | number): EntitlementId {
  return `${prefix}${rest}` as EntitlementId;
}

function credential(prefix: string, rest: string | number, type: string, active: boolean): Entitlement {
  return { kind: 'credential', id: id(prefix, rest), type, status: active ? 'active' : 'inactive' };
}

function used(at: string | null | undefined, by: string | null | undefined = null) {
  const lastUsedAt = timeOf(at);
  return { lastUsedAt, lastUsedBy: lastUsedAt === null ? null : (by ?? null) };
}

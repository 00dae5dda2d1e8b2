/** The parts of GitHub's answers that are read, cut from its own API description so that a change there does not compile. */
import type { components } from '@octokit/openapi-types';

type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type User = Pick<Schema<'simple-user'>, 'id' | 'login'>;
export type Organization = Pick<Schema<'organization-full'>, 'id' | 'login'>;
export type Membership = Pick<
  Schema<'org-membership'>,
  'state' | 'role' | 'direct_membership' | 'enterprise_teams_providing_indirect_membership'
> & { readonly user: User | null };
export type Invitation = Pick<Schema<'organization-invitation'>, 'id' | 'login' | 'email' | 'role' | 'team_count'>;
export type Team = Pick<Schema<'team'>, 'slug'>;
export type TeamId = Pick<Schema<'team'>, 'slug' | 'id'>;
export type TeamMembership = Pick<Schema<'team-membership'>, 'role' | 'state'>;
export type Repository = Pick<Schema<'minimal-repository'>, 'name'>;
export type Token = Pick<
  Schema<'organization-programmatic-access-grant'>,
  'id' | 'token_name' | 'token_expired' | 'token_last_used_at' | 'repository_selection' | 'permissions'
> & { readonly owner: User };
export type TokenRequest = Pick<
  Schema<'organization-programmatic-access-grant-request'>,
  'id' | 'token_name' | 'token_expired' | 'token_last_used_at'
> & { readonly owner: User };
export type DeployKey = Pick<
  Schema<'deploy-key'>,
  'id' | 'key' | 'title' | 'read_only' | 'added_by' | 'last_used' | 'enabled'
>;
export type RepositoryInvitation = Pick<Schema<'repository-invitation'>, 'id' | 'permissions'> & {
  readonly invitee: User | null;
};
export type Seat = Pick<
  Schema<'copilot-seat-details'>,
  'pending_cancellation_date' | 'last_activity_at' | 'last_activity_editor'
> & { readonly assigning_team?: { readonly slug?: string } | null };
export type Codespace = Pick<Schema<'codespace'>, 'name' | 'last_used_at' | 'state'> & {
  readonly repository: Pick<Schema<'minimal-repository'>, 'full_name'>;
};

/** "List SAML SSO authorizations for an organization": in the Enterprise Cloud description only. */
export interface SsoCredential {
  readonly login: string;
  readonly credential_id: number;
  readonly credential_type: string;
  readonly credential_authorized_at: string;
  readonly credential_accessed_at: string | null;
  /** A classic token's last eight characters: not read into anything that is kept. */
  readonly authorized_credential_title?: string | null;
  readonly authorized_credential_expires_at?: string | null;
  readonly fingerprint?: string;
}

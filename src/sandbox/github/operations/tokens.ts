import { type Call, invalid, listing, noContent, notFound, type Operation, operation, type Schema } from '../call.js';
import { simpleUser } from '../show.js';
import { type SsoCredential, type Token, type TokenRequest, userById } from '../state.js';

const ACCEPTED = { status: 202, body: {} };
const MOST_IDS = 100;

/** Fine-grained tokens (for GitHub Apps only) and credentials authorized for single sign-on. */
export const tokenOperations: readonly Operation[] = [
  operation(
    'GET /orgs/{org}/personal-access-tokens',
    'personal-access-tokens',
    (call) => listing(call, owned(call, call.state.tokens), (one) => grant(call, one)),
    'app',
  ),
  operation('POST /orgs/{org}/personal-access-tokens', 'personal-access-tokens', revoke, 'app'),
  operation(
    'POST /orgs/{org}/personal-access-tokens/{pat_id}',
    'personal-access-tokens',
    (call) => {
      const token = call.state.tokens.find((one) => one.id === Number(call.parameters.pat_id));
      if (token === undefined) return notFound;
      if (call.body.action !== 'revoke') return invalid('action', 'action must be revoke');
      drop(call, [token]);
      return noContent;
    },
    'app',
  ),
  operation(
    'GET /orgs/{org}/personal-access-token-requests',
    'personal-access-token-requests',
    (call) => listing(call, owned(call, call.state.tokenRequests), (one) => request(call, one)),
    'app',
  ),
  operation('POST /orgs/{org}/personal-access-token-requests', 'personal-access-token-requests', review, 'app'),
  operation('GET /orgs/{org}/credential-authorizations', 'credential-authorizations', (call) => {
    if (!call.state.sso.enabled) return notFound;
    const login = call.query.get('login')?.toLowerCase();
    const listed = call.state.sso.credentials.filter((one) => {
      const owner = userById(call.state, one.user).login.toLowerCase();
      return call.state.members.has(one.user) && (login === undefined || login === owner);
    });
    return listing(call, listed, (one) => authorization(call, one));
  }),
  operation('DELETE /orgs/{org}/credential-authorizations/{credential_id}', 'credential-authorizations', (call) => {
    const id = Number(call.parameters.credential_id);
    const credential = call.state.sso.credentials.find((one) => one.id === id);
    if (!call.state.sso.enabled || credential === undefined) return notFound;
    call.state.sso.credentials = call.state.sso.credentials.filter((one) => one !== credential);
    call.changed(`sso-credential/${id}`);
    return noContent;
  }),
];

/** Those of the owners that the request names, in any of the forms in which clients send a list. */
function owned<Entry extends { readonly owner: number }>(call: Call, entries: readonly Entry[]): readonly Entry[] {
  const named = [...call.query.getAll('owner[]'), ...call.query.getAll('owner')].flatMap((text) => text.split(','));
  if (named.length === 0) return entries;
  const logins = new Set(named.map((login) => login.toLowerCase()));
  return entries.filter((one) => logins.has(userById(call.state, one.owner).login.toLowerCase()));
}

function shared(call: Call, one: Token, listed: string) {
  const { organization } = call.state;
  const selection = one.repositories === 'all' ? 'all' : one.repositories.length === 0 ? 'none' : 'subset';
  return {
    id: one.id,
    owner: simpleUser(call, userById(call.state, one.owner)),
    repository_selection: selection as 'none' | 'all' | 'subset',
    repositories_url: `${call.origin}/organizations/${organization.id}/${listed}/${one.id}/repositories`,
    permissions: one.permissions,
    token_id: one.tokenId,
    token_name: one.name,
    token_expired: one.expiresAt !== null && Date.parse(one.expiresAt) <= call.now.getTime(),
    token_expires_at: one.expiresAt,
    token_last_used_at: one.lastUsedAt,
  };
}

function grant(call: Call, one: Token): Schema<'organization-programmatic-access-grant'> {
  return { ...shared(call, one, 'personal-access-tokens'), access_granted_at: one.createdAt };
}

function request(call: Call, one: TokenRequest): Schema<'organization-programmatic-access-grant-request'> {
  return { ...shared(call, one, 'personal-access-token-requests'), reason: one.reason, created_at: one.createdAt };
}

function revoke(call: Call) {
  if (call.body.action !== 'revoke') return invalid('action', 'action must be revoke');
  const ids = idsOf(call.body.pat_ids);
  if (ids === null) return invalid('pat_ids', 'pat_ids must be 1 to 100 ids');
  const tokens = call.state.tokens.filter((one) => ids.has(one.id));
  if (tokens.length < ids.size) return notFound;
  drop(call, tokens);
  return ACCEPTED;
}

function drop(call: Call, tokens: readonly Token[]): void {
  call.state.tokens = call.state.tokens.filter((one) => !tokens.includes(one));
  for (const token of tokens) call.changed(`token/${token.id}`);
}

function review(call: Call) {
  const action = call.body.action;
  if (action !== 'deny' && action !== 'approve') return invalid('action', 'action must be approve or deny');
  const ids = idsOf(call.body.pat_request_ids);
  if (ids === null) return invalid('pat_request_ids', 'pat_request_ids must be 1 to 100 ids');
  const requests = call.state.tokenRequests.filter((one) => ids.has(one.id));
  if (requests.length < ids.size) return notFound;
  call.state.tokenRequests = call.state.tokenRequests.filter((one) => !ids.has(one.id));
  if (action === 'approve') call.state.tokens.push(...requests.map(({ reason: _, ...token }) => token));
  for (const one of requests) call.changed(`token-request/${one.id}`);
  return ACCEPTED;
}

function idsOf(value: unknown): Set<number> | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_IDS) return null;
  return value.every((id) => Number.isSafeInteger(id)) ? new Set(value as number[]) : null;
}

/**
 * GitHub's "List SAML SSO authorizations for an organization": it stands in the description of GitHub Enterprise
 * Cloud only, so the package of types lacks it.
 */
interface CredentialAuthorization {
  readonly login: string;
  readonly credential_id: number;
  readonly credential_type: string;
  readonly token_last_eight?: string;
  readonly credential_authorized_at: string;
  readonly scopes?: readonly string[];
  readonly fingerprint?: string;
  readonly credential_accessed_at: string | null;
  readonly authorized_credential_id: number | null;
  readonly authorized_credential_title?: string | null;
  readonly authorized_credential_note?: string | null;
  readonly authorized_credential_expires_at?: string | null;
}

function authorization(call: Call, one: SsoCredential): CredentialAuthorization {
  const common = {
    login: userById(call.state, one.user).login,
    credential_id: one.id,
    credential_type: one.type,
    credential_authorized_at: one.authorizedAt,
    credential_accessed_at: one.accessedAt,
    authorized_credential_id: one.id,
  };
  if (one.type === 'SSH key') {
    return { ...common, authorized_credential_title: one.title, fingerprint: one.fingerprint ?? '' };
  }
  return {
    ...common,
    token_last_eight: one.lastEight ?? '',
    scopes: one.scopes,
    authorized_credential_note: one.title,
    authorized_credential_expires_at: one.expiresAt,
  };
}

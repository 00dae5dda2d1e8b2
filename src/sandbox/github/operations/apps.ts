import { type Call, invalid, listing, notFound, type Operation, ok, operation, pageOf, type Schema } from '../call.js';
import { nodeId, organizationAccount, SOME_TIME, timeOf } from '../show.js';
import { appOf, issueToken } from '../sign-in.js';
import type { Hook, Installation } from '../state.js';

/** GitHub Apps, their installations, and webhooks of the organization. */
export const appOperations: readonly Operation[] = [
  operation('GET /app', 'metadata', (call) => ok(ownApp(call)), 'jwt'),
  operation('GET /orgs/{org}/installation', 'metadata', ownInstallation, 'jwt'),
  operation(
    'GET /app/installations',
    'metadata',
    (call) => {
      const own = ownApp(call)?.slug;
      const mine = call.state.installations.filter((one) => one.app === own);
      return listing(call, mine, (one) => installation(call, one));
    },
    'jwt',
  ),
  operation(
    'GET /app/installations/{installation_id}',
    'metadata',
    (call) => {
      const found = byId(call);
      return found === null ? notFound : ok(installation(call, found));
    },
    'jwt',
  ),
  operation('POST /app/installations/{installation_id}/access_tokens', 'metadata', accessToken, 'jwt'),
  operation('GET /orgs/{org}/installations', 'installations', (call) => {
    const page = pageOf(call, call.state.installations);
    const body: { total_count: number; installations: Schema<'installation'>[] } = {
      total_count: call.state.installations.length,
      installations: page.entries.map((one) => installation(call, one)),
    };
    return { status: 200, headers: page.headers, body };
  }),
  operation('GET /orgs/{org}/hooks', 'hooks', (call) => listing(call, call.state.hooks, (hook) => orgHook(call, hook))),
  operation('GET /orgs/{org}/hooks/{hook_id}', 'hooks', (call) => {
    const hook = hookOf(call);
    return hook === null ? notFound : ok(orgHook(call, hook));
  }),
  operation('PATCH /orgs/{org}/hooks/{hook_id}', 'hooks', (call) => {
    const hook = hookOf(call);
    if (hook === null) return notFound;
    const { active } = call.body;
    if (active !== undefined && typeof active !== 'boolean') return invalid('active', 'active must be a boolean');
    if (active !== undefined && active !== hook.active) {
      hook.active = active;
      hook.updatedAt = timeOf(call.now);
      call.changed(`hook/${hook.id}`);
    }
    return ok(orgHook(call, hook));
  }),
];

function byId(call: Call): Installation | null {
  const id = Number(call.parameters.installation_id);
  return call.state.installations.find((one) => one.id === id) ?? null;
}

function ownInstallation(call: Call) {
  const { login } = appOf(call.state.access);
  const found = call.state.installations.find((one) => one.app === login);
  return found === undefined ? notFound : ok(installation(call, found));
}

function ownApp(call: Call): Schema<'integration'> {
  const { login } = appOf(call.state.access);
  const found = call.state.installations.find((one) => one.app === login);
  const id = found?.appId ?? 1;
  return {
    id,
    slug: login,
    node_id: nodeId('A', id),
    owner: organizationAccount(call),
    name: login,
    description: null,
    external_url: `https://github.com/apps/${login}`,
    html_url: `https://github.com/apps/${login}`,
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    permissions: { metadata: 'read', members: 'write' },
    events: [],
    installations_count: 1,
  };
}

function accessToken(call: Call) {
  const found = byId(call);
  if (found === null || found.app !== appOf(call.state.access).login) return notFound;
  const issued = issueToken(call.state, call.now);
  const body: Schema<'installation-token'> = {
    token: issued.token,
    expires_at: timeOf(issued.expiresAt),
    permissions: found.permissions,
    repository_selection: 'all',
  };
  return { status: 201, body };
}

function installation(call: Call, one: Installation): Schema<'installation'> {
  return {
    id: one.id,
    account: organizationAccount(call),
    repository_selection: 'all',
    access_tokens_url: `${call.origin}/app/installations/${one.id}/access_tokens`,
    repositories_url: `${call.origin}/installation/repositories`,
    html_url: `https://github.com/organizations/${call.state.organization.login}/settings/installations/${one.id}`,
    app_id: one.appId,
    app_slug: one.app,
    target_id: call.state.organization.id,
    target_type: 'Organization',
    permissions: one.permissions,
    events: [],
    created_at: SOME_TIME,
    updated_at: SOME_TIME,
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  };
}

function hookOf(call: Call): Hook | null {
  return call.state.hooks.find((one) => one.id === Number(call.parameters.hook_id)) ?? null;
}

function orgHook(call: Call, hook: Hook): Schema<'org-hook'> {
  const url = `${call.origin}/orgs/${call.state.organization.login}/hooks/${hook.id}`;
  return {
    id: hook.id,
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    name: 'web',
    events: [...hook.events],
    active: hook.active,
    config: { url: hook.url, content_type: 'json', insecure_ssl: '0' },
    created_at: SOME_TIME,
    updated_at: hook.updatedAt,
    type: 'Organization',
  };
}

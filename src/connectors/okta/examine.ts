/** Whether the credential is what the README asks for: a service app with few scopes, and no more of a role than it needs. */
import type { CredentialFinding, CredentialUse } from '../connector.js';
import { type Scope, scopesFor } from './scopes.js';
import type { Role } from './shapes.js';
import { organizationOf, ownUser, partOf, type Site } from './site.js';

const EXCESSIVE = 'system/credential-excessive';
const SUFFICIENT = 'system/credential-sufficient';
const WHY = 'Whoever gets hold of this credential can do all that it can.';
const README = 'src/connectors/okta/README.md lists the least permissions.';

/** Two requests with a service app, three with an API token. */
export async function examine(site: Site, use: CredentialUse): Promise<readonly CredentialFinding[]> {
  await organizationOf(site);
  const findings = site.client.signIn === 'app' ? await ofApp(site, use) : await ofToken(site);
  const blind = use === 'revoking' && site.unavailable.includes('admin-roles');
  return [...findings, ...(blind ? [BLIND] : []), ...(site.config.organizationId === null ? [UNPINNED] : [])];
}

const BLIND: CredentialFinding = {
  severity: 'error',
  check: SUFFICIENT,
  what: 'the policy declares admin-roles unavailable',
  why: 'Who administers is not known then, and nobody is suspended, so that the last administrator is never locked out.',
  mend: 'Take admin-roles out of `unavailable`, and grant okta.roles.read to the app.',
};

const UNPINNED: CredentialFinding = {
  severity: 'info',
  check: 'system/identity',
  what: 'the organization is named by its domain alone',
  why: 'A domain can be given to another organization, which is then taken for this one.',
  mend: 'Add `organizationId` to the settings: `leaver doctor --verbose` tells which one is reached.',
};

async function ofApp(site: Site, use: CredentialUse): Promise<readonly CredentialFinding[]> {
  const granted = (await site.client.granted()) ?? [];
  const needed = scopesFor(use, site);
  const missing = needed.filter(({ name }) => !granted.includes(name));
  const more = granted.filter((scope) => !needed.some(({ name }) => name === scope));
  return [
    ...missing.map((scope) => insufficient(scope, use)),
    ...(more.length === 0 ? [] : [tooMuch(more, use)]),
    ...(await ofRoles(site)),
  ];
}

/** Without it nobody is revoked: see `revoke`. */
const ROLES = 'okta.roles.read';

function insufficient({ name: scope, part }: Scope, use: CredentialUse): CredentialFinding {
  if (scope === ROLES && use === 'revoking') {
    return {
      severity: 'error',
      check: SUFFICIENT,
      what: `the service app lacks the scope ${scope}`,
      why: 'Without it who administers is not known, and nobody is suspended, so that the last administrator is never locked out.',
      mend: `Grant ${scope} to the app.`,
    };
  }
  const lost = part ?? 'the accounts';
  const mayDeclare = part !== null && scope !== ROLES;
  return {
    severity: part === null ? 'error' : 'warning',
    check: SUFFICIENT,
    what: `the service app lacks the scope ${scope}`,
    why: `Without it ${lost} can't be ${use === 'revoking' ? 'read or revoked' : 'read'}.`,
    mend: `Grant ${scope} to the app${mayDeclare ? `, or declare ${part} under unavailable` : ''}.`,
  };
}

function tooMuch(scopes: readonly string[], use: CredentialUse): CredentialFinding {
  const what = `the service app has scopes that ${use === 'reading' ? 'reading' : 'Leaver'} never uses: ${[...scopes].sort().join(', ')}`;
  return { severity: 'warning', check: EXCESSIVE, what, why: WHY, mend: `Take them away: ${README}` };
}

/** The administrator roles of the app ("List all client role assignments"). */
async function ofRoles(site: Site): Promise<readonly CredentialFinding[]> {
  const { credential } = site.config;
  if (credential.kind !== 'app') return [];
  const path = `/oauth2/v1/clients/${encodeURIComponent(credential.clientId)}/roles`;
  const read = await partOf('admin-roles', site.client.find<readonly Role[]>(path));
  const roles = 'value' in read && Array.isArray(read.value) ? (read.value as readonly Role[]) : null;
  if (roles === null) {
    const why = 'unread' in read ? read.unread.why : 'Okta does not tell';
    return [
      {
        severity: 'info',
        check: EXCESSIVE,
        what: `which administrator role the service app has, and which scopes besides Leaver's own, could not be checked (${why})`,
        why: WHY,
        mend: `Look at its admin roles and granted scopes in Okta's admin console: ${README}`,
      },
    ];
  }
  return roles.some(({ type }) => type === 'SUPER_ADMIN') ? [superAdmin('warning', 'the service app')] : [];
}

function superAdmin(severity: 'error' | 'warning', who: string): CredentialFinding {
  return {
    severity,
    check: EXCESSIVE,
    what: `${who} is a super administrator`,
    why: `A super administrator can do everything, also make others one. ${WHY}`,
    mend: `Give it the custom role of the README, unless it has to suspend administrators as well: ${README}`,
  };
}

async function ofToken(site: Site): Promise<readonly CredentialFinding[]> {
  const self = await ownUser(site);
  const person: CredentialFinding = {
    severity: 'warning',
    check: 'system/credential-kind',
    what: "an API token signs in, which is a user's and can do all that the user can",
    why: 'It has no scopes, acts in the name of the user, ends with the user, and is valid as long as it is used.',
    mend: 'Make a service app with the scopes of the README, and give its id and private key to the runner.',
  };
  const roles = await partOf(
    'admin-roles',
    site.client.all<Role>(`/api/v1/users/${encodeURIComponent(self?.id ?? 'me')}/roles`),
  );
  if ('unread' in roles) {
    const what = `which roles the owner of the API token has could not be checked: ${roles.unread.why}`;
    return [person, { severity: 'info', check: EXCESSIVE, what, why: WHY, mend: `Compare them yourself: ${README}` }];
  }
  return roles.value.some(({ type }) => type === 'SUPER_ADMIN')
    ? [person, superAdmin('error', 'the owner of the API token')]
    : [person];
}

/** Whether the credential is what the README asks for: enough, and no more. */
import type { CredentialFinding, CredentialUse } from '../connector.js';
import { FOR_THE_HOST, NEEDS, SCOPES, scopesWith } from './permissions.js';
import type { Site } from './site.js';

const README = 'src/connectors/github-org/README.md lists the least permissions.';
const TOO_MUCH = 'Whoever gets hold of this credential can do all that it can.';

/** One request with a token, none with an App whose token is fresh. */
export async function examine(site: Site, use: CredentialUse): Promise<readonly CredentialFinding[]> {
  const grants = await site.client.grants();
  const findings = grants.kind === 'app' ? ofApp(site, grants.permissions, use) : ofToken(site, grants.scopes, use);
  return [...findings, ...(site.settings.organizationId === null ? [UNPINNED] : [])];
}

const UNPINNED: CredentialFinding = {
  severity: 'info',
  check: 'system/identity',
  what: 'the organization is named by its login alone',
  why: 'Who renames it sets the login free; whoever takes it then is taken for the organization.',
  mend: 'Add `organizationId` to the settings: `leaver doctor --verbose` tells which one is reached.',
};

/** Parts that the policy declares unavailable need no permission. */
function isNeeded(site: Site, parts: readonly string[]): boolean {
  return parts.length === 0 || parts.some((part) => !site.unavailable.includes(part));
}

const LEVELS = ['none', 'read', 'write', 'admin'];
const covers = (has: string | undefined, needed: string) => LEVELS.indexOf(has ?? 'none') >= LEVELS.indexOf(needed);

function ofApp(
  site: Site,
  permissions: Readonly<Record<string, string>>,
  use: CredentialUse,
): readonly CredentialFinding[] {
  const needs = NEEDS.filter(({ parts }) => isNeeded(site, parts));
  const short = needs.flatMap(({ permission, parts, most }) => {
    const level = use === 'revoking' ? most : 'read';
    return covers(permissions[permission], level) ? [] : [{ permission, level, parts }];
  });
  const known = new Map(NEEDS.map(({ permission, most }) => [permission, use === 'revoking' ? most : 'read']));
  const more = Object.entries(permissions).filter(([name, level]) => {
    const most = known.get(name) ?? (FOR_THE_HOST.has(name) ? 'write' : 'none');
    return !covers(most, level);
  });
  const writes = more.filter(([, level]) => level !== 'read');
  const reads = more.filter(([, level]) => level === 'read');
  return [
    ...short.map(({ permission, level, parts }) => insufficient(`${permission}: ${level}`, parts, use)),
    ...(writes.length === 0 ? [] : [excessive('warning', `the App may ${namesOf(writes)}, which Leaver never uses`)]),
    ...(reads.length === 0 ? [] : [excessive('info', `the App may ${namesOf(reads)}, which Leaver never uses`)]),
  ];
}

function namesOf(permissions: readonly (readonly [string, string])[]): string {
  return permissions.map(([name, level]) => `${level} ${name}`).join(', ');
}

function insufficient(permission: string, parts: readonly string[], use: CredentialUse): CredentialFinding {
  const lost = parts.length === 0 ? 'the accounts' : parts.join(', ');
  return {
    severity: parts.length === 0 ? 'error' : 'warning',
    check: 'system/credential-sufficient',
    what: `the credential lacks ${permission}`,
    why: `Without it ${lost} can't be ${use === 'revoking' ? 'read or revoked' : 'read'}.`,
    mend: `Grant ${permission}${parts.length === 0 ? '' : `, or declare ${parts.join(', ')} under unavailable`}.`,
  };
}

function excessive(severity: 'warning' | 'info', what: string): CredentialFinding {
  return { severity, check: 'system/credential-excessive', what, why: TOO_MUCH, mend: `Take it away: ${README}` };
}

function ofToken(site: Site, scopes: readonly string[] | null, use: CredentialUse): readonly CredentialFinding[] {
  const person: CredentialFinding = {
    severity: 'warning',
    check: 'system/credential-kind',
    what: "a token signs in, which is a person's or a workflow's, not a GitHub App",
    why: 'A token of a person ends with that person, acts in their name, sees no fine-grained tokens of others and lives long.',
    mend: 'Make a GitHub App with the permissions of the README, and give its id and key to the runner.',
  };
  if (scopes === null) {
    const untold: CredentialFinding = {
      severity: 'info',
      check: 'system/credential-excessive',
      what: 'what this token may do could not be checked: GitHub tells it of classic tokens and of Apps alone',
      why: TOO_MUCH,
      mend: `Compare its permissions in GitHub's settings: ${README}`,
    };
    return [person, untold];
  }
  const held = scopesWith(scopes);
  const needed = SCOPES.filter((one) => (use === 'revoking' || one.use === 'reading') && isNeeded(site, one.parts));
  const missing = needed.filter(({ scope }) => !held.has(scope));
  const wanted = scopesWith(needed.map(({ scope }) => scope));
  const more = scopes.filter((scope) => !wanted.has(scope));
  return [
    person,
    ...missing.map(({ scope, parts }) => insufficient(`the scope ${scope}`, parts, use)),
    ...(more.length === 0
      ? []
      : [excessive('warning', `the token has scopes that Leaver never uses: ${more.join(', ')}`)]),
  ];
}

/** Whether the credential and the settings fit, as far as SCIM tells: it tells little. */
import type { CredentialFinding, CredentialUse } from '../connector.js';
import { readPage } from './pages.js';
import { type Fields, isFields } from './shapes.js';
import type { Site } from './site.js';

const README = 'src/connectors/scim/README.md';

/** Two requests. Changes nothing. Throws where users can't be listed at all. */
export async function examine(site: Site, use: CredentialUse): Promise<readonly CredentialFinding[]> {
  await readPage(site, 'Users', { startIndex: 1, count: 1, filter: null });
  const config = await site.client.find<Fields>('/ServiceProviderConfig');
  return [
    ...(config === null ? [] : unfit(site, config)),
    untold(use),
    ...(site.settings.address === null ? [UNPINNED] : []),
    ...(site.settings.administrators === null ? [NO_ADMINISTRATORS] : []),
  ];
}

const UNPINNED: CredentialFinding = {
  severity: 'info',
  check: 'system/identity',
  what: 'where the system is stands in the environment alone',
  why: 'Another address in the environment, of a test service, would be taken for this system.',
  mend: 'Add `address` to the settings, as host and path.',
};

const NO_ADMINISTRATORS: CredentialFinding = {
  severity: 'warning',
  check: 'system/identity',
  what: 'nothing says who administers the system',
  why: 'SCIM has no word for it, so that the last administrators are not kept by `minAdmins`.',
  mend: 'Add `administrators` to the settings, or protect the accounts of the administrators under `protected`.',
};

function untold(use: CredentialUse): CredentialFinding {
  return {
    severity: 'info',
    check: 'system/credential-excessive',
    what:
      use === 'reading'
        ? 'whether this token can only read could not be checked: SCIM does not tell what a token may do'
        : 'whether this token may write, and what else it may do, could not be checked: SCIM does not tell',
    why: 'Most providers hand out one token that may change every user; whoever gets hold of it can.',
    mend: `Compare it with ${README}, and give the planning job a token that reads only where the provider has one.`,
  };
}

/** What the provider says of itself against what the settings ask of it ("RFC 7643", 5). */
function unfit({ settings }: Site, config: Fields): readonly CredentialFinding[] {
  const { quirks } = settings;
  const finding = (what: string, why: string, mend: string): CredentialFinding => ({
    severity: 'warning',
    check: 'system/credential-sufficient',
    ...{ what, why, mend },
  });
  const patches = quirks.change !== 'replace' || quirks.members !== 'replace';
  return [
    ...(patches && isOff(config['patch'])
      ? [
          finding(
            'the provider says that it has no PATCH',
            'The settings change users or groups by it.',
            'Set `change: replace` and `members: replace`.',
          ),
        ]
      : []),
    ...(quirks.userFilter && isOff(config['filter'])
      ? [
          finding(
            'the provider says that it has no filters',
            'Accounts are looked for by user name and e-mail address.',
            'Set `userFilter: false` and `emailFilter: none`, and pin accounts by id in the roster.',
          ),
        ]
      : []),
    ...(quirks.versions === 'sent' && isOff(config['etag'])
      ? [finding('the provider says that it has no versions', 'The settings send them.', 'Set `versions: ignored`.')]
      : []),
  ];
}

function isOff(feature: unknown): boolean {
  return isFields(feature) && feature['supported'] === false;
}

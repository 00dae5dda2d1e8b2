/** What the program meets: an organization and an account with leavers in them, and the policy that says so. */
import { stringify } from 'yaml';
import type { AwsSeed } from '../../src/sandbox/aws-iam/index.js';
import type { GithubSeed } from '../../src/sandbox/github/index.js';

export interface Scenario {
  readonly name: string;
  /** Where the policy says that the journal is kept. */
  readonly journal: 'file' | 'branch';
  readonly github: GithubSeed;
  readonly aws: AwsSeed;
  /** The files of the policy repository, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** When the story begins. */
export const BEGIN = Date.UTC(2026, 10, 23, 9);
/** Where the copy of the log lies, in a scenario that has one. */
export const COPY = 'audit/log.jsonl';
const ACCOUNT = '123456789012';
const AWS_PROD = 'aws-prod';

/** Ana has left and holds one of everything; so has Leo, long ago; Maya has left and keeps her access; Finn stays. */
const STAFF: readonly Person[] = [
  { id: 'kim.cho', github: 101, aws: true },
  { id: 'sam.lee', github: 102, aws: true },
  { id: 'ana.ruiz', github: 103, aws: true, departed: true },
  { id: 'leo.nov', aws: true, departed: true },
  { id: 'maya.bell', github: 105, aws: true, departed: true },
  { id: 'finn.oak', github: 106, aws: true },
  { id: 'noa.kim', github: 107, departed: true },
];

interface Person {
  readonly id: string;
  /** The immutable id of the account on GitHub. */
  readonly github?: number;
  readonly aws?: true;
  readonly departed?: true;
}

const loginOf = (id: string) => id.replace('.', '');
const userIdOf = (id: string) => `AIDA${loginOf(id).toUpperCase().padEnd(17, 'X')}`;

/** On GitHub somebody's member of a team, works in a repository, and left tokens, keys and invitations behind. */
const GITHUB: GithubSeed = {
  organization: { login: 'acme', id: 4242 },
  runner: { kind: 'app', login: 'leaver' },
  members: [
    { login: 'kimcho', id: 101, role: 'admin' },
    { login: 'samlee', id: 102, role: 'admin' },
    { login: 'anaruiz', id: 103 },
    { login: 'mayabell', id: 105 },
    { login: 'finnoak', id: 106 },
  ],
  users: [{ login: 'noakim', id: 107 }],
  teams: [{ slug: 'backend', members: ['anaruiz', 'mayabell', 'finnoak'] }],
  repositories: [
    {
      name: 'shop',
      collaborators: { anaruiz: 'write', finnoak: 'write' },
      keys: [
        { id: 501, title: 'deploy', addedBy: 'anaruiz', key: 'ssh-ed25519 AAAAana' },
        { id: 502, title: 'backup', addedBy: 'finnoak', key: 'ssh-ed25519 AAAAfinn' },
      ],
    },
    { name: 'ledger', invitations: [{ id: 601, login: 'anaruiz', role: 'admin', inviter: 'kimcho' }] },
  ],
  invitations: [{ id: 701, login: 'noakim', teams: ['backend'], inviter: 'kimcho' }],
  tokens: [
    { id: 801, owner: 'anaruiz', name: 'ci' },
    { id: 802, owner: 'finnoak', name: 'laptop' },
    { id: 803, owner: 'mayabell', name: 'laptop' },
  ],
};

const DENY_ALL = 'AWSDenyAll';

const AWS: AwsSeed = {
  accountId: ACCOUNT,
  caller: { arn: `arn:aws:iam::${ACCOUNT}:user/leaver-runner` },
  groups: [{ name: 'developers', policies: ['ReadOnlyAccess'] }],
  users: [
    { name: 'leaver-runner', id: 'AIDARUNNERRRRRRRRRRRR' },
    { name: 'kim.cho', id: userIdOf('kim.cho'), policies: ['AdministratorAccess'] },
    { name: 'sam.lee', id: userIdOf('sam.lee'), policies: ['AdministratorAccess'] },
    holder('ana.ruiz', 'A'),
    holder('maya.bell', 'M'),
    holder('finn.oak', 'F'),
    {
      // Suspended by Leaver so long ago that the retention is over.
      name: 'leo.nov',
      id: userIdOf('leo.nov'),
      console: true,
      policies: [DENY_ALL],
      tags: {
        'leaver:suspended-at': '2026-09-01T09:00:00Z',
        'leaver:revocation': `${AWS_PROD}/${userIdOf('leo.nov')}`,
      },
    },
  ],
};

function holder(name: string, letter: string) {
  return {
    name,
    id: userIdOf(name),
    console: true,
    keys: [{ id: `AKIA${letter.repeat(15)}2` }, { id: `AKIA${letter.repeat(15)}3` }],
    groups: ['developers'],
    policies: ['IAMReadOnlyAccess'],
  };
}

const SYSTEMS = [
  {
    id: 'github',
    kind: 'github-org',
    mode: 'enforce',
    unavailable: ['sso-credentials', 'codespaces'],
    settings: { organization: 'acme', organizationId: 4242 },
  },
  { id: AWS_PROD, kind: 'aws-iam', mode: 'enforce', settings: { accountId: ACCOUNT } },
];

function policyFiles(journal: Scenario['journal'], systems: readonly string[]): Record<string, string> {
  const people = STAFF.map(({ id, github, aws, departed }) => ({
    id,
    name: id,
    email: `${id}@acme.example`,
    ...(departed === true ? { status: 'departed' } : {}),
    accounts: {
      ...(github === undefined ? {} : { github: { id: String(github), name: loginOf(id) } }),
      ...(aws === undefined || !systems.includes(AWS_PROD) ? {} : { [AWS_PROD]: { id: userIdOf(id), name: id } }),
    },
  }));
  const optOut = {
    id: 'maya-handover',
    person: 'maya.bell',
    systems,
    reason: 'handover',
    justification: 'Finishes the ledger migration.',
    requestedBy: 'sam.lee',
    owner: 'kim.cho',
    startsAt: '2026-11-20T00:00:00Z',
    expiresAt: '2026-12-01T00:00:00Z',
  };
  const documents: Readonly<Record<string, unknown>> = {
    'policies/policy.yaml': {
      organization: 'acme',
      journal,
      optOuts: { owners: ['kim.cho'], approvalSource: 'none' },
      guards: { maxRevocations: 10, maxRevokedFraction: 1 },
      notify: [{ id: 'security', kind: 'webhook' }],
      ...(journal === 'file' ? { audit: { sinks: [{ id: 'copy', kind: 'file', path: COPY }] } } : {}),
    },
    'policies/people/staff.yaml': { people },
    ...Object.fromEntries(
      SYSTEMS.filter(({ id }) => systems.includes(id)).map((one) => [`policies/systems/${one.id}.yaml`, one]),
    ),
    'optouts/maya-handover.yaml': optOut,
  };
  return Object.fromEntries(Object.entries(documents).map(([path, document]) => [path, stringify(document)]));
}

export const onDisk: Scenario = {
  name: 'journal in a file',
  journal: 'file',
  github: GITHUB,
  aws: AWS,
  files: policyFiles('file', ['github', AWS_PROD]),
};

/** One system alone, so that each run writes the same commits: those of two at once share some, as it happens. */
export const onBranch: Scenario = {
  name: 'journal on a branch',
  journal: 'branch',
  github: GITHUB,
  aws: AWS,
  files: policyFiles('branch', ['github']),
};

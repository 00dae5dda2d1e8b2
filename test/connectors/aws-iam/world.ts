import type { AwsSeed, UserSeed } from '../../../src/sandbox/aws-iam/index.js';

export const ACCOUNT = '123456789012';

const reading = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};

/** One of each sort of thing that a user can hold. */
function holder(name: string, letter: string): UserSeed {
  return {
    name,
    id: `AIDA${letter.repeat(17)}`,
    console: true,
    passwordLastUsed: '2026-11-20T08:00:00Z',
    keys: [
      {
        id: `AKIA${letter.repeat(15)}2`,
        lastUsed: { at: '2026-11-23T07:00:00Z', service: 's3', region: 'eu-west-1' },
      },
      { id: `AKIA${letter.repeat(15)}3`, status: 'Inactive' },
    ],
    sshKeys: [{ id: `APKA${letter.repeat(16)}` }],
    certificates: [{ id: letter.repeat(24) }],
    serviceCredentials: [{ id: `ACCA${letter.repeat(17)}`, service: 'bedrock' }],
    mfa: ['virtual'],
    groups: ['developers'],
    policies: ['IAMReadOnlyAccess'],
    inline: { reading },
    boundary: 'PowerUserAccess',
    tags: { team: 'ledger' },
  };
}

export const LEAVER = holder('ana.ruiz', 'A');
export const STAYER = holder('ben.ito', 'B');
export const KIM: UserSeed = { name: 'kim.cho', id: 'AIDAKKKKKKKKKKKKKKKKK', policies: ['AdministratorAccess'] };
export const LEE: UserSeed = { name: 'lee.sam', id: 'AIDALLLLLLLLLLLLLLLLL', groups: ['admins'] };
export const RUNNER: UserSeed = {
  name: 'leaver-runner',
  id: 'AIDARRRRRRRRRRRRRRRRR',
  keys: [{ id: 'AKIARRRRRRRRRRRRRRRR' }],
};

/** A small account with one leaver, and others who hold the same. */
export function world(users: readonly UserSeed[] = []): AwsSeed {
  return {
    accountId: ACCOUNT,
    caller: { arn: `arn:aws:iam::${ACCOUNT}:user/${RUNNER.name}` },
    groups: [
      { name: 'developers', policies: ['ReadOnlyAccess'], inline: { reading } },
      { name: 'admins', policies: ['AdministratorAccess'] },
    ],
    users: [LEAVER, STAYER, KIM, LEE, RUNNER, ...users],
    roles: [
      { name: 'deploy', trusts: ['ana.ruiz', 'ben.ito'], maxSession: 7200 },
      { name: 'ana-only', trusts: ['ana.ruiz'] },
      { name: 'everyone', trusts: ['root'] },
    ],
  };
}

/** What the connector tells that `LEAVER` holds. */
export const LEAVER_HOLDS: readonly string[] = [
  'console-password',
  'group:developers',
  'inline:reading',
  'policy:arn:aws:iam::aws:policy/IAMReadOnlyAccess',
  'trusted-by:ana-only',
  'trusted-by:deploy',
  'key:AKIAAAAAAAAAAAAAAAA2',
  'key:AKIAAAAAAAAAAAAAAAA3',
  'ssh-key:APKAAAAAAAAAAAAAAAAA',
  'certificate:AAAAAAAAAAAAAAAAAAAAAAAA',
  'service-credential:ACCAAAAAAAAAAAAAAAAAA',
  `mfa:arn:aws:iam::${ACCOUNT}:mfa/ana.ruiz`,
];

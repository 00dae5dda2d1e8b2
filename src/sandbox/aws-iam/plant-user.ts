import { derivedId } from './ids.js';
import { inlineOf, policyArn, wrong } from './plant-policies.js';
import type { CredentialSeed, KeySeed, ServiceCredentialSeed, UserSeed } from './seed.js';
import type { AwsCredential, AwsKey, AwsServiceCredential, AwsState, AwsUser } from './state.js';

/** A user as the seed has it; its MFA devices go into the account. */
export function plantUser(state: AwsState, seed: UserSeed): AwsUser {
  const created = seed.created ?? state.created;
  for (const group of seed.groups ?? []) {
    if (!state.groups.has(group)) throw wrong(`the user ${seed.name} is in the group ${group}, which does not exist`);
  }
  if ((seed.keys ?? []).length > 2) throw wrong(`the user ${seed.name} has more than two access keys`);
  plantMfa(state, seed, created);
  return {
    name: seed.name,
    id: seed.id ?? derivedId('AIDA', seed.name),
    path: seed.path ?? '/',
    created,
    login: seed.console === true ? { created, resetRequired: false } : null,
    passwordLastUsed: seed.passwordLastUsed ?? null,
    keys: (seed.keys ?? []).map((key, index) => plantKey(seed.name, key, index, created)),
    sshKeys: credentials('APKA', 16, seed.name, seed.sshKeys, created),
    certificates: credentials('', 24, `certificate/${seed.name}`, seed.certificates, created),
    serviceCredentials: (seed.serviceCredentials ?? []).map((one, index) =>
      plantService(seed.name, one, index, created),
    ),
    groups: new Set(seed.groups ?? []),
    attached: new Set((seed.policies ?? []).map((policy) => policyArn(state, policy))),
    inline: inlineOf(seed.inline),
    boundary: seed.boundary === undefined ? null : policyArn(state, seed.boundary),
    tags: new Map(Object.entries(seed.tags ?? {})),
  };
}

function plantMfa(state: AwsState, seed: UserSeed, created: string): void {
  for (const [index, kind] of (seed.mfa ?? []).entries()) {
    const name = index === 0 ? seed.name : `${seed.name}-${index + 1}`;
    const virtual = `arn:aws:iam::${state.accountId}:mfa/${name}`;
    const serial = kind === 'virtual' ? virtual : derivedId('GAHT', `mfa/${name}`, 8);
    state.mfa.set(serial, { serial, kind, user: seed.name, enabled: created });
  }
}

function plantKey(user: string, seed: KeySeed, index: number, created: string): AwsKey {
  const { lastUsed } = seed;
  return {
    ...credential('AKIA', 16, `${user}/${index}`, seed, created),
    lastUsed:
      lastUsed === undefined
        ? null
        : { at: lastUsed.at, service: lastUsed.service ?? 's3', region: lastUsed.region ?? 'us-east-1' },
  };
}

function plantService(user: string, seed: ServiceCredentialSeed, index: number, created: string): AwsServiceCredential {
  return {
    ...credential('ACCA', 17, `${user}/${index}`, seed, created),
    service: seed.service.includes('.') ? seed.service : `${seed.service}.amazonaws.com`,
    expires: seed.expires ?? null,
  };
}

function credentials(
  prefix: string,
  length: number,
  user: string,
  seeds: readonly CredentialSeed[] | undefined,
  created: string,
): AwsCredential[] {
  return (seeds ?? []).map((seed, index) => credential(prefix, length, `${user}/${index}`, seed, created));
}

function credential(
  prefix: string,
  length: number,
  text: string,
  seed: CredentialSeed,
  created: string,
): AwsCredential {
  return {
    id: seed.id ?? derivedId(prefix, text, length),
    created: seed.created ?? created,
    status: seed.status ?? 'Active',
  };
}

import { derivedId } from './ids.js';
import { documentText, inlineOf, plantPolicy, policyArn, wrong } from './plant-policies.js';
import { plantUser } from './plant-user.js';
import type { AwsSeed, DocumentSeed, GroupSeed, RoleSeed } from './seed.js';
import type { AwsGroup, AwsRole, AwsState } from './state.js';

const DEFAULT_CREATED = '2024-01-15T09:00:00Z';

/** The account that a seed describes. Throws `invalid-document` where the seed contradicts itself. */
export function stateFrom(seed: AwsSeed): AwsState {
  if (!/^\d{12}$/.test(seed.accountId)) throw wrong(`accountId is '${seed.accountId}', not twelve digits in quotes`);
  const created = seed.created ?? DEFAULT_CREATED;
  const state: AwsState = {
    accountId: seed.accountId,
    alias: seed.alias ?? null,
    created,
    runner: { arn: seed.caller?.arn ?? `arn:aws:iam::${seed.accountId}:root` },
    refused: new Set(seed.caller?.refused ?? []),
    users: new Map(),
    groups: new Map(),
    roles: new Map(),
    policies: new Map(),
    mfa: new Map(),
    sessions: new Map(),
    report: null,
    served: 0,
  };
  for (const policy of seed.policies ?? []) plantPolicy(state, policy);
  for (const group of seed.groups ?? []) add(state.groups, 'group', plantGroup(state, group));
  for (const user of seed.users ?? []) add(state.users, 'user', plantUser(state, user));
  for (const role of seed.roles ?? []) add(state.roles, 'role', plantRole(state, role));
  return state;
}

function add<T extends { readonly name: string }>(to: Map<string, T>, what: string, entity: T): void {
  if (to.has(entity.name)) throw wrong(`two ${what}s are called ${entity.name}`);
  to.set(entity.name, entity);
}

function plantGroup(state: AwsState, seed: GroupSeed): AwsGroup {
  return {
    name: seed.name,
    id: seed.id ?? derivedId('AGPA', seed.name),
    path: seed.path ?? '/',
    created: seed.created ?? state.created,
    attached: new Set((seed.policies ?? []).map((policy) => policyArn(state, policy))),
    inline: inlineOf(seed.inline),
  };
}

function plantRole(state: AwsState, seed: RoleSeed): AwsRole {
  return {
    name: seed.name,
    id: seed.id ?? derivedId('AROA', seed.name),
    path: seed.path ?? '/',
    created: seed.created ?? state.created,
    trust: documentText(seed.trust ?? trustIn(state, seed)),
    maxSession: seed.maxSession ?? 3600,
    lastUsed:
      seed.lastUsed === undefined ? null : { at: seed.lastUsed.at, region: seed.lastUsed.region ?? 'us-east-1' },
    attached: new Set((seed.policies ?? []).map((policy) => policyArn(state, policy))),
    inline: inlineOf(seed.inline),
    boundary: seed.boundary === undefined ? null : policyArn(state, seed.boundary),
    tags: new Map(Object.entries(seed.tags ?? {})),
  };
}

function trustIn(state: AwsState, seed: RoleSeed): DocumentSeed {
  const principals = (seed.trusts ?? ['root']).map((trusted) => {
    if (trusted.startsWith('arn:')) return trusted;
    if (trusted === 'root') return `arn:aws:iam::${state.accountId}:root`;
    const user = state.users.get(trusted);
    if (user === undefined) throw wrong(`the role ${seed.name} trusts ${trusted}, who is no user of the account`);
    return `arn:aws:iam::${state.accountId}:user${user.path}${user.name}`;
  });
  const principal = principals.length === 1 ? principals[0] : principals;
  const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}

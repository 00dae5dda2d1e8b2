/** What is needed to bring a user back: everything that a revocation takes away, and never a secret. */

import type { Held } from './held.js';
import { sessionPolicyName, trusts } from './trust.js';

/** The record that is made before the first act. Policies stand as JSON text, byte for byte. */
export function evidenceOf(held: Held): Readonly<Record<string, unknown>> {
  const { user } = held;
  const named = held.roles.filter((role) => trusts(role, user) || role.inline.some(isOurs(user.id)));
  return {
    user: { id: user.id, name: user.name, arn: user.arn },
    tags: Object.fromEntries(user.tags),
    boundary: user.boundary,
    consolePassword: held.password,
    groups: held.groups,
    attachedPolicies: held.attached,
    inlinePolicies: Object.fromEntries(held.inline.map(({ name, document }) => [name, document])),
    accessKeys: held.keys,
    serviceSpecificCredentials: held.serviceCredentials,
    sshKeys: held.sshKeys,
    signingCertificates: held.certificates,
    mfaDevices: held.mfaDevices,
    trustPolicies: Object.fromEntries(named.map(({ name, trust }) => [name, trust])),
    unread: held.unread,
  };
}

function isOurs(id: string): (policy: { readonly name: string }) => boolean {
  return ({ name }) => name === sessionPolicyName({ id, arn: '' });
}

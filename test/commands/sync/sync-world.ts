/** Ana, Ben, Cleo and Dora, and an identity provider that says something of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { syncCommand } from '../../../src/commands/sync/index.js';
import type { AccountRef } from '../../../src/connectors/connector.js';
import type { Observation, ObservedAccount } from '../../../src/core/observation.js';
import { memorySystem, type RepositoryParts, someone, type Written } from '../../fixtures/repositories.js';
import { type Trouble, type World, worldOf } from '../world.js';

export const STAFF = 'policies/people/staff.yaml';
export const JOINERS = 'policies/people/joiners.yaml';

/** An account at the provider, as `someone` claims it there. */
export function there(name: string, more: Written = {}): Written {
  return { id: `id:${name}`, name, email: `${name}.ruiz@acme.example`, ...more };
}

/** Ana, Ben, Cleo and Dora are in the roster; the provider is `hub`, and lists these. */
export function parts(accounts: readonly Written[], more: RepositoryParts = {}): RepositoryParts {
  return {
    people: ['ana', 'ben', 'cleo', 'dora'].map((name) => someone(name)),
    systems: [memorySystem(accounts)],
    ...more,
    policy: { identityProvider: 'hub', ...more.policy },
  };
}

/** A repository that a host keeps: Ana is suspended at the provider, Ben is active there, and `code` tells who a reviewer is. */
export const ANA_LEFT: RepositoryParts = {
  people: [someone('ana'), someone('ben')],
  services: [],
  systems: [memorySystem([], { id: 'code' }), memorySystem([there('ben'), there('ana', { status: 'suspended' })])],
  policy: { identityProvider: 'hub', optOuts: { owners: ['kim.cho'], approvalSource: 'none', approvalSystem: 'code' } },
};

export const ALL = ['ana', 'ben', 'cleo', 'dora'].map((name) => there(name));
export const without = (name: string) => ALL.filter((one) => one.name !== name);

export function world(accounts: readonly Written[], more: RepositoryParts = {}, trouble: Trouble = {}): World {
  return worldOf(parts(accounts, more), trouble);
}

export const write = ({ context }: World) => syncCommand(context, { write: true });
export const textIn = ({ root }: World, file: string) => readFileSync(join(root, file), 'utf8');

export interface Told {
  readonly changes: readonly Readonly<Record<string, unknown>>[];
  readonly notes: readonly Readonly<Record<string, unknown>>[];
  readonly outcome: { readonly kind: string };
}

export async function synced(of: World) {
  const result = await write(of);
  return { ...result, ...(result.json as Told) };
}

/** Nothing of the roster was written. */
export async function untouched(of: World, status: number) {
  const before = textIn(of, STAFF);
  const result = await synced(of);
  expect(result.status).toBe(status);
  expect(textIn(of, STAFF)).toBe(before);
  expect(existsSync(join(of.root, JOINERS))).toBe(false);
  return result;
}

export type Listed = readonly ObservedAccount[];

/** The provider as another one would tell it, in its listing and when an account is read by itself. */
export function listing(told: (accounts: Listed) => Listed): NonNullable<Trouble['connect']> {
  return (_, open) => {
    const connector = open();
    const as = async (seen: Promise<Observation>) => ({ ...(await seen), accounts: told((await seen).accounts) });
    return {
      ...connector,
      observe: () => as(connector.observe()),
      observeAccounts: (refs) => as(connector.observeAccounts(refs)),
    };
  };
}

/** The provider whose listing is behind: what it tells is older than what reading an account by itself tells. */
export function behind(
  older: (accounts: Listed) => Listed,
  direct: (seen: Observation, refs: readonly AccountRef[]) => Observation = (seen) => seen,
): NonNullable<Trouble['connect']> {
  return (_, open) => {
    const connector = open();
    return {
      ...connector,
      observe: async () => {
        const seen = await connector.observe();
        return { ...seen, accounts: older(seen.accounts) };
      },
      observeAccounts: async (refs) => direct(await connector.observeAccounts(refs), refs),
    };
  };
}

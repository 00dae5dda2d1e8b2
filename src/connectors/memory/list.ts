import type { AccountId } from '../../core/model.js';
import type { Completeness, ObservedAccount } from '../../core/observation.js';
import { messageOf } from '../../errors.js';
import type { AccountRef } from '../connector.js';
import type { MemoryAccount, MemoryClient } from './client.js';

export interface Listing {
  readonly completeness: Completeness;
  readonly accounts: readonly ObservedAccount[];
}

/**
 * Every account, a page at a time. When a later page fails, what was read so far is `partial` and says where it ends
 * (law 1); when the first one fails, nothing can be said, and the error is the answer.
 */
export async function listAll(client: MemoryClient): Promise<Listing> {
  const accounts = new Map<AccountId, ObservedAccount>();
  let next: AccountId | null = null;
  do {
    try {
      const page = await client.page(next);
      // By id: an entry that moved between pages is one account all the same.
      for (const account of page.accounts) accounts.set(account.id, { ...account, read: 'listed' });
      next = page.next;
    } catch (error) {
      if (next === null) throw error;
      const gap = `accounts after ${next} could not be listed: ${messageOf(error)}`;
      return { completeness: { kind: 'partial', gaps: [gap] }, accounts: inOrder(accounts) };
    }
  } while (next !== null);
  return { completeness: { kind: 'complete' }, accounts: inOrder(accounts) };
}

/** Only the accounts asked for, each read by itself, and all administrators where one of them is one. */
export async function listOnly(client: MemoryClient, refs: readonly AccountRef[]): Promise<Listing> {
  const accounts = new Map<AccountId, ObservedAccount>();
  for (const ref of refs) {
    const account = await find(client, ref);
    if (account !== null) accounts.set(account.id, { ...account, read: 'direct' });
  }
  if ([...accounts.values()].some(({ admin }) => admin)) {
    for (const admin of await client.administrators()) {
      if (!accounts.has(admin.id)) accounts.set(admin.id, { ...admin, read: 'direct' });
    }
  }
  return { completeness: { kind: 'scoped' }, accounts: inOrder(accounts) };
}

/** Where an id is known it alone decides; a name may sit on somebody else by now (law 12). */
async function find(client: MemoryClient, { id, name }: AccountRef): Promise<MemoryAccount | null> {
  if (id !== null) return client.byId(id);
  return name === null ? null : client.byName(name);
}

function inOrder(accounts: ReadonlyMap<AccountId, ObservedAccount>): readonly ObservedAccount[] {
  return [...accounts.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

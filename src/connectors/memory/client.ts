import type { AccountId, EntitlementId } from '../../core/model.js';
import type { Entitlement, ObservedAccount } from '../../core/observation.js';
import { formatInstant, type Instant } from '../../core/time.js';

/** An account as the system itself keeps it. */
export type MemoryAccount = Omit<ObservedAccount, 'read'>;

export interface Page {
  readonly accounts: readonly MemoryAccount[];
  /** Where the next page begins; null on the last. */
  readonly next: AccountId | null;
}

/** What a write came to; `absent` where there was nothing to do. */
export type Written = 'done' | 'absent';

/**
 * What the connector needs of its system, and nothing else. A connector to a real system declares the same sort of
 * interface and implements it over HTTP or an SDK: there, errors of the protocol become `LeaverError`s.
 */
export interface MemoryClient {
  /** The account that the runner signed in as; null where it has none. */
  whoAmI(): Promise<AccountId | null>;
  /** At most 100 accounts in order of id, after the given one. */
  page(after: AccountId | null): Promise<Page>;
  byId(id: AccountId): Promise<MemoryAccount | null>;
  byName(name: string): Promise<MemoryAccount | null>;
  administrators(): Promise<readonly MemoryAccount[]>;
  suspend(id: AccountId, at: Instant): Promise<Written>;
  deactivateCredential(id: AccountId, credential: EntitlementId): Promise<Written>;
  removeEntitlement(id: AccountId, entitlement: EntitlementId): Promise<Written>;
  deleteAccount(id: AccountId): Promise<Written>;
  reinstate(id: AccountId, to: MemoryAccount['status']): Promise<Written>;
  activateCredential(id: AccountId, credential: EntitlementId): Promise<Written>;
  addEntitlement(id: AccountId, entitlement: Entitlement): Promise<Written>;
  /** How many of these were called so far. */
  requests(): number;
}

const PAGE = 100;

/** A system that lives in this process, and ends with it. */
export function memoryClient(seed: readonly MemoryAccount[]): MemoryClient {
  const accounts = new Map(seed.map((account) => [account.id, account]));
  let requests = 0;
  async function request<T>(answer: () => T): Promise<T> {
    requests += 1;
    return answer();
  }
  const inOrder = () => [...accounts.values()].sort((one, other) => (one.id < other.id ? -1 : 1));

  function change(id: AccountId, to: (account: MemoryAccount) => MemoryAccount): Written {
    const account = accounts.get(id);
    const changed = account === undefined ? undefined : to(account);
    if (changed === undefined || changed === account) return 'absent';
    accounts.set(id, changed);
    return 'done';
  }

  return {
    whoAmI: () => request(() => inOrder().find(({ self }) => self)?.id ?? null),
    page: (after) =>
      request(() => {
        const rest = inOrder().filter(({ id }) => after === null || id > after);
        const page = rest.slice(0, PAGE);
        return { accounts: page, next: rest.length > PAGE ? (page.at(-1)?.id ?? null) : null };
      }),
    byId: (id) => request(() => accounts.get(id) ?? null),
    byName: (name) => request(() => inOrder().find((account) => account.name === name) ?? null),
    administrators: () => request(() => inOrder().filter(({ admin }) => admin)),
    suspend: (id, at) => request(() => change(id, (account) => suspended(account, at))),
    deactivateCredential: (id, held) => request(() => change(id, (account) => deactivated(account, held))),
    removeEntitlement: (id, held) => request(() => change(id, (account) => without(account, held))),
    deleteAccount: (id) => request(() => (accounts.delete(id) ? 'done' : 'absent')),
    reinstate: (id, to) => request(() => change(id, (account) => reinstated(account, to))),
    activateCredential: (id, held) => request(() => change(id, (account) => activated(account, held))),
    addEntitlement: (id, held) => request(() => change(id, (account) => having(account, held))),
    requests: () => requests,
  };
}

// Each gives the very same account where there is nothing to change.

function suspended(account: MemoryAccount, at: Instant): MemoryAccount {
  if (account.status === 'suspended') return account;
  return { ...account, status: 'suspended', suspendedAt: formatInstant(at) };
}

function reinstated(account: MemoryAccount, to: MemoryAccount['status']): MemoryAccount {
  return account.status === to ? account : { ...account, status: to, suspendedAt: null };
}

function deactivated(account: MemoryAccount, id: EntitlementId): MemoryAccount {
  const active = account.entitlements.find((held) => held.id === id && held.status !== 'inactive');
  return active === undefined ? account : exchanged(account, active, { ...active, status: 'inactive' });
}

function activated(account: MemoryAccount, id: EntitlementId): MemoryAccount {
  const inactive = account.entitlements.find((held) => held.id === id && held.status === 'inactive');
  return inactive === undefined ? account : exchanged(account, inactive, { ...inactive, status: 'active' });
}

function exchanged(account: MemoryAccount, from: Entitlement, to: Entitlement): MemoryAccount {
  return { ...account, entitlements: account.entitlements.map((held) => (held === from ? to : held)) };
}

function having(account: MemoryAccount, held: Entitlement): MemoryAccount {
  const there = account.entitlements.some(({ id }) => id === held.id);
  return there ? account : { ...account, entitlements: [...account.entitlements, held] };
}

function without(account: MemoryAccount, id: EntitlementId): MemoryAccount {
  const rest = account.entitlements.filter((held) => held.id !== id);
  return rest.length === account.entitlements.length ? account : { ...account, entitlements: rest };
}

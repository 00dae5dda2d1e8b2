import { type MemoryAccount, type MemoryClient, memoryClient } from '../../../src/connectors/memory/client.js';
import { memoryConnector } from '../../../src/connectors/memory/index.js';
import type { AccountId, EntitlementId, SystemId } from '../../../src/core/model.js';
import type { Entitlement } from '../../../src/core/observation.js';
import { type Instant, parseInstant } from '../../../src/core/time.js';
import { LeaverError } from '../../../src/errors.js';
import type { ContractHarness } from '../contract.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;
const CREDENTIAL = 'memory-credential-7Yq2';

const HOLDINGS: readonly Entitlement[] = [
  { kind: 'membership', id: 'team:backend' as EntitlementId, role: 'member' },
  { kind: 'role', id: 'role:deployer' as EntitlementId },
  { kind: 'credential', id: 'key:1' as EntitlementId, type: 'access-key', status: 'active', lastUsedAt: null },
];

function account(id: string, name: string, more: Partial<MemoryAccount> = {}): MemoryAccount {
  return {
    id: id as AccountId,
    name,
    email: null,
    status: 'active',
    admin: false,
    self: false,
    suspendedAt: null,
    entitlements: [],
    ...more,
  };
}

const LEAVER = account('10', 'ana', { entitlements: HOLDINGS });
const STAYER = account('11', 'ben', { entitlements: HOLDINGS });
const ADMINS = [account('1', 'kim', { admin: true }), account('2', 'lee', { admin: true })];
const SELF = account('3', 'runner', { self: true });

/** What is wrong with the live system at the moment. */
interface Trouble {
  listing: boolean;
  credential: boolean;
  reply: boolean;
  stale: boolean;
}

/** Accounts before their latest change, for stale reads. */
type Before = Map<AccountId, MemoryAccount | null>;

/** The memory system, disturbed: what a faulty server is for the connectors that speak to one. */
export async function memoryHarness(crowd: number): Promise<ContractHarness> {
  const others = Array.from({ length: crowd }, (_, at) => account(`9${at}`, `extra-${at}`));
  const live = memoryClient([LEAVER, STAYER, ...ADMINS, SELF, ...others]);
  const changes: string[] = [];
  const before: Before = new Map();
  const trouble: Trouble = { listing: false, credential: false, reply: false, stale: false };
  const strike = (what: keyof Trouble): void => {
    trouble[what] = true;
  };
  const connector = memoryConnector(disturbed(live, trouble, changes, before), {
    system: 'shop' as SystemId,
    clock: { now: () => NOW, sleep: async () => {} },
  });
  return {
    connector,
    now: NOW,
    suspends: true,
    leaver: { ...LEAVER, holds: HOLDINGS.map(({ id }) => id), managed: 'team:backend' as EntitlementId },
    stayer: STAYER,
    admins: ADMINS,
    self: SELF,
    absent: { id: '404' as AccountId, name: 'nobody' },
    secrets: [CREDENTIAL],
    everyone: async () => (await everyone(live)).map(({ id }) => id),
    changes: async () => [...changes],
    snapshotOf: async (id) => inOrder(await live.byId(id)),
    restoring: { impossible: [] },
    failListing: async () => strike('listing'),
    refuseCredential: async () => strike('credential'),
    loseReply: async () => strike('reply'),
    stale: async () => {
      before.clear();
      strike('stale');
    },
    vanish: async (id) => void (await live.deleteAccount(id)),
    mend: async () => void Object.assign(trouble, { listing: false, credential: false, reply: false, stale: false }),
    stop: async () => {},
  };
}

/** What is given back stands at the end, which is the same to hold. */
function inOrder(one: MemoryAccount | null): MemoryAccount | null {
  return one && { ...one, entitlements: [...one.entitlements].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

async function everyone(live: MemoryClient): Promise<readonly MemoryAccount[]> {
  const first = await live.page(null);
  return first.next === null ? first.accounts : [...first.accounts, ...(await live.page(first.next)).accounts];
}

function disturbed(live: MemoryClient, trouble: Trouble, changes: string[], before: Before): MemoryClient {
  function admitted(): void {
    if (!trouble.credential) return;
    throw new LeaverError('wrong-credential', 'the system refuses the credential', { mend: 'Give it another one.' });
  }
  async function read<T>(answer: () => Promise<T>): Promise<T> {
    admitted();
    return answer();
  }
  async function write(id: AccountId, what: string, act: () => ReturnType<MemoryClient['deleteAccount']>) {
    admitted();
    const found = await live.byId(id);
    const written = await act();
    if (written === 'done') {
      before.set(id, found);
      changes.push(`${what} of ${id}`);
    }
    if (!trouble.reply) return written;
    trouble.reply = false;
    throw new LeaverError('unreachable', 'the connection was closed before the reply');
  }
  return {
    whoAmI: () => read(live.whoAmI),
    page: (after) =>
      read(async () => {
        if (!trouble.listing) return live.page(after);
        if (after !== null) throw new LeaverError('unreachable', 'status 502');
        const { accounts } = await live.page(null);
        return { accounts: accounts.slice(0, 3), next: accounts[2]?.id ?? null };
      }),
    byId: (id) => read(async () => (trouble.stale && before.has(id) ? (before.get(id) ?? null) : live.byId(id))),
    byName: (name) => read(() => live.byName(name)),
    administrators: () => read(live.administrators),
    suspend: (id, at) => write(id, 'suspend', () => live.suspend(id, at)),
    deactivateCredential: (id, held) => write(id, `deactivate ${held}`, () => live.deactivateCredential(id, held)),
    removeEntitlement: (id, held) => write(id, `remove ${held}`, () => live.removeEntitlement(id, held)),
    deleteAccount: (id) => write(id, 'delete', () => live.deleteAccount(id)),
    reinstate: (id, to) => write(id, 'reinstate', () => live.reinstate(id, to)),
    activateCredential: (id, held) => write(id, `activate ${held}`, () => live.activateCredential(id, held)),
    addEntitlement: (id, held) => write(id, `add ${held.id}`, () => live.addEntitlement(id, held)),
    requests: live.requests,
  };
}

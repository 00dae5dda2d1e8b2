/** A memory system as a server that can be disturbed: what is done is logged below the disturbance. */
import type { MemoryClient } from '../../../src/connectors/memory/client.js';
import type { AccountId } from '../../../src/core/model.js';
import { loggedClient } from '../../fixtures/logged-client.js';
import type { Written } from '../../fixtures/repositories.js';
import { accountOf, CAST, HOLDERS } from './cast.js';
import type { Gone, Live } from './live.js';

export type Disturb = (live: MemoryClient) => MemoryClient;

export interface MemoryLive extends Live {
  /** Wraps the client that the world opens. */
  readonly client: Disturb;
  /** From now on the system behaves so. */
  disturb(by: Disturb | null): void;
}

const KEY = { kind: 'credential', id: 'key:1', type: 'access-key', status: 'active' };
const HOLDINGS = [{ kind: 'membership', id: 'team:backend' }, KEY];

export const memoryGone: Gone = (name) => [
  `suspend id:${name}`,
  ...(HOLDERS.includes(name) ? [`deactivate key:1 of id:${name}`, `remove team:backend of id:${name}`] : []),
];

export function memoryLive(others: readonly string[]): MemoryLive {
  const changes: string[] = [];
  let inner: MemoryClient | null = null;
  let disturb: Disturb | null = null;
  const accounts = [...CAST, ...others].map((name): Written => {
    const entitlements = HOLDERS.includes(name) ? HOLDINGS : [];
    return { ...accountOf('memory', name), entitlements, ...(name === 'max' ? { admin: true } : {}) };
  });
  return {
    system: { kind: 'memory', settings: { accounts } },
    connect: null,
    client: (live) => {
      inner = live;
      const noted = loggedClient(live, (change) => changes.push(change));
      return disturb?.(noted) ?? noted;
    },
    changes: () => changes,
    requests: () => inner?.requests() ?? 0,
    remove: async (name) => void (await inner?.deleteAccount(accountOf('memory', name).id as AccountId)),
    disturb: (by) => {
      disturb = by;
    },
  };
}

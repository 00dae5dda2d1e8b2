/** What a faulty system does, over a live one. */
import type { MemoryClient } from '../../src/connectors/memory/client.js';
import { LeaverError } from '../../src/errors.js';

/** Refuses for one account. */
export function failingFor<Rest extends unknown[], T>(id: string, act: (id: never, ...rest: Rest) => Promise<T>) {
  return async (of: string, ...rest: Rest): Promise<T> => {
    if (of === id) throw new LeaverError('unreachable', 'the system said no');
    return act(of as never, ...rest);
  };
}

/** Gives the account as it was before the first change, as long as `stale` says. */
export function lagging(live: MemoryClient, stale: () => boolean): MemoryClient {
  let before: Awaited<ReturnType<MemoryClient['byId']>> = null;
  return {
    ...live,
    suspend: async (id, at) => {
      before = await live.byId(id);
      return live.suspend(id, at);
    },
    byId: async (id) => (before !== null && stale() ? before : live.byId(id)),
  };
}

/** Something that happens in the system between the first direct look and the second. */
export function onSecondLook(live: MemoryClient, happens: () => Promise<unknown>): MemoryClient {
  let looks = 0;
  return {
    ...live,
    byId: async (id) => {
      looks += 1;
      if (looks === 2) await happens();
      return live.byId(id);
    },
  };
}

/** The first page is so long, and there is no second one. */
export function brokenAfter(live: MemoryClient, entries: number): MemoryClient['page'] {
  return async (after) => {
    if (after !== null) throw new LeaverError('unreachable', 'status 502');
    const { accounts } = await live.page(null);
    const first = accounts.slice(0, entries);
    return { accounts: first, next: first.at(-1)?.id ?? null };
  };
}

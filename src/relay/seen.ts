/** Which events were relayed already. A store that fails, or is slow, is no reason to keep a departure back. */
import type { KeyValue } from './settings.js';

export interface Seen {
  /** Takes note of it: true where it is new, false where it was relayed already, or is being relayed now. */
  take(uuid: string, store: KeyValue | null): Promise<boolean>;
  /** It was not relayed after all: the next delivery is to count. */
  forget(uuid: string): void;
  /** It was relayed: noted beyond this instance. */
  keep(uuid: string, store: KeyValue | null): Promise<void>;
}

/** How long an instance waits for the store, of the three seconds that there are. */
const PATIENCE = 300;
/** As long as an event may be old, in seconds. */
const KEPT = 24 * 3600 + 600;

/** @param most how many ids an instance remembers; the oldest are forgotten first */
export function seenEvents(sleep: (milliseconds: number) => Promise<void>, most = 10_000): Seen {
  const noted = new Set<string>();
  const inTime = async (asked: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await Promise.race([asked(), sleep(PATIENCE).then(() => null)]);
    } catch {
      return null;
    }
  };
  return {
    async take(uuid, store) {
      if (noted.has(uuid)) return false;
      noted.add(uuid);
      for (const oldest of noted) {
        if (noted.size <= most) break;
        noted.delete(oldest);
      }
      return store === null || (await inTime(() => store.get(keyOf(uuid)))) == null;
    },
    forget: (uuid) => void noted.delete(uuid),
    async keep(uuid, store) {
      if (store !== null) await inTime(() => store.put(keyOf(uuid), '1', { expirationTtl: KEPT }));
    },
  };
}

function keyOf(uuid: string): string {
  return `okta-event:${uuid}`;
}

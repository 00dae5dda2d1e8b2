import type { Target } from '../../src/connectors/connector.js';
import type { AccountId, SystemId } from '../../src/core/model.js';
import { type Instant, parseInstant } from '../../src/core/time.js';
import { LeaverError } from '../../src/errors.js';
import type { Clock, Files } from '../../src/ports/ports.js';

export const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;
export const HOUR = 3_600_000;

/** A clock that stands where it is set. */
export function clockAt(start: Instant): Clock & { set(at: number): void } {
  let now = start;
  return {
    now: () => now,
    sleep: async () => {},
    set: (at) => {
      now = at as Instant;
    },
  };
}

export function target(account: string, more: Partial<Target['decision']> = {}): Target {
  const system = more.system ?? ('github' as SystemId);
  const id = account as AccountId;
  return {
    account: {
      id,
      name: `name-${account}`,
      email: null,
      status: 'active',
      read: 'direct',
      admin: false,
      self: false,
      suspendedAt: null,
      entitlements: [],
    },
    decision: {
      kind: 'revoke',
      id: `${system}/${account}`,
      system,
      account: { id, name: `name-${account}` },
      person: null,
      service: null,
      entitlement: null,
      reason: 'departed',
      stage: 'suspend',
      lapsedOptOut: null,
      ...more,
    },
  };
}

/** A disk in memory, whose next append can be cut short after so many characters. */
export function diskWith(texts: Readonly<Record<string, string>>): Files & { cutNextAppend(after: number): void } {
  const held = new Map(Object.entries(texts));
  let cut: number | null = null;
  return {
    list: async (folder, ending) => {
      const paths = [...held.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith(ending));
      return paths.length === 0 ? null : paths.sort().map((path) => ({ path, bytes: held.get(path)?.length ?? 0 }));
    },
    lines: async function* (path) {
      yield* (held.get(path) ?? '').split('\n');
    },
    read: async (path) => {
      const text = held.get(path);
      if (text === undefined) throw new LeaverError('file-missing', `${path} does not exist`);
      return text;
    },
    create: async (path, text) => {
      if (held.has(path)) return false;
      held.set(path, text);
      return true;
    },
    write: async (path, text) => void held.set(path, text),
    remove: async (path) => void held.delete(path),
    append: async (path, line) => {
      const whole = `${line}\n`;
      held.set(path, (held.get(path) ?? '') + whole.slice(0, cut ?? whole.length));
      if (cut === null) return;
      cut = null;
      throw new LeaverError('file-unwritable', `${path} can't be written: no space is left on the disk`);
    },
    cutNextAppend: (after) => {
      cut = after;
    },
  };
}

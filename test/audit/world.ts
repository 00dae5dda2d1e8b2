import type { Target } from '../../src/connectors/connector.js';
import type { AccountId, SystemId } from '../../src/core/model.js';
import { type Instant, parseInstant } from '../../src/core/time.js';
import type { Clock } from '../../src/ports/ports.js';

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

import type { AccountId, SystemId } from '../../core/model.js';
import type { Entitlement } from '../../core/observation.js';
import { LeaverError } from '../../errors.js';
import type { MemoryAccount } from './client.js';

/** The settings of kind `memory`: the live state itself. */
interface MemorySettings {
  readonly accounts: readonly AccountSetting[];
}

interface AccountSetting {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null;
  readonly admin?: boolean;
  readonly status?: MemoryAccount['status'];
  readonly self?: boolean;
  readonly suspendedAt?: MemoryAccount['suspendedAt'];
  readonly entitlements?: readonly Entitlement[];
}

/**
 * The accounts that the settings list. The kind's schema saw to their shape; what it can't say is checked here. Throws
 * `invalid-policy` where two accounts have one id, or two are the runner's own.
 */
export function accountsOf(system: SystemId, settings: Readonly<Record<string, unknown>>): readonly MemoryAccount[] {
  if (!isMemory(settings)) {
    throw invalid(system, 'its settings have no list "accounts"', 'Give each account an id and a name.');
  }
  const twice = settings.accounts.find(({ id }, at) => settings.accounts.findIndex((other) => other.id === id) !== at);
  if (twice !== undefined) throw invalid(system, `two accounts have the id ${twice.id}`, 'Give each its own.');
  if (settings.accounts.filter(({ self }) => self === true).length > 1) {
    throw invalid(system, 'two accounts have "self: true"', 'Leave it on the one that the runner signs in as.');
  }
  return settings.accounts.map((account) => ({
    id: account.id as AccountId,
    name: account.name,
    email: account.email ?? null,
    status: account.status ?? 'active',
    admin: account.admin ?? false,
    self: account.self ?? false,
    suspendedAt: account.suspendedAt ?? null,
    entitlements: account.entitlements ?? [],
  }));
}

function isMemory(
  settings: Readonly<Record<string, unknown>>,
): settings is Readonly<Record<string, unknown>> & MemorySettings {
  const { accounts } = settings;
  return (
    Array.isArray(accounts) &&
    accounts.every((account) => typeof account?.id === 'string' && typeof account.name === 'string')
  );
}

function invalid(system: SystemId, why: string, mend: string): LeaverError {
  return new LeaverError('invalid-policy', `system ${system}: ${why}`, { mend });
}

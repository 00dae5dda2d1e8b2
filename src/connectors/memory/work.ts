import type { Revoke } from '../../core/decision.js';
import type { Entitlement } from '../../core/observation.js';
import type { Instant } from '../../core/time.js';
import type { Step } from '../connector.js';
import type { MemoryAccount, MemoryClient, Written } from './client.js';

/** One thing that a decision asks for and that is not so yet. */
export interface Work {
  readonly step: Step;
  /** What `check` says while it is open. */
  readonly open: string;
  act(client: MemoryClient, now: Instant): Promise<Written>;
}

/**
 * What is left to do for a decision, in the safe order (law 8): sign-in, credentials, memberships. `revoke` does it and
 * `check` tells it, so that the two can't disagree, and doing it again finds nothing to do.
 */
export function workLeft(decision: Revoke, account: MemoryAccount): readonly Work[] {
  if (decision.entitlement !== null) {
    return account.entitlements
      .filter(({ id }) => id === decision.entitlement)
      .flatMap((held) => closing(account, held));
  }
  if (decision.stage === 'delete') return [deletion(account)];
  const credentials = account.entitlements.filter(({ kind }) => kind === 'credential');
  const others = account.entitlements.filter(({ kind }) => kind !== 'credential');
  return [...suspension(account), ...[...credentials, ...others].flatMap((held) => closing(account, held))];
}

function suspension({ id, name, status }: MemoryAccount): readonly Work[] {
  if (status === 'suspended') return [];
  return [
    {
      step: { action: 'suspend', object: `account:${name}` },
      open: `${name} can still sign in`,
      act: (client, now) => client.suspend(id, now),
    },
  ];
}

/** A credential is switched off, since that can be undone; a membership or role is taken away and stands in the evidence. */
function closing({ id, name }: MemoryAccount, held: Entitlement): readonly Work[] {
  if (held.kind !== 'credential') {
    return [
      {
        step: { action: 'remove', object: held.id },
        open: `${name} still holds ${held.id}`,
        act: (client) => client.removeEntitlement(id, held.id),
      },
    ];
  }
  if (held.status === 'inactive') return [];
  return [
    {
      step: { action: 'deactivate', object: held.id },
      open: `${held.id} of ${name} is still active`,
      act: (client) => client.deactivateCredential(id, held.id),
    },
  ];
}

function deletion({ id, name }: MemoryAccount): Work {
  return {
    step: { action: 'delete', object: `account:${name}` },
    open: `${name} is still there`,
    act: (client) => client.deleteAccount(id),
  };
}

/** Accounts that look like no person's: a service each, with an owner proposed, for a person to confirm. */

import type { AccountClaim, DesiredState, PersonId, SystemId } from '../model.js';
import type { Observation } from '../observation.js';
import { absence } from '../roster.js';
import {
  type Finding,
  type ImportedService,
  type ImportInput,
  type Left,
  type Loose,
  leftOf,
  type ServiceSign,
} from './model.js';
import { freeId, localPart, partsOf } from './names.js';
import type { Ids } from './people.js';

export interface Guessed {
  readonly services: readonly ImportedService[];
  readonly findings: readonly Finding[];
  readonly left: readonly Left[];
}

/** One service for each name, over all systems; an existing one of that name gets what it lacks. */
export function guessServices(
  accounts: readonly (readonly [Loose, ServiceSign])[],
  { desired, now }: ImportInput,
  ids: Ids,
): Guessed {
  const owner = proposedOwner(desired, now);
  const existing = new Map(desired.services.map((service) => [service.id, service]));
  const drafts = new Map<string, { id: string; sign: ServiceSign; systems: Set<SystemId> }>();
  const services: ImportedService[] = [];
  const findings: Finding[] = [];
  const left: Left[] = [];
  for (const [one, sign] of accounts) {
    const slug = partsOf(localPart(one.account.name)).join('-');
    const there = existing.get(slug);
    const draft = drafts.get(slug);
    if (one.account.status === 'suspended') left.push(leftOf(one, 'suspended'));
    else if (there !== undefined && there.accounts.get(one.system) === undefined && !isTaken(findings, slug, one)) {
      findings.push(findingOf(one, slug));
    } else if (draft !== undefined && !draft.systems.has(one.system)) {
      draft.systems.add(one.system);
      findings.push(findingOf(one, draft.id));
    } else if (owner === null) left.push(leftOf(one, 'no-owner'));
    else {
      const id = freeId(one.account.name, '-', ids);
      ids.add(id);
      drafts.set(slug, { id, sign, systems: new Set([one.system]) });
      services.push({ service: { kind: 'service', id, owner, accounts: new Map<SystemId, AccountClaim>() }, sign });
      findings.push(findingOf(one, id));
    }
  }
  return { services, findings, left };
}

function isTaken(findings: readonly Finding[], id: string, { system }: Loose): boolean {
  return findings.some(({ holder, system: other }) => holder.id === id && other === system);
}

function findingOf({ system, account }: Loose, id: string): Finding {
  return {
    holder: { kind: 'service', id },
    system,
    account: { id: account.id, name: account.name },
    claim: { id: account.id, name: account.name },
    by: 'service',
  };
}

/** The policy's first designated owner who is here, else the first of a system. */
function proposedOwner(desired: DesiredState, now: ImportInput['now']): PersonId | null {
  const owners = [...desired.optOutPolicy.owners, ...desired.systems.flatMap((system) => system.owners)];
  const isHere = (id: PersonId) => desired.people.some((one) => one.id === id && absence(one, now, new Set()) === null);
  return owners.find(isHere) ?? null;
}

/** Systems of which is known who has a password: only there does it mean anything to have none. */
export function tellingOfPasswords(whole: readonly Observation[]): ReadonlySet<string> {
  const telling = whole.filter(
    ({ gaps, accounts }) =>
      gaps.length === 0 && accounts.some(({ entitlements }) => entitlements.some(({ type }) => type === 'password')),
  );
  return new Set(telling.map(({ system }) => system));
}

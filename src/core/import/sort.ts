/** First of all, what the roster says already: which accounts it claims, which it leaves out, and which are nobody's. */

import type { DesiredState, System } from '../model.js';
import type { Observation, ObservedAccount } from '../observation.js';
import { isProtected } from '../opt-out.js';
import { type Claimant, fold, matcher } from '../roster.js';
import { type Finding, type ImportInput, type Left, type Loose, leftOf, type Unseen } from './model.js';

export interface Sorted {
  /** Name claims that an id can be added to, and accounts that the system's `match` gives to a person by address. */
  readonly findings: readonly Finding[];
  readonly left: readonly Left[];
  /** Nobody's yet, in order of system and id. */
  readonly loose: readonly Loose[];
}

/** The listings that count, and the systems that none is there of. A part of a listing contributes nothing (law 1). */
export function wholeListings({ desired, observations }: ImportInput): {
  readonly whole: readonly Observation[];
  readonly unseen: readonly Unseen[];
} {
  const whole: Observation[] = [];
  const unseen: Unseen[] = [];
  for (const { id } of desired.systems) {
    const seen = observations.find(({ system }) => system === id);
    const why = whyNotWhole(seen, id === desired.identityProvider);
    if (seen === undefined || why.length > 0) unseen.push({ system: id, why });
    else whole.push(seen);
  }
  return { whole, unseen };
}

function whyNotWhole(seen: Observation | undefined, provider: boolean): readonly string[] {
  if (seen === undefined) return ['not observed'];
  if (seen.completeness.kind === 'partial') return seen.completeness.gaps;
  if (seen.completeness.kind === 'scoped') return ['only some accounts were asked for'];
  const active = seen.accounts.some(({ status }) => status === 'active');
  return provider && !active ? ['it lists nobody who is active, which is not believed of an identity provider'] : [];
}

export function sortOut(desired: DesiredState, whole: readonly Observation[]): Sorted {
  const all: Sorted[] = [];
  for (const observation of whole) {
    const system = desired.systems.find(({ id }) => id === observation.system);
    if (system !== undefined) all.push(sortSystem(desired, system, observation.accounts));
  }
  return {
    findings: all.flatMap((one) => one.findings),
    left: all.flatMap((one) => one.left),
    loose: all.flatMap((one) => one.loose),
  };
}

function sortSystem(desired: DesiredState, system: System, accounts: readonly ObservedAccount[]): Sorted {
  const match = matcher(system, desired.people, desired.services);
  const pinned = pinsIn(desired, system);
  const unpinned = new Map<Claimant, Loose[]>();
  const left: Left[] = [];
  const loose: Loose[] = [];
  for (const account of [...accounts].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const one = { system: system.id, account };
    const found = match(account);
    if (found.kind === 'one') gather(unpinned, found.claimant, one, left, system);
    else if (found.kind === 'conflict') left.push(leftOf(one, 'identity-conflict', found.claimants.map(idOf)));
    else {
      const why = whyOutside(system, one);
      const pin = pinned.get(account.id);
      if (why !== null) left.push(leftOf(one, why));
      else if (pin !== undefined) left.push(leftOf(one, 'not-matched-by-id', [pin]));
      else loose.push(one);
    }
  }
  const findings: Finding[] = [];
  for (const [claimant, candidates] of unpinned) {
    const [only, ...others] = candidates;
    if (only !== undefined && others.length === 0) findings.push(pinOf(claimant, only));
    else left.push(...candidates.map((one) => leftOf(one, 'ambiguous-account', [claimant.id])));
  }
  return { findings, left, loose };
}

/** Accounts that get no holder that the roster does not name itself; null: any other. */
function whyOutside(system: System, { account }: Loose): 'invited' | 'self' | 'protected' | null {
  if (account.status === 'invited') return 'invited';
  if (account.self) return 'self';
  return isProtected(system, account) ? 'protected' : null;
}

/** Accounts that the roster gives to somebody without naming their id. An invitation has none yet. */
function gather(unpinned: Map<Claimant, Loose[]>, claimant: Claimant, one: Loose, left: Left[], system: System): void {
  const claim = claimant.accounts.get(one.system);
  if (claim?.id != null || one.account.status === 'invited') return;
  const why = claim === undefined ? whyOutside(system, one) : null;
  if (why !== null) left.push(leftOf(one, why));
  else unpinned.set(claimant, [...(unpinned.get(claimant) ?? []), one]);
}

function pinOf(claimant: Claimant, { system, account }: Loose): Finding {
  const name = claimant.accounts.get(system)?.name ?? account.name;
  return {
    holder: { kind: claimant.kind, id: claimant.id },
    system,
    account: { id: account.id, name: account.name },
    claim: { id: account.id, name },
    by: claimant.accounts.has(system) ? 'claim' : 'email',
  };
}

function pinsIn(desired: DesiredState, system: System): ReadonlyMap<string, string> {
  const pins = new Map<string, string>();
  for (const { id, accounts } of [...desired.people, ...desired.services]) {
    const claim = accounts.get(system.id);
    if (claim?.id != null) pins.set(claim.id, id);
  }
  return pins;
}

function idOf({ id }: Claimant): string {
  return id;
}

/** How often each name is observed in a system, in the form that names are compared in. */
export function namesSeen(whole: readonly Observation[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map(
    whole.map(({ system, accounts }) => {
      const counts = new Map<string, number>();
      for (const { name } of accounts) counts.set(fold(name), (counts.get(fold(name)) ?? 0) + 1);
      return [system, counts];
    }),
  );
}

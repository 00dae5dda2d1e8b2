/** What is added has to stand in a roster, and to mean there what was meant: by the very rule that the plan goes by. */

import type { AccountClaim, DesiredState, Person, Service, System, SystemId } from '../model.js';
import type { Observation } from '../observation.js';
import { type Claimant, fold, matcher } from '../roster.js';
import type { Additions, Finding, ImportInput, Left, LeftWhy } from './model.js';
import { namesSeen } from './sort.js';

/** Accounts that are not to be claimed, by their place: found out in an earlier round. */
export type Refused = ReadonlyMap<string, LeftWhy>;

/** Without what the files can't hold, and names that would claim another account as well: the id alone says enough. */
export function writable(additions: Additions, input: ImportInput, whole: readonly Observation[]): readonly Finding[] {
  const seen = namesSeen(whole);
  const ids = claimed(input.desired, 'id');
  const names = claimed(input.desired, 'name');
  const found: Finding[] = [];
  for (const finding of additions.findings) {
    const { system, account, by } = finding;
    const id = `${system} ${fold(account.id)}`;
    if (!input.writable(account.id, 'id') || ids.has(id)) continue;
    ids.add(id);
    if (by === 'claim') {
      found.push(finding);
      continue;
    }
    const key = `${system} ${fold(account.name)}`;
    const unique = (seen.get(system)?.get(fold(account.name)) ?? 0) === 1 && !names.has(key);
    const name = unique && input.writable(account.name, 'name') ? account.name : null;
    if (name !== null) names.add(key);
    found.push({ ...finding, claim: { id: account.id, name } });
  }
  return found;
}

function claimed(desired: DesiredState, what: 'id' | 'name'): Set<string> {
  const all = new Set<string>();
  for (const { accounts } of [...desired.people, ...desired.services]) {
    for (const [system, claim] of accounts) {
      const text = claim[what];
      if (text !== null) all.add(`${system} ${fold(text)}`);
    }
  }
  return all;
}

/** The roster with the additions. A new person or service without an account is left out. */
export function withAdditions(desired: DesiredState, { people, services, findings }: Additions): DesiredState {
  const claims = new Map<string, Map<SystemId, AccountClaim>>();
  for (const { holder, system, claim } of findings) {
    const key = `${holder.kind} ${holder.id}`;
    const there = claims.get(key) ?? new Map<SystemId, AccountClaim>();
    claims.set(key, there.set(system, claim));
  }
  const claimedBy = ({ kind, id }: Person | Service) => claims.get(`${kind} ${id}`);
  const extend = <Holder extends Person | Service>(holder: Holder): Holder => {
    const more = claimedBy(holder);
    return more === undefined ? holder : { ...holder, accounts: new Map([...holder.accounts, ...more]) };
  };
  const freshPeople = people.map(({ person }) => person).filter((one) => claimedBy(one) !== undefined);
  const freshServices = services.map(({ service }) => service).filter((one) => claimedBy(one) !== undefined);
  return {
    ...desired,
    people: [...desired.people, ...freshPeople].map(extend),
    services: [...desired.services, ...freshServices].map(extend),
  };
}

/** Claims that would not be matched as meant, or would take an account from whoever holds it now. */
export function misleading(
  before: DesiredState,
  after: DesiredState,
  findings: readonly Finding[],
  whole: readonly Observation[],
): ReadonlySet<Finding> {
  const wrong = whole.flatMap((observation) => {
    const system = after.systems.find(({ id }) => id === observation.system);
    const mine = findings.filter((finding) => finding.system === observation.system);
    if (system === undefined) return [];
    const unasked = system.entitlements === 'managed' ? unaskedIn(system, observation, before, after, findings) : [];
    return mine.length === 0 ? unasked : [...unasked, ...misleadingIn(system, observation, before, after, mine)];
  });
  return new Set(wrong);
}

function misleadingIn(
  system: System,
  { accounts }: Observation,
  before: DesiredState,
  after: DesiredState,
  findings: readonly Finding[],
): Finding[] {
  const meant = new Map(findings.map((finding) => [finding.account.id, finding]));
  const was = matcher(system, before.people, before.services);
  const is = matcher(system, after.people, after.services);
  return accounts.flatMap((account) => {
    const now = is(account);
    const finding = meant.get(account.id);
    if (finding !== undefined) return now.kind === 'one' && isHolder(finding, now.claimant) ? [] : [finding];
    if (now.kind !== 'conflict' || was(account).kind !== 'one') return [];
    return findings.filter((other) => now.claimants.some((claimant) => isHolder(other, claimant)));
  });
}

/**
 * Where entitlements are managed, an account that goes to somebody new by the address alone: nothing that it holds would be
 * granted by a role.
 */
function unaskedIn(
  system: System,
  { accounts }: Observation,
  before: DesiredState,
  after: DesiredState,
  findings: readonly Finding[],
): Finding[] {
  const meant = new Set(findings.filter((one) => one.system === system.id).map(({ account }) => account.id));
  const was = matcher(system, before.people, before.services);
  const is = matcher(system, after.people, after.services);
  return accounts.flatMap((account) => {
    const now = is(account);
    const holds = account.entitlements.some(({ kind }) => kind !== 'credential');
    if (!holds || meant.has(account.id) || now.kind !== 'one' || was(account).kind === 'one') return [];
    return findings.filter((one) => isHolder(one, now.claimant));
  });
}

function isHolder({ holder }: Finding, { kind, id }: Claimant): boolean {
  return holder.kind === kind && holder.id === id;
}

export function inOrderOfPlace<T extends Pick<Left, 'system' | 'account'>>(all: readonly T[]): readonly T[] {
  const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...all].sort((a, b) => before(a.system, b.system) || before(a.account.id, b.account.id));
}

/**
 * The contract's table read to the letter, once more and by itself: slow, without indexes, and with nothing of src/core
 * but its types. Where the contract leaves a choice, the reading taken is marked `reading:`.
 */
import type { Decision } from '../../src/core/decision.js';
import type { DesiredState, OptOut, Person, Reason, Service, System } from '../../src/core/model.js';
import type { Observation, ObservedAccount, Snapshot } from '../../src/core/observation.js';

interface World {
  readonly desired: DesiredState;
  readonly snapshot: Snapshot;
  readonly now: number;
}
type Place = World & { readonly system: System; readonly observation: Observation };

/** A decision as one line of all that the contract says of it. */
export function spell(one: Decision): string {
  const whose = one.person ?? one.service ?? '-';
  switch (one.kind) {
    case 'keep':
      return `keep ${whose}`;
    case 'review':
      return `review ${one.why} ${whose}`;
    case 'exempt':
      return `exempt ${one.reason} ${one.optOut} ${Date.parse(one.expiresAt)} ${whose}`;
    case 'settled':
      return `settled ${one.reason} ${one.deleteAfter === null ? '-' : Date.parse(one.deleteAfter)} ${whose}`;
    case 'revoke':
      return `revoke ${one.reason} ${one.stage} ${one.lapsedOptOut ?? '-'} ${whose}`;
  }
}

const same = (a: string, b: string): boolean =>
  a !== '' && b !== '' && a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();

/** Row 1. reading: where the id finds somebody, an unpinned name of somebody else or an e-mail takes nothing from it. */
function whoseIs({ desired, system }: Place, account: ObservedAccount): Person | Service | 'conflict' | null {
  const everybody = [...desired.people, ...desired.services];
  const claim = (one: Person | Service) => one.accounts.get(system.id);
  const by = (key: 'id' | 'name' | 'email') => system.match.includes(key);
  const byId = everybody.find((one) => by('id') && claim(one)?.id === account.id);
  const byName = everybody.filter((one) => by('name') && same(claim(one)?.name ?? '', account.name));
  const byEmail = desired.people.filter((one) => by('email') && same(one.email, account.email ?? ''));
  // reading: an invitation has no account's id, so that no pin is another.
  const pinnedElsewhere = (one: Person | Service) =>
    account.status !== 'invited' && claim(one)?.id != null && claim(one)?.id !== account.id;
  if (byName.some((one) => one !== byId && pinnedElsewhere(one))) return 'conflict';
  if (byId !== undefined) return byId;
  const found = new Set([...byName, ...byEmail]);
  if (found.size > 1) return 'conflict';
  const [only] = found;
  // reading: an e-mail that finds somebody pinned elsewhere is a conflict as a name is.
  return only === undefined ? null : pinnedElsewhere(only) ? 'conflict' : only;
}

const departed = (person: Person, now: number): boolean =>
  person.status === 'departed' || (person.leavesAt !== null && now >= person.leavesAt);

/** reading: an active account there outweighs an inactive one; of a partial listing what was read directly counts. */
function inactiveAtProvider(world: World, person: Person): boolean {
  const { desired, snapshot } = world;
  const system = desired.systems.find((one) => one.id === desired.identityProvider);
  const observation = snapshot.systems.find((one) => one.system === system?.id);
  if (system === undefined || observation === undefined) return false;
  const place = { ...world, system, observation };
  // A pinned id decides, whatever the account is called.
  const holder = (account: ObservedAccount) => {
    const pinned = [...desired.people, ...desired.services].find(
      ({ accounts }) => system.match.includes('id') && accounts.get(system.id)?.id === account.id,
    );
    return pinned ?? whoseIs(place, account);
  };
  const theirs = observation.accounts
    .filter((account) => observation.completeness.kind !== 'partial' || account.read === 'direct')
    .filter((account) => holder(account) === person);
  return theirs.length > 0 && theirs.every(({ status }) => status === 'suspended');
}

function reasonOf(world: World, claimant: Person | null): Reason | null {
  if (claimant === null) return 'orphaned';
  if (departed(claimant, world.now)) return 'departed';
  if (claimant.status === 'suspended') return 'suspended';
  return inactiveAtProvider(world, claimant) ? 'idp-inactive' : null;
}

function verdictOf({ desired, snapshot }: World, { id }: OptOut) {
  if (desired.optOutPolicy.approvalSource === 'none') return 'approved';
  return snapshot.approvals.find(({ optOut }) => optOut === id)?.verdict ?? 'unverifiable';
}

/** Whether an opt-out is for this person, system, entitlement and reason; when is asked elsewhere. */
function isFor(place: Place, one: OptOut, person: Person | null, entitlement: string | null, reason: Reason): boolean {
  if (!one.systems.includes(place.system.id) || !one.holds.includes(reason)) return false;
  if (one.exempts.kind === 'guards') return false;
  if (one.exempts.kind === 'person') {
    const { person: who, entitlements } = one.exempts;
    if (person?.id !== who) return false;
    return entitlements.length === 0 || entitlements.some((id) => id === entitlement);
  }
  const approvers = place.snapshot.approvals.find(({ optOut }) => optOut === one.id)?.by ?? [];
  return person === null || ![one.requestedBy, one.owner, ...approvers].includes(person.id);
}

const lastFirst = (a: OptOut, b: OptOut): number => b.expiresAt - a.expiresAt || (a.id < b.id ? -1 : 1);

/** Rows 5 to 11 and 13. */
function rowsFrom5(
  place: Place,
  account: ObservedAccount,
  person: Person | null,
  what: string | null,
  reason: Reason,
): string {
  const { desired, system, observation, now } = place;
  const whose = person?.id ?? '-';
  const mayHold = person?.departure === 'immediate' ? [] : desired.optOuts;
  const begun = mayHold.filter((one) => isFor(place, one, person, what, reason) && now >= (one.startsAt ?? now));
  const inForce = begun.filter((one) => now < one.expiresAt);
  const approved = inForce.filter((one) => verdictOf(place, one) === 'approved').sort(lastFirst);
  const held = begun.filter((one) => now >= one.expiresAt && verdictOf(place, one) === 'approved').sort(lastFirst);
  // It held the departure only if there was one before it lapsed.
  const lapsed = held.find((one) => reason !== 'departed' || person === null || departed(person, one.expiresAt - 1));
  const suspended = account.status === 'suspended';
  const endless = desired.retention === 'never' || account.suspendedAt === null || reason === 'suspended';
  const deleteAfter = endless ? null : Date.parse(account.suspendedAt ?? '') + Number(desired.retention);
  const over = suspended && deleteAfter !== null && now >= deleteAfter;
  const [first] = approved;
  const rows: readonly (readonly [boolean, string])[] = [
    [account.self, `review self ${whose}`],
    [
      system.protected.some((entry) => same(entry.account, account.id) || same(entry.account, account.name)),
      `review protected ${whose}`,
    ],
    [observation.completeness.kind === 'partial' && account.read !== 'direct', `review partial-observation ${whose}`],
    [
      inForce.some((one) => verdictOf(place, one) === 'unverifiable') && first === undefined,
      `review approval-unverifiable ${whose}`,
    ],
    [first !== undefined, `exempt ${reason} ${first?.id} ${first?.expiresAt} ${whose}`],
    // Beyond the table: what works although the account is suspended is not settled.
    [
      suspended && !over && !account.entitlements.some(({ open }) => open),
      `settled ${reason} ${deleteAfter ?? '-'} ${whose}`,
    ],
    [system.mode === 'report', `review report-mode ${whose}`],
    [reason === 'orphaned' && system.orphans === 'review', `review orphaned ${whose}`],
    [true, `revoke ${reason} ${over ? 'delete' : 'suspend'} ${lapsed?.id ?? '-'} ${whose}`],
  ];
  return rows.find(([applies]) => applies)?.[1] ?? '';
}

/** All rows but the 12th. */
function decide(place: Place, account: ObservedAccount): string {
  const claimant = whoseIs(place, account);
  if (claimant === 'conflict') return 'review identity-conflict -';
  if (claimant?.kind === 'service') {
    const owner = place.desired.people.find(({ id }) => id === claimant.owner);
    // reading: who is inactive at the identity provider has departed, as far as their services go.
    const gone = owner !== undefined && (departed(owner, place.now) || inactiveAtProvider(place, owner));
    return gone ? `review service-owner-departed ${claimant.id}` : `keep ${claimant.id}`;
  }
  const reason = reasonOf(place, claimant);
  if (reason !== null) return rowsFrom5(place, account, claimant, null, reason);
  return `${account.status === 'suspended' ? 'review suspended-while-active' : 'keep'} ${claimant?.id}`;
}

function entitlements(place: Place, account: ObservedAccount): [string, string][] {
  const person = whoseIs(place, account);
  if (place.system.entitlements !== 'managed' || person === null || person === 'conflict') return [];
  if (person.kind === 'service') return [];
  const granted = person.roles.flatMap((name) => [
    ...(place.desired.roles.get(name)?.entitlements.get(place.system.id) ?? []),
  ]);
  // reading: a credential is no role's to grant.
  const held = account.entitlements.filter(({ kind }) => kind !== 'credential').map(({ id }) => id);
  return held.map((id) => [
    `${place.system.id}/${account.id}#${id}`,
    granted.includes(id) ? `keep ${person.id}` : rowsFrom5(place, account, person, id, 'role-changed'),
  ]);
}

/** The limit of administrators, which an approved opt-out in force may lower. */
function minAdminsOf(place: Place): number {
  const lowered = place.desired.optOuts.flatMap((one) => {
    const inForce = place.now >= (one.startsAt ?? place.now) && place.now < one.expiresAt;
    const counts = inForce && one.systems.includes(place.system.id) && verdictOf(place, one) === 'approved';
    return counts && one.exempts.kind === 'guards' ? [one.exempts.guards.minAdmins ?? Number.POSITIVE_INFINITY] : [];
  });
  return Math.min(place.system.guards.minAdmins, ...lowered);
}

function ofSystem(place: Place): [string, string][] {
  const accounts = [...place.observation.accounts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const minAdmins = minAdminsOf(place);
  // reading: only an active administrator's revocation can leave too few; deleting a suspended one takes nobody away.
  let remaining = accounts.filter(({ admin, status }) => admin && status === 'active').length;
  return accounts.flatMap((account): [string, string][] => {
    const id = `${place.system.id}/${account.id}`;
    const said = decide(place, account);
    if (said.startsWith('keep ')) return [[id, said], ...entitlements(place, account)];
    if (!said.startsWith('revoke ') || !account.admin || account.status !== 'active') return [[id, said]];
    if (remaining - 1 < minAdmins) return [[id, `review last-admin ${said.split(' ').at(-1)}`]]; // row 12
    remaining -= 1;
    return [[id, said]];
  });
}

/** What the contract says of every account and managed entitlement, by decision id. */
export function reference(desired: DesiredState, snapshot: Snapshot, now: number): Record<string, string> {
  const said = desired.systems.flatMap((system) => {
    const observation = snapshot.systems.find((one) => one.system === system.id);
    return observation === undefined ? [] : ofSystem({ desired, snapshot, now, system, observation });
  });
  return Object.fromEntries(said);
}

/** The one register of every standing exception: opt-outs, and what else stands outside. Pure: of desired state, proofs and now. */
import { defeats, defeatWords } from './defeated.js';
import type { DesiredState, OptOut, OptOutPolicy, PersonId, SystemId } from './model.js';
import type { Approval } from './observation.js';
import { byTerms } from './opt-out.js';
import { hasDeparted } from './roster.js';
import { type Standing, shareLeft, standingOf } from './standing.js';
import { formatInstant, type Instant, type Timestamp } from './time.js';

/** What an opt-out exempts, and on whose word. */
export interface Terms {
  readonly kind: OptOut['exempts']['kind'];
  /** Whom it exempts; null for a pause and a raised guard. */
  readonly person: PersonId | null;
  /** Only these; empty: the whole account. */
  readonly entitlements: readonly string[];
  /** The guards that it raises, by name; a window in milliseconds. Null for any other. */
  readonly guards: Readonly<Record<string, number>> | null;
  readonly systems: readonly SystemId[];
  readonly reason: string;
  readonly justification: string;
  readonly ticket: string | null;
  readonly requestedBy: PersonId;
  readonly owner: PersonId;
  readonly startsAt: Timestamp | null;
  readonly expiresAt: Timestamp;
  /** Which share of its time is left, from 1 to 0. */
  readonly left: number;
  readonly renewalOf: string | null;
}

/** One opt-out in the register. */
export interface Entry {
  readonly id: string;
  readonly file: string;
  readonly standing: Standing;
  /** Why it stands so; empty where the word says it all. */
  readonly why: string;
  /** Null where the file is invalid: nothing in it counts. */
  readonly terms: Terms | null;
  /** What the proof came to; null where the policy asks for none, and for an invalid file. */
  readonly verdict: Approval['verdict'] | null;
  /** Who approved it; empty where nobody did, or nobody knows. */
  readonly approvedBy: readonly PersonId[];
  readonly pullRequest: number | null;
  readonly mergedAt: Timestamp | null;
  /** What a person should look after: an approver or owner who has departed since, the identity provider that it leaves out. */
  readonly warnings: readonly string[];
}

export interface ProtectedEntry {
  readonly system: SystemId;
  readonly account: string;
  readonly owner: PersonId;
  readonly ownerDeparted: boolean;
  readonly reason: string;
}

export interface ServiceEntry {
  readonly service: string;
  readonly owner: PersonId;
  readonly ownerDeparted: boolean;
  readonly systems: readonly SystemId[];
}

export interface Register {
  readonly version: 1;
  readonly at: Timestamp;
  readonly organization: string;
  readonly approvalSource: OptOutPolicy['approvalSource'];
  /** The most urgent first, then those that lapse first. */
  readonly optOuts: readonly Entry[];
  readonly protectedAccounts: readonly ProtectedEntry[];
  /** Systems where nothing is revoked. */
  readonly reportMode: readonly SystemId[];
  readonly services: readonly ServiceEntry[];
}

/** In order of urgency. */
export const STANDINGS: readonly Standing[] = [
  'invalid',
  'unverifiable',
  'unapproved',
  'expiring',
  'active',
  'pending',
  'lapsed',
];

export function registerOf(desired: DesiredState, approvals: readonly Approval[], now: Instant): Register {
  const proofs = new Map(approvals.map((approval) => [approval.optOut, approval]));
  const departed = new Set(desired.people.filter((person) => hasDeparted(person, now)).map(({ id }) => id));
  const { approvalSource } = desired.optOutPolicy;
  const defeating = defeats(desired);
  const entries = [
    ...desired.invalidOptOuts.map(invalidEntry),
    ...desired.optOuts.map((optOut) => {
      const proof = approvalSource === 'none' ? undefined : proofs.get(optOut.id);
      const provider = defeating(byTerms(optOut, proof));
      const unkept = provider === null ? [] : [defeatWords(provider)];
      return entryOf(optOut, proof, { desired, departed, unkept, now });
    }),
  ];
  return {
    version: 1,
    at: formatInstant(now),
    organization: desired.organization,
    approvalSource,
    optOuts: entries.sort(inOrder),
    protectedAccounts: desired.systems.flatMap((system) =>
      system.protected.map(({ account, owner, reason }) => ({
        ...{ system: system.id, account, owner, ownerDeparted: departed.has(owner), reason },
      })),
    ),
    reportMode: desired.systems.filter(({ mode }) => mode === 'report').map(({ id }) => id),
    services: desired.services.map(({ id, owner, accounts }) => ({
      ...{ service: id, owner, ownerDeparted: departed.has(owner), systems: [...accounts.keys()] },
    })),
  };
}

/** Only what concerns these systems and people; null: all. A pause concerns everybody, an invalid file anybody. */
export function narrowed(
  register: Register,
  systems: ReadonlySet<SystemId> | null,
  people: ReadonlySet<PersonId> | null,
): Register {
  const inSystem = (system: SystemId) => systems === null || systems.has(system);
  const ofPerson = (person: PersonId) => people === null || people.has(person);
  return {
    ...register,
    optOuts: register.optOuts.filter(({ terms }) => {
      if (terms === null) return true;
      const theirs = terms.person === null ? people === null || terms.kind === 'pause' : ofPerson(terms.person);
      return theirs && terms.systems.some(inSystem);
    }),
    protectedAccounts: register.protectedAccounts.filter(({ system, owner }) => inSystem(system) && ofPerson(owner)),
    reportMode: register.reportMode.filter(inSystem),
    services: register.services.filter(
      (one) => ofPerson(one.owner) && (systems === null || one.systems.some(inSystem)),
    ),
  };
}

function invalidEntry(file: string): Entry {
  const id = file.slice(file.lastIndexOf('/') + 1).replace(/\.yaml$/, '');
  const why = 'it does not hold to the rules for opt-outs, so nothing in it counts';
  return {
    ...{ id, file, standing: 'invalid', why, terms: null },
    ...{ verdict: null, approvedBy: [], pullRequest: null, mergedAt: null, warnings: [] },
  };
}

/** What an entry is made by, besides its own file and proof. */
interface About {
  readonly desired: DesiredState;
  readonly departed: ReadonlySet<PersonId>;
  /** What it says where the identity provider would defeat it. */
  readonly unkept: readonly string[];
  readonly now: Instant;
}

function entryOf(optOut: OptOut, proof: Approval | undefined, { desired, departed, unkept, now }: About): Entry {
  const stands = standingOf(optOut, proof, desired.optOutPolicy, now);
  const approvedBy = proof?.by ?? [];
  const holds = stands.standing !== 'lapsed' && stands.standing !== 'invalid';
  return {
    id: optOut.id,
    file: optOut.file,
    ...stands,
    terms: termsOf(optOut, proof, now),
    verdict: desired.optOutPolicy.approvalSource === 'none' ? null : (proof?.verdict ?? 'unverifiable'),
    approvedBy,
    pullRequest: proof?.pullRequest ?? null,
    mergedAt: proof?.mergedAt ?? null,
    warnings: holds ? [...departures(optOut.owner, approvedBy, departed), ...unkept] : [],
  };
}

function termsOf(optOut: OptOut, proof: Approval | undefined, now: Instant): Terms {
  const { exempts, startsAt, expiresAt, systems, reason, justification, ticket, requestedBy, owner } = optOut;
  return {
    kind: exempts.kind,
    person: exempts.kind === 'person' ? exempts.person : null,
    entitlements: exempts.kind === 'person' ? exempts.entitlements : [],
    guards: exempts.kind === 'guards' ? { ...exempts.guards } : null,
    ...{ systems, reason, justification, ticket, requestedBy, owner },
    startsAt: startsAt === null ? null : formatInstant(startsAt),
    expiresAt: formatInstant(expiresAt),
    left: shareLeft(optOut, proof, now),
    renewalOf: optOut.renewalOf,
  };
}

/** Those who left after they took it on: it holds on, and somebody else has to answer for it. */
function departures(owner: PersonId, approvedBy: readonly PersonId[], departed: ReadonlySet<PersonId>): string[] {
  const warnings = approvedBy
    .filter((id) => departed.has(id) && id !== owner)
    .map((id) => `${id}, who approved it, has departed`);
  if (!departed.has(owner)) return warnings;
  const both = approvedBy.includes(owner) ? 'approved it and answers for it' : 'answers for it';
  return [...warnings, `${owner}, who ${both}, has departed: find a new owner`];
}

function inOrder(a: Entry, b: Entry): number {
  const urgency = STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing);
  if (urgency !== 0) return urgency;
  const [one, other] = [a.terms?.expiresAt ?? '', b.terms?.expiresAt ?? ''];
  return compare(one, other) || compare(a.id, b.id) || compare(a.file, b.file);
}

/** By code units, so that the order of files never shows (law 14). Times are all in UTC, so that text orders them. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

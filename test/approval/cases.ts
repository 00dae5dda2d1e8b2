/** A case that holds to every rule, and what a test changes of it. */
import type { Base, Case, Version } from '../../src/approval/case.js';
import { subjectOf } from '../../src/approval/renewals.js';
import { RULES } from '../../src/approval/rules.js';
import type { OptOut, OptOutReason, Person } from '../../src/core/model.js';
import { formatInstant, type Instant, type Timestamp } from '../../src/core/time.js';
import type { CommitAuthor, PullRequest, Review } from '../../src/ports/host.js';
import { at, DAY, desired, later, person, personId, system, systemId } from '../fixtures/builders.js';
import { optOut } from '../fixtures/opt-outs.js';

export const ALL_RULES: readonly string[] = RULES.map(({ name }) => name);

/** Approved on 22 November, merged an hour later, by the host's accounts 101 (Kim), 104 (Dan), 105 (Eve). */
const APPROVED = at('2026-11-22T08:00:00Z');
const MERGED = at('2026-11-22T09:00:00Z');
const ACCOUNTS: Readonly<Record<string, string>> = { kim: '101', sam: '102', ana: '103', dan: '104', eve: '105' };

/** An approval of the pull request's head, in time. */
export function review(login: string, of: Partial<Omit<Review, 'at'>> & { readonly at?: Instant } = {}): Review {
  const { at: sent = APPROVED, ...rest } = of;
  return {
    author: { kind: 'user', id: ACCOUNTS[login] ?? '0', login },
    state: 'approved',
    commit: 'a'.repeat(40),
    ...rest,
    at: formatInstant(sent),
  };
}

/** What a test says of a case besides what is always so. */
export interface Told {
  readonly optOut?: OptOut;
  readonly pullRequest?: Partial<PullRequest>;
  readonly reviews?: readonly Review[];
  readonly authors?: readonly CommitAuthor[];
  readonly merges?: boolean;
  readonly reviewed?: string | null;
  /** The system's own owners. */
  readonly owners?: readonly string[];
  readonly reasons?: Partial<OptOutReason>;
  readonly kim?: Partial<Person>;
  /** The account 101 was Dan's before a rebased pull request, and Kim's within it. */
  readonly swapped?: boolean;
  /** Opt-outs for the same that lapsed so many days before this one, each when the next one came. */
  readonly earlier?: readonly number[];
}

export function goodCase(told: Told = {}): Case {
  const wanted = told.optOut ?? optOut({ reason: 'handover', expiresAt: later(3 * DAY) });
  const base = baseOf(told);
  return {
    optOut: wanted,
    landed: { commit: landing(), blob: 'd'.repeat(40) },
    pullRequest: { ...pullRequest(told), ...told.pullRequest },
    defaultBranch: 'main',
    merges: told.merges ?? true,
    reviewed: told.reviewed === undefined ? 'd'.repeat(40) : told.reviewed,
    bases: told.swapped === true ? [base, swapped(base)] : [base],
    besides: (told.earlier ?? []).map((days) => version(wanted, days)),
  };
}

function landing() {
  const time = formatInstant(MERGED);
  return { oid: 'c'.repeat(40), parents: ['e'.repeat(40)], authoredAt: time, committedAt: time };
}

function pullRequest({ reviews, authors = [{ id: '102', email: 'sam.lee@acme.example' }] }: Told): PullRequest {
  return {
    number: 41,
    author: { kind: 'user', id: '102', login: 'sam' },
    base: 'main',
    state: 'merged',
    mergedAt: formatInstant(MERGED),
    mergedBy: { kind: 'user', id: '102', login: 'sam' },
    mergeCommit: 'c'.repeat(40),
    head: 'a'.repeat(40),
    blob: 'd'.repeat(40),
    commits: [{ oid: 'a'.repeat(40), authoredAt: '2026-11-22T07:00:00Z' as Timestamp, authors }],
    reviews: reviews ?? [review('kim')],
    cut: false,
  };
}

/** Kim and Dan own `hub`, Dan owns whatever nobody owns; Eve owns nothing. */
function baseOf({ owners = ['kim.cho', 'dan.fox'], reasons = {}, kim = {} }: Told): Base {
  const pinned = (id: string, login: string, more: Partial<Person> = {}) => ({
    ...person({ id, accounts: { code: { id: ACCOUNTS[login] ?? '', name: login } } }),
    ...more,
  });
  const handover: OptOutReason = { holds: ['departed'], maxDuration: 14 * DAY, approvals: 1, ...reasons };
  return {
    commit: 'e'.repeat(40),
    desired: desired({
      people: [
        pinned('kim.cho', 'kim', kim),
        pinned('sam.lee', 'sam'),
        pinned('ana.ruiz', 'ana'),
        pinned('dan.fox', 'dan'),
        pinned('eve.hall', 'eve'),
      ],
      systems: [system({ owners: owners.map(personId) })],
      optOutPolicy: {
        owners: [personId('dan.fox')],
        approvalSystem: systemId('code'),
        reasons: new Map([['handover', handover]]),
      },
    }),
  };
}

function swapped(base: Base): Base {
  if (base.desired === null) return base;
  const accountOf = (id: string) => base.desired?.people.find((one) => one.id === id)?.accounts ?? new Map();
  const people = base.desired.people.map((one) => {
    if (one.id === 'kim.cho') return { ...one, accounts: accountOf('dan.fox') };
    return one.id === 'dan.fox' ? { ...one, accounts: accountOf('kim.cho') } : one;
  });
  return { commit: 'f'.repeat(40), desired: { ...base.desired, people } };
}

function version(of: OptOut, days: number): Version {
  const from = (MERGED - days * DAY) as Instant;
  const until = (from + DAY) as Instant;
  return { id: of.id, subject: subjectOf(of), systems: of.systems, entitlements: [], from, until, expiresAt: until };
}

/** A forgery of a good case: the rule that refuses it, and a part of the sentence. */
export interface Forgery {
  readonly rule: string;
  readonly what: string;
  readonly told?: Told;
  readonly why: string;
}

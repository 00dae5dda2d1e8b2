/** Which approvals of a pull request count. Each rule answers for one review, with a sentence where it does not. */
import type { DesiredState, Person, PersonId, SystemId } from '../core/model.js';
import { designatedOwners } from '../core/owners.js';
import { fold, hasDeparted } from '../core/roster.js';
import { instantOf, type Timestamp } from '../core/time.js';
import type { Actor, PullRequest, Review } from '../ports/host.js';
import { numberOf, type Reviewed, short, told } from './case.js';

/** Somebody's latest decisive word, with what the rosters before the pull request say of them. */
export interface Word {
  readonly review: Review;
  /** As the sentences name them: the person's id where it is known, else `@login`. */
  readonly name: string;
  /** In the order of the bases; null where a roster did not know the account. */
  readonly people: readonly (Person | null)[];
}

/** A word of approval that counts, and for which systems. */
export interface Vote {
  readonly person: PersonId;
  readonly account: string;
  readonly at: Timestamp | null;
  readonly systems: ReadonlySet<SystemId>;
}

export type ReviewRuleName =
  | 'person'
  | 'roster'
  | 'standing'
  | 'head'
  | 'in-time'
  | 'active'
  | 'author'
  | 'committer'
  | 'requester'
  | 'beneficiary'
  | 'owner';

export interface ReviewRule {
  readonly name: ReviewRuleName;
  /** Why this word does not count, or null. */
  readonly refuses: (word: Word, of: Reviewed) => string | null;
}

/** The order is that of the sentences: the first that refuses is told. */
export const REVIEW_RULES: readonly ReviewRule[] = [
  { name: 'person', refuses: isNoPerson },
  { name: 'roster', refuses: isUnknown },
  { name: 'standing', refuses: wasWithdrawn },
  { name: 'head', refuses: sawAnotherState },
  { name: 'in-time', refuses: cameLate },
  { name: 'active', refuses: hadLeft },
  { name: 'author', refuses: isAuthor },
  { name: 'committer', refuses: isCommitter },
  { name: 'requester', refuses: isRequester },
  { name: 'beneficiary', refuses: isBeneficiary },
  { name: 'owner', refuses: isNoOwner },
];

/**
 * Each account's latest decisive word, in the order in which they were sent: a comment takes no approval back, and what is
 * said after the merge takes nothing back either, or anybody who may review could revoke somebody else. Reviews of deleted
 * accounts are nobody's.
 */
export function wordsOn(of: Reviewed): readonly Word[] {
  const latest = new Map<string, Review>();
  for (const review of of.pullRequest.reviews) {
    const { author, state } = review;
    if (author === null || state === 'commented' || state === 'pending') continue;
    const key = author.id ?? `@${author.login}`;
    if (latest.has(key) && isLate(review, of)) continue;
    latest.delete(key);
    latest.set(key, review);
  }
  return [...latest.values()].map((review) => {
    const people = of.bases.map(({ desired }) => personOf(review.author, desired));
    const id = people.find((person) => person !== null)?.id;
    return { review, people, name: id ?? `@${review.author?.login ?? 'ghost'}` };
  });
}

/** Whose account it is: by its immutable id alone, in the system that the policy names for this (law 12). */
function personOf(author: Actor | null, desired: DesiredState | null): Person | null {
  const system = desired?.optOutPolicy.approvalSystem ?? null;
  if (author?.id == null || desired === null || system === null) return null;
  return desired.people.find(({ accounts }) => accounts.get(system)?.id === author.id) ?? null;
}

function isNoPerson({ review, name }: Word, of: Reviewed): string | null {
  const { author } = review;
  if (author?.kind !== 'user') return `${name} is a bot, and no bot's word is a designated owner's`;
  const service = of.bases
    .flatMap(({ desired }) => {
      const system = desired?.optOutPolicy.approvalSystem ?? null;
      return system === null
        ? []
        : (desired?.services ?? []).filter((one) => one.accounts.get(system)?.id === author.id);
    })
    .at(0);
  return service === undefined ? null : `@${author.login} is the account of the service ${service.id}, not a person's`;
}

function isUnknown({ review, people }: Word, of: Reviewed): string | null {
  const { id, login } = review.author ?? { id: null, login: '' };
  const ids = new Set(people.map((person) => person?.id ?? null));
  if (!ids.has(null)) {
    if (ids.size === 1) return null;
    const [within, before] = ids;
    return `@${login} (${id}) was the account of ${before} before ${numberOf(of)}, and of ${within} within it`;
  }
  const named = of.bases.flatMap(({ desired }) => claimingName(login, desired)).at(0);
  if (named !== undefined) {
    return `the account of ${named} was not pinned by its id before ${numberOf(of)}, so that nobody knows that @${login} was ${named}`;
  }
  return `nobody in the roster before ${numberOf(of)} had the account @${login} (${id})`;
}

function claimingName(login: string, desired: DesiredState | null): PersonId[] {
  const system = desired?.optOutPolicy.approvalSystem ?? null;
  if (desired === null || system === null) return [];
  return desired.people
    .filter(({ accounts }) => {
      const claim = accounts.get(system);
      return claim?.id === null && claim.name !== null && fold(claim.name) === fold(login);
    })
    .map(({ id }) => id);
}

function wasWithdrawn({ review, name }: Word, of: Reviewed): string | null {
  if (review.state === 'dismissed') return `the review of ${name} was dismissed`;
  return review.state === 'approved' ? null : `${name} asks for changes in ${numberOf(of)}`;
}

function sawAnotherState({ review, name }: Word, { pullRequest }: Reviewed): string | null {
  if (review.commit === pullRequest.head) return null;
  const seen = review.commit === null ? 'a commit that is gone' : short(review.commit);
  return `${name} approved ${seen}, and what was merged is ${short(pullRequest.head)}`;
}

function cameLate({ review, name }: Word, of: Reviewed): string | null {
  return isLate(review, of) ? `${name} approved ${told(review.at)}, after the merge` : null;
}

function isLate({ at }: Review, { pullRequest: { mergedAt } }: Reviewed): boolean {
  return at === null || (mergedAt !== null && instantOf(at) > instantOf(mergedAt));
}

function hadLeft({ review, people, name }: Word, of: Reviewed): string | null {
  if (review.at === null) return null;
  const at = instantOf(review.at);
  const gone = people.find((person) => person !== null && (person.status !== 'active' || hasDeparted(person, at)));
  if (gone == null) return null;
  const how = hasDeparted(gone, at) ? 'had left' : 'was suspended';
  return `${name} ${how} by the roster before ${numberOf(of)}`;
}

function isAuthor({ review, name }: Word, of: Reviewed): string | null {
  const { author } = of.pullRequest;
  return sameAccount(author, review.author) ? `${name} opened ${numberOf(of)}: nobody approves their own` : null;
}

/** By account, and by the roster's e-mail where the host knows no account for a commit's. */
function isCommitter({ review, people, name }: Word, of: Reviewed): string | null {
  const mails = new Set(people.flatMap((person) => (person === null ? [] : [fold(person.email)])));
  const own = commitsOf(of.pullRequest).some(
    ({ id, email }) => (id !== null && id === review.author?.id) || mails.has(fold(email)),
  );
  return own ? `${name} wrote a part of ${numberOf(of)}: nobody approves their own` : null;
}

function commitsOf({ commits }: PullRequest) {
  return commits.flatMap(({ authors }) => authors);
}

function isRequester({ people, name }: Word, { optOut }: Reviewed): string | null {
  return people.some((person) => person?.id === optOut.requestedBy) ? `${name} asks for it` : null;
}

function isBeneficiary({ people, name }: Word, { optOut }: Reviewed): string | null {
  const { exempts } = optOut;
  if (exempts.kind !== 'person') return null;
  return people.some((person) => person?.id === exempts.person) ? `${name} is whom it exempts` : null;
}

function isNoOwner({ people, name }: Word, of: Reviewed): string | null {
  if (ownedBy(people, of).size > 0) return null;
  const systems = of.optOut.systems.join(', ');
  return `${name} was no designated owner of ${systems} in the policy before ${numberOf(of)}`;
}

/** The systems of the opt-out that somebody was a designated owner of, by each base. */
export function ownedBy(people: readonly (Person | null)[], of: Reviewed): ReadonlySet<SystemId> {
  const owned = of.optOut.systems.filter((id) =>
    of.bases.every(({ desired }, index) => {
      const person = people[index] ?? null;
      return person !== null && desired !== null && isOwner(person.id, desired, id, of);
    }),
  );
  return new Set(owned);
}

/** An owner who may not approve this one is told why by the rule that says so, and is an owner all the same. */
function isOwner(person: PersonId, desired: DesiredState, id: SystemId, of: Reviewed): boolean {
  const own = desired.systems.find((system) => system.id === id)?.owners ?? [];
  return own.includes(person) || isPolicyOwner(person, desired, id, of);
}

/** The policy's owners count where none of the system's own is eligible. */
function isPolicyOwner(person: PersonId, desired: DesiredState, id: SystemId, of: Reviewed): boolean {
  const own = desired.systems.find((system) => system.id === id)?.owners ?? [];
  return !own.some((owner) => isEligible(owner, desired, of)) && desired.optOutPolicy.owners.includes(person);
}

/** Who could approve for a system: designated owners who work here and have no part in the opt-out or the pull request. */
export function ownersIn(desired: DesiredState, id: SystemId, of: Reviewed): readonly PersonId[] {
  const system = desired.systems.find((one) => one.id === id);
  if (system === undefined) return [];
  return designatedOwners(system, desired.optOutPolicy, (person) => isEligible(person, desired, of));
}

function isEligible(id: PersonId, desired: DesiredState, { optOut, pullRequest }: Reviewed): boolean {
  if (id === optOut.requestedBy) return false;
  if (optOut.exempts.kind === 'person' && id === optOut.exempts.person) return false;
  const person = desired.people.find((one) => one.id === id);
  const { mergedAt } = pullRequest;
  if (person === undefined || person.status !== 'active') return false;
  if (mergedAt !== null && hasDeparted(person, instantOf(mergedAt))) return false;
  const { approvalSystem } = desired.optOutPolicy;
  const account = approvalSystem === null ? null : person.accounts.get(approvalSystem)?.id;
  // Not who stands in a commit: anybody can write a name there, and so choose who else may approve.
  return account == null || account !== pullRequest.author?.id;
}

function sameAccount(one: Actor | null, other: Actor | null): boolean {
  return one?.id != null && one.id === other?.id;
}

/** The approvals that count. */
export function votesOn(of: Reviewed, rules: readonly ReviewRule[] = REVIEW_RULES): readonly Vote[] {
  return wordsOn(of).flatMap((word): Vote[] => {
    const person = word.people.find((one) => one !== null)?.id;
    if (person === undefined || refusalOf(word, of, rules) !== null) return [];
    const { at, author } = word.review;
    return [{ person, account: author?.id ?? '', at, systems: ownedBy(word.people, of) }];
  });
}

/** The first rule's word against it; null where it counts. */
export function refusalOf(word: Word, of: Reviewed, rules: readonly ReviewRule[]): string | null {
  for (const { refuses } of rules) {
    const why = refuses(word, of);
    if (why !== null) return why;
  }
  return null;
}

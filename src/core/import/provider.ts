/** Whom the identity provider tells of: its active accounts are people who work here, its inactive ones people who did. */

import { fold } from '../roster.js';
import { type ImportInput, type Left, type Loose, leftOf } from './model.js';
import { hasServiceWord, localPart } from './names.js';
import { type Candidate, type Crowd, emailOf, fitting, type Ids, newCandidate, type Told } from './people.js';

/** What one account of the provider comes to. */
type Verdict = { readonly left?: Left; readonly candidate?: Candidate; readonly rest?: Loose };

/** Each of its accounts tells of somebody new, is looked at like those of any other system, or is told. */
export function peopleOfProvider(accounts: readonly Loose[], known: Crowd, input: ImportInput, ids: Ids): Told {
  const emails = activeEmails(accounts);
  const verdicts = accounts.map((one) =>
    one.account.status === 'active'
      ? ofActive(one, known, input, ids, emails.shared)
      : ofInactive(one, known, input, ids, emails.active),
  );
  return {
    candidates: verdicts.flatMap(({ candidate }) => candidate ?? []),
    left: verdicts.flatMap(({ left }) => left ?? []),
    rest: verdicts.flatMap(({ rest }) => rest ?? []),
  };
}

function ofActive(one: Loose, known: Crowd, input: ImportInput, ids: Ids, shared: ReadonlySet<string>): Verdict {
  const { name } = one.account;
  const email = emailOf(one);
  if (email !== null && shared.has(fold(email))) return { left: leftOf(one, 'shared-email') };
  if (email !== null && known.byEmail.has(fold(email))) return { rest: one };
  if (hasServiceWord(localPart(name))) return { rest: one };
  // Somebody whom the roster has under another address is not written a second time.
  const near = fitting(known, email ?? name, input.desired.organization).filter(
    ({ person }) => !person.accounts.has(one.system),
  );
  if (near.length === 0) return { candidate: newCandidate(one, email, input, ids, null) };
  const about = near.map(({ person }) => person.id);
  return { left: leftOf(one, 'may-be-known', about) };
}

/** Somebody who left is nobody to write down, and yet whose name an account elsewhere may have. */
function ofInactive(one: Loose, known: Crowd, input: ImportInput, ids: Ids, active: ReadonlySet<string>): Verdict {
  const email = emailOf(one);
  const there = email === null ? undefined : known.byEmail.get(fold(email));
  const left = leftOf(one, 'inactive-at-provider', there === undefined ? [] : [there.person.id]);
  const back = email !== null && active.has(fold(email));
  if (there !== undefined || back || hasServiceWord(localPart(one.account.name))) return { left };
  return { left, candidate: newCandidate(one, email, input, ids, 'inactive-at-provider') };
}

/** The addresses of active accounts, and those that more than one has. */
function activeEmails(accounts: readonly Loose[]): Readonly<Record<'active' | 'shared', ReadonlySet<string>>> {
  const active = new Set<string>();
  const shared = new Set<string>();
  for (const one of accounts) {
    const email = one.account.status === 'active' ? emailOf(one) : null;
    if (email === null) continue;
    if (active.has(fold(email))) shared.add(fold(email));
    active.add(fold(email));
  }
  return { active, shared };
}

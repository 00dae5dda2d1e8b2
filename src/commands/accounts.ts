/** `--account`: a run narrowed to whom an account at the identity provider belongs, as its events name it. */
import type { DesiredState } from '../core/model.js';
import { holdersAtProvider } from '../core/provider-accounts.js';
import { refusedAt } from '../documents/characters.js';
import { LeaverError } from '../errors.js';
import { count } from '../report/words.js';
import type { Narrowing } from './context.js';

/** An event names an account by its id and its login; a list of many is a run for everybody. */
const MOST = 20;
const LONGEST = 256;

export interface NarrowedTo {
  readonly narrowing: Narrowing;
  /** Whom the accounts narrowed the run to, or why they did not; none where no account was named. */
  readonly remarks: readonly string[];
}

/**
 * The narrowing with people in place of accounts. Where nobody claims any of them the run is for everybody, so that nobody who
 * left is missed. Throws `usage` without an identity provider, and for a text that can be no account's id or name.
 */
export function narrowedByAccounts(desired: DesiredState, narrowing: Narrowing): NarrowedTo {
  const { accounts = [], systems, people } = narrowing;
  if (accounts.length === 0) return { narrowing, remarks: [] };
  checkAccounts(accounts);
  const provider = desired.identityProvider;
  if (provider === null) {
    throw new LeaverError('usage', 'An account was named, and the policy has no identity provider to look for it in.', {
      mend: 'Name the system with identityProvider in policies/policy.yaml, or narrow the run with --person.',
    });
  }
  const holders = holdersAtProvider(desired, accounts);
  const named = `${accounts.join(', ')} at ${provider}`;
  if (holders.people.length > 0) {
    const all = [...new Set([...people, ...holders.people])];
    const remark = `Narrowed to ${holders.people.join(', ')}: the roster claims ${named} for ${them(holders.people.length)}.`;
    return { narrowing: { systems, people: all }, remarks: [remark] };
  }
  const [service] = holders.services;
  const why = service === undefined ? `Nobody in the roster claims ${named}` : `${named} is the service ${service}'s`;
  return { narrowing: { systems, people: [] }, remarks: [`${why}, so this run is for everybody.`] };
}

function them(number: number): string {
  return number === 1 ? 'them' : `each of them`;
}

/** They may come from whoever can send an event: data, and no more of it than an account's name may be. */
function checkAccounts(accounts: readonly string[]): void {
  const mend = 'Name an account at the identity provider by its id or its name.';
  if (accounts.length > MOST) {
    throw new LeaverError(
      'usage',
      `A run is narrowed to at most ${MOST} accounts, not ${count(accounts.length, 'account')}.`,
      {
        mend: 'Leave them out: a run for everybody takes no longer than that many.',
      },
    );
  }
  for (const account of accounts) {
    const wrong =
      account.trim() === ''
        ? 'is empty'
        : account.length > LONGEST
          ? `is longer than ${LONGEST} characters`
          : refusedAt(account) >= 0 || /[\t\n\r]/.test(account)
            ? 'holds a character that nobody can see'
            : null;
    if (wrong !== null) throw new LeaverError('usage', `The account that was named ${wrong}.`, { mend });
  }
}

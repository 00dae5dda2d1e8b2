/** `--account`: a run narrowed to whom an account at the identity provider belongs, as its events name it. */
import type { DesiredState } from '../core/model.js';
import { holdersAtProvider } from '../core/provider-accounts.js';
import { refusedAt } from '../documents/characters.js';
import { LeaverError } from '../errors.js';
import { count } from '../report/words.js';
import type { Narrowing } from './context.js';

/** An event names an account by its id and its login; more than a few are a run for everybody. */
const MOST = 20;
const LONGEST = 256;

export interface NarrowedTo {
  readonly narrowing: Narrowing;
  /** What was left out, and whom the rest narrowed the run to, or why it did not; none where no account was named. */
  readonly remarks: readonly string[];
}

/**
 * The narrowing with people in place of accounts. Where nobody claims any of them the run is for everybody, so that nobody who
 * left is missed; so it is where none of them can be an account's: an event's text must not keep its run from being made, since
 * the login in it is its holder's own choice. Throws `usage` without an identity provider.
 */
export function narrowedByAccounts(desired: DesiredState, narrowing: Narrowing): NarrowedTo {
  const { accounts: named = [], systems, people } = narrowing;
  if (named.length === 0) return { narrowing, remarks: [] };
  const provider = desired.identityProvider;
  if (provider === null) {
    throw new LeaverError('usage', 'An account was named, and the policy has no identity provider to look for it in.', {
      mend: 'Name the system with identityProvider in policies/policy.yaml, or narrow the run with --person.',
    });
  }
  const { accounts, remarks } = usable(named);
  const everybody = (why: string) => ({
    narrowing: { systems, people: [] },
    remarks: [...remarks, `${why}, so this run is for everybody.`],
  });
  if (accounts.length === 0) return everybody('None that was named can be an account');
  if (accounts.length > MOST) return everybody(`More than ${MOST} accounts were named`);
  const holders = holdersAtProvider(desired, accounts);
  const told = `${accounts.join(', ')} at ${provider}`;
  if (holders.people.length > 0) {
    const all = [...new Set([...people, ...holders.people])];
    const remark = `Narrowed to ${holders.people.join(', ')}: the roster claims ${told} for ${them(holders.people.length)}.`;
    return { narrowing: { systems, people: all }, remarks: [...remarks, remark] };
  }
  const [service] = holders.services;
  return everybody(
    service === undefined ? `Nobody in the roster claims ${told}` : `${told} is the service ${service}'s`,
  );
}

function them(number: number): string {
  return number === 1 ? 'them' : `each of them`;
}

/**
 * Those that can be an account's id or name, each once. What can't be is left out, and nothing of it is shown: it may come from
 * whoever can send an event, or have chosen a login.
 */
function usable(named: readonly string[]): {
  readonly accounts: readonly string[];
  readonly remarks: readonly string[];
} {
  const wrong = named.flatMap((text) => whyNoAccount(text) ?? []);
  const accounts = [...new Set(named.filter((text) => whyNoAccount(text) === null))];
  if (wrong.length === 0) return { accounts, remarks: [] };
  const whys = [...new Set(wrong)].sort().join('; ');
  const remark = `Left out what can be no account's id or name: ${count(wrong.length, 'text')} (${whys}).`;
  return { accounts, remarks: [remark] };
}

function whyNoAccount(text: string): string | null {
  if (text.trim() === '') return 'empty';
  if (text.length > LONGEST) return `longer than ${LONGEST} characters`;
  return refusedAt(text) >= 0 || /[\t\n\r]/.test(text) ? 'with a character that nobody can see' : null;
}

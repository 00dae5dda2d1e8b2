/** Trust policies: whom they name, and how a name is taken out so that it can be put back. */
import { isDeepStrictEqual } from 'node:util';
import type { Role } from './iam.js';
import { isRecord, type Statement, statementsOf, textsIn } from './policy.js';

/** A user as trust policies name it: by ARN, or by unique id once it is deleted. */
export interface Trusted {
  readonly id: string;
  readonly arn: string;
}

/** Whether the role's trust policy lets this very user assume it, by name. */
export function trusts(role: Pick<Role, 'trust'>, user: Trusted): boolean {
  return statementsOf(role.trust).some((one) => one.Effect === 'Allow' && names(one, user));
}

/** Whether this user alone may assume the role, so that every session of it is the user's. */
export function trustsOnly(role: Role, user: Trusted): boolean {
  const allowing = statementsOf(role.trust).filter((one) => one.Effect === 'Allow');
  return allowing.length > 0 && allowing.every((one) => hasOnly(one, user));
}

/** Whether the trust policy names the user elsewhere than as a principal that it allows, as in a condition. */
export function mentions(role: Role, user: Trusted): boolean {
  const rest = statementsOf(role.trust).map((one) => (one.Effect === 'Allow' ? { ...one, Principal: null } : {}));
  const text = JSON.stringify(rest);
  return text.includes(JSON.stringify(user.arn)) || text.includes(`"${user.id}`);
}

/**
 * The trust policy without the user. Where a statement names nobody else it is turned into a `Deny`, since a trust policy
 * can't be empty and a statement needs a principal; turned back, it is the old one.
 */
export function trustWithout(role: Pick<Role, 'trust'>, user: Trusted): string {
  const statements = statementsOf(role.trust).map((one) => {
    if (one.Effect !== 'Allow' || !names(one, user)) return one;
    if (hasOnly(one, user)) return { ...one, Effect: 'Deny' };
    const principal = isRecord(one.Principal) ? one.Principal : {};
    const others = textsIn(principal['AWS']).filter((text) => text !== user.arn && text !== user.id);
    const { AWS: _, ...services } = principal;
    return { ...one, Principal: { ...services, ...(others.length === 0 ? {} : { AWS: others }) } };
  });
  const document: unknown = JSON.parse(role.trust);
  return JSON.stringify({ ...(isRecord(document) ? document : {}), Statement: statements });
}

/**
 * The trust policy with the user as it was recorded, and with all that others changed since. The text itself where there is
 * nothing to do; null where the statement that named the user is not there any more: somebody decided otherwise.
 */
export function trustWith(role: Pick<Role, 'trust'>, recorded: string, was: Trusted, user: Trusted): string | null {
  const wanted = statementsOf(recorded).filter((one) => one.Effect === 'Allow' && names(one, was));
  const statements = [...statementsOf(role.trust)];
  let changed = false;
  for (const want of wanted) {
    const alike = (effect: string, more: (one: Statement) => boolean = () => true) =>
      statements.findIndex((one) => one.Effect === effect && isAlike(one, want) && more(one));
    if (alike('Allow', (one) => names(one, user)) !== -1) continue;
    changed = true;
    const turned = alike('Deny', (one) => hasOnly(one, user));
    const allowing = turned === -1 ? alike('Allow') : turned;
    const there = statements[allowing];
    if (there !== undefined) {
      statements[allowing] = { ...there, Effect: 'Allow', Principal: principalWith(there, want, was, user) };
    } else if (alike('Deny') !== -1) {
      // The statement was turned for somebody else who left: the user gets one beside it.
      const { Sid: _, ...rest } = want;
      statements.push({ ...rest, Principal: { AWS: user.arn } });
    } else return null;
  }
  if (!changed) return role.trust;
  const untouched = was.arn === user.arn && isSameDocument(role.trust, trustWithout({ trust: recorded }, was));
  if (untouched) return recorded;
  const document: unknown = JSON.parse(role.trust);
  return JSON.stringify({ ...(isRecord(document) ? document : {}), Statement: statements });
}

/** Whether two statements differ in nothing but whom they name, and whether they allow it. */
function isAlike(one: Statement, other: Statement): boolean {
  const rest = (statement: Statement) => ({ ...statement, Effect: null, Principal: null });
  return isDeepStrictEqual(rest(one), rest(other));
}

function isSameDocument(one: string, other: string): boolean {
  return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}

/** Whom the statement names now, and the user, in the order of the record. */
function principalWith(there: Statement, want: Statement, was: Trusted, user: Trusted): unknown {
  const now = isRecord(there.Principal) ? there.Principal : {};
  const others = textsIn(now['AWS']).filter((text) => text !== user.arn && text !== user.id);
  const recorded = principalsOf(want).map((text) => (text === was.arn || text === was.id ? user.arn : text));
  const known = recorded.filter((text) => text === user.arn || others.includes(text));
  const all = [...known, ...others.filter((text) => !known.includes(text))];
  return { ...now, AWS: all.length === 1 ? all[0] : all };
}

function names(statement: Statement, user: Trusted): boolean {
  const principals = principalsOf(statement);
  return principals.includes(user.arn) || principals.includes(user.id);
}

function hasOnly(statement: Statement, user: Trusted): boolean {
  if (!isRecord(statement.Principal)) return false;
  const others = Object.keys(statement.Principal).some((kind) => kind !== 'AWS');
  const principals = principalsOf(statement);
  return !others && principals.length > 0 && principals.every((text) => text === user.arn || text === user.id);
}

function principalsOf(statement: Statement): readonly string[] {
  return isRecord(statement.Principal) ? textsIn(statement.Principal['AWS']) : [];
}

/** The inline policy of a role that ends the sessions that this user holds. */
export function sessionPolicyName(user: Trusted): string {
  return `leaver-end-sessions-of-${user.id}`;
}

/**
 * Denies everything to sessions of the role that were issued before `until`: all of them where the user alone could assume
 * it, otherwise those named after the user, so that nobody else's session ends (User Guide: "Revoke IAM role temporary
 * security credentials"; `aws:userid` is `<role id>:<session name>`).
 */
export function sessionPolicy(role: Role, user: { readonly name: string }, alone: boolean, until: string): string {
  const narrowed = { StringEquals: { 'aws:userid': `${role.id}:${user.name}` } };
  const condition = { DateLessThan: { 'aws:TokenIssueTime': until }, ...(alone ? {} : narrowed) };
  const statement = { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

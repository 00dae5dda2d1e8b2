import { OktaFailure } from './failure.js';
import type { OktaUser } from './state.js';

/** A condition that a user meets or not. */
export type Condition = (user: OktaUser) => boolean;

/** `search` takes every attribute and compares without regard to case; `filter` takes few, and letter by letter. */
export type Dialect = 'search' | 'filter';

const FILTERED: readonly string[] = [
  'status',
  'lastUpdated',
  'id',
  'profile.login',
  'profile.email',
  'profile.firstName',
  'profile.lastName',
];
const TIMES: readonly string[] = ['lastUpdated', 'created', 'activated', 'statusChanged'];
const MOST_CHARACTERS = 8_000;
const DEEPEST = 50;
const TOKENS = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;

/**
 * The condition that an expression of "List all users" states: comparisons with `eq`, `gt`, `ge`, `lt`, `le`, in a search with
 * `sw` and `pr` too, joined by `and`, which binds tighter, and `or`, in brackets. Throws Okta's E0000031 for anything else.
 */
export function conditionOf(text: string, dialect: Dialect): Condition {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at] ?? null;
  const word = () => {
    const token = tokens[at];
    at += 1;
    return token?.kind === 'word' ? token.text : refuse();
  };
  const joined = (operator: 'or' | 'and', inner: (depth: number) => Condition, depth: number): Condition => {
    const parts = [inner(depth)];
    while (isWord(peek(), operator)) {
      at += 1;
      parts.push(inner(depth));
    }
    return operator === 'or' ? (user) => parts.some((part) => part(user)) : (user) => parts.every((part) => part(user));
  };
  const either = (depth: number): Condition => joined('or', both, depth);
  const both = (depth: number): Condition => joined('and', single, depth);
  function single(depth: number): Condition {
    if (depth > DEEPEST) refuse();
    const token = peek();
    if (token?.kind !== 'bracket' || token.text !== '(') return comparison();
    at += 1;
    const inner = either(depth + 1);
    const end = peek();
    if (end?.kind !== 'bracket' || end.text !== ')') refuse();
    at += 1;
    return inner;
  }
  function comparison(): Condition {
    const attribute = word();
    const operator = word().toLowerCase();
    if (operator === 'pr' && dialect === 'search') return (user) => heldOf(user, attribute) !== null;
    const value = peek();
    at += 1;
    return value?.kind === 'value' ? compared(attribute, operator, value.text, dialect) : refuse();
  }
  const condition = either(0);
  return at === tokens.length ? condition : refuse();
}

interface Token {
  readonly kind: 'bracket' | 'value' | 'word';
  readonly text: string;
}

function tokensOf(text: string): Token[] {
  if (text.length > MOST_CHARACTERS) refuse();
  const whole = text.trim();
  const tokens: Token[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < whole.length) {
    const [, bracket, value, word] = TOKENS.exec(whole) ?? refuse();
    if (bracket !== undefined) tokens.push({ kind: 'bracket', text: bracket });
    else if (value !== undefined) tokens.push({ kind: 'value', text: value.replace(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function isWord(token: Token | null, text: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === text;
}

function compared(attribute: string, operator: string, wanted: string, dialect: Dialect): Condition {
  if (dialect === 'filter' && !FILTERED.includes(attribute)) refuse();
  if (!/^(id|status|profile\.[A-Za-z_]\w*)$/.test(attribute) && !TIMES.includes(attribute)) refuse();
  if (TIMES.includes(attribute)) return comparedTime(attribute, operator, wanted);
  const fold = (text: string) => (dialect === 'search' ? text.toLowerCase() : text);
  const held = (user: OktaUser) => heldOf(user, attribute);
  if (operator === 'eq') return (user) => fold(held(user) ?? '') === fold(wanted) && held(user) !== null;
  if (operator === 'sw' && dialect === 'search') return (user) => fold(held(user) ?? '').startsWith(fold(wanted));
  return refuse();
}

function comparedTime(attribute: string, operator: string, text: string): Condition {
  const wanted = Date.parse(text);
  if (Number.isNaN(wanted)) refuse();
  const by: Readonly<Record<string, (time: number) => boolean>> = {
    eq: (time) => time === wanted,
    gt: (time) => time > wanted,
    ge: (time) => time >= wanted,
    lt: (time) => time < wanted,
    le: (time) => time <= wanted,
  };
  const holds = Object.hasOwn(by, operator) ? by[operator] : undefined;
  if (holds === undefined) return refuse();
  return (user) => {
    const value = heldOf(user, attribute);
    return value !== null && holds(Date.parse(value));
  };
}

function heldOf(user: OktaUser, attribute: string): string | null {
  switch (attribute) {
    case 'id':
    case 'status':
    case 'created':
    case 'activated':
    case 'statusChanged':
    case 'lastUpdated':
      return user[attribute];
    case 'profile.login':
    case 'profile.email':
    case 'profile.firstName':
    case 'profile.lastName':
      return user[attribute.slice('profile.'.length) as 'login' | 'email' | 'firstName' | 'lastName'];
    default: {
      const name = attribute.startsWith('profile.') ? attribute.slice('profile.'.length) : '';
      return Object.hasOwn(user.profile, name) ? (user.profile[name] ?? null) : null;
    }
  }
}

function refuse(): never {
  throw new OktaFailure('E0000031');
}

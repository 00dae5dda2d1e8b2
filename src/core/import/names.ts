/** How a person's name turns into the names of accounts, and which names are no person's. Guesses: each is for a person to confirm. */
import { fold } from '../roster.js';

/** Shorter forms fit too many people. */
const SHORTEST_FORM = 3;
/** What people call each other; more is no name. */
const LONGEST_NAME = 100;
const LONGEST_ID = 56;
/** A domain that can never receive mail (RFC 2606): it stands for an address that nobody told. */
const NO_DOMAIN = 'email-unknown.invalid';

/** Words that people put into the names of identities that are no people. */
const SERVICE_WORDS: ReadonlySet<string> = new Set([
  ...['bot', 'robot', 'ci', 'cd', 'cicd', 'deploy', 'deployer', 'deployment', 'svc', 'service', 'backup', 'backups'],
  ...['terraform', 'tf', 'ansible', 'pulumi', 'runner', 'jenkins', 'gitlab', 'github', 'actions', 'circleci', 'argocd'],
  ...['automation', 'cron', 'sync', 'etl', 'monitor', 'monitoring', 'prometheus', 'grafana', 'datadog', 'system'],
  ...['api', 'integration', 'scanner', 'renovate', 'dependabot', 'noreply', 'pipeline', 'worker', 'lambda', 'agent'],
  ...['exporter', 'replication', 'webhook', 'scim', 'provisioning', 'migration', 'build', 'release', 'serviceaccount'],
]);

/** The parts of a name, without accents, in small letters: `Tomáš Novák`, `tomas.novak` and `TOMAS_NOVAK@…` have the same. */
export function partsOf(name: string): readonly string[] {
  return fold(localPart(name))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
}

/** What stands before the `@`, where there is one; what follows a `+` is a tag. */
export function localPart(text: string): string {
  const at = text.lastIndexOf('@');
  return at <= 0 ? text : text.slice(0, at).replace(/\+.*$/, '');
}

export function domainOf(email: string): string {
  return fold(email.slice(email.lastIndexOf('@') + 1));
}

/** Under which names a person's accounts may go, by their name and e-mail address: `anaruiz`, `ruizana`, `aruiz`, `anar`, … */
export function formsOf(name: string, email: string): ReadonlySet<string> {
  const local = domainOf(email) === NO_DOMAIN ? [] : partsOf(email);
  // A single part is a form of an address alone: a first name is many people's.
  const alone = local.length === 1 ? local : [];
  const forms = [...formsOfParts(partsOf(name)), ...formsOfParts(local), ...alone];
  return new Set(forms.filter((form) => [...form].length >= SHORTEST_FORM));
}

function formsOfParts(parts: readonly string[]): string[] {
  const [first = '', ...rest] = parts;
  const last = rest.at(-1);
  if (last === undefined) return [];
  const [f = '', l = ''] = [[...first][0], [...last][0]];
  return [parts.join(''), first + last, last + first, f + last, last + f, first + l];
}

/** An account's name as it is looked up among forms; the organization's own name in it says nothing of whose it is. */
export function keyOf(name: string, organization: string): string {
  return ownParts(name, organization).join('');
}

function ownParts(name: string, organization: string): readonly string[] {
  const parts = partsOf(name);
  const own = partsOf(organization).join('');
  const left = parts.filter((part) => part !== own);
  return left.length === 0 ? parts : left;
}

/** Two or more parts of letters, none of them a single one: `ana.ruiz`, `Mei Tanaka`. */
export function isPersonLike(name: string, organization: string): boolean {
  const parts = ownParts(name, organization);
  return parts.length >= 2 && parts.length <= 4 && parts.every((part) => /^\p{L}{2,}$/u.test(part));
}

/** Whether the name says that it is no person's: a word such as `deploy`, or GitHub's ending of an app's. */
export function hasServiceWord(name: string): boolean {
  return /\[bot\]$/i.test(name) || partsOf(name).some((part) => SERVICE_WORDS.has(part.replace(/\d+$/, '')));
}

/** A name for people to read, from an account's: as it is where it has a space, else its parts with capitals. */
export function displayName(text: string, organization: string): string {
  const trimmed = text.trim();
  if (!trimmed.includes('@') && /\S\s+\S/.test(trimmed)) return trimmed.replace(/\s+/g, ' ');
  const parts = ownParts(text, organization);
  return parts.map((part) => part.replace(/^./u, (letter) => letter.toUpperCase())).join(' ') || 'Unknown';
}

/** What the system calls its holder, where that is a name of a line's length; null where it tells none. */
export function toldName(fullName: string | undefined): string | null {
  const name = (fullName ?? '').replace(/\s+/g, ' ').trim();
  return name === '' || name.length > LONGEST_NAME || name.includes('@') ? null : name;
}

/** An id as the roster takes it, and that nobody has: small letters and digits, joined by `joint`. */
export function freeId(text: string, joint: '.' | '-', taken: { has(id: string): boolean }): string {
  const parts = partsOf(text).map((part) => part.replace(/[^a-z0-9]/g, ''));
  const joined = parts
    .filter((part) => part !== '')
    .join(joint)
    .slice(0, LONGEST_ID)
    .replace(/[.-]+$/, '');
  const base = joined === '' ? (joint === '.' ? 'person' : 'service') : joined;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** An address that says that nobody told one, and that no mail ever reaches: the roster needs one. */
export function placeholderEmail(id: string): string {
  return `${id}@${NO_DOMAIN}`;
}

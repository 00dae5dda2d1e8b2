/** What `init` has to know: from flags, from questions on a terminal, each checked before anything is written. */
import { refusedAt } from '../../documents/characters.js';
import { LeaverError } from '../../errors.js';

export interface InitFlags {
  readonly organization: string | null;
  readonly githubOrg: string | null;
  /** Null: ask; empty: there is none. */
  readonly awsAccount: string | null;
  /** Null: ask; empty: there is none. */
  readonly okta: string | null;
  readonly owners: readonly string[];
  readonly action: string | null;
}

export interface InitAnswers {
  readonly organization: string;
  readonly githubOrg: string;
  readonly awsAccount: string | null;
  /** The domain of the Okta organization that says who is still here; null without one. */
  readonly okta: string | null;
  /** At least one. */
  readonly owners: readonly Owner[];
  /** A released action; null: this one is copied into the repository. */
  readonly action: ActionReference | null;
}

export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly login: string;
  /** The immutable number of their GitHub account; null where nobody said. */
  readonly account: string | null;
}

export interface ActionReference {
  readonly uses: string;
  readonly version: string;
}

/** Puts a question and gives the answer; null where nobody is there to answer. */
export type Ask = ((question: string) => Promise<string>) | null;

/** A value of one answer, or what is wrong with it. */
type Reading<T> = { readonly value: T } | { readonly wrong: string };

/** How often an answer may be wrong. */
const TRIES = 3;

/** Throws `usage` for a value that can't be used, and for one that is missing where nobody can be asked. */
export async function answersOf(flags: InitFlags, ask: Ask): Promise<InitAnswers> {
  const action = flags.action === null ? null : taken('--action', flags.action, readAction);
  if (ask === null) refuseMissing(flags);
  const organization = await answer(
    '--organization',
    flags.organization,
    ask,
    'Name of the organization, such as acme',
    readId,
  );
  const githubOrg = await answer(
    '--github-org',
    flags.githubOrg,
    ask,
    'GitHub organization to watch (its login)',
    readLogin,
  );
  const awsAccount = await optional(
    '--aws-account',
    flags.awsAccount,
    ask,
    'AWS account to watch (12 digits; empty for none)',
    readAccount,
  );
  const okta = await optional(
    '--okta',
    flags.okta,
    ask,
    'Okta organization that says who is still here (its domain, such as acme.okta.com; empty for none)',
    readOkta,
  );
  const owners = await ownersOf(flags.owners, ask);
  return { organization, githubOrg, awsAccount, okta, owners, action };
}

/** What a script may leave out, and a person may leave empty. */
async function optional<T>(
  flag: string,
  given: string | null,
  ask: Ask,
  question: string,
  read: (text: string) => Reading<T | null>,
): Promise<T | null> {
  return given === null && ask === null ? null : answer(flag, given, ask, question, read);
}

/** What each flag that is needed may look like. */
const EXAMPLES = new Map([
  ['--organization', 'acme'],
  ['--github-org', 'acme-inc'],
  ['--owner', '"Kim Cho <kim@acme.example> kimcho 583231"'],
]);

/** All at once: a script is not to find out one by one. */
function refuseMissing({ organization, githubOrg, owners }: InitFlags): void {
  const flags = [
    ...(organization === null ? ['--organization'] : []),
    ...(githubOrg === null ? ['--github-org'] : []),
    ...(owners.length === 0 ? ['--owner'] : []),
  ];
  if (flags.length > 0) throw missing(flags);
}

function missing(flags: readonly string[]): LeaverError {
  const examples = flags.map((flag) => `${flag} ${EXAMPLES.get(flag) ?? ''}`.trim());
  const what = flags.length === 1 ? `${flags[0]} is missing.` : `Flags are missing: ${flags.join(', ')}.`;
  const mend = `Add for example: ${examples.join(' ')}. On a terminal, Leaver asks for them.`;
  return new LeaverError('usage', what, { mend });
}

async function answer<T>(
  flag: string,
  given: string | null,
  ask: Ask,
  question: string,
  read: (text: string) => Reading<T>,
): Promise<T> {
  if (given !== null) return taken(flag, given, read);
  if (ask === null) throw missing([flag]);
  let wrong = '';
  for (let tried = 0; tried < TRIES; tried += 1) {
    const reading = read((await ask(`${wrong === '' ? '' : `${wrong}\n`}${question}: `)).trim());
    if ('value' in reading) return reading.value;
    wrong = reading.wrong;
  }
  throw new LeaverError('usage', wrong, { mend: `Give it as a flag: ${flag}.` });
}

function taken<T>(flag: string, text: string, read: (text: string) => Reading<T>): T {
  const reading = read(text.trim());
  if ('value' in reading) return reading.value;
  throw new LeaverError('usage', `${flag}: ${reading.wrong}`, { mend: 'Nothing was written.' });
}

const OWNER = 'A designated owner, as Kim Cho <kim@acme.example> kimcho 583231 (GitHub login and account number)';

async function ownersOf(given: readonly string[], ask: Ask): Promise<readonly Owner[]> {
  const owners = given.map((text) => taken('--owner', text, readOwner));
  if (owners.length === 0) {
    owners.push(await answer('--owner', null, ask, OWNER, readOwner));
    const second = 'A second one, for when the first is away or has a part in it (empty for none)';
    const more = await answer<Owner | null>('--owner', null, ask, second, (text) =>
      text === '' ? { value: null } : readOwner(text),
    );
    if (more !== null) owners.push(more);
  }
  for (const key of ['id', 'login'] as const) {
    const twice = owners.find((one, at) => owners.findIndex((other) => other[key] === one[key]) !== at);
    if (twice === undefined) continue;
    throw new LeaverError('usage', `--owner: two owners have the ${key} ${twice[key]}.`, {
      mend: 'Name each owner once; an id is made from the name.',
    });
  }
  return owners;
}

const ID = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

function readId(text: string): Reading<string> {
  if (ID.test(text) && text.length <= 64) return { value: text };
  return { wrong: 'The name of the organization is lower-case letters and digits, such as acme or acme-labs.' };
}

function readLogin(text: string): Reading<string> {
  if (/^[a-z0-9](?:-?[a-z0-9]){0,38}$/i.test(text)) return { value: text };
  return { wrong: 'The login of a GitHub organization is letters, digits and single hyphens.' };
}

function readAccount(text: string): Reading<string | null> {
  if (text === '') return { value: null };
  return /^\d{12}$/.test(text) ? { value: text } : { wrong: 'An AWS account is 12 digits.' };
}

/** The domain, also where the address of a browser was pasted. An `-admin` address is the same organization's console. */
function readOkta(text: string): Reading<string | null> {
  if (text === '') return { value: null };
  const domain = text
    .replace(/^https:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  if (domain.length > 253 || !/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domain)) {
    return { wrong: 'An Okta organization is named by its domain, such as acme.okta.com.' };
  }
  return { value: domain.replace(/-admin(?=\.okta(?:preview|-emea)?\.com$)/, '') };
}

/** `Kim Cho <kim@acme.example> kimcho 583231`: as Git writes people, then the GitHub account. */
function readOwner(text: string): Reading<Owner> {
  const [, name = '', email = '', login = '', account] =
    /^([^<>]{1,100}?)\s*<([^\s<>@]+@[^\s<>@]+)>\s+@?([A-Za-z0-9][A-Za-z0-9_-]{0,38})(?:\s+(\d{1,15}))?$/.exec(text) ??
    [];
  if (name === '' || refusedAt(text) >= 0 || /[\n\r\t]/.test(text)) {
    return { wrong: 'An owner is written so: Kim Cho <kim@acme.example> kimcho 583231.' };
  }
  const id = idOf(name) ?? idOf(email.split('@')[0] ?? '');
  if (id === null) return { wrong: `No id can be made of ${JSON.stringify(name)}: write the name in Latin letters.` };
  return { value: { id, name, email, login, account: account ?? null } };
}

/** `Kim Cho` -> `kim.cho`. */
function idOf(name: string): string | null {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const id = plain.replace(/[^a-z0-9]+/g, '.').replace(/^\.|\.$/g, '');
  return /[^\p{ASCII}]/u.test(plain) || !ID.test(id) || id.length > 64 ? null : id;
}

/** As other workflows write it: `acme/leaver@<40 hex> # v0.1.0`. */
function readAction(text: string): Reading<ActionReference> {
  const [, uses = '', version = ''] =
    /^([A-Za-z0-9][\w.-]*\/[\w.-]+@[0-9a-f]{40})(?:\s*#\s*(v\d[\w.+-]{0,40}))?$/.exec(text) ?? [];
  if (uses === '') return { wrong: 'An action is named by its full commit: acme/leaver@<40 digits> # v0.1.0.' };
  if (version === '') return { wrong: 'Write the version behind the commit, for people: … # v0.1.0.' };
  return { value: { uses, version } };
}

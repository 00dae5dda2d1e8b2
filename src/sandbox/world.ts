/** World files: the live state that embedded systems start from, written in YAML by people. */
import { parseDocument } from 'yaml';
import { didYouMean } from '../documents/nearest.js';
import { LeaverError, messageOf } from '../errors.js';
import { type AwsSeed, awsIam } from './aws-iam/index.js';
import { type GithubSeed, githubOrg } from './github/index.js';
import { type OktaSeed, okta } from './okta/index.js';
import { type ScimSeed, scim } from './scim/index.js';

export type WorldSystem =
  | { readonly id: string; readonly kind: 'github-org'; readonly seed: GithubSeed }
  | { readonly id: string; readonly kind: 'aws-iam'; readonly seed: AwsSeed }
  | { readonly id: string; readonly kind: 'okta'; readonly seed: OktaSeed }
  | { readonly id: string; readonly kind: 'scim'; readonly seed: ScimSeed };

export interface World {
  readonly systems: readonly WorldSystem[];
}

/** The parts of a seed by kind, so that a misspelt one is named and not silently left out of the world. */
const PARTS: { readonly [Kind in WorldSystem['kind']]: readonly string[] } = {
  'github-org': Object.keys({
    organization: true,
    runner: true,
    credentials: true,
    refusedTokens: true,
    lacks: true,
    members: true,
    users: true,
    teams: true,
    repositories: true,
    hosted: true,
    invitations: true,
    tokens: true,
    tokenRequests: true,
    ssoCredentials: true,
    hooks: true,
    installations: true,
    copilotSeats: true,
    codespaces: true,
  } satisfies Record<keyof GithubSeed, true>),
  'aws-iam': Object.keys({
    accountId: true,
    alias: true,
    created: true,
    caller: true,
    users: true,
    groups: true,
    roles: true,
    policies: true,
  } satisfies Record<keyof AwsSeed, true>),
  okta: Object.keys({
    organization: true,
    runner: true,
    users: true,
    groups: true,
    apiTokens: true,
  } satisfies Record<keyof OktaSeed, true>),
  scim: Object.keys({
    path: true,
    token: true,
    readingToken: true,
    created: true,
    users: true,
    groups: true,
    quirks: true,
  } satisfies Record<keyof ScimSeed, true>),
};

const MOST_CHARACTERS = 8 * 1024 * 1024;
const ID = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

/**
 * Reads a world file.
 * @param name what the file is called in messages.
 * @throws LeaverError `invalid-document` where it is not YAML, not a world, or contradicts itself.
 */
export function readWorld(text: string, name: string): World {
  if (text.length > MOST_CHARACTERS) throw wrong(name, 'it is larger than 8 MiB', 'A world is for a try-out.');
  const document = documentOf(text, name);
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw wrong(name, `it is not YAML at line ${lineOf(text, fault.pos[0])}: ${fault.message}`);
  }
  const data = plainOf(document, name);
  const top = recordOf(data, name, 'it');
  checkKeys(top, ['systems'], name, 'a world');
  const { systems } = top;
  if (!Array.isArray(systems) || systems.length === 0) {
    throw wrong(name, '`systems` is not a list with at least one system', MEND);
  }
  const read = systems.map((one, index) => readSystem(one, index, name));
  checkDoubles(read, name);
  return { systems: read };
}

const MEND = 'Write `systems:` and under it one `- { id, kind, seed }` for each system.';

function readSystem(given: unknown, index: number, name: string): WorldSystem {
  const where = `systems[${index}]`;
  const system = recordOf(given, name, where);
  checkKeys(system, ['id', 'kind', 'seed'], name, where);
  const { id, kind } = system;
  if (typeof id !== 'string' || !ID.test(id)) throw wrong(name, `${where}.id is not an id such as \`github\``);
  if (!isKind(kind)) {
    const hint = typeof kind === 'string' ? didYouMean(kind, Object.keys(PARTS)) : '';
    const message = `${where}.kind is none that there is an embedded system for.${hint}`;
    throw wrong(name, message, `The kinds are ${Object.keys(PARTS).join(', ')}.`);
  }
  const seed = recordOf(system.seed, name, `${where}.seed`);
  checkKeys(seed, PARTS[kind], name, `${where}.seed`);
  const read = { id, kind, seed } as unknown as WorldSystem;
  try {
    embeddedSystem(read);
  } catch (error) {
    throw wrong(name, `${where}.seed can't be: ${messageOf(error)}`, '', error);
  }
  return read;
}

/** A system of a world, not running yet. Throws where the seed contradicts itself. */
export function embeddedSystem(system: WorldSystem) {
  const { id, kind, seed } = system;
  switch (kind) {
    case 'github-org':
      return { kind, embedded: githubOrg(id, seed) };
    case 'aws-iam':
      return { kind, embedded: awsIam(id, seed) };
    case 'okta':
      return { kind, embedded: okta(id, seed) };
    case 'scim':
      return { kind, embedded: scim(id, seed) };
  }
}

/** Kinds whose variables in the environment are not by a system's id, so that they lead to one system of the kind. */
const ONCE: ReadonlySet<WorldSystem['kind']> = new Set(['github-org', 'aws-iam']);

/** Each system has to have an id, and variables in the environment, of its own. */
function checkDoubles(systems: readonly WorldSystem[], name: string): void {
  const byId = systems.filter(({ kind }) => !ONCE.has(kind));
  checkTwice(systems, ({ id }) => id, 'the id', name);
  checkTwice(
    systems.filter(({ kind }) => ONCE.has(kind)),
    ({ kind }) => kind,
    'the kind',
    name,
  );
  checkTwice(byId, ({ id }) => id.replace(/[^a-z0-9]/g, '_'), 'an id whose variables are those of', name);
}

function checkTwice(
  systems: readonly WorldSystem[],
  keyOf: (system: WorldSystem) => string,
  what: string,
  name: string,
): void {
  const twice = systems.find((one, index) => systems.findIndex((other) => keyOf(other) === keyOf(one)) !== index);
  if (twice !== undefined) throw wrong(name, `two systems have ${what} \`${keyOf(twice)}\``, 'Keep one of them.');
}

/** What nests too deeply for the parser ends its recursion. */
function documentOf(text: string, name: string): ReturnType<typeof parseDocument> {
  try {
    return parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw wrong(name, 'its lists and mappings stand too deep in each other', MEND, error);
  }
}

function isKind(value: unknown): value is WorldSystem['kind'] {
  return typeof value === 'string' && Object.hasOwn(PARTS, value);
}

function plainOf(document: ReturnType<typeof parseDocument>, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw wrong(name, messageOf(error), '', error);
  }
}

function recordOf(value: unknown, name: string, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw wrong(name, `${what} is not a mapping`, MEND);
}

function checkKeys(record: object, known: readonly string[], name: string, where: string): void {
  const unknown = Object.keys(record).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const message = `${where} has no \`${unknown}\`.${didYouMean(unknown, known)}`;
  throw wrong(name, message, `What there is: ${known.join(', ')}.`);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function wrong(name: string, why: string, mend = '', cause?: unknown): LeaverError {
  return new LeaverError('invalid-document', `The world file ${name} is not valid: ${why}`, { mend, cause });
}

/** `leaver import`: a roster from what is live, every account pinned by its immutable id. */
import type { Connector } from '../connectors/connector.js';
import { addedRevocations } from '../core/import/check.js';
import { byHolder, type ImportedPerson, type ImportedService, type RosterImport } from '../core/import/model.js';
import { importRoster } from '../core/import/roster-import.js';
import type { DesiredState, Person, SystemId } from '../core/model.js';
import type { Observation } from '../core/observation.js';
import { EVERYTHING } from '../core/plan.js';
import { formatInstant, type Instant } from '../core/time.js';
import { refusedAt } from '../documents/characters.js';
import { loadPolicy } from '../policy/load.js';
import { editRoster, type RosterEdit } from '../policy/roster-edit.js';
import type { Files } from '../ports/ports.js';
import { type ImportTold, outlineOfImport } from '../report/import-outline.js';
import { accountWord, kindOfLeft, type LeftKind, sentenceOfLeft } from '../report/import-words.js';
import { count } from '../report/words.js';
import type { Context } from './context.js';
import { load } from './load.js';
import { list } from './observe.js';
import type { CommandResult } from './result.js';

export interface ImportOptions {
  /** Changes the working tree; otherwise what would change is shown. */
  readonly write: boolean;
}

const FOLDER = 'policies/people';
const FILE = `${FOLDER}/imported.yaml`;

/**
 * Ends with 4 where a system was not seen whole, with 1 where the result may not be written. Throws what loading the policy
 * and editing its files throw; a system that can't be read is told.
 */
export async function importCommand(context: Context, { write }: ImportOptions): Promise<CommandResult> {
  const now = context.clock.now();
  const loaded = await load(context, { systems: [], people: [] }, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired } = loaded;
  const observations = await observeAll(context, desired);
  const found = importRoster({ desired, observations, now, writable });
  const files = editRoster(await rosterFiles(context.files), editsOf(found, desired));
  const refusals = files.size === 0 ? [] : await whyRefused(context.files, files, desired, observations, now);
  const outcome = files.size === 0 ? 'nothing' : refusals.length > 0 ? 'refused' : write ? 'written' : 'shown';
  if (outcome === 'written') for (const [path, text] of files) await context.files.write(path, text);
  const told: ImportTold = { ...found, files: [...files.keys()].sort(), outcome, refusals };
  const status = outcome === 'refused' ? 1 : found.unseen.length > 0 ? 4 : 0;
  return {
    status,
    told: { kind: 'outline', outline: outlineOfImport(told) },
    json: { version: 1, status, ...documentOf(told, desired) },
    findings: loaded.findings,
  };
}

async function observeAll(context: Context, desired: DesiredState): Promise<readonly Observation[]> {
  // Since when an account is suspended, which the journal may tell, says nothing about whose it is.
  const opening = { connectors: new Map<SystemId, Connector>(), suspensions: async () => new Map() };
  const all = await Promise.all(desired.systems.map((one) => list(context, desired, one, EVERYTHING, opening)));
  for (const { system, accounts, completeness, requests } of all) {
    const seen = completeness.kind === 'complete' ? count(accounts.length, 'account') : 'not seen whole';
    context.progress(`${system}: ${seen}, ${count(requests, 'request')}`);
  }
  return all;
}

const MOST = { id: 256, name: 256, email: 254 } as const;

/** As the roster's schema has it. */
function writable(text: string, as: keyof typeof MOST): boolean {
  if (text.trim() === '' || text.length > MOST[as] || /[\r\n\t]/.test(text) || refusedAt(text) >= 0) return false;
  return as !== 'email' || /^[^\s@]+@[^\s@]+$/.test(text);
}

/** In the order of the findings, so that the same world makes the same bytes. */
function editsOf(
  { people, services, findings }: RosterImport,
  { people: known, services: bots }: DesiredState,
): RosterEdit[] {
  const existing = new Set([...known.map(({ id }) => `person ${id}`), ...bots.map(({ id }) => `service ${id}`)]);
  return [
    ...findings
      .filter(({ holder }) => existing.has(`${holder.kind} ${holder.id}`))
      .map(({ holder, system, claim, by }): RosterEdit => {
        const edit = { kind: 'set-account', holder, system, claim } as const;
        return by === 'name' || by === 'service' ? { ...edit, comment: 'to confirm: found by name' } : edit;
      }),
    ...people.map(({ person, confirm }): RosterEdit => {
      const { id, name, email } = person;
      const accounts = inOrder(person.accounts);
      const named = findings.filter(({ holder, by }) => holder.id === id && by === 'name');
      const comment = confirmWords(
        confirm,
        named.map(({ system }) => system),
      );
      return { kind: 'add-person', file: FILE, person: { id, name, email, accounts, comment } };
    }),
    ...services.map(({ service, sign }): RosterEdit => {
      const { id, owner } = service;
      const accounts = inOrder(service.accounts);
      return { kind: 'add-service', file: FILE, service: { id, owner, accounts, comment: serviceWords(sign) } };
    }),
  ];
}

/** By system: the same world makes the same bytes, however its accounts were found. */
function inOrder(accounts: Person['accounts']): Person['accounts'] {
  return new Map([...accounts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param named the systems whose account was found by its name alone */
function confirmWords(confirm: ImportedPerson['confirm'], named: readonly string[]): string | null {
  const words = [
    ...(confirm.includes('name') ? ['the name is a guess'] : []),
    ...(confirm.includes('email') ? ['the e-mail address is not known'] : []),
    ...(named.length > 0 ? [`found by name in ${[...named].sort().join(', ')}`] : []),
  ];
  return words.length === 0 ? null : `to confirm: ${words.join(', ')}`;
}

function serviceWords(sign: ImportedService['sign']): string {
  const why = sign === 'name' ? 'by its name' : 'it has keys and no password';
  return `to confirm: taken for a service (${why}), the owner is a proposal`;
}

async function rosterFiles(files: Files): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { path } of (await files.list(FOLDER, '.yaml')) ?? []) {
    if (path.lastIndexOf('/') === FOLDER.length && !path.startsWith(`${FOLDER}/.`))
      texts.set(path, await files.read(path));
  }
  return texts;
}

/** Why the repository with these files may not be: it would not validate, or a plan would revoke from somebody who is here. */
async function whyRefused(
  files: Files,
  changed: ReadonlyMap<string, string>,
  before: DesiredState,
  observations: readonly Observation[],
  now: Instant,
): Promise<readonly string[]> {
  const { desired, findings } = await loadPolicy(overlaid(files, changed), { at: now });
  if (desired === null) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    return errors.map(({ file, line, column, message, mend }) => `${file}:${line}:${column} ${message} ${mend}`.trim());
  }
  const snapshot = {
    version: 1,
    at: formatInstant(now),
    clockSkew: null,
    systems: observations,
    approvals: [],
  } as const;
  return addedRevocations(before, desired, snapshot, now).map(
    (id) =>
      `With this roster a plan would revoke ${id}, which is no orphan and which it leaves alone now. Import it by hand.`,
  );
}

/** The policy repository as it would be. */
function overlaid(files: Files, changed: ReadonlyMap<string, string>): Pick<Files, 'list' | 'read'> {
  return {
    list: async (folder, ending) => {
      const mine = [...changed]
        .filter(([path]) => path.startsWith(`${folder}/`) && path.endsWith(ending))
        .map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }));
      const there = (await files.list(folder, ending)) ?? [];
      const all = [...there.filter(({ path }) => !changed.has(path)), ...mine];
      return all.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    read: async (path) => changed.get(path) ?? (await files.read(path)),
  };
}

/** All of it, without names and addresses of people: those stand in the roster alone. */
function documentOf(told: ImportTold, { identityProvider }: DesiredState) {
  const { people, services, findings, left, unseen, files, outcome, refusals } = told;
  const fresh = new Set<string>([
    ...people.map(({ person }) => person.id),
    ...services.map(({ service }) => service.id),
  ]);
  const account = (one: { readonly id: string; readonly name: string }) => ({ id: one.id, name: accountWord(one) });
  const found = byHolder(findings);
  const accountsOf = (id: string) =>
    (found.get(id) ?? []).map(({ system, account: one, by }) => ({ system, account: account(one), by }));
  const leftAs = (kind: LeftKind) =>
    left
      .filter((one) => kindOfLeft(one) === kind)
      .map((one) => ({ ...one, account: account(one.account), sentence: sentenceOfLeft(one) }));
  return {
    outcome,
    files,
    refusals,
    identityProvider,
    people: people.map(({ person, confirm }) => ({
      id: person.id,
      confirm,
      accounts: accountsOf(person.id),
    })),
    services: services.map(({ service: { id, owner }, sign }) => ({ id, owner, sign, accounts: accountsOf(id) })),
    extended: findings
      .filter(({ holder }) => !fresh.has(holder.id))
      .map(({ holder, system, account: one, by }) => ({ ...holder, system, account: account(one), by })),
    conflicts: leftAs('conflict'),
    orphans: leftAs('orphan'),
    former: leftAs('former'),
    leftOut: leftAs('outside'),
    unseen,
  };
}

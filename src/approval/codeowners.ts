/** Who owns which path of the policy repository, as the policy says, and the block of CODEOWNERS that says so. */
import type { DesiredState, Person, PersonId } from '../core/model.js';
import { designatedOwners } from '../core/owners.js';
import { absence } from '../core/roster.js';
import type { Instant } from '../core/time.js';
import { BEGIN, type CodeownersFinding, END } from './codeowners-file.js';

/** A path, a folder where it ends with a slash, and who is asked about it. */
export interface Ownership {
  readonly path: string;
  /** Ids of people. */
  readonly owners: readonly PersonId[];
  /** Their logins at the host, in the same order. */
  readonly logins: readonly string[];
}

export interface Ownerships {
  /** General ones first: in CODEOWNERS the last match wins. */
  readonly paths: readonly Ownership[];
  /** Owners who can't be asked; an error where nobody is left for a path, and then there is no block. */
  readonly findings: readonly CodeownersFinding[];
}

/** What nobody may change without the policy's owners: what decides who is asked, and the action that revokes. */
const AT_TOP = ['.github/workflows/', '.github/CODEOWNERS', '.github/leaver/', '.gitattributes'];
const IN_REPOSITORY = ['action.yml', 'dist/'];

/** A GitHub login: letters, digits, hyphens, and the underscore before the short code of a managed user. */
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/;
/** What a folder's name may hold to stand in a pattern as it is. */
const PLAIN_FOLDER = /^(?:[\p{L}\p{N}._-]+\/)*$/u;

/**
 * Who owns what by the policy at `now`.
 * @param prefix where the policy repository lies in its clone: empty, or `folder/`
 */
export function ownershipsOf(desired: DesiredState, now: Instant, prefix: string): Ownerships {
  if (!PLAIN_FOLDER.test(prefix)) {
    const message = "The name of the policy repository's folder in its clone can't stand in CODEOWNERS as it is.";
    return { paths: [], findings: [error(message, 'Give the folder a name of letters, digits, dots and hyphens.')] };
  }
  const { optOutPolicy: policy, systems } = desired;
  if (policy.approvalSystem === null) {
    const message = 'Nothing tells which login an owner has at the host.';
    const mend = 'Add `approvalSystem` under `optOuts` in policies/policy.yaml: the id of the GitHub organization.';
    return { paths: [], findings: [error(message, mend)] };
  }
  const logins = loginsOf(desired, policy.approvalSystem, now);
  const general = policy.owners.filter((id) => logins.byPerson.has(id));
  const paths: Ownership[] = [];
  const findings: CodeownersFinding[] = [...logins.findings];
  const own = (path: string, owners: readonly PersonId[]): void => {
    paths.push({ path, owners, logins: owners.map((id) => logins.byPerson.get(id) ?? '') });
  };
  if (general.length === 0) findings.push(nobodyAtAll(policy.owners));
  own(`/${prefix}policies/`, general);
  own(`/${prefix}optouts/`, general);
  for (const system of systems) {
    const owners = designatedOwners(system, policy, (id) => logins.byPerson.has(id));
    if (system.owners.length > 0 && !system.owners.some((id) => logins.byPerson.has(id))) {
      findings.push(fallback(system.id, system.owners));
    }
    own(`/${prefix}optouts/${system.id}/`, owners);
  }
  for (const path of AT_TOP) own(`/${path}`, general);
  for (const path of IN_REPOSITORY) own(`/${prefix}${path}`, general);
  return { paths, findings };
}

/** The block's lines, markers included. Null where a path would be left without an owner, which would clear its ownership. */
export function blockOf({ paths, findings }: Ownerships): readonly string[] | null {
  if (findings.some(({ severity }) => severity === 'error')) return null;
  if (paths.length === 0 || paths.some(({ logins }) => logins.length === 0)) return null;
  return [BEGIN, ...paths.map(({ path, logins }) => [path, ...logins.map((login) => `@${login}`)].join(' ')), END];
}

interface Logins {
  readonly byPerson: ReadonlyMap<PersonId, string>;
  readonly findings: readonly CodeownersFinding[];
}

/** The login of each owner who can be asked, and a finding for each who can't. */
function loginsOf({ people, optOutPolicy, systems }: DesiredState, host: string, now: Instant): Logins {
  const roster = new Map(people.map((person) => [person.id, person]));
  const owners = new Set([...optOutPolicy.owners, ...systems.flatMap((system) => system.owners)]);
  const byPerson = new Map<PersonId, string>();
  const findings: CodeownersFinding[] = [];
  for (const id of owners) {
    const login = loginOf(roster.get(id), host, now);
    if (typeof login === 'string') byPerson.set(id, login);
    else findings.push(login(id));
  }
  return { byPerson, findings };
}

/** A person's login, or the finding why there is none to be asked. */
function loginOf(
  person: Person | undefined,
  host: string,
  now: Instant,
): string | ((id: PersonId) => CodeownersFinding) {
  if (person === undefined) {
    return (id) => left(`The owner ${id} is not in the roster`, 'Add them to policies/people/, or name another owner.');
  }
  const away = absence(person, now, new Set());
  if (away !== null) {
    const why = away === 'departed' ? 'has departed' : 'is away (suspended in the roster)';
    return (id) => left(`The owner ${id} ${why}`, 'Name an owner who works here.');
  }
  const name = [...person.accounts].find(([system]) => system === host)?.[1].name ?? '';
  if (name === '') {
    const mend = `Add their account's name in ${host} to policies/people/, or name another owner.`;
    return (id) => left(`The owner ${id} has no account name in ${host}`, mend);
  }
  if (LOGIN.test(name)) return name;
  const mend = `Correct the account's name in ${host} in policies/people/.`;
  return (id) => error(`The account name of the owner ${id} in ${host} is no login: ${JSON.stringify(name)}.`, mend);
}

function left(why: string, mend: string): CodeownersFinding {
  return { severity: 'warning', line: null, message: `${why}, so nobody can ask them: left out.`, mend };
}

function error(message: string, mend: string): CodeownersFinding {
  return { severity: 'error', line: null, message, mend };
}

function nobodyAtAll(owners: readonly PersonId[]): CodeownersFinding {
  const who = owners.length === 0 ? 'The policy names no owners' : "None of the policy's owners can be asked";
  const mend =
    'Name somebody who works here, and has an account at the host, under `optOuts.owners` in policies/policy.yaml.';
  return error(`${who}: a line without an owner would clear ownership, so nothing is written.`, mend);
}

function fallback(system: string, owners: readonly PersonId[]): CodeownersFinding {
  const message = `None of the owners of ${system} (${owners.join(', ')}) can be asked: the policy's owners stand in.`;
  return { severity: 'warning', line: null, message, mend: `Name owners in policies/systems/${system}.yaml.` };
}

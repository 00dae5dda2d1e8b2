/** `policies/systems/*.yaml` and `policies/roles/*.yaml`. */
import type { EntitlementId, GuardLimits, PersonId, ProtectedAccount, Role, System, SystemId } from '../core/model.js';
import { type DocumentKind, SETTINGS_KINDS } from '../documents/check.js';
import type { RoleDocument, SystemDocument } from '../documents/generated/types.js';
import { nearest } from '../documents/nearest.js';
import { valueAt } from '../documents/path.js';
import type { Findings, Place } from './finding.js';
import { mergeGuards } from './policy-document.js';
import { addDuplicate, checkReference, type Known, stemOf } from './rules.js';
import { checkSchema, type Source } from './sources.js';

/** What was read of one a file: the values by id, and their files. */
export interface Shelf<T> extends Known {
  readonly ids: ReadonlyMap<string, string>;
  readonly values: readonly T[];
}

/** The systems in order of id. */
export async function readSystems(
  sources: readonly Source[],
  guards: GuardLimits,
  findings: Findings,
): Promise<Shelf<System>> {
  const mine = sources.filter(({ kind }) => kind === 'system');
  const { ids, complete } = idsOf(mine, 'id', 'The system id', findings);
  const values: System[] = [];
  for (const source of mine) {
    if (!source.usable || source.faults.length > 0) continue;
    const document = source.data as SystemDocument;
    await checkSettings(document, source.file, findings);
    values.push(systemOf(document, source.file, guards, findings));
  }
  values.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ids, complete, values };
}

function systemOf(document: SystemDocument, file: string, guards: GuardLimits, findings: Findings): System {
  return {
    id: document.id as SystemId,
    kind: document.kind,
    mode: document.mode ?? 'report',
    orphans: document.orphans ?? 'review',
    owners: (document.owners ?? []) as PersonId[],
    protected: (document.protected ?? []) as readonly unknown[] as ProtectedAccount[],
    match: document.match ?? ['id', 'name'],
    entitlements: document.entitlements ?? 'ignore',
    unavailable: document.unavailable ?? [],
    guards: mergeGuards(guards, document.guards ?? {}, file, findings),
    settings: document.settings,
  };
}

/** Kinds that the product describes and nobody has built yet: a right name is not told to be a wrong one. */
const PLANNED_KINDS: ReadonlySet<string> = new Set([
  'google-workspace',
  'entra-id',
  'ldap',
  'aws-identity-center',
  'postgres',
  'kubernetes',
  'command',
  'http',
]);

/** The settings by the schema of the system's kind. */
async function checkSettings({ kind, settings }: SystemDocument, file: string, findings: Findings): Promise<void> {
  if (SETTINGS_KINDS.includes(kind)) {
    await checkSchema(`settings/${kind}` as DocumentKind, settings, file, ['settings'], findings);
    return;
  }
  const near = nearest(kind, SETTINGS_KINDS);
  const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
  const message = PLANNED_KINDS.has(kind)
    ? `Systems of the kind \`${kind}\` are not supported yet.`
    : `There is no connector of the kind \`${kind}\`.${hint}`;
  findings.add({
    code: 'unknown-kind',
    file,
    path: ['kind'],
    message,
    mend: `The kinds are ${SETTINGS_KINDS.join(', ')}.`,
  });
}

/** Roles, with the systems they name checked. */
export function readRoles(sources: readonly Source[], systems: Known, findings: Findings): Shelf<Role> {
  const mine = sources.filter(({ kind }) => kind === 'role');
  const { ids, complete } = idsOf(mine, 'role', 'The role', findings);
  const values: Role[] = [];
  for (const source of mine) {
    if (!source.usable || source.faults.length > 0) continue;
    const { role, entitlements } = source.data as RoleDocument;
    const granted = new Map<SystemId, ReadonlySet<EntitlementId>>();
    for (const [system, list] of Object.entries(entitlements)) {
      const at: Place = { file: source.file, path: ['entitlements', system] };
      checkReference(system, systems, 'a system of the policy', at, findings);
      granted.set(system as SystemId, new Set(list as EntitlementId[]));
    }
    values.push({ role, entitlements: granted });
  }
  return { ids, complete, values };
}

/** The ids of one-a-file documents, whatever else is wrong with them; a second one of the same id is a finding. */
function idsOf(sources: readonly Source[], key: string, what: string, findings: Findings) {
  const ids = new Map<string, string>();
  let complete = true;
  for (const { data, file } of sources) {
    const id = valueAt(data, [key]);
    if (typeof id !== 'string') {
      complete = false;
      continue;
    }
    const first = ids.get(id);
    const at: Place = { file, path: [key] };
    if (first !== undefined)
      addDuplicate(what, id, at, { file: first, path: [key] }, findings, 'Rename or delete one of the files.');
    else ids.set(id, file);
    if (stemOf(file) !== id) warnOfName(id, at, findings);
  }
  return { ids, complete };
}

function warnOfName(id: string, at: Place, findings: Findings): void {
  const message = `The file is not named after its id \`${id}\`.`;
  findings.add({ ...at, severity: 'warning', code: 'file-name', message, mend: `Rename the file to \`${id}.yaml\`.` });
}

/** A policy repository's documents as a desired state, with everything that is wrong with them, in one go. */
import type { DesiredState, System, SystemId } from '../core/model.js';
import type { Instant } from '../core/time.js';
import { formatPath } from '../documents/path.js';
import type { Files } from '../ports/ports.js';
import { collectFindings, type Draft, type Finding, type Findings } from './finding.js';
import { LIMITS, type Limits } from './limits.js';
import { type Locator, locator } from './locate.js';
import { type OptOuts, readOptOuts } from './opt-outs.js';
import { DEFAULT_GUARDS, type PolicyView, readPolicy } from './policy-document.js';
import { checkReferences } from './references.js';
import { readRoster } from './roster.js';
import { POLICY_FILE, readSources } from './sources.js';
import { readRoles, readSystems } from './systems.js';

export interface LoadedPolicy {
  /** Null where anything but opt-outs is invalid. */
  readonly desired: DesiredState | null;
  /** Sorted by file, line and column. */
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
  /** How much was read, for a person. */
  readonly counts: {
    readonly files: number;
    readonly people: number;
    readonly services: number;
    readonly systems: number;
    readonly roles: number;
    readonly optOuts: number;
  };
}

/**
 * Loads and checks everything. Bad content is a finding, never thrown.
 * @param options.at the instant that lapsing and departures are judged by.
 * @throws LeaverError where a file can't be read at all.
 */
export async function loadPolicy(
  files: Pick<Files, 'list' | 'read'>,
  options: { readonly at: Instant; readonly limits?: Limits },
): Promise<LoadedPolicy> {
  const { at, limits = LIMITS } = options;
  const findings = collectFindings();
  const { documents, texts } = await readSources(files, findings, limits);
  const policy = readPolicy(documents, findings);
  const systems = await readSystems(documents, policy?.guards ?? DEFAULT_GUARDS, findings);
  const roles = readRoles(documents, systems, findings);
  const roster = readRoster(documents, systems, roles, findings);
  checkReferences(policy, systems, roster, at, findings);
  const systemById = new Map<string, System>(systems.values.map((system) => [system.id, system]));
  const optOuts = readOptOuts(documents, { policy, systems, systemById, roster, at, findings });
  const approvalSystem = approvalSystemOf(policy, systems.values, optOuts, findings);

  const broken = policy === null || findings.drafts.some(isFatal);
  const desired: DesiredState | null = broken
    ? null
    : {
        organization: policy.organization,
        optOutPolicy: { ...policy.optOuts, approvalSystem },
        journal: policy.journal,
        retention: policy.retention,
        identityProvider: policy.identityProvider,
        objectives: policy.objectives,
        sinks: policy.sinks,
        channels: policy.channels,
        showJustifications: policy.showJustifications,
        people: roster.people,
        services: roster.services,
        roles: new Map(roles.values.map((role) => [role.role, role])),
        systems: systems.values,
        optOuts: optOuts.valid,
        // Those among them that were not even read: too large, or under a name that nobody expects.
        invalidOptOuts: [...new Set(findings.drafts.filter(isOfOptOut).map(({ file }) => file))]
          .filter((file) => !optOuts.valid.some((optOut) => optOut.file === file))
          .sort(),
      };
  const told = resolveDrafts(findings.drafts, texts, limits);
  const errors = told.filter(({ severity }) => severity === 'error').length;
  return {
    desired,
    findings: told,
    errors,
    warnings: told.length - errors,
    counts: {
      files: documents.length,
      people: roster.people.length,
      services: roster.services.length,
      systems: systems.values.length,
      roles: roles.values.length,
      optOuts: optOuts.valid.length + optOuts.invalid.length,
    },
  };
}

/** An invalid opt-out exempts nobody, and the rest holds. */
function isFatal(draft: Draft): boolean {
  return draft.severity !== 'warning' && !isOfOptOut(draft);
}

function isOfOptOut({ severity, file }: Draft): boolean {
  return severity !== 'warning' && file.startsWith('optouts/');
}

/** Where the policy names none: the only GitHub organization there is. */
function approvalSystemOf(
  policy: PolicyView | null,
  systems: readonly System[],
  { valid }: OptOuts,
  findings: Findings,
): SystemId | null {
  if (policy === null || policy.optOuts.approvalSystem !== null) return policy?.optOuts.approvalSystem ?? null;
  const [only, ...others] = systems.filter(({ kind }) => kind === 'github-org');
  if (only !== undefined && others.length === 0) return only.id;
  if (policy.optOuts.approvalSource === 'github' && valid.length > 0) {
    const message = 'Nothing tells which person a reviewer is, so that no approval can be proved.';
    const mend = 'Add `approvalSystem` under `optOuts`: the id of the GitHub organization.';
    findings.add({ severity: 'warning', code: 'reference', file: POLICY_FILE, path: ['optOuts'], message, mend });
  }
  return null;
}

/** Drafts with their positions, sorted. Each file that has one is composed once more for it. */
function resolveDrafts(
  drafts: readonly Draft[],
  texts: ReadonlyMap<string, string>,
  limits: Limits,
): readonly Finding[] {
  const locators = new Map<string, Locator>();
  const locate = (file: string): Locator | null => {
    const text = texts.get(file);
    if (text === undefined) return null;
    const there = locators.get(file) ?? locator(text, limits);
    locators.set(file, there);
    return there;
  };
  return drafts.map((draft) => resolveDraft(draft, locate)).sort(byPosition);
}

function resolveDraft(draft: Draft, locate: (file: string) => Locator | null): Finding {
  const { file, offset, other, message } = draft;
  const where = locate(file);
  const position =
    (offset === undefined ? where?.at(draft.path, draft.target ?? 'value') : where?.atOffset(offset)) ?? START;
  // A text that is too large is not read a second time just to name a path.
  const known = offset === undefined || draft.code === 'too-large';
  const path = known ? draft.path : (where?.pathAt(offset) ?? []);
  const there = other === undefined ? START : (locate(other.file)?.at(other.path, 'value') ?? START);
  return {
    severity: draft.severity ?? 'error',
    code: draft.code,
    file,
    ...position,
    path: formatPath(path),
    message: other === undefined ? message : `${message} ${other.file}:${there.line}:${there.column}.`,
    mend: draft.mend,
  };
}

const START = { line: 1, column: 1 };

function byPosition(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1);
}

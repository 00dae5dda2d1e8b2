/** `optouts/**`: reading them, and the rules that hold for one of them by itself. */
import type { EntitlementId, Exemption, OptOut, OptOutId, PersonId, SystemId } from '../core/model.js';
import { type Instant, parseInstant } from '../core/time.js';
import { isValid } from '../documents/check.js';
import type { OptOutDocument } from '../documents/generated/types.js';
import { nearest } from '../documents/nearest.js';
import { valueAt } from '../documents/path.js';
import { collectFindings, type Findings, type Path } from './finding.js';
import { LIMITS } from './limits.js';
import type { Context } from './opt-out-context.js';
import { checkDefeated } from './opt-out-defeated.js';
import { checkIdle } from './opt-out-idle.js';
import { checkOwner } from './opt-out-owner.js';
import { checkRenewals } from './opt-out-renewals.js';
import { guardsOf } from './policy-document.js';
import { addDuplicate, checkReference, instantAt, stemOf } from './rules.js';
import type { Source } from './sources.js';
import { readYaml } from './yaml.js';

export interface OptOuts {
  readonly valid: readonly OptOut[];
  /** Files, sorted. */
  readonly invalid: readonly string[];
}

/** Reads all opt-outs: those that hold to every rule, and the files of those that do not. */
export function readOptOuts(sources: readonly Source[], context: Context): OptOuts {
  const mine = sources.filter(({ kind }) => kind === 'opt-out');
  checkIds(mine, context.findings);
  const read: OptOut[] = [];
  for (const source of mine) {
    const sound = source.usable && source.faults.length === 0;
    const optOut = sound ? readOptOut(source.data as OptOutDocument, source.file, context) : null;
    if (optOut !== null) read.push(optOut);
  }
  checkRenewals(read, context);
  checkDefeated(read, context);
  const { findings, policy } = context;
  // Where approvals are proved, the policy of the pull request's base decides what only today's speaks against.
  const drift = policy?.optOuts.approvalSource === 'github' ? 'apart from drift' : 'with drift';
  const isInvalid = (file: string) => findings.errorsIn(file, drift) > 0;
  return {
    valid: read
      .filter(({ file }) => !isInvalid(file))
      .map((optOut) => (findings.errorsIn(optOut.file) > 0 ? { ...optOut, drifted: true } : optOut)),
    invalid: mine
      .map(({ file }) => file)
      .filter(isInvalid)
      .sort(),
  };
}

/** An id twice is no opt-out at all: nobody could say which of the two was approved. */
function checkIds(sources: readonly Source[], findings: Findings): void {
  const first = new Map<string, string>();
  for (const { data, file } of sources) {
    const id = valueAt(data, ['id']);
    if (typeof id !== 'string') continue;
    const at = { file, path: ['id'] };
    if (id !== stemOf(file)) {
      const message = `The file is not named after the opt-out's id \`${id}\`.`;
      findings.add({
        ...at,
        code: 'file-name',
        message,
        mend: `Rename the file to \`${id}.yaml\`, or write \`id: ${stemOf(file)}\`.`,
      });
    }
    const there = first.get(id);
    if (there === undefined) {
      first.set(id, file);
      continue;
    }
    const mend = 'Give one of them another id, and name its file after it.';
    addDuplicate('The opt-out id', id, at, { file: there, path: ['id'] }, findings, mend);
    addDuplicate('The opt-out id', id, { file: there, path: ['id'] }, at, findings, mend);
  }
}

function readOptOut(document: OptOutDocument, file: string, context: Context): OptOut | null {
  const { findings } = context;
  const place = (...path: Path) => ({ file, path });
  const startsAt = document.startsAt === undefined ? null : instantAt(document.startsAt, place('startsAt'), findings);
  const expiresAt = instantAt(document.expiresAt, place('expiresAt'), findings);
  checkPeople(document, file, context);
  checkSystems(document, file, context);
  checkReason(document, file, context);
  if (expiresAt === null) return null;
  const optOut = optOutOf(document, file, startsAt, expiresAt, context);
  checkTimes(optOut, context);
  checkOwner(optOut, context);
  checkIdle(optOut, context);
  return optOut;
}

function optOutOf(
  document: OptOutDocument,
  file: string,
  startsAt: Instant | null,
  expiresAt: Instant,
  { policy, findings }: Pick<Context, 'policy' | 'findings'>,
): OptOut {
  const reason = document.reason ?? 'pause';
  const terms = policy?.optOuts.reasons.get(reason);
  return {
    id: document.id as OptOutId,
    file,
    exempts: exemptionOf(document, file, findings),
    systems: document.systems as SystemId[],
    reason,
    holds: terms?.holds ?? [],
    maxDuration: terms?.maxDuration ?? 0,
    justification: document.justification,
    ticket: document.ticket ?? null,
    requestedBy: document.requestedBy as PersonId,
    owner: document.owner as PersonId,
    startsAt,
    expiresAt,
    renewalOf: (document.renewalOf ?? null) as OptOutId | null,
    drifted: false,
  };
}

/**
 * One opt-out's text by itself, as it once was: what it says, without what the policy makes of it. Null where it is none.
 */
export function readOptOutText(text: string, file: string): OptOut | null {
  const { data, whole } = readYaml(text, LIMITS, LIMITS.nodesPerFile);
  if (!whole || !isValid('opt-out', data)) return null;
  const document = data as OptOutDocument;
  const startsAt = document.startsAt === undefined ? null : parseInstant(document.startsAt);
  const expiresAt = parseInstant(document.expiresAt);
  if (expiresAt === null) return null;
  return optOutOf(document, file, startsAt, expiresAt, { policy: null, findings: collectFindings() });
}

function exemptionOf(document: OptOutDocument, file: string, findings: Findings): Exemption {
  const entitlements = (document.entitlements ?? []) as EntitlementId[];
  if (document.person !== undefined) return { kind: 'person', person: document.person as PersonId, entitlements };
  if (entitlements.length > 0) {
    const message = '`entitlements` narrows the opt-out of a person, and this one is for whole systems.';
    findings.add({
      code: 'opt-out-rule',
      file,
      path: ['entitlements'],
      target: 'key',
      message,
      mend: 'Leave `entitlements` out.',
    });
  }
  return document.guards === undefined
    ? { kind: 'pause' }
    : { kind: 'guards', guards: guardsOf(document.guards, file, findings) };
}

function checkPeople(document: OptOutDocument, file: string, { roster, findings }: Context): void {
  for (const key of ['person', 'requestedBy', 'owner'] as const) {
    const id = document[key];
    const place = { file, path: [key], drift: key !== 'person' };
    if (id !== undefined) checkReference(id, roster.persons, 'a person of the roster', place, findings);
  }
}

function checkSystems({ systems: named }: OptOutDocument, file: string, { systems, findings }: Context): void {
  const seen = new Set<string>();
  for (const [index, system] of named.entries()) {
    const place = { file, path: ['systems', index] };
    checkReference(system, systems, 'a system of the policy', place, findings);
    if (seen.has(system)) {
      const message = `\`${system}\` stands twice in \`systems\`.`;
      findings.add({ ...place, code: 'opt-out-rule', message, mend: 'Keep one of them.' });
    }
    seen.add(system);
  }
  const folder = /^optouts\/([^/]+)\//.exec(file)?.[1];
  if (folder !== undefined && [...seen].some((system) => system !== folder)) {
    const message = `A file in \`optouts/${folder}/\` is for the system \`${folder}\` alone, so that its owners are asked.`;
    const mend = `Write \`systems: [${folder}]\`, or move the file to \`optouts/\`.`;
    findings.add({ code: 'opt-out-rule', file, path: ['systems'], message, mend });
  }
}

function checkReason(document: OptOutDocument, file: string, { policy, findings }: Context): void {
  if (document.reason === undefined && document.person !== undefined) {
    const mend = `Add \`reason\`: one of ${[...(policy?.optOuts.reasons.keys() ?? [])].join(', ')}.`;
    findings.add({ code: 'missing-key', file, path: [], message: '`reason` is missing from an opt-out.', mend });
    return;
  }
  const reason = document.reason ?? 'pause';
  if (policy === null || policy.optOuts.reasons.has(reason)) return;
  const reasons = [...policy.optOuts.reasons.keys()];
  const near = nearest(reason, reasons);
  const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
  const message = `\`${reason}\` is not one of the policy's reasons.${hint}`;
  const mend = `Write one of ${reasons.join(', ')}.`;
  const path = document.reason === undefined ? [] : ['reason'];
  findings.add({ code: 'reference', file, path, message, mend, drift: true });
}

function checkTimes({ file, startsAt, expiresAt, reason }: OptOut, { policy, at, findings }: Context): void {
  const place = { file, path: ['expiresAt'] };
  if (startsAt !== null && expiresAt <= startsAt) {
    const message = '`expiresAt` is not after `startsAt`: the opt-out never holds.';
    findings.add({ ...place, code: 'opt-out-rule', message, mend: 'Move one of them.' });
    return;
  }
  const longest = policy?.optOuts.reasons.get(reason)?.maxDuration;
  if (longest !== undefined && expiresAt - (startsAt ?? at) > longest) {
    const from = startsAt === null ? 'now' : '`startsAt`';
    const message = `It lasts longer than the reason \`${reason}\` allows: ${days(longest)} from ${from}.`;
    const latest = new Date((startsAt ?? at) + longest).toISOString().replace(/\.\d{3}Z$/, 'Z');
    const mend = `Write \`expiresAt: ${latest}\` or earlier.`;
    findings.add({ ...place, code: 'opt-out-rule', message, mend, drift: true });
  }
  if (at >= expiresAt) {
    const message = 'The opt-out has lapsed and exempts nobody any more.';
    findings.add({
      ...place,
      severity: 'warning',
      code: 'opt-out-lapsed',
      message,
      mend: 'Delete the file, or renew it in a new one with `renewalOf`.',
    });
  }
}

function days(length: number): string {
  const hours = length / 3_600_000;
  if (hours === 24) return 'a day';
  return hours % 24 === 0 ? `${hours / 24} days` : `${Math.round(hours * 100) / 100} hours`;
}

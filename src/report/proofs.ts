/** Opt-outs in a report: whose approval is proved, and above all whose is not. */
import type { DesiredState, OptOut } from '../core/model.js';
import type { Approval } from '../core/observation.js';
import { hasLapsed } from '../core/opt-out.js';
import { formatInstant, type Instant } from '../core/time.js';
import type { Finding } from '../policy/finding.js';
import type { Group, Row } from './outline.js';
import { count, when } from './words.js';

/** What a report says of opt-outs besides the decisions that they hold. */
export interface Proofs {
  /** By the opt-out's id; empty where nothing is proved. */
  readonly approvals: ReadonlyMap<string, Approval>;
  /** Null where there is nothing to tell. */
  readonly group: Group | null;
}

export const NO_PROOFS: Proofs = { approvals: new Map(), group: null };

/** @param requests how many requests the host was asked for the proofs; null where they come from a snapshot */
export function proofsOf(
  desired: DesiredState,
  approvals: readonly Approval[],
  findings: readonly Finding[],
  now: Instant,
  requests: number | null,
): Proofs {
  if (desired.optOutPolicy.approvalSource === 'none' || desired.optOuts.length === 0) return NO_PROOFS;
  const proofs = new Map<string, Approval>(approvals.map((approval) => [approval.optOut, approval]));
  const standing = desired.optOuts.filter((optOut) => !hasLapsed(optOut, now));
  const shared = sharedWhys(standing.map(({ id }) => proofs.get(id)));
  const rows = standing.flatMap((optOut) => rowOf(optOut, proofs.get(optOut.id), findings, shared) ?? []);
  const approved = standing.filter(({ id }) => proofs.get(id)?.verdict === 'approved').length;
  const asked = requests === null ? '' : `, proved in ${count(requests, 'request')}`;
  const group: Group = {
    title: 'opt-outs',
    aside: `${count(standing.length, 'opt-out')} not lapsed, ${approved} approved${asked}`,
    notes: [...shared].map(([why, number]) => `${count(number, 'opt-out')} could not be proved: ${why}`),
    asides: [],
    rows,
    rest: approved === 0 ? '' : `${approved} approved`,
    unreachable: [],
    outside: [],
    head: ['opt-out', 'what it does now, and why'],
  };
  return { approvals: proofs, group };
}

/** One outage is one reason: it is said once, with how many it concerns, and not once for each of two hundred. */
function sharedWhys(proofs: readonly (Approval | undefined)[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const proof of proofs) {
    if (proof?.verdict === 'unverifiable') numbers.set(proof.why, (numbers.get(proof.why) ?? 0) + 1);
  }
  return new Map([...numbers].filter(([, number]) => number > 1));
}

/** A row for each that needs a look: not approved, not proved, or approved by terms that the policy has no more. */
function rowOf(
  optOut: OptOut,
  proof: Approval | undefined,
  findings: readonly Finding[],
  shared: ReadonlyMap<string, number>,
): Row | null {
  const until = `would hold until ${when(formatInstant(optOut.expiresAt))}`;
  const notes = optOut.drifted ? driftOf(optOut, findings) : [];
  switch (proof?.verdict) {
    case 'approved':
      return notes.length === 0
        ? null
        : { tone: 'look', mark: 'changed', subject: optOut.id, detail: `holds: ${proof.why}`, notes };
    case 'unapproved': {
      const pending = proof.rule === 'committed' || proof.rule === 'merged';
      const tone = pending ? 'look' : 'bad';
      const mark = pending ? 'pending' : 'refused';
      return { tone, mark, subject: optOut.id, detail: `exempts nobody: ${proof.why}`, notes: [until] };
    }
    default: {
      const why = proof?.why ?? 'the snapshot says nothing of it';
      const effect = optOut.exempts.kind === 'guards' ? 'raises no guard' : 'what it may hold is left alone';
      const detail = shared.has(why) ? effect : `${effect}: ${why}`;
      return { tone: 'bad', mark: 'unproved', subject: optOut.id, detail, notes: [until] };
    }
  }
}

function driftOf({ file }: OptOut, findings: readonly Finding[]): string[] {
  return findings
    .filter((finding) => finding.file === file && finding.severity === 'error')
    .map(({ message, mend }) => `changed since it was approved: ${message} ${mend}`.trim());
}

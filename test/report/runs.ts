/** Runs to be told: a plan's decisions and what became of them, without the systems behind them. */
import type { Decision, Plan, PlannedSystem, ReviewWhy, Revoke } from '../../src/core/decision.js';
import type { Outcome, Remainder, RevocationResult } from '../../src/core/outcome.js';
import type { Entry, Register } from '../../src/core/register.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { outlineOfRun, type Run } from '../../src/report/run-outline.js';
import { renderText } from '../../src/report/text.js';

export const AT = '2026-11-23T18:00:00Z' as never;
export const HOUR = 3_600_000 as never;

export type Who = { readonly system?: string; readonly name?: string; readonly person?: string | null };

export function subject(who: string, { system = 'hub', name = who, person = who }: Who = {}) {
  const account = { id: `id:${who}`, name };
  return { id: `${system}/id:${who}`, system, account, person, service: null, entitlement: null };
}
export const revoke = (who: string, of: Who = {}) =>
  ({
    ...subject(who, of),
    kind: 'revoke',
    reason: 'departed',
    stage: 'suspend',
    lapsedOptOut: null,
  }) as never as Revoke;
export const review = (who: string, why: ReviewWhy, of: Who & { readonly reason?: string | null } = {}) =>
  ({ ...subject(who, of), kind: 'review', why, reason: of.reason ?? null }) as never as Decision;
export const keep = (who: string) => ({ ...subject(who), kind: 'keep' }) as never as Decision;
export const exempt = (who: string, optOut: string, system = 'hub') =>
  ({ ...subject(who, { system }), kind: 'exempt', reason: 'departed', optOut, expiresAt: AT }) as never as Decision;
export const settled = (who: string, deleteAfter: string | null) =>
  ({ ...subject(who), kind: 'settled', reason: 'departed', deleteAfter }) as never as Decision;

export function done(decision: Revoke, outcome: Outcome, remainders: readonly Remainder[] = []): RevocationResult {
  return { decision, revocation: `${decision.id}@1`, outcome, remainders, steps: [] };
}
export const VERIFIED: Outcome = { kind: 'verified' };
export const MANUAL: Remainder = { kind: 'manual', what: 'the role deploy names ana', todo: 'Take ana out of it.' };

export function systemOf(system: string, of: Partial<PlannedSystem> = {}): PlannedSystem {
  const seen = { completeness: { kind: 'complete' }, accounts: 25, revocations: 0, gaps: [], guard: { kind: 'pass' } };
  return { system, kind: 'memory', identity: system, ...seen, ...of } as never;
}

export function entry(id: string, person: string, expiresAt: string, of: Partial<Entry> = {}): Entry {
  const terms = {
    ...{ kind: 'person', person, entitlements: [], guards: null, systems: ['hub'], reason: 'handover' },
    ...{ justification: 'is ill', ticket: null, requestedBy: 'sam.lee', owner: 'kim.cho', startsAt: null, expiresAt },
    ...{ left: 0.4, renewalOf: null },
  };
  const proof = { verdict: 'approved', approvedBy: ['kim.cho'], pullRequest: 5, mergedAt: AT, warnings: [] };
  return { id, file: `optouts/${id}.yaml`, standing: 'active', why: '', terms, ...proof, ...of } as never;
}

export interface Parts extends Partial<Omit<Run, 'plan' | 'register'>> {
  readonly decisions?: readonly Decision[];
  readonly plan?: Partial<Plan>;
  readonly optOuts?: readonly Entry[];
}

export function told({ decisions = [], plan = {}, optOuts = [], ...of }: Parts) {
  const outline = outlineOfRun({
    plan: {
      ...{ version: 1, digest: `sha256:${'0'.repeat(64)}`, at: AT, organization: 'acme', approvalSource: 'github' },
      ...{ identityProviderRead: true, clockSkew: null, invalidOptOuts: [], unverifiableOptOuts: [], warnings: [] },
      ...{ drift: [], decisions, systems: [systemOf('hub')], ...plan },
    },
    register: { at: AT, organization: 'acme', approvalSource: 'github', optOuts } as never as Register,
    ...{ results: [], earlier: [], problems: [], remarks: [], requests: 12, about: new Map(), ...of },
  });
  const text = renderText(outline);
  return {
    text,
    flat: text.replace(/\s+/g, ' '),
    lines: text.trimEnd().split('\n'),
    summary: renderMarkdown(outline),
    outline,
  };
}

export const about = (of: object) =>
  new Map([
    ['hub', { mode: 'enforce', orphans: 'review', protected: [], unreachable: [], requests: 3, ...of }],
  ]) as never;
export const CHECKPOINT = { seq: 1284, hash: `sha256:${'a'.repeat(64)}` };

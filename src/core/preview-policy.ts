/** Changes of the rules themselves: what a proposal would weaken, and which systems it changes. */
import { canonicalJson } from './digest.js';
import type { DesiredState, GuardLimits, OptOutPolicy, OptOutReason, System, SystemId } from './model.js';
import { watchWeakenings } from './preview-watch.js';
import { worded } from './preview-words.js';

/** A rule that would be weaker, as a sentence. `where`: a system's id, or `policy` for what holds everywhere. */
export interface Weakening {
  readonly where: string;
  readonly what: string;
}

/** A system whose live state tells nothing of the proposal, or not all. */
export interface Unlooked {
  readonly system: SystemId;
  /** `new`: only the proposal has it. `kind`, `settings`: it is looked at as the base says. `entitlements`: as before. */
  readonly why: 'new' | 'kind' | 'settings' | 'entitlements';
  /** Which settings differ; empty for the others. */
  readonly settings: readonly string[];
}

/** What is weaker in the proposal, policy first, then by system. */
export function weakenings(base: DesiredState, proposed: DesiredState): readonly Weakening[] {
  const policy = [
    ...ofPolicy(base, proposed),
    ...ofOptOuts(base.optOutPolicy, proposed.optOutPolicy),
    ...watchWeakenings(base, proposed),
  ];
  const next = new Map(proposed.systems.map((system) => [system.id, system]));
  const systems = base.systems.flatMap((system) => {
    const after = next.get(system.id);
    const what = after === undefined ? ['is removed: nothing is revoked there any more'] : ofSystem(system, after);
    return what.map((one): Weakening => ({ where: system.id, what: one }));
  });
  return [...policy.map((what): Weakening => ({ where: 'policy', what })), ...systems];
}

/** Systems that the base's settings and credentials show nothing of, or not as the proposal would have them. */
export function unlooked(base: DesiredState, proposed: DesiredState): readonly Unlooked[] {
  const before = new Map(base.systems.map((system) => [system.id, system]));
  return proposed.systems.flatMap((system): Unlooked[] => {
    const was = before.get(system.id);
    if (was === undefined) return [{ system: system.id, why: 'new', settings: [] }];
    if (was.kind !== system.kind) return [{ system: system.id, why: 'kind', settings: [] }];
    const settings = differing(was.settings, system.settings);
    return [
      ...(settings.length > 0 ? [{ system: system.id, why: 'settings', settings } as const] : []),
      ...(was.entitlements === 'ignore' && system.entitlements === 'managed'
        ? [{ system: system.id, why: 'entitlements', settings: [] } as const]
        : []),
    ];
  });
}

function differing(a: System['settings'], b: System['settings']): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => canonicalJson(a[key]) !== canonicalJson(b[key]))
    .sort();
}

function ofPolicy(base: DesiredState, proposed: DesiredState): string[] {
  const what: string[] = [];
  if (base.organization !== proposed.organization) {
    what.push(`organization: ${base.organization} -> ${proposed.organization}`);
  }
  if (base.identityProvider !== null && base.identityProvider !== proposed.identityProvider) {
    what.push(`identityProvider: ${base.identityProvider} -> ${proposed.identityProvider ?? 'none'}`);
  }
  if (lengthOf(base.retention) > lengthOf(proposed.retention)) {
    what.push(
      `retention: accounts are deleted after ${worded(proposed.retention)} instead of ${worded(base.retention)}`,
    );
  }
  return what;
}

function ofOptOuts(base: OptOutPolicy, proposed: OptOutPolicy): string[] {
  const what: string[] = [];
  if (base.approvalSource === 'github' && proposed.approvalSource === 'none') {
    what.push('optOuts.approvalSource: none: every opt-out would count as approved, without proof');
  }
  if (base.approvalSystem !== proposed.approvalSystem && base.approvalSystem !== null) {
    what.push(`optOuts.approvalSystem: ${base.approvalSystem} -> ${proposed.approvalSystem ?? 'none'}`);
  }
  what.push(...added('optOuts.owners', base.owners, proposed.owners));
  if (proposed.approvals < base.approvals) what.push(`optOuts.approvals: ${base.approvals} -> ${proposed.approvals}`);
  if (proposed.maxRenewals > base.maxRenewals) {
    what.push(`optOuts.maxRenewals: ${base.maxRenewals} -> ${proposed.maxRenewals}`);
  }
  for (const [name, reason] of proposed.reasons) what.push(...ofReason(name, base.reasons.get(name), reason));
  return what;
}

function ofReason(name: string, before: OptOutReason | undefined, after: OptOutReason): string[] {
  const where = `optOuts.reasons.${name}`;
  if (before === undefined) return [`${where} is new: it holds ${after.holds.join(', ')}`];
  const what = added(`${where}.holds`, before.holds, after.holds);
  if (after.maxDuration > before.maxDuration) {
    what.push(`${where}.maxDuration: ${worded(before.maxDuration)} -> ${worded(after.maxDuration)}`);
  }
  if (after.approvals < before.approvals) what.push(`${where}.approvals: ${before.approvals} -> ${after.approvals}`);
  return what;
}

function ofSystem(before: System, after: System): string[] {
  const what: string[] = [];
  if (before.mode === 'enforce' && after.mode === 'report')
    what.push('mode: enforce -> report: nothing is revoked there');
  if (before.orphans === 'revoke' && after.orphans === 'review') what.push('orphans: revoke -> review');
  if (before.entitlements === 'managed' && after.entitlements === 'ignore') {
    what.push('entitlements: managed -> ignore: what roles do not grant is not taken away any more');
  }
  what.push(...added('owners', before.owners, after.owners));
  if (before.owners.length > 0 && after.owners.length === 0)
    what.push("owners: its own are removed: the policy's answer");
  const entry = ({ account, owner }: System['protected'][number]) => `${account} (owner ${owner})`;
  what.push(...added('protected', before.protected.map(entry), after.protected.map(entry)));
  what.push(...added('match', before.match, after.match));
  what.push(...added('unavailable', before.unavailable, after.unavailable));
  what.push(...ofGuards(before.guards, after.guards));
  return what;
}

function ofGuards(before: GuardLimits, after: GuardLimits): string[] {
  const what: string[] = [];
  for (const rule of ['maxRevocations', 'maxRevokedFraction'] as const) {
    if (after[rule] > before[rule]) what.push(`guards.${rule}: ${before[rule]} -> ${after[rule]}`);
  }
  if (after.minAdmins < before.minAdmins) what.push(`guards.minAdmins: ${before.minAdmins} -> ${after.minAdmins}`);
  if (after.window < before.window) what.push(`guards.window: ${worded(before.window)} -> ${worded(after.window)}`);
  return what;
}

function added(what: string, before: readonly string[], after: readonly string[]): string[] {
  const fresh = after.filter((one) => !before.includes(one));
  return fresh.length === 0 ? [] : [`${what}: ${fresh.join(', ')} added`];
}

function lengthOf(retention: DesiredState['retention']): number {
  return retention === 'never' ? Number.POSITIVE_INFINITY : retention;
}

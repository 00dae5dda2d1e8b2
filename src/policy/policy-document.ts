/** `policies/policy.yaml` with its defaults. */
import type {
  ChannelSettings,
  GuardLimits,
  JournalPlace,
  LogSink,
  Objectives,
  OptOutPolicy,
  OptOutReason,
  PersonId,
  SystemId,
} from '../core/model.js';
import { REASONS } from '../core/model.js';
import { type Duration, parseDuration } from '../core/time.js';
import type { PolicyDocument } from '../documents/generated/types.js';
import type { Findings } from './finding.js';
import { durationAt } from './rules.js';
import { POLICY_FILE, type Source } from './sources.js';
import { channelsIn, sinksIn } from './watch.js';

export interface PolicyView {
  readonly organization: string;
  readonly journal: JournalPlace;
  readonly guards: GuardLimits;
  readonly retention: Duration | 'never';
  readonly identityProvider: SystemId | null;
  readonly objectives: Objectives;
  readonly sinks: readonly LogSink[];
  readonly channels: readonly ChannelSettings[];
  readonly showJustifications: boolean;
  readonly optOuts: OptOutPolicy;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const DEFAULT_GUARDS: GuardLimits = { maxRevocations: 10, maxRevokedFraction: 0.25, minAdmins: 2, window: DAY };

/** The reasons where the policy names none. */
function defaultReasons(approvals: number): ReadonlyMap<string, OptOutReason> {
  return new Map<string, OptOutReason>([
    ['role-change', { holds: ['role-changed'], maxDuration: 30 * DAY, approvals }],
    ['debugging', { holds: ['role-changed'], maxDuration: 3 * DAY, approvals }],
    ['leave', { holds: ['suspended', 'idp-inactive'], maxDuration: 180 * DAY, approvals }],
    ['handover', { holds: ['departed', 'suspended', 'idp-inactive'], maxDuration: 14 * DAY, approvals }],
    ['pause', { holds: REASONS, maxDuration: DAY, approvals: Math.max(2, approvals) }],
  ]);
}

/** The policy, or null where the file is absent or broken; both are findings. */
export function readPolicy(sources: readonly Source[], findings: Findings): PolicyView | null {
  const source = sources.find(({ kind }) => kind === 'policy');
  if (source === undefined) {
    const mend = `Create \`${POLICY_FILE}\` with \`organization: <its name>\`; or name the policy repository with --root.`;
    findings.add({ code: 'missing-file', file: POLICY_FILE, path: [], message: 'The policy is missing.', mend });
    return null;
  }
  if (!source.usable || source.faults.length > 0) return null;
  const document = source.data as PolicyDocument;
  const { retention = 'P30D' } = document;
  const lasts = retention === 'never' ? 'never' : durationAt(retention, place('retention'), findings, false);
  const promised = (name: 'standard' | 'privileged') => {
    const text = document.objectives?.[name];
    return text === undefined ? null : durationAt(text, place('objectives', name), findings);
  };
  return {
    organization: document.organization,
    journal: document.journal ?? 'file',
    guards: mergeGuards(DEFAULT_GUARDS, document.guards ?? {}, POLICY_FILE, findings),
    retention: lasts ?? 30 * DAY,
    identityProvider: (document.identityProvider ?? null) as SystemId | null,
    objectives: { standard: promised('standard'), privileged: promised('privileged') },
    sinks: sinksIn(document, findings),
    channels: channelsIn(document, findings),
    showJustifications: document.report?.justifications ?? false,
    optOuts: optOutPolicy(document.optOuts ?? {}, findings),
  };
}

function optOutPolicy(rules: NonNullable<PolicyDocument['optOuts']>, findings: Findings): OptOutPolicy {
  const approvals = rules.approvals ?? 1;
  return {
    owners: (rules.owners ?? []) as PersonId[],
    approvals,
    approvalSource: rules.approvalSource ?? 'github',
    approvalSystem: (rules.approvalSystem ?? null) as SystemId | null,
    maxRenewals: rules.maxRenewals ?? 2,
    remindBefore: (rules.remindBefore ?? ['P7D', 'P1D']).map(
      (text, at) => durationAt(text, place('optOuts', 'remindBefore', at), findings) ?? 0,
    ),
    reasons: rules.reasons === undefined ? defaultReasons(approvals) : reasonsOf(rules.reasons, approvals, findings),
  };
}

type Reasons = NonNullable<NonNullable<PolicyDocument['optOuts']>['reasons']>;

function reasonsOf(reasons: Reasons, approvals: number, findings: Findings): ReadonlyMap<string, OptOutReason> {
  return new Map(
    Object.entries(reasons).map(([name, reason]) => {
      const maxDuration =
        durationAt(reason.maxDuration, place('optOuts', 'reasons', name, 'maxDuration'), findings) ?? 0;
      return [name, { holds: reason.holds, maxDuration, approvals: reason.approvals ?? approvals }];
    }),
  );
}

type WrittenGuards = NonNullable<PolicyDocument['guards']>;

/** The guards of a document merged over others, key by key. */
export function mergeGuards(base: GuardLimits, own: WrittenGuards, file: string, findings: Findings): GuardLimits {
  return { ...base, ...guardsOf(own, file, findings) };
}

/** Only the guards that a document names. */
export function guardsOf(own: WrittenGuards, file: string, findings: Findings): Partial<GuardLimits> {
  const { window, ...numbers } = own;
  if (window === undefined) return numbers;
  durationAt(window, { file, path: ['guards', 'window'] }, findings);
  return { ...numbers, window: parseDuration(window) ?? DAY };
}

function place(...path: (string | number)[]) {
  return { file: POLICY_FILE, path };
}

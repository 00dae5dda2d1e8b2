import { AwsFailure } from './failure.js';
import type { Operations } from './protocol.js';
import {
  type AwsCredential,
  type AwsKey,
  type AwsReport,
  type AwsState,
  type AwsUser,
  arnOf,
  secondsOf,
} from './state.js';

const FOUR_HOURS = 4 * 60 * 60 * 1000;

const COLUMNS = [
  ...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed'],
  ...['password_next_rotation', 'mfa_active', ...keyColumns(1), ...keyColumns(2)],
  ...['cert_1_active', 'cert_1_last_rotated', 'cert_2_active', 'cert_2_last_rotated'],
];

/**
 * The credential report (User Guide: "Generate credential reports for your AWS account"): made at most every four hours
 * and kept as it was, whatever changes since. It is ready once somebody asked after it.
 */
export const report: Operations = {
  GenerateCredentialReport(call) {
    const { state, now } = call;
    if (state.report === null || isOld(state.report, now)) {
      state.report = { generatedAt: secondsOf(now), csv: csvOf(state), ready: false };
      return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
    }
    state.report.ready = true;
    return { State: 'COMPLETE' };
  },

  GetCredentialReport({ state, now }) {
    if (state.report === null) throw new AwsFailure('ReportNotPresent', 'Unknown');
    if (!state.report.ready) {
      state.report.ready = true;
      throw new AwsFailure('ReportInProgress', 'Unknown');
    }
    if (isOld(state.report, now)) throw new AwsFailure('ReportExpired', 'Unknown');
    const content = Buffer.from(state.report.csv).toString('base64');
    return { Content: content, ReportFormat: 'text/csv', GeneratedTime: state.report.generatedAt };
  },
};

function isOld(made: AwsReport, now: Date): boolean {
  return now.getTime() - Date.parse(made.generatedAt) > FOUR_HOURS;
}

function keyColumns(number: number): string[] {
  const rest = ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'];
  return rest.map((column) => `access_key_${number}_${column}`);
}

/** Rows as AWS writes them: the root first, users without regard to case, no line break at the end. */
function csvOf(state: AwsState): string {
  const withMfa = new Set([...state.mfa.values()].map((device) => device.user));
  const users = [...state.users.values()].sort((a, b) => order(a.name.toLowerCase(), b.name.toLowerCase()));
  const rows = users.map((user) => userRow(state, user, withMfa.has(user.name)));
  return [COLUMNS, rootRow(state), ...rows].map((row) => row.map(cell).join(',')).join('\n');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rootRow(state: AwsState): string[] {
  const noKey = keyCells(undefined);
  const created = state.created;
  const root = ['<root_account>', `arn:aws:iam::${state.accountId}:root`, created];
  const password = ['not_supported', 'no_information', 'not_supported', 'not_supported'];
  return [...root, ...password, 'true', ...noKey, ...noKey, ...certificateCells([])];
}

function userRow(state: AwsState, user: AwsUser, mfa: boolean): string[] {
  const keys = [...user.keys].sort((a, b) => order(a.id, b.id));
  const identity = [user.name, arnOf(state, 'user', user), user.created];
  const password =
    user.login === null
      ? ['false', 'N/A', 'N/A', 'N/A']
      : ['true', user.passwordLastUsed ?? 'no_information', user.login.created, 'N/A'];
  return [
    ...identity,
    ...password,
    String(mfa),
    ...keyCells(keys[0]),
    ...keyCells(keys[1]),
    ...certificateCells(user.certificates),
  ];
}

function keyCells(key: AwsKey | undefined): string[] {
  if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const used =
    key.lastUsed === null ? ['N/A', 'N/A', 'N/A'] : [key.lastUsed.at, key.lastUsed.region, key.lastUsed.service];
  return [String(key.status === 'Active'), key.created, ...used];
}

function certificateCells(certificates: readonly AwsCredential[]): string[] {
  return [certificates[0], certificates[1]].flatMap((certificate) =>
    certificate === undefined ? ['false', 'N/A'] : [String(certificate.status === 'Active'), certificate.created],
  );
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

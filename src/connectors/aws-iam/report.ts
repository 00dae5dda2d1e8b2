/** The credential report: flags for all users in one CSV, up to four hours old, without key ids. Never proof of anything. */

import type { EntitlementId } from '../../core/model.js';
import type { Entitlement } from '../../core/observation.js';
import { formatInstant, parseInstant, type Timestamp } from '../../core/time.js';

type Row = Readonly<Record<string, string>>;

/** What the report tells of credentials, by user name (User Guide: "Generate credential reports for your AWS account"). */
export function credentialsIn(csv: string): ReadonlyMap<string, readonly Entitlement[]> {
  const [head = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const columns = head.split(',');
  return new Map(
    lines.map((line) => {
      const row = rowOf(columns, line);
      return [row['user'] ?? '', entitlementsOf(row)];
    }),
  );
}

/**
 * A user's name may hold commas, and stands in the first two columns (name and ARN) alone: fields beyond the number of
 * columns are parts of those two, half each.
 */
function rowOf(columns: readonly string[], line: string): Row {
  const fields = line.split(',');
  const more = Math.max(0, fields.length - columns.length) / 2;
  const name = fields.slice(0, more + 1).join(',');
  const arn = fields.slice(more + 1, 2 * more + 2).join(',');
  const values = [unquoted(name), unquoted(arn), ...fields.slice(2 * more + 2)];
  return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
}

function unquoted(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function entitlementsOf(row: Row): readonly Entitlement[] {
  const found: Entitlement[] = [];
  if (row['password_enabled'] === 'true') {
    const id = 'console-password' as EntitlementId;
    const lastUsedAt = timeIn(row['password_last_used']);
    found.push({ kind: 'credential', id, type: 'password', status: 'active', lastUsedAt });
  }
  for (const number of ['1', '2']) {
    if (row[`access_key_${number}_active`] === 'true') {
      found.push({
        kind: 'credential',
        id: `access-key:${number}` as EntitlementId,
        type: 'access-key',
        status: 'active',
        lastUsedAt: timeIn(row[`access_key_${number}_last_used_date`]),
        lastUsedBy: userIn(row[`access_key_${number}_last_used_service`], row[`access_key_${number}_last_used_region`]),
      });
    }
    if (row[`cert_${number}_active`] === 'true') {
      const id = `certificate:${number}` as EntitlementId;
      found.push({ kind: 'credential', id, type: 'signing-certificate', status: 'active' });
    }
  }
  return found;
}

/** `N/A`, `no_information` and `not_supported` stand where there is no time. */
function timeIn(text: string | undefined): Timestamp | null {
  const at = text === undefined ? null : parseInstant(text);
  return at === null ? null : formatInstant(at);
}

function userIn(service: string | undefined, region: string | undefined): string | null {
  if (service === undefined || service === '' || service === 'N/A') return null;
  return region === undefined || region === '' || region === 'N/A' ? service : `${service} in ${region}`;
}

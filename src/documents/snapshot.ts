/** Snapshots as files: `schemas/snapshot.schema.json`. */
import type { Snapshot } from '../core/observation.js';
import type { SnapshotDocument } from './generated/types.js';
import { checkTime, formatDocument, invalid, parseDocument } from './json-document.js';
import { type Path, show } from './path.js';

type WrittenSystem = SnapshotDocument['systems'][number];
type WrittenAccount = WrittenSystem['accounts'][number];
type WrittenApproval = NonNullable<SnapshotDocument['approvals']>[number];

/** The parts that the policy declares as not readable in a system. */
export type Unavailable = (system: string) => readonly string[];

/**
 * Reads a saved snapshot and fills its defaults in.
 * @param unavailable asked about a gap that does not say itself whether it is declared.
 * @throws LeaverError `invalid-document`: not JSON, not to its schema, a system twice, an account id twice in one system,
 * or a time that no calendar has.
 */
export function readSnapshot(text: string, unavailable: Unavailable = () => []): Snapshot {
  const document = parseDocument('snapshot', text) as SnapshotDocument;
  checkTime('snapshot', document.at, () => ['at']);
  const systems = new Set<string>();
  for (const [index, system] of document.systems.entries()) {
    if (systems.has(system.system)) {
      throw twice(`the system ${show(system.system)}`, ['systems', index, 'system']);
    }
    systems.add(system.system);
    fillSystem(system, ['systems', index], unavailable(system.system));
  }
  document.clockSkew ??= null;
  document.approvals ??= [];
  for (const [index, approval] of document.approvals.entries()) fillApproval(approval, ['approvals', index]);
  // Every default is filled in, so that the document is a snapshot now.
  return document as unknown as Snapshot;
}

/** A snapshot as text. */
export function formatSnapshot(snapshot: Snapshot): string {
  return formatDocument(snapshot);
}

function fillSystem(system: WrittenSystem, path: Path, unavailable: readonly string[]): void {
  checkTime('snapshot', system.at, () => [...path, 'at']);
  system.identity ??= null;
  system.gaps ??= [];
  for (const gap of system.gaps) gap.declared ??= unavailable.includes(gap.part);
  system.requests ??= 0;
  system.clockSkew ??= null;
  const ids = new Set<string>();
  for (let index = 0; index < system.accounts.length; index++) {
    const account = system.accounts[index] as WrittenAccount;
    if (ids.has(account.id)) throw twice(`the account ${show(account.id)}`, [...path, 'accounts', index, 'id']);
    ids.add(account.id);
    fillAccount(account, () => [...path, 'accounts', index]);
  }
}

function fillAccount(account: WrittenAccount, path: () => Path): void {
  account.email ??= null;
  account.read ??= 'listed';
  account.admin ??= false;
  account.self ??= false;
  account.suspendedAt ??= null;
  checkTime('snapshot', account.suspendedAt, () => [...path(), 'suspendedAt']);
  if (account.changedAt != null) checkTime('snapshot', account.changedAt, () => [...path(), 'changedAt']);
  account.entitlements ??= [];
  for (let index = 0; index < account.entitlements.length; index++) {
    const lastUsedAt = account.entitlements[index]?.lastUsedAt;
    if (lastUsedAt != null) checkTime('snapshot', lastUsedAt, () => [...path(), 'entitlements', index, 'lastUsedAt']);
  }
}

function fillApproval(approval: WrittenApproval, path: Path): void {
  approval.by ??= [];
  approval.pullRequest ??= null;
  approval.mergedAt ??= null;
  approval.why ??= '';
  approval.rule ??= null;
  approval.evidence ??= null;
  checkTime('snapshot', approval.mergedAt, () => [...path, 'mergedAt']);
  for (const [index, { at }] of (approval.evidence?.reviews ?? []).entries()) {
    checkTime('snapshot', at, () => [...path, 'evidence', 'reviews', index, 'at']);
  }
}

function twice(what: string, path: Path) {
  return invalid('snapshot', path, `${what} stands twice.`, 'Keep one of them.');
}

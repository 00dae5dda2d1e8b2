/** What may be changed in a roster, and what the documents hold then. How the text gets there is another matter. */
import type { AccountClaim, PersonId, SystemId } from '../core/model.js';
import { oneLine } from '../documents/one-line.js';
import type { Plain } from './yaml-write.js';

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status?: 'active' | 'suspended' | 'departed';
  readonly manager?: string;
  readonly roles?: readonly string[];
  readonly accounts: ReadonlyMap<SystemId, AccountClaim>;
  /** Said behind the entry's first line; null: nothing. */
  readonly comment: string | null;
}

export interface NewService {
  readonly id: string;
  readonly owner: string;
  readonly accounts: ReadonlyMap<SystemId, AccountClaim>;
  readonly comment: string | null;
}

/** Whose account it is. */
export interface Holder {
  readonly kind: 'person' | 'service';
  readonly id: string;
}

export type RosterEdit =
  /** The file may be new. */
  | { readonly kind: 'add-person'; readonly file: string; readonly person: NewPerson }
  | { readonly kind: 'add-service'; readonly file: string; readonly service: NewService }
  | {
      readonly kind: 'set-status';
      readonly person: PersonId;
      readonly status: 'active' | 'suspended' | 'departed';
      readonly comment: string | null;
    }
  | { readonly kind: 'set-email'; readonly person: PersonId; readonly email: string }
  /** Adds the claim, or puts it in the place of the one that is there. */
  | {
      readonly kind: 'set-account';
      readonly holder: Holder;
      readonly system: SystemId;
      readonly claim: AccountClaim;
      /** Said behind its line; left out: nothing. */
      readonly comment?: string;
    };

export type ListName = 'people' | 'services';

/** An entry that is added, and the list that it is added to. */
export interface Addition {
  readonly file: string;
  readonly list: ListName;
  readonly id: string;
  readonly entry: Readonly<Record<string, Plain>>;
  readonly comment: string | null;
}

/** A change of an entry that is there. */
export type Change = Exclude<RosterEdit, { readonly kind: 'add-person' | 'add-service' }>;

/** Null where the edit changes an entry that is there. */
export function additionOf(edit: RosterEdit): Addition | null {
  if (edit.kind === 'add-person') {
    const { accounts, comment, id, name, email, status, manager, roles } = edit.person;
    const optional = { ...(status && { status }), ...(manager && { manager }), ...(roles?.length && { roles }) };
    const entry = { id, name, email, ...optional, ...accountsOf(accounts) };
    return { file: edit.file, list: 'people', id, entry, comment: commentOf(comment) };
  }
  if (edit.kind !== 'add-service') return null;
  const { accounts, comment, id, owner } = edit.service;
  const entry = { id, owner, ...accountsOf(accounts) };
  return { file: edit.file, list: 'services', id, entry, comment: commentOf(comment) };
}

/** Whose entry a change is about. */
export function holderOf(change: Change): Holder {
  return change.kind === 'set-account' ? change.holder : { kind: 'person', id: change.person };
}

/** One line, whatever it is made of. */
export function commentOf(comment: string | null): string | null {
  const line = comment === null ? '' : oneLine(comment);
  return line === '' ? null : line;
}

function accountsOf(accounts: ReadonlyMap<SystemId, AccountClaim>): { readonly accounts?: Plain } {
  if (accounts.size === 0) return {};
  return { accounts: Object.fromEntries([...accounts].map(([system, claim]) => [system, claimAsWritten(claim)])) };
}

/** The short form where only a name is known. */
export function claimAsWritten({ id, name }: AccountClaim): string | { readonly [key: string]: string } {
  if (id === null) return name ?? '';
  return name === null ? { id } : { id, name };
}

/** An entry as it is read, with the change made. */
export function changed(entry: Readonly<Record<string, unknown>>, change: Change): Readonly<Record<string, unknown>> {
  switch (change.kind) {
    case 'set-status':
      return isSo(entry, change) ? entry : { ...entry, status: change.status };
    case 'set-email':
      return { ...entry, email: change.email };
    case 'set-account': {
      const accounts = (entry.accounts ?? {}) as Readonly<Record<string, unknown>>;
      return { ...entry, accounts: { ...accounts, [change.system]: claimAsWritten(change.claim) } };
    }
  }
}

/** A status that is left out is the active one. */
export function isSo({ status = 'active' }: Readonly<Record<string, unknown>>, change: { status: string }): boolean {
  return status === change.status;
}

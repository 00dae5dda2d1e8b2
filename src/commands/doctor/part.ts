/** A part of the check-up that fails never stops the others: what it could not look at is a finding. */
import type { Checked, CheckFinding } from '../../core/checkup.js';
import { LeaverError, messageOf } from '../../errors.js';

/** What is said where a check can't be made. */
export interface Unchecked {
  readonly check: string;
  readonly where: string;
  /** What is not known then: `who may go around the rules`. */
  readonly what: string;
  readonly why: string;
  /** The permission that is needed; null where it is no question of one. */
  readonly permission: string | null;
  readonly severity?: CheckFinding['severity'];
}

/** The finding that something could not be checked: no permission is told apart from no answer. */
export function unchecked(error: unknown, about: Unchecked): Checked {
  const { check, where, what, why, permission, severity = 'warning' } = about;
  const refused = error instanceof LeaverError && error.code === 'forbidden';
  const told = messageOf(error);
  const mend =
    refused && permission !== null
      ? `Run doctor with a credential that has ${permission}, or look yourself.`
      : mendOf(error) || 'Try again; if it stays so, look yourself.';
  return { kind: 'not-checked', severity, check, where, what: `${what} could not be checked: ${told}`, why, mend };
}

/** Reads something; where that fails, the finding that says so. */
export async function attempt<Value>(
  about: Unchecked,
  read: () => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly unread: Checked }> {
  try {
    return { value: await read() };
  } catch (error) {
    return { unread: unchecked(error, about) };
  }
}

export function mendOf(error: unknown): string {
  return error instanceof LeaverError ? error.mend : '';
}

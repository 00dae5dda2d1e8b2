/**
 * The one error class. Its codes are a closed set, so that every shell can give the right exit status and a reader of a
 * log can search for one; its message says what, where, why and the mend, and never holds a secret.
 */
export type ErrorCode =
  | 'usage' // the command line is wrong
  | 'invalid-policy' // the policy repository's documents do not validate
  | 'invalid-document' // a snapshot, plan or world file does not validate
  | 'file-missing'
  | 'file-unreadable'
  | 'not-text' // the bytes were read and are not UTF-8
  | 'file-unwritable'
  | 'missing-credential' // a credential is needed and the environment has none
  | 'wrong-credential' // the system refuses the credential
  | 'wrong-system' // the credential reaches another organization or account than the settings name
  | 'forbidden' // the credential is good and lacks the permission
  | 'unreachable' // no answer, or none that makes sense, until the deadline
  | 'rate-limited' // the limit did not lift before the deadline
  | 'not-supported' // part of the contract that is not built yet
  | 'outdated-plan' // the plan's digest is not the one that was named, or no longer the plan of this repository
  | 'busy' // another run holds the lease, and acts
  | 'journal' // the journal can't be read or written
  | 'sink' // a copy of the audit log can't be read or added to
  | 'undelivered' // a channel did not take its news
  | 'internal';

export class LeaverError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do about it, as one sentence; empty where the message says it all. */
  readonly mend: string;

  constructor(code: ErrorCode, message: string, options: { mend?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LeaverError';
    this.code = code;
    this.mend = options.mend ?? '';
  }
}

/** What a person is told of any thrown value: its message in one line, never a stack. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim();
}

/** The same with what to do about it, as sentences. */
export function sentencesOf(error: unknown): string {
  const mend = error instanceof LeaverError && error.mend !== '' ? ` ${error.mend}` : '';
  return `${messageOf(error).replace(/[.]?$/, '.')}${mend}`;
}

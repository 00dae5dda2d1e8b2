import type { SandboxReply } from '../server.js';
import type { ModelError, Wire } from './wire.js';

/** Statuses and words of Okta's errors ("Okta error codes and descriptions"). `{0}` is what it is about. */
const ERRORS = {
  E0000001: [400, 'Api validation failed: {0}'],
  E0000003: [400, 'The request body was not well-formed.'],
  E0000005: [403, 'Invalid session'],
  E0000006: [403, 'You do not have permission to perform the requested action'],
  E0000007: [404, 'Not found: Resource not found: {0}'],
  E0000008: [404, 'The requested path was not found'],
  E0000011: [401, 'Invalid token provided'],
  E0000022: [405, 'The endpoint does not support the provided HTTP method'],
  E0000031: [400, 'Invalid search criteria.'],
  E0000090: [409, 'The role specified is already assigned to the user.'],
} as const satisfies Record<string, readonly [number, string]>;

export type OktaErrorCode = keyof typeof ERRORS;

/** A refusal on its way to the answer. */
export class OktaFailure extends Error {
  readonly code: OktaErrorCode;
  readonly about: string;
  readonly cause_: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: OktaErrorCode, about = '', cause_ = '', headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.name = 'OktaFailure';
    this.code = code;
    this.about = about;
    this.cause_ = cause_;
    this.headers = headers;
  }
}

/** The answer to what was refused. @param errorId what Okta's support would find it by */
export function failureReply({ code, about, cause_, headers }: OktaFailure, errorId: string): SandboxReply {
  const [status, words] = ERRORS[code];
  const body: Wire<ModelError> = {
    errorCode: code,
    errorSummary: words.replace('{0}', () => about),
    errorLink: code,
    errorId,
    errorCauses: cause_ === '' ? [] : [{ errorSummary: cause_ }],
  };
  return { status, headers, body };
}

/** Okta's answer for what is not there: `Not found: Resource not found: 00u1 (User)`. */
export function absent(id: string, kind: string): OktaFailure {
  return new OktaFailure('E0000007', `${id} (${kind})`);
}

/** Okta's answer for what breaks a rule: the part of the request, and why. */
export function invalid(part: string, why: string): OktaFailure {
  return new OktaFailure('E0000001', part, why);
}

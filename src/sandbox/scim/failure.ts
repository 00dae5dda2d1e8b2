/** Errors of SCIM's own form (RFC 7644, 3.12). */
import type { Fault } from '../faults.js';
import type { SandboxReply } from '../server.js';

export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const MEDIA_TYPE = 'application/scim+json';

/** Table 9 of RFC 7644. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive';

/** What an operation throws to end with an error. */
export class ScimFailure extends Error {
  readonly status: number;
  readonly scimType: ScimType | null;

  constructor(status: number, scimType: ScimType | null, detail: string) {
    super(detail);
    this.name = 'ScimFailure';
    this.status = status;
    this.scimType = scimType;
  }
}

/** A 400 of this type. */
export function bad(scimType: ScimType, detail: string): ScimFailure {
  return new ScimFailure(400, scimType, detail);
}

export function absent(what: string): ScimFailure {
  return new ScimFailure(404, null, `${what} not found`);
}

export function failureReply({ status, scimType, message }: ScimFailure): SandboxReply {
  const type = scimType === null ? {} : { scimType };
  const signIn = status === 401 ? { 'www-authenticate': 'Bearer realm="SCIM"' } : {};
  return {
    status,
    headers: { 'content-type': MEDIA_TYPE, ...signIn },
    body: { schemas: [ERROR_SCHEMA], status: String(status), ...type, detail: message },
  };
}

/** A fault that answers with an error of SCIM's: `faults.add({ fault: scimFault(429, { retryAfter: 2 }), times: 1 })`. */
export function scimFault(
  status: number,
  { scimType = null, detail = `status ${status}`, retryAfter = null }: FaultDetails = {},
): Fault & { kind: 'status' } {
  const reply = failureReply(new ScimFailure(status, scimType, detail));
  const after = retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
  return { kind: 'status', status, headers: { ...reply.headers, ...after }, body: reply.body };
}

export interface FaultDetails {
  readonly scimType?: ScimType | null;
  readonly detail?: string;
  /** Seconds, or a date as HTTP writes it. */
  readonly retryAfter?: number | string | null;
}

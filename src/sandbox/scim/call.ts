/** One request to one operation, and answers to it. */
import type { SandboxReply } from '../server.js';
import { bad, MEDIA_TYPE } from './failure.js';
import { isObject, type JsonObject, type ResourceKind, type ScimState } from './state.js';

export interface Call {
  readonly state: ScimState;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly now: string;
  /** The service's address with its path: `http://127.0.0.1:41234/scim/v2`. */
  readonly base: string;
  readonly shortPage: number | null;
  /** Logs a change of state. */
  changed(object: string): void;
}

export interface ResourceCall extends Call {
  readonly kind: ResourceKind;
}

export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): SandboxReply {
  return { status, headers: { 'content-type': MEDIA_TYPE, ...headers }, body };
}

export const nothing: SandboxReply = { status: 204 };

/** The body's JSON object. Throws `invalidSyntax`. */
export function documentIn(body: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw bad('invalidSyntax', 'the body is not JSON');
  }
  if (!isObject(value)) throw bad('invalidSyntax', 'the body is not a JSON object');
  return value;
}

/** How SCIM is spoken ("RFC 7644: SCIM Protocol"), and nothing else: what its answers mean to accounts stands elsewhere. */

import { createHttpClient, type HttpClient, type Said, type Vendor, wireOf } from '../../http/client.js';
import type { Clock } from '../../ports/ports.js';
import { RULES, type Rules } from '../../retry/rules.js';
import type { Access } from './config.js';
import { isFields, textIn } from './shapes.js';

/** All that this connector asks. Each throws a `LeaverError`; limits and passing faults were waited for. */
export type ScimClient = Pick<HttpClient, 'read' | 'find' | 'write' | 'requests' | 'clockSkew'>;

export interface ClientOptions {
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly rules: Rules;
}

/** Makes the client. Nothing is requested yet. */
export function createClient(
  { base, token, variable }: Access,
  name: string,
  { clock, random, rules }: ClientOptions,
): ScimClient {
  const vendor: Vendor = {
    name,
    base,
    variable,
    rules,
    media: 'application/scim+json',
    requestId: 'x-request-id',
    said,
    reset: null,
  };
  const signIn = {
    headers: async () => ({ authorization: `Bearer ${token}` }),
    renew: () => false,
  };
  return createHttpClient(vendor, signIn, wireOf(clock), { clock, random });
}

/** The waits before each look at a change whose outcome is unknown. */
export const LOOKS = RULES.scim.lookAgain;

/** `detail` and `scimType` (3.12); some providers say it in their own way. */
function said(body: unknown): Said {
  if (!isFields(body)) return { message: '', code: '' };
  const errors = body['Errors'];
  const other = isFields(errors) ? errors['description'] : body['message'];
  return { message: textIn(body['detail']) || textIn(other), code: textIn(body['scimType']) };
}

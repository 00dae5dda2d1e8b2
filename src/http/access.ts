/** Where a system leads, and what opens it: from the environment alone, so that no policy file decides where a secret is sent. */
import type { SystemId } from '../core/model.js';
import { LeaverError } from '../errors.js';
import type { Environment } from '../ports/ports.js';

/** What a system's variable holds. */
export type Held = 'URL' | 'TOKEN' | 'CLIENT_ID' | 'KEY_ID' | 'PRIVATE_KEY';

/** `LEAVER_SYSTEM_OKTA_URL`: the variable of a system, by its id. */
export function variableOf(system: SystemId, held: Held): string {
  return `LEAVER_SYSTEM_${system.replace(/[^a-zA-Z0-9]/g, '_').toUpperCase()}_${held}`;
}

/** What the variable holds; null where it is absent or empty. */
export function heldIn(environment: Environment, system: SystemId, held: Held): string | null {
  const value = environment[variableOf(system, held)]?.trim() ?? '';
  return value === '' ? null : value;
}

/** The same where nothing goes without it. Throws `missing-credential`. */
export function neededIn(environment: Environment, system: SystemId, held: Held, is: string): string {
  const value = heldIn(environment, system, held);
  if (value !== null) return value;
  const variable = variableOf(system, held);
  throw new LeaverError('missing-credential', `system ${system} has no ${variable} in the environment`, {
    mend: `Put ${is} into ${variable}.`,
  });
}

/**
 * A system's address without a slash at its end. Anything but `https:` is for this machine alone. Throws `missing-credential`,
 * `wrong-credential`; neither shows the address, which may be a secret.
 */
export function addressIn(environment: Environment, system: SystemId, is: string): string {
  const text = neededIn(environment, system, 'URL', is);
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url !== null && safe && url.username === '' && url.password === '' && url.search === '' && url.hash === '') {
    return url.href.replace(/\/+$/, '');
  }
  const variable = variableOf(system, 'URL');
  throw new LeaverError('wrong-credential', `${variable} holds no address that system ${system} can use`, {
    mend: `Put ${is} into ${variable}, beginning with https:// and without a name, password or query in it.`,
  });
}

/** Whether an address leads nowhere but to this machine. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

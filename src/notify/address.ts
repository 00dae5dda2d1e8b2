/** Where a channel leads, and what opens it: from the environment alone, and never shown. */
import { LeaverError } from '../errors.js';
import type { Environment } from '../ports/ports.js';

/** `LEAVER_NOTIFY_SECURITY_URL`: the variable of a channel, by its id. */
export function variableOf(channel: string, what: 'URL' | 'SECRET'): string {
  return `LEAVER_NOTIFY_${channel.replace(/[^a-zA-Z0-9]/g, '_').toUpperCase()}_${what}`;
}

/** The value of a channel's variable, and its name. Throws `missing-credential` where there is none. */
export function settingOf(environment: Environment, channel: string, what: 'URL' | 'SECRET', is: string) {
  const variable = variableOf(channel, what);
  const value = environment[variable]?.trim() ?? '';
  if (value !== '') return { variable, value };
  throw new LeaverError('missing-credential', `channel ${channel} has no ${variable} in the environment`, {
    mend: `Put ${is} into ${variable}, as a secret of the workflow.`,
  });
}

/**
 * A channel's address, which may be a secret as a whole. A protocol without encryption is for this machine alone.
 * Throws `missing-credential`, `wrong-credential`.
 * @param safe protocols that encrypt from the start, or are made to
 */
export function addressOf(
  environment: Environment,
  channel: string,
  { is, safe, open }: { readonly is: string; readonly safe: readonly string[]; readonly open: string },
): { readonly variable: string; readonly url: URL } {
  const { variable, value } = settingOf(environment, channel, 'URL', is);
  const url = URL.canParse(value) ? new URL(value) : null;
  const isFit =
    url !== null && url.hostname !== '' && (safe.includes(url.protocol) || (url.protocol === open && isLoopback(url)));
  // The error of a library would show the address.
  if (isFit) return { variable, url };
  throw new LeaverError('wrong-credential', `${variable} holds no address that channel ${channel} can use`, {
    mend: `Put ${is} into ${variable}, beginning with ${safe.map((protocol) => `${protocol}//`).join(' or ')}.`,
  });
}

/** Whether an address leads nowhere but to this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

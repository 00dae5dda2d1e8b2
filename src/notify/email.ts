/** Mail, by a server that speaks SMTP ("RFC 5321: Simple Mail Transfer Protocol"). */
import { createTransport } from 'nodemailer';
import type { Message } from '../core/news.js';
import type { Clock, Environment } from '../ports/ports.js';
import { addressOf, isLoopback } from './address.js';
import type { Channel } from './channel.js';
import { mailOf } from './email-text.js';
import { type Failed, failedTry, PATIENCE, silenceOf, trier } from './sending.js';

export interface EmailOptions {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly environment: Environment;
  readonly clock: Clock;
  /** How long a single try lasts at most, in milliseconds. */
  readonly patience?: number;
}

/**
 * Sends one mail to all addresses. Its `Message-ID` is made of the message's own, so that a mail server that drops repeats
 * can. A try ends in time, whatever the server does, and leaves no connection open. `smtps://` is encrypted from the start; `smtp://` has to become so by STARTTLS, but for a server on this machine.
 * Throws `missing-credential`, `wrong-credential`.
 */
export function emailChannel({ id, from, to, environment, clock, patience = PATIENCE }: EmailOptions): Channel {
  const is = "the mail server's address (`smtps://user:password@host:465`)";
  const { variable, url } = addressOf(environment, id, { is, safe: ['smtps:', 'smtp:'], open: 'smtp:' });
  const persist = trier(clock);

  async function attempt(message: Message): Promise<void> {
    const transport = createTransport(serverAt(url, patience));
    try {
      const { subject, text, html } = mailOf(message);
      const sent = await transport.sendMail({
        from: { name: 'Leaver', address: from },
        to: to.map((address) => ({ name: '', address })),
        // The time-outs of the library begin anew with each line that a server drips: this one does not.
        signal: AbortSignal.timeout(patience),
        messageId: `<${message.id.replace(/[^A-Za-z0-9_-]/g, '')}@${domainOf(from)}>`,
        date: new Date(clock.now()),
        // A machine that answers mails is not to answer this one ("RFC 3834: Automatic Responses to Electronic Mail").
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        ...{ subject, text, html, disableFileAccess: true, disableUrlAccess: true },
      });
      if (sent.rejected.length > 0) throw failedTry(partOf(sent.rejected.length, to.length, id));
    } catch (error) {
      throw isTold(error) ? error : failedTry(failureOf(error, id, variable));
    } finally {
      transport.close();
    }
  }

  return { id, send: (message, until) => persist(() => attempt(message), until) };
}

/** How long a connection that is over may take to close, in milliseconds. */
const GOODBYE = 500;

function serverAt(url: URL, patience: number) {
  const secure = url.protocol === 'smtps:';
  const isNear = isLoopback(url);
  const user = decoded(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !isNear,
    ignoreTLS: !secure && isNear,
    ...(user === '' ? {} : { auth: { user, pass: decoded(url.password) } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    // Then it is destroyed, also where the server goes on sending, so that it keeps no process from its end.
    socketCloseTimeout: GOODBYE,
    logger: false,
  };
}

/** A password that somebody wrote down as it is may hold a `%` that stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).replace(/[^A-Za-z0-9.-]/g, '') || 'leaver.invalid';
}

function isTold(error: unknown): boolean {
  return error instanceof Error && error.name === 'LeaverError';
}

/** Some have it: sent again it would come to them each time, so it is not, and the run says that others lack it. */
function partOf(refused: number, all: number, id: string): Failed {
  return {
    code: 'undelivered',
    said: `channel ${id}: its mail server refuses ${refused} of ${all} addresses; the others have the mail`,
    mend: 'Correct the addresses under `to` of the channel in policies/policy.yaml.',
    setback: { kind: 'final' },
    partly: true,
  };
}

/** By the library's code and the server's number alone: what the server says may repeat the user or the password. */
function failureOf(error: unknown, id: string, variable: string): Failed {
  const { code = '', responseCode = 0 } = error as { readonly code?: string; readonly responseCode?: number };
  const said = `channel ${id}: its mail server answers ${responseCode}`;
  const final = { kind: 'final' } as const;
  if (code === 'ETLS') {
    const mend = `Use smtps:// in ${variable}, or a server that offers STARTTLS with a certificate for its name.`;
    return {
      code: 'unreachable',
      said: `channel ${id}: no encrypted connection to its mail server`,
      mend,
      setback: final,
    };
  }
  if (code === 'EAUTH' || code === 'ENOAUTH' || responseCode === 530 || responseCode === 535) {
    const mend = `Put a valid user and password into ${variable}.`;
    return { code: 'wrong-credential', said: `${said}: it refuses to sign in`, mend, setback: final };
  }
  if (responseCode >= 500) {
    return { code: 'undelivered', said, mend: "Look at the mail server's own log.", setback: final };
  }
  if (responseCode >= 400) return { code: 'unreachable', said, mend: '', setback: { kind: 'passing', asked: null } };
  return silenceOf(error, id, variable);
}

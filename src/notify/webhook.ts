/** A signed webhook for any receiver ("Standard Webhooks", 1.0.0). */
import { Webhook } from 'standardwebhooks';
import type { Message } from '../core/news.js';
import { LeaverError } from '../errors.js';
import type { Clock, Environment } from '../ports/ports.js';
import { addressOf, settingOf } from './address.js';
import type { Channel } from './channel.js';
import { failedTry, PATIENCE, refusalOf, silenceOf, trier } from './sending.js';

export interface WebhookOptions {
  readonly id: string;
  readonly environment: Environment;
  readonly clock: Clock;
}

/**
 * Sends a message as `{ type: 'leaver.news', timestamp, data }`. `webhook-id` is the message's own, the same at each try, so
 * that a receiver can drop a repeat; `webhook-timestamp` is that of the try. Several secrets, separated by spaces, make
 * several signatures: so a secret is changed without a gap. Throws `missing-credential`, `wrong-credential`.
 */
export function webhookChannel({ id, environment, clock }: WebhookOptions): Channel {
  const { variable, url } = addressOf(environment, id, {
    is: 'the address of the receiver',
    safe: ['https:'],
    open: 'http:',
  });
  const signers = signersOf(environment, id);
  const persist = trier(clock);

  async function attempt(message: Message): Promise<void> {
    const now = new Date(clock.now());
    const body = bodyOf(message);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'leaver',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signers.map((signer) => signer.sign(message.id, now, body)).join(' '),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((error: unknown) => {
      throw failedTry(silenceOf(error, id, variable));
    });
    // What it says is of no use, and may be endless.
    await response.body?.cancel().catch(() => {});
    if (!response.ok) throw failedTry(refusalOf(response, id, variable, clock));
  }

  return { id, send: (message, until) => persist(() => attempt(message), until) };
}

/** What is sent, and signed: the same bytes at each try. */
export function bodyOf({ id: _, at, ...data }: Message): string {
  return JSON.stringify({ type: 'leaver.news', timestamp: at, data });
}

/** The standard's own limits of a secret, in bytes. */
const [SHORTEST, LONGEST] = [24, 64];

function signersOf(environment: Environment, id: string): readonly Webhook[] {
  const is = 'the secret that the receiver verifies by (`whsec_…`)';
  const { variable, value } = settingOf(environment, id, 'SECRET', is);
  return value.split(/\s+/).map((secret) => {
    const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
    const { length } = Buffer.from(base64, 'base64');
    try {
      if (length >= SHORTEST && length <= LONGEST) return new Webhook(secret);
    } catch {
      // Said below: what the library says might quote it.
    }
    throw new LeaverError('wrong-credential', `${variable} holds no secret that channel ${id} can sign with`, {
      mend: `Put \`whsec_\` and the Base64 of ${SHORTEST} to ${LONGEST} random bytes into ${variable}; several are separated by spaces.`,
    });
  });
}

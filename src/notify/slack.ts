/** Slack, by an incoming webhook ("Sending messages using incoming webhooks"). */
import { IncomingWebhook } from '@slack/webhook';
import type { Message } from '../core/news.js';
import type { Clock, Environment } from '../ports/ports.js';
import { addressOf } from './address.js';
import type { Channel } from './channel.js';
import { type Answer, failedTry, PATIENCE, refusalOf, silenceOf, trier } from './sending.js';
import { slackBlocks, slackText } from './slack-text.js';

export interface SlackOptions {
  readonly id: string;
  readonly environment: Environment;
  readonly clock: Clock;
}

/** A word of Slack's own for what is wrong: `channel_is_archived`. Anything else might quote what was sent. */
const WORD = /^[a-z_]{3,60}$/;
/** So much of an answer is read. */
const LONGEST = 200;

/**
 * Posts to the channel that the webhook was made for. The address is the credential. Slack knows no message ids: a run that is
 * killed between sending and recording tells it twice. Throws `missing-credential`, `wrong-credential`.
 */
export function slackChannel({ id, environment, clock }: SlackOptions): Channel {
  const is = "the incoming webhook's address";
  const { variable, url } = addressOf(environment, id, { is, safe: ['https:'], open: 'http:' });
  const persist = trier(clock);

  async function attempt(message: Message): Promise<void> {
    let answer: (Answer & { readonly said: string }) | null = null;
    const webhook = new IncomingWebhook(url.href, {
      timeout: PATIENCE,
      // The library tells no headers of an answer, and takes a redirect for no answer.
      fetch: async (_, { method = 'POST', headers = {}, body = '', signal } = {}) => {
        const timed = signal === undefined ? {} : { signal };
        const response = await fetch(url, { method, headers, body: String(body), redirect: 'manual', ...timed });
        const said = await beginningOf(response);
        answer = { status: response.status, headers: response.headers, said };
        return { ...bare(response), text: async () => said };
      },
    });
    try {
      await webhook.send({
        text: slackText(message),
        blocks: [...slackBlocks(message)],
        link_names: false,
        unfurl_links: false,
        unfurl_media: false,
      });
    } catch (error) {
      throw failedTry(failureOf(error, answer));
    }
  }

  /** The library's errors are not passed on: they may hold the address. */
  function failureOf(error: unknown, answer: (Answer & { readonly said: string }) | null) {
    if (answer === null || (answer.status >= 200 && answer.status < 300)) return silenceOf(error, id, variable);
    const failed = refusalOf(answer, id, variable, clock);
    return WORD.test(answer.said) ? { ...failed, said: `${failed.said}: ${answer.said}` } : failed;
  }

  return { id, send: (message, until) => persist(() => attempt(message), until) };
}

/** What the library looks at. */
function bare(response: Response) {
  const { ok, status, statusText, headers } = response;
  return {
    ok,
    status,
    statusText,
    headers,
    url: '',
    arrayBuffer: async () => new ArrayBuffer(0),
    json: async () => null,
  };
}

/** An answer may be endless. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let said = '';
  for await (const chunk of body) {
    said += decoder.decode(chunk as Uint8Array, { stream: true });
    if (said.length > LONGEST) break;
  }
  return said.slice(0, LONGEST).trim();
}

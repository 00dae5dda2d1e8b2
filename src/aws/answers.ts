/** AWS's answers as the SDK gets to read them: bounded, and without the credentials that went out. */
import { readWhole, type SentCredentials, sentCredentials } from '../ports/answers.js';

interface Message {
  readonly headers?: Readonly<Record<string, string>>;
}
interface Answer extends Message {
  readonly statusCode: number;
  readonly body: unknown;
}
type Middleware = <Args, Reply>(next: (args: Args) => Promise<Reply>) => (args: Args) => Promise<Reply>;

/** Next to the network: within the SDK's retrying, and before it reads anything. */
export const NEXT_TO_NETWORK = { step: 'deserialize', priority: 'low', name: 'answers' } as const;

/**
 * Keeps answers within a bound, and takes out of them what a server may repeat: the session's token and the signature, which
 * went out as headers ("Signature Version 4 for API requests"). A signature is good for its own request alone, and each request has
 * another, so that it is not remembered beyond: looking for all of them would cost more with every request.
 * @param bodyOf the form in which a service's client reads a body
 */
export function answersWithout(sent: SentCredentials, bodyOf: (bytes: Buffer) => unknown = asTheyAre): Middleware {
  return (next) => async (args) => {
    const { request } = args as { request?: Message };
    sent.add(request?.headers?.['x-amz-security-token'] ?? '');
    const once = sentCredentials();
    once.add(/Signature=(\w+)/.exec(request?.headers?.['authorization'] ?? '')?.[1] ?? '');
    const reply = await next(args);
    const { response } = reply as { response?: Answer };
    if (response === undefined) return reply;
    const bytes = once.outOf(sent.outOf(await readWhole(response.body as AsyncIterable<Uint8Array> | null)));
    const headers = Object.entries(response.headers ?? {}).map(([name, value]) => [
      name,
      once.outOfText(sent.outOfText(value)),
    ]);
    return {
      ...reply,
      response: Object.assign(response, { body: bodyOf(bytes), headers: Object.fromEntries(headers) }),
    };
  };
}

function asTheyAre(bytes: Buffer): Buffer {
  return bytes;
}

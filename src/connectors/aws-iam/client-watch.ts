/** What is learned of AWS beside its answers: how many requests it took, and what its clock shows. */
import type { IAMClient } from '@aws-sdk/client-iam';
import type { STSClient } from '@aws-sdk/client-sts';
import { answersWithout, NEXT_TO_NETWORK } from '../../aws/answers.js';
import { clockSkew, largerSkew } from '../../core/clock-skew.js';
import { sentCredentials } from '../../ports/answers.js';
import type { Clock } from '../../ports/ports.js';
import type { Iam } from './iam.js';

/** What was learned so far, of all clients together. */
type Seen = Pick<Iam, 'requests' | 'clockSkew'>;

interface Watchable {
  readonly middlewareStack: { add(middleware: Middleware, options: typeof INNERMOST | typeof NEXT_TO_NETWORK): void };
}
type Middleware = <Args, Reply>(next: (args: Args) => Promise<Reply>) => (args: Args) => Promise<Reply>;

/** Inside of the SDK's retrying, so that each attempt counts, and of its reading, so that refusals have a date too. */
const INNERMOST = { step: 'deserialize', priority: 'low', name: 'watch' } as const;

/** Watches the clients that it is given; each is handed back. */
export function watch(clock: Clock): {
  readonly watched: <Client extends (IAMClient | STSClient) & Watchable>(client: Client) => Client;
  readonly seen: Seen;
} {
  const answers = answersWithout(sentCredentials());
  let requests = 0;
  let skew: number | null = null;
  const watching: Middleware = (next) => async (args) => {
    requests += 1;
    const sent = clock.now();
    const reply = await next(args);
    skew = largerSkew(skew, clockSkew({ date: dateOf(reply), sent, received: clock.now() }));
    return reply;
  };
  return {
    watched: (client) => {
      client.middlewareStack.add(watching, INNERMOST);
      client.middlewareStack.add(answers, NEXT_TO_NETWORK);
      return client;
    },
    seen: { requests: () => requests, clockSkew: () => skew },
  };
}

/** The header as the SDK's HTTP handler gives it: names in lower case. */
function dateOf(reply: unknown): string | undefined {
  const { response } = reply as { response?: { headers?: Readonly<Record<string, string>> } };
  return response?.headers?.['date'];
}

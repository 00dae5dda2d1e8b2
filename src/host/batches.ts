/** Many things in one GraphQL request, and fewer at a time where GitHub gives up on that many. */
import { LeaverError } from '../errors.js';
import type { QueryProblem } from '../github/client.js';
import { statusOf } from '../github/failures.js';

/** What came of one of the things that were asked for; `unread` where GitHub could not answer for just this one. */
export type Asked<Answer> =
  | { readonly kind: 'read'; readonly answer: Answer }
  | { readonly kind: 'unread'; readonly why: string };

/** How many further requests are worth finding out which one it is that GitHub can't answer for. */
const MORE_REQUESTS = 12;

/**
 * Asks for all, so many a request. Throws where GitHub answers for nobody: `wrong-credential`, `forbidden`, `unreachable`,
 * `rate-limited`.
 */
export async function inBatches<Item, Answer>(
  items: readonly Item[],
  size: number,
  ask: (some: readonly Item[]) => Promise<readonly Asked<Answer>[]>,
): Promise<readonly Asked<Answer>[]> {
  const budget = { left: MORE_REQUESTS };
  const answers: Asked<Answer>[] = [];
  for (let at = 0; at < items.length; at += size) {
    answers.push(...(await askHalving(items.slice(at, at + size), ask, budget)));
  }
  return answers;
}

/** One request; in halves where GitHub gives up on it, as it does on a query that takes it more than ten seconds. */
async function askHalving<Item, Answer>(
  items: readonly Item[],
  ask: (some: readonly Item[]) => Promise<readonly Asked<Answer>[]>,
  budget: { left: number },
): Promise<readonly Asked<Answer>[]> {
  try {
    return await ask(items);
  } catch (error) {
    if (!(error instanceof LeaverError) || !isTooMuch(error)) throw error;
    if (items.length === 1 || budget.left < 2) {
      return items.map(() => ({ kind: 'unread', why: error.message }));
    }
    budget.left -= 2;
    const middle = Math.ceil(items.length / 2);
    const first = await askHalving(items.slice(0, middle), ask, budget);
    return [...first, ...(await askHalving(items.slice(middle), ask, budget))];
  }
}

/** No answer at all, or a refusal, would be the same for a smaller query. */
function isTooMuch(error: LeaverError): boolean {
  const status = statusOf(error);
  return error.code === 'unreachable' && status !== null && (status === 200 || status >= 500);
}

/**
 * Which of the aliases `l0`, `l1` … GitHub could not answer for. A file that is not there is an answer: null stands for
 * it. Throws where the whole query failed.
 */
export function failuresByAlias(errors: readonly QueryProblem[]): ReadonlyMap<string, string> {
  const failed = new Map<string, string>();
  for (const { path, type, message } of errors) {
    if (type === 'NOT_FOUND' && /^f\d+$/.test(String(path?.at(-1)))) continue;
    const alias = path?.find((part) => typeof part === 'string' && /^l\d+$/.test(part));
    if (typeof alias !== 'string') throw new LeaverError('unreachable', message, { cause: { status: 200 } });
    failed.set(alias, message);
  }
  return failed;
}

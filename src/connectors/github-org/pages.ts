import { isFatal, unreadable, whyOf } from '../../github/failures.js';
import type { GithubClient, Page, Values } from './client.js';

/** What to list, how to find the entries in a page's body, and what makes two of them the same. */
export interface ListingRequest<Entry> {
  /** What a person calls it: `members`. */
  readonly name: string;
  readonly route: string;
  readonly values: Values;
  /** The entries in a page's body; null where it is not such a page. The body itself where absent. */
  readonly entriesOf?: (body: unknown) => unknown;
  readonly key: (entry: Entry) => string;
}

/** The entries that were read, and what could not be read: `gap` names listing, page and status. */
export interface Listing<Entry> {
  readonly entries: readonly Entry[];
  readonly gap: { readonly text: string; readonly error: Error } | null;
}

const PAGE = 100;
const AT_ONCE = 4;
/** A million entries and more: a listing that goes on has no end. */
const MOST_PAGES = 20_000;

/**
 * Reads a listing to its end. Further pages go in parallel once the first told the last one's number; where a page is
 * not full or links elsewhere, `next` is followed from there, since entries may have moved. A failed page gives a gap
 * beside what the others hold ("Using pagination in the REST API").
 */
export async function readListing<Entry>(
  client: GithubClient,
  request: ListingRequest<Entry>,
): Promise<Listing<Entry>> {
  const found = new Map<string, Entry>();
  let gap: Listing<Entry>['gap'] = null;
  let number = 1;

  async function take(target: Parameters<GithubClient['page']>[0], which: number, of: number | null) {
    try {
      const page = await client.page(target);
      const entries = entriesIn<Entry>(request, page);
      for (const entry of entries) found.set(request.key(entry), entry);
      return { page, full: entries.length === PAGE };
    } catch (error) {
      if (isFatal(error)) throw error;
      const place = of === null ? `page ${which}` : `page ${which} of ${of}`;
      gap ??= { text: `${request.name}: ${place} failed with ${whyOf(error)}`, error: error as Error };
      return null;
    }
  }

  let current = await take({ route: request.route, values: { ...request.values, per_page: PAGE } }, 1, null);
  const last = current?.full === true ? lastPage(current.page) : null;
  if (last !== null) {
    const url = current?.page.last ?? '';
    const numbers = Array.from({ length: last - 1 }, (_, index) => index + 2);
    const taken = await inParallel(numbers, (page) => take({ url: withPage(url, page) }, page, last));
    const odd = taken.findIndex((one, index) => one !== null && !(one.full || index === taken.length - 1));
    current = taken[odd === -1 ? taken.length - 1 : odd] ?? null;
    number = odd === -1 ? last : odd + 2;
  }
  const followed = new Set<string>();
  while (current !== null && current.page.next !== null) {
    number += 1;
    const url = current.page.next;
    if (followed.has(url) || followed.size >= MOST_PAGES) {
      const text = `${request.name}: page ${number} comes after itself, or the listing has no end`;
      gap ??= { text, error: unreadable(request.route) };
      break;
    }
    followed.add(url);
    current = await take({ url }, number, null);
  }
  return { entries: [...found.values()], gap };
}

function entriesIn<Entry>(request: ListingRequest<Entry>, page: Page): readonly Entry[] {
  const entries = request.entriesOf === undefined ? page.body : request.entriesOf(page.body);
  // Anything else, an empty body among it, is no listing, least of all an empty one.
  if (!Array.isArray(entries)) throw unreadable(request.route);
  return entries;
}

/** The last page's number, where pages are numbered and the next is the second. */
function lastPage(page: Page): number | null {
  if (page.next === null || page.last === null) return null;
  if (new URL(page.next).searchParams.get('page') !== '2') return null;
  const number = Number(new URL(page.last).searchParams.get('page'));
  return Number.isSafeInteger(number) && number >= 2 && number <= MOST_PAGES ? number : null;
}

function withPage(url: string, page: number): string {
  const address = new URL(url);
  address.searchParams.set('page', String(page));
  return address.href;
}

/** Maps with at most four at once, results in order. */
export async function inParallel<Given, Made>(
  given: readonly Given[],
  make: (one: Given) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = new Array(given.length);
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < given.length; index = next++) made[index] = await make(given[index] as Given);
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, given.length) }, work));
  return made;
}

/** Listings, page by page, with proof that they are whole ("RFC 7644", 3.4.2.4: `startIndex` counts from 1). */
import { LeaverError } from '../../errors.js';
import { isFatal, whyOf } from '../../http/failures.js';
import { type Fields, isFields } from './shapes.js';
import type { Site } from './site.js';

export interface Listing<Entry> {
  readonly entries: readonly Entry[];
  /** Why it is not known to be whole, as a sentence's beginning; null where it is. */
  readonly gap: string | null;
}

export interface Asked<Entry> {
  readonly resource: 'Users' | 'Groups';
  readonly filter: string | null;
  readonly read: (value: unknown) => Entry | null;
  /** How many pages are read at most, where there can't be many. */
  readonly most?: number;
}

/** No provider of dashboards has so many; a server that goes on beyond does not end. */
const MOST_PAGES = 10_000;

/**
 * Every entry. Entries that come or go while pages are read shift the others, and one may slip through; then all is read
 * once more. Throws where not even the first page can be read.
 */
export async function listAll<Entry extends { readonly id: string }>(
  site: Site,
  asked: Asked<Entry>,
): Promise<Listing<Entry>> {
  const first = await listOnce(site, asked);
  if (!first.moved) return first;
  const again = await listOnce(site, asked).catch((error: unknown) => {
    if (isFatal(error)) throw error;
    return { ...first, gap: whyOf(error) };
  });
  if (again.gap === null) return again;
  const entries = new Map([...first.entries, ...again.entries].map((entry) => [entry.id, entry]));
  return { entries: [...entries.values()], gap: again.gap };
}

/** `moved`: the numbers do not add up, as they do where entries came or went in the meantime. */
interface Pass<Entry> extends Listing<Entry> {
  readonly moved: boolean;
}

async function listOnce<Entry extends { readonly id: string }>(
  site: Site,
  { resource, filter, read, most = MOST_PAGES }: Asked<Entry>,
): Promise<Pass<Entry>> {
  const entries = new Map<string, Entry>();
  const what = resource.toLowerCase();
  const end = (gap: string | null, moved = false): Pass<Entry> => ({ entries: [...entries.values()], gap, moved });
  const count = site.settings.quirks.pageSize;
  const told = new Set<number>();
  let [startIndex, unread] = [1, 0];
  for (let pages = 0; pages < most; pages += 1) {
    const page = await readPage(site, resource, { startIndex, count, filter }).catch((error: unknown) => {
      if (startIndex === 1 || isFatal(error)) throw error;
      return whyOf(error);
    });
    if (typeof page === 'string') return end(`${what} from the ${startIndex}th on could not be listed: ${page}`);
    told.delete(page.total);
    told.add(page.total);
    const before = entries.size + unread;
    for (const value of page.resources) {
      const entry = read(value);
      if (entry === null) unread += 1;
      else entries.set(entry.id, entry);
    }
    startIndex += page.resources.length;
    if (page.resources.length === 0 || startIndex > page.total) {
      const doubt = doubtOf({ what, read: entries.size, unread, told: [...told] });
      return end(doubt, doubt !== null && unread === 0);
    }
    // The same page again, whatever was asked for.
    if (entries.size + unread === before) return end(`the listing of ${what} turns in a circle`);
  }
  return end(`the listing of ${what} does not end`);
}

/** Why a listing that came to its end is not known to be whole. */
function doubtOf({ what, read, unread, told }: Counted): string | null {
  const total = told.at(-1) ?? 0;
  if (unread > 0) return `${unread} ${what} were listed without an id`;
  if (read < total) return `${total} ${what} were announced and ${read} listed`;
  return told.length > 1 ? `the number of ${what} changed while they were listed` : null;
}

interface Counted {
  readonly what: string;
  readonly read: number;
  readonly unread: number;
  /** The different numbers that were announced; the last of them last. */
  readonly told: readonly number[];
}

export interface Page {
  readonly resources: readonly unknown[];
  /** How many there are in all, as told. */
  readonly total: number;
}

interface Range {
  readonly startIndex: number;
  readonly count: number;
  readonly filter: string | null;
}

/** One page. Throws `unreachable` where the answer is none of SCIM's: an error page must not pass for an empty listing. */
export async function readPage(site: Site, resource: string, { startIndex, count, filter }: Range): Promise<Page> {
  const query = [`startIndex=${startIndex}`, `count=${count}`];
  if (filter !== null) query.push(`filter=${encodeURIComponent(filter)}`);
  const body = await site.client.read<Fields>(`/${resource}?${query.join('&')}`);
  const { totalResults, Resources: resources = [] } = body as { totalResults?: unknown; Resources?: unknown };
  const total = typeof totalResults === 'string' ? Number(totalResults) : totalResults;
  const listed = resources === null ? [] : resources;
  if (!isFields(body) || !Array.isArray(listed) || typeof total !== 'number' || !(total >= 0)) {
    throw new LeaverError('unreachable', `${site.settings.name}'s answer is no SCIM listing (GET /${resource})`, {
      mend: "Check the address: it has to lead to the provider's SCIM service itself.",
    });
  }
  return { resources: listed, total };
}

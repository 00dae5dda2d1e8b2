/** News, from the log alone: what each channel has not been told, and the messages that tell it. Pure. */
import { createHash } from 'node:crypto';
import type { ChannelSettings, SystemId } from '../core/model.js';
import { type Message, type NewsItem, type NewsKind, TOPIC_OF } from '../core/news.js';
import { ownPage } from '../core/own-page.js';
import { type Instant, instantOf } from '../core/time.js';
import type { JournalEvent } from './event.js';
import { ofOptOuts, ofRestorations, ofRevocations, type Teller } from './news-events.js';
import { ofFailures, ofHalts } from './news-troubles.js';
import { unseenAt, unseenOf } from './news-unseen.js';
import { numberIn, type OpenMessage, toldIn } from './told.js';

/** A message tells so many news at most; of more, there are several. */
export const MOST_NEWS = 500;

/** What the kinds are called, singular and plural, the most urgent first. */
const NAMES: Readonly<Record<NewsKind, readonly [string, string]>> = {
  halt: ['halt', 'halts'],
  failure: ['failure', 'failures'],
  unseen: ['system unseen', 'systems unseen'],
  'opt-out-refused': ['opt-out refused', 'opt-outs refused'],
  'opt-out-expiring': ['opt-out expiring', 'opt-outs expiring'],
  'opt-out-requested': ['opt-out opened', 'opt-outs opened'],
  'opt-out-in-force': ['opt-out in force', 'opt-outs in force'],
  'opt-out-reverted': ['opt-out taken back', 'opt-outs taken back'],
  'opt-out-lapsed': ['opt-out lapsed', 'opt-outs lapsed'],
  revocation: ['revocation', 'revocations'],
  restoration: ['restoration', 'restorations'],
  'halt-over': ['halt over', 'halts over'],
};
const URGENCY = Object.keys(NAMES) as readonly NewsKind[];

/**
 * All news that the events bring, in their order: the same for the same events, with the same keys, at any time.
 * @param repository the policy repository's own page, for links to pull requests; null: there are none
 */
export function newsIn(events: readonly JournalEvent[], repository: string | null = null): readonly NewsItem[] {
  const tellers: readonly Teller[] = [
    ofOptOuts(repository),
    ofRevocations(),
    ofRestorations(),
    ofHalts(),
    ofFailures(),
  ];
  return events.flatMap((event) => tellers.flatMap((teller) => teller(event)));
}

/**
 * News that this channel was not told and is not being told: of its topics, since it has been told of them.
 * @param news of these events, where the caller has them
 */
export function untold(
  events: readonly JournalEvent[],
  channel: Pick<ChannelSettings, 'id'>,
  systems: readonly SystemId[],
  now: Instant,
  news: readonly NewsItem[] = newsIn(events),
): readonly NewsItem[] {
  const told = toldIn(events).get(channel.id);
  if (told === undefined) return [];
  return [...news, ...unseenAt(events, systems, now)].filter(({ key, kind, subject }) => {
    const from = told.from.get(TOPIC_OF[kind]);
    const number = numberIn(key);
    // That it could not be told something is news for the others.
    const isOwn = subject === `channel ${channel.id}`;
    return from !== undefined && (number === 0 || number >= from) && !told.keys.has(key) && !isOwn;
  });
}

/** The news of these keys again, for a message that is sent once more. What the log can't tell any more is said so. */
export function newsOf(
  events: readonly JournalEvent[],
  keys: readonly string[],
  repository: string | null = null,
): readonly NewsItem[] {
  const wanted = new Set(keys);
  const found = new Map(newsIn(events, repository).map((item) => [item.key, item]));
  const last = events.at(-1);
  return [...wanted].flatMap((key) => {
    const item = found.get(key) ?? unseenOf(key);
    if (item !== null || last === undefined) return item ?? [];
    const sentence = 'The log can not tell any more what this news was; its key names it.';
    return { key, kind: 'failure', at: last.at, subject: 'log', sentence, facts: [['key', key]], link: null } as const;
  });
}

/** What a message is made of besides its news. */
export interface About {
  readonly organization: string;
  readonly channel: string;
  readonly link: string | null;
  /** The policy repository's own page; left out and null: no news has a link. */
  readonly repository?: string | null;
}

/**
 * One message of at least one item, most urgent first. Its id, time and text follow from the items and the channel alone, so
 * that the same news sent again are the same message.
 */
export function messageOf(items: readonly NewsItem[], about: About): Message {
  const sorted = [...items].sort(
    (one, other) => URGENCY.indexOf(one.kind) - URGENCY.indexOf(other.kind) || instantOf(one.at) - instantOf(other.at),
  );
  const [first] = sorted;
  if (first === undefined) throw new RangeError('a message without news');
  const at = sorted.reduce((latest, item) => (instantOf(item.at) > instantOf(latest) ? item.at : latest), first.at);
  const { organization, link } = about;
  return { id: idOf(sorted, about), at, organization, title: titleOf(organization, sorted), items: sorted, link };
}

/** The message that was begun, with its own id. */
export function messageAgain(events: readonly JournalEvent[], open: OpenMessage, about: About): Message {
  return { ...messageOf(newsOf(events, open.keys, about.repository), about), id: open.id };
}

function idOf(items: readonly NewsItem[], { organization, channel }: About): string {
  const keys = items.map(({ key, at }) => [key, at]).sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify([organization, channel, keys]));
  return `msg_${hash.digest('hex').slice(0, 32)}`;
}

function titleOf(organization: string, items: readonly NewsItem[]): string {
  const parts = URGENCY.flatMap((kind) => {
    const many = items.filter((item) => item.kind === kind).length;
    const [one, more] = NAMES[kind];
    return many === 0 ? [] : [`${many.toLocaleString('en-US')} ${many === 1 ? one : more}`];
  });
  return `${organization}: ${parts.join(', ')}`;
}

/**
 * Where a run can be read at its host, by the first beginning of it alone: another one of the same run counts for nothing. Null
 * where nobody knows, or the address lies elsewhere than below the repository's own page.
 */
export function linkOf(events: readonly JournalEvent[], run: string, repository: string | null): string | null {
  const first = events.find((event) => event.type === 'run-started' && event.run === run);
  return first?.type === 'run-started' ? ownPage(first.cause.url, repository) : null;
}

/** The run that holds the lease: the one that asks. */
export function actingRun(events: readonly JournalEvent[]): string | null {
  return events.findLast(({ type }) => type === 'leased')?.run ?? null;
}

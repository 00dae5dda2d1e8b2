/** What the log says that each channel was told, and what it has begun to be told. */
import type { ChannelSettings } from '../core/model.js';
import { TOPICS, type Topic } from '../core/news.js';
import { instantOf } from '../core/time.js';
import type { JournalEvent, NewEvent } from './event.js';
import { AGAIN_AFTER } from './news-events.js';

/** A message that was begun and of which nobody knows that it arrived. */
export interface OpenMessage {
  readonly id: string;
  readonly keys: readonly string[];
  /** The run that began it. */
  readonly run: string;
}

export interface Told {
  /** The number of the first event that it is told of, by topic; absent: none yet. A number, since anybody may write any time. */
  readonly from: ReadonlyMap<Topic, number>;
  /** Keys of all that it was told, or is being told. */
  readonly keys: ReadonlySet<string>;
  /** Oldest first. */
  readonly open: readonly OpenMessage[];
}

/** What stands in place of a message's id where the log notes what a channel is told of: the keys are its topics. */
const TOPICS_NOTED = 'topics';

interface Draft {
  readonly from: Map<Topic, number>;
  readonly keys: Set<string>;
  readonly open: Map<string, OpenMessage>;
}

/** All channels that the log knows, by id. */
export function toldIn(events: readonly JournalEvent[]): ReadonlyMap<string, Told> {
  const channels = new Map<string, Draft>();
  for (const [index, event] of events.entries()) {
    if (event.type !== 'notifying' && event.type !== 'notified') continue;
    const there = channels.get(event.channel) ?? { from: new Map(), keys: new Set(), open: new Map() };
    channels.set(event.channel, there);
    if (event.type === 'notified') {
      if (event.result === 'sent') there.open.delete(event.message);
    } else if (event.message === TOPICS_NOTED) {
      noteTopics(there, event.keys, () => dayBefore(events, index));
    } else {
      // News that nobody can know yet is not told by saying so.
      const known = event.keys.filter((key) => numberIn(key) < event.seq);
      if (known.length > 0) there.open.set(event.message, { id: event.message, keys: known, run: event.run });
      addAll(there.keys, known);
    }
  }
  return new Map([...channels].map(([id, { from, keys, open }]) => [id, { from, keys, open: [...open.values()] }]));
}

/**
 * A topic that is new begins a day earlier: what a killed run did just before is not lost, and the past is not told over
 * again. One that is dropped ends; without any, the channel is gone, and what was not delivered with it.
 */
function noteTopics({ from, open }: Draft, topics: readonly string[], first: () => number): void {
  for (const topic of TOPICS) {
    if (!topics.includes(topic)) from.delete(topic);
    else if (!from.has(topic)) from.set(topic, first());
  }
  if (from.size === 0) open.clear();
}

function addAll(keys: Set<string>, more: readonly string[]): void {
  for (const key of more) keys.add(key);
}

/** The number of the first event of the day before this one, as far as times run backwards from it. */
function dayBefore(events: readonly JournalEvent[], index: number): number {
  const note = events[index];
  if (note === undefined) return 1;
  let first = note.seq;
  for (let at = index - 1; at >= 0; at -= 1) {
    const event = events[at];
    if (event === undefined || instantOf(note.at) - instantOf(event.at) > AGAIN_AFTER) break;
    first = event.seq;
  }
  return first;
}

/** The number of the event that a key is of; 0 for news that no event brings. */
export function numberIn(key: string): number {
  return Number(/ #(\d{1,15})$/.exec(key)?.[1] ?? 0);
}

/** Notes for channels whose topics are others than the log knows, and for channels that are gone from the policy. */
export function topicNotes(channels: readonly ChannelSettings[], told: ReadonlyMap<string, Told>): NewEvent[] {
  const wanted = new Map(channels.map(({ id, topics }) => [id, TOPICS.filter((topic) => topics.has(topic))]));
  for (const [id, { from }] of told) if (!wanted.has(id) && from.size > 0) wanted.set(id, []);
  return [...wanted]
    .filter(([id, topics]) => topics.join() !== TOPICS.filter((topic) => told.get(id)?.from.has(topic)).join())
    .map(([channel, keys]) => ({ type: 'notifying', revocation: null, channel, message: TOPICS_NOTED, keys }));
}

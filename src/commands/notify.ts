/** The end of every run: each channel is told what it has not been told, once. */

import type { Journal, JournalEvent } from '../audit/journal.js';
import { type About, actingRun, linkOf, MOST_NEWS, messageAgain, messageOf, newsIn, untold } from '../audit/news.js';
import { toldIn, topicNotes } from '../audit/told.js';
import type { ChannelSettings, DesiredState } from '../core/model.js';
import type { Message, NewsItem } from '../core/news.js';
import type { Instant } from '../core/time.js';
import { LeaverError, messageOf as saidBy } from '../errors.js';
import type { Channel } from '../notify/channel.js';
import { deadlineIn, isPartly } from '../notify/sending.js';
import type { Context } from './context.js';

export interface NewsSent {
  /** `channel security was told: acme: 1 halt`. */
  readonly remarks: readonly string[];
  /** What could not be sent, a sentence a channel with the mend: the run is red, and the next one tries again. */
  readonly problems: readonly string[];
}

/** The lease is held meanwhile: what a channel has not taken by then is told by the next run. In milliseconds. */
const CHANNEL_PATIENCE = 60_000;

/**
 * Tells each channel of the policy, at the same time: first what was begun before and did not arrive, as the same messages with
 * the same ids; then everything new, in as few messages as there are room for. Each is noted in the log before and after, so
 * that a run that is killed anywhere is made good by the next one. The caller holds the lease, and what is to be told stands
 * in the log. Never throws.
 * @param now by it a system counts as unseen
 * @param patience how long one channel may take for all that it is told, in milliseconds
 */
export async function sendNews(
  context: Pick<Context, 'channel' | 'progress' | 'repository'>,
  desired: Pick<DesiredState, 'organization' | 'channels' | 'systems'>,
  journal: Journal,
  now: Instant,
  patience = CHANNEL_PATIENCE,
): Promise<NewsSent> {
  const remarks: string[] = [];
  const problems: string[] = [];
  try {
    const events = await noted(journal, desired.channels);
    const all = newsIn(events, context.repository);
    const each = desired.channels.map(async (settings) => {
      await tellChannel({ context, desired, journal, events, all, settings, now, patience, remarks, problems });
    });
    await Promise.all(each);
  } catch (error) {
    if (desired.channels.length > 0) problems.push(`no channel was told anything: ${saidBy(error)}`);
  }
  // Channels end in any order.
  return { remarks: remarks.sort(), problems: problems.sort() };
}

/** Whether any channel has to be told anything, so that the caller needs a lease for it. Of the log alone. */
export function hasNews(
  events: readonly JournalEvent[],
  { channels, systems }: Pick<DesiredState, 'channels' | 'systems'>,
  now: Instant,
): boolean {
  const told = toldIn(events);
  if (topicNotes(channels, told).length > 0) return true;
  if (channels.some(({ id }) => (told.get(id)?.open.length ?? 0) > 0)) return true;
  const ids = systems.map(({ id }) => id);
  const news = newsIn(events);
  return channels.some((channel) => untold(events, channel, ids, now, news).length > 0);
}

/** The log, after what each channel is told of from now on was noted in it. */
async function noted(journal: Journal, channels: readonly ChannelSettings[]): Promise<readonly JournalEvent[]> {
  const events = await journal.read();
  const notes = topicNotes(channels, toldIn(events));
  if (notes.length === 0) return events;
  for (const note of notes) await journal.append(note);
  return journal.read();
}

interface Telling {
  readonly context: Pick<Context, 'channel' | 'progress' | 'repository'>;
  readonly desired: Pick<DesiredState, 'organization' | 'systems'>;
  readonly journal: Journal;
  readonly events: readonly JournalEvent[];
  /** All news of these events. */
  readonly all: readonly NewsItem[];
  readonly settings: ChannelSettings;
  readonly now: Instant;
  readonly patience: number;
  readonly remarks: string[];
  readonly problems: string[];
}

/** One message and whether it is in the log already. */
interface Due {
  readonly message: Message;
  readonly isBegun: boolean;
}

async function tellChannel(telling: Telling): Promise<void> {
  const { context, settings, patience, problems } = telling;
  const { id } = settings;
  const failures: string[] = [];
  const deadline = deadlineIn(patience, `channel ${id}: it took longer than ${patience / 1000} s for all its news`);
  try {
    const due = dueFor(telling);
    if (due.length === 0) return;
    context.progress(`channel ${id}: telling ${due.length === 1 ? 'what is new' : `${due.length} messages`} …`);
    let channel: Channel | null = null;
    const send = (message: Message): Promise<void> =>
      deadline.meet(async (until) => {
        channel ??= await context.channel(settings);
        await channel.send(message, until);
      });
    for (const one of due) {
      const failure = await deliver(telling, one, send);
      if (failure === null) continue;
      failures.push(sentenceOf(failure));
      // Where it takes nothing now, what follows stays in the log, and goes out together.
      if (!(failure instanceof LeaverError) || failure.code !== 'undelivered') break;
    }
  } catch (error) {
    // The log takes nothing: what is not noted is not sent.
    failures.push(sentenceOf(error));
  } finally {
    deadline.over();
  }
  if (failures.length > 0) problems.push(`channel ${id} was not told everything: ${[...new Set(failures)].join('; ')}`);
}

/** What was begun and did not arrive, oldest first; then what nobody has begun to tell. */
function dueFor({ context, desired, events, all, settings, now }: Telling): readonly Due[] {
  const { repository = null } = context;
  const about = (run: string | null): About => ({
    organization: desired.organization,
    channel: settings.id,
    link: run === null ? null : linkOf(events, run, repository),
    repository,
  });
  const open = toldIn(events).get(settings.id)?.open ?? [];
  const again = open.map((one) => ({ message: messageAgain(events, one, about(one.run)), isBegun: true }));
  const systems = desired.systems.map(({ id }) => id);
  const news = untold(events, settings, systems, now, all);
  const fresh: Due[] = [];
  for (let from = 0; from < news.length; from += MOST_NEWS) {
    const message = messageOf(news.slice(from, from + MOST_NEWS), about(actingRun(events)));
    fresh.push({ message, isBegun: false });
  }
  return [...again, ...fresh];
}

/** What went wrong; null where the message arrived, and that stands in the log. Throws what the log throws before it is sent. */
async function deliver(
  { journal, settings, remarks }: Telling,
  { message, isBegun }: Due,
  send: (message: Message) => Promise<void>,
): Promise<unknown> {
  const of = { revocation: null, channel: settings.id, message: message.id } as const;
  if (!isBegun) await journal.append({ type: 'notifying', ...of, keys: message.items.map(({ key }) => key) });
  let failure: unknown = null;
  try {
    await send(message);
  } catch (error) {
    failure = error;
  }
  const hasArrived = failure === null || isPartly(failure);
  const why = failure === null ? null : saidBy(failure);
  try {
    await journal.append({ type: 'notified', ...of, result: hasArrived ? 'sent' : 'failed', why });
  } catch (error) {
    // Sent and not noted: the next run sends it again, as the same message.
    return failure ?? error;
  }
  if (hasArrived) remarks.push(`Channel ${settings.id} was told: ${message.title}.`);
  return failure;
}

function sentenceOf(error: unknown): string {
  const mend = error instanceof LeaverError && error.mend !== '' ? `. ${error.mend.replace(/\.$/, '')}` : '';
  return `${saidBy(error)}${mend}`;
}

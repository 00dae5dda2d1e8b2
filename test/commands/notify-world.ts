/** A log, channels of every kind that speak to real receivers, and runs that tell what is new. */
import { fileJournal, type Journal, type NewEvent } from '../../src/audit/journal.js';
import type { Context } from '../../src/commands/context.js';
import { underLease } from '../../src/commands/lease.js';
import { type NewsSent, sendNews } from '../../src/commands/notify.js';
import type { ChannelSettings, System } from '../../src/core/model.js';
import { TOPICS } from '../../src/core/news.js';
import { LeaverError } from '../../src/errors.js';
import type { Clock, Files } from '../../src/ports/ports.js';
import { DUE } from '../fixtures/events.js';
import { origin } from '../fixtures/origin.js';
import { type HttpReceiver, httpReceiver, type MailReceiver, mailReceiver } from '../notify/receivers.js';
import { type Trouble, type World, worldOf } from './world.js';

export const SECRET = `whsec_${Buffer.from('a secret of twenty-four bytes or more').toString('base64')}`;

const of = { topics: new Set(TOPICS) };
export const PAGER: ChannelSettings = { ...of, id: 'pager', kind: 'webhook' };
export const CHAT: ChannelSettings = { ...of, id: 'chat', kind: 'slack' };
export const MAIL: ChannelSettings = {
  ...of,
  id: 'mail',
  kind: 'email',
  from: 'l@acme.example',
  to: ['s@acme.example'],
};

export interface Told {
  readonly world: World;
  readonly pager: HttpReceiver;
  readonly chat: HttpReceiver;
  readonly mail: MailReceiver;
  /** May be changed between runs. */
  readonly environment: Record<string, string>;
  /** Appends to the log, as a run does. */
  append(...events: NewEvent[]): Promise<void>;
  /** A run's end. */
  tell(channels?: readonly ChannelSettings[]): Promise<NewsSent>;
}

/** A log in memory: for thousands of events, each of which would be flushed to disk. Whoever held its lease is gone. */
export function memoryLog(clock: Clock): Journal {
  const texts = new Map<string, string>();
  const at = (path: string) => texts.get(path) ?? missing(path);
  const files: Files = {
    list: async (folder) =>
      [...texts.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => ({ path, bytes: 0 })),
    read: async (path) => at(path),
    lines: async function* (path) {
      yield* at(path).replace(/\n$/, '').split('\n');
    },
    write: async (path, text) => void texts.set(path, text),
    create: async (path, text) => {
      if (texts.has(path)) return false;
      texts.set(path, text);
      return true;
    },
    append: async (path, line) => void texts.set(path, `${texts.get(path) ?? ''}${line}\n`),
    remove: async (path) => void texts.delete(path),
  };
  return fileJournal({ files, clock, machine: { host: 'here', pid: 1, isRunning: () => false }, run: 'test', origin });
}

function missing(path: string): never {
  throw new LeaverError('file-missing', path);
}

/** Mail is refused at these turns. */
export async function toldWorld(trouble: Trouble = {}, mailRefuses: () => boolean = () => false): Promise<Told> {
  const [pager, chat] = [await httpReceiver('/pager'), await httpReceiver('/services/T0/B0/slack-secret-123456')];
  const mail = await mailReceiver({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom: (_, __, done) => done(mailRefuses() ? Object.assign(new Error('later'), { responseCode: 451 }) : null),
  });
  const environment = {
    LEAVER_NOTIFY_PAGER_URL: pager.url,
    LEAVER_NOTIFY_PAGER_SECRET: SECRET,
    LEAVER_NOTIFY_CHAT_URL: chat.url,
    LEAVER_NOTIFY_MAIL_URL: `smtp://127.0.0.1:${mail.port}`,
  };
  const world = worldOf({}, { environment, ...trouble });
  const journal = world.context.journal('file');
  const append = (...events: NewEvent[]) => record(journal, events);
  const tell = (channels: readonly ChannelSettings[] = [PAGER, CHAT, MAIL]) => tellIn(world, channels);
  return { world, pager, chat, mail, environment, append, tell };
}

type Telling = Pick<Context, 'channel' | 'progress' | 'journal' | 'clock'>;

/** As a run does: under the lease, and so without reading the log again for each. */
export async function record(journal: Journal, events: readonly NewEvent[]): Promise<void> {
  await underLease(journal, async () => {
    for (const event of events) await journal.append(event);
  });
}

export function tellIn(
  { context }: { readonly context: Telling },
  channels: readonly ChannelSettings[],
  systems: readonly System[] = [],
) {
  const journal = context.journal('file');
  const desired = { organization: 'acme', channels, systems };
  return underLease(journal, () => sendNews(context, desired, journal, context.clock.now()));
}

/** Ids of the messages that a webhook's receiver got, and the keys of their news. */
export function pagesOf({ taken }: HttpReceiver): { id: string; keys: string[] }[] {
  return taken.map(({ headers, body }) => {
    const { data } = JSON.parse(body) as { data: { items: { key: string }[] } };
    return { id: String(headers['webhook-id']), keys: data.items.map(({ key }) => key) };
  });
}

export function lapsed(optOut: string): NewEvent {
  return {
    ...{ type: 'opt-out', revocation: null, optOut, transition: 'lapsed', standing: 'lapsed', person: 'ana.ruiz' },
    ...{ systems: ['hub'], owner: 'kim.cho', requestedBy: 'sam.lee', approvedBy: ['kim.cho'], pullRequest: 41 },
    ...{ expiresAt: '2026-11-23T00:00:00Z', why: '' },
  } as unknown as NewEvent;
}

/** A revocation from its beginning to its end. */
export function revoked(name: string): NewEvent[] {
  const revocation = `hub/id:${name}@2026-11-23T09:00:00Z`;
  const account = { id: `id:${name}`, name, email: null, status: 'active', read: 'listed', admin: false, self: false };
  const decision = {
    ...{
      id: `hub/id:${name}`,
      system: 'hub',
      account: { id: `id:${name}`, name },
      person: `${name}.ruiz`,
      service: null,
    },
    ...{ entitlement: null, kind: 'revoke', reason: 'departed', stage: 'suspend', lapsedOptOut: null },
  };
  return [
    { type: 'begun', revocation, decision, account: { ...account, suspendedAt: null, entitlements: [] }, ...DUE },
    { type: 'ended', revocation, ending: 'verified', left: [] },
  ] as unknown as NewEvent[];
}

/** A channel of kind `issues`: an issue of its own for each halt, and comments on the issue of the register for all else. */
import { createHash } from 'node:crypto';
import type { Message, NewsItem } from '../core/news.js';
import { formatInstant, type Instant, instantOf, type Timestamp } from '../core/time.js';
import type { Host } from '../ports/host.js';
import type { HostIssues, IssueIdentity, IssueText, OwnIssue } from '../ports/host-issues.js';
import { markdown, plain } from '../text/escape.js';
import type { Channel } from './channel.js';

/** The one issue that the register of exceptions stands in. */
export const REGISTER: IssueIdentity = { label: 'leaver-register', marker: '<!-- leaver:register -->' };
const HALT_LABEL = 'leaver-halt';

/** What the register's issue says until a whole run has kept it. */
const UNKEPT: IssueText = {
  title: 'Access exceptions',
  body: 'The register of exceptions follows with the next whole run of Leaver.',
};

/** Clocks may disagree: so much earlier than its news a comment is looked for. */
const SLACK = 3_600_000;

export interface IssuesChannelOptions {
  readonly settings: { readonly id: string };
  readonly host: Pick<Host, 'issues'>;
}

/**
 * Sent again with the same id, a message adds nothing: what is there is found by the markers in it. Throws as the host does:
 * `forbidden` where the credential may not write issues, or they are switched off.
 */
export function issuesChannel({ settings: { id }, host }: IssuesChannelOptions): Channel {
  return { id, send: (message) => send(host.issues, message) };
}

async function send(issues: HostIssues, message: Message): Promise<void> {
  const since = earliest(message.items);
  const ofHalts = message.items.filter(({ kind }) => kind === 'halt' || kind === 'halt-over');
  const rest: NewsItem[] = message.items.filter((item) => !ofHalts.includes(item));
  // In the order in which they came about, so that a halt that is over is not opened again.
  for (const item of ofHalts.sort((a, b) => instantOf(a.at) - instantOf(b.at))) {
    const told = item.kind === 'halt' ? await tellHalt(issues, item, message) : await tellEnd(issues, item, message);
    if (!told) rest.push(item);
  }
  if (rest.length === 0) return;
  const register = (await issues.find(REGISTER)) ?? (await issues.open(REGISTER, UNKEPT));
  if (register.state === 'closed') await issues.set(register, 'open');
  await issues.comment(register, markerOf('message', message.id), bodyOf(message, rest), since);
}

/** Opens the halt's issue; comments where it is open for another reason already. Always true: it is told there. */
async function tellHalt(issues: HostIssues, item: NewsItem, message: Message): Promise<boolean> {
  const news = markerOf('news', item.key);
  const identity = haltOf(item);
  const body = [itemText(item), ...runLine(message)].join('\n');
  const there = await issues.find(identity);
  if (there !== null && (await isToldIn(issues, there, news, item))) return true;
  if (there?.state === 'open') await issues.comment(there, news, body, sinceOf(item));
  else await issues.open(identity, { title: `Halted: ${plain(nameOf(item))}`, body: `${news}\n${body}\n\n${CLOSES}` });
  return true;
}

const CLOSES = 'This issue is closed when the halt is over.';

/** Says so in the halt's issue, and closes it. Whether there is one. */
async function tellEnd(issues: HostIssues, item: NewsItem, message: Message): Promise<boolean> {
  const there = await issues.find(haltOf(item));
  if (there === null) return false;
  const body = [itemText(item), ...runLine(message)].join('\n');
  await issues.comment(there, markerOf('news', item.key), body, sinceOf(item));
  if (there.state === 'open') await issues.set(there, 'closed');
  return true;
}

/**
 * The same for a halt's beginning, its changes and its end: the key names it, between the kind and the number of the event that
 * told it.
 */
function haltOf(item: NewsItem): IssueIdentity {
  return { label: HALT_LABEL, marker: markerOf('halt', nameOf(item)) };
}

/** `aws-prod people maxRevocations`. */
function nameOf({ key }: NewsItem): string {
  return key.replace(/^halt(-over)? /, '').replace(/ #\d+$/, '');
}

async function isToldIn(issues: HostIssues, issue: OwnIssue, news: string, item: NewsItem): Promise<boolean> {
  return issue.body.startsWith(news) || (await issues.hasComment(issue, news, sinceOf(item)));
}

/** Of a hash, so that nothing in it ends the comment that it is. */
function markerOf(what: string, key: string): string {
  return `<!-- leaver:${what} ${createHash('sha256').update(key).digest('hex').slice(0, 32)} -->`;
}

function earliest(items: readonly NewsItem[]): Timestamp | null {
  const [first, ...others] = items.map(({ at }) => instantOf(at));
  return first === undefined ? null : before(others.reduce<number>((least, at) => Math.min(least, at), first));
}

function sinceOf({ at }: NewsItem): Timestamp {
  return before(instantOf(at));
}

function before(at: number): Timestamp {
  return formatInstant((Math.floor((at - SLACK) / 1000) * 1000) as Instant);
}

function bodyOf(message: Message, items: readonly NewsItem[]): string {
  return [
    `**${markdown(message.title)}**`,
    '',
    ...items.map((item) => `- ${itemText(item)}`),
    ...runLine(message),
  ].join('\n');
}

/** On one line: in a list, a second one might begin something else. */
function itemText({ sentence, facts, link }: NewsItem): string {
  const told = facts.map(([label, text]) => `<br>${markdown(label)}: ${shown(label, text)}`).join('');
  return `${markdown(sentence)}${told}${isPlainAddress(link) ? `<br>[Read on](${link})` : ''}`;
}

/** A pull request is the one thing that is to be a link; its number can't be anything else. */
function shown(label: string, text: string): string {
  return label === 'pull request' && /^#\d{1,9}$/.test(text) ? text : markdown(text);
}

function runLine({ link }: Message): string[] {
  return isPlainAddress(link) ? ['', `<sub>Told by [this run](${link}).</sub>`] : [];
}

/** One that can't end the link which it stands in. */
function isPlainAddress(link: string | null): link is string {
  return link !== null && /^https?:\/\/[\w./:#?=&%~+-]+$/.test(link);
}

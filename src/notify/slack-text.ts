/** A message as Slack shows it: blocks of mrkdwn, within Slack's limits ("Block Kit", "Formatting text for app surfaces"). */
import type { Message, NewsItem } from '../core/news.js';
import { plain } from '../text/escape.js';

/** Of a text object, of a header, and of a message ("Text object", "Header block", "Blocks"). */
const LONGEST_TEXT = 3000;
const LONGEST_HEADER = 150;
/** So many news are listed, each so long; more are counted. A message of 50 screens is read by nobody. */
export const LISTED = 20;
const LONGEST_SENTENCE = 500;
const LONGEST_FACTS = 900;
const LONGEST_LINK = 500;

export interface SlackBlock {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Marks of mrkdwn, which knows no escape for them, and what looks like them. */
const MARKS: Readonly<Record<string, string>> = { '*': '\u2217', '`': '\u02cb', '~': '\u223c' };

/**
 * Text from outside within mrkdwn: shown as text. `&`, `<` and `>` are escaped as Slack asks, so that there is no link and no
 * `<!here>`; marks of formatting become signs that look like them; `@here` and its like are broken.
 */
export function mrkdwn(text: string): string {
  return plain(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[*`~]/g, (mark) => MARKS[mark] ?? '')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\uff3f')
    .replace(/@(?=here|channel|everyone|group)/gi, '@\u200b');
}

/** The blocks of a message: its title, its news, how many more there are, and where to read on. */
export function slackBlocks({ title, items, link, id }: Message): readonly SlackBlock[] {
  const listed = items.slice(0, LISTED);
  const rest = items.length - listed.length;
  const more = rest === 0 ? [] : [`${rest.toLocaleString('en-US')} more: the run's report has them all.`];
  const place = link === null || link.length > LONGEST_LINK ? [] : [`<${addressIn(link)}|The run and its report>`];
  return [
    { type: 'header', text: { type: 'plain_text', text: cut(plain(title), LONGEST_HEADER), emoji: false } },
    ...listed.map(section),
    context([...more, ...place, mrkdwn(id)].join('  ·  ')),
  ];
}

/** What a notification on a telephone shows, and whoever reads no blocks. */
export function slackText({ title }: Message): string {
  return mrkdwn(title);
}

/** What does not fit any more is left out whole, never in the middle of an escape: first the facts, then the link. */
function section({ sentence, facts, link }: NewsItem): SlackBlock {
  const about = facts.map(([label, text]) => `${label}: ${text}`).join('; ');
  const lines = [
    `• ${mrkdwn(cut(plain(sentence), LONGEST_SENTENCE))}`,
    ...(link === null || link.length > LONGEST_LINK ? [] : [`<${addressIn(link)}|Read on>`]),
    ...(about === '' ? [] : [mrkdwn(cut(plain(about), LONGEST_FACTS))]),
  ];
  const fitting = lines.filter((_, index) => lines.slice(0, index + 1).join('\n').length <= LONGEST_TEXT);
  return { type: 'section', text: { type: 'mrkdwn', text: fitting.join('\n'), verbatim: true } };
}

function context(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

/** An address between `<` and `|`: neither of them can be in it. */
function addressIn(link: string): string {
  const address = URL.canParse(link) ? new URL(link).href : '';
  return address.replace(/[<>|]/g, encodeURIComponent).replace(/&/g, '&amp;');
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A message as mail: the same in plain text and in simple HTML. */
import type { Message, NewsItem } from '../core/news.js';
import { html, plain } from '../text/escape.js';

/** So many news are listed; more are counted. */
export const LISTED = 200;
const LONGEST_SUBJECT = 200;
const LONGEST_TEXT = 2000;

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Subject and bodies. Text from outside is text in all of them, and none of it can begin another header. */
export function mailOf(message: Message): Mail {
  const { title, items, link } = message;
  const listed = items.slice(0, LISTED);
  const rest = items.length - listed.length;
  const more = rest === 0 ? [] : [`${rest.toLocaleString('en-US')} more: the run's report has them all.`];
  const [report, sender] = ['The run and its report:', 'Sent by Leaver, which nobody reads answers to.'];
  return {
    subject: cut(plain(`[leaver] ${title}`), LONGEST_SUBJECT),
    text: [
      plain(title),
      ...listed.map(paragraph),
      ...more,
      ...(link === null ? [] : [`${report} ${plain(link)}`]),
      sender,
      '',
    ].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      `<p><strong>${html(title)}</strong></p>`,
      '<ul>',
      ...listed.map(entry),
      '</ul>',
      ...more.map((text) => `<p>${html(text)}</p>`),
      ...(link === null ? [] : [`<p>${report} <a href="${html(link)}">${html(link)}</a></p>`]),
      `<p><small>${sender}</small></p>`,
      '</body></html>',
    ].join('\n'),
  };
}

function paragraph({ sentence, facts, link }: NewsItem): string {
  const about = [...facts, ...(link === null ? [] : [['read on', link] as const])];
  return [
    `- ${plain(cut(sentence, LONGEST_TEXT))}`,
    ...about.map(([label, text]) => `  ${plain(label)}: ${plain(cut(text, LONGEST_TEXT))}`),
  ].join('\n');
}

function entry({ sentence, facts, link }: NewsItem): string {
  const about = facts.map(([label, text]) => `<br>${html(label)}: ${html(cut(text, LONGEST_TEXT))}`).join('');
  const on = link === null || !/^https?:/.test(link) ? '' : `<br><a href="${html(link)}">read on</a>`;
  return `<li>${html(cut(sentence, LONGEST_TEXT))}${about}${on}</li>`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

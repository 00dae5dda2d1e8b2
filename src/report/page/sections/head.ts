import { type Markup, markup } from '../markup.js';
import type { Attention, PageModel, Section } from '../model.js';
import { pill, time } from '../words.js';
import { note, section } from './table.js';

const VERDICT_WORDS = { good: 'In order.', look: 'Look.', bad: 'Act.' } as const;

/** Whose register, of when, and what it comes to: read in five seconds. */
export function header({ organization, at, verdict, figures }: PageModel): Markup {
  return markup`<header>
<div class="top"><h1><bdi>${organization}</bdi> <span>access register</span></h1>
<p class="made">${time(at)} UTC<span id="age"></span></p></div>
<div class="verdict ${verdict.tone}"><p><strong>${VERDICT_WORDS[verdict.tone]}</strong> ${verdict.text}</p></div>
<dl class="figures">${figures.map(
    ({ label, value, tone }) => markup`<div class="${tone}"><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>
</header>
`;
}

const TITLES: Readonly<Record<Section, string>> = {
  attention: 'Attention',
  'in-force': 'In force',
  'not-in-force': 'Not in force',
  outside: 'Outside',
  systems: 'Systems',
  matrix: 'People',
  runs: 'Runs',
  trend: 'Trend',
  promise: 'Time to revoke',
};

export function navigation(sections: readonly Section[]): Markup {
  return markup`<nav aria-label="On this page"><ul>${sections.map(
    (one) => markup`<li><a href="#${one}">${TITLES[one]}</a></li>`,
  )}</ul></nav>
`;
}

/** So many are shown of a kind; the rest is counted. */
const MOST = 12;

export function attentionSection({ attention }: PageModel): Markup {
  if (attention.length === 0) return section('attention', 'What needs attention', 0, [note('Nothing.')]);
  const [first, rest] = [attention.slice(0, MOST), attention.slice(MOST)];
  const more =
    rest.length === 0
      ? null
      : markup`<details><summary>${rest.length.toLocaleString('en-US')} more</summary>${list(rest)}</details>`;
  return section('attention', 'What needs attention', attention.length, [list(first), more]);
}

function list(items: readonly Attention[]): Markup {
  return markup`<ul class="attention">${items.map(
    ({ tone, mark, text, section: where }) =>
      markup`<li>${pill(tone, mark)}<span>${text} <a href="#${where}" aria-label="${TITLES[where]}: more on ${mark}">${TITLES[where]}</a></span></li>`,
  )}</ul>`;
}

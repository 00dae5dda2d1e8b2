/**
 * The evidence pack as one HTML file: no script, no network, nothing but text and a style that the content security policy names
 * by its hash. It prints.
 */
import { createHash } from 'node:crypto';
import type { Departure, Evidence } from '../../core/evidence.js';
import { aboutSentence, logSentence, STATE_TONES, stateSentence, timesSentence } from '../evidence-words.js';
import { GENERATOR } from '../page/generator.js';
import { type Markup, markup, trusted } from '../page/markup.js';
import { time } from '../page/words.js';
import { exceptionSections } from './exceptions.js';
import { restorationSections, revocationSections } from './revocations.js';
import { STYLE } from './style.js';
import { heading, table } from './table.js';

export function evidencePage(evidence: Evidence): string {
  const { organization, outstanding, caveats, log, at } = evidence;
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const title = aboutSentence(evidence);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${trusted(GENERATOR)}
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="quiet">Made ${time(at)} UTC, from the policy of <bdi>${organization}</bdi> and its log.</p>
<p class="${log.verdict === 'whole' ? 'good' : 'bad'}">${logSentence(evidence)}</p>
</header>
<main>
${outstandingSection(outstanding)}
${summary(evidence)}
${evidence.departures.length === 0 ? null : heading('departures', 'Departures and systems')}
${evidence.departures.map(departureSection)}
${revocationSections(evidence)}
${restorationSections(evidence)}
${exceptionSections(evidence)}
${guardSection(evidence)}
${caveats.length === 0 ? null : markup`<section>${heading('caveats', 'To be read with care')}<ul>${caveats.map((one) => markup`<li>${one}</li>`)}</ul></section>`}
</main>
</body>
</html>
`;
  return page.markup;
}

function outstandingSection(outstanding: readonly string[]): Markup {
  if (outstanding.length === 0)
    return markup`<section>${heading('outstanding', 'Outstanding')}<p class="good">Nothing.</p></section>`;
  const items = outstanding.map((one) => markup`<li class="bad">${one}</li>`);
  return markup`<section>${heading('outstanding', 'Outstanding')}<ul>${items}</ul></section>`;
}

function summary({ times }: Evidence): Markup {
  const rows = times.systems.map((one) => [one.system, timesSentence(one)]);
  return markup`<section>${heading('times', 'Time to revoke')}
<p>${timesSentence(times.all)}</p>
${rows.length === 0 ? null : table(['System', 'From trigger to read-back'], rows)}</section>`;
}

function departureSection({ person, since, source, systems }: Departure): Markup {
  const by = { roster: 'the roster', provider: 'the identity provider', log: 'the log' }[source];
  const from = since === null ? 'nobody knows since when' : markup`since ${time(since)} UTC`;
  const rows = systems.map((row) => [
    markup`<bdi>${row.system}</bdi>`,
    markup`<span class="${STATE_TONES[row.state]}">${row.state}</span>`,
    stateSentence(row),
    row.revocations.map((id) => markup`<code>${id}</code> `),
  ]);
  return markup`<section class="one"><h3><bdi>${person}</bdi></h3><p class="quiet">Left ${from}, by ${by}.</p>
${table(['System', 'State', 'What shows it', 'Revocations'], rows)}</section>`;
}

function guardSection({ halts, overrides }: Evidence): Markup | null {
  if (halts.length === 0 && overrides.length === 0) return null;
  const halted = halts.map((one) => [
    time(one.at),
    one.system,
    one.class,
    one.rule,
    one.limit,
    one.actual,
    markup`<code>${one.run}</code>`,
  ]);
  const accepted = overrides.map((one) => [
    time(one.at),
    one.actor,
    one.rules.join(', '),
    markup`<code>${one.digest}</code>`,
  ]);
  return markup`<section>${heading('guards', 'Guards')}
${halted.length === 0 ? null : table(['Halted at (UTC)', 'System', 'Class', 'Rule', 'Allowed', 'Actual', 'Run'], halted)}
${accepted.length === 0 ? null : table(['Halt accepted at (UTC)', 'By', 'Rules', 'Plan'], accepted)}</section>`;
}

/** The page: one HTML file that needs nothing besides itself, and may load nothing (its own Content Security Policy). */

import { createHash } from 'node:crypto';
import { plain } from '../../text/escape.js';
import { SCRIPT } from './generated/script.js';
import { STYLE } from './generated/style.js';
import { GENERATOR } from './generator.js';
import { jsonData, type Markup, markup, trusted } from './markup.js';
import { matrixData } from './matrix-data.js';
import { type PageModel, SECTIONS } from './model.js';
import { attentionSection, header, navigation } from './sections/head.js';
import { inForceSection } from './sections/in-force.js';
import { runsSection } from './sections/log.js';
import { matrixSection } from './sections/matrix.js';
import { notInForceSection, outsideSection } from './sections/outside.js';
import { systemsSection } from './sections/systems.js';
import { promiseSection, trendSection } from './sections/trend.js';
import { took } from './words.js';

/** Says who made the file: `report` overwrites no other. */

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%233b5bdb'/%3E%3Cpath d='M5 3.5v9h6' fill='none' stroke='white' stroke-width='2.2'/%3E%3C/svg%3E";

/** The whole file as text. Whatever the model's texts hold is shown as text. */
export function renderPage(model: PageModel): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy())}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
${trusted(GENERATOR)}
<title>${model.organization}: access register</title>
<link rel="icon" href="${trusted(ICON)}">
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to what needs attention</a>
${header(model)}${navigation(SECTIONS)}<main id="main" tabindex="-1">
${attentionSection(model)}${inForceSection(model)}${notInForceSection(model)}${outsideSection(model)}${systemsSection(model)}${matrixSection(model)}${runsSection(model.log)}${trendSection(model.log)}${promiseSection(model.log)}</main>
${footer(model)}<script type="application/json" id="made">${jsonData(model.at)}</script>
<script type="application/json" id="matrix-data">${jsonData(matrixData(model.matrix, plain))}</script>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.markup;
}

/** Only this very script and style, by their hashes; nothing is loaded, sent or framed. */
function policy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(SCRIPT)}`,
    `style-src ${hash(STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** From what it was made, so that anybody can check it. */
function footer({ digest, observedAt, log, retention }: PageModel): Markup {
  const kept =
    retention === 'never' ? 'Suspended accounts are kept.' : `Suspended accounts are deleted after ${took(retention)}.`;
  const head =
    log === null
      ? 'The audit log was not read.'
      : log.head === null
        ? 'The audit log is empty.'
        : markup`Audit log: ${log.events.toLocaleString('en-US')} events, head <code>${log.head}</code>.`;
  return markup`<footer><p class="foot">Made by Leaver from the plan <code>${digest}</code>, of what was observed at <time datetime="${observedAt}">${observedAt}</time>. ${kept}</p><p class="foot">${head} Beside this page: <a href="register.ics">register.ics</a>, the ends of opt-outs for a calendar, and <a href="report.json">report.json</a>, all of it as data.</p></footer>
`;
}

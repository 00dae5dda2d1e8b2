/** An outline as Markdown, for a job summary or a comment. Everything that comes from outside is escaped. */

import { html, markdown } from '../text/escape.js';
import { barOf } from './bar.js';
import type { Group, Outline, Row, Tone } from './outline.js';

const SIGNS: Readonly<Record<Tone, string>> = { good: '🟢', act: '🔴', hold: '🟡', look: '🔵', bad: '⛔', quiet: '⚪' };

/** GitHub's limit for one step's summary. */
export const SUMMARY_BYTES = 1024 * 1024;

/** What is beyond `maxBytes` is cut at a row, and that is said. */
export function renderMarkdown(outline: Outline, maxBytes = SUMMARY_BYTES): string {
  const lines: string[] = [];
  if (outline.banner !== null) lines.push('> [!WARNING]', `> ${markdown(outline.banner)}`, '');
  lines.push(`### ${SIGNS[outline.tone]} ${markdown(outline.verdict)}`, '');
  if (outline.figures.length > 0) {
    lines.push(outline.figures.map(({ label, value }) => `**${value}** ${label}`).join(' · '), '');
  }
  if (outline.problems.length > 0) {
    lines.push('**Not done, or not known**', '', ...outline.problems.map((problem) => `- ${markdown(problem)}`), '');
  }
  for (const group of outline.groups) lines.push(...groupLines(group));
  for (const line of outline.footer) lines.push(`<sub>${markdown(line)}</sub>`, '');
  return cut(lines, maxBytes);
}

function groupLines(group: Group): string[] {
  const within = linesWithin(group);
  if (group.folded === true) {
    // No Markdown is read in the line of an HTML block.
    const said = [group.title, group.aside].filter((part) => part !== '').map(html);
    return [`${FOLD}<summary>${said.join(', ')}</summary>`, '', ...within, UNFOLD, ''];
  }
  return [`#### ${markdown(group.title)}`, '', ...(group.aside === '' ? [] : [markdown(group.aside), '']), ...within];
}

const FOLD = '<details>';
const UNFOLD = '</details>';

function linesWithin(group: Group): string[] {
  const lines: string[] = [];
  if (group.notes.length > 0) lines.push(...group.notes.map((note) => `- ⛔ ${markdown(note)}`), '');
  if (group.rows.length > 0) lines.push(...tableOf(group.rows, group.head ?? ['who', 'why']), '');
  // One is a sentence below the table; several are a list.
  if (group.asides.length === 1) lines.push(markdown(group.asides[0] ?? ''), '');
  else if (group.asides.length > 1) lines.push(...group.asides.map((aside) => `- ${markdown(aside)}`), '');
  if (group.outside.length > 0) {
    lines.push('Protected, never revoked:', '', ...group.outside.map((account) => `- ${markdown(account)}`), '');
  }
  if (group.unreachable.length > 0) {
    lines.push("What Leaver can't reach here:", '', ...group.unreachable.map((limit) => `- ${markdown(limit)}`), '');
  }
  if (group.rest !== '') lines.push(markdown(group.rest), '');
  return lines;
}

/** Where no row has a subject, there is no column for it. */
function tableOf(rows: readonly Row[], [subjects, details]: readonly [subject: string, detail: string]): string[] {
  const named = rows.some(({ subject }) => subject !== '');
  const head = named
    ? [`| | ${subjects} | ${details} |`, '| --- | --- | --- |']
    : [`| | ${details} |`, '| --- | --- |'];
  const lines = rows.map(({ tone, mark, subject, detail, bar, facts = [], labelled = [], notes }) => {
    const drawn = bar === undefined ? '' : `${barOf(bar)} `;
    const said = facts.map((fact) => `<br>${markdown(fact)}`).join('');
    const told = labelled.map(([label, text]) => `<br>**${label}** ${markdown(text)}`).join('');
    const below = notes.map((note) => `<br>⚠️ ${markdown(note)}`).join('');
    const who = named ? ` ${markdown(subject)} |` : '';
    return `| ${SIGNS[tone]} ${mark} |${who} ${drawn}${markdown(detail)}${said}${told}${below} |`;
  });
  return [...head, ...lines];
}

/** Cuts at a line, and says so: never within what is folded away. */
export function cut(lines: readonly string[], maxBytes: number): string {
  const said = '\n\n_Cut here: the rest is beyond the size that the host shows. The JSON report holds it all._\n';
  const room = maxBytes - Buffer.byteLength(said) - UNFOLD.length - 2;
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > room) {
      const isFolded = kept.findLastIndex((one) => one.startsWith(FOLD)) > kept.lastIndexOf(UNFOLD);
      return [...kept, ...(isFolded ? ['', UNFOLD] : [])].join('\n') + said;
    }
    kept.push(line);
  }
  return `${kept.join('\n').trimEnd()}\n`;
}

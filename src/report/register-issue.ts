/** The register of exceptions as the one issue that is kept up to date: verdict first, then who keeps what, until when, on whose word. */
import type { Entry, Register, Terms } from '../core/register.js';
import type { Standing } from '../core/standing.js';
import { type Duration, formatInstant, type Instant, instantOf, parseInstant, type Timestamp } from '../core/time.js';
import type { IssueText } from '../ports/host-issues.js';
import { markdown } from '../text/escape.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { exemptionOf } from './register-outline.js';
import { count, oneLine, relative, span, when } from './words.js';

/** What the issue says of the run that kept it. */
export interface RegisterIssueAbout {
  /** The run at its host; null outside of any. */
  readonly link: string | null;
  /** The log's last event: a log that was rewritten does not hold it any more. Null where nobody knows. */
  readonly checkpoint: { readonly seq: number; readonly hash: string } | null;
  /** Whether it says why an opt-out is needed, which may be personal. */
  readonly showJustifications: boolean;
}

/** Even where nothing changes, it is written anew once a day, so that a reader sees that Leaver still runs. */
const FRESH: Duration = 24 * 3_600_000;
/** Below the host's limit of 65,536, with room for the marker, the note of what is left out, and the last lines. */
const ROOM = 64_000;
const MINUTE = 60_000;

/** The issue as of the register's own time. */
export function registerIssue(register: Register, about: RegisterIssueAbout): IssueText {
  return render(register, about.showJustifications, footerOf(register.at, about));
}

/**
 * The issue as it would be at the time that the text before names: where that text is the same, nothing but time has passed.
 * Null where it names none, or one too long ago.
 */
export function registerIssueBefore(
  register: Register,
  before: string,
  { showJustifications }: RegisterIssueAbout,
): IssueText | null {
  const footer = before.trimEnd().split('\n').at(-1) ?? '';
  const [, day, minute] = FOOTER.exec(footer) ?? [];
  const at = parseInstant(`${day}T${minute}:00Z`);
  const age = at === null ? null : instantOf(register.at) - at;
  if (at === null || age === null || age < 0 || age >= FRESH) return null;
  return render({ ...register, at: formatInstant(at) }, showJustifications, footer);
}

const FOOTER =
  /^<sub>As of (\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\.(?: Checked by \[this run\]\(https?:\/\/[\w./:-]+\)\.)?(?: The log's checkpoint: `\d+@sha256:[0-9a-f]{64}`\.)?<\/sub>$/;

function footerOf(at: Timestamp, { link, checkpoint }: RegisterIssueAbout): string {
  const run = link !== null && /^https?:\/\/[\w./:-]+$/.test(link) ? ` Checked by [this run](${link}).` : '';
  const log = checkpoint === null ? '' : ` The log's checkpoint: \`${checkpoint.seq}@${checkpoint.hash}\`.`;
  return `<sub>As of ${when(at)}.${run}${log}</sub>`;
}

function render(register: Register, showJustifications: boolean, footer: string): IssueText {
  const { optOuts, approvalSource, organization } = register;
  // In whole minutes, as the last line tells it: so that the same text comes of that line again.
  const now = (Math.floor(instantOf(register.at) / MINUTE) * MINUTE) as Instant;
  const holding = optOuts.filter(({ standing }) => IN_FORCE.has(standing));
  const unknown = optOuts.filter(({ standing }) => standing === 'unverifiable').length;
  const may = unknown === 0 ? '' : ` ${count(unknown, 'more opt-out')} may be: the approval could not be verified.`;
  const number = holding.length === 0 ? 'No opt-out' : count(holding.length, 'opt-out');
  const verdict = `**${number} ${holding.length > 1 ? 'are' : 'is'} in force in ${markdown(organization)}.**${may}`;
  const head = [
    ...(approvalSource === 'none' ? ['> [!WARNING]', `> ${markdown(UNPROVEN_BANNER)}`, ''] : []),
    verdict,
    '',
    'Leaver keeps this issue: after each whole run that changes it, and once a day. If the time in the last line is older, Leaver does not run any more. What is written here by hand is replaced; the register itself is in `optouts/`.',
    '',
  ];
  const groups = [
    ...optOutGroups(optOuts, now, showJustifications),
    ...outside(register).filter(({ rows }) => rows.length > 0),
  ];
  const body = [...head, ...fitting(groups, ROOM - head.join('\n').length), footer].join('\n');
  return { title: `Access exceptions: ${holding.length} in force`, body };
}

interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** Cut at a row, and said. */
function fitting(tables: readonly Table[], room: number): string[] {
  const lines: string[] = [];
  let left = room;
  let missing = 0;
  for (const { title, columns, rows } of tables) {
    const head = [`#### ${title}`, '', `| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`];
    const cost = head.join('\n').length + 2;
    const shown: string[] = [];
    left -= cost;
    for (const row of rows) {
      left -= row.length + 1;
      if (left < 0) break;
      shown.push(row);
    }
    if (shown.length > 0) lines.push(...head, ...shown, '');
    missing += rows.length - shown.length;
  }
  if (missing > 0) {
    const are = missing === 1 ? 'entry is' : 'entries are';
    lines.push(
      `**${missing.toLocaleString('en-US')} more ${are} not shown here:** the host takes no longer text. \`leaver optout list\` shows all.`,
      '',
    );
  }
  return lines;
}

const IN_FORCE: ReadonlySet<Standing> = new Set(['active', 'expiring']);
const NOT_APPROVED: ReadonlySet<Standing> = new Set(['unapproved', 'unverifiable', 'invalid']);

const GROUPS: readonly (readonly [title: string, holds: (standing: Standing) => boolean])[] = [
  ['In force', (standing) => IN_FORCE.has(standing)],
  ['Not approved: these exempt nobody', (standing) => NOT_APPROVED.has(standing)],
  ['Not begun', (standing) => standing === 'pending'],
  ['Lapsed: these exempt nobody, and their files can go', (standing) => standing === 'lapsed'],
];

const OPT_OUT_COLUMNS = ['opt-out', 'who keeps what', 'until', 'answers for it', 'approved by'];

function optOutGroups(optOuts: readonly Entry[], now: Instant, showJustifications: boolean): readonly Table[] {
  return GROUPS.flatMap(([title, holds]) => {
    const rows = optOuts
      .filter(({ standing }) => holds(standing))
      .map((entry) => `| ${cellsOf(entry, now, showJustifications).join(' | ')} |`);
    return rows.length === 0 ? [] : [{ title, columns: OPT_OUT_COLUMNS, rows }];
  });
}

function cellsOf(entry: Entry, now: Instant, showJustifications: boolean): string[] {
  const { id, file, standing, why, terms, warnings } = entry;
  if (terms === null) return [`${markdown(id)}<br>${markdown(file)}`, `invalid: ${markdown(why)}`, '', '', ''];
  const said = showJustifications ? `<br>${markdown(oneLine(terms.justification))}` : '';
  const unsettled = NOT_APPROVED.has(standing) ? `<br>⛔ ${standing}: ${markdown(why)}` : '';
  const noted = warnings.map((warning) => `<br>⚠️ ${markdown(warning)}`).join('');
  const sign = standing === 'expiring' ? '🟡 ' : '';
  return [
    sign + markdown(id),
    markdown(exemptionOf(terms)) + said + unsettled + noted,
    untilOf(terms, standing, now),
    markdown(terms.owner),
    approvalOf(entry),
  ];
}

function untilOf({ startsAt, expiresAt }: Terms, standing: Standing, now: Instant): string {
  if (standing === 'lapsed') return `${when(expiresAt)}, ${relative(expiresAt, now)}`;
  if (startsAt !== null && instantOf(startsAt) > now)
    return `${when(expiresAt)}, from ${when(startsAt)} on, ${relative(startsAt, now)}`;
  return `${when(expiresAt)}, ${span(instantOf(expiresAt) - now)} left`;
}

function approvalOf({ verdict, approvedBy, pullRequest }: Entry): string {
  const where = pullRequest === null ? '' : ` in #${pullRequest}`;
  if (verdict === null) return 'not checked';
  if (verdict === 'unverifiable') return `not known${where}`;
  return `${approvedBy.length === 0 ? 'nobody' : markdown(approvedBy.join(', '))}${where}`;
}

/** What is no opt-out and is left alone all the same. */
function outside({ protectedAccounts, reportMode, services }: Register): readonly Table[] {
  const owned = (owner: string, departed: boolean) =>
    `${markdown(owner)}${departed ? '<br>⚠️ has departed: name a new owner' : ''}`;
  return [
    {
      title: 'Protected accounts: never revoked',
      columns: ['account', 'why', 'answers for it'],
      rows: protectedAccounts.map(
        ({ system, account, owner, ownerDeparted, reason }) =>
          `| ${markdown(account)} in ${markdown(system)} | ${markdown(oneLine(reason))} | ${owned(owner, ownerDeparted)} |`,
      ),
    },
    {
      title: 'Systems in report mode: nothing is revoked there',
      columns: ['system'],
      rows: reportMode.map((system) => `| ${markdown(system)} |`),
    },
    {
      title: 'Services whose owner has departed',
      columns: ['service', 'systems', 'answers for it'],
      rows: services
        .filter(({ ownerDeparted }) => ownerDeparted)
        .map(
          ({ service, systems, owner }) =>
            `| ${markdown(service)} | ${markdown(systems.join(', '))} | ${owned(owner, true)} |`,
        ),
    },
  ];
}

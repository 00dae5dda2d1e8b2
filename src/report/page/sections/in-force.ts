import { formatInstant, type Instant, instantOf } from '../../../core/time.js';
import { oneLine } from '../../words.js';
import { type Axis, axisOf } from '../axis.js';
import { type Markup, markup, type Part, trusted } from '../markup.js';
import type { PageEntry, PageModel } from '../model.js';
import { dayAndTime, leftUntil, pill, STANDING_TONES, shortDay, time } from '../words.js';
import { id, ids, note, section, table, two } from './table.js';

/** Opt-outs in force, those that lapse first on top: a table whose second column is a time line. */
export function inForceSection({ inForce, at, unproven, justifications }: PageModel): Markup {
  if (inForce.length === 0)
    return section('in-force', 'Opt-outs in force', 0, [note('No revocation is held back by an opt-out.')]);
  const now = instantOf(at);
  const axis = axisOf(inForce, now);
  const columns = [
    { head: 'Whom it exempts', heads: true },
    { head: axisHead(axis), wide: true },
    { head: 'Left' },
    { head: 'On whose word' },
    { head: 'Stands' },
  ];
  const rows = inForce.map((entry) => [
    whom(entry, justifications),
    bar(entry, axis),
    left(entry, now),
    word(entry, unproven),
    [
      pill(STANDING_TONES[entry.standing], entry.standing),
      entry.warnings.map((text) => markup`<span class="warning">${text}</span>`),
    ],
  ]);
  return section('in-force', 'Opt-outs in force', inForce.length, [
    note('Each holds a revocation back until it lapses. Times are UTC. The filled part of a bar has passed.'),
    markup`<div class="line">${table('Opt-outs in force', columns, rows)}</div>`,
  ]);
}

/** Whom or what it exempts, where, and why. */
export function whom({ id: name, terms }: PageEntry, justifications: boolean): Part {
  if (terms === null) return two(id(name), 'cannot be read');
  const subject: Part =
    terms.kind === 'person'
      ? id(terms.person ?? '')
      : terms.kind === 'pause'
        ? 'everybody (a pause)'
        : guards(terms.guards);
  const only = terms.entitlements.length === 0 ? null : [', only ', ids(terms.entitlements)];
  const why = justifications && terms.justification !== '' ? markup`<q>${oneLine(terms.justification)}</q>` : null;
  const ticket = terms.ticket === null ? null : [', ', terms.ticket];
  return [
    two(
      [subject, ' in ', ids(terms.systems), only],
      [id(name), ', ', terms.reason, ticket, terms.renewalOf === null ? null : [', renews ', id(terms.renewalOf)]],
    ),
    why,
  ];
}

function guards(raised: Readonly<Record<string, number>> | null): Part {
  return `the guard ${Object.entries(raised ?? {})
    .map(([rule, limit]) => `${rule}: ${limit}`)
    .join(', ')}`;
}

function left({ terms }: PageEntry, now: Instant): Part {
  return terms === null ? null : two(leftUntil(terms.expiresAt, now), time(terms.expiresAt));
}

/** Who asked, who approved, who answers for it. */
export function word({ terms, approvedBy, pullRequest, mergedAt }: PageEntry, unproven: boolean): Part {
  if (terms === null) return null;
  const approved = unproven
    ? 'approval not checked'
    : approvedBy.length === 0
      ? 'approved by nobody'
      : ['approved by ', ids(approvedBy)];
  const where = pullRequest === null ? null : `, pull request #${pullRequest}`;
  const merged = mergedAt === null ? null : `, ${shortDay(mergedAt)}`;
  return two([id(terms.owner), ' answers for it'], ['asked by ', id(terms.requestedBy), ', ', approved, where, merged]);
}

function axisHead(axis: Axis): Markup {
  const labels = axis.marks.map(({ at, share, hours }) => {
    const stamp = formatInstant(at);
    const far = Math.abs(share - axis.now) > 0.07;
    return far
      ? markup`<text x="${percent(share)}" y="12" class="mark">${hours ? dayAndTime(stamp).slice(-5) : shortDay(stamp)}</text>`
      : null;
  });
  return markup`<span class="unseen">Time line</span><svg class="axis" aria-hidden="true" focusable="false">${labels}<text x="${percent(axis.now)}" y="12" class="now">now</text></svg>`;
}

/** The same is said in words beside it, so that a screen reader has no use for it. */
function bar({ terms, begins, standing }: PageEntry, axis: Axis): Markup {
  const end = terms === null ? 0 : axis.shareOf(instantOf(terms.expiresAt));
  const start = begins === null ? 0 : Math.max(0, axis.shareOf(instantOf(begins)));
  const grid = axis.marks.map(
    ({ share }) => markup`<line x1="${percent(share)}" x2="${percent(share)}" y1="0" y2="30" class="grid"/>`,
  );
  const past = Math.max(0.004, axis.now - start);
  const rest = Math.max(0.006, Math.min(1, end) - axis.now);
  const from = Math.min(start, axis.now);
  const beyond = end > 1 ? trusted('<svg x="100%" y="8" class="beyond"><path d="M-9 0 L-1 7 L-9 14"/></svg>') : null;
  return markup`<svg class="bar ${standing}" aria-hidden="true" focusable="false">${grid}<rect x="${percent(axis.now)}" y="9" width="${percent(rest)}" height="12" rx="3" class="rest"/><rect x="${percent(from)}" y="9" width="${percent(past)}" height="12" rx="3" class="past"/><line x1="${percent(axis.now)}" x2="${percent(axis.now)}" y1="0" y2="30" class="now"/>${beyond}</svg>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

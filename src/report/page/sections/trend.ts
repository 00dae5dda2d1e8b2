import type { Times } from '../../../core/objectives.js';
import { count, span } from '../../words.js';
import { type Markup, markup, type Part } from '../markup.js';
import type { PageLog, PageTimes, Week } from '../model.js';
import { pill, shortDay, took } from '../words.js';
import { triggered, UNREAD, whose } from './log.js';
import { id, note, section, table, two } from './table.js';

/** Revocations and exceptions by week. */
export function trendSection(log: PageLog | null): Markup {
  if (log === null) return section('trend', 'Trend', null, [UNREAD]);
  const { weeks } = log;
  const charts = markup`<div class="charts">
${chart('Revocations a week', weeks, ({ revoked }) => revoked, 'revoked')}
${chart('Opt-outs in force at the end of each week', weeks, ({ optOuts }) => optOuts, 'held')}
</div>`;
  const figures = table(
    'Trend as figures',
    [
      { head: 'Week from', heads: true },
      { head: 'Revoked', number: true },
      { head: 'Failed', number: true },
      { head: 'Opt-outs in force', number: true },
    ],
    weeks.map(({ from, revoked, failed, optOuts }) => [shortDay(from), revoked, failed, optOuts ?? 'no run']),
  );
  return section('trend', 'Trend', null, [
    charts,
    markup`<details><summary>The same as figures</summary>${figures}</details>`,
  ]);
}

const [BASE, TOP] = [104, 22];

function chart(title: string, weeks: readonly Week[], of: (week: Week) => number | null, kind: string): Markup {
  const values = weeks.map(of);
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const slot = 100 / weeks.length;
  const bars = weeks.map((week, at) => {
    const value = values[at] ?? null;
    const height = Math.max(value === 0 ? 1 : 3, ((value ?? 0) / most) * (BASE - TOP));
    const middle = `${(slot * (at + 0.5)).toFixed(2)}%`;
    const last = at === weeks.length - 1;
    return markup`${
      value === null
        ? markup`<text x="${middle}" y="${BASE - 6}" class="none">–</text>`
        : markup`<rect x="${(slot * (at + 0.16)).toFixed(2)}%" y="${(BASE - height).toFixed(1)}" width="${(slot * 0.68).toFixed(2)}%" height="${height.toFixed(1)}" rx="2" class="${kind}${last ? ' last' : ''}"/><text x="${middle}" y="${(BASE - height - 5).toFixed(1)}" class="value">${value.toLocaleString('en-US')}</text>`
    }${(weeks.length - 1 - at) % 3 === 0 ? markup`<text x="${middle}" y="${BASE + 16}" class="week">${shortDay(week.from)}</text>` : null}`;
  });
  const told = values.map((value) => value ?? 'no run').join(', ');
  return markup`<figure><figcaption>${title}</figcaption><svg class="chart" role="img" aria-label="${title}, the oldest of ${weeks.length} weeks first: ${told}.">${bars}<line x1="0" x2="100%" y1="${BASE + 0.5}" y2="${BASE + 0.5}" class="base"/></svg></figure>`;
}

/** Time to revoke, against the promise. */
export function promiseSection(log: PageLog | null): Markup {
  const title = 'Time to revoke, against the promise';
  if (log === null) return section('promise', title, null, [UNREAD]);
  const { times } = log;
  if (times.all.count === 0)
    return section('promise', title, null, [promised(times), note('Nothing was revoked yet.')]);
  const columns = [
    { head: 'System', heads: true },
    { head: 'Measured', number: true },
    { head: 'Median', number: true },
    { head: '9 of 10 within', number: true },
    { head: 'Longest', number: true },
    { head: 'Kept', number: true },
    { head: 'Broken', number: true },
    { head: 'Still open', number: true },
  ];
  const rows = [...times.systems.map((one) => figuresOf(id(one.system), one)), figuresOf('All', times.all)];
  return section('promise', title, null, [promised(times), table('Time to revoke', columns, rows), breaches(times)]);
}

function promised({ objectives: { standard, privileged } }: PageTimes): Part {
  if (standard === null && privileged === null)
    return note('The policy promises no time (objectives in policies/policy.yaml).');
  const parts = [
    ...(standard === null ? [] : [`${span(standard)} for an account`]),
    ...(privileged === null ? [] : [`${span(privileged)} for an administrator's`]),
  ];
  return note(
    `Promised: ${parts.join(', ')}; from the trigger until it was read back. Each is measured by the promise of its time.`,
  );
}

function figuresOf(name: Part, { count: all, median, p90, worst, kept, breached, open }: Times): readonly Part[] {
  const length = (one: number | null) => (one === null ? '' : took(one));
  const broken = breached === 0 ? '0' : pill('bad', breached.toLocaleString('en-US'));
  return [name, all, length(median), length(p90), length(worst), kept, broken, open];
}

function breaches({ breaches: all, all: { breached } }: PageTimes): Part {
  if (all.length === 0) return note('No promise was broken.');
  const rows = all.map((one) => [
    whose(one.person),
    [id(one.account), ' in ', id(one.system)],
    two(took(one.took), one.open ? markup`<span class="warning">and not gone yet</span>` : triggered(one.trigger)),
    `${span(one.promised)} (${one.objective})`,
    pill('bad', `${took(one.took - one.promised)} over`),
  ]);
  return [
    markup`<h3>Broken promises</h3>`,
    table(
      'Broken promises',
      [{ head: 'Whose', heads: true }, { head: 'Account' }, { head: 'Took' }, { head: 'Promised' }, { head: 'Over' }],
      rows,
    ),
    all.length < breached ? note(`The ${all.length} longest of ${count(breached, 'broken promise')}.`) : null,
  ];
}

import { instantOf } from '../../../core/time.js';
import { count, REASON_WORDS } from '../../words.js';
import { type Markup, markup, type Part } from '../markup.js';
import type { PageLog, PageRevocation, Tone } from '../model.js';
import { dayAndTime, pill, time, took } from '../words.js';
import { id, note, section, table, two } from './table.js';

export const UNREAD = note('Made offline: the audit log was not read. Run `leaver report` without --from for it.');

/** What the last runs did. */
export function runsSection(log: PageLog | null): Markup {
  if (log === null) return section('runs', 'What the last runs did', null, [UNREAD]);
  if (log.runs.length === 0 && log.revocations.length === 0) {
    return section('runs', 'What the last runs did', 0, [note('The audit log holds no run yet.')]);
  }
  return section('runs', 'What the last runs did', log.runCount, [
    log.runs.length === 0 ? null : runs(log),
    markup`<h3>The last revocations</h3>`,
    log.revocations.length === 0 ? note('None.') : revocations(log),
  ]);
}

const STATUS: Readonly<Record<number, readonly [Tone, string]>> = {
  0: ['good', 'done'],
  1: ['bad', 'fault'],
  2: ['good', 'done'],
  3: ['bad', 'halted'],
  4: ['bad', 'incomplete'],
};

function runs({ runs: all, runCount }: PageLog): Part {
  const columns = [
    { head: 'Began', heads: true },
    { head: 'Ended' },
    { head: 'Command' },
    { head: 'Started by' },
    { head: 'Revoked', number: true },
    { head: 'Failed', number: true },
    { head: 'Held', number: true },
    { head: 'For review', number: true },
    { head: 'Opt-outs', number: true },
    { head: 'Took', number: true },
  ];
  const rows = all.map(({ startedAt, endedAt, status, command, cause, actor, figures }) => {
    const [tone, word] =
      status === null ? (['look', 'did not end'] as const) : (STATUS[status] ?? ['bad', `status ${status}`]);
    const of = (figure: number | undefined): Part => (figure === undefined ? '' : figure.toLocaleString('en-US'));
    return [
      time(startedAt),
      pill(tone, word),
      command,
      two(
        cause.url !== null && /^https:\/\//.test(cause.url)
          ? markup`<a href="${cause.url}" rel="noreferrer">${cause.event}</a>`
          : cause.event,
        id(actor),
      ),
      ...[of(figures?.revoked), of(figures?.failed), of(figures?.exempt), of(figures?.review), of(figures?.optOuts)],
      endedAt === null ? '' : took(instantOf(endedAt) - instantOf(startedAt)),
    ];
  });
  const rest = runCount > all.length ? note(`The last ${all.length} of ${count(runCount, 'run')}.`) : null;
  return [table('The last runs', columns, rows), rest];
}

const ENDINGS: Readonly<Record<string, Tone>> = {
  verified: 'good',
  residual: 'good',
  pending: 'look',
  manual: 'look',
  failed: 'bad',
  dropped: 'quiet',
};

const TRIGGERS = {
  merge: 'since the merge at',
  'leaves-at': 'left at',
  lapse: 'opt-out lapsed at',
  event: 'told at',
  retention: 'kept until',
  seen: 'seen at',
} as const;

/** Since when somebody's access should have been gone, in words. */
export function triggered({ kind, at }: PageRevocation['trigger']): string {
  return `${TRIGGERS[kind]} ${dayAndTime(at)}`;
}

/** Whose account it was; of an orphan nobody's. */
export function whose(owner: string | null): Part {
  return owner === null ? 'nobody' : id(owner);
}

function revocations({ revocations: all, revocationCount }: PageLog): Part {
  const columns = [
    { head: 'Whose', heads: true },
    { head: 'Account' },
    { head: 'Why' },
    { head: 'Revoked' },
    { head: 'Read back' },
  ];
  const rows = all.map((one) => [
    whose(one.person ?? one.service),
    two(
      [id(one.account), ' in ', id(one.system)],
      one.entitlement === null ? (one.stage === 'delete' ? 'deleted' : '') : id(one.entitlement),
    ),
    two(REASON_WORDS[one.reason], triggered(one.trigger)),
    time(one.begunAt),
    [
      one.ending === null ? pill('bad', 'cut off') : pill(ENDINGS[one.ending] ?? 'quiet', one.ending),
      one.broughtBack ? pill('quiet', 'brought back') : null,
      one.left.map((text) => markup`<span class="second">${text}</span>`),
    ],
  ]);
  const rest =
    revocationCount > all.length ? note(`The last ${all.length} of ${count(revocationCount, 'revocation')}.`) : null;
  return [table('The last revocations', columns, rows), rest];
}

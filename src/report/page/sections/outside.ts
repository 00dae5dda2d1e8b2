import { oneLine } from '../../words.js';
import { type Markup, markup, type Part } from '../markup.js';
import type { PageModel } from '../model.js';
import { pill, STANDING_TONES, time } from '../words.js';
import { whom, word } from './in-force.js';
import { id, ids, note, section, table, two } from './table.js';

/** Those that exempt nobody: lapsed, not approved, not begun, invalid. */
export function notInForceSection({ notInForce, unproven, justifications }: PageModel): Markup {
  if (notInForce.length === 0) return section('not-in-force', 'Opt-outs not in force', 0, [note('None.')]);
  const columns = [
    { head: 'Whom it would exempt', heads: true },
    { head: 'Stands' },
    { head: 'Why' },
    { head: 'On whose word' },
    { head: 'Ends' },
  ];
  const rows = notInForce.map((entry) => [
    whom(entry, justifications),
    pill(STANDING_TONES[entry.standing], entry.standing),
    entry.why === '' ? '' : oneLine(entry.why),
    word(entry, unproven),
    entry.terms === null ? null : time(entry.terms.expiresAt),
  ]);
  return section('not-in-force', 'Opt-outs not in force', notInForce.length, [
    note('These exempt nobody.'),
    table('Opt-outs not in force', columns, rows),
  ]);
}

/** What is not revoked, and is no opt-out. */
export function outsideSection({ outside: { protectedAccounts, reportMode, services } }: PageModel): Markup {
  const departed = services.filter(({ ownerDeparted }) => ownerDeparted);
  const inOrder = services.length - departed.length;
  return section(
    'outside',
    'What else stands outside',
    protectedAccounts.length + reportMode.length + departed.length,
    [
      block(
        'Protected accounts',
        protectedAccounts.length === 0
          ? note('None.')
          : table(
              'Protected accounts',
              [{ head: 'Account', heads: true }, { head: 'System' }, { head: 'Who answers for it' }, { head: 'Why' }],
              protectedAccounts.map(({ account, system, owner, ownerDeparted, reason }) => [
                id(account),
                id(system),
                owned(owner, ownerDeparted),
                reason,
              ]),
            ),
      ),
      block(
        'Systems in report mode',
        reportMode.length === 0
          ? note('None: what is due is revoked in each.')
          : note(['Nothing is revoked in ', ids(reportMode), '.']),
      ),
      block('Services whose owner departed', [
        departed.length === 0
          ? note('None.')
          : table(
              'Services whose owner departed',
              [{ head: 'Service', heads: true }, { head: 'Owner' }, { head: 'Systems' }],
              departed.map(({ service, owner, ownerDeparted, systems }) => [
                id(service),
                owned(owner, ownerDeparted),
                ids(systems),
              ]),
            ),
        inOrder === 0 ? null : note(`${inOrder.toLocaleString('en-US')} more with an owner who works here.`),
      ]),
    ],
  );
}

function block(title: string, body: Part): Markup {
  return markup`<div class="block"><h3>${title}</h3>${body}</div>`;
}

function owned(owner: string, departed: boolean): Part {
  return departed ? two(id(owner), markup`<span class="warning">has departed</span>`) : id(owner);
}

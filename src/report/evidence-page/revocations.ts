import type { AttemptEvidence, Evidence, RestorationEvidence, RevocationEvidence } from '../../core/evidence.js';
import type { ActRecord } from '../../core/record.js';
import { REVOCATION_WORDS, TRIGGER_WORDS, timeSentence } from '../evidence-words.js';
import { type Markup, markup, type Part } from '../page/markup.js';
import { time } from '../page/words.js';
import { REASON_WORDS } from '../words.js';
import { heading, table, terms } from './table.js';

/** Each revocation with what was held, every act and every read-back. */
export function revocationSections({ revocations }: Evidence): Markup | null {
  if (revocations.length === 0) return null;
  return markup`${heading('revocations', 'Revocations')}${revocations.map(revocationSection)}`;
}

function revocationSection(one: RevocationEvidence): Markup {
  const { id, account, person, service, reason, stage, trigger, lapsedOptOut, overAt, held, left } = one;
  const tone = one.verdict === 'breached' || one.state === 'open' ? 'bad' : one.state === 'over' ? 'good' : 'quiet';
  const whose = person ?? (service === null ? 'nobody in the roster' : `service ${service}`);
  return markup`<section class="one"><h3><code>${id}</code> <span class="${tone}">${REVOCATION_WORDS[one.state]}</span></h3>
${terms([
  ['Account', markup`<bdi>${account.name}</bdi>, of <bdi>${whose}</bdi>`],
  ['Why', `${REASON_WORDS[reason]}${stage === 'delete' ? '; deleted after its retention' : ''}`],
  [
    'Trigger',
    markup`${time(trigger.at)} UTC, ${TRIGGER_WORDS[trigger.kind]}${lapsedOptOut === null ? null : ` (${lapsedOptOut})`}`,
  ],
  ['Over', overAt === null ? 'no' : markup`${time(overAt)} UTC`],
  ['Time to revoke', timeSentence(one)],
  ['Held before', heldPart(held)],
  ...(left.length === 0 ? [] : [['Left', markup`<ul>${left.map((what) => markup`<li>${what}</li>`)}</ul>`] as const]),
])}
${one.attempts.map(attemptPart)}</section>`;
}

function heldPart({ status, admin, entitlements }: RevocationEvidence['held']): Part {
  const items = entitlements.map(({ kind, id, role, type, status: state }) => {
    const more = [role, type, state].filter((word) => word !== undefined).join(', ');
    return markup`<li><code>${id}</code> (${kind}${more === '' ? '' : `, ${more}`})</li>`;
  });
  return markup`${status}${admin ? ', an administrator' : ''}${items.length === 0 ? null : markup`<ul>${items}</ul>`}`;
}

function attemptPart({ revocation, run, actor, commit, url, begunAt, acts, readBacks }: AttemptEvidence): Markup {
  const looks = readBacks.map(({ at, run: by, ending, left }) => [
    time(at),
    ending,
    left.join('; '),
    markup`<code>${by}</code>`,
  ]);
  return markup`<p>Attempt <code>${revocation}</code>, begun ${time(begunAt)} UTC in run <code>${run}</code>, caused by <bdi>${actor}</bdi>${
    commit === null ? null : markup`, at commit <code>${commit}</code>`
  }${url === null ? null : markup`, <code>${url}</code>`}.</p>
${acts.length === 0 ? markup`<p class="quiet">No act is on record.</p>` : actTable(acts)}
${looks.length === 0 ? markup`<p class="bad">Cut off before it was read back.</p>` : table(['Read back at (UTC)', 'Result', 'Left', 'Run'], looks)}`;
}

function actTable(acts: readonly ActRecord[]): Markup {
  const rows = acts.map(({ step, action, object, intendedAt, endedAt, result, requestId, why }) => [
    step,
    action,
    markup`<code>${object}</code>`,
    exact(intendedAt),
    endedAt === null ? 'none' : exact(endedAt),
    `${result}${why === null ? '' : `: ${why}`}`,
    requestId === null ? '' : markup`<code>${requestId}</code>`,
  ]);
  return table(['Step', 'Act', 'Object', 'Intent', 'Outcome', 'Result', 'Request'], rows);
}

/** To the millisecond: what is compared with the vendor's own log. */
function exact(at: ActRecord['intendedAt']): Markup {
  return markup`<code>${at}</code>`;
}

export function restorationSections({ restorations }: Evidence): Markup | null {
  if (restorations.length === 0) return null;
  return markup`${heading('restorations', 'Restorations')}${restorations.map(restorationSection)}`;
}

function restorationSection({
  restoration,
  revocations,
  actor,
  run,
  begunAt,
  ending,
  left,
  acts,
}: RestorationEvidence): Markup {
  return markup`<section class="one"><h3><code>${restoration}</code></h3>
${terms([
  ['Of', revocations.map((id) => markup`<code>${id}</code> `)],
  ['By', markup`<bdi>${actor}</bdi>, ${time(begunAt)} UTC, run <code>${run}</code>`],
  ['Result', `${ending ?? 'cut off'}${left.length === 0 ? '' : `; not back: ${left.join('; ')}`}`],
])}
${acts.length === 0 ? null : actTable(acts)}</section>`;
}

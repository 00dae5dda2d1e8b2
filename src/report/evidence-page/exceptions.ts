import type { Evidence, ExceptionEvidence } from '../../core/evidence.js';
import { approvalSentence, lapseSentence } from '../evidence-words.js';
import { type Markup, markup } from '../page/markup.js';
import { time } from '../page/words.js';
import { heading, table, terms } from './table.js';

/** Each opt-out with its approval, what happened to it, and the proof of its lapse. */
export function exceptionSections({ exceptions }: Evidence): Markup | null {
  if (exceptions.length === 0) return null;
  return markup`${heading('exceptions', 'Opt-outs')}${exceptions.map(exceptionSection)}`;
}

const WHOM: Readonly<Record<ExceptionEvidence['kind'], string>> = {
  person: 'somebody',
  pause: 'everybody: a pause',
  guards: 'a raised guard',
  unknown: 'unknown: its file is gone',
};

function exceptionSection(one: ExceptionEvidence): Markup {
  const { optOut, kind, person, systems, reason, owner, requestedBy, standing, startsAt, transitions } = one;
  const rows = transitions.map(({ at, transition, why, run }) => [
    time(at),
    transition,
    why,
    markup`<code>${run}</code>`,
  ]);
  return markup`<section class="one"><h3><code>${optOut}</code> <span class="hold">${standing ?? 'its file is gone'}</span></h3>
${terms([
  [
    'Exempts',
    markup`<bdi>${person ?? WHOM[kind]}</bdi> in ${systems.join(', ')}${reason === null ? null : ` (${reason})`}`,
  ],
  ['Requested by', markup`<bdi>${requestedBy ?? 'unknown'}</bdi>`],
  ['Owner', markup`<bdi>${owner ?? 'unknown'}</bdi>`],
  ['Approval', approvalSentence(one)],
  ...(startsAt === null ? [] : [['From', markup`${time(startsAt)} UTC`] as const]),
  ['End', lapseSentence(one)],
])}
${rows.length === 0 ? null : table(['At (UTC)', 'Transition', 'Why', 'Run'], rows)}</section>`;
}

/** The evidence pack for a terminal and for Markdown: its verdict, and a line for each thing it proves. */
import type { Departure, Evidence, ExceptionEvidence, RevocationEvidence } from '../core/evidence.js';
import {
  aboutSentence,
  approvalSentence,
  lapseSentence,
  logSentence,
  REVOCATION_WORDS,
  STATE_TONES,
  stateSentence,
  TRIGGER_WORDS,
  timeSentence,
  timesSentence,
} from './evidence-words.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { count, REASON_WORDS, when } from './words.js';

/** @param written the names of the files that the whole pack was written to; empty: none */
export function outlineOfEvidence(evidence: Evidence, written: readonly string[]): Outline {
  const { outstanding, caveats, log, departures, revocations, exceptions, times, halts, overrides } = evidence;
  const whole = log.verdict === 'whole';
  return {
    banner: null,
    tone: outstanding.length > 0 ? 'bad' : 'good',
    verdict: `${aboutSentence(evidence)}: ${verdictOf(evidence)}`,
    figures: [
      { label: departures.length === 1 ? 'departure' : 'departures', value: departures.length },
      { label: revocations.length === 1 ? 'revocation' : 'revocations', value: revocations.length },
      { label: times.all.breached === 1 ? 'broken promise' : 'broken promises', value: times.all.breached },
      { label: exceptions.length === 1 ? 'opt-out' : 'opt-outs', value: exceptions.length },
    ],
    groups: [
      group('The log', '', [
        { ...EMPTY, tone: whole ? 'good' : 'bad', mark: log.verdict, detail: logSentence(evidence) },
      ]),
      ...departures.map(departureGroup),
      group('Revocations', 'from trigger to read-back, oldest first', revocations.map(revocationRow)),
      group(
        'Time to revoke',
        'by system',
        times.systems.map((one) => ({ ...EMPTY, mark: one.system, detail: timesSentence(one) })),
      ),
      group('Opt-outs', 'with approval and lapse', exceptions.map(exceptionRow)),
      group('Restorations', '', evidence.restorations.map(restorationRow)),
      group('Guards', 'halts, and who went over them', [
        ...halts.map((one): Row => {
          const detail = `${when(one.at)}: ${one.rule} for ${one.class}, ${one.actual} where ${one.limit} are allowed`;
          return { ...EMPTY, tone: 'look', mark: 'halt', subject: one.system, detail };
        }),
        ...overrides.map((one): Row => {
          return {
            ...EMPTY,
            tone: 'look',
            mark: 'override',
            subject: one.actor,
            detail: `${when(one.at)}: ${one.rules.join(', ')}`,
          };
        }),
      ]),
    ].filter(({ rows }) => rows.length > 0),
    problems: outstanding,
    footer: [
      ...caveats,
      ...(written.length === 0
        ? ['--out DIR writes the whole pack: every act with its request and times, as JSON and as a page.']
        : [`Written: ${written.join(', ')}`]),
    ],
  };
}

const EMPTY: Row = { tone: 'quiet', mark: '', subject: '', detail: '', notes: [] };

function group(title: string, aside: string, rows: readonly Row[]): Group {
  return { title, aside, notes: [], asides: [], rows, rest: '', unreachable: [], outside: [] };
}

function verdictOf({ outstanding, departures, log }: Evidence): string {
  if (log.verdict === 'broken') return 'the log is not whole, so nothing here is proved.';
  if (outstanding.length > 0) return `${count(outstanding.length, 'thing')} outstanding.`;
  if (departures.length === 0) return 'nobody left, and nothing is outstanding.';
  return 'nothing is outstanding.';
}

function departureGroup({ person, since, source, systems }: Departure): Group {
  const from = since === null ? 'nobody knows since when' : `since ${when(since)}`;
  const by = source === 'log' ? 'by the log' : source === 'provider' ? 'by the identity provider' : 'by the roster';
  const rows = systems.map((row): Row => {
    return { ...EMPTY, tone: STATE_TONES[row.state], mark: row.state, subject: row.system, detail: stateSentence(row) };
  });
  return group(`${person} left`, `${from}, ${by}`, rows);
}

const TONES: Readonly<Record<RevocationEvidence['state'], Tone>> = {
  over: 'good',
  open: 'bad',
  'brought-back': 'quiet',
  dropped: 'quiet',
  withdrawn: 'quiet',
};

function revocationRow(one: RevocationEvidence): Row {
  const { system, account, person, entitlement, reason, stage, state, trigger, attempts, overAt, left, held } = one;
  const last = attempts.at(-1);
  const acts = attempts.flatMap((attempt) => attempt.acts);
  const what = entitlement === null ? '' : ` ${entitlement}`;
  const by =
    last === undefined
      ? ''
      : `run ${last.run} by ${last.actor}${last.commit === null ? '' : `, commit ${last.commit.slice(0, 12)}`}`;
  return {
    tone: one.verdict === 'breached' ? 'bad' : TONES[state],
    mark: REVOCATION_WORDS[state],
    subject: `${system}/${account.id}${what}`,
    detail: `${person ?? account.name}, ${REASON_WORDS[reason]}${stage === 'delete' ? ', deleted' : ''}`,
    labelled: [
      ['trigger', `${when(trigger.at)}, ${TRIGGER_WORDS[trigger.kind]}`],
      ['over', overAt === null ? 'no' : when(overAt)],
      ['took', timeSentence(one)],
      [
        'held',
        held.entitlements.length === 0 ? 'no entitlements on record' : held.entitlements.map(({ id }) => id).join(', '),
      ],
      ['acts', `${count(acts.length, 'act')} in ${count(attempts.length, 'attempt')}; ${by}`],
    ],
    notes: left,
  };
}

function exceptionRow(one: ExceptionEvidence): Row {
  const { optOut, person, kind, systems, owner, requestedBy, standing } = one;
  const who = person ?? (kind === 'pause' ? 'everybody' : kind === 'guards' ? 'raised guards' : 'unknown');
  return {
    ...EMPTY,
    tone: standing === 'active' || standing === 'expiring' ? 'hold' : 'quiet',
    mark: standing ?? 'gone',
    subject: optOut,
    detail: `${who} in ${systems.join(', ')}; requested by ${requestedBy ?? 'unknown'}, owner ${owner ?? 'unknown'}`,
    facts: [
      approvalSentence(one),
      lapseSentence(one),
      ...one.transitions.map(({ at, transition, why }) => `${when(at)}: ${transition}${why === '' ? '' : ` (${why})`}`),
    ],
  };
}

function restorationRow({ revocations, actor, begunAt, ending }: Evidence['restorations'][number]): Row {
  const detail = `${when(begunAt)} by ${actor}`;
  return { ...EMPTY, mark: ending ?? 'cut off', subject: revocations[0] ?? '', detail };
}

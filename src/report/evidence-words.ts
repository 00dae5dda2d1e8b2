/** The evidence pack's terms as a person reads them: on a terminal, in Markdown and on the page alike. */
import type { CompletenessRow, Evidence, ExceptionEvidence, RevocationEvidence } from '../core/evidence.js';
import { STATE_WORDS } from '../core/evidence-of.js';
import type { Times } from '../core/objectives.js';
import type { Trigger } from '../core/record.js';
import type { Tone } from './outline.js';
import { took } from './page/words.js';
import { count, when } from './words.js';

export const TRIGGER_WORDS: Readonly<Record<Trigger['kind'], string>> = {
  merge: 'merged to the roster',
  'leaves-at': 'the leaving time in the roster',
  lapse: 'the opt-out lapsed',
  event: "the identity provider's word",
  retention: 'the retention was over',
  seen: 'first seen by a run (nobody knows since when)',
};

export const STATE_TONES: Readonly<Record<CompletenessRow['state'], Tone>> = {
  revoked: 'good',
  'nothing-there': 'good',
  held: 'hold',
  'report-mode': 'look',
  outstanding: 'bad',
  protected: 'bad',
  'never-seen': 'bad',
  'came-back': 'quiet',
};

/** How one system stands for somebody who left, in a sentence without a full stop. */
export function stateSentence({ state, at, optOut, until, why }: CompletenessRow): string {
  const words = STATE_WORDS[state];
  const more = why === '' ? '' : `; ${why}`;
  if (state === 'held' && optOut !== null && until !== null)
    return `held by opt-out ${optOut} until ${when(until)}${more}`;
  if (at === null) return `${words}${more}`;
  if (state === 'nothing-there') return `${words} when it was seen whole at ${when(at)}${more}`;
  return `${words}: ${when(at)}${more}`;
}

export const VERDICT_WORDS: Readonly<Record<NonNullable<RevocationEvidence['verdict']>, string>> = {
  kept: 'promise kept',
  breached: 'PROMISE BROKEN',
  'in-time': 'not over, still in time',
  unpromised: 'nothing was promised',
};

export const REVOCATION_WORDS: Readonly<Record<RevocationEvidence['state'], string>> = {
  over: 'verified',
  open: 'not over',
  'brought-back': 'brought back',
  dropped: 'dropped',
  withdrawn: 'not due any more',
};

/** `3 h 20 min; promised within 1 h (privileged): PROMISE BROKEN`. */
export function timeSentence({ took: length, promised, verdict }: RevocationEvidence): string {
  if (length === null || verdict === null) return 'not measured';
  const within = promised.within === null ? '' : `; promised within ${took(promised.within)} (${promised.objective})`;
  return `${took(length)}${within}: ${VERDICT_WORDS[verdict]}`;
}

/** Whose approval an opt-out had, in a sentence without a full stop. */
export function approvalSentence({ approval }: ExceptionEvidence): string {
  const { verdict, by, pullRequest, mergedAt } = approval;
  const who = by.length === 0 ? 'nobody is on record' : by.join(', ');
  const where = pullRequest === null ? '' : ` on pull request #${pullRequest}`;
  const merge = mergedAt === null ? '' : `, merged ${when(mergedAt)}`;
  return `approved by: ${who}${where}${merge}${verdict === null ? '' : ` (proof now: ${verdict})`}`;
}

/** What shows that it lapsed, in a sentence without a full stop. */
export function lapseSentence({ lapse, expiresAt }: ExceptionEvidence): string {
  if (lapse === null) return expiresAt === null ? 'its end is not on record' : `until ${when(expiresAt)}`;
  const recorded = lapse.recordedAt === null ? 'no run has recorded it yet' : `recorded ${when(lapse.recordedAt)}`;
  const then =
    lapse.revocations.length === 0
      ? 'no revocation followed that it had held'
      : `revoked then: ${lapse.revocations.join(', ')}`;
  return `lapsed ${when(lapse.at)}, ${recorded}; ${then}`;
}

/** `12 revocations: median 4 min, nine in ten within 1 h, worst 3 d; 11 kept, 1 broken`. */
export function timesSentence(times: Times): string {
  if (times.median === null || times.p90 === null || times.worst === null) return 'nothing to measure';
  const figures = `median ${took(times.median)}, nine in ten within ${took(times.p90)}, worst ${took(times.worst)}`;
  const parts = [
    [times.kept, 'kept'],
    [times.breached, 'broken'],
    [times.inTime, 'still in time'],
    [times.unpromised, 'without a promise'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${count(times.count, 'revocation')}: ${figures}; ${told.join(', ')}`;
}

/** What the pack is about. */
export function aboutSentence({ about, organization }: Pick<Evidence, 'about' | 'organization'>): string {
  if (about.kind === 'person') return `Evidence on ${about.person}, ${organization}`;
  return `Evidence of ${when(about.from)} to ${when(about.to)}, ${organization}`;
}

/** Whether the log is whole, and how to recognize it. */
export function logSentence({ log }: Evidence): string {
  if (log.verdict === 'broken') return `The log is NOT WHOLE: ${log.why}`;
  if (log.checkpoint === null || log.from === null || log.to === null) return 'The log is empty.';
  const { seq, hash } = log.checkpoint;
  return `The log is whole: ${count(log.events, 'event')}, ${when(log.from)} to ${when(log.to)}, checkpoint ${seq}@${hash}`;
}

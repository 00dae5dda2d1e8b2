/** The rows of a preview: one sentence for each thing that merging would change. */
import type { Decision } from '../core/decision.js';
import { defeatWords } from '../core/defeated.js';
import type { Change } from '../core/preview.js';
import type { NeededApproval } from '../core/preview-approvals.js';
import type { Unlooked, Weakening } from '../core/preview-policy.js';
import type { RosterNote, Standing } from '../core/preview-roster.js';
import type { Instant } from '../core/time.js';
import type { Finding } from '../policy/finding.js';
import { type PlanNotes, rowOf, subjectOf } from './decision-rows.js';
import type { Row } from './outline.js';
import { oneLine, REASON_WORDS, REVIEW_WORDS, relative, when } from './words.js';

/** @param pending opt-outs that are not approved yet */
export function changeRow({ effect, before, after }: Change, notes: PlanNotes, pending: ReadonlySet<string>): Row {
  if (after === null) {
    const subject = before === null ? '' : subjectOf(before);
    const system = before === null ? '' : `${before.system}: `;
    return row(
      'look',
      'gone',
      subject,
      `${system}${wordOf(before)} today, and nothing is decided on it after the merge`,
    );
  }
  const own = rowOf(after, notes);
  const detail = `${after.system}: ${own.detail === '' ? wordOf(after) : own.detail}`;
  if (effect === 'spared') {
    const why = before?.kind === 'revoke' || before?.kind === 'review' ? ` (${reasonOf(before)})` : '';
    return {
      ...own,
      tone: 'hold',
      detail: `${after.system}: ${today(before)}${why}; after the merge: ${wordOf(after)}`,
    };
  }
  if (effect === 'other') return { ...own, detail: `${after.system}: ${wordOf(before)} -> ${wordOf(after)}` };
  if (after.kind === 'exempt' && pending.has(after.optOut)) {
    return { ...own, detail, notes: [`only once ${after.optOut} is approved: without that, a run revokes it`] };
  }
  const held = effect === 'loses' && before?.kind === 'exempt' ? [heldToday(before)] : [];
  return { ...own, detail, notes: [...held, ...own.notes] };
}

/** Its opt-out is taken away, shortened, or not valid any more: the diff of a file says that to nobody. */
function heldToday({ optOut, expiresAt }: Extract<Decision, { kind: 'exempt' }>): string {
  return `held by opt-out ${optOut} today, until ${when(expiresAt)}`;
}

function today(before: Decision | null): string {
  return before?.kind === 'review' ? 'would be revoked in enforce mode today' : 'would be revoked today';
}

function reasonOf(decision: Decision): string {
  return 'reason' in decision && decision.reason !== null ? REASON_WORDS[decision.reason] : '';
}

/** A decision in a few words, with whose account it is said to be. */
function wordOf(decision: Decision | null): string {
  if (decision === null) return 'not decided on';
  const owner = decision.person ?? decision.service;
  const whose = owner === null ? "nobody's" : `${owner}'s`;
  switch (decision.kind) {
    case 'keep':
      return `kept as ${whose}`;
    case 'exempt':
      return `held by ${decision.optOut} until ${when(decision.expiresAt)}`;
    case 'revoke':
      return `revoked (${REASON_WORDS[decision.reason]})`;
    case 'settled':
      return decision.deleteAfter === null
        ? 'stays suspended'
        : `suspended, deleted after ${when(decision.deleteAfter)}`;
    case 'review': {
      const reason =
        decision.reason === null || decision.why === 'orphaned' ? '' : `${REASON_WORDS[decision.reason]}; `;
      return `a review (${reason}${REVIEW_WORDS[decision.why]})`;
    }
  }
}

export function approvalRow(needed: NeededApproval, now: Instant): Row {
  const { optOut, change, unpinned, obstacles, expiresAt, startsAt, defeatedBy } = needed;
  const begins = startsAt === null ? '' : `from ${when(startsAt)} `;
  const until = `${begins}until ${when(expiresAt)}, ${relative(expiresAt, now)}`;
  const notes = obstacles.map((why) => `it can't be approved: ${why}`);
  for (const id of unpinned) {
    notes.push(`the account of ${id} at the host is not pinned by its id, so that their approval would not count`);
  }
  if (defeatedBy !== null) {
    notes.push(defeatWords(defeatedBy));
  }
  const state = change === 'changed' ? 'says something else than what was approved; ' : '';
  return {
    tone: obstacles.length > 0 ? 'bad' : 'hold',
    mark: change,
    subject: optOut,
    detail: `${state}${whatOf(needed)} ${until}${missingOf(needed)}. ${reasonGiven(needed)}`,
    notes,
  };
}

/** Whose approval is there, and whose is missing. */
function missingOf({ given, missing, approvers }: NeededApproval): string {
  const there = given.length === 0 ? '' : `; approved by ${listed(given, 'and')}`;
  if (missing === 0) return `${there}, which is all it needs`;
  const from = approvers.map(({ systems, from: who }) => `${listed(who, 'or')} for ${systems.join(', ')}`).join('; ');
  if (from === '') return there;
  const more = given.length === 0 ? '' : 'more ';
  return `${there}; needs ${missing === 1 ? `one ${more}approval` : `${missing} ${more}approvals`}: ${from}`;
}

/** As much as fits beside a row; the file has the rest. */
const MOST_WORDS = 200;

function reasonGiven({ requestedBy, justification }: NeededApproval): string {
  const words = [...oneLine(justification)];
  const shown = `${words.slice(0, MOST_WORDS).join('')}${words.length > MOST_WORDS ? ' …' : ''}`;
  return `${requestedBy} asks for it: ${shown}`;
}

function whatOf({ exempts, systems, reason }: NeededApproval): string {
  const where = systems.join(', ');
  switch (exempts.kind) {
    case 'person': {
      const only = exempts.entitlements.length === 0 ? '' : ` (only ${exempts.entitlements.join(', ')})`;
      return `${exempts.person} keeps ${where}${only} for ${reason}`;
    }
    case 'pause':
      return `nothing is revoked in ${where}`;
    case 'guards':
      return `the guards of ${where} are raised (${Object.entries(exempts.guards)
        .map(([rule, value]) => `${rule} ${value}`)
        .join(', ')})`;
  }
}

/** Whether it leaves access that should end, or that nobody answers for. */
export function isStanding(note: RosterNote): boolean {
  if (note.kind === 'moved') return note.accounts.length > 0;
  if (note.kind !== 'removed' && note.kind !== 'unclaimed') return false;
  return note.accounts.some(stands) || note.unseen.length > 0;
}

function stands({ after }: Standing): boolean {
  return after === null || after === 'keep' || after === 'review';
}

export function rosterRow(note: RosterNote): Row {
  const tone = isStanding(note) ? 'bad' : 'look';
  switch (note.kind) {
    case 'removed': {
      const mend = 'Keep the entry, with `status: departed`, until the accounts are gone.';
      const unseen = note.unseen.length === 0 ? '' : `; ${note.unseen.join(', ')} was not seen whole`;
      const detail = `taken out of the roster rather than marked as departed${accountsOf(note.accounts)}${unseen}`;
      return { ...row(tone, 'removed', note.who, detail), notes: [mend] };
    }
    case 'unclaimed':
      return row(tone, 'unclaimed', note.who, `an account is nobody's any more${accountsOf(note.accounts)}`);
    case 'moved':
      return row(tone, 'moved', note.who, `counts as ${note.to}'s from then on${accountsOf(note.accounts)}`);
    case 'unpinned': {
      const detail = `${note.system}: claimed by name alone, no longer by the id ${note.account}: a name can be taken over`;
      return row('look', 'unpinned', note.who, detail);
    }
    case 'repinned':
      return row('look', 'repinned', note.who, `${note.system}: the id ${note.account} -> ${note.to}`);
    case 'returns':
      return row('look', 'returns', note.who, 'counts as here again');
    case 'leaves': {
      const [before, after] = [note.before, note.after].map((at) => (at === null ? 'no hour of leaving' : when(at)));
      return row('look', 'leaves', note.who, `${before} -> ${after}`);
    }
  }
}

function accountsOf(accounts: readonly Standing[]): string {
  if (accounts.length === 0) return '';
  const named = accounts.map(({ id, name, after }) => `${id} (${name}): ${after ?? 'nothing decided'}`);
  return `; ${named.join(', ')}`;
}

export function weakeningRow({ where, what }: Weakening): Row {
  return row('hold', 'weaker', where, what);
}

export function unlookedRow({ system, why, settings }: Unlooked): Row {
  const words: Readonly<Record<Unlooked['why'], string>> = {
    new: 'only the proposal has it: what is live there is not known before the merge',
    kind: 'it would be of another kind: what is live there is not known before the merge',
    settings: `its settings change (${settings.join(', ')}): it was looked at with those of the default branch`,
    entitlements: 'its entitlements would be managed, and they are not listed today',
  };
  return row(why === 'settings' || why === 'kind' ? 'bad' : 'look', 'unseen', system, words[why]);
}

export function findingRow({ severity, file, line, column, message, mend }: Finding): Row {
  const tone = severity === 'error' ? 'bad' : 'look';
  return { ...row(tone, severity, `${file}:${line}:${column}`, message), notes: mend === '' ? [] : [mend] };
}

function row(tone: Row['tone'], mark: string, subject: string, detail: string): Row {
  return { tone, mark, subject, detail, notes: [] };
}

/** `a`, `a or b`, `a, b or c`. */
function listed(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

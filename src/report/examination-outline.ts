/** One opt-out's standing, rule by rule: the verdict first, then what it rests on. */
import type { ApprovalsNeeded, Approver } from '../core/approvers.js';
import { defeatWords } from '../core/defeated.js';
import type { Examination } from '../core/examine.js';
import type { Standing } from '../core/standing.js';
import { instantOf, type Timestamp } from '../core/time.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { exemptionOf, guardValue, STANDING_TONES } from './register-outline.js';
import { count, oneLine, REASON_WORDS, relative, span, when } from './words.js';

type Answer = 'yes' | 'no' | 'unknown' | 'note';

const TONES: Readonly<Record<Answer, Tone>> = { yes: 'good', no: 'act', unknown: 'bad', note: 'look' };

const VERDICTS: Readonly<Record<Standing, string>> = {
  active: 'is in force',
  expiring: 'is in force, and lapses soon',
  pending: 'is not in force yet',
  lapsed: 'has lapsed: it exempts nobody any more',
  unapproved: 'is not approved: it exempts nobody',
  unverifiable: 'may be in force: its approval could not be verified',
  invalid: 'is invalid: it exempts nobody',
};

export function outlineOfExamination(examination: Examination): Outline {
  const { entry, approvalSource, at } = examination;
  const { id, standing, terms } = entry;
  return {
    banner: approvalSource === 'none' ? UNPROVEN_BANNER : null,
    tone: STANDING_TONES[standing],
    verdict: `${id} ${VERDICTS[standing]}.`,
    figures: [],
    groups: [
      group('What it says', entry.file, terms === null ? [] : wordsRows(examination), ['', 'in the file']),
      group('Rule by rule', '', ruleRows(examination), ['rule', 'what was found']),
      ...lapseGroup(examination),
      ...evidenceGroup(examination),
    ],
    problems: [],
    footer: [`As of ${when(at)}`],
  };
}

function wordsRows({ entry }: Examination): Row[] {
  const { terms } = entry;
  if (terms === null) return [];
  const say = (mark: string, detail: string): Row => ({ tone: 'quiet', mark, subject: '', detail, notes: [] });
  return [
    say('exempts', exemptionOf(terms)),
    say('because', oneLine(terms.justification)),
    say('asked by', `${terms.requestedBy}${terms.ticket === null ? '' : `; ticket ${terms.ticket}`}`),
    say('owner', terms.owner),
  ];
}

function rule(answer: Answer, mark: string, detail: string, notes: readonly string[] = []): Row {
  return { tone: TONES[answer], mark: answer, subject: mark, detail, notes };
}

function ruleRows(examination: Examination): Row[] {
  return [
    validRow(examination),
    ...beginRows(examination),
    durationRow(examination),
    ...personRows(examination),
    ...systemRows(examination),
    ...ownerRows(examination),
    approvalRow(examination),
    renewalRow(examination),
  ];
}

function validRow({ entry: { standing, why } }: Examination): Row {
  if (standing === 'invalid') return rule('no', 'valid', why);
  return rule('yes', 'valid', 'it holds to the schema and to the rules for opt-outs');
}

function beginRows({ entry, begun, lapsed, at }: Examination): Row[] {
  const { terms, mergedAt } = entry;
  if (terms === null) return [];
  const { startsAt, expiresAt } = terms;
  const now = instantOf(at);
  const told = (time: Timestamp) => `${when(time)}, ${relative(time, now)}`;
  const merged = mergedAt === null ? '' : `: ${told(mergedAt)}`;
  return [
    rule(begun ? 'yes' : 'no', 'begun', startsAt === null ? `from its merge on${merged}` : told(startsAt)),
    rule(lapsed ? 'no' : 'yes', 'not lapsed', `until ${told(expiresAt)}`),
  ];
}

function durationRow({ duration: { lasts, most }, entry }: Examination): Row {
  const reason = entry.terms?.reason ?? '';
  const allowed = `the reason ${reason} allows ${span(most)}`;
  if (lasts === null)
    return rule('note', 'short enough', `${allowed}, counted from its merge, which is not known here`);
  const answer = lasts <= most ? 'yes' : 'no';
  return rule(answer, 'short enough', `it lasts ${span(lasts)}, and ${allowed}`);
}

function personRows({ person, holds, entry, at }: Examination): Row[] {
  const held = holds.map((reason) => REASON_WORDS[reason].replace(/:.*| \(.*/, '')).join(', ');
  if (person === null) {
    const pause = entry.terms?.kind === 'pause';
    const detail = 'everybody, but its requester, its owner and its approvers';
    return pause ? [rule('note', 'person', `${detail}; it holds back: ${held}`)] : [];
  }
  const { person: id, absent, leavesAt, departure } = person;
  if (departure === 'immediate') {
    return [rule('no', 'person', `the departure of ${id} is immediate, so that no opt-out holds anything`)];
  }
  if (absent !== null) {
    const now = REASON_WORDS[absent].replace(/ \(.*/, '');
    return holds.includes(absent)
      ? [rule('yes', 'person', `${id}: ${now}, which it holds back`)]
      : [rule('no', 'person', `${id}: ${now}, which it does not hold back; it holds back: ${held}`)];
  }
  const leaves = leavesAt === null ? '' : `, and leaves ${when(leavesAt)}, ${relative(leavesAt, instantOf(at))}`;
  return [rule('note', 'person', `${id} is active by the roster${leaves}; it holds back: ${held}`)];
}

function systemRows({ systems, defeatedBy: provider, entry }: Examination): Row[] {
  const only = entry.terms?.entitlements ?? [];
  const rows = systems.map(({ system, mode }) => {
    const what = only.length === 0 ? 'the whole account' : `only ${only.join(', ')}`;
    if (entry.terms?.kind === 'guards') return rule('yes', 'system', system);
    if (mode === 'report')
      return rule('note', 'system', `${system}: in report mode, so nothing is revoked there anyway`);
    return rule('yes', 'system', `${system}: ${entry.terms?.kind === 'pause' ? 'all of it' : what}`);
  });
  return provider === null ? rows : [...rows, rule('note', 'sign-in', defeatWords(provider))];
}

function ownerRows({ needed, entry }: Examination): Row[] {
  const rows = needed.systems.map(({ system, approvers }) => {
    const who = approvers.map(approverWord).join(', ');
    if (approvers.length === 0)
      return rule('no', 'may approve', `${system}: nobody who works here and has no part in it`);
    const owner = entry.terms?.owner;
    const answers = approvers.some(({ person }) => person === owner);
    const notes = answers ? [] : [`its owner ${owner} is not among them any more`];
    return rule('yes', 'may approve', `${system}: ${who}`, notes);
  });
  return needed.enough ? rows : [...rows, rule('note', 'may approve', tooFewSentence(needed))];
}

/** Said where an opt-out needs more approvals than there are people who may give one. */
export function tooFewSentence({ approvals, systems }: ApprovalsNeeded): string {
  const able = new Set(systems.flatMap(({ approvers }) => approvers.map(({ person }) => person))).size;
  const people = able === 1 ? '1 person' : `${able} people`;
  const nobody = systems.filter(({ approvers }) => approvers.length === 0).map(({ system }) => system);
  const where = nobody.length === 0 ? '' : `, and nobody for ${nobody.join(', ')}`;
  return `it needs ${count(approvals, 'approval')}, and ${people} may give one${where}: name further owners in the policy first`;
}

/** `kim.cho (@kimcho)`. */
export function approverWord({ person, login, pinned }: Approver): string {
  if (login === null) return `${person} (no account at the host)`;
  return pinned ? `${person} (@${login})` : `${person} (@${login}, not pinned by id: their approval can't be proved)`;
}

function approvalRow({ approvalSource, proof, needed, entry, defeatedBy }: Examination): Row {
  // That has a row of its own.
  const warnings = entry.warnings.filter((warning) => defeatedBy === null || warning !== defeatWords(defeatedBy));
  const asked = `${count(needed.approvals, 'approval')} needed`;
  if (approvalSource === 'none')
    return rule('note', 'approved', `${asked}; not checked, and counted as approved`, warnings);
  if (proof === null) return rule('unknown', 'approved', `${asked}; nothing is known of its approval`, warnings);
  const answer = ({ approved: 'yes', unapproved: 'no', unverifiable: 'unknown' } as const)[proof.verdict];
  return rule(answer, 'approved', `${asked}; ${proof.why}`, warnings);
}

function renewalRow({ renewals: { chain, most } }: Examination): Row {
  if (chain.length === 0) return rule('yes', 'renewals', `it names none; the policy allows ${most} in a row`);
  const detail = `it renews ${chain.join(', which renews ')}: ${chain.length} in a row, and the policy allows ${most}`;
  return rule(chain.length <= most ? 'yes' : 'no', 'renewals', detail);
}

function lapseGroup(examination: Examination): Group[] {
  const { standing, terms } = examination.entry;
  if (terms === null || standing === 'lapsed' || standing === 'invalid' || standing === 'unapproved') return [];
  const without = 'Nobody whom it covers is absent by the roster: nothing is revoked then.';
  return [group('At its lapse', when(terms.expiresAt), lapseRows(examination), ['whose', 'what happens'], without)];
}

function lapseRows({ lapse }: Examination): Row[] {
  const people = lapse.people.map(({ person, system, heldBy }): Row => {
    const goes = heldBy === null ? 'access is revoked' : `held on by opt-out ${heldBy}`;
    return {
      tone: heldBy === null ? 'act' : 'hold',
      mark: heldBy === null ? 'revoke' : 'exempt',
      subject: person,
      detail: `${system}: ${goes}`,
      notes: [],
    };
  });
  const limits = lapse.limits.map(({ system, guards }): Row => {
    const detail = Object.entries(guards)
      .map(([name, value]) => `${name} ${guardValue(name, value)}`)
      .join(', ');
    return { tone: 'look', mark: 'limits', subject: system, detail: `back to ${detail}`, notes: [] };
  });
  return [...people, ...limits];
}

function evidenceGroup({ proof }: Examination): Group[] {
  if (proof === null || proof.evidence === null) return [];
  const { commit, blob, head, base, mergedBy, reviews } = proof.evidence;
  const say = (mark: string, detail: string): Row => ({ tone: 'quiet', mark, subject: '', detail, notes: [] });
  const rows = [
    ...(proof.pullRequest === null
      ? []
      : [say('pull request', `#${proof.pullRequest}${mergedBy === null ? '' : `, merged by @${mergedBy}`}`)]),
    say('commit', `${commit} brought the content in force`),
    say('content', blob),
    say('reviewed', `${head}, the last commit of the pull request`),
    ...(base === null ? [] : [say('rules', `${base}: its policy and roster count`)]),
    ...reviews.map(({ person, account, at }) => say('approved', `${when(at)} by ${person} (account ${account})`)),
  ];
  return [group('Evidence', 'for looking at it again', rows, ['', 'what was read'])];
}

function group(
  title: string,
  aside: string,
  rows: readonly Row[],
  head: NonNullable<Group['head']>,
  without = '',
): Group {
  const rest = rows.length === 0 ? without : '';
  return { title, aside, rows, notes: [], asides: [], rest, unreachable: [], outside: [], head };
}

/** The questions of `leaver optout new`, one after the other, each with its choices, an example and a default where there is one. */
import type { OptOutReason, Person, PersonId } from '../../core/model.js';
import { designatedOwners } from '../../core/owners.js';
import { absence } from '../../core/roster.js';
import { after, formatInstant, type Instant } from '../../core/time.js';
import { span } from '../../report/words.js';
import {
  type Asker,
  ask,
  type Choice,
  type Draft,
  type DraftFlags,
  exampleOf,
  firstFault,
  type Kind,
  type Known,
  only,
  type Question,
  unknownFault,
} from './flags.js';
import { kindOf, partsOf, subjectOf } from './subject.js';
import { timeFrom, wholeSecond } from './times.js';

/** Asks for whatever no flag gives. Throws `usage` for a flag that won't do, and for those that a script left out. */
export async function draftFrom(flags: DraftFlags, asker: Asker, known: Known): Promise<Draft> {
  const kind = await kindOf(flags, asker);
  const subject = await subjectOf(kind, flags, asker, known);
  const person = known.desired.people.find(({ id }) => id === subject.person) ?? null;
  const systems = await systemsOf(flags, asker, known, person);
  const entitlements = await entitlementsOf(flags, asker, known, systems);
  const reason = await reasonOf(flags, asker, known, kind, person);
  const justification = await asker.value(flags.justification, JUSTIFICATION, () => null);
  const ticket = await asker.value(flags.ticket, TICKET, () => null);
  const requestedBy = await requesterOf(flags, asker, known, person);
  const owner = await ownerOf(flags, asker, known, { systems, requestedBy, person: person?.id ?? null });
  const renewalOf = await renewalFrom(flags, asker, known, { systems, person: person?.id ?? null });
  const times = await timesOf(flags, asker, known, reason === '' ? 'pause' : reason);
  const id = await asker.value(flags.id, idQuestion(suggestedId(kind, person, reason, systems, known)), (text) =>
    idFault(text, known),
  );
  asker.missing();
  return {
    id,
    ...subject,
    systems: systems as [string, ...string[]],
    ...(entitlements.length === 0 ? {} : { entitlements: [...entitlements] }),
    ...(reason === '' ? {} : { reason }),
    justification,
    ...(ticket === '' ? {} : { ticket }),
    requestedBy,
    owner,
    ...times,
    ...(renewalOf === '' ? {} : { renewalOf }),
  };
}

async function systemsOf(
  { systems }: DraftFlags,
  asker: Asker,
  { desired }: Known,
  person: Person | null,
): Promise<readonly string[]> {
  const own = desired.systems.filter(({ id }) => person === null || person.accounts.has(id));
  const choices = (own.length === 0 ? desired.systems : own).map(({ id, kind }) => ({ value: id, about: kind }));
  const question = ask(
    '--system',
    'In which systems? Several with a space between.',
    exampleOf('aws-prod', choices),
    choices,
    only(choices),
  );
  const all = desired.systems.map(({ id }) => ({ value: id, about: '' }));
  const answer = await asker.value(systems.length === 0 ? null : systems.join(' '), question, (text) =>
    firstFault(partsOf(text), (one) => unknownFault(one, 'system', all)),
  );
  return partsOf(answer);
}

/** Only asked where a system manages entitlements: nowhere else can a part of an account be kept. */
async function entitlementsOf(
  { entitlements }: DraftFlags,
  asker: Asker,
  { desired }: Known,
  systems: readonly string[],
): Promise<readonly string[]> {
  if (entitlements.length > 0) return entitlements;
  if (!desired.systems.some((one) => systems.includes(one.id) && one.entitlements === 'managed')) return [];
  const question = ask('--entitlement', 'Only which entitlements, and not the whole account?', 'team:backend', [], '');
  return partsOf(await asker.value(null, question, () => null));
}

async function reasonOf(
  { reason }: DraftFlags,
  asker: Asker,
  { desired, now }: Known,
  kind: Kind | null,
  person: Person | null,
): Promise<string> {
  const { reasons } = desired.optOutPolicy;
  // A pause and a raised guard have this one where none is named.
  if (kind !== null && kind !== 'person' && reason === null && reasons.has('pause')) return '';
  const choices = [...reasons].map(([name, terms]) => ({ value: name, about: aboutReason(terms) }));
  const away = person === null ? null : absence(person, now, NONE);
  const fitting = [...reasons].filter(([name, { holds }]) => away !== null && holds.includes(away) && name !== 'pause');
  const question = ask(
    '--reason',
    'For which of the reasons?',
    exampleOf('handover', choices),
    choices,
    only(fitting.map(([value]) => ({ value }))),
  );
  return asker.value(reason, question, (text) => unknownFault(text, 'reason', choices));
}

function aboutReason({ holds, maxDuration }: OptOutReason): string {
  return `${span(maxDuration)} at most; holds back: ${holds.join(', ')}`;
}

const JUSTIFICATION = ask('--justification', 'Why is it needed?', 'Finishes the ledger migration with the new owner.');
const TICKET = ask('--ticket', 'Which ticket does it belong to?', 'SEC-481', [], '');

const NONE: ReadonlySet<PersonId> = new Set();

async function requesterOf(
  { requestedBy }: DraftFlags,
  asker: Asker,
  { desired, now }: Known,
  person: Person | null,
): Promise<string> {
  const choices = desired.people.map(({ id, name }) => ({ value: id, about: name }));
  const manager = desired.people.find(({ id }) => id === person?.manager);
  const present = manager !== undefined && absence(manager, now, NONE) === null ? manager.id : null;
  const question = ask(
    '--requested-by',
    'Who asks for it?',
    exampleOf(
      'sam.lee',
      choices.filter(({ value }) => value !== person?.id),
    ),
    present === null ? [] : [choiceOf(manager)],
    present,
  );
  return asker.value(requestedBy, question, (text) => unknownFault(text, 'person', choices));
}

function choiceOf(person: Person | undefined): Choice {
  return { value: person?.id ?? '', about: `${person?.name ?? ''}, their manager` };
}

interface Parts {
  readonly systems: readonly string[];
  readonly person: PersonId | null;
}

async function ownerOf(
  { owner }: DraftFlags,
  asker: Asker,
  { desired, now }: Known,
  { systems, person, requestedBy }: Parts & { readonly requestedBy: string },
): Promise<string> {
  const roster = new Map<string, Person>(desired.people.map((one) => [one.id, one]));
  const eligible = (id: PersonId) => {
    const one = roster.get(id);
    return id !== person && id !== requestedBy && one !== undefined && absence(one, now, NONE) === null;
  };
  const named = desired.systems.filter(({ id }) => systems.includes(id));
  const each = named.map((system) => designatedOwners(system, desired.optOutPolicy, eligible));
  const common = (each[0] ?? []).filter((id) => each.every((owners) => owners.includes(id)));
  const choices = common.map((id) => ({ value: id, about: roster.get(id)?.name ?? '' }));
  const text = 'Which designated owner answers for it? Neither the person nor who asks.';
  const everybody = desired.people.map(({ id }) => ({ value: id, about: '' }));
  const question = ask('--owner', text, exampleOf('kim.cho', choices), choices, only(choices));
  return asker.value(owner, question, (one) => unknownFault(one, 'person', everybody));
}

async function renewalFrom(
  { renewalOf }: DraftFlags,
  asker: Asker,
  { desired }: Known,
  { systems, person }: Parts,
): Promise<string> {
  const same = desired.optOuts.filter(
    (one) =>
      one.exempts.kind === 'person' && one.exempts.person === person && one.systems.some((id) => systems.includes(id)),
  );
  const choices = same.map(({ id, expiresAt }) => ({ value: id, about: `until ${formatInstant(expiresAt)}` }));
  if (renewalOf === null && choices.length === 0) return '';
  const question = ask(
    '--renewal-of',
    'Which opt-out does it renew?',
    exampleOf('ana-handover-1', choices),
    choices,
    '',
  );
  // What it renews may have been pruned: that is a warning when the file is checked.
  return asker.value(renewalOf, question, () => null);
}

async function timesOf(
  { starts, expires }: DraftFlags,
  asker: Asker,
  { desired, now }: Known,
  reason: string,
): Promise<Pick<Draft, 'startsAt' | 'expiresAt'>> {
  const fault = (text: string) =>
    timeFrom(text, now) === null ? 'It is neither a time with its offset nor a span such as P7D, 7d or 36h.' : null;
  const first = ask(
    '--starts',
    'From when on, if not from its merge? A time with its offset, or a span.',
    '3d',
    [],
    '',
  );
  const begins = await asker.value(starts, first, fault);
  const startsAt = begins === '' ? null : timeFrom(begins, now);
  const base = startsAt?.at ?? now;
  const longest = desired.optOutPolicy.reasons.get(reason)?.maxDuration ?? null;
  const latest = longest === null ? null : formatInstant(wholeSecond(after(base, longest)));
  const choices = latest === null ? [] : [{ value: latest, about: `the longest that ${reason} allows` }];
  const last = ask(
    '--expires',
    'Until when? A time with its offset, or a span such as 7d or 36h.',
    '7d',
    choices,
    latest,
  );
  const ends = await asker.value(expires, last, (text) => fault(text) ?? pastFault(text, base, now));
  const expiresAt = timeFrom(ends, base)?.text ?? '';
  return { ...(startsAt === null ? {} : { startsAt: startsAt.text }), expiresAt };
}

/** Allowed in a file that was left in place, and never what somebody wants who writes one. */
function pastFault(text: string, base: Instant, now: Instant): string | null {
  const end = timeFrom(text, base);
  return end !== null && end.at <= now ? 'That is over: it would exempt nobody.' : null;
}

function idQuestion(suggested: string): Question {
  return ask('--id', 'Under which id? Its file is named after it.', suggested, [], suggested);
}

function idFault(id: string, { taken }: Known): string | null {
  if (taken.has(id)) return 'There is an opt-out of that id already; an id is never used again.';
  if (id.length <= 64 && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(id)) return null;
  return 'An id is made of small letters and digits, joined by single dots, hyphens or underscores, 64 at most.';
}

function suggestedId(
  kind: Kind | null,
  person: Person | null,
  reason: string,
  systems: readonly string[],
  { taken }: Known,
): string {
  const who = kind === 'person' || kind === null ? (person?.id.split(/[._-]/)[0] ?? 'opt-out') : kind;
  const parts = [who, ...(reason === '' ? [] : [reason]), ...(systems.length === 1 ? systems : [])];
  const plain = parts
    .join('-')
    .slice(0, 60)
    .replace(/[._-]+$/, '');
  for (let number = 1; ; number++) {
    const id = number === 1 ? plain : `${plain}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** What a reminder says: on the pull request to those who answer for an opt-out, and in the run's report. */
import { approvalsNeeded } from '../core/approvers.js';
import type { DesiredState, OptOut, PersonId } from '../core/model.js';
import type { Reminder } from '../core/reminders.js';
import { absence, hasDeparted } from '../core/roster.js';
import { formatInstant, type Instant } from '../core/time.js';
import { markdown } from '../text/escape.js';
import { REASON_WORDS, relative, when } from './words.js';

type OfOptOut = Extract<Reminder, { optOut: OptOut }>;

/**
 * The comment: to whom, what is revoked from when on, and how to renew; or that nobody answers for it any more. Every name
 * in it is shown as text.
 */
export function reminderComment({ kind, optOut, at }: OfOptOut, desired: DesiredState, now: Instant): string {
  const to = askedOf(optOut, desired, now).map((person) => mentionOf(person, desired));
  const greeting = to.length === 0 ? '' : `${to.join(', ')}: `;
  if (kind === 'owner') {
    return [
      `${greeting}${markdown(optOut.owner)}, who answers for the opt-out ${markdown(optOut.id)}, has departed. It holds on until it lapses ${timeOf(at, now)}, and nobody answers for it.`,
      '',
      'Find a new owner: a designated owner who works here takes it over in a pull request that changes `owner` in its file, approved anew. If nobody does, let a pull request remove the file: what it holds back is revoked then.',
    ].join('\n');
  }
  const consequences = consequencesOf(optOut, desired).map((line) => `- ${markdown(line)}`);
  return [
    `${greeting}the opt-out ${markdown(optOut.id)} lapses ${timeOf(at, now)}. Unless another opt-out holds it, this follows:`,
    '',
    ...consequences,
    '',
    `For that, nothing has to be done. If it is needed for longer, renew it before then, in a pull request that is approved anew (at most ${desired.optOutPolicy.maxRenewals} times in a row):`,
    '',
    '```sh',
    renewalCommand(optOut, !isGone(optOut.owner, desired, now)),
    '```',
  ].join('\n');
}

/** Who answers for it and who asked for it; those who have departed give way to whoever may approve it today. */
function askedOf(optOut: OptOut, desired: DesiredState, now: Instant): readonly PersonId[] {
  const { owner, requestedBy } = optOut;
  const parties = [owner, requestedBy].filter((id) => !isGone(id, desired, now));
  if (parties.includes(owner)) return [...new Set(parties)];
  const { systems } = approvalsNeeded(desired, optOut, now);
  return [...new Set([...parties, ...systems.flatMap(({ approvers }) => approvers.map(({ person }) => person))])];
}

function isGone(id: PersonId, { people }: DesiredState, now: Instant): boolean {
  return people.some((one) => one.id === id && hasDeparted(one, now));
}

/** A word that no shell and no command line reads otherwise. Ids are such by their form; entitlements may be any text. */
const PLAIN_WORD = /^\w[\w:./-]*$/;

/** Brings along what stays the same; the command asks for the rest. */
function renewalCommand({ id, exempts, systems, reason, owner }: OptOut, keepsOwner: boolean): string {
  const command = `leaver optout new --renewal-of ${id}`;
  const held = exempts.kind === 'person' ? exempts.entitlements : [];
  if (!held.every((one) => PLAIN_WORD.test(one))) return command;
  const flags = [
    ...(exempts.kind === 'person' ? [`--person ${exempts.person}`] : []),
    ...(exempts.kind === 'pause' ? ['--pause'] : []),
    ...systems.map((system) => `--system ${system}`),
    ...held.map((one) => `--entitlement ${one}`),
    `--reason ${reason}`,
    ...(keepsOwner ? [`--owner ${owner}`] : []),
  ];
  return [command, ...flags].join(' ');
}

/** In the report of the run that sent it, or that is the only place where it is told. */
export function reminderSentence(reminder: Reminder, desired: DesiredState, now: Instant, sent: boolean): string {
  const { at } = reminder;
  if (reminder.kind === 'departure') {
    const { person } = reminder;
    const systems = [...person.accounts.keys()];
    const access = systems.length === 0 ? 'no account of theirs is known' : `access in ${systems.join(', ')} ends then`;
    const unless = systems.length === 0 || person.departure === 'immediate' ? '' : ', unless an opt-out holds it';
    return `${person.name} (${person.id}) leaves ${timeOf(at, now)}: ${access}${unless}.`;
  }
  const { optOut, kind, pullRequest } = reminder;
  const { id, owner } = optOut;
  const asked = askedOf(optOut, desired, now);
  const were = asked.length === 0 ? 'it was told' : `${listed(asked)} ${asked.length === 1 ? 'was' : 'were'} reminded`;
  if (kind === 'owner') {
    const told = sent ? `: ${were} on pull request ${pullRequest}` : '';
    return `Opt-out ${id} needs a new owner, since ${owner} has departed; it lapses ${timeOf(at, now)}${told}.`;
  }
  const lapses = `Opt-out ${id} lapses ${timeOf(at, now)}`;
  if (sent) return `${lapses}: ${were} on pull request ${pullRequest}.`;
  const what = consequencesOf(optOut, desired).join(' ');
  return `${lapses}, for which ${owner} answers. ${what} Renew it before then, or let it lapse.`;
}

/** `kim.cho and sam.lee`. */
function listed(people: readonly PersonId[]): string {
  const [last = '', ...others] = [...people].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}

function timeOf(at: Instant, now: Instant): string {
  const time = formatInstant(at);
  return `${relative(time, now)} (${when(time)})`;
}

/** What the lapse brings. */
function consequencesOf(optOut: OptOut, desired: DesiredState): readonly string[] {
  const { exempts, systems, holds } = optOut;
  const names = systems.join(', ');
  switch (exempts.kind) {
    case 'person':
      return [ofPerson(exempts, optOut, desired)];
    case 'pause':
      return [`Revocations in ${names} are carried out again (${holds.join(', ')}).`];
    case 'guards':
      return [`The policy's own guards count again in ${names}: ${Object.keys(exempts.guards).join(', ')}.`];
  }
}

type OfPerson = Extract<OptOut['exempts'], { kind: 'person' }>;

/** By what the roster says today of that time: who is active then loses nothing by it. */
function ofPerson(
  { person: id, entitlements }: OfPerson,
  { systems, holds, expiresAt }: OptOut,
  desired: DesiredState,
) {
  const person = desired.people.find((one) => one.id === id);
  if (person === undefined) return `${id} is not in the roster any more: their accounts are orphans.`;
  const accounts = systems.map((system) => {
    const isReported = desired.systems.some(({ id: known, mode }) => known === system && mode === 'report');
    const about = [person.accounts.get(system)?.name ?? '', isReported ? 'only reported there' : ''].filter(Boolean);
    return about.length === 0 ? system : `${system} (${about.join(', ')})`;
  });
  const what = entitlements.length === 0 ? 'access' : entitlements.join(', ');
  const gone = absence(person, expiresAt, new Set());
  const where = accounts.join(', ');
  if (gone !== null) return `${person.name} (${id}), ${REASON_WORDS[gone]}, loses ${what} in ${where}.`;
  return `${person.name} (${id}) loses ${what} in ${where} where one of these applies: ${holds.join(', ')}.`;
}

/** A login as GitHub makes them, with the suffix of a managed one; anything else might mention a team, or somebody else. */
const LOGIN = /^[a-z\d](?:[a-z\d-]{0,38})(?:_[a-z\d]{1,10})?$/i;

function mentionOf(id: PersonId, { people, optOutPolicy }: DesiredState): string {
  const system = optOutPolicy.approvalSystem;
  const person = people.find((one) => one.id === id);
  const login = system === null ? null : (person?.accounts.get(system)?.name ?? null);
  return login !== null && LOGIN.test(login) ? `@${login}` : markdown(id);
}

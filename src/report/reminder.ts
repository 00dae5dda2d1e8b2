/** What a reminder says: on the pull request to those who answer for an opt-out, and in the run's report. */
import type { DesiredState, OptOut, PersonId } from '../core/model.js';
import type { Reminder } from '../core/reminders.js';
import { absence } from '../core/roster.js';
import { formatInstant, type Instant } from '../core/time.js';
import { markdown } from './escape.js';
import { REASON_WORDS, relative, when } from './words.js';

type OfOptOut = Extract<Reminder, { kind: 'opt-out' }>;

/** The comment: to whom, what is revoked from when on, and how to renew. Every name in it is shown as text. */
export function reminderComment({ optOut, at }: OfOptOut, desired: DesiredState, now: Instant): string {
  const { optOutPolicy } = desired;
  const asked = [...new Set([optOut.owner, optOut.requestedBy])];
  const to = asked.map((person) => mentionOf(person, desired)).join(', ');
  const consequences = consequencesOf(optOut, desired).map((line) => `- ${markdown(line)}`);
  return [
    `${to}: the opt-out ${markdown(optOut.id)} lapses ${timeOf(at, now)}. Unless another opt-out holds it, this follows:`,
    '',
    ...consequences,
    '',
    `For that, nothing has to be done. If it is needed for longer, renew it before then, in a pull request that is approved anew (at most ${optOutPolicy.maxRenewals} times in a row):`,
    '',
    '```sh',
    renewalCommand(optOut),
    '```',
  ].join('\n');
}

/** A word that no shell and no command line reads otherwise. Ids are such by their form; entitlements may be any text. */
const PLAIN_WORD = /^\w[\w:./-]*$/;

/** Brings along what stays the same; the command asks for the rest. */
function renewalCommand({ id, exempts, systems, reason, owner }: OptOut): string {
  const command = `leaver optout new --renewal-of ${id}`;
  const held = exempts.kind === 'person' ? exempts.entitlements : [];
  if (!held.every((one) => PLAIN_WORD.test(one))) return command;
  const flags = [
    ...(exempts.kind === 'person' ? [`--person ${exempts.person}`] : []),
    ...(exempts.kind === 'pause' ? ['--pause'] : []),
    ...systems.map((system) => `--system ${system}`),
    ...held.map((one) => `--entitlement ${one}`),
    `--reason ${reason}`,
    `--owner ${owner}`,
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
  const { id, owner, requestedBy } = reminder.optOut;
  const lapses = `Opt-out ${id} lapses ${timeOf(at, now)}`;
  if (sent) return `${lapses}: ${owner} and ${requestedBy} were reminded on pull request ${reminder.pullRequest}.`;
  const what = consequencesOf(reminder.optOut, desired).join(' ');
  return `${lapses}, for which ${owner} answers. ${what} Renew it before then, or let it lapse.`;
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

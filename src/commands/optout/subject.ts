/** What an opt-out exempts: a person, whole systems for a while, or a guard. */
import type { Person, PersonId } from '../../core/model.js';
import { absence } from '../../core/roster.js';
import { formatInstant, type Instant, parseDuration } from '../../core/time.js';
import { LeaverError } from '../../errors.js';
import {
  type Asker,
  ask,
  type Draft,
  type DraftFlags,
  exampleOf,
  type Kind,
  type Known,
  type Question,
  unknownFault,
} from './flags.js';

const NONE: ReadonlySet<PersonId> = new Set();

/** What it exempts. Null in a script that does not say: that is told with the other flags that are missing. */
export async function kindOf({ person, pause, guards }: DraftFlags, asker: Asker): Promise<Kind | null> {
  const given: Kind[] = [];
  if (person !== null) given.push('person');
  if (pause) given.push('pause');
  if (guards.length > 0) given.push('guards');
  if (given.length > 1) {
    const mend = 'Give one of --person, --pause and --guard; write another opt-out for the other thing.';
    throw new LeaverError('usage', 'An opt-out exempts exactly one thing.', { mend });
  }
  const answer = await asker.value(given[0] ?? null, KIND, (text) => unknownFault(text, 'such thing', KIND.choices));
  return answer === '' ? null : (answer as Kind);
}

const KIND: Question = {
  flag: '--person',
  text: 'What does it exempt?',
  example: 'ana.ruiz',
  choices: [
    { value: 'person', about: 'one person keeps access' },
    { value: 'pause', about: 'nothing is revoked in whole systems, for a while (--pause)' },
    { value: 'guards', about: 'a run may revoke more than the policy allows (--guard)' },
  ],
  byDefault: 'person',
};

/** Whom or what it exempts, as the file says it. */
export async function subjectOf(
  kind: Kind | null,
  flags: DraftFlags,
  asker: Asker,
  { desired, now }: Known,
): Promise<Pick<Draft, 'person' | 'pause' | 'guards'>> {
  if (kind === null) return {};
  if (kind === 'pause') return { pause: true };
  if (kind === 'guards') return { guards: guardsFrom(await guardsOf(flags, asker)) };
  const people = [...desired.people].sort((a, b) => Number(isHere(a, now)) - Number(isHere(b, now)));
  const choices = people.map((person) => ({ value: person.id, about: `${person.name}, ${presence(person, now)}` }));
  const question = ask('--person', 'Who keeps access?', exampleOf('ana.ruiz', choices), choices, null);
  return { person: await asker.value(flags.person, question, (text) => unknownFault(text, 'person', choices)) };
}

function isHere(person: Person, now: Instant): boolean {
  return absence(person, now, NONE) === null && person.leavesAt === null;
}

function presence(person: Person, now: Instant): string {
  const away = absence(person, now, NONE);
  if (away !== null) return away;
  return person.leavesAt === null ? 'active' : `leaves ${formatInstant(person.leavesAt)}`;
}

const GUARDS = ['maxRevocations', 'maxRevokedFraction', 'minAdmins', 'window'] as const;

async function guardsOf({ guards }: DraftFlags, asker: Asker): Promise<string> {
  const question = ask('--guard', 'Which guard does it raise, and to what?', 'maxRevocations=60', [
    { value: 'maxRevocations=60', about: 'how many accounts a system may lose within the window' },
    { value: 'maxRevokedFraction=0.5', about: 'which share of its accounts' },
    { value: 'minAdmins=1', about: 'how many administrators remain' },
    { value: 'window=PT1H', about: 'over which time revocations are counted' },
  ]);
  return asker.value(guards.length === 0 ? null : guards.join(' '), question, guardFault);
}

function guardFault(text: string): string | null {
  for (const part of partsOf(text)) {
    const [name = '', value = ''] = part.split('=', 2);
    if (!GUARDS.some((guard) => guard === name)) return `"${name}" is no guard: ${GUARDS.join(', ')} are.`;
    const sound = name === 'window' ? parseDuration(value) !== null : /^\d+(\.\d+)?$/.test(value);
    if (!sound) return `"${value}" is no value for ${name}.`;
  }
  return null;
}

function guardsFrom(text: string): NonNullable<Draft['guards']> {
  const pairs = partsOf(text).map((part) => {
    const [name = '', value = ''] = part.split('=', 2);
    return [name, name === 'window' ? value : Number(value)];
  });
  return Object.fromEntries(pairs);
}

export function partsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

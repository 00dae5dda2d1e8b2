/** What an import found, and what it writes or would write: for a person to read before the pull request. */
import {
  byHolder,
  type Finding,
  type ImportedPerson,
  type ImportedService,
  type Left,
  type Unseen,
} from '../core/import/model.js';
import { accountWord, kindOfLeft, type LeftKind, sentenceOfLeft } from './import-words.js';
import type { Group, Outline, Row } from './outline.js';
import { count } from './words.js';

export interface ImportTold {
  readonly people: readonly ImportedPerson[];
  readonly services: readonly ImportedService[];
  readonly findings: readonly Finding[];
  readonly left: readonly Left[];
  readonly unseen: readonly Unseen[];
  /** The files that change, by path. */
  readonly files: readonly string[];
  readonly outcome: 'nothing' | 'shown' | 'written' | 'refused';
  /** Why nothing may be written, as sentences. */
  readonly refusals: readonly string[];
}

/** So many rows of a kind are shown; the JSON has all. */
const MOST_ROWS = 40;

const LEFT_GROUPS: readonly (readonly [LeftKind, string, string, string])[] = [
  ['conflict', 'Conflicts', 'not written: a person has to say whose they are', 'conflict'],
  ['orphan', 'Orphans', 'not written: nobody claims them', 'orphan'],
  ['former', 'Former', 'not written: their people do not work here, as far as the systems tell', 'former'],
  ['outside', 'Left out', 'not written: no roster claims them', 'left out'],
];

export function outlineOfImport(told: ImportTold): Outline {
  const { people, services, findings, left, unseen, outcome, refusals } = told;
  const fresh = new Set<string>([
    ...people.map(({ person }) => person.id),
    ...services.map(({ service }) => service.id),
  ]);
  const found = byHolder(findings);
  const extended = findings.filter(({ holder }) => !fresh.has(holder.id));
  const bad = refusals.length > 0 || unseen.length > 0;
  return {
    banner: null,
    tone: bad ? 'bad' : outcome === 'nothing' ? 'good' : 'act',
    verdict: verdictOf(told, extended.length),
    figures: [
      { label: 'new people', value: people.length },
      { label: 'accounts for people and services of the roster', value: extended.length },
      { label: 'services to confirm', value: services.length },
      ...LEFT_GROUPS.map(([kind, title]) => ({ label: title.toLowerCase(), value: ofKind(left, kind).length })),
    ],
    groups: [
      ...groupOf(
        'New people',
        'what is a guess stands beside them in the file',
        people.map((one) => personRow(one, found)),
      ),
      ...groupOf('The roster gets what it lacks', 'pins, and further accounts', extended.map(extendedRow)),
      ...groupOf(
        'Services to confirm',
        'guessed, with an owner proposed',
        services.map((one) => serviceRow(one, found)),
      ),
      ...LEFT_GROUPS.flatMap(([kind, title, aside, mark]) =>
        groupOf(
          title,
          aside,
          ofKind(left, kind).map((one) => leftRow(one, kind, mark)),
        ),
      ),
    ],
    problems: [
      ...refusals,
      ...unseen.map(
        ({ system, why }) => `${system} was not seen whole, so nothing new was taken from it: ${why.join('; ')}`,
      ),
    ],
    footer: footerOf(told),
  };
}

function verdictOf({ people, services, outcome }: ImportTold, extended: number): string {
  if (outcome === 'nothing') return 'Nothing to import: the roster has all that the systems tell for certain.';
  const parts = [
    count(people.length, 'new person').replace('persons', 'people'),
    `${count(services.length, 'service')} to confirm`,
    `${count(extended, 'account')} for people and services of the roster`,
  ].join(', ');
  const done = { shown: 'Would write', written: 'Wrote', refused: 'Nothing was written. There would be' }[outcome];
  return `${done} ${parts}.`;
}

function footerOf({ files, outcome, people }: ImportTold): readonly string[] {
  if (outcome === 'nothing' || outcome === 'refused') return [];
  const unknown = 'Managers and roles are not known to the systems: they are left out.';
  const those = files.join(', ');
  return [
    ...(people.length > 0 ? [unknown] : []),
    outcome === 'written'
      ? `Changed ${those}. Read it, confirm what is marked \`# to confirm\`, run \`leaver plan\`, and open a pull request.`
      : `Nothing was written. \`leaver import --write\` changes ${those}.`,
  ];
}

function ofKind(left: readonly Left[], kind: LeftKind): readonly Left[] {
  return left.filter((one) => kindOfLeft(one) === kind);
}

function groupOf(title: string, aside: string, rows: readonly Row[]): Group[] {
  if (rows.length === 0) return [];
  const more = rows.length - MOST_ROWS;
  const rest = more > 0 ? `${more.toLocaleString('en-US')} more: --format json has them all` : '';
  const shown = rows.slice(0, MOST_ROWS);
  const nothing = { notes: [], asides: [], unreachable: [], outside: [] };
  return [
    {
      title,
      aside: `${rows.length.toLocaleString('en-US')} · ${aside}`,
      rows: shown,
      rest,
      head: ['who', 'what'],
      ...nothing,
    },
  ];
}

type Found = ReturnType<typeof byHolder>;

function accountsOf(id: string, found: Found): string {
  const mine = found.get(id) ?? [];
  return mine
    .map(({ system, account, by }) => `${system} (${accountWord(account)}${by === 'name' ? ', by name' : ''})`)
    .join(', ');
}

function personRow({ person, confirm }: ImportedPerson, found: Found): Row {
  const notes = confirm.includes('email') ? ['no system tells an e-mail address: write the right one'] : [];
  return { tone: 'good', mark: 'new', subject: person.id, detail: accountsOf(person.id, found), notes };
}

const BY: Readonly<Record<Finding['by'], string>> = {
  claim: 'its claim by name is pinned',
  provider: 'its account at the identity provider',
  email: 'by its e-mail address',
  name: 'by name',
  service: 'by name',
};

function extendedRow({ holder, system, account, by }: Finding): Row {
  const detail = `${system} (${accountWord(account)}): ${BY[by]}`;
  return { tone: 'good', mark: by === 'claim' ? 'pin' : 'account', subject: holder.id, detail, notes: [] };
}

function serviceRow({ service, sign }: ImportedService, found: Found): Row {
  const why = sign === 'name' ? 'by its name' : 'it has keys and no password';
  const detail = `${accountsOf(service.id, found)}: ${why}; proposed owner ${service.owner}`;
  return { tone: 'look', mark: 'confirm', subject: service.id, detail, notes: [] };
}

function leftRow(one: Left, kind: LeftKind, mark: string): Row {
  const tone = kind === 'conflict' ? 'look' : 'quiet';
  return { tone, mark, subject: accountWord(one.account), detail: `${one.system}: ${sentenceOfLeft(one)}`, notes: [] };
}

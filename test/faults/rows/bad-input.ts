import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { badPolicyCells, more, roster, validated } from '../bad-policy.js';
import { accountOf, castOf, person } from '../kinds/cast.js';
import { casesOf, type Row } from '../matrix.js';

const NOBODY = 'The roster has no people';

export const emptyRoster: Row = {
  fault: 'empty or missing roster, zero bytes',
  promise: 'status 1 before any request',
  cells: badPolicyCells([
    { name: 'an empty list', options: roster('people: []\n'), says: ['staff.yaml:1:1', NOBODY] },
    { name: 'zero bytes', options: roster(''), says: ['staff.yaml:1:1', 'The file is empty.'] },
    {
      name: 'no such folder',
      options: () => ({ optOuts: [] }),
      disturb: (root) => rmSync(join(root, 'policies/people'), { recursive: true }),
      says: ['policies/people:1:1', NOBODY],
    },
  ]),
};

export const duplicates: Row = {
  fault: 'duplicate person, account claimed twice',
  promise: 'status 1, both places named, after NFKC and case folding',
  cells: badPolicyCells([
    {
      name: 'a person twice',
      options: more('people:\n  - { id: ana.ruiz, name: Ana, email: other@acme.example }\n'),
      says: ['zz.yaml:2:', 'The id "ana.ruiz" stands twice: here and at policies/people/staff.yaml:'],
    },
    {
      name: 'an e-mail address twice, in other letters',
      options: more('people:\n  - { id: zed, name: Zed, email: ANA.Ruiz@acme.example }\n'),
      says: ['zz.yaml:2:', /stands twice: here and at policies\/people\/staff.yaml:\d+:\d+/],
    },
    {
      name: 'an account’s id twice',
      options: (kind) => ({
        people: [...castOf(kind), person(kind, 'zed', { accounts: { hub: accountOf(kind, 'ben') } })],
      }),
      says: [/The account id in `hub` "\S+" stands twice: here and at policies\/people\/staff.yaml:\d+:\d+/],
    },
    {
      name: 'an account’s name twice, in full-width capitals',
      options: (kind) => ({ people: [...castOf(kind), person(kind, 'zed', { accounts: { hub: 'ＢＥＮ' } })] }),
      says: [/The account name in `hub` "ＢＥＮ" stands twice: here and at policies\/people\/staff.yaml:\d+:\d+/],
    },
  ]),
};

const named = (id: string, name = 'Zed') => more(`people:\n  - { id: ${id}, name: ${name}, email: z@acme.example }\n`);

export const lookAlikes: Row = {
  fault: 'look-alike letters, bidi marks, zero-width characters in ids',
  promise: 'refused, code point named',
  cells: badPolicyCells([
    { name: 'a Cyrillic letter', options: named('\u0430na'), says: ['zz.yaml:2:11', 'U+0430 "\u0430"'] },
    { name: 'a zero-width space', options: named('a\u200bna'), says: ['zz.yaml:2:', 'U+200B ZERO WIDTH SPACE'] },
    {
      name: 'a mark that turns the direction',
      options: named('zed', 'a\u202ena'),
      says: ['zz.yaml:2:', 'U+202E RIGHT-TO-LEFT OVERRIDE'],
    },
    {
      name: 'a zero-width joiner in an account’s id',
      options: (kind) => {
        const account = { ...accountOf(kind, 'zed'), id: `${accountOf(kind, 'ben').id}\u200d` };
        return { people: [...castOf(kind), person(kind, 'zed', { accounts: { hub: account } })] };
      },
      says: [/staff.yaml:\d+:\d+/, 'U+200D ZERO WIDTH JOINER'],
    },
  ]),
};

const who = 'name: Zed, email: z@acme.example';

export const yamlRefused: Row = {
  fault: 'anchors, aliases, merge keys, duplicate keys, tags, unknown keys',
  promise: 'refused, with position',
  cells: badPolicyCells([
    { name: 'an anchor', options: more(`people:\n  - &a { id: zed, ${who} }\n`), says: ['zz.yaml:2:5', 'An anchor'] },
    { name: 'an alias', options: more(`people:\n  - *a\n`), says: ['zz.yaml:2:5', 'An alias'] },
    {
      name: 'a merge key',
      options: more(`people:\n  - { <<: { id: zed }, ${who} }\n`),
      says: ['zz.yaml:2:7', 'A merge key'],
    },
    {
      name: 'a key twice',
      options: more(`people:\n  - { id: zed, ${who}, name: Zoe }\n`),
      says: ['zz.yaml:2:', 'The key `name` stands twice'],
    },
    { name: 'a tag', options: more(`people:\n  - { id: !!str zed, ${who} }\n`), says: ['zz.yaml:2:11', 'A tag'] },
    {
      name: 'an unknown key',
      options: more(`people:\n  - { id: zed, ${who}, manger: sam.lee }\n`),
      says: ['zz.yaml:2:', '`manger` is not a key of a person'],
    },
  ]),
};

const MEGABYTE = 1_000_000;

const tooLargeCells = badPolicyCells([
  { name: '10 MB', options: more(`# ${'x'.repeat(10 * MEGABYTE)}\n`), says: ['zz.yaml:1:1', /8 MiB|large/] },
  {
    name: 'a million entries',
    options: () => ({ files: { 'policies/roles/zz.yaml': `role:\n${'- x\n'.repeat(MEGABYTE)}` } }),
    says: [/zz.yaml:\d+:\d+/, 'The file holds more than 50,000 values'],
  },
  {
    name: '10,000 levels',
    options: more(`people: ${'['.repeat(10_000)}`),
    says: ['zz.yaml:1:', 'more than 32 levels deep'],
  },
]);

const millionPeople = validated({
  name: 'a million people in one file',
  options: more(`people:\n${'- x\n'.repeat(MEGABYTE)}`),
  says: [/zz.yaml:\d+:\d+/, /The file holds more than [\d,]+ values/],
});

export const tooLarge: Row = {
  fault: '10 MB file, 1e6 entries, 10,000 levels',
  promise: 'a limit with a clear error, linear time, bounded memory',
  cells: {
    ...tooLargeCells,
    'policy repository': [...casesOf(tooLargeCells['policy repository']), millionPeople],
  },
};

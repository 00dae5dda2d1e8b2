import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AccountClaim, AccountId, PersonId, SystemId } from '../../src/core/model.js';
import { editRoster, type NewPerson, type RosterEdit } from '../../src/policy/roster-edit.js';

const FILE = 'policies/people/staff.yaml';
const okta = 'okta' as SystemId;

const SAMPLE = `# yaml-language-server: $schema=../../schemas/people.schema.json
people:
  - id: ana.ruiz   # left on 20 November
    name: 'Ana Ruiz'
    email: "ana@acme.example"
    roles: [backend]
    accounts:
      github: { id: "583231", name: anaruiz }   # pinned

  - id: sam.lee
    name: Sam Lee
    status: suspended # on leave
    email: sam@acme.example
    accounts: { github: samlee }

# Bots
services:
  - { id: deploy-bot, owner: sam.lee }
`;

/** The one file after the edits; the text as it was where nothing changed. */
function edit(text: string, ...edits: RosterEdit[]): string {
  const changed = editRoster(new Map([[FILE, text]]), edits);
  return changed.get(FILE) ?? text;
}

/** Lines that went, and lines that came, in order. */
function difference(before: string, after: string): { readonly gone: string[]; readonly come: string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return { gone: old.filter((line) => !now.includes(line)), come: now.filter((line) => !old.includes(line)) };
}

const claim = (id: string | null, name: string | null): AccountClaim => ({ id: id as AccountId | null, name });

function status(person: string, to: 'active' | 'suspended' | 'departed', comment: string | null = null): RosterEdit {
  return { kind: 'set-status', person: person as PersonId, status: to, comment };
}

function account(id: string, given: AccountClaim, system: SystemId = okta): RosterEdit {
  return { kind: 'set-account', holder: { kind: 'person', id }, system, claim: given };
}

function joiner(id: string, more: Partial<NewPerson> = {}): RosterEdit {
  const person = { id, name: id, email: `${id}@acme.example`, accounts: new Map(), comment: null, ...more };
  return { kind: 'add-person', file: FILE, person };
}

const SINCE = 'okta: SUSPENDED since 2026-11-23T09:12:00Z';

describe('a status', () => {
  test('is a new line behind the e-mail address, with its comment, and nothing else is touched', () => {
    const after = edit(SAMPLE, status('ana.ruiz', 'departed', SINCE));
    expect(difference(SAMPLE, after)).toEqual({ gone: [], come: [`    status: departed   # ${SINCE}`] });
    expect(after).toContain(`"ana@acme.example"\n    status: departed`);
  });

  test('that is there is replaced in its line, behind whose comment the new one stands', () => {
    const after = edit(SAMPLE, status('sam.lee', 'departed', SINCE));
    expect(difference(SAMPLE, after)).toEqual({
      gone: ['    status: suspended # on leave'],
      come: [`    status: departed # on leave; ${SINCE}`],
    });
  });

  test('that is so already changes nothing, nor does active where no status stands', () => {
    const edits = [status('sam.lee', 'suspended', SINCE), status('ana.ruiz', 'active', SINCE)];
    expect(editRoster(new Map([[FILE, SAMPLE]]), edits)).toEqual(new Map());
  });

  test('in an entry on one line stands behind the e-mail address, its comment at the line’s end', () => {
    const text = 'people:\n  - { id: a, name: A, email: a@x, roles: [r] } # here\n';
    expect(edit(text, status('a', 'departed', 'gone'))).toBe(
      'people:\n  - { id: a, name: A, email: a@x, status: departed, roles: [r] } # here   # gone\n',
    );
  });

  test('a comment is one line, whatever it is made of', () => {
    const after = edit(SAMPLE, status('ana.ruiz', 'departed', 'a\n    status: active\r\n# b\u202e'));
    expect(after).toContain('status: departed   # a status: active # b\n');
  });

  test('where the line ends within a text, the comment is left out rather than put into it', () => {
    const text = 'people: [{ id: a, email: a@x, name: "A\n  B" }]\n';
    const after = edit(text, status('a', 'departed', 'gone'));
    expect(after).toBe('people: [{ id: a, email: a@x, status: departed, name: "A\n  B" }]\n');
  });
});

describe('an e-mail address', () => {
  test('is replaced within its quotes', () => {
    const set: RosterEdit = { kind: 'set-email', person: 'ana.ruiz' as PersonId, email: 'ana.r@acme.example' };
    expect(difference(SAMPLE, edit(SAMPLE, set)).come).toEqual(['    email: "ana.r@acme.example"']);
  });
});

describe('an account', () => {
  test('in a system that is new to the entry is one more line, or one more pair', () => {
    const edits = [account('ana.ruiz', claim('00u1', 'ana@acme.example')), account('sam.lee', claim('1e5', null))];
    expect(difference(SAMPLE, edit(SAMPLE, ...edits))).toEqual({
      gone: ['    accounts: { github: samlee }'],
      come: [
        '      okta: { id: 00u1, name: ana@acme.example }',
        '    accounts: { github: samlee, okta: { id: "1e5" } }',
      ],
    });
  });

  test('has a comment behind its line where one is given, once for all of a line', () => {
    const said = { comment: 'to confirm: found by name' };
    const prod = 'prod' as SystemId;
    const edits = [
      { ...account('ana.ruiz', claim('00u1', 'ana')), ...said },
      { ...account('sam.lee', claim('00u2', null)), ...said },
      { ...account('sam.lee', claim('7', null), prod), ...said },
    ] as RosterEdit[];
    expect(difference(SAMPLE, edit(SAMPLE, ...edits)).come).toEqual([
      '      okta: { id: 00u1, name: ana }   # to confirm: found by name',
      '    accounts: { github: samlee, okta: { id: 00u2 }, prod: { id: "7" } }   # to confirm: found by name',
    ]);
    const github = 'github' as SystemId;
    const pinned = { ...account('ana.ruiz', claim('583231', 'ana-r'), github), ...said } as RosterEdit;
    expect(edit(SAMPLE, pinned)).toContain('name: ana-r }   # pinned; to confirm: found by name\n');
    const bare = 'people:\n- id: a\n  name: A\n  email: a@x';
    const first = { ...account('a', claim('1', null)), ...said } as RosterEdit;
    expect(edit(bare, first)).toBe(`${bare}\n  accounts:\n    okta: { id: "1" }   # to confirm: found by name`);
  });

  test('in a mapping over several lines is followed by its comment, and not in it', () => {
    const text = 'people:\n  - id: a\n    name: A\n    email: a@x\n    accounts: { github: x\n      }\n';
    const edited = { ...account('a', claim('1', null)), comment: 'to confirm' } as RosterEdit;
    expect(edit(text, edited)).toContain('accounts: { github: x, okta: { id: "1" }   # to confirm\n      }\n');
  });

  test('of a holder who has none yet begins the list', () => {
    const bot: RosterEdit = {
      kind: 'set-account',
      holder: { kind: 'service', id: 'deploy-bot' },
      system: okta,
      claim: claim('00u9', 'bot'),
    };
    expect(edit(SAMPLE, bot)).toContain(
      '{ id: deploy-bot, owner: sam.lee, accounts: { okta: { id: 00u9, name: bot } } }',
    );
    const bare = 'people:\n- id: a\n  name: A\n  email: a@x';
    expect(edit(bare, account('a', claim('1', 'nn')))).toBe(`${bare}\n  accounts:\n    okta: { id: "1", name: nn }`);
  });

  test('that was renamed changes its name alone, in the quotes that it has', () => {
    const github = 'github' as SystemId;
    const after = edit(SAMPLE, account('ana.ruiz', claim('583231', 'ana-r'), github));
    expect(difference(SAMPLE, after).come).toEqual(['      github: { id: "583231", name: ana-r }   # pinned']);
    expect(edit(SAMPLE, account('ana.ruiz', claim('583231', 'a: b'), github))).toContain('name: "a: b" }   # pinned');
  });

  test('from the short form to the pinned one and back', () => {
    const github = 'github' as SystemId;
    const pinned = edit(SAMPLE, account('sam.lee', claim('118', 'samlee'), github));
    expect(pinned).toContain('accounts: { github: { id: "118", name: samlee } }');
    expect(edit(pinned, account('sam.lee', claim(null, 'samlee'), github))).toBe(SAMPLE);
  });

  test('written over several lines gets the line that it lacks', () => {
    const text =
      'people:\n  - id: a\n    name: A\n    email: a@x\n    accounts:\n      okta:\n        id: "1" # by hand\n';
    expect(edit(text, account('a', claim('1', 'nn')))).toBe(`${text}        name: nn\n`);
    // Within it stands what somebody wrote down, and a short claim has no lines to keep that on.
    const both = `${text}        name: nn\n`;
    expect(() => edit(both, account('a', claim(null, 'nn')))).toThrow(/staff\.yaml can't be edited/);
  });
});

describe('an entry that is added', () => {
  const accounts = new Map([[okta, claim('00u7', 'new@acme.example')]]);

  test('comes last in its list, before what is said below it, as the others stand', () => {
    const after = edit(SAMPLE, joiner('new.one', { accounts, comment: 'okta: new' }));
    const entry = `
  - id: new.one   # okta: new
    name: new.one
    email: new.one@acme.example
    accounts:
      okta: { id: 00u7, name: new@acme.example }
`;
    expect(after).toBe(SAMPLE.replace('samlee }\n', `samlee }\n${entry}`));
  });

  test('begins a file with the line that tells editors the schema, as the other files have it', () => {
    const files = new Map([[FILE, SAMPLE]]);
    const person = { id: 'b', name: 'B', email: 'b@x', accounts, comment: null };
    const file = 'policies/people/joiners.yaml';
    const made = editRoster(files, [
      { kind: 'add-person', file, person },
      { kind: 'add-person', file, person: { ...person, id: 'c', name: 'C', email: 'c@x' } },
    ]);
    expect([...made.keys()]).toEqual([file]);
    expect(made.get(file)).toBe(
      `# yaml-language-server: $schema=../../schemas/people.schema.json
people:
  - id: b
    name: B
    email: b@x
    accounts:
      okta: { id: 00u7, name: new@acme.example }

  - id: c
    name: C
    email: c@x
    accounts:
      okta: { id: 00u7, name: new@acme.example }
`,
    );
  });

  test.each([
    [
      'people: [{id: a, name: A, email: a@x}]',
      'people: [{id: a, name: A, email: a@x}, { id: b, name: b, email: b@acme.example }]',
    ],
    ['people: []\n', 'people: [{ id: b, name: b, email: b@acme.example }]\n'],
    [
      '{"people": [\n  {"id": "a", "name": "A", "email": "a@x"}\n]}\n',
      '{"people": [\n  {"id": "a", "name": "A", "email": "a@x"},\n  { "id": "b", "name": "b", "email": "b@acme.example" }\n]}\n',
    ],
    [
      'services:\n  - id: s\n    owner: a',
      'services:\n  - id: s\n    owner: a\npeople:\n  - id: b\n    name: b\n    email: b@acme.example',
    ],
    ['{ services: [] }', '{ services: [], people: [{ id: b, name: b, email: b@acme.example }] }'],
    [
      'people:\n- {id: a, name: A, email: a@x}\n',
      'people:\n- {id: a, name: A, email: a@x}\n- { id: b, name: b, email: b@acme.example }\n',
    ],
    [
      'people:\r\n- id: a\r\n  name: A\r\n  email: a@x',
      'people:\r\n- id: a\r\n  name: A\r\n  email: a@x\r\n\r\n- id: b\r\n  name: b\r\n  email: b@acme.example',
    ],
    [
      '\ufeffpeople:\n- id: a\n  name: |-\n    A\n  email: >-\n    a@x\n...\n',
      '\ufeffpeople:\n- id: a\n  name: |-\n    A\n  email: >-\n    a@x\n\n- id: b\n  name: b\n  email: b@acme.example\n...\n',
    ],
  ])('in %j', (before, after) => {
    expect(edit(before, joiner('b'))).toBe(after);
  });

  test('and all edits of one run stand side by side, also on the last lines of a file', () => {
    const text = 'people:\n  - id: a\n    name: A\n    email: a@x # last';
    const edits = [
      joiner('b'),
      account('b', claim('2', null)),
      status('a', 'departed', 'x'),
      account('a', claim('1', null)),
    ];
    expect(parse(edit(text, ...edits))).toEqual({
      people: [
        { id: 'a', name: 'A', email: 'a@x', status: 'departed', accounts: { okta: { id: '1' } } },
        { id: 'b', name: 'b', email: 'b@acme.example', accounts: { okta: { id: '2' } } },
      ],
    });
  });
});

describe('is refused, and no text comes out', () => {
  test.each<[string, string, RosterEdit, string]>([
    ['a holder that is not there', SAMPLE, status('nobody', 'departed'), 'usage'],
    ['a person where a service has that id', SAMPLE, status('deploy-bot', 'departed'), 'usage'],
    ['an id that is there', SAMPLE, joiner('sam.lee'), 'usage'],
    ['a file that is no roster', 'people: 1\n', joiner('b'), 'invalid-policy'],
    ['a file that is not even YAML', 'people: [', joiner('b'), 'invalid-policy'],
    ['a name of two lines', SAMPLE, joiner('b', { name: 'A\nB' }), 'not-supported'],
    ['a name that reads backwards', SAMPLE, joiner('b', { name: 'A\u202eB' }), 'not-supported'],
    ['a name that is a credential', SAMPLE, joiner('b', { name: `ghp_${'a1B2'.repeat(9)}` }), 'not-supported'],
    ['a claim of nothing', SAMPLE, account('sam.lee', claim(null, null)), 'not-supported'],
    [
      'a value over several lines',
      'people:\n- id: a\n  name: A\n  email: >-\n    a@x\n',
      { kind: 'set-email', person: 'a' as PersonId, email: 'b@x' },
      'not-supported',
    ],
  ])('%s', (_, text, wanted, code) => {
    expect(() => edit(text, wanted)).toThrow(expect.objectContaining({ code }));
  });
});

import { describe, expect, test } from 'vitest';
import { ENTERPRISE, errorIn, operations, PATCH_SCHEMA, scimError, service, userAt } from './service.js';

const ANA = userAt('u-ana');

/** Ana after these operations. */
async function ana(...given: readonly unknown[]) {
  const { ask } = await service();
  const answer = await ask('PATCH', ANA, operations(...given));
  expect(answer.status).toBe(200);
  expect((await ask('GET', ANA)).body).toEqual(answer.body);
  return answer.body;
}

describe('PATCH of a user', () => {
  test.each([
    ['a path', { op: 'replace', path: 'active', value: false }],
    ['a path in any case', { op: 'Replace', path: 'ACTIVE', value: false }],
    ['the whole URN', { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:active', value: false }],
    ['no path', { op: 'replace', value: { active: false } }],
    ['no path and what nobody knows', { op: 'add', value: { active: false, shoeSize: 42, schemas: [] } }],
  ])('when it writes active with %s, suspends and keeps all else', async (_, operation) => {
    const { active, userName, emails, groups } = await ana(operation);
    expect({ active, userName, mails: (emails as unknown[]).length, groups: (groups as unknown[]).length }).toEqual({
      active: false,
      userName: 'ana.ruiz',
      mails: 2,
      groups: 2,
    });
  });

  test.each([
    [
      'replaces a part of the primary e-mail',
      { op: 'replace', path: 'emails[primary eq true].value', value: 'a@b.example' },
      { emails: [{ value: 'a@b.example', type: 'work', primary: true }, { value: 'ana@home.example' }] },
    ],
    [
      'adds an e-mail that is primary, of which there is one',
      { op: 'add', path: 'emails', value: [{ value: 'new@b.example', primary: true }] },
      { emails: [{ primary: false }, {}, { value: 'new@b.example', primary: true }] },
    ],
    [
      'removes what a filter chooses',
      { op: 'remove', path: 'emails[type eq "home" and value co "home"]' },
      { emails: [{ value: 'ana@acme.example' }] },
    ],
    ['removes a part', { op: 'remove', path: 'name.givenName' }, { name: { formatted: 'Ana Ruiz' } }],
    [
      'replaces an attribute of an extension',
      { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Billing' },
      { [ENTERPRISE]: { department: 'Billing', employeeNumber: '17' } },
    ],
    [
      'adds to an extension without a path',
      { op: 'add', value: { [ENTERPRISE]: { costCenter: '9' }, 'name.givenName': 'Anna' } },
      { [ENTERPRISE]: { costCenter: '9', department: 'Ledger' }, name: { givenName: 'Anna', familyName: 'Ruiz' } },
    ],
    [
      'replaces a role',
      { op: 'replace', path: 'roles[value eq "admin"]', value: { value: 'viewer' } },
      { roles: [{ value: 'viewer' }, { value: 'billing' }] },
    ],
    [
      'adds what is there',
      { op: 'add', path: 'roles', value: { value: 'admin' } },
      { roles: [{ value: 'admin' }, { value: 'billing' }] },
    ],
  ])('when it %s, does that', async (_, operation, expected) => {
    expect(await ana(operation)).toMatchObject(expected);
  });

  test.each([
    ['roles', { op: 'remove', path: 'roles' }],
    ['roles', { op: 'replace', path: 'roles', value: [] }],
    ['roles', { op: 'replace', path: 'roles', value: null }],
    [ENTERPRISE, { op: 'remove', path: ENTERPRISE }],
    ['externalId', { op: 'remove', path: 'externalId' }],
  ])('when %s are taken away whole, they are not told at all', async (name, operation) => {
    expect(Object.keys(await ana(operation))).not.toContain(name);
  });

  test.each([
    ['groups, which are read-only', { op: 'remove', path: 'groups[value eq "g-admins"]' }, 'mutability'],
    ['groups without a path', { op: 'replace', value: { groups: [] } }, 'mutability'],
    ['the id', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    ['meta', { op: 'replace', path: 'meta.created', value: 'x' }, 'mutability'],
    ['away what is required', { op: 'remove', path: 'userName' }, 'mutability'],
    ['what is required to nothing', { op: 'replace', path: 'userName', value: '' }, 'invalidValue'],
    ['what a filter does not find', { op: 'replace', path: 'emails[type eq "fax"].value', value: 'x' }, 'noTarget'],
    ['away what a filter does not find', { op: 'remove', path: 'emails[type eq "fax"]' }, 'noTarget'],
    ['nothing in particular', { op: 'remove' }, 'noTarget'],
    ['what nobody knows', { op: 'replace', path: 'shoeSize', value: '42' }, 'invalidPath'],
    ['a part that nobody knows', { op: 'replace', path: 'name.shoeSize', value: '42' }, 'invalidPath'],
    ['by a malformed path', { op: 'replace', path: 'emails[type eq "work"', value: 'x' }, 'invalidPath'],
    ['by a path of nothing', { op: 'replace', path: '', value: 'x' }, 'invalidPath'],
    ['one of what is no list', { op: 'remove', path: 'active[value eq true]' }, 'invalidPath'],
    ['by a malformed filter', { op: 'remove', path: 'emails[type is "work"]' }, 'invalidFilter'],
    ['text for a boolean', { op: 'replace', path: 'active', value: 'False' }, 'invalidValue'],
    ['without a value', { op: 'replace', path: 'active' }, 'invalidValue'],
    ['a text without a path', { op: 'replace', value: 'x' }, 'invalidValue'],
    ['by an operation that is none', { op: 'toggle', path: 'active', value: false }, 'invalidSyntax'],
    ['by what is no operation', 'active', 'invalidSyntax'],
  ])('when it changes %s, is refused, and what came before it is not done', async (_, operation, scimType) => {
    const { ask, changes } = await service();
    const first = { op: 'replace', path: 'title', value: 'gone' };
    expect(errorIn(await ask('PATCH', ANA, operations(first, operation)))).toEqual(scimError(400, scimType));
    expect((await ask('GET', ANA)).body.title).toBeUndefined();
    expect(changes()).toEqual([]);
  });

  test.each([
    ['no operation', { schemas: [PATCH_SCHEMA], Operations: [] }],
    ['no list', { schemas: [PATCH_SCHEMA] }],
    ['no schema', { Operations: [{ op: 'replace', path: 'active', value: false }] }],
  ])('when it has %s, is refused', async (_, body) => {
    const { ask } = await service();
    expect(errorIn(await ask('PATCH', ANA, { body }))).toEqual(scimError(400, 'invalidSyntax'));
  });

  test('when it changes nothing, leaves the time of the last change as it is', async () => {
    const { ask, changes, pass } = await service();
    pass(60_000);
    const { body } = await ask('PATCH', ANA, operations({ op: 'replace', path: 'active', value: true }));
    expect(body.meta).toMatchObject({ lastModified: '2025-01-01T00:00:00Z' });
    expect(changes()).toEqual([]);
  });
});

describe('PATCH of a group', () => {
  const DEVS = '/Groups/g-devs';
  const members = async (operation: unknown) => {
    const { ask, changes } = await service();
    const { status, body } = await ask('PATCH', DEVS, operations(operation));
    const held = (body.members ?? []) as { value: string }[];
    return { status, ids: held.map(({ value }) => value), changes: changes() };
  };

  test.each([
    ['removes one by a filter', { op: 'remove', path: 'members[value eq "u-ana"]' }, ['u-bo'], ['ana.ruiz']],
    ['adds one', { op: 'add', path: 'members', value: [{ value: 'u-cy' }] }, ['u-ana', 'u-bo', 'u-cy'], ['cy.moss']],
    [
      'adds one that is there',
      { op: 'add', path: 'members', value: [{ value: 'u-bo', type: 'User' }] },
      ['u-ana', 'u-bo'],
      [],
    ],
    ['replaces all', { op: 'replace', path: 'members', value: [{ value: 'u-bo' }] }, ['u-bo'], ['ana.ruiz']],
    [
      'removes with a value, which the RFC does not look at',
      { op: 'remove', path: 'members', value: [{ value: 'u-ana' }] },
      [],
      ['ana.ruiz', 'bo.lind'],
    ],
  ])('when it %s, does that and nothing else', async (_, operation, ids, moved) => {
    expect(await members(operation)).toEqual({
      status: 200,
      ids,
      changes: moved.map((name) => `PATCH /Groups/{id} group/Developers/${name}`),
    });
  });

  test.each([
    ['a member that is nobody', { op: 'add', path: 'members', value: [{ value: 'nobody' }] }, 'invalidValue'],
    ['who a member is', { op: 'replace', path: 'members[value eq "u-ana"].value', value: 'u-cy' }, 'mutability'],
    ['a member that is not in it', { op: 'remove', path: 'members[value eq "u-cy"]' }, 'noTarget'],
    ['its name away', { op: 'remove', path: 'displayName' }, 'mutability'],
  ])('when it takes %s, is refused', async (_, operation, scimType) => {
    const { ask, changes } = await service();
    expect(errorIn(await ask('PATCH', DEVS, operations(operation)))).toEqual(scimError(400, scimType));
    expect(changes()).toEqual([]);
  });

  test('when it is renamed, keeps its members', async () => {
    const { changes, ids } = await members({ op: 'replace', path: 'displayName', value: 'Engineers' });
    expect(ids).toEqual(['u-ana', 'u-bo']);
    expect(changes).toEqual(['PATCH /Groups/{id} group/Developers']);
  });
});

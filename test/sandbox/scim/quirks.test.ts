import { describe, expect, test } from 'vitest';
import { largeDirectory, type ScimQuirks } from '../../../src/sandbox/scim/index.js';
import {
  type Answer,
  acme,
  errorIn,
  filtered,
  namesIn,
  operations,
  type Service,
  scimError,
  service,
  USER,
  userAt,
} from './service.js';

const ANA = userAt('u-ana');
const OFF = operations({ op: 'replace', path: 'active', value: false });
const OFF_PATHLESS = operations({ op: 'replace', value: { active: false } });
const PUT_OFF = { body: { schemas: [USER], userName: 'ana.ruiz', active: false } };

function withQuirks(quirks: ScimQuirks): Promise<Service> {
  return service({ ...acme, quirks });
}

describe('where active: false deletes', () => {
  test.each([
    ['PATCH', OFF],
    ['PATCH', OFF_PATHLESS],
    ['PUT', PUT_OFF],
  ] as const)('the user is gone after %s', async (method, asking) => {
    const { ask, changes } = await withQuirks({ activeFalse: 'deletes' });
    expect((await ask(method, ANA, asking)).status).toBe(204);
    expect((await ask('GET', ANA)).status).toBe(404);
    expect(namesIn(await ask('GET', '/Users'))).toEqual(['bo.lind', 'cy.moss']);
    expect(changes()).toEqual([`${method} /Users/{id} user/ana.ruiz`]);
  });

  test('who is inactive already stays', async () => {
    const { ask } = await withQuirks({ activeFalse: 'deletes' });
    expect((await ask('PATCH', userAt('u-cy'), OFF)).status).toBe(200);
    expect((await ask('GET', userAt('u-cy'))).status).toBe(200);
  });
});

test('where active: false is refused, the user stays active', async () => {
  const { ask } = await withQuirks({ activeFalse: 'refused' });
  expect(errorIn(await ask('PATCH', ANA, OFF))).toEqual(scimError(400, 'mutability'));
  expect((await ask('GET', ANA)).body.active).toBe(true);
});

describe('where DELETE', () => {
  test('is irreversible, the name is never free again', async () => {
    const { ask } = await withQuirks({ delete: 'irreversible' });
    expect((await ask('DELETE', ANA)).status).toBe(204);
    const again = await ask('POST', '/Users', { body: { schemas: [USER], userName: 'Ana.Ruiz' } });
    expect(errorIn(again)).toEqual(scimError(409, 'uniqueness'));
  });

  test('deactivates, the user is there and inactive', async () => {
    const { ask } = await withQuirks({ delete: 'deactivates' });
    expect((await ask('DELETE', ANA)).status).toBe(204);
    expect((await ask('GET', ANA)).body).toMatchObject({ active: false, userName: 'ana.ruiz' });
  });

  test('is refused, the user stays as it is, and groups can be deleted all the same', async () => {
    const { ask } = await withQuirks({ delete: 'refused' });
    expect(errorIn(await ask('DELETE', ANA))).toEqual(scimError(405));
    expect((await ask('GET', ANA)).body.active).toBe(true);
    expect((await ask('DELETE', '/Groups/g-devs')).status).toBe(204);
  });
});

describe('where writing is narrow', () => {
  test.each<[string, ScimQuirks, 'PATCH' | 'PUT', typeof OFF, number, string | null]>([
    ['a path to pathless PATCH', { patch: 'pathless' }, 'PATCH', OFF, 400, 'invalidPath'],
    ['no path to PATCH with paths', { patch: 'with-path' }, 'PATCH', OFF_PATHLESS, 400, 'invalidPath'],
    ['PATCH where there is only PUT', { patch: 'refused' }, 'PATCH', OFF, 501, null],
    ['PUT where there is only PATCH', { put: 'refused' }, 'PUT', PUT_OFF, 501, null],
  ])('%s is refused', async (_, quirks, method, asking, status, scimType) => {
    const { ask, changes } = await withQuirks(quirks);
    expect(errorIn(await ask(method, ANA, asking))).toEqual(scimError(status, scimType));
    expect(changes()).toEqual([]);
  });

  test.each<[ScimQuirks, 'PATCH' | 'PUT', typeof OFF]>([
    [{ patch: 'pathless' }, 'PATCH', OFF_PATHLESS],
    [{ patch: 'with-path' }, 'PATCH', OFF],
    [{ patch: 'refused' }, 'PUT', PUT_OFF],
  ])('with %o, %s the other way suspends', async (quirks, method, asking) => {
    const { ask } = await withQuirks(quirks);
    expect((await ask(method, ANA, asking)).body.active).toBe(false);
  });

  test('with filters in paths refused, a member is removed by value or by writing the others', async () => {
    const { ask } = await withQuirks({ refusesFilteredPaths: true, removesByValue: true });
    const filter = operations({ op: 'remove', path: 'members[value eq "u-ana"]' });
    expect(errorIn(await ask('PATCH', '/Groups/g-devs', filter))).toEqual(scimError(400, 'invalidPath'));
    const one = operations({ op: 'remove', path: 'members', value: [{ value: 'u-ana' }] });
    expect((await ask('PATCH', '/Groups/g-devs', one)).body.members).toMatchObject([{ value: 'u-bo' }]);
    const rest = operations({ op: 'replace', path: 'members', value: [] });
    expect((await ask('PATCH', '/Groups/g-devs', rest)).body.members).toBeUndefined();
  });

  test('removing who is no member succeeds where that is nothing', async () => {
    const { ask, changes } = await withQuirks({ removingAbsent: 'nothing' });
    const absent = operations({ op: 'remove', path: 'members[value eq "u-cy"]' });
    expect((await ask('PATCH', '/Groups/g-devs', absent)).status).toBe(200);
    expect(changes()).toEqual([]);
  });

  test('a PATCH that answers with nothing has done its work', async () => {
    const { ask } = await withQuirks({ patchAnswers: 'nothing' });
    const answer = await ask('PATCH', ANA, OFF);
    expect([answer.status, answer.body]).toEqual([204, {}]);
    expect((await ask('GET', ANA)).body.active).toBe(false);
  });
});

describe('where telling is peculiar', () => {
  test('booleans are text, and are taken as text', async () => {
    const { ask } = await withQuirks({ booleansAsText: true });
    const { body } = await ask('PATCH', ANA, operations({ op: 'replace', path: 'active', value: 'False' }));
    expect(body).toMatchObject({ active: 'False', emails: [{ primary: 'True' }, {}] });
    expect(namesIn(await ask('GET', filtered('active eq false')))).toEqual(['ana.ruiz', 'cy.moss']);
    const neither = operations({ op: 'replace', path: 'active', value: 'no' });
    expect(errorIn(await ask('PATCH', ANA, neither))).toEqual(scimError(400, 'invalidValue'));
  });

  test('active is left out while it is true, or where the seed does not say it', async () => {
    const { ask } = await withQuirks({ activeOmittedWhenTrue: true });
    expect((await ask('GET', ANA)).body.active).toBeUndefined();
    expect((await ask('GET', userAt('u-cy'))).body.active).toBe(false);
    const silent = await service({ users: [{ userName: 'ana', id: 'a', active: null }] });
    expect(Object.keys((await silent.ask('GET', userAt('a'))).body)).not.toContain('active');
  });

  test('groups are not told with the user', async () => {
    const { ask } = await withQuirks({ groupsNotInUser: true });
    expect((await ask('GET', ANA)).body.groups).toBeUndefined();
    expect((await ask('GET', '/Groups/g-devs')).body.members).toHaveLength(2);
  });

  test('there are no groups at all', async () => {
    const { ask } = await withQuirks({ noGroups: true });
    expect(errorIn(await ask('GET', '/Groups'))).toEqual(scimError(404));
    expect((await ask('GET', ANA)).body.groups).toBeUndefined();
    expect(JSON.stringify((await ask('GET', '/ResourceTypes')).body)).not.toContain('Group');
    expect(JSON.stringify((await ask('GET', '/Schemas')).body)).not.toContain('core:2.0:Group');
  });

  test('meta is not told', async () => {
    const { ask } = await withQuirks({ noMeta: true });
    expect((await ask('GET', ANA)).body.meta).toBeUndefined();
  });
});

describe('where listing is peculiar', () => {
  test('a page is capped in silence, and says how many it holds', async () => {
    const { ask } = await service({ ...largeDirectory(30), quirks: { pageLimit: 10 } });
    const { body } = await ask('GET', '/Users?count=100');
    expect([body.itemsPerPage, body.totalResults]).toEqual([10, 30]);
    expect((await ask('GET', '/ServiceProviderConfig')).body.filter).toEqual({ supported: true, maxResults: 10 });
  });

  test('filters are ignored, and everybody is listed', async () => {
    const { ask } = await withQuirks({ filters: 'ignored' });
    expect(namesIn(await ask('GET', filtered('userName eq "bo.lind"')))).toEqual(['ana.ruiz', 'bo.lind', 'cy.moss']);
  });

  test.each([
    [501, null],
    [403, null],
    [400, 'invalidFilter'],
  ] as const)('filters are refused with %i', async (filters, scimType) => {
    const { ask } = await withQuirks({ filters });
    expect(errorIn(await ask('GET', filtered('userName eq "bo.lind"')))).toEqual(scimError(filters, scimType));
    expect((await ask('GET', '/Users')).status).toBe(200);
    expect((await ask('GET', '/ServiceProviderConfig')).body.filter).toMatchObject({ supported: false });
  });

  test('some attributes alone can be filtered by', async () => {
    const { ask } = await withQuirks({ filterable: ['userName', 'id'] });
    expect(namesIn(await ask('GET', filtered('username eq "bo.lind" or id eq "u-cy"')))).toEqual([
      'bo.lind',
      'cy.moss',
    ]);
    for (const filter of ['active eq true', 'userName pr and not (emails[type eq "work"])']) {
      expect(errorIn(await ask('GET', filtered(filter)))).toEqual(scimError(400, 'invalidFilter'));
    }
  });

  test('filters look at case where the schema does not', async () => {
    const { ask } = await withQuirks({ caseSensitiveFilter: true });
    expect(namesIn(await ask('GET', filtered('userName eq "Bo.Lind"')))).toEqual([]);
    expect(namesIn(await ask('GET', filtered('userName eq "bo.lind"')))).toEqual(['bo.lind']);
  });

  test('inactive users are in no listing, and are told by their id', async () => {
    const { ask } = await withQuirks({ omitsInactive: true });
    const listed: Answer = await ask('GET', '/Users');
    expect([namesIn(listed), listed.body.totalResults]).toEqual([['ana.ruiz', 'bo.lind'], 2]);
    expect(namesIn(await ask('GET', filtered('userName eq "cy.moss"')))).toEqual([]);
    expect((await ask('GET', userAt('u-cy'))).status).toBe(200);
  });

  test.each([
    [4, 7],
    [-2, 1],
    [-9, 0],
  ])('the total is off by %i', async (totalResultsOff, told) => {
    const { ask } = await withQuirks({ totalResultsOff });
    expect((await ask('GET', '/Users')).body.totalResults).toBe(told);
  });
});

import { describe, expect, test } from 'vitest';
import { errorIn, filtered, namesIn, scimError, service } from './service.js';

const ANA = 'ana.ruiz';
const BO = 'bo.lind';
const CY = 'cy.moss';

describe('a filter', () => {
  test.each([
    ['userName eq "ana.ruiz"', [ANA]],
    ['USERNAME EQ "Ana.Ruiz"', [ANA]],
    ['id eq "u-bo"', [BO]],
    ['id eq "U-BO"', []],
    ['externalId eq "E-17"', [ANA]],
    ['externalId eq "e-17"', []],
    ['userName ne "ana.ruiz"', [BO, CY]],
    ['userName sw "a" or userName ew "MOSS"', [ANA, CY]],
    ['userName co "."', [ANA, BO, CY]],
    ['userName gt "b" and userName le "bo.lind"', [BO]],
    ['active eq true', [ANA, BO]],
    ['active eq false', [CY]],
    ['active eq "false"', []],
    ['name.familyName eq "ruiz"', [ANA]],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "bo.lind"', [BO]],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "ledger"', [ANA]],
    ['emails co "home"', [ANA]],
    ['emails.value eq "BO@acme.example"', [BO]],
    ['emails[type eq "work"]', [ANA, BO]],
    ['emails[type eq "home" and value co "acme"]', []],
    ['emails[type eq "work"].value eq "bo@acme.example"', [BO]],
    ['emails[type eq "home"].value eq "bo@acme.example"', []],
    ['emails[primary eq true] and roles.value eq "billing"', [ANA]],
    ['groups.value eq "g-admins"', [ANA]],
    ['groups[display eq "developers"]', [ANA, BO]],
    ['meta.lastModified gt "2026-01-01T00:00:00Z"', [CY]],
    ['externalId pr', [ANA]],
    ['not (externalId pr)', [BO, CY]],
    ['emails pr and not (userName eq "bo.lind")', [ANA]],
    ['title eq null', [ANA, BO, CY]],
    ['externalId ne null', [ANA]],
    ['userName eq "nobody" or active eq true and userName sw "b"', [BO]],
    ['(userName eq "ana.ruiz" or active eq true) and userName sw "b"', [BO]],
    ['shoeSize eq "42"', []],
  ])('%s gives whom it asks for', async (filter, names) => {
    const { ask } = await service();
    expect(namesIn(await ask('GET', filtered(filter)))).toEqual(names);
  });

  test.each([
    [''],
    ['userName'],
    ['userName eq'],
    ['userName eq ana'],
    ['userName is "ana"'],
    ['userName eq "ana'],
    ['userName eq "ana" and'],
    ['userName eq "ana" userName eq "bo"'],
    ['(userName eq "ana"'],
    ['userName eq "ana")'],
    ['emails[type eq "work"'],
    ['emails[type eq "work"].value'],
    ['eq "ana"'],
    ['a.b.c eq "ana"'],
    ['userName eq "\\q"'],
    ['userName eq "ana"; drop'],
    ['('.repeat(50)],
    [`${'('.repeat(50)}userName pr${')'.repeat(50)}`],
    [`userName eq "${'a'.repeat(10_000)}"`],
  ])('%s is refused with invalidFilter', async (filter) => {
    const { ask } = await service();
    expect(errorIn(await ask('GET', filtered(filter)))).toEqual(scimError(400, 'invalidFilter'));
  });

  test('when a name holds quotes, backslashes and operators, is text and nothing else', async () => {
    const hostile = '" or userName pr or userName eq "\\';
    const { ask } = await service({ users: [hostile, 'bo.lind'] });
    const exactly = filtered(`userName eq ${JSON.stringify(hostile)}`);
    expect(namesIn(await ask('GET', exactly))).toEqual([hostile]);
  });

  test('finds groups by their members', async () => {
    const { ask } = await service();
    const names = async (filter: string) =>
      ((await ask('GET', filtered(filter, '/Groups'))).body.Resources as { displayName: string }[]).map(
        ({ displayName }) => displayName,
      );
    expect(await names('members.value eq "u-ana"')).toEqual(['Developers', 'Admins']);
    expect(await names('members[value eq "u-bo"]')).toEqual(['Developers']);
    expect(await names('displayName eq "admins"')).toEqual(['Admins']);
  });
});

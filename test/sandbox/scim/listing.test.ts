import { describe, expect, test } from 'vitest';
import { largeDirectory } from '../../../src/sandbox/scim/index.js';
import { errorIn, namesIn, scimError, service } from './service.js';

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

describe('a listing', () => {
  test('when it has more than a page, is read whole by startIndex from 1', async () => {
    const { ask, server } = await service(largeDirectory(250));
    const ids = new Set<unknown>();
    for (let startIndex = 1; startIndex <= 250; startIndex += 100) {
      const { status, headers, body } = await ask('GET', `/Users?startIndex=${startIndex}&count=100`);
      expect([status, headers.get('content-type')]).toEqual([200, 'application/scim+json']);
      const { schemas, totalResults, itemsPerPage } = body;
      expect({ schemas, totalResults, startIndex: body.startIndex }).toEqual({
        schemas: [LIST],
        totalResults: 250,
        startIndex,
      });
      const entries = body.Resources as { id: string }[];
      expect(itemsPerPage).toBe(entries.length);
      for (const { id } of entries) ids.add(id);
    }
    expect(ids.size).toBe(250);
    expect(server.requests.map(({ operation }) => operation)).toEqual(['GET /Users', 'GET /Users', 'GET /Users']);
  });

  test.each([
    ['', 100, 1],
    ['?startIndex=0', 100, 1],
    ['?startIndex=-5&count=3', 3, 1],
    ['?count=0', 0, 1],
    ['?count=-1', 0, 1],
    ['?count=5000', 150, 1],
    ['?startIndex=149&count=10', 2, 149],
    ['?startIndex=151', 0, 151],
    ['?startIndex=1000000&count=5', 0, 1_000_000],
    ['?count=3&sortBy=userName&sortOrder=descending', 3, 1],
  ])('when asked for as %j, gives %i entries from %i on', async (query, entries, startIndex) => {
    const { ask } = await service(largeDirectory(150));
    const { body } = await ask('GET', `/Users${query}`);
    expect([namesIn({ status: 200, headers: new Headers(), body }).length, body.startIndex]).toEqual([
      entries,
      startIndex,
    ]);
    expect([body.itemsPerPage, body.totalResults]).toEqual([entries, 150]);
  });

  test.each(['count=ten', 'startIndex=1.5'])('when asked for with %s, is refused', async (query) => {
    const { ask } = await service();
    expect(errorIn(await ask('GET', `/Users?${query}`))).toEqual(scimError(400, 'invalidValue'));
  });

  test('when a page comes short, tells how many it holds and that there are more', async () => {
    const { ask, server } = await service(largeDirectory(20));
    server.faults.add({ fault: { kind: 'short-page', entries: 7 }, times: 1 });
    const { body } = await ask('GET', '/Users?count=20');
    expect([body.itemsPerPage, body.totalResults]).toEqual([7, 20]);
  });

  test('when attributes are named, gives these and what is always given', async () => {
    const { ask } = await service();
    const entry = async (query: string) => {
      const { body } = await ask('GET', `/Users?count=1&${query}`);
      return (body.Resources as Record<string, unknown>[])[0];
    };
    expect(Object.keys((await entry('attributes=userName,Active')) ?? {})).toEqual([
      'schemas',
      'id',
      'userName',
      'active',
    ]);
    expect(await entry('attributes=emails.value,meta.lastModified')).toMatchObject({
      emails: [{ value: 'ana@acme.example' }, { value: 'ana@home.example' }],
      meta: { lastModified: '2025-01-01T00:00:00Z' },
    });
    const without = await entry('excludedAttributes=groups,id,emails.type,name');
    expect(Object.keys(without ?? {})).not.toContain('groups');
    expect(without).toMatchObject({ id: 'u-ana', emails: [{ primary: true }, { value: 'ana@home.example' }] });
    expect(JSON.stringify(without)).not.toContain('work');
  });

  test('of 10,000 users takes ten requests at 1,000 a page', async () => {
    const { ask, server } = await service(largeDirectory(10_000));
    let seen = 0;
    while (seen < 10_000) seen += namesIn(await ask('GET', `/Users?startIndex=${seen + 1}&count=1000`)).length;
    expect(server.requests.length).toBe(10);
  });
});

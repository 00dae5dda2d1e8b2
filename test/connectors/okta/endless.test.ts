/** Listings that have no end: each is told, and none keeps a run from ending. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectOkta } from '../../../src/connectors/okta/index.js';
import type { SystemId } from '../../../src/core/model.js';
import { ORGANIZATION, testClock } from './world.js';

type Listing = 'assignees' | 'api-tokens' | 'users';

/** An Okta of which one listing goes on and on: `fresh` tells whether each page has a new entry. */
async function endless(which: Listing, fresh: boolean) {
  let pages = 0;
  const server = createServer((incoming, outgoing) => {
    const url = incoming.url ?? '';
    outgoing.setHeader('content-type', 'application/json');
    if (url.startsWith('/.well-known')) return void outgoing.end(JSON.stringify({ id: ORGANIZATION }));
    if (url.includes('/users/me')) return void outgoing.end(JSON.stringify(user('00uME')));
    const asked = url.includes('/iam/') ? 'assignees' : url.includes('/users?') ? 'users' : 'api-tokens';
    const entries = [user('00uA')];
    if (asked === which) {
      pages += 1;
      if (fresh) entries[0] = user(`00uA${pages}`);
      const { port } = server.address() as AddressInfo;
      const { pathname } = new URL(url, 'http://127.0.0.1');
      outgoing.setHeader('link', `<http://127.0.0.1:${port}${pathname}?after=${pages}>; rel="next"`);
    }
    outgoing.end(JSON.stringify(asked === 'assignees' ? { value: entries } : entries));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const connector = connectOkta(
    {
      system: 'okta' as SystemId,
      settings: { organization: 'acme.okta.com', organizationId: ORGANIZATION },
      ...{ unavailable: [], managed: false, clock: testClock() },
      environment: {
        LEAVER_SYSTEM_OKTA_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        LEAVER_SYSTEM_OKTA_TOKEN: 'token-of-nobody-0123456789',
      },
    },
    { random: () => 0 },
  );
  return { seen: await connector.observe(), pages: () => pages };
}

function user(id: string) {
  return { id, status: 'ACTIVE', profile: { login: `${id}@acme.example` } };
}

test('law 1: users, whose pages bring nobody new, are not seen whole', async () => {
  const { seen, pages } = await endless('users', false);
  expect(seen.completeness).toEqual({
    kind: 'partial',
    gaps: ['page 2 of the users: the listing goes on and brings nothing that is new'],
  });
  expect([seen.accounts.length, pages()]).toEqual([1, 2]);
});

test('law 1: users, of whom each page brings another, are cut off', async () => {
  const { seen, pages } = await endless('users', true);
  expect(seen.completeness).toEqual({
    kind: 'partial',
    gaps: ['page 5000 of the users: the listing has more than 5000 pages'],
  });
  expect([seen.accounts.length, pages()]).toEqual([5_000, 5_000]);
}, 60_000);

test.each([
  ['assignees', 'admin-roles'],
  ['api-tokens', 'api-tokens'],
] as const)('%s that have no end are a gap', async (which, part) => {
  const { seen, pages } = await endless(which, false);
  expect(seen.gaps).toEqual([{ part, why: 'the listing goes on and brings nothing that is new', declared: false }]);
  expect([seen.completeness.kind, pages()]).toEqual(['complete', 2]);
});

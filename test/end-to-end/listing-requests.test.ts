/** What it costs to list everybody, counted by the servers and through what `compose` builds. */
import { describe, expect, test } from 'vitest';
import type { System } from '../../src/core/model.js';
import { company } from './company/company.js';
import type { SystemName } from './company/seeds.js';
import { PATIENCE } from './program.js';

const PEOPLE = 10_000;
const MANAGED: Partial<System> = { entitlements: 'managed' };

/** Ana is one of them. */
async function listed(id: SystemName, kind: string, settings: object, more: Partial<System> = {}) {
  const there = await company({ crowd: PEOPLE - 1, holds: 'usual', status: 'ACTIVE' });
  const { id: organizationId } = there.okta.system.state.organization;
  const own = kind === 'okta' ? { ...settings, organizationId } : settings;
  const system = { id, kind, settings: own, unavailable: [], entitlements: 'ignore', ...more } as unknown as System;
  const connector = await there.context.connect(system);
  const seen = await connector.observe();
  expect(seen.completeness).toEqual({ kind: 'complete' });
  expect(seen.gaps).toEqual([]);
  expect(seen.accounts).toHaveLength(PEOPLE);
  expect(seen.requests, 'what the report tells is what the server saw').toBe(there.requests(id).length);
  return { there, requests: there.requests(id).length };
}

describe(`everybody among ${PEOPLE} people`, () => {
  test('from Okta in 50 requests and at most 3 more, signing in among them', { timeout: PATIENCE }, async () => {
    const { requests, there } = await listed('okta', 'okta', { organization: 'acme.okta.com' });
    expect(requests).toBeLessThanOrEqual(PEOPLE / 200 + 3);
    const pages = there.requests('okta').filter(({ operation }) => operation === 'GET /api/v1/users');
    expect(pages).toHaveLength(PEOPLE / 200);
  });

  test.each([
    ['whose users tell their groups', { preset: 'generic', groups: 'user' }, {}, 0],
    ['whose groups are not needed', { preset: 'generic', groups: 'members' }, {}, 0],
    ['whose groups tell who is in them, and are needed', { preset: 'generic', groups: 'members' }, MANAGED, 1],
  ] as const)(
    'from a SCIM provider %s, in a request a page and at most 3 more',
    async (_, given, more, groups) => {
      const { requests, there } = await listed('dashboard', 'scim', given, more);
      const all = there.requests('dashboard');
      const users = all.filter(({ operation }) => operation === 'GET /Users');
      const [first] = users;
      const page = Number(new URLSearchParams(first?.query).get('count'));
      expect(page).toBeGreaterThan(0);
      expect(users).toHaveLength(Math.ceil(PEOPLE / page));
      expect(all.filter(({ operation }) => operation === 'GET /Groups')).toHaveLength(groups);
      expect(requests).toBeLessThanOrEqual(Math.ceil(PEOPLE / page) + 3);
    },
    PATIENCE,
  );
});

/**
 * What one departure costs in requests, counted by the servers: the same in a company of a hundred and of ten thousand. Each system
 * is read first; what is left is the acts, and reading them back (law 10).
 */
import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { flatOf, outcomes } from '../commands/world.js';
import { type Company, company, type Given, type Phases } from './company/company.js';
import { type Asked, IDS, REPOSITORIES, type SystemName } from './company/seeds.js';
import { PATIENCE } from './program.js';

const SIZES = [100, 10_000] as const;
const ANA_ALONE = { systems: [], people: ['ana.ruiz'] };
const BY_ACCOUNT = { systems: [], people: [], accounts: [IDS.okta] };

/** Deploy keys and invitations stand in single repositories: so many requests more, however many people there are. */
const PER_REPOSITORY = 2 * REPOSITORIES;

/** What a connector may ask to read one account whole, without what a repository costs. */
const MOST_TO_READ = 12;

type Figures = Readonly<Record<SystemName, readonly [reading: number, acting: number, readingBack: number]>>;

const CASES: readonly (readonly [string, Omit<Asked, 'crowd'>, Given, Figures])[] = [
  [
    'who left by the roster, and holds nothing but the accounts',
    { holds: 'nothing', status: 'ACTIVE' },
    { ana: { status: 'departed' } },
    {
      okta: [7, 2, 4],
      github: [12 + PER_REPOSITORY, 6, 6],
      'aws-prod': [12, 4, 11],
      dashboard: [1, 2, 1],
    },
  ],
  [
    'whom the provider suspended, and who holds nothing but the accounts',
    { holds: 'nothing', status: 'SUSPENDED' },
    {},
    {
      okta: [7, 0, 0],
      github: [12 + PER_REPOSITORY, 6, 6],
      'aws-prod': [12, 4, 11],
      dashboard: [1, 2, 1],
    },
  ],
  [
    'whom the provider suspended, and who holds what a developer does',
    { holds: 'usual', status: 'SUSPENDED' },
    {},
    {
      okta: [7, 3, 4],
      github: [12 + PER_REPOSITORY, 7, 6],
      // The last use of a key is a request for each.
      'aws-prod': [12 + 1, 6, 11],
      dashboard: [1, 3, 1],
    },
  ],
];

async function departure(there: Company, narrowing: Parameters<typeof reconcile>[1]) {
  const result = await reconcile(there.context, narrowing);
  expect(result.status, flatOf(result)).toBe(0);
  expect(outcomes(result).filter((one) => /failed|pending|dropped/.test(one))).toEqual([]);
  return there.phases();
}

describe('one departure', () => {
  test.each(CASES)(
    'of somebody %s, costs the same requests among 100 and among 10,000 people',
    async (_, asked, given, figures) => {
      const seen: Readonly<Record<SystemName, Phases>>[] = [];
      for (const crowd of SIZES) seen.push(await departure(await company({ ...asked, crowd }, given), ANA_ALONE));
      const [small, large] = seen;
      expect(large).toEqual(small);
      for (const [system, [reading, acting, readingBack]] of Object.entries(figures)) {
        const all = reading + acting + readingBack;
        expect(large?.[system as SystemName], system).toEqual({ reading, acting, readingBack, else: 0, all });
      }
    },
    PATIENCE,
  );

  test('reading an account whole takes at most 12 requests in each system, besides repositories and keys', () => {
    for (const [, , , figures] of CASES.slice(0, 2)) {
      for (const [system, [reading]] of Object.entries(figures)) {
        expect(reading - (system === 'github' ? PER_REPOSITORY : 0), system).toBeLessThanOrEqual(MOST_TO_READ);
      }
    }
  });

  test('named by the account of the event costs the same as named by the person', { timeout: PATIENCE }, async () => {
    const asked = { crowd: SIZES[0], holds: 'usual', status: 'SUSPENDED' } as const;
    const [byPerson, byAccount] = [await company(asked), await company(asked)];
    expect(await departure(byAccount, BY_ACCOUNT)).toEqual(await departure(byPerson, ANA_ALONE));
  });

  test('costs its reading alone, where the provider says that she is still here', {
    timeout: PATIENCE,
  }, async () => {
    const there = await company({ crowd: SIZES[0], holds: 'usual', status: 'ACTIVE' });
    const { okta, github, 'aws-prod': aws, dashboard } = await departure(there, BY_ACCOUNT);
    expect([okta, github, aws, dashboard].map(({ acting, readingBack }) => acting + readingBack)).toEqual([0, 0, 0, 0]);
    expect(there.changes()).toEqual([]);
  });
});

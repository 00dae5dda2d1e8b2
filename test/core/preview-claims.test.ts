/** Changes of claims: an account that changes hands, and a pin that goes, are told. */
import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/core/model.js';
import type { ObservedAccount, Snapshot } from '../../src/core/observation.js';
import { rosterNotes } from '../../src/core/preview-roster.js';
import {
  account,
  type Claim,
  DAY,
  desired,
  entitlement,
  HOUR,
  later,
  NOW,
  observation,
  person,
  role,
  service,
  snapshot,
  system,
} from '../fixtures/builders.js';
import { planOf } from '../fixtures/planning.js';

type Parts = Parameters<typeof desired>[0];
const REVIEWED = { systems: [system({ orphans: 'review' as const })] };

function notes(base: Parts, proposed: Parts, seen: readonly ObservedAccount[] | Snapshot = [account()]) {
  const [was, is] = [desired(base), desired(proposed)];
  return rosterNotes(was, is, { base: planOf(was, seen), proposed: planOf(is, seen) }, NOW);
}

const claiming = (claim: Claim | null, of: Partial<Pick<Person, 'leavesAt' | 'status'>> = {}): Parts => ({
  ...REVIEWED,
  people: [person({ accounts: claim === null ? {} : { hub: claim }, ...of })],
});

describe('the pin of a claim', () => {
  const pinned = { id: 'id:ana', name: 'ana' };

  test('that goes leaves a name which anybody may take', () => {
    expect(notes(claiming(pinned), claiming('ana'))).toEqual([
      { kind: 'unpinned', who: 'ana.ruiz', system: 'hub', account: 'id:ana' },
    ]);
  });

  test('that points elsewhere is told with where', () => {
    expect(notes(claiming(pinned), claiming({ id: 'id:eve', name: 'ana' }), [])).toEqual([
      { kind: 'repinned', who: 'ana.ruiz', system: 'hub', account: 'id:ana', to: 'id:eve' },
    ]);
  });

  test('that stays, or comes, or goes with its claim, is not told', () => {
    expect(notes(claiming(pinned), claiming({ id: 'id:ana', name: 'ana.r' }), [])).toEqual([]);
    expect(notes(claiming('ana'), claiming(pinned))).toEqual([]);
    expect(notes(claiming(pinned), claiming(null), [])).toEqual([]);
  });
});

describe('an account that is claimed no more', () => {
  test('is told with what becomes of it, and nothing is said to be unseen', () => {
    expect(notes(claiming('ana'), claiming(null))).toEqual([
      {
        kind: 'unclaimed',
        who: 'ana.ruiz',
        accounts: [{ id: 'hub/id:ana', name: 'ana', after: 'review' }],
        unseen: [],
      },
    ]);
  });

  test('where the system goes with it, tells nothing: nobody decides there any more', () => {
    expect(notes(claiming('ana'), { people: [person({ accounts: {} })], systems: [] })).toEqual([]);
  });

  test('is told once, whatever it holds', () => {
    const systems = [system({ orphans: 'review', entitlements: 'managed' })];
    const seen = [account({ entitlements: [entitlement('team:dev')] })];
    const roles = [role('dev', { hub: ['team:dev'] })];
    const mine = { systems, roles, people: [person({ roles: ['dev'] })] };
    expect(notes(mine, { ...mine, people: [person({ accounts: {} })] }, seen)).toMatchObject([
      { kind: 'unclaimed', accounts: [{ id: 'hub/id:ana' }] },
    ]);
  });

  test('a service taken out is told like a person, and one that stays neither comes back nor leaves', () => {
    const bots = { ...REVIEWED, services: [service({ accounts: { hub: 'bot' } })] };
    const seen = [account({ name: 'bot' }), account()];
    expect(notes(bots, { ...bots, services: [] }, seen)).toMatchObject([{ kind: 'removed', who: 'deploy-bot' }]);
    expect(notes(bots, bots, seen)).toEqual([]);
  });
});

test('accounts that go to several people are told by whom they go to, in order', () => {
  const seen = snapshot(['hub', 'lab', 'prod'].map((id) => observation({ system: id, accounts: [account()] })));
  const systems = ['hub', 'lab', 'prod'].map((id) => system({ id }));
  const others = (accounts: Readonly<Record<string, Record<string, Claim>>>) =>
    Object.entries(accounts).map(([id, claims]) => person({ id, accounts: claims }));
  const base = { systems, people: others({ ana: { hub: 'ana', lab: 'ana', prod: 'ana' }, zoe: {}, ben: {} }) };
  const proposed = { systems, people: others({ ana: {}, zoe: { hub: 'ana', prod: 'ana' }, ben: { lab: 'ana' } }) };
  expect(notes(base, proposed, seen)).toMatchObject([
    { kind: 'moved', who: 'ana', to: 'ben', accounts: [{ id: 'lab/id:ana' }] },
    { kind: 'moved', who: 'ana', to: 'zoe', accounts: [{ id: 'hub/id:ana' }, { id: 'prod/id:ana' }] },
  ]);
});

test('an hour of leaving that is over, or would be, is told by the plan and not besides', () => {
  const leaving = (at: number | null, status: Person['status'] = 'active') =>
    claiming('ana', { leavesAt: at === null ? null : later(at), status });
  expect(notes(leaving(DAY), leaving(-HOUR))).toEqual([]);
  expect(notes(leaving(-DAY), leaving(-HOUR))).toEqual([]);
  expect(notes(leaving(DAY), leaving(DAY))).toEqual([]);
  expect(notes(leaving(DAY), leaving(2 * DAY, 'departed'))).toEqual([]);
  expect(notes(leaving(null), leaving(DAY))).toMatchObject([{ kind: 'leaves', before: null }]);
});

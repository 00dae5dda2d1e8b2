/** A company of any size as a run would see it, with a quarter of history: the same each time. For tests and for pictures. */
import { guard } from '../../../src/core/guard.js';
import type { Person, PersonId, SystemId } from '../../../src/core/model.js';
import type { Observation, ObservedAccount } from '../../../src/core/observation.js';
import { plan } from '../../../src/core/plan.js';
import type { PageInput } from '../../../src/report/page/page-model.js';
import {
  account,
  DAY,
  desired,
  HOUR,
  later,
  NOW,
  observation,
  person,
  personId,
  service,
  snapshot,
  system,
  timestamp,
} from '../../fixtures/builders.js';
import { approval, optOut } from '../../fixtures/opt-outs.js';
import { chance, historyOf } from './history.js';

const FIRST =
  'Ana,Ben,Chloe,Diego,Emil,Farah,Grace,Hana,Ines,Jonas,Kofi,Lena,Mei,Noor,Omar,Priya,Quinn,Raj,Sofia,Tomas,Uma,Viktor,Wanda,Xenia,Yusuf'.split(
    ',',
  );
const LAST =
  'Adeyemi,Berg,Carter,Demir,Eriksen,Farouk,Garcia,Hoffmann,Ito,Jensen,Kim,Larsen,Martin,Novak,Okafor,Patel,Quist,Rossi,Santos,Tanaka,Ueda,Vance,Weber,Xu,Yilmaz,Zhou'.split(
    ',',
  );

export const SYSTEMS = ['aws-prod', 'github', 'okta', 'slack'];

/** That many people with accounts in four systems; one in some hundreds has left, and some of them have an opt-out. */
export function companyOf(size: number, more: Parameters<typeof desired>[0] = {}): PageInput {
  const people = Array.from({ length: size }, (_, at) => employee(at));
  const left = people.filter(({ status }) => status === 'departed');
  const away = people.filter(({ status }) => status === 'suspended');
  const optOuts = [
    ...left
      .slice(0, 9)
      .map((one, at) => heldFor(one, 'handover', ['aws-prod'], [0.4, 1.2, 3, 5, 6.5, 8, 9.5, 11, 13][at] ?? 2)),
    ...away
      .slice(0, 7)
      .map((one, at) => heldFor(one, 'leave', ['github', 'okta'], [20, 26, 34, 41, 55, 90, 160][at] ?? 30)),
    ...left.slice(9, 11).map((one) => heldFor(one, 'handover', ['github'], -2)),
  ];
  const approvals = optOuts.map(({ id }, at) =>
    approval({
      optOut: id,
      pullRequest: 812 + at * 3,
      mergedAt: timestamp(later(-(1 + at) * DAY)),
      by: at % 4 === 0 ? ['kim.cho', 'lena.hoffmann'] : ['kim.cho'],
    }),
  );
  const held = new Set(optOuts.map(({ exempts }) => (exempts.kind === 'person' ? exempts.person : personId('nobody'))));
  const unproved = optOut({
    id: 'tomas-forever',
    person: left[11]?.id ?? 'ana.ruiz',
    systems: ['aws-prod'],
    expiresAt: later(9 * DAY),
  });
  const state = desired({
    people: [...people, person({ id: 'kim.cho', accounts: {} }), person({ id: 'sam.lee', accounts: {} })],
    services: [
      service({ id: 'deploy-bot', accounts: { github: 'deploy-bot' } }),
      service({ id: 'ci-runner', owner: left[0]?.id ?? 'sam.lee', accounts: { 'aws-prod': 'ci-runner' } }),
    ],
    systems: SYSTEMS.map((id) => ({
      ...system({
        id,

        mode: id === 'slack' ? 'report' : 'enforce',
        orphans: 'review',
        owners: id === 'aws-prod' ? [personId('kim.cho')] : [],
        protected: id === 'slack' || id === 'okta' ? [] : ['breakglass'],
      }),
      kind: KINDS[id] ?? 'memory',
    })),
    optOuts: [...optOuts, unproved],
    optOutPolicy: { remindBefore: [7 * DAY, DAY] },
    objectives: { standard: DAY, privileged: HOUR },
    ...more,
  });
  const seen = snapshot(
    SYSTEMS.map((id) => listingOf(id, people, held)),
    [
      ...approvals,
      approval({
        optOut: unproved.id,
        verdict: 'unapproved',
        by: [],
        rule: 'reviews',
        why: 'nobody who may has approved this text',
        pullRequest: 870,
      }),
    ],
  );
  const planned = guard(plan(state, seen, NOW), state, seen.approvals);
  const { records, events } = historyOf(size, SYSTEMS as unknown as readonly SystemId[]);
  return {
    ...{ desired: state, snapshot: seen, plan: planned, problems: [], now: NOW },
    log: { records, events, head: `sha256:${'3f9a1c07'.repeat(8)}` },
  };
}

const KINDS: Readonly<Record<string, string>> = { github: 'github-org', 'aws-prod': 'aws-iam' };

function employee(at: number): Person {
  const random = chance(at + 1);
  const [first, last] = [FIRST[at % FIRST.length] ?? '', LAST[Math.floor(at / FIRST.length) % LAST.length] ?? ''];
  const turn = Math.floor(at / (FIRST.length * LAST.length));
  const id = `${first}.${last}`.toLowerCase() + (turn === 0 ? '' : String(turn + 1));
  const drawn = random();
  const status =
    drawn < 0.004 || at % 61 === 17 ? 'departed' : drawn < 0.007 || at % 97 === 11 ? 'suspended' : 'active';
  const leavesAt = status === 'active' && at % 131 === 7 ? later((3 + (at % 40)) * DAY) : null;
  const accounts = Object.fromEntries(
    SYSTEMS.filter((id_) => id_ === 'okta' || random() < 0.7).map((name) => [name, { id: `${name}:${at}`, name: id }]),
  );
  return person({ id, name: `${first} ${last}`, status, leavesAt, accounts });
}

function heldFor({ id }: Person, reason: string, systems: readonly string[], days: number) {
  return optOut({
    ...{ id: `${id.replace('.', '-')}-${reason}`, person: id, reason, systems, expiresAt: later(days * DAY) },
    justification:
      reason === 'leave' ? 'Comes back in spring; keeps the pull requests open.' : 'Hands the ledger migration over.',
    ticket: 'SEC-481',
  });
}

/** Most of those who left are gone from most systems already: only a few are left to be revoked. */
function listingOf(id: string, people: readonly Person[], held: ReadonlySet<PersonId>): Observation {
  const accounts = people.flatMap((one, at): ObservedAccount[] => {
    const claim = one.accounts.get(id as SystemId);
    if (claim?.id == null || claim.name === null) return [];
    const gone = one.status !== 'active' && !held.has(one.id) && at % 23 !== 5;
    return [
      account({
        id: claim.id,
        name: claim.name,
        status: gone ? 'suspended' : 'active',
        suspendedAt: gone ? timestamp(later(-4 * DAY)) : null,
      }),
    ];
  });
  const bots =
    id === 'github'
      ? [account({ name: 'deploy-bot' }), account({ name: 'breakglass' }), account({ name: 'pixelpete' })]
      : [];
  const aws =
    id === 'aws-prod'
      ? [account({ name: 'ci-runner' }), account({ name: 'breakglass' }), account({ name: 'leaver', self: true })]
      : [];
  return observation({
    system: id,
    kind: KINDS[id] ?? 'memory',
    accounts: [...accounts, ...bots, ...aws],
    at: timestamp(later(-90_000)),
  });
}

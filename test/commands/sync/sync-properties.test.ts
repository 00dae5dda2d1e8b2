/** Whatever the provider lists and the roster says (laws 1, 12 and 14). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edited, rosterTexts } from '../../../src/commands/sync/files.js';
import type { DesiredState, System } from '../../../src/core/model.js';
import type { Observation, ObservedAccount } from '../../../src/core/observation.js';
import { syncRoster } from '../../../src/core/sync/roster-sync.js';
import { formatInstant } from '../../../src/core/time.js';
import { loadPolicy } from '../../../src/policy/load.js';
import { NOW } from '../../fixtures/builders.js';
import { memorySystem, repositoryOf } from '../../fixtures/repositories.js';

const RUNS = Number(process.env.LEAVER_PROPERTY_RUNS ?? (process.env.LEAVER_LONG === '1' ? 5_000 : 150));
const pick = <T>(...all: readonly T[]) => fc.constantFrom(...all);
const ids = pick('1', '2', '3', '4', '5', '6');
const logins = pick('ana', 'ben', 'Cleo', 'dora', 'eva', 'fay', 'svc-x', 'a: b');
const emails = pick(
  'ana@x.example',
  'BEN@x.example',
  'cleo@x.example',
  'dora@x.example',
  'eva@x.example',
  'fay@x.example',
);

const account = fc.record({
  id: ids,
  name: logins,
  email: fc.option(emails),
  status: pick('active', 'active', 'suspended', 'invited'),
  admin: fc.constant(false),
  self: pick(false, false, false, true),
  suspendedAt: pick(null, null, formatInstant(NOW)),
  changedAt: pick(null, formatInstant(NOW)),
  read: fc.constant('listed'),
  entitlements: fc.constant([]),
});

const entry = fc.record({
  status: pick(undefined, undefined, 'suspended', 'departed'),
  leavesAt: pick(undefined, undefined, undefined, '2026-12-31T00:00:00Z', '2026-11-01T00:00:00Z'),
  email: emails,
  hub: fc.option(fc.oneof(logins, fc.record({ id: ids, name: logins }), fc.record({ id: ids }))),
});

const world = fc.record({
  accounts: fc.uniqueArray(account, { selector: ({ id }) => id, minLength: 1, maxLength: 6 }),
  people: fc.uniqueArray(entry, { selector: ({ email }) => email.toLowerCase(), maxLength: 5 }),
  match: pick(['id', 'name'], ['id'], ['name'], ['email'], ['id', 'name', 'email']),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function repository({ people, match }: World): Map<string, string> {
  const written = people.map(({ hub, email, status, leavesAt }, at) => ({
    ...{ id: `p${at}`, name: `P${at}`, email },
    ...(status && { status }),
    ...(leavesAt && { leavesAt }),
    ...(hub !== null && { accounts: { hub } }),
  }));
  return new Map(
    Object.entries(
      repositoryOf({ people: written, systems: [memorySystem([], { match })], policy: { identityProvider: 'hub' } }),
    ),
  );
}

const filesOf = (texts: ReadonlyMap<string, string>) => ({
  list: async (folder: string, ending: string) =>
    [...texts]
      .filter(([path]) => path.startsWith(`${folder}/`) && path.endsWith(ending))
      .map(([path, text]) => ({ path, bytes: text.length })),
  read: async (path: string) => texts.get(path) ?? '',
});

async function desiredOf(texts: ReadonlyMap<string, string>): Promise<DesiredState | null> {
  return (await loadPolicy(filesOf(texts), { at: NOW })).desired;
}

function syncedWith(desired: DesiredState, accounts: World['accounts']) {
  const provider = desired.systems.find(({ id }) => id === 'hub') as System;
  const seen = { completeness: { kind: 'complete' }, accounts: accounts as unknown as readonly ObservedAccount[] };
  return syncRoster({ desired, provider, observation: seen as Observation, now: NOW, writable: () => true });
}

test('what sync writes is a valid roster, marks nobody who is active there, and leaves nothing to do', async () => {
  let worlds = 0;
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      const before = repository(made);
      const desired = await desiredOf(before);
      if (desired === null) return; // two claims of one account
      worlds += 1;
      const { changes, notes } = syncedWith(desired, made.accounts);
      const reversed = syncedWith(desired, [...made.accounts].reverse());
      expect(reversed, 'law 14: the order of the listing says nothing').toEqual({ changes, notes });

      const active = new Set(made.accounts.filter(({ status }) => status === 'active').map(({ id }) => id));
      for (const change of changes) {
        if (change.kind !== 'leaver') continue;
        expect(active.has(change.account.id), 'law 12').toBe(false);
        const person = desired.people.find(({ id }) => id === change.person);
        expect([person?.status, person?.leavesAt]).toEqual(['active', null]);
      }

      const { texts, refused } = edited(
        await rosterTexts(filesOf(before)),
        { changes },
        desired.systems[0]?.id as never,
      );
      expect(refused).toEqual([]);
      const after = await desiredOf(new Map([...before, ...texts]));
      expect(after).not.toBeNull();
      // A provider gives no login twice; where one does, what is left may become certain by what was written.
      const once = new Set(made.accounts.map(({ name }) => name.toLowerCase())).size === made.accounts.length;
      if (after !== null && once) expect(syncedWith(after, made.accounts).changes).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  expect(worlds).toBeGreaterThan(RUNS / 4);
});

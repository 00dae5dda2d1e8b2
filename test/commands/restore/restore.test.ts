import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unfinished } from '../../../src/audit/journal.js';
import { reconcile } from '../../../src/commands/reconcile.js';
import { type RestoreOptions, restoreCommand } from '../../../src/commands/restore/index.js';
import type { CommandResult } from '../../../src/commands/result.js';
import { tell } from '../../../src/commands/tell.js';
import type { MemoryClient } from '../../../src/connectors/memory/client.js';
import type { RestoreItem } from '../../../src/core/restoration.js';
import { LeaverError } from '../../../src/errors.js';
import { NO_PAINT } from '../../../src/report/text.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../../fixtures/repositories.js';
import { EVERYTHING, flatOf, type Trouble, verdicts, type World, worldOf } from '../world.js';

const HELD = [
  { kind: 'membership', id: 'team:backend', role: 'member' },
  { kind: 'credential', id: 'key:1', type: 'access-key', status: 'active' },
];
const SYSTEM = memorySystem([accountOf('ana', { entitlements: HELD }), accountOf('ben')]);
const LEFT: RepositoryParts = { people: [someone('ana', { status: 'departed' }), someone('ben')], systems: [SYSTEM] };
const BACK: RepositoryParts = { people: [someone('ana'), someone('ben')], systems: [SYSTEM] };
const ID = 'hub/id:ana@2026-11-23T09:00:00Z';

function restore(world: World, options: Partial<RestoreOptions> = {}): Promise<CommandResult> {
  const nothing = { revocations: [], people: [], systems: [], yes: false, confirm: null, actor: 'kimcho' };
  return restoreCommand(world.context, { ...nothing, ...options });
}

interface Told {
  readonly restorations: readonly {
    readonly revocation: string;
    readonly items: readonly RestoreItem[];
    readonly refusal: { readonly why: string; readonly mend: string } | null;
    readonly outcome: { readonly kind: string } | null;
  }[];
}

function toldBy({ json }: CommandResult): Told['restorations'] {
  return (json as Told).restorations;
}

/** A world where Ana was revoked, as it is afterwards. */
async function revokedWorld(after: RepositoryParts | null = BACK, trouble: Trouble = {}): Promise<World> {
  const world = worldOf(LEFT, trouble);
  await reconcile(world.context, EVERYTHING);
  expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
  if (after !== null) world.write(after);
  world.changes.length = 0;
  return world;
}

describe('the plan comes first', () => {
  test('without --yes it is shown, nothing is done, and the status says that something is open', async () => {
    const world = await revokedWorld();
    const journal = await world.journal();

    const result = await restore(world, { revocations: [ID] });

    expect(result.status).toBe(4);
    expect(toldBy(result)[0]?.items.map(({ item, how }) => `${item} ${how}`)).toEqual([
      'team:backend restore',
      'key:1 restore',
      'account restore',
    ]);
    expect(flatOf(result)).toContain('1 revocation can be brought back in acme. Nothing was done yet.');
    expect(flatOf(result)).toContain('Run it again with --yes');
    expect(world.changes).toEqual([]);
    expect(await world.journal()).toEqual(journal);
  });

  test.each([true, false])('when somebody is asked and answers %s, that is done', async (answer) => {
    const world = await revokedWorld();
    const shown: string[] = [];

    const result = await restore(world, {
      people: ['ana.ruiz'],
      confirm: async (plan) => {
        shown.push(flatOf(plan));
        return answer;
      },
    });

    expect(shown.join()).toContain('can be brought back');
    expect(world.changes.length > 0).toBe(answer);
    expect(result.status).toBe(answer ? 0 : 4);
  });
});

describe('bringing back', () => {
  test('law 7: the account is as it was, what was held before the sign-in, and the journal says who and what', async () => {
    const world = worldOf(LEFT);
    await reconcile(world.context, EVERYTHING);
    world.write(BACK);
    world.changes.length = 0;

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(0);
    expect(world.changes).toEqual([
      'hub: add team:backend to id:ana',
      'hub: activate key:1 of id:ana',
      'hub: reinstate id:ana',
    ]);
    const account = await world.live('hub', 'id:ana');
    expect(account).toMatchObject({ status: 'active', suspendedAt: null });
    expect(account?.entitlements).toEqual(expect.arrayContaining(HELD));
    const events = (await world.journal()).filter((event) => 'restoration' in event);
    expect(events.map(({ type }) => type)).toEqual([
      'restoring',
      ...Array.from({ length: 3 }, () => ['restore-intent', 'restore-outcome']).flat(),
      'restored',
    ]);
    expect(events[0]).toMatchObject({ revocation: ID, actor: 'kimcho' });
    expect(events.at(-1)).toMatchObject({ ending: 'restored', left: [] });
    expect(flatOf(result)).toContain('1 revocation brought back in acme.');
  });

  test('by person it finds the latest of each account, and the next run leaves it alone', async () => {
    const world = await revokedWorld();
    const result = await restore(world, { people: ['ana.ruiz'], yes: true });
    expect(toldBy(result).map(({ revocation, outcome }) => [revocation, outcome?.kind])).toEqual([[ID, 'restored']]);
    world.changes.length = 0;

    const run = await reconcile(world.context, EVERYTHING);

    expect(run.status).toBe(0);
    expect(verdicts(run)).toEqual(['hub/id:ana keep', 'hub/id:ben keep']);
    expect(world.changes).toEqual([]);
    const again = await restore(world, { people: ['ana.ruiz'], yes: true });
    expect(again.status).toBe(0);
    expect(flatOf(again)).toContain('Nothing is left to bring back in acme.');
  });

  test('when somebody was deleted since, that is named and nothing is done', async () => {
    const world = await revokedWorld();
    await world.client('hub').deleteAccount('id:ana' as never);

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(toldBy(result)[0]?.items).toMatchObject([{ item: 'account', how: 'impossible' }]);
    expect(flatOf(result)).toContain('was deleted');
    expect(world.changes).toEqual([]);
  });

  test('law 9: killed after any write of the journal, running it again ends as an undisturbed one', async () => {
    for (let at = 0; at < 8; at += 1) {
      let left = Number.POSITIVE_INFINITY;
      const world = await revokedWorld(BACK, {
        journal: (journal) => ({
          ...journal,
          append: async (event) => {
            if (left === 0) throw new LeaverError('journal', 'the disk is full');
            left -= 1;
            return journal.append(event);
          },
        }),
      });
      left = at;
      await restore(world, { revocations: [ID], yes: true }).catch((error: unknown) => error);
      left = Number.POSITIVE_INFINITY;

      const result = await restore(world, { revocations: [ID], yes: true });

      expect(result.status, `killed after ${at} writes`).toBe(0);
      expect(toldBy(result)[0]?.outcome, `killed after ${at} writes`).toEqual({ kind: 'restored' });
      expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active', suspendedAt: null });
      expect(world.changes.length, 'each change once').toBe(3);
      expect(unfinished(await world.journal())).toEqual([]);
    }
  });

  test('law 8: what was given back in part goes again where the person is gone after all', async () => {
    let refuse = false;
    const failing = (live: MemoryClient): MemoryClient => ({
      ...live,
      reinstate: async (id, to) => {
        if (refuse) throw new LeaverError('unreachable', 'the system said no');
        return live.reinstate(id, to);
      },
    });
    const world = await revokedWorld(BACK, { clients: { hub: failing } });
    refuse = true;
    const result = await restore(world, { revocations: [ID], yes: true });
    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('the system said no');
    expect((await world.live('hub', 'id:ana'))?.entitlements).toHaveLength(2);

    world.write(LEFT);
    const run = await reconcile(world.context, EVERYTHING);

    expect(run.status).toBe(0);
    const account = await world.live('hub', 'id:ana');
    expect(account?.status).toBe('suspended');
    expect(account?.entitlements).toEqual([expect.objectContaining({ id: 'key:1', status: 'inactive' })]);
  });

  test('law 9: a revocation that was killed and taken up comes back whole, from all its records', async () => {
    const world = worldOf(LEFT, {
      clients: {
        hub: (live) => ({
          ...live,
          removeEntitlement: async () => {
            throw new LeaverError('unreachable', 'the system said no');
          },
        }),
      },
    });
    await reconcile(world.context, EVERYTHING);
    world.at('2026-11-23T10:00:00Z');
    await reconcile(world.context, EVERYTHING);
    world.write(BACK);

    const result = await restore(world, { people: ['ana.ruiz'], yes: true });

    expect(result.status).toBe(0);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
    expect((await world.live('hub', 'id:ana'))?.entitlements).toEqual(expect.arrayContaining(HELD));
    expect(flatOf(result)).toContain('with 1 earlier attempt');
  });
});

describe('what stays revoked', () => {
  test.each<[string, RepositoryParts, RegExp, RegExp]>([
    ['the person is departed', LEFT, /the next run would revoke it again: departed/, /opt-out approved/],
    [
      'the person is away',
      { ...LEFT, people: [someone('ana', { status: 'suspended' })] },
      /revoke it again: away/,
      /status/,
    ],
    [
      'nobody claims the account any more',
      { ...LEFT, people: [someone('ben')] },
      /claimed by nobody in the roster/,
      /roster/,
    ],
    [
      "the account is somebody else's",
      { ...LEFT, people: [someone('eva', { accounts: { hub: { id: 'id:ana', name: 'ana' } } })] },
      /is eva\.ruiz's now/,
      /roster/,
    ],
    [
      'the name and the id point at different people',
      {
        ...LEFT,
        people: [
          someone('ana', { accounts: { hub: { id: 'id:ana' } } }),
          someone('eva', { accounts: { hub: { id: 'id:eva', name: 'ana' } } }),
        ],
      },
      /its name with another id/,
      /pin it/,
    ],
  ])('when %s, it is refused with the mend, and nothing is done', async (_, after, why, mend) => {
    const world = await revokedWorld(null);
    world.write(after);

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(1);
    expect(toldBy(result)[0]?.refusal?.why).toMatch(why);
    expect(toldBy(result)[0]?.refusal?.mend).toMatch(mend);
    expect(flatOf(result)).toContain('1 revocation must stay');
    expect(world.changes).toEqual([]);
  });

  test('when an opt-out in force holds the departure, it comes back, and the opt-out is named', async () => {
    const world = await revokedWorld({ ...LEFT, optOuts: [optOutOf()] });

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(0);
    expect(flatOf(result)).toContain('opt-out ana-handover holds it until 2026-12-01 00:00 UTC');
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'active' });
  });

  test('law 3: when the approval of that opt-out can not be read, it stays', async () => {
    const policy = { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } };
    const world = await revokedWorld({ ...LEFT, policy, optOuts: [optOutOf()] });

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('could not be verified');
    expect(world.changes).toEqual([]);
  });

  test('when the system left the policy, it stays, with the mend', async () => {
    const world = await revokedWorld({ people: [someone('ana', { accounts: {} })], systems: [] });
    rmSync(join(world.root, 'policies/systems/hub.yaml'));

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(result.status).toBe(1);
    expect(flatOf(result)).toContain('the policy has no such system any more. Bring its file');
  });

  test('when the account was suspended by somebody else since, that is not lifted', async () => {
    let others = false;
    const world = await revokedWorld(BACK, {
      clients: {
        hub: (live) => ({
          ...live,
          byId: async (id) => {
            const account = await live.byId(id);
            return account && others ? { ...account, suspendedAt: null } : account;
          },
        }),
      },
    });
    others = true;

    const result = await restore(world, { revocations: [ID], yes: true });

    expect(flatOf(result)).toContain('suspended by somebody else, which is not for Leaver to lift');
    expect(world.changes.filter((change) => change.includes('reinstate'))).toEqual([]);
    expect(await world.live('hub', 'id:ana')).toMatchObject({ status: 'suspended' });
  });
});

describe('what can not be asked for', () => {
  test.each<[string, Partial<RestoreOptions>, RegExp, RegExp]>([
    ['nothing is named', {}, /Name a revocation/, /system\/account@time/],
    [
      'no such revocation',
      { revocations: ['hub/id:ana@2026-01-01T00:00:00Z'] },
      /holds no revocation/,
      /Did you mean hub\/id:ana@2026-11-23/,
    ],
    ['nobody of that id', { people: ['anna.ruiz'] }, /no person "anna.ruiz"/, /ana.ruiz/],
    ['nothing of that person', { people: ['ben.ruiz'] }, /no revocation of ben\.ruiz/, /journal/],
  ])('when there is %s, says so with the mend', async (_, options, message, mend) => {
    const world = await revokedWorld();

    const told = await restore(world, { ...options, yes: true }).catch((error: unknown) => error);

    expect(told).toBeInstanceOf(LeaverError);
    expect((told as LeaverError).message).toMatch(message);
    expect((told as LeaverError).mend).toMatch(mend);
    expect(world.changes).toEqual([]);
  });

  test('hostile names reach neither Markdown nor the terminal as more than text', async () => {
    const name = 'ana](https://evil.example)\u001b[2J<img src=x>';
    const account = accountOf('ana', { name, entitlements: HELD });
    const claims = { hub: { id: 'id:ana' } };
    const parts = (status: string) => ({
      people: [someone('ana', { status, accounts: claims }), someone('ben')],
      systems: [memorySystem([account, accountOf('ben')])],
    });
    const world = worldOf(parts('departed'));
    await reconcile(world.context, EVERYTHING);
    world.write(parts('active'));

    const result = await restore(world, { people: ['ana.ruiz'] });

    expect(tell(result, 'text', NO_PAINT)).not.toContain('\u001b');
    const markdown = tell(result, 'markdown', NO_PAINT);
    expect(markdown).not.toContain('<img');
    expect(markdown).not.toContain('](https://evil.example)');
  });
});

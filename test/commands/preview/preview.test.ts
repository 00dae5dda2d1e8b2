import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { previewCommand } from '../../../src/commands/preview/index.js';
import type { MemoryClient } from '../../../src/connectors/memory/client.js';
import { nodeFiles } from '../../../src/ports/node.js';
import {
  accountOf,
  memorySystem,
  optOutOf,
  type RepositoryParts,
  someone,
  type Written,
} from '../../fixtures/repositories.js';
import { flatOf, NOW, textOf, worldOf } from '../world.js';
import { ACCOUNTS, BASE, peopleWith, previewOf, proposalOf } from './previewing.js';

const LEFT = { ana: { status: 'departed' } };
const departure: RepositoryParts = { ...BASE, people: peopleWith(LEFT) };

describe('who would lose what', () => {
  test('a proposal that changes nothing is one line', async () => {
    const { result } = await previewOf(BASE, BASE);

    expect(textOf(result).trim().split('\n').at(-1)).toBe("Merging this changes nobody's access.");
    expect(result.status).toBe(0);
  });

  test('where approvals are proved, that one line is all there is', async () => {
    const proving = { ...BASE, policy: { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } } };
    const { result } = await previewOf(proving, proving);

    expect(textOf(result)).toBe("Merging this changes nobody's access.\n");
  });

  test('a departure is told, and what a run revokes anyway is not', async () => {
    const { result } = await previewOf(BASE, departure);

    expect(flatOf(result)).toContain('Merging this: 1 access is revoked.');
    expect(flatOf(result)).toContain('revoke ana.ruiz (ana) hub: departed');
    expect(flatOf(result)).not.toContain('lea');
    expect(result.status).toBe(0);
  });

  test('a key in use lately is named beside whoever would lose it', async () => {
    const key = { kind: 'credential', id: 'key:1', type: 'access-key', status: 'active', lastUsedAt: NOW };
    const systems = [memorySystem([accountOf('ana', { entitlements: [key] }), accountOf('ben')])];
    const { result } = await previewOf({ ...BASE, systems }, { ...departure, systems });

    expect(flatOf(result)).toContain('key:1 was used 0 seconds ago: something may still run on it');
  });

  test('whom the proposal alone would revoke is read more closely, and once', async () => {
    const asked: string[][] = [];
    const listening = (client: MemoryClient): MemoryClient => ({
      ...client,
      byId: async (id) => {
        asked.push([id]);
        return client.byId(id);
      },
    });
    await previewOf(BASE, departure, { clients: { hub: listening } });

    expect(asked.filter(([id]) => id === 'id:ana')).toHaveLength(1);
    expect(asked.filter(([id]) => id === 'id:ben')).toHaveLength(0);
  });

  test('nothing is changed anywhere, and every system is opened once', async () => {
    const { world } = await previewOf(BASE, departure);

    expect(world.changes).toEqual([]);
    expect(world.connected).toEqual(['hub']);
  });

  test('a guard that would halt is said first', async () => {
    const systems = [memorySystem(ACCOUNTS, { guards: { maxRevocations: 1 } })];
    const { result } = await previewOf({ ...BASE, systems }, { ...departure, systems });

    expect(flatOf(result)).toContain('Merging this: a guard halts hub; 1 access is revoked.');
    expect(flatOf(result)).toContain('hub: halted: this would come to 2');
    expect(flatOf(result)).toContain('halted ana.ruiz (ana)');
  });

  test('an opt-out that is taken out frees what it held', async () => {
    const held = { ...departure, optOuts: [optOutOf()] };
    const { result } = await previewOf(held, departure);

    expect(flatOf(result)).toContain('1 access is revoked');
    expect(flatOf(result)).toContain('held by opt-out ana-handover today, until 2026-12-01 00:00 UTC');
  });

  test('what changes neither way is counted in whole words', async () => {
    const reviewed = { ...BASE, systems: [memorySystem(ACCOUNTS, { orphans: 'review' })] };
    const { result } = await previewOf(reviewed, { ...reviewed, people: peopleWith({}).slice(1) });

    expect(flatOf(result)).toContain('1 decision changes otherwise');
  });
});

describe('who would keep what', () => {
  const proving: Written = { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } };
  const base = { ...departure, policy: proving };

  test('a new opt-out holds once it is approved, and that is said', async () => {
    const { result } = await previewOf(base, { ...base, optOuts: [optOutOf()] });

    expect(flatOf(result)).toContain('Merging this: 1 opt-out needs approval; 1 revocation is held back.');
    expect(flatOf(result)).toContain('until 2026-12-01 00:00 UTC, in 7 days (opt-out ana-handover)');
    expect(flatOf(result)).toContain('only once ana-handover is approved: without that, a run revokes it');
    expect(flatOf(result)).toContain('needs one approval: kim.cho for hub');
  });

  test('one that the base has with the same bytes is not assumed to be approved', async () => {
    const both = { ...base, optOuts: [optOutOf()] };
    const { result } = await previewOf(both, both);

    expect(flatOf(result)).not.toContain('needs approval');
    expect(flatOf(result)).toContain('the approval of opt-out ana-handover could not be verified');
    expect(result.status).toBe(4);
  });

  test('one that says something else needs a new approval', async () => {
    const extended = optOutOf({ expiresAt: '2026-12-05T00:00:00Z' });
    const { result } = await previewOf({ ...base, optOuts: [optOutOf()] }, { ...base, optOuts: [extended] });

    expect(flatOf(result)).toContain('changed ana-handover');
    expect(flatOf(result)).toContain('says something else than what was approved');
  });

  test('one whose bytes differ by a byte order mark alone is another one', async () => {
    const world = worldOf({ ...base, optOuts: [optOutOf()] });
    const folder = proposalOf({ ...base, optOuts: [optOutOf()] });
    const file = join(folder, 'optouts/ana-handover.yaml');
    const { read } = nodeFiles(folder);
    writeFileSync(file, `\ufeff${await read('optouts/ana-handover.yaml')}`);

    const result = await previewCommand(world.context, { proposed: nodeFiles(folder), comment: null, head: null });
    expect(flatOf(result)).toContain('changed ana-handover');
  });

  test('a person who comes back is told', async () => {
    const { result } = await previewOf(BASE, { ...BASE, people: peopleWith({ lea: { status: 'active' } }) });

    expect(flatOf(result)).toContain('1 is not revoked any more');
    expect(flatOf(result)).toContain('hub: would be revoked today (departed); after the merge: kept as lea.ruiz');
    expect(flatOf(result)).toContain('returns lea.ruiz');
  });
});

describe('what would be left standing', () => {
  const reviewing: RepositoryParts = { ...BASE, systems: [memorySystem(ACCOUNTS, { orphans: 'review' })] };

  test('a person taken out of the roster rather than marked as departed', async () => {
    const { result } = await previewOf(reviewing, { ...reviewing, people: peopleWith({ ana: null }) });

    expect(flatOf(result)).toContain('1 change of the roster leaves access standing');
    expect(flatOf(result)).toContain('removed ana.ruiz taken out of the roster rather than marked as departed');
    expect(flatOf(result)).toContain('hub/id:ana (ana): review');
    expect(flatOf(result)).toContain('Keep the entry, with `status: departed`');
  });

  test("a leaver's account that counts as somebody else's", async () => {
    const people = [...peopleWith({ lea: { accounts: {} } }), someone('zoe', { accounts: { hub: { id: 'id:lea' } } })];
    const { result } = await previewOf(BASE, { ...BASE, people });

    expect(flatOf(result)).toContain("moved lea.ruiz counts as zoe.ruiz's from then on; hub/id:lea (lea): keep");
  });

  test('a claim that loses its pin, and one that points elsewhere', async () => {
    const people = peopleWith({ ana: { accounts: { hub: 'ana' } }, ben: { accounts: { hub: { id: 'id:other' } } } });
    const { result } = await previewOf(BASE, { ...BASE, people });

    expect(flatOf(result)).toContain('unpinned ana.ruiz hub: claimed by name alone, no longer by the id id:ana');
    expect(flatOf(result)).toContain('repinned ben.ruiz hub: the id id:ben -> id:other');
  });
});

describe('what is not known', () => {
  test('a system that only the proposal has is not opened', async () => {
    const systems = [memorySystem(ACCOUNTS), memorySystem([accountOf('ana')], { id: 'other' })];
    const { result, world } = await previewOf(BASE, { ...departure, systems });

    expect(world.connected).toEqual(['hub']);
    expect(flatOf(result)).toContain('unseen other only the proposal has it');
    expect(result.status).toBe(0);
  });

  test("changed settings are said, and the base's are used for looking", async () => {
    const systems = [memorySystem([...ACCOUNTS, accountOf('zed')])];
    const { result } = await previewOf(BASE, { ...BASE, systems });

    expect(flatOf(result)).toContain(
      'its settings change (accounts): it was looked at with those of the default branch',
    );
    expect(flatOf(result)).not.toContain('zed');
  });

  test('what was seen of a system of another kind says nothing of the proposal', async () => {
    const systems = [memorySystem([], { kind: 'github-org', settings: { organization: 'acme' } })];
    const { result, world } = await previewOf(BASE, { ...departure, systems });

    expect(flatOf(result)).toContain('unseen hub it would be of another kind');
    expect(flatOf(result)).not.toContain('ana');
    expect(world.connected).toEqual(['hub']);
  });

  test('a system that could not be read ends with 4', async () => {
    const failing = async (): Promise<never> => {
      throw new Error('502');
    };
    const { result } = await previewOf(BASE, departure, { connect: failing });

    expect(flatOf(result)).toContain('hub was not seen whole: 502');
    expect(flatOf(result)).toContain("changes nobody's access, as far as could be seen");
    expect(result.status).toBe(4);
  });
});

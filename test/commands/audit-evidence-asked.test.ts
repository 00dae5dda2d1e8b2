/** What evidence is asked for, and what is written of it. */
import { describe, expect, test } from 'vitest';
import { evidenceCommand } from '../../src/commands/audit/evidence.js';
import { accountOf, memorySystem } from '../fixtures/repositories.js';
import { textIn } from './committed-world.js';
import { ANA, asked, leaving, RUN } from './evidence-world.js';
import { flatOf } from './world.js';

describe('what is asked for', () => {
  const refused = (of: object) =>
    expect(evidenceCommand(leaving().fresh(), { person: null, period: null, out: null, ...of })).rejects;

  test.each<[string, object, RegExp]>([
    ['nothing', {}, /one person or of a period/],
    ['both', { ...ANA, period: '2026-01-01..2026-02-01' }, /one person or of a period/],
    ['somebody of whom there is no record', { person: 'anna.ruiz' }, /There is no record of "anna.ruiz"/],
    ['half a period', { period: '2026-01-01' }, /not a period/],
    ['a day that no calendar has', { period: '2026-02-30..2026-03-01' }, /not a period/],
    ['a time without an offset', { period: '2026-01-01T00:00:00..2026-02-01' }, /not a period/],
    ['a period the wrong way round', { period: '2026-02-01..2026-01-01' }, /ends before it begins/],
    ['a period that has not begun', { period: '2031-02-01..2031-03-01' }, /has not begun/],
  ])('%s is refused', async (_, of, message) => {
    await refused(of).toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
  });

  test('a date is the whole of its day', async () => {
    const world = leaving();
    world.at('2026-12-01T00:00:00Z');
    const { pack } = await asked(world, { period: '2026-11-23..2026-11-23' });
    expect(pack.about).toEqual({ kind: 'period', from: '2026-11-23T00:00:00Z', to: '2026-11-23T23:59:59.999Z' });
    expect(pack.departures).toHaveLength(1);
    expect((await asked(world, { period: '2026-11-24..2026-11-30' })).pack.departures).toEqual([]);
  });
});

describe('with --out', () => {
  test('writes the pack as JSON and as a page of its own, and says so', async () => {
    const world = leaving();
    await world.run(RUN);
    const { pack, result } = await asked(world, { ...ANA, out: 'pack/' });
    expect(JSON.parse(textIn(world, 'pack/evidence.json'))).toEqual(pack);
    const page = textIn(world, 'pack/evidence.html');
    expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/);
    expect(page).not.toMatch(/<script|https?:\/\/|javascript:|\son\w+=/);
    expect(page).toContain(pack.log.checkpoint?.hash ?? 'none');
    expect(flatOf(result)).toContain('Written: evidence.json, evidence.html');
  });

  test('hostile names are text on the page and no sequence on the terminal', async () => {
    const name = '<img src=x onerror=alert(1)>\u001b[31m\u202e"\'';
    const renamed = <Account extends { readonly id: string }>(one: Account): Account => {
      return one.id === 'id:ana' ? { ...one, name } : one;
    };
    const world = leaving(
      { systems: [memorySystem([accountOf('ana'), accountOf('ben')], { match: ['id'] })] },
      {
        clients: {
          hub: (client) => ({
            ...client,
            page: async (after) => {
              const page = await client.page(after);
              return { ...page, accounts: page.accounts.map(renamed) };
            },
            byId: async (id) => {
              const account = await client.byId(id);
              return account === null ? null : renamed(account);
            },
          }),
        },
      },
    );
    await world.run(RUN);
    const { result, pack } = await asked(world, { ...ANA, out: 'pack' });
    expect(pack.revocations[0]?.account.name).toBe(name);
    const page = textIn(world, 'pack/evidence.html');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    for (const hidden of ['\u001b', '\u202e']) {
      expect(page).not.toContain(hidden);
      expect(flatOf(result)).not.toContain(hidden);
    }
  });
});

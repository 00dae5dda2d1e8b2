import { describe, expect, it, test } from 'vitest';
import type { AccountRef } from '../../../src/connectors/connector.js';
import type { ScimQuirks } from '../../../src/sandbox/scim/index.js';
import { SETTINGS, seed, start, type World } from './world.js';

const JO = 'jo@acme.example';
const asked = (email: string): AccountRef => ({ id: null, name: email, email });

/** Two users have Jo's address, one of them as its user name; a third has it as a second address only. */
function withJo(crowd = 0, quirks: ScimQuirks = {}) {
  const given = seed(crowd, quirks);
  const second = [{ value: 'ed@acme.example', primary: true }, { value: JO }];
  const users = [
    { userName: 'jo', id: 'u-jo', email: JO },
    { userName: JO, id: 'u-jo-old', email: JO, active: false },
    { userName: 'ed', id: 'u-ed', emails: second },
  ];
  return { ...given, users: [...(given.users ?? []), ...users] };
}

async function look({ connector }: World, email: string) {
  const { accounts, completeness, requests } = await connector.observeAccounts([asked(email)]);
  return { ids: accounts.map(({ id }) => id as string), completeness, requests };
}

describe('looking for an e-mail address', () => {
  it.each([JO, 'JO@Acme.Example'])('law 1: finds every user that a listing tells with it: %s', async (email) => {
    const world = await start({ seed: withJo() });
    const whole = (await world.connector.observe()).accounts.filter((one) => one.email === JO).map(({ id }) => id);
    expect(await look(world, email)).toMatchObject({ ids: whole, completeness: { kind: 'scoped' } });
    expect(whole).toEqual(['u-jo', 'u-jo-old']);
  });

  it.each([10, 2_000])(
    'of %i users, takes a request for each way to look, and one for each that has it',
    async (crowd) => {
      expect((await look(await start({ seed: withJo(crowd) }), JO)).requests).toBe(4);
    },
  );

  it('when the provider does not heed the filter, takes only whose address it is; where it lists many, nobody knows', async () => {
    const few = await start({ seed: withJo(0, { filters: 'ignored' }) });
    expect(await look(few, JO)).toMatchObject({ ids: ['u-jo', 'u-jo-old'], completeness: { kind: 'scoped' } });
    const many = await look(await start({ seed: withJo(2_000, { filters: 'ignored' }) }), 'nobody@acme.example');
    expect(many).toMatchObject({ ids: [], completeness: { kind: 'partial' } });
    expect(many.requests).toBeLessThanOrEqual(12);
  });

  it.each([400, 403, 501])(
    'when the filter is refused with %i, says that nobody knows, without the address',
    async (status) => {
      const world = await start({ seed: withJo() });
      world.running.faults.add({ fault: { kind: 'status', status }, matching: /emails/ });
      const seen = await look(world, JO);
      expect(seen.ids).toEqual(['u-jo-old']);
      expect(seen.completeness).toEqual({
        kind: 'partial',
        gaps: [`accounts with an address can't be looked for: status ${status}`],
      });
    },
  );

  it('law 1: who has the address no more when read by id is not taken for it', async () => {
    const world = await start({ seed: withJo() });
    const { emails: _, ...rest } = world.state.users.get('u-jo')?.attributes ?? {};
    const behind = { totalResults: 1, Resources: [{ ...rest, id: 'u-jo', emails: [{ value: JO }] }] };
    world.running.faults.add({ fault: { kind: 'status', status: 200, body: behind }, matching: /emails/ });
    Object.assign(world.state.users.get('u-jo') ?? {}, { attributes: { ...rest, emails: [{ value: 'x@y.example' }] } });
    expect((await look(world, JO)).ids).toEqual(['u-jo-old']);
  });

  it('where the provider takes no such filter, looks for the user name and says that there may be more', async () => {
    const world = await start({ seed: withJo(), settings: { ...SETTINGS, emailFilter: 'none' } });
    const seen = await look(world, JO);
    expect(seen.ids).toEqual(['u-jo-old']);
    expect(seen.completeness).toMatchObject({ kind: 'partial', gaps: [expect.not.stringContaining('@')] });
    expect(world.running.requests.length).toBe(2);
  });

  it('where the user name is the address, asks for it alone', async () => {
    const world = await start({ seed: withJo(), settings: { ...SETTINGS, emailFilter: 'user-name' } });
    expect(await look(world, JO)).toMatchObject({ ids: ['u-jo-old'], completeness: { kind: 'scoped' }, requests: 2 });
  });

  it.each(['" or userName pr or userName eq "x', ''])('law 12: %j is nobody', async (email) => {
    expect((await look(await start({ seed: withJo() }), email)).ids).toEqual([]);
  });
});

test('one who was found by the id before is read once', async () => {
  const world = await start({ seed: withJo() });
  const { connector } = world;
  const seen = await connector.observeAccounts([{ id: 'u-jo' as never, name: null }, asked(JO)]);
  expect([seen.accounts.length, seen.requests]).toEqual([2, 4]);
});

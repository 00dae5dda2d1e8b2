import { describe, expect, it } from 'vitest';
import type { AccountRef } from '../../../src/connectors/connector.js';
import { largeOrg, type UserSeed } from '../../../src/sandbox/okta/index.js';
import { BEN, ORGANIZATION, start, type World, world } from './world.js';

const JOE = 'joe@acme.example';
const OLD: UserSeed = { login: JOE, id: `00u${'J'.repeat(17)}`, status: 'SUSPENDED' };
const NEW: UserSeed = { login: 'joe.new@acme.example', email: JOE, id: `00u${'N'.repeat(17)}` };
const GONE: UserSeed = { ...NEW, login: 'joe.gone@acme.example', id: `00u${'G'.repeat(17)}`, status: 'DEPROVISIONED' };

const asked = (email: string): AccountRef => ({ id: null, name: email, email });
const ids = async ({ connector }: World, ...refs: readonly AccountRef[]) => {
  const { accounts, completeness } = await connector.observeAccounts(refs);
  return { ids: accounts.map(({ id }) => id as string), kind: completeness.kind };
};

describe('looking for an e-mail address', () => {
  it('law 1: finds every user with it: whose login it is, who has another login, and who is deactivated', async () => {
    const opened = await start({ seed: world({}, [OLD, NEW, GONE]) });
    const whole = (await opened.connector.observe()).accounts.filter(({ email }) => email === JOE).map(({ id }) => id);
    expect(await ids(opened, asked(JOE))).toEqual({ ids: whole, kind: 'scoped' });
    expect([...whole].sort()).toEqual([GONE.id, OLD.id, NEW.id].sort());
  });

  it.each(['JOE@acme.example', 'Joe@Acme.Example'])('finds it without regard to case: %s', async (email) => {
    const opened = await start({ seed: world({}, [NEW, { ...GONE, email: 'Joe@ACME.example' }]) });
    expect((await ids(opened, asked(email))).ids.sort()).toEqual([GONE.id, NEW.id].sort());
  });

  it.each(['search', 'filter'])('when the %s is behind and tells of nobody, the other finds the user', async (how) => {
    const opened = await start({ seed: world({}, [OLD, NEW]) });
    opened.running.faults.add({ fault: { kind: 'status', status: 200, body: [] }, matching: new RegExp(`&${how}=`) });
    expect(await ids(opened, asked(JOE))).toEqual({ ids: [OLD.id, NEW.id].sort(), kind: 'scoped' });
  });

  it('law 1: reads each by its id: who has the address no more by then is not taken for it', async () => {
    const opened = await start({ seed: world({}, [NEW]) });
    const behind = [{ id: BEN.id, status: 'SUSPENDED', profile: { login: JOE, email: JOE } }];
    opened.running.faults.add({ fault: { kind: 'status', status: 200, body: behind }, matching: /&search=/ });
    expect(await ids(opened, asked(JOE))).toEqual({ ids: [NEW.id], kind: 'scoped' });
  });

  it('law 1: when the search fails, says that nobody knows, without the address, and still tells whom it found', async () => {
    const opened = await start({ seed: world({}, [OLD, NEW]) });
    opened.running.faults.add({ fault: { kind: 'status', status: 403 }, matching: /&search=/ });
    const { accounts, completeness } = await opened.connector.observeAccounts([
      asked(JOE),
      { id: BEN.id as never, name: null },
    ]);
    expect(accounts.map(({ id }) => id)).toEqual([BEN.id, OLD.id, NEW.id].sort());
    expect(completeness).toEqual({
      kind: 'partial',
      gaps: ["accounts with an address can't be looked for: status 403"],
    });
  });

  it.each(['" or status eq "ACTIVE', 'a\\', '', ' ', 'nobody@acme.example'])('law 12: %j is nobody', async (email) => {
    const opened = await start();
    expect((await ids(opened, asked(email))).ids).toEqual([]);
  });

  it.each([100, 10_000])('of %i users, takes as many requests, and one for each that has it', async (users) => {
    const crowd = largeOrg(users);
    const seed = { ...crowd, organization: { name: 'acme', id: ORGANIZATION }, users: [...(crowd.users ?? []), NEW] };
    const { connector, running } = await start({ seed });
    const seen = await connector.observeAccounts([{ id: NEW.id as never, name: null }, asked(JOE)]);
    expect([seen.accounts.length, seen.requests, running.requests.length]).toEqual([1, 9, 9]);
  });

  it('law 1: when Okta answers with more users than can have one address, stops early and says that nobody knows', async () => {
    const crowd = Array.from(
      { length: 1_001 },
      (_, at): UserSeed => ({ login: `extra-${at}@acme.example`, email: JOE }),
    );
    const { connector } = await start({ seed: world({}, crowd) });
    const seen = await connector.observeAccounts([asked(JOE)]);
    expect(seen.completeness).toEqual({
      kind: 'partial',
      gaps: ["accounts with an address can't be looked for: the listing has more than 5 pages"],
    });
    expect(seen.requests).toBeLessThanOrEqual(12);
  });
});

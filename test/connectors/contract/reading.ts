import { describe, expect, it } from 'vitest';
import { expectNoSecret, look, offered, type Start } from './harness.js';

/** What `observe` and `observeAccounts` promise. */
export function readingCases(start: Start): void {
  describe('observe', () => listingCases(start));
  describe('observeAccounts', () => {
    directCases(start);
    scopeCases(start);
  });
  describe('examine', () => examiningCases(start));
}

function examiningCases(start: Start): void {
  it.each(['reading', 'revoking'] as const)(
    'for %s, changes nothing, counts its requests and tells no secret',
    async (use) => {
      const harness = await start();
      const before = harness.connector.requests();
      const findings = await harness.connector.examine(use);
      expect(await harness.changes()).toEqual([]);
      expect(harness.connector.requests() - before, 'few requests').toBeLessThan(10);
      for (const finding of findings) {
        expect(finding.check).toMatch(/^system\/credential-(sufficient|excessive|kind)$|^system\/identity$/);
        expect([finding.what, finding.why, finding.mend], 'says what, why and the mend').not.toContain('');
      }
      expectNoSecret(harness, findings);
    },
  );

  it('when the credential is refused, throws: that is no credential without fault', async (context) => {
    const harness = await start();
    await offered(context, harness.refuseCredential)();
    const { kind, examine } = harness.connector;
    if (kind === 'memory') context.skip('a system in this process has no credential');
    await expect(examine('reading')).rejects.toMatchObject({ code: 'wrong-credential' });
  });

  it('names no permission for a part that nobody knows', async () => {
    expect((await start()).connector.permissionFor('no-such-part')).toBeNull();
  });
}

function listingCases(start: Start): void {
  it('when everything can be read, lists every account once and says that it is complete', async () => {
    const harness = await start(7);
    const seen = await harness.connector.observe();
    expect(seen.completeness).toEqual({ kind: 'complete' });
    expect(seen.accounts.map(({ id }) => id).sort()).toEqual([...(await harness.everyone())].sort());
    expect(seen.accounts.every(({ read }) => read === 'listed')).toBe(true);
    expect([seen.system, seen.kind]).toEqual([harness.connector.system, harness.connector.kind]);
    expect(seen.identity, 'names the organization or account it reached').not.toBe('');
    expectNoSecret(harness, seen);
  });

  it('when it is asked twice, gives the same accounts in the same order under the same ids', async () => {
    const { connector } = await start(7);
    const first = await connector.observe();
    expect((await connector.observe()).accounts).toEqual(first.accounts);
  });

  it('when somebody is about to leave, lists the account under its immutable id, active', async () => {
    const { connector, leaver } = await start();
    const account = (await connector.observe()).accounts.find(({ id }) => id === leaver.id);
    expect(account).toMatchObject({
      name: leaver.name,
      status: 'active',
      admin: false,
      self: false,
      suspendedAt: null,
    });
  });

  it('tells who is an administrator', async () => {
    const { connector, admins } = await start();
    const seen = (await connector.observe()).accounts.filter(({ admin, status }) => admin && status === 'active');
    expect(seen.map(({ id }) => id).sort()).toEqual(admins.map(({ id }) => id).sort());
  });

  it("tells which account is the runner's own, and only that one", async (context) => {
    const { connector, self } = await start();
    const own = offered(context, self);
    const seen = (await connector.observe()).accounts.filter((account) => account.self);
    expect(seen.map(({ id }) => id)).toEqual([own.id]);
  });

  it('changes nothing, and neither does reading single accounts or checking', async () => {
    const harness = await start();
    const before = await harness.snapshotOf(harness.leaver.id);
    await harness.connector.observe();
    await look(harness, harness.leaver);
    expect(await harness.changes()).toEqual([]);
    expect(await harness.snapshotOf(harness.leaver.id)).toEqual(before);
  });

  it('counts the requests of each observation, and all of them', async () => {
    const { connector, leaver } = await start();
    const before = connector.requests();
    const first = await connector.observe();
    const second = await connector.observeAccounts([{ id: leaver.id, name: leaver.name }]);
    expect(Math.min(first.requests, second.requests)).toBeGreaterThan(0);
    expect(connector.requests() - before).toBe(first.requests + second.requests);
  });
}

function directCases(start: Start): void {
  it('when an account is asked for, reads all that it holds, directly', async () => {
    const harness = await start();
    const { leaver } = harness;
    const seen = await harness.connector.observeAccounts([{ id: leaver.id, name: leaver.name }]);
    expect(seen.completeness).toEqual({ kind: 'scoped' });
    expect(seen.accounts.map(({ id, read }) => ({ id, read }))).toEqual([{ id: leaver.id, read: 'direct' }]);
    expect(seen.accounts[0]?.entitlements.map(({ id }) => id).sort()).toEqual([...leaver.holds].sort());
    expectNoSecret(harness, seen);
  });

  it('when only the name is known, finds the account by it', async () => {
    const { connector, leaver } = await start();
    const seen = await connector.observeAccounts([{ id: null, name: leaver.name }]);
    expect(seen.accounts.map(({ id }) => id)).toEqual([leaver.id]);
  });

  it('when the id and the name are of two accounts, never takes the one with the name for the one asked for', async () => {
    const { connector, leaver, stayer } = await start();
    const seen = await connector.observeAccounts([{ id: leaver.id, name: stayer.name }]);
    expect(seen.accounts.filter(({ id }) => id !== leaver.id)).toEqual([]);
  });

  it('when the account is not there, leaves it out and gives the others', async () => {
    const { connector, absent, leaver } = await start();
    const none = await connector.observeAccounts([absent]);
    expect([none.completeness.kind, none.accounts]).toEqual(['scoped', []]);
    const one = await connector.observeAccounts([absent, { id: leaver.id, name: leaver.name }]);
    expect(one.accounts.map(({ id }) => id)).toEqual([leaver.id]);
  });
}

function scopeCases(start: Start): void {
  it('when several are asked for, gives exactly these', async () => {
    const { connector, leaver, stayer } = await start(7);
    const asked = [leaver, stayer].map(({ id, name }) => ({ id, name }));
    const seen = await connector.observeAccounts(asked);
    expect(seen.accounts.map(({ id }) => id).sort()).toEqual([leaver.id, stayer.id].sort());
  });

  it('when one of them is an administrator, brings the other administrators along', async () => {
    const { connector, admins, leaver } = await start(7);
    const [admin] = admins;
    if (admin === undefined) throw new Error('a harness names two administrators');
    const seen = await connector.observeAccounts([leaver, admin].map(({ id, name }) => ({ id, name })));
    expect(seen.accounts.find(({ id }) => id === admin.id)).toMatchObject({ admin: true, read: 'direct' });
    const expected = [leaver, ...admins].map(({ id }) => id);
    expect(seen.accounts.map(({ id }) => id).sort()).toEqual(expected.sort());
  });

  it('when the system is larger, makes no more requests for one account', async () => {
    const asked = async (crowd: number) => {
      const { connector, leaver } = await start(crowd);
      const before = connector.requests();
      await connector.observeAccounts([{ id: leaver.id, name: leaver.name }]);
      return connector.requests() - before;
    };
    expect(await asked(250)).toBe(await asked(0));
  });
}

import { describe, expect, it } from 'vitest';
import { LeaverError } from '../../../src/errors.js';
import { type ContractHarness, expectNoSecret, offered, open, type Start, targetOf } from './harness.js';
import { record } from './recording.js';

/** What holds when the live system answers badly or not at all. */
export function faultCases(start: Start): void {
  describe('faults', () => {
    listingCases(start);
    credentialCases(start);
    staleCases(start);
  });
}

function listingCases(start: Start): void {
  it('law 1: when the listing fails halfway, is partial and names the gap', async (context) => {
    const harness = await start(7);
    await offered(context, harness.failListing)();
    const seen = await harness.connector.observe();
    if (seen.completeness.kind !== 'partial')
      throw new Error(`${seen.completeness.kind}, with ${seen.accounts.length}`);
    expect(seen.completeness.gaps.join('').trim()).not.toBe('');
    const ids = seen.accounts.map(({ id }) => id);
    expect(new Set(ids).size, 'each account once').toBe(ids.length);
    expect((await harness.everyone()).filter((id) => ids.includes(id)).length, 'nobody invented').toBe(ids.length);
    expectNoSecret(harness, seen);
  });

  it('law 1: while the listing fails, reads the leaver directly and revokes all the same', async (context) => {
    const harness = await start(7);
    await offered(context, harness.failListing)();
    const target = await targetOf(harness, harness.leaver);
    expect(target.account.read).toBe('direct');
    await harness.connector.revoke(target, record(harness).log, harness.now);
    expect(open(await harness.connector.check(target, harness.now))).toEqual([]);
  });
}

function credentialCases(start: Start): void {
  it('when the credential is refused, says so: never an empty listing', async (context) => {
    const harness = await start();
    await offered(context, harness.refuseCredential)();
    const { connector, leaver } = harness;
    await expectRefused(harness, () => connector.observe());
    await expectRefused(harness, () => connector.observeAccounts([{ id: leaver.id, name: leaver.name }]));
  });

  it('when the credential is refused after the look, changes nothing and is not read back as done', async (context) => {
    const harness = await start();
    const target = await targetOf(harness, harness.leaver);
    await offered(context, harness.refuseCredential)();
    const { log, entries, outcomes } = record(harness);
    const told = await harness.connector.revoke(target, log, harness.now).catch((error: unknown) => error);
    if (told === undefined) expect(outcomes.map(({ kind }) => kind)).toContain('failed');
    else expect(told).toBeInstanceOf(LeaverError);
    expectNoSecret(harness, [entries, String(told)]);
    expect(await harness.changes()).toEqual([]);
    const checked = await harness.connector.check(target, harness.now).then(open, (error: unknown) => error);
    if (Array.isArray(checked)) expect(checked).not.toEqual([]);
    else expect(checked).toBeInstanceOf(LeaverError);
  });
}

function staleCases(start: Start): void {
  it('when the change is not visible yet, is pending and not an error; later it is done', async (context) => {
    const harness = await start();
    const target = await targetOf(harness, harness.leaver);
    await offered(context, harness.stale)();
    await harness.connector.revoke(target, record(harness).log, harness.now);
    expect(open(await harness.connector.check(target, harness.now)), 'stale').not.toEqual([]);
    await harness.mend();
    expect(open(await harness.connector.check(target, harness.now)), 'visible').toEqual([]);
  });
}

async function expectRefused(harness: ContractHarness, act: () => Promise<unknown>): Promise<void> {
  const told = await act().then(
    (value) => new Error(`no error, but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  expect(told).toBeInstanceOf(LeaverError);
  expect((told as LeaverError).code).toBe('wrong-credential');
  expect((told as LeaverError).mend, 'says what to do').not.toBe('');
  expectNoSecret(harness, told);
}

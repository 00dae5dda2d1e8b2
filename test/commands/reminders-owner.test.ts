/** An owner who left: the opt-out holds on, and somebody else is asked to answer for it, once. */
import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { approvedOptOut, PEOPLE, policyFiles } from '../approval/policy-repository.js';
import type { Host } from '../fixtures/hosted.js';
import { accountOf, memorySystem, type RepositoryParts } from '../fixtures/repositories.js';
import { hostedWorld, loseJournal, runOn } from './hosted-world.js';
import { EVERYTHING, verdicts } from './world.js';

const PARTS: RepositoryParts = {
  policy: { optOuts: { remindBefore: ['P1D'] } },
  people: PEOPLE.map((one) =>
    one.id === 'ana.ruiz' ? { ...one, accounts: { hub: { id: 'id:ana', name: 'ana' } } } : one,
  ),
  systems: [
    memorySystem([{ id: '107', name: 'acme-deploy' }], { id: 'code' }),
    memorySystem([accountOf('ana')], { owners: ['kim.cho'] }),
  ],
};

/** Kim approved Ana's opt-out, answers for it, and has departed since. */
async function ownerLeft(): Promise<Host> {
  const host = await hostedWorld(PARTS);
  await approvedOptOut(host);
  const { 'policies/people/staff.yaml': staff = '' } = policyFiles(PARTS);
  const without = staff.replace(/( +)name: kim\.cho\n/, '$1name: kim.cho\n$1status: departed\n');
  await host.push({ 'policies/people/staff.yaml': without }, { by: 'boss' });
  return host;
}

const run = (host: Host) => reconcile(runOn(host), EVERYTHING);
const remarksOf = ({ json }: { json: object }) => (json as { remarks: readonly string[] }).remarks;
const bodies = (host: Host) => host.repository.comments.map(({ body }) => body);

describe('when the owner of an opt-out left', () => {
  test('it holds on, the run stays green, and requester and those who may approve are asked for a new one', async () => {
    const host = await ownerLeft();

    const result = await run(host);

    expect(result.status).toBe(0);
    expect(verdicts(result)).toEqual(['code/107 keep', 'hub/id:ana exempt']);
    expect(remarksOf(result)).toEqual([
      'Opt-out ana-handover needs a new owner, since kim.cho has departed; it lapses in 10 days (2026-12-01 00:00 UTC): sam.lee and dan.fox were reminded on pull request 1.',
    ]);
    const [body = '', ...more] = bodies(host);
    expect(more).toEqual([]);
    expect(body).toMatch(/\n@sam, @dan: kim\.cho, who answers for the opt-out ana-handover, has departed\./);
    expect(body).not.toContain('@kim');
  });

  test('once, also where the journal is gone', async () => {
    const host = await ownerLeft();
    const seen: number[] = [];
    for (const time of ['2026-11-20T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-25T10:00:00Z']) {
      host.at(time);
      await run(host);
      loseJournal(host);
      await run(host);
      seen.push(bodies(host).length);
    }
    expect(seen).toEqual([1, 1, 1]);
  });

  test('the reminder of its end asks those who are here, and names no owner who could not take it', async () => {
    const host = await ownerLeft();
    host.at('2026-11-30T00:00:00Z');
    await run(host);
    const last = bodies(host).find((body) => body.includes('lapses in 24 hours (2026-12-01 00:00 UTC). Unless'));
    expect(last).toMatch(/\n@sam, @dan: the opt-out ana-handover lapses in 24 hours/);
    expect(last).not.toContain('--owner');
  });
});

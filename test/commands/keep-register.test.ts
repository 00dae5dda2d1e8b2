import { describe, expect, test } from 'vitest';
import { keepRegister } from '../../src/commands/keep-register.js';
import type { ChannelSettings } from '../../src/core/model.js';
import { openHost } from '../../src/host/index.js';
import { desired, later, NOW } from '../fixtures/builders.js';
import { type Host, hostPolicy } from '../fixtures/hosted.js';
import { approval, optOut } from '../fixtures/opt-outs.js';

const BOT = 'github-actions[bot]';
const CHANNEL: ChannelSettings = { id: 'board', kind: 'issues', topics: new Set(['halts']) };
const checkpoint = (seq: number) => ({ seq, hash: `sha256:${String(seq).padStart(64, '0')}` });

function hosted(issues: readonly number[] = []): Promise<Host> {
  const users = [
    { login: 'kimcho', id: 11 },
    { login: 'eve', id: 12 },
    { login: BOT, id: 41898282, kind: 'Bot' as const },
  ];
  return hostPolicy({ users, repository: { issues }, now: '2026-11-23T09:00:00Z' });
}

const WORLD = desired({
  channels: [CHANNEL],
  optOuts: [optOut({ id: 'ana-handover', expiresAt: later(30 * 86_400_000) })],
  optOutPolicy: { approvalSource: 'github' },
});

/** What a run does at its end, with the log at this event. */
function run(host: Host, seq: number, of = WORLD) {
  const opened = openHost({ environment: host.environmentOf(BOT), clock: host.clock, origin: null });
  const context = { host: async () => opened, clock: host.clock };
  const link = `https://github.com/acme/policy/actions/runs/${seq}`;
  return keepRegister(context, of, [approval({ optOut: 'ana-handover' })], { link, checkpoint: checkpoint(seq) });
}

const DONE = { remarks: [], problems: [] };

describe('the register at the end of a run', () => {
  test('is one pinned issue with the log’s checkpoint, found again by the next run', async () => {
    const host = await hosted();
    expect(await run(host, 4)).toEqual(DONE);
    expect(await run(host, 9)).toEqual(DONE);

    const [issue, ...others] = host.repository.issues;
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ title: 'Access exceptions: 1 in force', state: 'open', pinned: true });
    expect(issue?.body).toContain('| ana-handover | ana.ruiz keeps hub');
    expect(issue?.body).toContain(`The log's checkpoint: \`4@${checkpoint(4).hash}\``);
  });

  test('is written when something changes, and once a day, and not when only time has passed', async () => {
    const host = await hosted();
    await run(host, 4);
    const writes = () => host.changes.length;
    const before = writes();
    host.at('2026-11-24T08:59:00Z');
    await run(host, 5);
    expect(writes()).toBe(before);

    host.at('2026-11-24T09:00:00Z');
    await run(host, 6);
    expect(writes()).toBe(before + 1);
    expect(host.repository.issues[0]?.body).toContain(`6@${checkpoint(6).hash}`);

    await run(host, 7, { ...WORLD, optOuts: [] });
    expect(host.repository.issues[0]?.title).toBe('Access exceptions: 0 in force');
  });

  test('a quiet run takes three requests', async () => {
    const host = await hosted();
    await run(host, 4);
    const before = host.requests.length;
    await run(host, 5);
    expect(host.requests.slice(before).map(({ operation }) => operation)).toEqual([
      'POST /graphql',
      'GET /repos/{owner}/{repo}/issues',
      'POST /graphql',
    ]);
  });

  test('what somebody wrote into it, closed or deleted is put right by the next run', async () => {
    const host = await hosted();
    await run(host, 4);
    const body = host.repository.issues[0]?.body?.replace('ana-handover', 'nobody') ?? '';
    await host.send('eve', 'PATCH', '/repos/acme/policy/issues/1', { body, state: 'closed' });
    await run(host, 5);
    expect(host.repository.issues[0]).toMatchObject({ state: 'open' });
    expect(host.repository.issues[0]?.body).toContain('ana-handover');

    host.repository.issues.length = 0;
    await run(host, 6);
    expect(host.repository.issues.map(({ number }) => number)).toEqual([2]);
  });

  test("somebody else's issue with label and marker is not taken for it", async () => {
    const host = await hosted();
    const forged = { title: 'None', body: '<!-- leaver:register -->\nNone.', labels: ['leaver-register'] };
    await host.send('eve', 'POST', '/repos/acme/policy/issues', forged);
    expect(await run(host, 4)).toEqual(DONE);
    expect(host.repository.issues.map(({ author, pinned }) => [author, pinned])).toEqual([
      [12, false],
      [41898282, true],
    ]);
  });

  test('where three issues are pinned already it is kept all the same, with a remark', async () => {
    const host = await hosted([1, 2, 3]);
    for (const issue of host.repository.issues) issue.pinned = true;
    const { remarks, problems } = await run(host, 4);
    expect(problems).toEqual([]);
    expect(remarks).toEqual([expect.stringContaining('could not be pinned: 3 issues are pinned already')]);
    expect(host.repository.issues).toHaveLength(4);
  });

  test.each([403, 410, 500])(
    'where the host answers %s it is a problem, never thrown, and the next run makes up for it',
    async (status) => {
      const host = await hosted();
      host.faults.add({ method: 'POST', matching: /\/issues\n/, fault: { kind: 'status', status }, times: 1 });
      const { problems } = await run(host, 4);
      expect(problems).toEqual([
        expect.stringContaining('the issue with the register of exceptions is not up to date'),
      ]);

      expect(await run(host, 5)).toEqual(DONE);
      expect(host.repository.issues).toHaveLength(1);
    },
  );

  test('a host that cannot even be opened is a problem', async () => {
    const context = {
      host: () => Promise.reject(new Error('no host')),
      clock: { now: () => NOW, sleep: async () => {} },
    };
    const { problems } = await keepRegister(context, WORLD, [], { link: null, checkpoint: null });
    expect(problems).toEqual([expect.stringContaining('no host')]);
  });

  test('without a channel of that kind nothing is asked of the host', async () => {
    const host = await hosted();
    const before = host.requests.length;
    expect(await run(host, 4, { ...WORLD, channels: [{ ...CHANNEL, kind: 'slack' }] })).toEqual(DONE);
    expect(host.requests).toHaveLength(before);
  });
});

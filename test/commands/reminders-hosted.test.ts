import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { approvedOptOut, optOutFile, PEOPLE } from '../approval/policy-repository.js';
import type { Host } from '../fixtures/hosted.js';
import { accountOf, memorySystem, type RepositoryParts } from '../fixtures/repositories.js';
import { hostedWorld, loseJournal, runOn } from './hosted-world.js';
import { EVERYTHING, flatOf } from './world.js';

const POLICY = { optOuts: { remindBefore: ['P7D', 'P1D'] } };
const SYSTEMS = [
  memorySystem([{ id: '107', name: 'acme-deploy' }], { id: 'code' }),
  memorySystem([accountOf('ana')], { owners: ['kim.cho'] }),
];

/** Ana's opt-out until 1 December was approved in pull request 1. */
async function held(parts: RepositoryParts = {}): Promise<Host> {
  const host = await hostedWorld({ policy: POLICY, systems: SYSTEMS, ...parts });
  await approvedOptOut(host);
  host.at('2026-11-24T09:00:00Z');
  return host;
}

const run = (host: Host) => reconcile(runOn(host), EVERYTHING);
const comments = (host: Host) => host.repository.comments.map(({ issue, body }) => ({ issue, body }));

function remarksOf({ json }: { json: object }): readonly string[] {
  return (json as { remarks: readonly string[] }).remarks;
}

describe('a reminder', () => {
  test('goes to those who answer and ask, on the pull request that it was approved in, with what follows', async () => {
    const host = await held();

    const result = await run(host);

    expect(result.status).toBe(0);
    expect(remarksOf(result)).toEqual([
      'Opt-out ana-handover lapses in 6 days (2026-12-01 00:00 UTC): kim.cho and sam.lee were reminded on pull request 1.',
    ]);
    const [{ issue, body } = { issue: 0, body: '' }] = comments(host);
    expect(issue).toBe(1);
    expect(body).toMatch(
      /^<!-- leaver:reminder [0-9a-f]{32} -->\n@kim, @sam: the opt-out ana-handover lapses in 6 days /,
    );
    expect(body).toContain('- ana.ruiz \\(ana.ruiz\\), departed, loses access in hub.');
    expect(body).toContain(
      '```sh\nleaver optout new --renewal-of ana-handover --person ana.ruiz --system hub --reason handover --owner kim.cho\n```',
    );
  });

  test('is sent once each, also where the journal is gone, and again at the next time', async () => {
    const host = await held();
    const times = ['2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z', '2026-11-30T00:00:00Z', '2026-11-30T01:00:00Z'];
    const seen: number[][] = [];
    for (const time of times) {
      host.at(time);
      const first = await run(host);
      loseJournal(host);
      const second = await run(host);
      seen.push([remarksOf(first).length, remarksOf(second).length, comments(host).length]);
    }
    expect(seen).toEqual([
      [1, 0, 1],
      [0, 0, 1],
      [1, 0, 2],
      [0, 0, 2],
    ]);
  });

  test('once it is in the journal, costs no request', async () => {
    const host = await held();
    await run(host);
    const before = host.requests.length;
    await run(host);
    expect(host.requests.slice(before).filter(({ operation }) => operation.includes('comments'))).toEqual([]);
  });

  test('of an opt-out that nobody approved is not sent', async () => {
    const host = await hostedWorld({ policy: POLICY, systems: SYSTEMS });
    await host.push(optOutFile(), { by: 'sam' });
    host.at('2026-11-24T09:00:00Z');
    const result = await run(host);
    expect([remarksOf(result), comments(host)]).toEqual([[], []]);
  });
});

describe('a reminder that fails', () => {
  test.each([
    ['the host does not answer', { kind: 'status', status: 502 }],
    ['the credential may not comment', { kind: 'status', status: 403, body: { message: 'Resource not accessible' } }],
  ] as const)('when %s, stops no revocation, ends with 4, and is sent by the next run', async (_, fault) => {
    const host = await held({
      people: [
        ...PEOPLE,
        {
          id: 'bea.low',
          name: 'Bea',
          email: 'bea@acme.example',
          status: 'departed',
          accounts: { hub: { id: 'id:bea', name: 'bea' } },
        },
      ],
      systems: [
        memorySystem([{ id: '107', name: 'acme-deploy' }], { id: 'code' }),
        memorySystem([accountOf('bea')], { owners: ['kim.cho'] }),
      ],
    });
    host.faults.add({ method: 'POST', matching: /\/comments\n/, fault });

    const result = await run(host);

    expect(result.status).toBe(4);
    expect(result.json).toMatchObject({ results: [{ decision: { id: 'hub/id:bea' }, outcome: { kind: 'verified' } }] });
    expect(flatOf(result)).toContain('the reminder of opt-out ana-handover failed: ');
    expect(comments(host)).toEqual([]);
    host.faults.clear();
    expect((await run(host)).status).toBe(0);
    expect(comments(host)).toHaveLength(1);
  });

  test('when the answer is lost, is not sent twice', async () => {
    const host = await held();
    host.faults.add({ method: 'POST', matching: /\/comments\n/, fault: { kind: 'lost-reply' }, times: 1 });
    const result = await run(host);
    expect([result.status, remarksOf(result).length, comments(host).length]).toEqual([0, 1, 1]);
  });

  test('when the host does not answer at all, it is not asked once more for each of the others', async () => {
    const host = await held();
    await approvedOptOut(host, { id: 'ana-second', expiresAt: '2026-12-01T01:00:00Z' });
    host.faults.add({ matching: /\/comments/, fault: { kind: 'status', status: 502 } });
    const result = await run(host);
    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('1 more reminder could not be sent either');
  });
});

test('hostile names in roster and policy are shown as text, and mention nobody else', async () => {
  const [ana, ...others] = PEOPLE;
  const host = await held({
    people: [
      {
        ...ana,
        name: 'Ana @acme/everyone <img src=x> | [x](https://evil.example) <!-- leaver:reminder',
        accounts: { hub: { id: 'id:ana', name: '@acme/security' } },
      },
      ...others,
    ],
  });

  await run(host);

  const [{ body } = { body: '' }] = comments(host);
  const [, ...rest] = body.split('\n');
  expect(rest.join('\n')).not.toMatch(/@acme|<img|\]\(https|<!-- leaver/);
  expect(body.match(/@\w+/g)).toEqual(['@kim', '@sam']);
});

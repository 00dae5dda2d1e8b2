import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { pruneCommand } from '../../../src/commands/optout/prune.js';
import { approvedOptOut, optOutFile, PEOPLE, policyFiles } from '../../approval/policy-repository.js';
import { DAY } from '../../fixtures/builders.js';
import type { Host } from '../../fixtures/hosted.js';
import { gitText } from '../../fixtures/hosted-commits.js';
import { optOutOf } from '../../fixtures/repositories.js';
import { hostedWorld, runOn } from '../hosted-world.js';
import { flatOf } from '../world.js';

const BRANCH = 'leaver/prune';

/** Ana's opt-outs until 22 November, one for each id, approved one after the other; it is 24 November. */
async function lapsed(ids: readonly string[], host?: Host): Promise<Host> {
  const made = host ?? (await hostedWorld({}));
  for (const id of ids) await approvedOptOut(made, { id, expiresAt: '2026-11-22T00:00:00Z' });
  made.at('2026-11-24T00:00:00Z');
  return made;
}

const prune = (host: Host, root?: string) => pruneCommand(runOn(host, root), { olderThan: DAY, write: false });

function removedOn(host: Host): string[] {
  return gitText(host.bare, ['diff', '--name-status', 'main', BRANCH]).trim().split('\n').filter(Boolean);
}

/** The pull request of the branch that is open. */
function open(host: Host) {
  const [only, ...others] = host.repository.pulls.filter(({ head, state }) => head === BRANCH && state === 'open');
  expect(others).toEqual([]);
  return { title: only?.title, body: only?.body ?? '', number: only?.number };
}

describe('optout prune', () => {
  test('proposes one pull request with who, when, by whom and where, and touches neither clone nor main', async () => {
    const host = await lapsed(['first', 'second']);

    const result = await prune(host);

    expect(result.status).toBe(0);
    expect(flatOf(result)).toContain('Opened pull request 3, which removes 2 lapsed opt-outs.');
    expect(removedOn(host)).toEqual(['D\toptouts/first.yaml', 'D\toptouts/second.yaml']);
    expect(open(host)).toMatchObject({ number: 3, title: 'Remove 2 lapsed opt-outs' });
    expect(open(host).body).toContain(
      '| first | ana.ruiz \\(ana.ruiz\\) | hub | 2026-11-22 00:00 UTC | kim.cho | #1 |',
    );
    expect(gitText(host.root, ['status', '--porcelain'])).toBe('');
    expect(gitText(host.root, ['ls-files', 'optouts'])).toBe('optouts/first.yaml\noptouts/second.yaml\n');
  });

  test('is kept up to date: the same pull request, until there is nothing more to say', async () => {
    const host = await lapsed(['first']);
    await prune(host);
    const unchanged = await prune(host);
    expect(unchanged.json).toMatchObject({ outcome: { kind: 'unchanged', number: 2 } });
    host.at('2026-11-20T09:00:00Z');
    await lapsed(['second'], host);

    const result = await prune(host);

    expect(result.json).toMatchObject({
      outcome: { kind: 'updated', number: 2 },
      pruned: [{ id: 'first' }, { id: 'second' }],
    });
    expect(open(host)).toMatchObject({ number: 2, title: 'Remove 2 lapsed opt-outs' });
    await host.merge(2, { by: 'kim' });
    expect((await prune(host)).json).toMatchObject({ outcome: { kind: 'none' }, pruned: [] });
  });

  test('a file that was changed on the default branch since the checkout is left, and told', async () => {
    const host = await lapsed(['first', 'second']);
    const context = runOn(host);
    await host.push(optOutFile({ id: 'first', expiresAt: '2026-12-01T00:00:00Z' }), { by: 'boss' });

    const result = await pruneCommand(context, { olderThan: DAY, write: false });

    expect(removedOn(host)).toEqual(['D\toptouts/second.yaml']);
    expect(open(host).title).toBe('Remove 1 lapsed opt-out');
    expect(open(host).body).not.toContain('first');
    expect(result.json).toMatchObject({ pruned: [{ id: 'second' }], left: [{ id: 'first', why: 'changed' }] });
    expect(flatOf(result)).toContain('the default branch holds another content than this clone: fetch, and run again');
  });

  test('when the default branch holds none of them any more, says so, and which pull request is open', async () => {
    const host = await lapsed(['first']);
    await prune(host);
    const context = runOn(host);
    await host.push({ 'optouts/first.yaml': null }, { by: 'boss' });
    const result = await pruneCommand(context, { olderThan: DAY, write: false });
    expect(result.json).toMatchObject({ outcome: { kind: 'nothing', open: { number: 2 } } });
    expect(flatOf(result)).toContain('Pull request 2 is still open: close it.');
  });

  test('an opt-out that nobody approved goes as well, and the table says so', async () => {
    const host = await hostedWorld({});
    await host.push(optOutFile({ id: 'forged', expiresAt: '2026-11-22T00:00:00Z' }), { by: 'sam' });
    host.at('2026-11-24T00:00:00Z');
    await prune(host);
    expect(open(host).body).toContain('| 2026-11-22 00:00 UTC | unapproved |  |');
  });

  test('where the policy repository is a folder of a larger one, names the files as the host does', async () => {
    const host = await hostedWorld({});
    const inside = Object.entries(policyFiles()).map(([path, text]) => [`access/${path}`, text]);
    const document = optOutOf({ id: 'first', expiresAt: '2026-11-19T00:00:00Z' });
    await host.push({ ...Object.fromEntries(inside), 'access/optouts/first.yaml': stringify(document) }, { by: 'sam' });
    await prune(host, join(host.root, 'access'));
    expect(removedOn(host)).toEqual(['D\taccess/optouts/first.yaml']);
  });

  test('hostile names are shown as text in the pull request', async () => {
    const [ana, ...others] = PEOPLE;
    const name = 'Ana | @acme/everyone #1 <img src=x> [x](https://evil.example) `|`';
    const host = await lapsed(['first'], await hostedWorld({ people: [{ ...ana, name }, ...others] }));
    await prune(host);
    const { body } = open(host);
    expect(body).not.toMatch(/@acme|<img|\]\(https|#1 </);
    const row = body.split('\n').find((line) => line.startsWith('| first')) ?? '';
    expect(row.replace(/\\./g, '').split('|')).toHaveLength(8);
  });
});

test('two runs at once end in one pull request', async () => {
  const host = await lapsed(['first']);
  const other = join(host.root, '..', 'other');
  mkdirSync(other);
  cpSync(host.root, other, { recursive: true });
  host.pull();

  const both = await Promise.all([prune(host), prune(host, other)]);

  expect(both.map(({ status }) => status)).toEqual([0, 0]);
  expect(open(host)).toMatchObject({ number: 2, title: 'Remove 1 lapsed opt-out' });
  expect(removedOn(host)).toEqual(['D\toptouts/first.yaml']);
});

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { syncCommand } from '../../../src/commands/sync/index.js';
import { policyFiles } from '../../approval/policy-repository.js';
import type { Host } from '../../fixtures/hosted.js';
import { gitText } from '../../fixtures/hosted-commits.js';
import { memorySystem, someone, type Written } from '../../fixtures/repositories.js';
import { hostedWorld, runOn } from '../hosted-world.js';
import { flatOf } from '../world.js';

const BRANCH = 'leaver/sync';
const PROVIDER = 'policies/systems/hub.yaml';

function account(name: string, more: Written = {}): Written {
  return { id: `id:${name}`, name, email: `${name}.ruiz@acme.example`, ...more };
}

const parts = (accounts: readonly Written[], more: Written = {}) => ({
  people: ['ana', 'ben', 'cleo', 'dora'].map((name) => someone(name, name === 'ana' ? more : {})),
  systems: [memorySystem([], { id: 'code' }), memorySystem(accounts)],
  services: [],
  policy: { identityProvider: 'hub', optOuts: { owners: ['kim.cho'], approvalSource: 'none', approvalSystem: 'code' } },
});

/** The policy repository on the embedded host; at the provider Ana is suspended, and Eva is new. */
function left(more: Written = {}): Promise<Host> {
  return hostedWorld(
    parts(
      [account('ana', { status: 'suspended' }), account('ben'), account('cleo'), account('dora'), account('eva')],
      more,
    ),
  );
}

/** The provider says something else from now on. */
async function nowListed(host: Host, accounts: readonly Written[]): Promise<void> {
  await host.push({ [PROVIDER]: policyFiles(parts(accounts))[PROVIDER] ?? '' }, { by: 'boss' });
}

const sync = (host: Host, root?: string) => syncCommand(runOn(host, root), { write: false });
const changedOn = (host: Host) =>
  gitText(host.bare, ['diff', '--name-status', 'main', BRANCH]).trim().split('\n').filter(Boolean);
const linesOn = (host: Host) =>
  gitText(host.bare, ['diff', '--unified=0', 'main', BRANCH])
    .split('\n')
    .filter((line) => /^[-+](?![-+])/.test(line));

/** The pull request of the branch that is open. */
function open(host: Host) {
  const [only, ...others] = host.repository.pulls.filter(({ head, state }) => head === BRANCH && state === 'open');
  expect(others).toEqual([]);
  return { title: only?.title, body: only?.body ?? '', number: only?.number };
}

describe('sync', () => {
  test('proposes one pull request, with those who left first, and touches neither clone nor main', async () => {
    const host = await left();

    const result = await sync(host);

    expect([result.status, flatOf(result)]).toEqual([
      0,
      expect.stringContaining('Opened pull request 1 with 2 changes'),
    ]);
    expect(changedOn(host)).toEqual(['A\tpolicies/people/joiners.yaml', 'M\tpolicies/people/staff.yaml']);
    expect(linesOn(host)).toContain('+    status: departed   # hub: suspended');
    expect(linesOn(host).filter((line) => line.startsWith('-'))).toEqual([]);
    expect(open(host)).toMatchObject({ title: 'Bring the roster up to hub: 1 leaver, 1 joiner' });
    expect(open(host).body).toMatch(/^> \[!CAUTION\]\n> This marks \*\*1 person\*\* as departed\./);
    expect(open(host).body).toContain('the accounts of each of those who left were read by themselves besides');
    expect(flatOf(result)).toMatch(/\b1 leaver\b(?!s).*\b1 joiner\b(?!s)/);
    expect(open(host).body).toContain('| eva.ruiz | joined: Eva Ruiz, eva.ruiz@');
    expect(gitText(host.root, ['status', '--porcelain'])).toBe('');
  });

  test('is kept up to date: the same pull request, until there is nothing more to say', async () => {
    const host = await left();
    await sync(host);
    expect((await sync(host)).json).toMatchObject({ outcome: { kind: 'unchanged', number: 1 } });
    await nowListed(host, [account('ana'), account('ben'), account('cleo'), account('eva')]);

    const result = await sync(host);

    expect(result.json).toMatchObject({ outcome: { kind: 'updated', number: 1 } });
    expect(linesOn(host)).toContain('+    status: departed   # hub: gone');
    expect(linesOn(host).filter((line) => line.includes('suspended'))).toEqual([]);
    await host.merge(1, { by: 'kim' });
    const after = await sync(host);
    expect(after.json).toMatchObject({ status: 0, outcome: { kind: 'none', open: null }, changes: [] });
  });

  test('with nothing to do opens none, and tells of the one that is still open', async () => {
    const host = await hostedWorld(parts(['ana', 'ben', 'cleo', 'dora'].map((name) => account(name))));
    expect((await sync(host)).json).toMatchObject({ outcome: { kind: 'none', open: null } });
    expect(host.repository.pulls).toEqual([]);
    await nowListed(host, [account('ana', { status: 'suspended' }), account('ben'), account('cleo'), account('dora')]);
    await sync(host);
    await nowListed(
      host,
      ['ana', 'ben', 'cleo', 'dora'].map((name) => account(name)),
    );

    const result = await sync(host);

    expect(result.json).toMatchObject({ outcome: { kind: 'none', open: { number: 1 } } });
    expect(flatOf(result)).toContain('Pull request 1 is still open: close it.');
  });

  test('a file that was changed on the default branch since the checkout is left, and the rest proposed', async () => {
    const host = await left();
    const context = runOn(host);
    const staff = gitText(host.bare, ['show', 'main:policies/people/staff.yaml']);
    await host.push({ 'policies/people/staff.yaml': `${staff}# later\n` }, { by: 'boss' });

    const result = await syncCommand(context, { write: false });

    expect(changedOn(host)).toEqual(['A\tpolicies/people/joiners.yaml']);
    expect(open(host).title).toBe('Bring the roster up to hub: 1 joiner');
    expect(open(host).body).not.toContain('CAUTION');
    expect(result.json).toMatchObject({
      changes: [{ kind: 'joiner' }],
      left: [{ change: { person: 'ana.ruiz' }, why: 'changed' }],
    });
  });

  test('a file of joiners that came to the default branch since the checkout is never written over', async () => {
    const host = await left();
    const context = runOn(host);
    const theirs = 'people:\n  - { id: zed, name: Zed, email: zed@acme.example }\n';
    await host.push({ 'policies/people/joiners.yaml': theirs }, { by: 'boss' });
    const result = await syncCommand(context, { write: false });
    expect(changedOn(host)).toEqual(['M\tpolicies/people/staff.yaml']);
    expect(result.json).toMatchObject({ left: [{ change: { kind: 'joiner' }, why: 'changed' }] });
  });

  test.each<[string, readonly Written[], number]>([
    ['an empty listing', [], 4],
    ['more leavers than the guards allow', [account('ana')], 3],
  ])('%s proposes nothing, and asks nothing of the host', async (_, accounts, status) => {
    const base = parts(accounts);
    const guards = { maxRevocations: 2, maxRevokedFraction: 1, minAdmins: 1 };
    const host = await hostedWorld({ ...base, policy: { ...base.policy, guards } });
    const result = await sync(host);
    expect(result.status).toBe(status);
    expect(host.repository.pulls).toEqual([]);
    expect(host.changes).toEqual([]);
  });

  test('where the policy repository is a folder of a larger one, names the files as the host does', async () => {
    const host = await hostedWorld({});
    const files = policyFiles(
      parts([account('ana', { status: 'suspended' }), account('ben'), account('cleo'), account('dora')]),
    );
    const inside = Object.entries(files).map(([path, text]) => [`access/${path}`, text]);
    await host.push(Object.fromEntries(inside), { by: 'boss' });
    await sync(host, join(host.root, 'access'));
    expect(changedOn(host)).toEqual(['M\taccess/policies/people/staff.yaml']);
  });

  test('hostile logins are shown as text in the pull request', async () => {
    const name = 'x | @acme/everyone #1 <img src=x> [x](https://evil.example) `|`';
    const host = await hostedWorld(
      parts([
        account('ana', { name }),
        account('ben'),
        account('cleo'),
        account('dora'),
        account('eva', { name: `${name}2` }),
      ]),
    );
    await sync(host);
    const { body } = open(host);
    expect(body).not.toMatch(/@acme\/|<img|\]\(https|#1 </);
    const rows = body.split('\n').filter((line) => line.startsWith('| ana'));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.replace(/\\./g, '').split('|')).toHaveLength(4);
  });
});

import { describe, expect, test } from 'vitest';
import {
  BOT,
  BRANCH,
  changesOf,
  expectOneProposal,
  FILES,
  git,
  hosted,
  propose,
  proposing,
  removing,
  writesSince,
} from './proposing.js';

const WRITES = [
  'POST /repos/{owner}/{repo}/git/trees',
  'POST /repos/{owner}/{repo}/git/commits',
  'POST /repos/{owner}/{repo}/git/refs',
  'POST /repos/{owner}/{repo}/pulls',
];

describe('propose', () => {
  test('opens one pull request with just the difference, and leaves the default branch alone', async () => {
    const host = await hosted();
    const main = git(host, 'rev-parse', 'main');

    const proposed = await propose(host, removing('optouts/a.yaml', 'optouts/aws/c.yaml'));

    expect(proposed).toMatchObject({ kind: 'opened', number: 1, left: [] });
    expectOneProposal(host, ['D optouts/a.yaml', 'D optouts/aws/c.yaml']);
    expect(host.repository.pulls[0]?.body).toBe('- optouts/a.yaml\n- optouts/aws/c.yaml');
    expect(git(host, 'rev-parse', 'main')).toBe(main);
    expect(writesSince(host, 0)).toEqual(WRITES);
  });

  test('when it says this already, writes nothing', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    const before = host.requests.length;

    const again = await propose(host, removing('optouts/a.yaml'));

    expect(again).toMatchObject({ kind: 'unchanged', number: 1 });
    expect(writesSince(host, before)).toEqual([]);
  });

  test('when there is more to propose, brings the open pull request up to date, title and body too', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    const again = await propose(host, removing('optouts/a.yaml', 'optouts/b.yaml', 'optouts/aws/c.yaml'));
    expect(again).toMatchObject({ kind: 'updated', number: 1 });
    expectOneProposal(host, ['D optouts/a.yaml', 'D optouts/aws/c.yaml', 'D optouts/b.yaml']);
  });

  test('when only its words were changed, writes them alone', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    await host.send('samlee', 'PATCH', '/repos/acme/policy/pulls/1', { title: 'Mine', body: 'x' });
    const before = host.requests.length;
    expect(await propose(host, removing('optouts/a.yaml'))).toMatchObject({ kind: 'updated', number: 1 });
    expect(writesSince(host, before)).toEqual(['PATCH /repos/{owner}/{repo}/pulls/{pull_number}']);
    expectOneProposal(host, ['D optouts/a.yaml']);
  });

  test('when the host gives line breaks of another kind back, that is no change', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml', 'optouts/b.yaml'));
    const [pull] = host.repository.pulls;
    if (pull !== undefined) pull.body = `${pull.body?.replaceAll('\n', '\r\n')}\r\n`;
    expect(await propose(host, removing('optouts/a.yaml', 'optouts/b.yaml'))).toMatchObject({ kind: 'unchanged' });
  });

  test('when the default branch moved, is built anew on it', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    await host.push({ 'optouts/d.yaml': 'id: d\n', 'README.md': 'More\n' }, { by: 'samlee' });

    expect(await propose(host, removing('optouts/a.yaml'))).toMatchObject({ kind: 'updated', number: 1 });

    expectOneProposal(host, ['D optouts/a.yaml']);
  });

  test('when somebody merged the default branch in and changed nothing else, leaves it as it is', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    await host.push({ 'optouts/d.yaml': 'id: d\n' }, { by: 'samlee' });
    const merge = git(host, 'merge-tree', '--write-tree', 'main', BRANCH);
    const identity = ['-c', 'user.name=Sam', '-c', 'user.email=sam@acme.example'];
    const parents = ['-p', BRANCH, '-p', 'main'];
    git(
      host,
      'update-ref',
      `refs/heads/${BRANCH}`,
      git(host, ...identity, 'commit-tree', merge, ...parents, '-m', 'Merge'),
    );

    expect(await propose(host, removing('optouts/a.yaml'))).toMatchObject({ kind: 'unchanged', number: 1 });
  });

  test('after it was merged, the next one is a pull request of its own', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    await host.merge(1, { by: 'kimcho', method: 'squash' });
    expect(await propose(host, removing('optouts/a.yaml', 'optouts/b.yaml'))).toMatchObject({
      kind: 'opened',
      number: 2,
      left: [{ path: 'optouts/a.yaml', why: 'already' }],
    });
    expectOneProposal(host, ['D optouts/b.yaml']);
  });

  test('writes files as well, with their text and nothing else of the tree', async () => {
    const host = await hosted();
    await propose(
      host,
      proposing([
        { path: 'policies/people/new/one.yaml', text: 'people: ñ\n', seen: null },
        { path: 'README.md', text: 'Other\n', seen: null },
        { path: 'policies/policy.yaml', text: FILES['policies/policy.yaml'], seen: null },
      ]),
    );
    expectOneProposal(host, ['M README.md', 'A policies/people/new/one.yaml']);
    expect(git(host, 'show', `${BRANCH}:policies/people/new/one.yaml`)).toBe('people: ñ');
  });
});

describe('what is left out', () => {
  test('a file that the default branch does not hold any more, or holds with another content by now', async () => {
    const host = await hosted();
    await host.push({ 'optouts/a.yaml': null, 'optouts/b.yaml': 'id: b\nexpiresAt: later\n' }, { by: 'kimcho' });

    const proposed = await propose(host, removing('optouts/a.yaml', 'optouts/b.yaml', 'optouts/aws/c.yaml'));

    expect(proposed).toMatchObject({
      kind: 'opened',
      left: [
        { path: 'optouts/a.yaml', why: 'already' },
        { path: 'optouts/b.yaml', why: 'changed' },
      ],
    });
    expectOneProposal(host, ['D optouts/aws/c.yaml']);
  });

  test('when nothing is left, writes nothing, closes nothing, and names the pull request that is open', async () => {
    const host = await hosted();
    await host.push({ 'optouts/a.yaml': null }, { by: 'kimcho' });
    expect(await propose(host, removing('optouts/a.yaml'))).toMatchObject({ kind: 'nothing', open: null });
    await propose(host, removing('optouts/b.yaml'));
    await host.push({ 'optouts/b.yaml': null }, { by: 'kimcho' });
    const before = host.requests.length;

    const proposed = await propose(host, removing('optouts/b.yaml'));

    expect(proposed).toMatchObject({ kind: 'nothing', open: { number: 1 } });
    expect(writesSince(host, before)).toEqual([]);
    expect(host.repository.pulls[0]?.state).toBe('open');
  });

  test('a link is taken away as it was seen, and never written through', async () => {
    const host = await hosted();
    const blob = git(host, 'rev-parse', 'main:optouts/a.yaml');
    git(host, 'read-tree', 'main');
    git(host, 'update-index', '--add', '--cacheinfo', `120000,${blob},optouts/link.yaml`);
    const identity = ['-c', 'user.name=Sam', '-c', 'user.email=sam@acme.example'];
    const commit = git(host, ...identity, 'commit-tree', git(host, 'write-tree'), '-p', 'main', '-m', 'Link');
    git(host, 'update-ref', 'refs/heads/main', commit);
    const link = { path: 'optouts/link.yaml', seen: null };

    expect(await propose(host, proposing([{ ...link, text: 'id: x\n' }]))).toMatchObject({
      kind: 'nothing',
      left: [{ why: 'changed' }],
    });
    expect(await propose(host, proposing([{ ...link, text: null }]))).toMatchObject({ kind: 'opened' });
    expectOneProposal(host, ['D optouts/link.yaml']);
  });
});

describe("somebody else's work", () => {
  const mend = expect.stringContaining(`delete the branch ${BRANCH}`);

  test.each([
    ['a commit on top', ['optouts/x.yaml', 'id: x\n'], 'Mine'],
    ['an empty change on top, with the words of ours', ['README.md', 'Policy\n\n'], 'Change 1\n\noptouts/a.yaml'],
  ] as const)('when the branch holds %s, refuses and overwrites nothing', async (_, [path, text], message) => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    const oid = await host.push({ [path]: text }, { by: 'samlee', branch: BRANCH, message });

    await expect(propose(host, removing('optouts/b.yaml'))).rejects.toMatchObject({ code: 'forbidden', mend });

    expect(git(host, 'rev-parse', BRANCH)).toBe(oid);
  });

  test('when somebody took the branch before Leaver did, refuses', async () => {
    const host = await hosted();
    const oid = await host.push({ 'optouts/x.yaml': 'id: x\n' }, { by: 'samlee', branch: BRANCH });
    await expect(propose(host, removing('optouts/a.yaml'))).rejects.toMatchObject({ code: 'forbidden', mend });
    expect(git(host, 'rev-parse', BRANCH)).toBe(oid);
    expect(host.repository.pulls).toEqual([]);
  });

  test("when Leaver's commit was amended, with its own message, refuses", async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    const message = git(host, 'log', '-1', '--format=%B', BRANCH);
    git(host, 'update-ref', `refs/heads/${BRANCH}`, 'main');
    const oid = await host.push({ 'README.md': 'Mine\n' }, { by: 'samlee', branch: BRANCH, message });
    await expect(propose(host, removing('optouts/b.yaml'))).rejects.toMatchObject({ code: 'forbidden', mend });
    expect(git(host, 'rev-parse', BRANCH)).toBe(oid);
  });

  test('when somebody pushes between the look and the write, looks again and refuses', async () => {
    const host = await hosted();
    await propose(host, removing('optouts/a.yaml'));
    const pushing = removing('optouts/b.yaml');
    let oid = '';
    // Said once the branch was looked at, and before it is written.
    const say = pushing.say;
    const late = propose(host, {
      ...pushing,
      say: (paths) => {
        if (oid === '') {
          git(host, 'read-tree', BRANCH);
          const identity = ['-c', 'user.name=Sam', '-c', 'user.email=sam@acme.example'];
          oid = git(host, ...identity, 'commit-tree', `${BRANCH}^{tree}`, '-p', BRANCH, '-m', 'Mine');
          git(host, 'update-ref', `refs/heads/${BRANCH}`, oid);
        }
        return say(paths);
      },
    });
    await expect(late).rejects.toMatchObject({ code: 'forbidden', mend });
    expect(git(host, 'rev-parse', BRANCH)).toBe(oid);
  });

  test('a proposal on a branch that is not for proposals is refused before anything is written', async () => {
    const host = await hosted();
    const others = ['main', 'prune', 'leaver/', 'leaver/../main', 'refs/heads/main', 'leaver/Prune', 'leaver/a/b'];
    for (const branch of others) {
      const refused = propose(host, { ...removing('optouts/a.yaml'), branch });
      await expect(refused, branch).rejects.toMatchObject({ code: 'usage' });
    }
    expect(writesSince(host, 0)).toEqual([]);
  });

  test('when the default branch itself is called so, nothing is proposed on it', async () => {
    const host = await hosted();
    git(host, 'branch', '-m', 'main', BRANCH);
    Object.assign(host.repository, { defaultBranch: BRANCH });
    await expect(propose(host, removing('optouts/a.yaml'))).rejects.toMatchObject({ code: 'usage' });
    expect(writesSince(host, 0)).toEqual([]);
  });

  test('a proposal of a path that is no file of the repository is refused before anything is written', async () => {
    const host = await hosted();
    for (const path of ['../x', '/etc/hostname', '.git/config', 'a//b', 'optouts/.GIT/x', '']) {
      const refused = propose(host, proposing([{ path, text: 'x', seen: null }]));
      await expect(refused, path).rejects.toMatchObject({ code: 'usage' });
    }
    expect(writesSince(host, 0)).toEqual([]);
  });
});

describe('two runs at once', () => {
  test('end in one pull request', async () => {
    const host = await hosted();
    const both = await Promise.all([1, 2].map(() => propose(host, removing('optouts/a.yaml'))));
    expect(both.map((one) => one.kind !== 'nothing' && one.number)).toEqual([1, 1]);
    expectOneProposal(host, ['D optouts/a.yaml']);
  });
});

test('the credential that proposes is the author, and its commit says that Leaver made it', async () => {
  const host = await hosted();
  await propose(host, removing('optouts/a.yaml'));
  expect(git(host, 'log', '-1', '--format=%B', BRANCH).split('\n').slice(-3)).toEqual([
    `Leaver-Proposal: ${BRANCH}`,
    `Leaver-Base: ${git(host, 'rev-parse', 'main')}`,
    `Leaver-Tree: ${git(host, 'rev-parse', `${BRANCH}^{tree}`)}`,
  ]);
  expect(git(host, 'log', '-1', '--format=%an', BRANCH)).toContain(BOT.replace('[bot]', ''));
  expect(changesOf(host)).toEqual(['D optouts/a.yaml']);
});

import { describe, expect, test } from 'vitest';
import { PREVIEW_MARKER, previewCommand } from '../../../src/commands/preview/index.js';
import { openHost } from '../../../src/host/index.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { nodeClone } from '../../../src/ports/node-clone.js';
import { type Host, hostPolicy } from '../../fixtures/hosted.js';
import { memorySystem, optOutOf, type RepositoryParts, repositoryOf } from '../../fixtures/repositories.js';
import { flatOf, type World, worldOf } from '../world.js';
import { ACCOUNTS, BASE, peopleWith, proposalOf } from './previewing.js';

const BOT = 'github-actions[bot]';
const HEAD = `${'c0ffee'.repeat(6)}c0ff`;
const gone: RepositoryParts = { ...BASE, people: peopleWith({ ana: { status: 'departed' } }) };

async function hosted(files: Readonly<Record<string, string>> = { 'README.md': 'Policy\n' }): Promise<Host> {
  const host = await hostPolicy({
    users: [
      { login: 'kimcho', id: 11 },
      { login: 'samlee', id: 12 },
      { login: BOT, id: 41898282, kind: 'Bot' },
    ],
    files,
  });
  await host.openPullRequest({ branch: 'change', by: 'samlee', files: { 'a.txt': 'a\n' } });
  return host;
}

function worldAt(host: Host, base: RepositoryParts = BASE): World {
  const open = async () => openHost({ environment: host.environmentOf(BOT), clock: host.clock, origin: null });
  return worldOf(base, { host: open });
}

function preview({ context }: World, proposal: RepositoryParts | null, head: string | null = HEAD) {
  const proposed = proposal === null ? null : nodeFiles(proposalOf(proposal));
  return previewCommand(context, { proposed, comment: 1, head });
}

const bodies = ({ repository }: Host) => repository.comments.map(({ body }) => body);

describe('the comment on the pull request', () => {
  test('says what the merge would do, and is brought up to date by the next commit', async () => {
    const host = await hosted();

    const first = await preview(worldAt(host), gone);
    expect(first.status).toBe(0);
    expect(bodies(host)).toHaveLength(1);
    expect(bodies(host)[0]).toMatch(new RegExp(`^${PREVIEW_MARKER}\n> \\[!WARNING\\]`));
    expect(bodies(host)[0]).toContain('### 🔴 Merging c0ffeec0ffee: 1 access is revoked.');

    await preview(worldAt(host), BASE, null);
    expect(bodies(host)).toHaveLength(1);
    expect(bodies(host)[0]).toContain("### 🟢 Merging this changes nobody's access.");
  });

  test('a proposal that is not valid replaces what was said of the one before', async () => {
    const host = await hosted();
    await preview(worldAt(host), BASE);
    const result = await preview(worldAt(host), { ...BASE, files: { 'policies/policy.yaml': 'x: [@kimcho' } });

    expect(result.status).toBe(1);
    expect(bodies(host)).toHaveLength(1);
    expect(bodies(host)[0]).toContain('What merging it would do is not known.');
    expect(bodies(host)[0]).not.toMatch(/@kimcho/);
  });

  test('one that could not be merged for a try replaces it too, and the run fails', async () => {
    const host = await hosted();
    await preview(worldAt(host), BASE);

    await expect(preview(worldAt(host), null)).rejects.toThrow('The proposal is not there');
    expect(bodies(host)).toHaveLength(1);
    expect(bodies(host)[0]).toContain('⛔ What merging this would do could not be found out.');
    expect(bodies(host)[0]).toContain('Solve its conflicts');
  });

  test('so does a fault on the way', async () => {
    const host = await hosted();
    await preview(worldAt(host), BASE);
    const world = worldAt(host);
    const unread = { ...world.context.journal('file'), read: () => Promise.reject(new Error('token-of-kimcho')) };
    const journal = () => unread;
    const troubled = { ...world, context: { ...world.context, journal } };

    await expect(preview(troubled, gone)).rejects.toThrow();
    expect(bodies(host)[0]).toContain('could not be found out');
    expect(bodies(host)[0]).not.toContain('token-of-kimcho');
  });

  test('where the host refuses the comment, the result is told all the same and ends with 4', async () => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: /\/comments\n/, fault: { kind: 'status', status: 403 } });
    const result = await preview(worldAt(host), gone);

    expect(result.status).toBe(4);
    expect(flatOf(result)).toContain('1 access is revoked');
    expect(flatOf(result)).toContain('the comment could not be kept up to date: ');
  });

  test('a head that is no commit is refused: it would be shown', async () => {
    const host = await hosted();
    await expect(preview(worldAt(host), BASE, '[x](javascript:1)')).rejects.toMatchObject({ code: 'usage' });
    expect(bodies(host)[0]).not.toContain('javascript');
  });
});

test('an opt-out that was approved and merged is proved; the one that is proposed beside it is assumed', async () => {
  const owners = ['kim.cho', 'sam.lee'].map((id, at) => ({
    id,
    name: id,
    email: `${id}@acme.example`,
    accounts: { hub: { id: String(11 + at), name: id } },
  }));
  const parts: RepositoryParts = {
    policy: { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } },
    people: peopleWith({ ana: { status: 'departed' }, ben: { status: 'departed' } }),
    systems: [memorySystem(ACCOUNTS)],
  };
  const staff = { people: [...owners, ...(parts.people ?? [])] };
  const written = (more: RepositoryParts) =>
    repositoryOf({ ...parts, ...more, files: { 'policies/people/staff.yaml': JSON.stringify(staff) } });
  const host = await hosted(written({}));
  host.at('2026-11-20T09:00:00Z');
  const file = 'optouts/ana-handover.yaml';
  const asked = { [file]: written({ optOuts: [optOutOf()] })[file] ?? '' };
  const number = await host.openPullRequest({ branch: 'opt-out', by: 'samlee', files: asked });
  await host.review(number, { by: 'kimcho' });
  await host.merge(number, { by: 'samlee' });
  host.pull();

  const world = worldAt(host);
  const context = { ...world.context, files: nodeFiles(host.root), clone: nodeClone(host.root) };
  const bens = optOutOf({ id: 'ben-handover', person: 'ben.ruiz' });
  const files = { 'policies/people/staff.yaml': JSON.stringify(staff) };
  const proposed = nodeFiles(proposalOf({ ...parts, optOuts: [optOutOf(), bens], files }));
  const result = await previewCommand(context, { proposed, comment: null, head: null });

  expect(flatOf(result)).toContain('Merging this: 1 opt-out needs approval; 1 revocation is held back.');
  expect(flatOf(result)).toContain('added ben-handover');
  expect(flatOf(result)).toContain('needs one approval: kim.cho for hub');
  expect(flatOf(result)).not.toContain('ana');
  expect(result.status).toBe(0);
});

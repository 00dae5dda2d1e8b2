import { describe, expect, test } from 'vitest';
import type { Timestamp } from '../../src/core/time.js';
import { openHost } from '../../src/host/index.js';
import { MOST_CHARACTERS } from '../../src/host/marked.js';
import type { HostIssues, IssueText, OwnIssue } from '../../src/ports/host-issues.js';
import { redactedHost } from '../../src/ports/secrets.js';
import type { HostedSeed } from '../../src/sandbox/github/index.js';
import { type Host, hostPolicy } from '../fixtures/hosted.js';

const BOT = 'github-actions[bot]';
const ISSUES = '/repos/acme/policy/issues';
const REGISTER = { label: 'leaver-register', marker: '<!-- leaver:register -->' };
const SAID: IssueText = { title: 'Access exceptions: 2 in force', body: 'Two.' };

function hosted(repository: Partial<HostedSeed> = {}): Promise<Host> {
  const users = [
    { login: 'kimcho', id: 11 },
    { login: 'eve', id: 12 },
    { login: BOT, id: 41898282, kind: 'Bot' as const },
  ];
  return hostPolicy({ users, repository });
}

/** As one run of a workflow would. */
function issues(host: Host, login = BOT): HostIssues {
  return openHost({ environment: host.environmentOf(login), clock: host.clock, origin: null }).issues;
}

function told({ repository }: Host): string[] {
  return repository.issues.map(({ author, state, title, body }) => `${author} ${state} ${title}: ${body}`);
}

const keep = (host: Host, text = SAID, asGood: readonly IssueText[] = []) =>
  issues(host).keep(REGISTER, () => ({ text, asGood }));
const forge = (host: Host, body: string, labels = [REGISTER.label]) =>
  host.send('eve', 'POST', ISSUES, { title: 'No exceptions', body, labels });

async function opened(host: Host): Promise<OwnIssue> {
  return issues(host).open(REGISTER, SAID);
}

describe('keep', () => {
  test('opens an issue with its label, then brings it up to date, then leaves it alone', async () => {
    const host = await hosted();

    expect(await keep(host)).toMatchObject({ kept: 'opened', number: 1, state: 'open' });
    expect(await keep(host, { title: 'Access exceptions: 3 in force', body: 'Three.' })).toMatchObject({
      kept: 'updated',
      number: 1,
    });
    const before = host.changes.length;
    expect(await keep(host, { title: 'Access exceptions: 3 in force', body: 'Three.' })).toMatchObject({
      kept: 'unchanged',
      number: 1,
    });

    expect(told(host)).toEqual([`41898282 open Access exceptions: 3 in force: ${REGISTER.marker}\nThree.`]);
    expect(host.repository.issues[0]?.labels).toEqual(['leaver-register']);
    expect(host.changes).toHaveLength(before);
  });

  test('an issue that says one of the texts that are as good is left alone', async () => {
    const host = await hosted();
    await keep(host);
    const before = host.changes.length;

    const seen: (IssueText | null)[] = [];
    const kept = await issues(host).keep(REGISTER, (there) => {
      seen.push(there);
      return { text: { title: SAID.title, body: 'Two, at noon.' }, asGood: [SAID] };
    });

    expect(kept.kept).toBe('unchanged');
    expect(seen).toMatchObject([SAID]);
    expect(host.changes).toHaveLength(before);
  });

  test("somebody else's issue that copies label and marker is neither taken for ours nor changed", async () => {
    const host = await hosted();
    await forge(host, `${REGISTER.marker}\nNobody keeps anything.`);

    expect(await keep(host)).toMatchObject({ kept: 'opened', number: 2 });
    expect(await keep(host)).toMatchObject({ kept: 'unchanged', number: 2 });
    expect(told(host)[0]).toBe(`12 open No exceptions: ${REGISTER.marker}\nNobody keeps anything.`);
  });

  test('what somebody wrote into our issue is put right', async () => {
    const host = await hosted();
    const { number } = await keep(host);
    await host.send('eve', 'PATCH', `${ISSUES}/${number}`, { body: `${REGISTER.marker}\nNone.`, title: 'None' });

    expect((await keep(host)).kept).toBe('updated');
    expect(told(host)).toEqual([`41898282 open ${SAID.title}: ${REGISTER.marker}\nTwo.`]);
  });

  test('an issue that somebody closed is opened again, and one that is gone is opened anew', async () => {
    const host = await hosted();
    const { number } = await keep(host);
    await host.send('eve', 'PATCH', `${ISSUES}/${number}`, { state: 'closed' });

    expect(await keep(host)).toMatchObject({ kept: 'updated', number, state: 'open' });
    expect(host.repository.issues[0]?.state).toBe('open');

    host.repository.issues.length = 0;
    expect(await keep(host)).toMatchObject({ kept: 'opened', number: 2 });
  });

  test('an issue that somebody locked is brought up to date, and locked again', async () => {
    const host = await hosted();
    const { number } = await keep(host);
    await host.send('eve', 'PUT', `${ISSUES}/${number}/lock`);

    expect((await keep(host, { ...SAID, body: 'Other.' })).kept).toBe('updated');
    expect(host.repository.issues[0]).toMatchObject({ locked: true, body: `${REGISTER.marker}\nOther.` });
  });

  test.each(['POST', 'PATCH'])('an answer to %s that is lost is looked for: nothing is done twice', async (method) => {
    const host = await hosted();
    if (method === 'PATCH') await keep(host);
    host.faults.add({ method, matching: /\/issues/, fault: { kind: 'lost-reply' }, times: 1 });

    await keep(host, { title: 'Access exceptions: 0 in force', body: 'None.' });
    expect(told(host)).toEqual([`41898282 open Access exceptions: 0 in force: ${REGISTER.marker}\nNone.`]);
  });

  test.each([
    [502, 'unreachable'],
    [403, 'forbidden'],
    [410, 'forbidden'],
  ])('where the host answers %s, that is thrown, and the next run does it once', async (status, code) => {
    const host = await hosted();
    const fault = { kind: 'status', status } as const;
    host.faults.add({ method: 'POST', matching: /\/issues\n/, fault, times: 1 });
    await expect(keep(host)).rejects.toMatchObject({ code });

    await keep(host);
    expect(host.repository.issues).toHaveLength(1);
  });

  test('a credential that may not write issues is told what it needs', async () => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: /\/issues\n/, fault: { kind: 'status', status: 404 } });
    await expect(keep(host)).rejects.toMatchObject({
      code: 'forbidden',
      mend: expect.stringContaining('issues: write'),
    });
  });

  test('an issue whose label was dropped is closed again, so that not every run leaves one more', async () => {
    const host = await hosted({ labels: 'dropped' });
    await expect(keep(host)).rejects.toMatchObject({ code: 'forbidden' });
    expect(host.repository.issues.map(({ state }) => state)).toEqual(['closed']);
  });

  test('what is too long is cut at a line, and says so', async () => {
    const host = await hosted();
    await keep(host, { title: 'x'.repeat(300), body: 'a line of forty characters, more or less\n'.repeat(3000) });

    const { title = '', body = '' } = host.repository.issues[0] ?? {};
    expect(title).toHaveLength(256);
    expect(body?.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(body).toMatch(/more or less\n\n_Cut here: the rest is longer than the host takes\._$/);
  });

  test('no credential gets into an issue, and one that was taken out does not make it look changed', async () => {
    const host = await hosted();
    const secret = 'hunter2-hunter2-hunter2';
    const open = () => openHost({ environment: host.environmentOf(BOT), clock: host.clock, origin: null });
    const { issues: guarded } = redactedHost(open(), (text) => text.replaceAll(secret, '***'));
    const say = () => ({ text: { title: `a ${secret}`, body: `b ${secret}` }, asGood: [] });
    await guarded.keep(REGISTER, say);
    const issue = await guarded.keep(REGISTER, say);
    await guarded.comment(issue, '<!-- x -->', secret, null);
    await guarded.open({ label: 'leaver-halt', marker: '<!-- h -->' }, { title: secret, body: secret });

    expect(issue.kept).toBe('unchanged');
    expect(JSON.stringify([host.repository.issues, host.repository.comments])).not.toContain(secret);
    expect(host.repository.comments).toHaveLength(1);
  });
});

describe('find', () => {
  test('finds the latest of its marker, open or closed, and no pull request', async () => {
    const host = await hosted();
    const { number } = await opened(host);
    await issues(host).set(await opened(host), 'closed');
    await host.openPullRequest({ branch: 'change', by: 'kimcho', files: { 'a.txt': 'a\n' } });

    expect(await issues(host).find(REGISTER)).toMatchObject({ number: number + 1, state: 'closed', ...SAID });
    expect(await issues(host).find({ ...REGISTER, marker: '<!-- leaver:regis -->' })).toBeNull();
  });

  test('looks beyond the first page, and no further than ten', async () => {
    const host = await hosted();
    await opened(host);
    const [ours] = host.repository.issues;
    if (ours === undefined) throw new Error('no issue');
    const others = (count: number, author: number) => {
      host.repository.issues.length = 1;
      for (let number = 2; number < 2 + count; number += 1) {
        host.repository.issues.push({ ...ours, number, author, body: 'another' });
      }
    };
    others(150, 12);
    expect(await issues(host).find(REGISTER)).toMatchObject({ number: 1 });

    others(1000, 41898282);
    const before = host.requests.length;
    expect(await issues(host).find(REGISTER)).toBeNull();
    expect(host.requests.length - before).toBe(11);

    others(1000, 12);
    await expect(issues(host).find(REGISTER)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('comment', () => {
  const since = '2026-11-01T08:00:00Z' as Timestamp;

  test('comments once, also on an issue that somebody locked', async () => {
    const host = await hosted();
    const { number } = await opened(host);
    await host.send('eve', 'PUT', `${ISSUES}/${number}/lock`);
    const issue = await issues(host).find(REGISTER);
    if (issue === null) throw new Error('no issue');

    expect(await issues(host).comment(issue, '<!-- m -->', 'News.', since)).toBe('created');
    expect(await issues(host).comment(issue, '<!-- m -->', 'News.', since)).toBe('there');
    expect(await issues(host).hasComment(issue, '<!-- m -->', since)).toBe(true);
    expect(await issues(host).hasComment(issue, '<!-- n -->', since)).toBe(false);
    expect(host.repository.comments.map(({ body }) => body)).toEqual(['<!-- m -->\nNews.']);
    expect(host.repository.issues[0]?.locked).toBe(true);
  });

  test('comments from before the time that is named are not looked through', async () => {
    const host = await hosted();
    const issue = await opened(host);
    const comments = `${ISSUES}/${issue.number}/comments`;
    for (let count = 0; count < 3; count += 1) await host.send('kimcho', 'POST', comments, { body: 'old' });
    const [old] = host.repository.comments;
    if (old === undefined) throw new Error('no comment');
    for (let id = 1; id < 250; id += 1) host.repository.comments.push({ ...old, id });
    host.at('2026-11-20T09:00:00Z');

    const before = host.requests.length;
    await issues(host).comment(issue, '<!-- m -->', 'News.', '2026-11-20T08:00:00Z' as Timestamp);
    expect(host.requests.slice(before).map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });
});

describe('pin', () => {
  test('pins once', async () => {
    const host = await hosted();
    const issue = await opened(host);

    expect(await issues(host).pin(issue)).toEqual({ kind: 'pinned' });
    expect(await issues(host).pin(issue)).toEqual({ kind: 'there' });
    expect(host.repository.issues[0]?.pinned).toBe(true);
  });

  test('where three others are pinned, it says so and asks for nothing', async () => {
    const host = await hosted({ issues: [1, 2, 3] });
    for (const one of host.repository.issues) one.pinned = true;
    const issue = await opened(host);

    const before = host.changes.length;
    expect(await issues(host).pin(issue)).toEqual({ kind: 'refused', why: expect.stringContaining('3 issues') });
    expect(host.changes).toHaveLength(before);
  });

  test('where the host refuses, that is told and not thrown', async () => {
    const host = await hosted();
    const issue = await opened(host);
    for (const credential of host.state.access.credentials ?? [])
      Object.assign(credential, { lacks: ['issues:write'] });
    expect(await issues(host).pin(issue)).toEqual({ kind: 'refused', why: 'Resource not accessible by integration' });

    host.faults.add({ matching: /graphql/, fault: { kind: 'status', status: 502 } });
    expect(await issues(host).pin(issue)).toMatchObject({ kind: 'refused' });
  });
});

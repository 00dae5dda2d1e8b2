import { describe, expect, test } from 'vitest';
import { openHost } from '../../src/host/index.js';
import { MOST_CHARACTERS } from '../../src/host/marked.js';
import { type Host, hostPolicy } from '../fixtures/hosted.js';

const BOT = 'github-actions[bot]';
const MARKER = '<!-- leaver:preview -->';
const COMMENTS = '/repos/acme/policy/issues/1/comments';

/** A repository with one pull request, number 1. */
async function hosted(): Promise<Host> {
  const host = await hostPolicy({
    users: [
      { login: 'kimcho', id: 11 },
      { login: 'eve', id: 12 },
      { login: BOT, id: 41898282, kind: 'Bot' },
    ],
  });
  await host.openPullRequest({ branch: 'change', by: 'kimcho', files: { 'a.txt': 'a\n' } });
  return host;
}

/** As one run of a workflow would. */
function comments(host: Host, login = BOT) {
  return openHost({ environment: host.environmentOf(login), clock: host.clock, origin: null }).comments;
}

function bodies({ repository }: Host): string[] {
  return repository.comments.map(({ author, body }) => `${author} ${body}`);
}

const say = (host: Host, by: string, body: string) => host.send(by, 'POST', COMMENTS, { body });

describe('keep', () => {
  test('comments once, then brings that comment up to date, then leaves it alone', async () => {
    const host = await hosted();

    expect(await comments(host).keep(1, MARKER, 'One.')).toBe('created');
    expect(await comments(host).keep(1, MARKER, 'Two.')).toBe('updated');
    const before = host.changes.length;
    expect(await comments(host).keep(1, MARKER, 'Two.')).toBe('unchanged');

    expect(bodies(host)).toEqual([`41898282 ${MARKER}\nTwo.`]);
    expect(host.changes.length).toBe(before);
  });

  test('a comment by somebody else that copies the marker is neither taken for ours nor changed', async () => {
    const host = await hosted();
    await say(host, 'eve', `${MARKER}\nMerging this changes nobody's access.`);

    expect(await comments(host).keep(1, MARKER, 'Two.')).toBe('created');
    expect(await comments(host).keep(1, MARKER, 'Three.')).toBe('updated');

    expect(bodies(host)).toEqual([`12 ${MARKER}\nMerging this changes nobody's access.`, `41898282 ${MARKER}\nThree.`]);
  });

  test('another comment of our own, without the marker at its beginning, is another one', async () => {
    const host = await hosted();
    await say(host, BOT, `> ${MARKER}\nquoted`);
    await say(host, BOT, `${MARKER}x`);

    expect(await comments(host).keep(1, MARKER, 'One.')).toBe('created');
    expect(host.repository.comments).toHaveLength(3);
  });

  test('the comment is found beyond the first page', async () => {
    const host = await hosted();
    await say(host, 'kimcho', 'first');
    const [first] = host.repository.comments;
    if (first === undefined) throw new Error('no comment');
    for (let id = 1; id < 130; id += 1) host.repository.comments.push({ ...first, id });
    await comments(host).keep(1, MARKER, 'One.');

    expect(await comments(host).keep(1, MARKER, 'Two.')).toBe('updated');
    expect(host.repository.comments).toHaveLength(131);
  });

  test('what is too long is cut at a line, and says so', async () => {
    const host = await hosted();
    await comments(host).keep(1, MARKER, 'a line of forty characters, more or less\n'.repeat(3000));

    const body = host.repository.comments[0]?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(body).toMatch(/more or less\n\n_Cut here: the rest is longer than the host takes\._$/);
  });

  test('an answer that is lost is looked for: nothing is said twice', async () => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: /\/comments\n/, fault: { kind: 'lost-reply' }, times: 1 });
    expect(await comments(host).keep(1, MARKER, 'One.')).toBe('created');

    host.faults.add({ method: 'PATCH', matching: /\/comments\//, fault: { kind: 'lost-reply' }, times: 1 });
    expect(await comments(host).keep(1, MARKER, 'Two.')).toBe('updated');
    expect(bodies(host)).toEqual([`41898282 ${MARKER}\nTwo.`]);
  });

  test('where the host fails, that is thrown', async () => {
    const host = await hosted();
    host.faults.add({ method: 'POST', matching: /\/comments\n/, fault: { kind: 'status', status: 502 } });
    await expect(comments(host).keep(1, MARKER, 'One.')).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('a pull request that is not there is said', async () => {
    const host = await hosted();
    await expect(comments(host).keep(99, MARKER, 'One.')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('once', () => {
  test('comments, and never again', async () => {
    const host = await hosted();

    expect(await comments(host).once(1, '<!-- reminder -->', 'Soon.')).toBe('created');
    expect(await comments(host).once(1, '<!-- reminder -->', 'Sooner.')).toBe('there');
    expect(bodies(host)).toEqual(['41898282 <!-- reminder -->\nSoon.']);
  });

  test("somebody else's copy of the marker silences no reminder", async () => {
    const host = await hosted();
    await say(host, 'eve', '<!-- reminder -->\nNothing.');
    expect(await comments(host).once(1, '<!-- reminder -->', 'Soon.')).toBe('created');
  });
});

import { describe, expect, test } from 'vitest';
import { LeaverError } from '../../src/errors.js';
import type { Fault } from '../../src/sandbox/faults.js';
import type { Host } from '../fixtures/hosted.js';
import { gitText } from '../fixtures/hosted-commits.js';
import { add, allLines, git, history, LOG, linesIn, logOf, since, tamper } from './log-world.js';
import { hosted } from './proposing.js';

const LOST: Fault = { kind: 'lost-reply' };
const status = (code: number, message = 'Nope'): Fault => ({ kind: 'status', status: code, body: { message } });
/** The writes of an append, by what their requests look like. */
const WRITES = [
  ['POST git/trees', { method: 'POST', matching: /\/git\/trees\n/ }],
  ['POST git/commits', { method: 'POST', matching: /\/git\/commits\n/ }],
  ['POST git/refs', { method: 'POST', matching: /\/git\/refs\n/ }],
  ['PATCH git/refs', { method: 'PATCH', matching: /\/git\/refs\// }],
] as const;
const REF = { method: 'GET', matching: /\/git\/ref\// } as const;

/** A log that has one line on its branch, but for the write that begins the branch. */
async function begun(write: string) {
  const host = await hosted();
  const log = logOf(host, 'run-1');
  const first = write === 'POST git/refs' ? [] : ['one'];
  if (first.length > 0) await add(log, 'one');
  const { head } = await log.read();
  return { host, log, head, first };
}

async function refused(act: Promise<unknown>): Promise<LeaverError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof LeaverError) return error;
  throw new Error(`not refused: ${String(error)}`);
}

describe.each(WRITES)('at %s', (write, where) => {
  test('when the answer is lost, finds out: the lines are there once', async () => {
    const { host, log, head, first } = await begun(write);
    host.faults.add({ ...where, fault: LOST, times: 1 });
    expect(await log.append(['two'], head)).toMatchObject({ kind: 'done' });
    expect(await allLines(host)).toEqual([...first, 'two']);
    expect(history(host)).toHaveLength(first.length + 1);
  });

  test('when the host fails in passing, goes on', async () => {
    const { host, log, head, first } = await begun(write);
    host.faults.add({ ...where, fault: status(502), times: 2 });
    expect(await log.append(['two'], head)).toMatchObject({ kind: 'done' });
    expect(await allLines(host)).toEqual([...first, 'two']);
  });

  test('when the host fails for good, throws, and the branch is as it was', async () => {
    const { host, log, head, first } = await begun(write);
    host.faults.add({ ...where, fault: status(502) });
    expect((await refused(log.append(['two'], head))).code).toBe('unreachable');
    host.faults.clear();
    expect(linesIn(await log.read())).toEqual(first);
    expect(await add(log, 'three')).toMatchObject({ kind: 'done' });
    expect(await allLines(host)).toEqual([...first, 'three']);
  });

  test('law 9: when the run is killed after it, the next one finds the log whole and goes on', async () => {
    const { host, log, head, first } = await begun(write);
    host.faults.add({ ...where, fault: LOST });
    // Nothing answers this run any more.
    host.faults.add({ fault: { kind: 'reset' }, skip: WRITES.findIndex(([name]) => name === write) > 1 ? 2 : 1 });
    await refused(log.append(['two'], head));
    host.faults.clear();
    const kept = write.endsWith('refs') ? ['two'] : [];
    expect(await allLines(host)).toEqual([...first, ...kept]);
    expect(await add(logOf(host, 'run-2'), 'three')).toMatchObject({ kind: 'done' });
    expect(await allLines(host)).toEqual([...first, ...kept, 'three']);
    // Where it can ask again, the same run finds its lines, too.
    expect(linesIn(await log.read())).toEqual([...first, ...kept, 'three']);
  });

  test.each([403, 404])('when GitHub answers %i, names the permission', async (code) => {
    const { host, log, head } = await begun(write);
    host.faults.add({ ...where, fault: status(code) });
    const { code: kind, mend } = await refused(log.append(['two'], head));
    expect([kind, mend]).toEqual(['forbidden', 'Give the job `contents: write`.']);
  });
});

describe('what the host refuses', () => {
  test('a credential that may only read is told which permission it lacks', async () => {
    const lacks = ['contents:write'] as const;
    const host = await hosted({ credentials: [{ token: 'reads', kind: 'user', login: 'kimcho', lacks }] });
    const log = logOf(host, 'run-1', LOG, { GITHUB_TOKEN: 'reads' });
    expect((await log.read()).head).toBeNull();
    expect((await refused(log.append(['one'], null))).mend).toMatch(/contents: write/);
  });

  test('when a rule of the branch forbids it, says what GitHub says, and tries no more', async () => {
    const { host, log, head } = await begun('PATCH git/refs');
    const before = host.requests.length;
    host.faults.add({ method: 'PATCH', fault: status(422, 'Repository rule violations found') });
    const { code, message } = await refused(log.append(['two'], head));
    expect([code, message]).toEqual(['journal', expect.stringContaining('Repository rule violations found')]);
    expect(since(host, before).filter((one) => one.startsWith('PATCH'))).toHaveLength(1);
  });

  test('when another writer is at it at this moment, tries again', async () => {
    const { host, log, head } = await begun('PATCH git/refs');
    host.faults.add({ method: 'PATCH', fault: status(422, 'Reference cannot be updated'), times: 2 });
    expect(await log.append(['two'], head)).toMatchObject({ kind: 'done' });
  });

  test('when it does not know yet what it made itself, tries again', async () => {
    const { host, log, head } = await begun('PATCH git/refs');
    const fault = status(422, 'Tree SHA does not exist');
    host.faults.add({ method: 'POST', matching: /\/git\/commits\n/, fault, times: 1 });
    expect(await log.append(['two'], head)).toMatchObject({ kind: 'done' });
  });
});

test('when the answer is lost and another writer goes on from there, says that it moved, and the lines are there', async () => {
  const { host, log, head } = await begun('PATCH git/refs');
  host.faults.add({ method: 'PATCH', fault: LOST, times: 1 });
  host.faults.add({ ...REF, fault: { kind: 'latency', milliseconds: 1_000 }, times: 1 });
  const appending = log.append(['two'], head);
  while (history(host).length < 2) await new Promise((done) => setTimeout(done, 20));
  tamper(host, { 'journal/2026/11/run-2-1.jsonl': 'other\n' });

  expect(await appending).toEqual({ kind: 'moved' });
  expect(linesIn(await log.read())).toEqual(['one', 'two', 'other']);
});

describe('law 1: no branch is not what a credential can not see', () => {
  test.each<[string, Record<string, string>]>([
    ['another repository', { GITHUB_REPOSITORY: 'acme/other' }],
    ['a repository whose contents are closed to it', { GITHUB_TOKEN: 'blind' }],
  ])('when it is %s, the read is refused', async (_, environment) => {
    const host = await hosted({
      credentials: [{ token: 'blind', kind: 'user', login: 'kimcho', lacks: ['contents'] }],
    });
    const { code, mend } = await refused(logOf(host, 'run-1', LOG, environment).read());
    expect([code, mend]).toEqual(['forbidden', expect.stringMatching(/./)]);
  });

  test('when it answers 404 to all of it, the read is refused', async () => {
    const host = await hosted();
    host.faults.add({ method: 'GET', fault: status(404) });
    const body = { data: { repository: null }, errors: [{ type: 'NOT_FOUND', path: ['repository'], message: 'No' }] };
    host.faults.add({ method: 'POST', fault: { kind: 'status', status: 200, body } });
    expect((await refused(logOf(host, 'run-1').read())).code).toBe('forbidden');
  });

  test('when only the first answer misses the branch, the log is read', async () => {
    const { host } = await begun('PATCH git/refs');
    host.faults.add({ ...REF, fault: status(404), times: 1 });
    expect(await allLines(host)).toEqual(['one']);
  });
});

describe('a branch that somebody changed', () => {
  const LINE = { 'journal/2026/11/a-1.jsonl': 'a\n' };

  /** The tree of the branch with one more entry of any mode. */
  function withEntry(host: Host, mode: string, path: string): void {
    tamper(host, LINE);
    const blob = git(host, 'rev-parse', `${LOG}:journal/2026/11/a-1.jsonl`);
    const oid = mode === '160000' ? git(host, 'rev-parse', 'main') : blob;
    gitText(host.bare, ['read-tree', LOG]);
    gitText(host.bare, ['update-index', '--index-info'], `${mode} ${oid}\t${path}\n`);
    const person = ['-c', 'user.name=Mallory', '-c', 'user.email=mallory@acme.example'];
    const commit = git(host, ...person, 'commit-tree', git(host, 'write-tree'), '-m', 'x', '-p', LOG);
    git(host, 'update-ref', `refs/heads/${LOG}`, commit);
  }

  test.each([
    ['100644', 'README.md'],
    ['100644', 'journal/a-1.jsonl'],
    ['100644', 'journal/2026/11/a-0.jsonl'],
    ['100644', 'journal/2026/11/a-1.json'],
    ['100755', 'journal/2026/11/b-1.jsonl'],
    ['120000', 'journal/2026/11/b-1.jsonl'],
    ['160000', 'journal/2026/11/b-1.jsonl'],
    ['100644', 'journal/2026/11/b-1.jsonl/c-1.jsonl'],
  ])('when it holds %s %s, names that and reads nothing', async (mode, path) => {
    const host = await hosted();
    withEntry(host, mode, path);
    const { code, message, mend } = await refused(logOf(host, 'run-1').read());
    expect(code).toBe('journal');
    expect(path.startsWith(message.split(': ').at(-1) ?? '-')).toBe(true);
    expect(mend).toMatch(/^Bring the branch back/);
  });

  test.each<[string, string | Buffer]>([
    ['does not end with a whole line', 'half a line'],
    ['does not end with a whole line', ''],
    ['is longer than Leaver writes', 'x'.repeat(2 * 1024 * 1024 + 1)],
  ])('when a file %s, names it', async (what, text) => {
    const host = await hosted();
    tamper(host, { ...LINE, 'journal/2026/11/b-1.jsonl': String(text) });
    expect(await refused(logOf(host, 'run-1').read())).toMatchObject({
      code: 'journal',
      message: `journal/2026/11/b-1.jsonl on the branch ${LOG} ${what}`,
    });
  });

  test('when all files were taken away, that is no empty log', async () => {
    const host = await hosted();
    tamper(host, LINE);
    tamper(host, { 'journal/2026/11/a-1.jsonl': null });
    expect((await refused(logOf(host, 'run-1').read())).code).toBe('journal');
  });

  test('when the host does not list it whole, is not read', async () => {
    const { host } = await begun('PATCH git/refs');
    const body = { sha: 'x', tree: [], truncated: true };
    host.faults.add({ method: 'GET', matching: /\/git\/trees\//, fault: { kind: 'status', status: 200, body } });
    expect((await refused(logOf(host, 'run-2').read())).code).toBe('journal');
  });

  test('when the host gives other bytes than it names, asks elsewhere, and believes no others', async () => {
    const { host } = await begun('PATCH git/refs');
    const wrong = { data: { repository: { l0: { __typename: 'Blob', text: 'forged\n', isTruncated: false } } } };
    host.faults.add({ method: 'POST', fault: { kind: 'status', status: 200, body: wrong } });
    expect(await allLines(host)).toEqual(['one']);
    const content = Buffer.from('forged\n').toString('base64');
    host.faults.add({
      method: 'GET',
      matching: /\/git\/blobs\//,
      fault: { kind: 'status', status: 200, body: { content } },
    });
    expect((await refused(logOf(host, 'run-2').read())).code).toBe('unreachable');
  });
});

describe('a branch that this run has seen', () => {
  test.each<[string, (host: Host, first: string) => void]>([
    ['is gone', (host) => git(host, 'update-ref', '-d', `refs/heads/${LOG}`)],
    ['was pushed back by force', (host, first) => git(host, 'update-ref', `refs/heads/${LOG}`, first)],
    [
      'lost a file',
      (host) => tamper(host, { 'journal/2026/11/log-1.jsonl': null, 'journal/2026/11/a-1.jsonl': 'x\n' }),
    ],
    ['lost a line', (host) => tamper(host, { 'journal/2026/11/log-1.jsonl': 'one\n' })],
    ['has another line', (host) => tamper(host, { 'journal/2026/11/log-1.jsonl': 'one\nTWO\nthree\n' })],
    [
      'was begun anew',
      (host) => {
        git(host, 'update-ref', '-d', `refs/heads/${LOG}`);
        tamper(host, { 'journal/2026/11/run-2-1.jsonl': 'x\n' });
      },
    ],
  ])('when it %s, is not read any more, and nothing is added', async (_, change) => {
    const { host, log, head } = await begun('PATCH git/refs');
    await log.append(['two'], head);
    const seen = git(host, 'rev-parse', LOG);
    change(host, head?.commit ?? '');
    const after = git(host, 'for-each-ref', 'refs/heads');

    const { code, mend } = await refused(log.read());
    expect([code, mend]).toEqual(['journal', expect.stringContaining(seen)]);
    expect((await refused(log.read())).code).toBe('journal');
    expect(git(host, 'for-each-ref', 'refs/heads')).toBe(after);
  });

  test('when it is gone between read and append, nothing begins it anew', async () => {
    const { host, log, head } = await begun('PATCH git/refs');
    git(host, 'update-ref', '-d', `refs/heads/${LOG}`);
    expect(await log.append(['two'], head)).toEqual({ kind: 'moved' });
    expect(git(host, 'for-each-ref', `refs/heads/${LOG}`)).toBe('');
  });

  test('when the host answers from a copy that is behind, is looked at again', async () => {
    const { host, log, head } = await begun('PATCH git/refs');
    await log.append(['two'], head);
    const object = { type: 'commit', sha: head?.commit, url: 'x' };
    host.faults.add({ ...REF, fault: { kind: 'status', status: 200, body: { object } }, times: 2 });
    expect(linesIn(await log.read())).toEqual(['one', 'two']);
  });
});

import { describe, expect, test } from 'vitest';
import { add, allLines, git, history, LOG, linesIn, logOf, since, tamper } from './log-world.js';
import { hosted } from './proposing.js';

const APPEND = ['POST git/trees', 'POST git/commits', 'PATCH git/refs'];

describe('append', () => {
  test('when there is no branch yet, begins one that has nothing in common with any other', async () => {
    const host = await hosted();
    const log = logOf(host, 'run-1');

    expect(await log.read()).toEqual({ head: null, files: [] });
    const before = host.requests.length;
    expect(await log.append(['one'], null)).toMatchObject({ kind: 'done' });

    expect(since(host, before)).toEqual(['POST git/trees', 'POST git/commits', 'POST git/refs']);
    expect(history(host)).toEqual([[git(host, 'rev-parse', LOG)]]);
    expect(git(host, 'ls-tree', '-r', '--name-only', LOG)).toBe('journal/2026/11/log-1.jsonl');
    expect(git(host, 'log', '--format=%B', LOG)).toBe('leaver: 1 event of run run-1');
    expect(await allLines(host)).toEqual(['one']);
  });

  test('takes three writes from then on, and returns where the branch ends for the next', async () => {
    const host = await hosted();
    const log = logOf(host, 'run-1');
    const first = await add(log, 'one');
    const before = host.requests.length;

    const second = first.kind === 'done' ? await log.append(['two', 'three'], first.head) : first;
    const third = second.kind === 'done' ? await log.append(['four'], second.head) : second;

    expect(since(host, before)).toEqual([...APPEND, ...APPEND]);
    expect(third).toMatchObject({
      kind: 'done',
      head: { commit: git(host, 'rev-parse', LOG), tree: git(host, 'rev-parse', `${LOG}^{tree}`) },
    });
    expect(await allLines(host)).toEqual(['one', 'two', 'three', 'four']);
    expect(linesIn(await log.read())).toEqual(['one', 'two', 'three', 'four']);
  });

  test('when it was read anew, knows the tree that it goes on top of without asking', async () => {
    const host = await hosted();
    await add(logOf(host, 'run-1'), 'one');
    const { head } = await logOf(host, 'run-2').read();
    expect(head?.tree).toBe(git(host, 'rev-parse', `${LOG}^{tree}`));
  });

  test('when another writer was faster, writes nothing and says so', async () => {
    const host = await hosted();
    const [one, other] = [logOf(host, 'run-1'), logOf(host, 'run-2')];
    await add(one, 'a');
    const { head } = await other.read();
    await add(one, 'b');
    const tip = git(host, 'rev-parse', LOG);

    expect(await other.append(['c'], head)).toEqual({ kind: 'moved' });
    expect(git(host, 'rev-parse', LOG)).toBe(tip);
    expect(await add(other, 'c')).toMatchObject({ kind: 'done' });

    expect(await allLines(host)).toEqual(['a', 'b', 'c']);
    expect(history(host).map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  test('when two begin the branch at once, one of them does', async () => {
    const host = await hosted();
    const logs = [logOf(host, 'run-1'), logOf(host, 'run-2')];
    for (const log of logs) await log.read();
    const kinds = await Promise.all(logs.map(async (log, index) => (await log.append([`${index}`], null)).kind));
    expect(kinds.sort()).toEqual(['done', 'moved']);
    expect(await allLines(host)).toHaveLength(1);
  });

  test('when it was not read before, writes nothing on top of what it does not know', async () => {
    const host = await hosted();
    await add(logOf(host, 'run-1'), 'a');
    const { head } = await logOf(host, 'run-2').read();
    expect(await logOf(host, 'run-3').append(['b'], head)).toEqual({ kind: 'moved' });
    expect(await allLines(host)).toEqual(['a']);
  });

  test('when a writer of this name was there before, goes on in its file and loses nothing of it', async () => {
    const host = await hosted();
    await add(logOf(host, 'run-1'), 'a');
    await add(logOf(host, 'run-1'), 'b');
    expect(await logOf(host, 'run-2').read()).toMatchObject({
      files: [{ path: 'journal/2026/11/log-1.jsonl', lines: ['a', 'b'] }],
    });
  });

  test('keeps any text as it is', async () => {
    const host = await hosted();
    const lines = ['', '"quoted" \\ \u2028\u2029 \u0000', 'Zoë 😀 \u202e', '::error::x', '$`{{ x }}`', '\ufeffbom'];
    await add(logOf(host, 'run-1'), ...lines);
    expect(await allLines(host)).toEqual(lines);
  });

  test('of what is no line, or of nothing, is refused before anything is asked', async () => {
    const host = await hosted();
    for (const lines of [[], ['a\nb'], ['a\r'], ['ok', '\ud83d']]) {
      await expect(logOf(host, 'run-1').append(lines, null)).rejects.toMatchObject({ code: 'internal' });
    }
    expect(host.requests).toEqual([]);
  });
});

describe('parts', () => {
  const LINE = 'x'.repeat(21_999);

  test('when a file is long enough, begins another, so that an append never sends the whole log again', async () => {
    const host = await hosted();
    const log = logOf(host, 'run-1');
    for (let count = 0; count < 7; count += 1) await add(log, LINE);
    expect(
      git(host, 'ls-tree', '-r', '-l', LOG)
        .split('\n')
        .map((line) => line.split(/\s+/).slice(3)),
    ).toEqual([
      ['66000', 'journal/2026/11/log-1.jsonl'],
      ['66000', 'journal/2026/11/log-2.jsonl'],
      ['22000', 'journal/2026/11/log-3.jsonl'],
    ]);
  });

  test('when much is added at once, spreads it, in one commit', async () => {
    const host = await hosted();
    const lines = Array.from({ length: 100 }, (_, index) => `${index} ${LINE}`);
    await add(logOf(host, 'run-1'), ...lines);
    const state = await logOf(host, 'run-2').read();
    const parts = state.files.map(({ path, lines: of }) => [Number(/-(\d+)\.jsonl$/.exec(path)?.[1]), of] as const);
    parts.sort(([one], [other]) => one - other);
    expect(parts.flatMap(([, of]) => of)).toEqual(lines);
    expect(Math.max(...parts.map(([, of]) => of.length))).toBe(3);
    expect(history(host)).toHaveLength(1);
  });

  test('when the month ends, goes on in the file, and puts the next one into the new month', async () => {
    const host = await hosted();
    const log = logOf(host, 'run-1');
    await add(log, LINE);
    host.at('2026-12-01T00:00:00Z');
    for (let count = 0; count < 3; count += 1) await add(log, LINE);
    expect((await log.read()).files.map(({ path, lines }) => [path, lines.length])).toEqual([
      ['journal/2026/11/log-1.jsonl', 3],
      ['journal/2026/12/log-2.jsonl', 1],
    ]);
  });
});

describe('names', () => {
  test('that could lead to another file or branch are refused', async () => {
    const host = await hosted();
    for (const writer of ['', '../x', 'a/b', 'a.b', '-a', 'a--b', 'a ', 'é', 'x'.repeat(201)]) {
      expect(() => logOf(host, writer), writer).toThrow(/can't name a writer/);
    }
    for (const branch of ['main', 'leaver', 'leaver/../main', 'leaver/a/b', 'refs/heads/leaver/x', 'Leaver/x', '']) {
      expect(() => logOf(host, 'run-1', branch), branch).toThrow(/is no branch for a log/);
    }
  });

  test('writers share files, so that many small runs are few files to read', async () => {
    const host = await hosted();
    for (const writer of ['run', 'run-1', 'run', 'run-2']) await add(logOf(host, writer), `of ${writer}`);
    expect((await logOf(host, 'x').read()).files).toEqual([
      { path: 'journal/2026/11/log-1.jsonl', lines: ['of run', 'of run-1', 'of run', 'of run-2'] },
    ]);
    expect(git(host, 'log', '--format=%s', LOG).split('\n')).toEqual(
      ['run-2', 'run', 'run-1', 'run'].map((writer) => `leaver: 1 event of run ${writer}`),
    );
  });
});

describe('how many requests a read takes', () => {
  /** A journal of so many runs, each with a file. */
  const runs = (count: number, text = '{"a":1}\n') =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `journal/2026/${index % 2 ? '10' : '11'}/r${index}-1.jsonl`,
        `${index}${text}`,
      ]),
    );

  test('twelve for a thousand runs, one where nothing changed, three where one run wrote', async () => {
    const host = await hosted();
    tamper(host, runs(1000));
    const log = logOf(host, 'run-1');

    const first = await log.read();
    expect(linesIn(first)).toHaveLength(1000);
    expect(host.requests).toHaveLength(12);
    expect(new Set(since(host, 0))).toEqual(new Set(['GET git/ref', 'GET git/trees', 'POST /graphql']));

    expect(await log.read()).toBe(first);
    expect(host.requests).toHaveLength(13);

    await add(logOf(host, 'other'), 'x');
    const before = host.requests.length;
    const second = await log.read();
    expect(since(host, before)).toEqual(['GET git/ref', 'GET git/trees', 'POST /graphql']);
    // What has not changed is the same value.
    expect(second.files.filter((file) => first.files.includes(file))).toHaveLength(1000);
  });

  test('one for each megabyte, where files are long', async () => {
    const host = await hosted();
    tamper(host, runs(50, `${'y'.repeat(99_000)}\n`));
    expect(linesIn(await logOf(host, 'run-1').read())).toHaveLength(50);
    expect(host.requests).toHaveLength(2 + 5);
  });

  test('two more for the longest file that there may be', async () => {
    const host = await hosted();
    const longest = `${'x'.repeat(2 * 1024 * 1024 - 1)}\n`;
    tamper(host, { 'journal/2026/11/a-1.jsonl': longest });
    expect(linesIn(await logOf(host, 'run-1').read())).toEqual([longest.trimEnd()]);
    await expect(add(logOf(host, 'run-1'), longest.trimEnd(), 'x'.repeat(2 * 1024 * 1024))).rejects.toMatchObject({
      code: 'journal',
    });
  });

  test('one more for each file that GraphQL does not give whole', async () => {
    const host = await hosted();
    tamper(host, {
      'journal/2026/11/a-1.jsonl': `${'é'.repeat(300_000)}\n`,
      'journal/2026/11/b-1.jsonl': 'nul \u0000\n',
      'journal/2026/11/c-1.jsonl': 'c\n',
    });
    expect(linesIn(await logOf(host, 'run-1').read())).toEqual(['é'.repeat(300_000), 'nul \u0000', 'c']);
    expect(since(host, 0).slice(2).sort()).toEqual(['GET git/blobs', 'GET git/blobs', 'POST /graphql']);
  });

  test('when GitHub gives up on a hundred files at once, asks for fewer', async () => {
    const host = await hosted();
    tamper(host, runs(100));
    const body = { errors: [{ message: 'Something went wrong while executing your query.' }] };
    host.faults.add({ method: 'POST', matching: /l99: object/, fault: { kind: 'status', status: 200, body } });
    expect(linesIn(await logOf(host, 'run-1').read())).toHaveLength(100);
  });
});

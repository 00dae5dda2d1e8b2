import { describe, expect, test } from 'vitest';
import { GENESIS } from '../../src/audit/chain.js';
import { verifyLog } from '../../src/audit/verify.js';
import { forgedLine, linesOf } from '../fixtures/log-lines.js';
import { git, history, LOG, since, tamper } from '../host/log-world.js';
import { hosted } from '../host/proposing.js';
import { begun, ended, ID, intent, journal, journalOf, outcome, refused, told } from './branch-world.js';

const FILE = 'journal/2026/11/log-1.jsonl';

describe('append', () => {
  test('when nothing was written yet, there are no events', async () => {
    const host = await hosted();
    expect(await journalOf(host, 'run-1').read()).toEqual([]);
  });

  test('law 9: an intent is at the host when it returns, with what came before it, in one commit', async () => {
    const host = await hosted();
    const run = journalOf(host, 'run-1');
    await run.append(begun);
    await run.append({ type: 'evidence', revocation: ID, record: { team: 'backend' } });
    expect(host.requests).toEqual([]);
    await run.append(intent(1));

    expect(await journal(host)).toEqual(['1 run-1 begun', '2 run-1 evidence', '3 run-1 intent 1']);
    expect(history(host)).toHaveLength(1);
  });

  test('takes three requests an intent from then on: an outcome goes with what follows it', async () => {
    const host = await hosted();
    const run = journalOf(host, 'run-1');
    await run.append(intent(1));
    const before = host.requests.length;
    for (const event of [outcome(1), intent(2), outcome(2), ended]) await run.append(event);

    expect(since(host, before)).toEqual(Array(2).fill(['POST git/trees', 'POST git/commits', 'PATCH git/refs']).flat());
    expect(await journal(host)).toEqual([
      '1 run-1 intent 1',
      '2 run-1 outcome 1',
      '3 run-1 intent 2',
      '4 run-1 outcome 2',
      '5 run-1 ended',
    ]);
  });

  test('when many systems append at once, a few commits keep it all', async () => {
    const host = await hosted();
    const run = journalOf(host, 'run-1');
    await Promise.all(Array.from({ length: 30 }, (_, step) => run.append(intent(step))));
    expect(history(host)).toHaveLength(1);
    expect((await journalOf(host, 'reader').read()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
  });

  test('keeps any text, in ASCII', async () => {
    const host = await hosted();
    const record = { text: 'Zoë\u2028\u2029😀\n\r"\\\u0000\u202e\ud83d', ['__proto__']: 'x', list: ['::error::'] };
    await journalOf(host, 'run-1').append({ type: 'evidence', revocation: ID, record });
    const run = journalOf(host, 'run-1');
    await run.append({ type: 'evidence', revocation: ID, record });
    await run.append(intent(1, '$(x)`|`</script>'));

    expect(git(host, 'show', `${LOG}:${FILE}`)).toMatch(/^[\n\x20-\x7e]*$/);
    expect(await journalOf(host, 'reader').read()).toMatchObject([{ record }, { object: '$(x)`|`</script>' }]);
  });

  test('law 13: a credential in an event is taken out, and an event that breaks by that is not written', async () => {
    const host = await hosted();
    const run = journalOf(host, 'run-1', { redact: (line) => line.replaceAll('hunter2-hunter2', '***') });
    await run.append(intent(1, 'hunter2-hunter2'));
    expect(git(host, 'show', `${LOG}:${FILE}`)).not.toMatch(/hunter2/);
    expect(await run.read()).toMatchObject([{ object: '***' }]);

    const broken = journalOf(host, 'run-2', { redact: (line) => line.replaceAll('leaver.reminder.sent', '***') });
    const reminder = { type: 'reminded', revocation: null, key: 'a', pullRequest: null } as const;
    expect((await refused(broken.append(reminder))).code).toBe('journal');
    expect(await journal(host)).toEqual(['1 run-1 intent 1']);
  });
});

test('two runs at once, two hundred events each: none is lost, no number is missing, nothing is ever merged', async () => {
  const host = await hosted();
  const runs = ['run-1', 'run-2'].map((name) => journalOf(host, name, { random: Math.random }));
  const systems = (run: (typeof runs)[number]) =>
    Array.from({ length: 20 }, async (_, system) => {
      for (let step = 1; step <= 10; step += 1) await run.append(intent(step, `system-${system}`));
    });
  await Promise.all(runs.flatMap(systems));

  const events = await journalOf(host, 'reader').read();
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
  for (const run of ['run-1', 'run-2']) {
    for (let system = 0; system < 20; system += 1) {
      const own = events.filter(
        (event) => event.run === run && 'object' in event && event.object === `system-${system}`,
      );
      expect(own.map((event) => ('step' in event ? event.step : 0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  }
  const commits = history(host);
  expect(commits.slice(0, -1).every(([, ...parents]) => parents.length === 1)).toBe(true);
  expect(commits.at(-1)).toHaveLength(1);
  // One valid chain, by its own lines and by what each commit says of where the log then ended.
  const reader = journalOf(host, 'reader');
  const marks = await reader.checkpoints();
  expect(marks).toHaveLength(commits.length);
  expect(await verifyLog(reader.lines(), marks)).toMatchObject({ events: 400, tamperings: [] });
  // One for each round of a run's systems, and no more.
  expect(commits.length).toBeLessThanOrEqual(44);
}, 120_000);

const RELEASED = { type: 'released', revocation: null } as const;

describe('a branch that somebody changed', () => {
  const all = linesOf(Array.from({ length: 3 }, () => ({ event: RELEASED, run: 'run-2' })));
  const line = (seq: number) => all[seq - 1] ?? '';
  const elsewhere = forgedLine({ seq: 1, hash: GENESIS }, 'released', { revocation: null });

  test.each([
    ['a line is no event', `${line(1)}\n{"seq":2}\n`, 'journal/2026/11/run-2-1.jsonl:2 is not an event of the journal'],
    ['a line is empty', `${line(1)}\n\n`, 'journal/2026/11/run-2-1.jsonl:2 is not an event of the journal'],
    [
      'an event was changed',
      `${line(1)}\n${line(2).replace('kim-cho', 'sam-lee')}\n`,
      'journal/2026/11/run-2-1.jsonl:2 is not an event of the journal',
    ],
    ['a number is missing', `${line(1)}\n${line(3)}\n`, 'the journal has no event 2, or one twice'],
    ['a number stands twice', `${line(1)}\n${line(1)}\n`, 'the journal has no event 2, or one twice'],
    ['the first is not the first', `${line(2)}\n`, 'the journal has no event 1, or one twice'],
    ['one was put in anew', `${line(1)}\n${elsewhere}\n`, 'event 2 does not follow the one before it'],
  ])('when %s, says where, and nothing may be done', async (_, text, message) => {
    const host = await hosted();
    tamper(host, { 'journal/2026/11/run-2-1.jsonl': text });
    const tip = git(host, 'rev-parse', LOG);
    const error = await refused(journalOf(host, 'run-1').read());
    expect([error.code, error.message]).toEqual(['journal', `${message}, on the branch ${LOG}`]);
    for (const act of [() => journalOf(host, 'run-1').append(intent(1)), () => journalOf(host, 'run-1').lease()]) {
      expect((await refused(act())).code).toBe('journal');
    }
    expect(git(host, 'rev-parse', LOG)).toBe(tip);
  });

  test('when it is gone, or pushed back, a run that has seen it longer does not begin it anew', async () => {
    for (const back of [false, true]) {
      const host = await hosted();
      const run = journalOf(host, 'run-1');
      await run.append(intent(1));
      const first = git(host, 'rev-parse', LOG);
      await run.append(intent(2));
      git(host, 'update-ref', ...(back ? [`refs/heads/${LOG}`, first] : ['-d', `refs/heads/${LOG}`]));
      if (back) tamper(host, { 'journal/2026/11/run-2-1.jsonl': `${line(2)}\n` });
      const after = git(host, 'for-each-ref', 'refs/heads');

      expect((await refused(run.append(intent(3)))).code).toBe('journal');
      expect((await refused(run.read())).code).toBe('journal');
      expect(git(host, 'for-each-ref', 'refs/heads')).toBe(after);
    }
  });
});

describe('lease', () => {
  test('when nobody holds it, is taken, and given back for the next', async () => {
    const host = await hosted();
    const lease = await journalOf(host, 'run-1').lease();
    if (lease.kind !== 'held') throw new Error('not held');
    await lease.release();
    expect(await journalOf(host, 'run-2').lease()).toMatchObject({ kind: 'held' });
    expect(await journal(host)).toEqual(['1 run-1 leased', '2 run-1 released', '3 run-2 leased']);
  });

  test('while a run acts, another is told who does and until when, and writes nothing', async () => {
    const host = await hosted();
    const run = journalOf(host, 'run-1');
    await run.lease();
    host.at('2026-11-23T09:10:00Z');
    await run.append(intent(1));
    host.at('2026-11-23T09:20:00Z');

    expect(await journalOf(host, 'run-2').lease()).toEqual({
      kind: 'busy',
      holder: { run: 'run-1', since: '2026-11-23T09:00:00Z', until: '2026-11-23T09:25:00Z' },
    });
    expect(await journal(host)).toEqual(['1 run-1 leased', '2 run-1 intent 1']);
  });

  test('when its holder gave no sign of life, is taken over, and that one writes no more', async () => {
    const host = await hosted();
    const killed = journalOf(host, 'run-1');
    const held = await killed.lease();
    host.at('2026-11-23T09:15:00Z');
    const next = journalOf(host, 'run-2');
    expect(await next.lease()).toMatchObject({ kind: 'held' });
    expect(await next.read()).toMatchObject([{}, { type: 'leased', over: 'run-1' }]);

    const error = await refused(killed.append(intent(1)));
    expect([error.code, error.message]).toEqual(['journal', expect.stringMatching(/^the run run-2 has taken over/)]);
    expect((await refused(killed.append(intent(2)))).code).toBe('journal');
    if (held.kind === 'held') await held.release();
    await next.append(intent(3));
    expect(await journal(host)).toEqual(['1 run-1 leased', '2 run-2 leased', '3 run-2 intent 3']);
  });

  test('when it was taken over and given back, the first holder still may not act', async () => {
    const host = await hosted();
    const slow = journalOf(host, 'run-1');
    await slow.lease();
    host.at('2026-11-23T10:00:00Z');
    const next = await journalOf(host, 'run-2').lease();
    if (next.kind === 'held') await next.release();
    expect((await refused(slow.append(intent(1)))).code).toBe('journal');
  });

  test('when it is stale and its holder wakes before another comes, goes on', async () => {
    const host = await hosted();
    const slow = journalOf(host, 'run-1');
    await slow.lease();
    host.at('2026-11-23T10:00:00Z');
    await slow.append(intent(1));
    expect(await journalOf(host, 'run-2').lease()).toMatchObject({ kind: 'busy', holder: { run: 'run-1' } });
  });

  test.each([['never held'], ['stale']])('when it is %s and several take it at once, one holds it', async (when) => {
    const host = await hosted();
    if (when === 'stale') await journalOf(host, 'run-0').lease();
    host.at('2026-11-23T10:00:00Z');
    const leases = await Promise.all(['run-1', 'run-2', 'run-3'].map((run) => journalOf(host, run).lease()));
    expect(leases.map(({ kind }) => kind).sort()).toEqual(['busy', 'busy', 'held']);
    expect((await journal(host)).filter((event) => event.endsWith(' leased'))).toHaveLength(when === 'stale' ? 2 : 1);
  });

  test('when the host fails as it is given back, ends all the same', async () => {
    const host = await hosted();
    const run = journalOf(host, 'run-1');
    const lease = await run.lease();
    await run.append(outcome(1));
    host.faults.add({ fault: { kind: 'status', status: 502 } });
    if (lease.kind === 'held') await lease.release();
    host.faults.clear();
    expect(told(await run.read())).toEqual(['1 run-1 leased']);
  });
});

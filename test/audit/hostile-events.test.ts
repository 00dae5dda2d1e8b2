/** What somebody else chose must not keep others' events out of the journal, nor make it unreadable. */
import { describe, expect, test } from 'vitest';
import { START } from '../../src/audit/chain.js';
import { branchJournal, fileJournal, JOURNAL, type NewEvent } from '../../src/audit/journal.js';
import { nodeMachine } from '../../src/ports/node.js';
import { redactor } from '../../src/ports/secrets.js';
import { DUE } from '../fixtures/events.js';
import { forgedLine, linesOf, type Written } from '../fixtures/log-lines.js';
import { origin } from '../fixtures/origin.js';
import { clockAt, diskWith, NOW, target } from './world.js';

const redact = redactor({});
const SECRET = 'plantedPLANTEDplantedPLANTEDplanted/+012';
/** IAM's console keeps the description of an access key as a tag that is named after the key. */
const TAGGED: NewEvent = { type: 'evidence', revocation: 'a', record: { tags: { AKIAPLANTEDPLANTED01: SECRET } } };
const ENDLESS: NewEvent = { type: 'evidence', revocation: 'a', record: { held: 'x'.repeat(1_600_000) } };

function begun(revocation: string): NewEvent {
  return { type: 'begun', revocation, ...target(revocation), ...DUE };
}

function intent(revocation: string): NewEvent {
  return { type: 'intent', revocation, step: 1, action: 'remove membership', object: 'acme' };
}

function onBranch(before: readonly Written[] = []) {
  const lines = linesOf(before);
  let commits = before.length === 0 ? 0 : 1;
  const head = () => (commits === 0 ? null : { commit: `c${commits}`, tree: 't' });
  const journal = branchJournal({
    origin,
    open: async () => ({
      marks: async () => [],
      read: async () => ({ head: head(), files: commits === 0 ? [] : [{ path: 'journal/2026/11/r-1.jsonl', lines }] }),
      append: async (added) => {
        lines.push(...added);
        commits += 1;
        return { kind: 'done', head: { commit: `c${commits}`, tree: 't' } };
      },
    }),
    clock: clockAt(NOW),
    random: () => 0,
    run: 'r1',
    redact,
  });
  return { journal, lines };
}

function inFile(text = '') {
  const files = diskWith(text === '' ? {} : { [JOURNAL]: text });
  const journal = fileJournal({ origin, files, clock: clockAt(NOW), machine: nodeMachine, run: 'r1', redact });
  return { journal, files };
}

const PLACES = [
  ['on a branch', () => onBranch().journal],
  ['in a file', () => inFile().journal],
] as const;

describe.each(PLACES)('%s', (_, open) => {
  test('a tag that reads like a key with its secret loses the secret, and is recorded', async () => {
    const journal = open();
    for (const event of [begun('a'), TAGGED, intent('a')]) await journal.append(event);

    const events = await journal.read();
    expect(events.map(({ type }) => type)).toEqual(['begun', 'evidence', 'intent']);
    expect(JSON.stringify(events)).not.toContain(SECRET);
  });

  test('an event that is too long fails by itself, and nobody after it', async () => {
    const journal = open();
    await journal.append(begun('a'));
    await expect(journal.append(ENDLESS)).rejects.toMatchObject({ code: 'journal' });
    for (const event of [begun('b'), intent('b')]) await journal.append(event);

    expect((await journal.read()).map(({ type }) => type)).toEqual(['begun', 'begun', 'intent']);
  });

  test('an event that can not be recorded without its credentials fails by itself, and nobody after it', async () => {
    const broken = { type: 'mended', revocation: null, lost: 'ghp_PLANTEDPLANTEDPLANTEDPLANTEDPLANT01' } as never;
    const journal = open();
    await expect(journal.append(broken)).rejects.toMatchObject({ code: 'journal' });
    await journal.append(begun('b'));
    await journal.append(intent('b'));

    expect((await journal.read()).map(({ type }) => type)).toEqual(['begun', 'intent']);
  });
});

const LEASED: NewEvent = { type: 'leased', revocation: null, over: null };

test('a lease whose last sign lies years ahead is not believed, and its run is kept out', async () => {
  const { journal, lines } = onBranch([{ event: LEASED, run: 'r9', at: '2031-01-01T00:00:00Z' }]);

  expect(await journal.lease()).toMatchObject({ kind: 'held' });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    type: 'leaver.lease.taken',
    run: 'r1',
    data: { over: 'r9' },
  });
});

test('a lease of a run whose clock is a little ahead is believed', async () => {
  const leased = { event: LEASED, run: 'r9', at: '2026-11-23T09:04:00Z' };
  expect(await onBranch([leased]).journal.lease()).toMatchObject({ kind: 'busy' });
});

test.each<[string, object]>([
  ['whose e-mail is none', { email: undefined }],
  ['that is suspended since no time', { suspendedAt: 'long ago' }],
])('an account %s is no event, and is not judged by a later run', async (_, more) => {
  const { account, decision } = target('1');
  const event = { revocation: 'a', decision, account: { ...account, ...more }, ...DUE };
  const line = forgedLine(START, 'begun', event);
  await expect(inFile(`${line}\n`).journal.read()).rejects.toMatchObject({ code: 'journal' });
});

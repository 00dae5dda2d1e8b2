import { expect, test } from 'vitest';
import { branchJournal, fileJournal } from '../../src/audit/journal.js';
import type { Instant } from '../../src/core/time.js';
import { redactedFiles, redactor } from '../../src/ports/secrets.js';
import { nodeMachine } from '../../src/ports/node.js';
import { clockAt, diskWith, NOW, target } from './world.js';

function branch(redact = redactor({})) {
  const committed: string[] = [];
  const journal = branchJournal({
    open: async () => ({
      read: async () => ({ head: null, files: [] }),
      append: async (lines) => {
        for (const l of lines) if (l.length > 2 * 1024 * 1024) throw new Error('too long');
        committed.push(...lines);
        return { kind: 'done', head: { commit: 'c', tree: 't' } };
      },
    }),
    clock: clockAt(NOW), random: () => 0, run: 'r1', redact,
  });
  return { journal, committed };
}
const tags = { tags: { AKIAABCDEFGHIJKLMNOP: 'a'.repeat(40) } };
const step = (revocation: string) => ({ type: 'intent', revocation, step: 1, action: 'x', object: 'y' }) as const;

test('poison by tag on branch', async () => {
  const { journal, committed } = branch();
  const seen: string[] = [];
  const tell = (p: Promise<unknown>) => p.then(() => seen.push('ok'), (e) => seen.push(String(e.message)));
  await tell(journal.append({ type: 'begun', revocation: 'a', ...target('1') }));
  await tell(journal.append({ type: 'evidence', revocation: 'a', record: tags }));
  await tell(journal.append(step('a')));
  await tell(journal.append({ type: 'begun', revocation: 'b', ...target('2') }));
  await tell(journal.append(step('b')));
  await tell(journal.append({ type: 'ended', revocation: 'b', ending: 'verified', left: [] }));
  console.log('BRANCH TAG', seen, committed.length);
});
test('poison by length on branch', async () => {
  const { journal, committed } = branch();
  const seen: string[] = [];
  const tell = (p: Promise<unknown>) => p.then(() => seen.push('ok'), (e) => seen.push(String(e.message)));
  await tell(journal.append({ type: 'evidence', revocation: 'a', record: { x: 'y'.repeat(3e6) } }));
  await tell(journal.append(step('a')));
  await tell(journal.append(step('b')));
  console.log('BRANCH LONG', seen, committed.length);
});
test('file', async () => {
  const disk = diskWith({});
  const journal = fileJournal({ files: redactedFiles(disk, redactor({})), clock: clockAt(NOW), machine: nodeMachine, run: 'r' });
  await journal.append({ type: 'begun', revocation: 'a', ...target('1') });
  await journal.append({ type: 'evidence', revocation: 'a', record: tags });
  await journal.append(step('a'));
  console.log('FILE', await fileJournal({ files: disk, clock: clockAt(NOW), machine: nodeMachine, run: 'r2' }).read().then((e) => e.length, (e) => e.message));
});

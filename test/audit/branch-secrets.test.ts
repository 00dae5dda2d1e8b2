/** Law 13 for the journal on a branch: what is committed there stays in its history. */
import { expect, test } from 'vitest';
import { branchJournal } from '../../src/audit/journal.js';
import type { Instant } from '../../src/core/time.js';
import { redactor } from '../../src/ports/secrets.js';
import { origin } from '../fixtures/origin.js';
import { leakedIn, PASTED, TOKENS } from '../secrets/planted.js';

test('no line that is committed holds a credential, whatever a system said', async () => {
  const committed: string[] = [];
  const head = { commit: 'c', tree: 't' };
  const journal = branchJournal({
    origin,
    open: async () => ({
      read: async () => ({ head: null, files: [] }),
      marks: async () => [],
      append: async (lines) => {
        committed.push(...lines);
        return { kind: 'done', head };
      },
    }),
    clock: { now: () => Date.UTC(2026, 10, 23) as Instant, sleep: async () => {} },
    random: () => 0,
    run: 'r1',
    redact: redactor(TOKENS),
  });
  const secrets = [...Object.values(TOKENS), ...Object.values(PASTED)];
  for (const [step, why] of secrets.entries()) {
    await journal.append({
      type: 'outcome',
      revocation: 'a',
      step,
      result: 'failed',
      requestId: why,
      why: `said ${why}`,
    });
    await journal.append({ type: 'evidence', revocation: 'a', record: { document: why, é: [why] } });
  }
  await journal.append({ type: 'ended', revocation: 'a', ending: 'failed', left: secrets });

  expect(committed).toHaveLength(2 * secrets.length + 1);
  expect(leakedIn(committed.join('\n'))).toEqual([]);
  for (const line of committed) expect(JSON.parse(line)).toMatchObject({ run: 'r1' });
});

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { announceCommand, MOST_A_DAY } from '../../src/commands/announce.js';
import { underLease } from '../../src/commands/lease.js';
import type { OptOutId } from '../../src/core/model.js';
import type { Instant } from '../../src/core/time.js';
import { nodeFiles } from '../../src/ports/node.js';
import { open, told, world } from './announce-world.js';

const TERMS = {
  ...{ person: null, systems: [], owner: null, requestedBy: null, approvedBy: [], expiresAt: null, why: '' },
} as const;

describe('many pull requests of a stranger', () => {
  test('fill the log up to a number of a day, and beyond it one failure is told and nothing more is recorded', async () => {
    const at = await world([{ id: 'security', kind: 'webhook' }]);
    // Those of two hours ago.
    const journal = at.context.journal('file');
    const cause = { event: 'pull_request_target', url: null };
    const begun = {
      type: 'run-started',
      revocation: null,
      command: 'announce',
      cause,
      systems: [],
      people: [],
    } as const;
    const asked = { ...TERMS, transition: 'requested', standing: 'pending' } as const;
    await underLease(journal, async () => {
      await journal.append(begun);
      const events = Array.from({ length: MOST_A_DAY - 1 }, (_, index) => ({
        ...{
          type: 'opt-out' as const,
          revocation: null,
          ...asked,
          optOut: `many-${index}` as OptOutId,
          pullRequest: index,
        },
      }));
      await Promise.all(events.map((event) => journal.append(event)));
    });
    const full = expect.stringContaining('look at those that are open yourself');
    open(at);
    const first = await at.announce(5001);
    const before = await at.events();
    const next = await at.announce(5002);
    await at.announce(5003);

    expect(first).toMatchObject({ status: 4, json: { told: [], problems: [full] } });
    expect(next).toMatchObject({ status: 4, json: { told: [], problems: [full] } });
    expect(await at.events()).toEqual(before);
    expect(told(at).filter(({ kind }) => kind === 'failure')).toHaveLength(1);

    // A day later there is room again.
    const { clock } = at.context;
    const context = { ...at.context, clock: { ...clock, now: () => (clock.now() + 25 * 3_600_000) as Instant } };
    const later = await announceCommand(context, { proposed: nodeFiles(at.proposed), pullRequest: 5004 });
    expect(later.json).not.toMatchObject({ told: [] });
  });

  test('that change no opt-out write nothing, whatever waits to be told', async () => {
    const at = await world();
    open(at);
    at.receiver.answers.push({ status: 404 });
    await at.announce();
    rmSync(join(at.proposed, 'optouts'), { recursive: true });
    const before = await at.events();

    expect(await at.announce(42)).toMatchObject({ status: 0, json: { told: [], problems: [] } });
    expect(await at.events()).toEqual(before);
  });
});

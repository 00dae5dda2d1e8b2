import { expect } from 'vitest';
import { fileJournal } from '../../../src/audit/journal.js';
import type { CommandResult } from '../../../src/commands/result.js';
import { LeaverError } from '../../../src/errors.js';
import { nodeMachine } from '../../../src/ports/node.js';
import { origin } from '../../fixtures/origin.js';
import { conclude } from '../conclusion.js';
import { type Case, caseFor, cellsFor, type Kind, type Row } from '../matrix.js';
import { ended, open, type Scene } from '../scene.js';

/** The other run comes when the first one is about to act: it has planned the same. */
async function busy(kind: Kind): Promise<void> {
  const late: { scene?: Scene; other?: CommandResult | LeaverError } = {};
  const scene = await open(kind, {
    underLease: async () => {
      late.other = await ended((late.scene as Scene).runElsewhere());
    },
  });
  late.scene = scene;
  const result = await scene.run();
  expect(late.other).toBeInstanceOf(LeaverError);
  expect((late.other as LeaverError).message).toMatch(/another run \(test\) has been acting since .* Nothing was done/);
  conclude(scene, result, { changes: scene.gone('ana'), status: 0 });
}

/** The other run comes and ends between the plan of the first one and its acts. */
async function overtaken(kind: Kind): Promise<void> {
  const late: { scene?: Scene; other?: CommandResult } = {};
  const scene = await open(kind, {
    beforeLease: async () => {
      late.other = await (late.scene as Scene).runElsewhere();
    },
  });
  late.scene = scene;
  const result = await scene.run();
  expect(late.other?.status).toBe(0);
  conclude(scene, result, { changes: scene.gone('ana'), status: 0 });
}

async function bothAtOnce(kind: Kind): Promise<void> {
  const scene = await open(kind);
  const ends = await Promise.all([ended(scene.run()), ended(scene.runElsewhere())]);
  const statuses = ends.map((one) => (one instanceof LeaverError ? one.code : one.status));
  expect(statuses).toContain(0);
  for (const status of statuses) expect([0, 'busy']).toContain(status);
  const first = ends.find((one) => !(one instanceof LeaverError)) as CommandResult;
  conclude(scene, first, { changes: scene.gone('ana'), status: 0 });
}

/** A lease of another machine, whose process nobody here can ask after. */
async function leaseElsewhere(scene: Scene): Promise<void> {
  const { context } = scene.world;
  const machine = { ...nodeMachine, host: 'laptop' };
  const journal = fileJournal({ origin, files: context.files, clock: context.clock, machine, run: 'laptop' });
  expect((await journal.lease()).kind).toBe('held');
}

const stale: Case = {
  name: 'the lease of a run that was killed on another machine holds until it is stale, and is taken over then',
  run: async () => {
    const scene = await open('memory');
    await leaseElsewhere(scene);
    const first = await ended(scene.run());
    conclude(scene, first, { changes: [], status: 1, says: [/another run \(laptop\)/, /from .* on/] });
    scene.world.at('2026-11-24T09:00:00Z');
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
  },
};

const planning: Case = {
  name: 'a run that has nothing to do needs no lease',
  run: async () => {
    const scene = await open('memory');
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    await leaseElsewhere(scene);
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
  },
};

export const twoRuns: Row = {
  fault: 'two runs at once',
  promise: 'one acts, the other ends with a clear message; or both act only on planned ∩ current',
  cells: {
    ...cellsFor((kind) => [
      caseFor(kind, 'another comes while one acts', busy),
      caseFor(kind, 'another comes and ends between plan and act', overtaken),
      caseFor(kind, 'both begin at the same time', bothAtOnce),
    ]),
    'policy repository': [stale, planning],
  },
};

import { conclude } from '../conclusion.js';
import { openHosted } from '../hosted.js';
import { castOf, DEPARTED, person } from '../kinds/cast.js';
import { type Case, caseFor, cellsFor, type Kind, type Row } from '../matrix.js';
import { open } from '../scene.js';

const TWO = { guards: { maxRevocations: 2, maxRevokedFraction: 1, minAdmins: 1 } };

/** Four runs for one person each, two allowed. */
async function oneByOne(kind: Kind): Promise<void> {
  const others = ['dan', 'fay', 'gil'];
  const people = [...castOf(kind), ...others.map((name) => person(kind, name, DEPARTED))];
  const scene = await open(kind, { others, people, policy: TWO });
  const run = (name: string) => scene.run({ people: [`${name}.ruiz`] });
  conclude(scene, await run('ana'), { changes: scene.gone('ana'), status: 0 });
  conclude(scene, await run('dan'), { changes: scene.gone('ana', 'dan'), status: 0 });
  for (const name of ['fay', 'gil']) {
    const says = ['Halted by a guard in hub', 'within the window; maxRevocations allows 2'];
    conclude(scene, await run(name), { changes: scene.gone('ana', 'dan'), status: 3, says });
  }
  scene.world.at('2026-11-24T09:00:01Z');
  conclude(scene, await run('fay'), { changes: scene.gone('ana', 'dan', 'fay'), status: 0 });
}

/** Each on a runner of its own, whose disk holds no journal. */
const onBranch: Case = {
  name: 'each run on a new machine, the journal on a branch of the repository',
  run: async () => {
    const scene = await openHosted({ journal: 'branch', guards: { ...TWO.guards, maxRevocations: 1 } });
    scene.world.at('2026-12-02T00:00:00Z');
    conclude(scene, await scene.run(['eve.hall']), { changes: scene.gone('eve'), status: 0 });
    const says = ['Halted by a guard in hub'];
    conclude(scene, await scene.run(['ana.ruiz']), { changes: scene.gone('eve'), status: 3, says });
  },
};

export const manyRuns: Row = {
  fault: 'many runs for one person each, from a broken sync',
  promise: 'counted over window from the journal; the guard halts',
  cells: {
    ...cellsFor((kind) => [caseFor(kind, 'five runs where two may revoke within a day', oneByOne)]),
    'policy repository': [onBranch],
  },
};

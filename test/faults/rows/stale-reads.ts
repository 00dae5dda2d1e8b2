import { expect } from 'vitest';
import type { FaultRule } from '../../../src/sandbox/faults.js';
import { scimFault } from '../../../src/sandbox/scim/index.js';
import { lagging } from '../../commands/troubles.js';
import { conclude } from '../conclusion.js';
import { castOf, DEPARTED, person } from '../kinds/cast.js';
import { oktaFault } from '../kinds/okta.js';
import { type Case, caseFor, cellsFor, type Kind, type Row } from '../matrix.js';
import { open, type Scene } from '../scene.js';

type Http = Exclude<Kind, 'memory'>;

/** Reads show the system as it was before the latest change, so many times or for good. */
function strike(scene: Scene, reads: number): void {
  if (scene.kind === 'memory') {
    let left = reads;
    (scene as Scene<'memory'>).live.disturb((live) => lagging(live, () => left-- > 0));
    return;
  }
  const { running } = (scene as Scene<Http>).live;
  const rules: Readonly<Record<Http, FaultRule>> = {
    'github-org': { fault: { kind: 'stale' }, method: 'GET', matching: /memberships\/ana|credential-auth/ },
    'aws-iam': { fault: { kind: 'stale' }, matching: /Action=(List|Get)/ },
    okta: { fault: { kind: 'stale' }, method: 'GET', matching: /users\/00uANA|api-tokens\?/ },
    scim: { fault: { kind: 'stale' }, method: 'GET', matching: /Users\/u-ANA/ },
  };
  const rule = rules[scene.kind as Http];
  running.faults.add({ ...rule, times: reads });
}

/** From when the run holds the lease, so that what it revokes is the latest change. */
async function staleFrom(kind: Kind, reads: number): Promise<Scene> {
  const late: { scene?: Scene } = {};
  let struck = false;
  const scene: Scene = await open(kind, {
    underLease: async () => {
      if (struck) return;
      struck = true;
      // What was waited for before is no matter of these reads.
      late.scene?.world.slept.splice(0);
      if (kind !== 'memory') strike(late.scene as Scene, reads);
    },
  });
  late.scene = scene;
  if (kind === 'memory') strike(scene, reads);
  return scene;
}

/** How many reads are stale: some of those of the first two times that a run reads back. */
const READS: Readonly<Record<Kind, number>> = { memory: 2, 'github-org': 6, 'aws-iam': 40, okta: 18, scim: 4 };

const passing = (kind: Kind): Case =>
  caseFor(kind, 'the change shows after a while: read again with back-off, then verified', async () => {
    const scene = await staleFrom(kind, READS[kind]);
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    expect(scene.world.slept.length, String(scene.world.slept)).toBeGreaterThan(0);
    for (const [at, wait] of scene.world.slept.entries()) {
      if (at > 0) expect(wait).toBeGreaterThanOrEqual(scene.world.slept[at - 1] ?? 0);
    }
  });

const lasting = (kind: Kind): Case =>
  caseFor(kind, 'the change never shows: pending, no error, and the next run finds it done', async () => {
    const scene = await staleFrom(kind, Number.POSITIVE_INFINITY);
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 4, says: [/1 pending/] });
    if (kind === 'memory') (scene as Scene<'memory'>).live.disturb(null);
    else (scene as Scene<'github-org'>).live.running.faults.clear();
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
  });

const absent = (kind: Kind): Case =>
  caseFor(kind, 'the listing still shows somebody who is gone: absent counts as done', async () => {
    const scene = await open(kind, { people: [...castOf(kind), person(kind, 'dan', DEPARTED)], others: ['dan'] });
    if (kind === 'memory') {
      const { live } = scene as Scene<'memory'>;
      live.disturb((client) => ({ ...client, byId: async (id) => (id === 'id:dan' ? null : client.byId(id)) }));
    } else if (kind === 'github-org') {
      const { faults } = (scene as Scene<'github-org'>).live.running;
      faults.add({
        fault: { kind: 'status', status: 404, body: { message: 'Not Found' } },
        matching: /memberships\/dan/,
      });
    } else if (kind === 'okta') {
      const { faults } = (scene as Scene<'okta'>).live.running;
      faults.add({ fault: oktaFault(404), matching: /users\/(00uDAN|dan\b)/ });
    } else if (kind === 'scim') {
      (scene as Scene<'scim'>).live.running.faults.add({ fault: scimFault(404), matching: /Users\/u-DAN/ });
    } else {
      const { running } = (scene as Scene<'aws-iam'>).live;
      const { awsFault } = await import('../../../src/sandbox/aws-iam/index.js');
      running.faults.add({ fault: awsFault('NoSuchEntity'), matching: /UserName=dan/ });
    }
    const says = ['a fresh look does not show it any more'];
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says });
  });

const cases = (kind: Kind) => [passing(kind), lasting(kind), absent(kind)];

export const staleReads: Row = {
  fault: 'eventual consistency',
  promise: 'absent counts as done; a stale read is pending, read again with back-off, never an error',
  cells: {
    ...cellsFor(cases),
    'policy repository': { none: 'it is read from one commit, which never changes' },
  },
};

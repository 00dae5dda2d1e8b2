import { stringify } from 'yaml';
import { renameUser } from '../../../src/sandbox/github/index.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import { accountOf, castOf, DEPARTED, person } from '../kinds/cast.js';
import { type Case, caseFor, cellsFor, type Kind, type Row } from '../matrix.js';
import { rename } from '../rename.js';
import { open, type Scene } from '../scene.js';

/** The changes of Ana's revocation under her new name, where names stand in the log. */
function goneAs(scene: Scene, name: string): readonly string[] {
  const named = scene.gone('ana').map((one) => one.replace(/(user\/|token\/|Backend\/|\} )ana\b/, `$1${name}`));
  return scene.kind === 'memory' ? scene.gone('ana') : named;
}

async function leaverRenamed(kind: Kind): Promise<void> {
  const scene = await open(kind);
  rename(scene, 'ana', 'innocent');
  conclude(scene, await scene.run(), { changes: goneAs(scene, 'innocent'), status: 0 });
}

/** Dan departed and was pinned to an account that is gone; somebody new has his name. */
async function nameTaken(kind: Kind): Promise<void> {
  const dan = person(kind, 'dan', { ...DEPARTED, accounts: { hub: { ...accountOf(kind, 'old'), name: 'dan' } } });
  const scene = await open(kind, { people: [...castOf(kind), dan], others: ['dan'] });
  const says = [/review dan /];
  conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says });
}

/** Ana's name goes to another account between the plan and the act, and hers is called otherwise. */
async function swapped(kind: Kind): Promise<void> {
  const late: { scene?: Scene } = {};
  const scene: Scene = await open(kind, {
    people: [...castOf(kind), person(kind, 'dan')],
    others: ['dan'],
    beforeLease: async () => {
      rename(late.scene as Scene, 'ana', 'former');
      if (kind !== 'memory') rename(late.scene as Scene, 'dan', 'ana');
    },
  });
  late.scene = scene;
  conclude(scene, await scene.run(), { changes: goneAs(scene, 'former'), status: 0 });
}

const approver: Case = hostedCase('an approver’s login is taken by somebody else', async (scene) => {
  const { host } = scene;
  // Kim, who owns `hub`, gives the login up, and Eve takes it: what she approves then is nobody's approval.
  const { state } = host.running.system;
  renameUser(state, 'kim', 'kim-of-old');
  renameUser(state, 'eve', 'kim');
  const document = {
    ...{ id: 'eve-handover', person: 'eve.hall', systems: ['hub'], reason: 'handover', requestedBy: 'sam.lee' },
    ...{ justification: 'Stays a while.', owner: 'kim.cho', expiresAt: '2026-12-01T00:00:00Z' },
  };
  const files = { 'optouts/eve-handover.yaml': stringify(document) };
  const number = await host.openPullRequest({ by: 'sam', branch: 'ask-eve', files });
  // The login's token is Eve's now.
  await host.review(number, { by: 'kim' });
  await host.merge(number, { by: 'sam' });
  const result = await scene.run();
  conclude(scene, result, { changes: scene.gone('eve'), status: 0, says: [/refused eve-handover exempts nobody/] });
});

export const renamed: Row = {
  fault: 'a login renamed, or taken by somebody else',
  promise: 'ids decide; a name on another id is identity-conflict',
  cells: {
    ...cellsFor((kind) => [
      caseFor(kind, 'a leaver’s account has another name: it is revoked by its id', leaverRenamed),
      caseFor(kind, 'a leaver’s name is on another account: nobody touches it', nameTaken),
      caseFor(kind, 'a leaver’s name passes on between plan and act', swapped),
    ]),
    'policy repository': [approver],
  },
};

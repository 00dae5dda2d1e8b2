import { expect } from 'vitest';
import { validate } from '../../../src/commands/validate.js';
import { optOutFile } from '../../approval/policy-repository.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import { castOf, DEPARTED, optOutFor, person } from '../kinds/cast.js';
import { type Case, caseFor, cellsFor, type Kind, type Row } from '../matrix.js';
import { open, type SceneOptions } from '../scene.js';

/** Fay's opt-out is the bad one; Eve's, beside it, is good. */
function withBad(kind: Kind, bad: string | null): SceneOptions {
  const file = 'optouts/fay-handover.yaml';
  return {
    people: [...castOf(kind), person(kind, 'fay', DEPARTED)],
    others: ['fay'],
    ...(bad === null
      ? { optOuts: [optOutFor('eve'), optOutFor('fay', { approvedBy: 'kim.cho' })] }
      : { files: { [file]: bad } }),
  };
}

const bad = (kind: Kind, name: string, text: string | null): Case =>
  caseFor(kind, name, async () => {
    const scene = await open(kind, withBad(kind, text));
    const result = await scene.run();
    const says = ['optouts/fay-handover.yaml:', /eve\.ruiz .*keeps hub: eve-handover, owner kim\.cho/];
    conclude(scene, result, { changes: scene.gone('ana', 'fay'), status: 4, says });
    expect((await validate(scene.world.context, null)).status).toBe(1);
  });

export const badOptOut: Row = {
  fault: 'one bad opt-out among good ones',
  promise: 'it exempts nobody, the rest hold, the run is red',
  cells: {
    ...cellsFor((kind) => [bad(kind, 'an unknown key', null), bad(kind, 'zero bytes', '')]),
    'policy repository': [
      hostedCase('one that was pushed without a pull request, beside one that was approved', async (scene) => {
        const file = optOutFile({ id: 'eve-handover', person: 'eve.hall' });
        await scene.host.push(file, { by: 'eve' });
        const result = await scene.run();
        const says = [
          /refused eve-handover exempts nobody/,
          'keeps hub: ana-handover, approved in #1 by owner kim.cho',
        ];
        conclude(scene, result, { changes: scene.gone('eve'), status: 0, says });
      }),
      hostedCase('one that is no YAML, beside one that was approved', async (scene) => {
        await scene.host.push({ 'optouts/eve-handover.yaml': 'id: [\n' }, { by: 'eve' });
        const says = ['optouts/eve-handover.yaml:', 'keeps hub: ana-handover, approved in #1 by owner kim.cho'];
        conclude(scene, await scene.run(), { changes: scene.gone('eve'), status: 4, says });
      }),
    ],
  },
};

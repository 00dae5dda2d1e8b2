import { test } from 'vitest';
import { KINDS } from './matrix.js';
import { open } from './scene.js';
import { conclude } from './conclusion.js';
import { flatOf } from '../commands/world.js';
test.each(KINDS)('%s', async (kind) => {
  const scene = await open(kind);
  const t = performance.now();
  const result = await scene.run();
  console.log(performance.now() - t, flatOf(result), scene.live.changes());
  conclude(scene, result, { status: 0, changes: scene.gone('ana') });
  console.log((await scene.world.journal()).length);
});

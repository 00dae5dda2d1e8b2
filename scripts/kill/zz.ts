import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { onDisk } from './scenario.js';
import { startWorld } from './world.js';
const folder = await mkdtemp(join(tmpdir(), 'points-'));
const w = await startWorld(folder, { cli: '', preload: '' }, onDisk);
console.log((await w.look()).told.slice(0, 3000));
await w.stop();

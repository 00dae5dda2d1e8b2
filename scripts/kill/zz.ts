import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { readFileSync } from 'node:fs';
import { onDisk, onBranch } from './scenario.js';
import { startWorld } from './world.js';
import { prepare } from './program.js';
const folder = await mkdtemp(join(tmpdir(), 'points-'));
const program = await prepare(folder, false);
const kids = () => { const f = readFileSync('/proc/self/stat','utf8').split(') ')[1]!.split(' '); return [(+f[11]!)*10,(+f[12]!)*10,(+f[13]!)*10,(+f[14]!)*10]; };
for (const s of [onDisk, onDisk, onBranch, onBranch]) {
  let last = kids(), t = Date.now();
  const tell = (what: string) => { const now = kids(); console.log(s.name, what.padEnd(10), 'wall', Date.now()-t, 'own', now[0]!-last[0]!, 'ownsys', now[1]!-last[1]!, 'kids', now[2]!-last[2]!, 'kidsys', now[3]!-last[3]!); last = now; t = Date.now(); };
  const w = await startWorld(folder, program, s); tell('start');
  await w.run({ kind: 'request', request: 12, where: 'before' }); tell('killed');
  w.journal(); tell('journal');
  w.pass();
  console.log((await w.look()).status); tell('look');
  console.log((await w.look()).status); tell('look2');
  await w.stop(); tell('stop');
}
await rm(folder,{recursive:true});

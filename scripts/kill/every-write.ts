import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './program.js';
import { onDisk } from './scenario.js';
import { startWorld } from './world.js';

const folder = await mkdtemp(join(tmpdir(), 'leaver-kill-')); process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('parent cpu '+(u.userCPUTime+u.systemCPUTime)/1000+'\n')});
const t0 = Date.now();
const program = await prepare(folder, process.argv.includes('--sources'));
console.log('prepared', Date.now() - t0);
const world = await startWorld(folder, program, onDisk);
for (let i = 0; i < 2; i++) {
  const t = Date.now();
  const e = await world.run(null);
  console.log(Date.now() - t, e.status, e.signal, e.stderr, i === 0 ? e.stdout.slice(0, 200) : '');
  const j = JSON.parse(e.stdout);
  if (i == 0) { console.log(j.problems, JSON.stringify(j.plan?.decisions.map((d: any) => [d.id, d.account.name, d.kind, d.why ?? d.stage])), JSON.stringify(j.results?.map((r: any) => [r.decision.id, r.outcome, r.remainders, r.steps]), null, 1)); console.log(e.writes.map((w, i) => `${i + 1} ${w.what}`).join('\n')); }
  console.log(world.changes().length, world.asked());
}
for (const a of world.acts) console.log(JSON.stringify(a));
await world.stop();
await rm(folder, { recursive: true });

import { test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { company } from './company/company.js';
import { textOf } from '../commands/world.js';
for (const status of ['ACTIVE','SUSPENDED'] as const) for (const holds of ['nothing','usual','much'] as const)
test(`${status} ${holds}`, async () => {
  const c = await company({ crowd: 20, holds, status }, status === 'ACTIVE' ? { ana: { status: 'departed' } } : {});
  const r = await reconcile(c.context, { systems: [], people: ['ana.ruiz'] });
  const p = c.phases();
  console.log(status, holds, r.status, JSON.stringify(p));
  if (process.env.V) { console.log(textOf(r)); for (const s of ['okta','github','aws-prod','dashboard'] as const) console.log(s, c.requests(s).map(q => `${q.operation} ${q.status}`).join('\n   ')); console.log(c.changes().map(x => `${x.system} ${x.operation} ${x.object}`).join('\n')); }
}, 60000);

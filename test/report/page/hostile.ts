/** A page in which every text that others write is an attack. */
import { guard } from '../../../src/core/guard.js';
import { plan } from '../../../src/core/plan.js';
import type { PageModel } from '../../../src/report/page/model.js';
import { pageModelOf } from '../../../src/report/page/page-model.js';
import {
  account,
  DAY,
  desired,
  later,
  NOW,
  observation,
  person,
  service,
  snapshot,
  system,
} from '../../fixtures/builders.js';
import { approval, optOut } from '../../fixtures/opt-outs.js';
import { historyOf } from './history.js';

/** As they have to be seen. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  "' onfocus=alert(4) autofocus='",
  '<!--<script>alert(5)',
  '&lt;b&gt;',
] as const;
const [IMAGE, END, ATTRIBUTE, QUOTE, COMMENT, ENTITY] = HOSTILE;

export function hostileModel(): PageModel {
  const held = optOut({
    ...{
      id: `opt${ATTRIBUTE}`,
      person: `ana${IMAGE}`,
      systems: [`hub${QUOTE}`],
      requestedBy: `sam${END}`,
      owner: `kim${COMMENT}`,
    },
    ...{ reason: `why${ENTITY}`, justification: END, ticket: IMAGE, expiresAt: later(3 * DAY) },
  });
  const state = desired({
    organization: `acme${END}`,
    people: [
      person({
        id: `ana${IMAGE}`,
        name: END,
        status: 'departed',
        accounts: { [`hub${QUOTE}`]: { id: 'id:ana', name: IMAGE } },
      }),
      person({ id: `kim${COMMENT}`, name: ATTRIBUTE, status: 'departed', accounts: {} }),
    ],
    services: [service({ id: `bot${IMAGE}`, owner: `kim${COMMENT}`, accounts: { [`hub${QUOTE}`]: IMAGE } })],
    systems: [system({ id: `hub${QUOTE}`, protected: [`${END}glass`], mode: 'report' })],
    optOuts: [held],
    invalidOptOuts: [`optouts/${COMMENT}.yaml`],
    showJustifications: true,
  });
  const listing = observation({
    system: `hub${QUOTE}`,
    kind: ENTITY,
    gaps: [{ part: IMAGE, why: END, declared: false }],
    completeness: { kind: 'partial', gaps: [`page 7: ${ATTRIBUTE}`] },
    accounts: [
      account({ id: 'id:ana', name: IMAGE, read: 'direct' }),
      account({ name: END }),
      account({ name: `${END}glass` }),
      account({ name: 'bell\u0007\u202eevil' }),
    ],
  });
  const seen = snapshot([listing], [approval({ optOut: held.id, by: [`kim${COMMENT}`] })]);
  const planned = guard(plan(state, seen, NOW), state, seen.approvals);
  const { records, events } = historyOf(900, [`hub${QUOTE}` as never]);
  const [first] = records.runs.slice(-1);
  if (first === undefined) throw new Error('a history has runs');
  const runs = [
    { ...first, command: IMAGE, actor: END, cause: { event: ATTRIBUTE, url: 'javascript:alert(6)' } },
    { ...first, cause: { event: 'x', url: `https://evil.example/"${END}` } },
  ];
  const revocations = records.revocations.map((one) => ({ ...one, left: [`${END} stays`] }));
  const log = { records: { ...records, runs, revocations }, events, head: `sha256:${ATTRIBUTE}` };
  return pageModelOf({
    desired: state,
    snapshot: seen,
    plan: planned,
    problems: [`${IMAGE} could not be read`],
    log,
    now: NOW,
  });
}

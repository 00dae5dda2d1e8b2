import type { Instant } from '../../../src/core/time.js';
import type { Clock } from '../../../src/ports/ports.js';
import { conclude } from '../conclusion.js';
import { openHosted } from '../hosted.js';
import { optOutFor } from '../kinds/cast.js';
import { type Case, caseFor, type Kind, type Row } from '../matrix.js';
import { open } from '../scene.js';

const MINUTE = 60_000;

/** An hour east of Greenwich it is 10:00 when the opt-out lapses, and 09:00 in UTC. */
async function offset(kind: Kind): Promise<void> {
  const scene = await open(kind, { optOuts: [optOutFor('eve', { expiresAt: '2026-11-23T10:00:00+01:00' })] });
  scene.world.at('2026-11-23T08:50:00Z');
  const before = await scene.run();
  conclude(scene, before, { changes: scene.gone('ana'), status: 0, says: ['2026-11-23 09:00 UTC'] });
  scene.world.at('2026-11-23T09:00:00Z');
  const says = ['opt-out eve-handover lapsed'];
  conclude(scene, await scene.run(), { changes: scene.gone('ana', 'eve'), status: 0, says });
}

function aheadBy(milliseconds: number): Clock {
  const start = Date.UTC(2026, 10, 23, 9);
  return { now: () => (start + milliseconds) as Instant, sleep: async () => {} };
}

/** Eve's opt-out lapsed a minute ago by our clock. Ana departed by the roster, which needs no clock. */
function skewed(kind: Exclude<Kind, 'memory'>, minutes: number): Case {
  const trusted = Math.abs(minutes) <= 5;
  return {
    name: `the server’s clock is ${Math.abs(minutes)} minutes ${minutes > 0 ? 'ahead' : 'behind'}`,
    run: async () => {
      const options = { serverClock: aheadBy(minutes * MINUTE) };
      const scene = await open(kind, {
        optOuts: [optOutFor('eve', { expiresAt: '2026-11-23T08:59:00Z' })],
        ...{ github: options, aws: options, okta: { ...options, signIn: 'token' }, scim: options },
      });
      const result = await scene.run();
      conclude(scene, result, {
        changes: trusted ? scene.gone('ana', 'eve') : scene.gone('ana'),
        status: trusted ? 0 : 4,
        says: trusted ? ['opt-out eve-handover lapsed'] : ['beyond 5 minutes nothing lapses'],
      });
    },
  };
}

/** An assertion is good for five minutes: to a server that is further ahead it has expired before it came. */
const unsigned: Case = {
  name: 'the server’s clock is 10 minutes ahead: a service app is not signed in, and nobody is taken for gone',
  run: async () => {
    const scene = await open('okta', { okta: { serverClock: aheadBy(10 * MINUTE) }, others: ['zoe'] });
    const says = ['hub was not seen whole', 'the machine with the right time'];
    conclude(scene, await scene.run(), { changes: [], status: 4, says });
  },
};

function hostSkewed(minutes: number): Case {
  const trusted = minutes <= 5;
  return {
    name: `the host’s clock is ${minutes} minutes ahead when an opt-out lapses`,
    run: async () => {
      const scene = await openHosted({ aheadBy: minutes * MINUTE });
      scene.world.at('2026-12-01T00:01:00Z');
      const result = await scene.run();
      conclude(scene, result, {
        changes: trusted ? scene.gone('ana', 'eve') : scene.gone('eve'),
        status: trusted ? 0 : 4,
        says: trusted ? [] : ['beyond 5 minutes nothing lapses'],
      });
    },
  };
}

const utc = (kind: Kind) => caseFor(kind, 'a time with an offset is that very instant', offset);

export const clock: Row = {
  fault: 'clock',
  promise: 'UTC; compare with the server’s Date; beyond 5 minutes’ skew no lapse is decided',
  cells: {
    memory: [utc('memory')],
    'github-org': [utc('github-org'), ...[4, 10, -10].map((minutes) => skewed('github-org', minutes))],
    'aws-iam': [utc('aws-iam'), ...[4, 10, -10].map((minutes) => skewed('aws-iam', minutes))],
    okta: [utc('okta'), ...[4, 10, -10].map((minutes) => skewed('okta', minutes)), unsigned],
    scim: [utc('scim'), ...[4, 10, -10].map((minutes) => skewed('scim', minutes))],
    'policy repository': [hostSkewed(4), hostSkewed(10)],
  },
};

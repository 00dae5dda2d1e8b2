import { expect } from 'vitest';
import { awsFault } from '../../../src/sandbox/aws-iam/index.js';
import type { Fault } from '../../../src/sandbox/faults.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import type { Case, Row } from '../matrix.js';
import { open } from '../scene.js';

const MINUTE = 60;
const MEMBERS = /^\/orgs\/acme\/members\?(?!.*role)/;
const limit = (status: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status,
  headers,
  body: { message: 'You have exceeded a secondary rate limit. Please wait.' },
});

function github(name: string, fault: Fault, times: number, longest: readonly [number, number], method = 'GET'): Case {
  return {
    name,
    run: async () => {
      const scene = await open('github-org');
      const matching = method === 'GET' ? MEMBERS : /memberships\/ana/;
      scene.live.running.faults.add({ fault, matching, times, method });
      const result = await scene.run();
      const waits = scene.world.slept.filter((wait) => wait >= longest[0]);
      expect(waits.length, String(scene.world.slept)).toBe(times);
      expect(Math.max(...waits)).toBeLessThanOrEqual(longest[1]);
      for (const [at, wait] of waits.entries()) if (at > 0) expect(wait).toBeGreaterThan(waits[at - 1] ?? 0);
      conclude(scene, result, { changes: scene.gone('ana'), status: 0 });
    },
  };
}

/** Nothing is guessed of what the limit hides: Ana is revoked by a direct reading, or by nothing at all. */
function githubDeadline(name: string, matching: RegExp | undefined, revoked: boolean): Case {
  return {
    name,
    run: async () => {
      const scene = await open('github-org', { others: ['zoe'] });
      scene.live.running.faults.add({ fault: limit(429), ...(matching === undefined ? {} : { matching }) });
      const result = await scene.run();
      const changes = revoked ? scene.gone('ana') : [];
      conclude(scene, result, { changes, status: 4, says: ['rate limit', 'hub was not seen whole'] });
    },
  };
}

function aws(name: string, matching: RegExp, times: number, revoked: 'all' | 'none'): Case {
  return {
    name,
    run: async () => {
      const scene = await open('aws-iam', { others: ['zoe'], system: { orphans: times === 2 ? 'review' : 'revoke' } });
      scene.live.running.faults.add({ fault: awsFault('Throttling'), matching, times });
      const result = await scene.run();
      expect(scene.world.slept.length, 'it waited').toBeGreaterThanOrEqual(2);
      const changes = revoked === 'all' ? scene.gone('ana') : [];
      conclude(scene, result, { changes, status: times === 2 ? 0 : 4, says: times === 2 ? [] : [/limit|throttl/i] });
    },
  };
}

const ALWAYS = Number.POSITIVE_INFINITY;

export const rateLimits: Row = {
  fault: '429, secondary limit, limit as HTTP 200, AWS Throttling',
  promise:
    'honour Retry-After or reset, else at least 60 s doubling with jitter; a deadline ends in status 4, never in a guess',
  cells: {
    memory: { none: 'it has no limits' },
    'github-org': [
      github('a listing is a 429 with Retry-After', limit(429, { 'retry-after': '37' }), 1, [37, 37]),
      github('a listing is a secondary limit, twice', limit(403), 2, [MINUTE, 2.2 * MINUTE]),
      github('a listing is a limit as HTTP 200', limit(200), 1, [MINUTE, 1.1 * MINUTE]),
      github('a write is a 429 with Retry-After', limit(429, { 'retry-after': '41' }), 1, [41, 41], 'DELETE'),
      githubDeadline('the limit on the listing does not lift', MEMBERS, true),
      githubDeadline('no limit lifts', undefined, false),
    ],
    'aws-iam': [
      aws('the listing is throttled twice', /GetAccountAuthorizationDetails/, 2, 'all'),
      aws('a write is throttled twice', /AttachUserPolicy/, 2, 'all'),
      aws('throttling does not end', /Action=/, ALWAYS, 'none'),
    ],
    'policy repository': [
      hostedCase('the host limits the reading of approvals, and lifts it', async (scene) => {
        scene.host.faults.add({ fault: limit(429, { 'retry-after': '37' }), matching: /graphql/, times: 1 });
        const before = scene.host.clock.now();
        conclude(scene, await scene.run(), { changes: scene.gone('eve'), status: 0 });
        expect(scene.host.clock.now() - before).toBeGreaterThanOrEqual(37_000);
      }),
      hostedCase('the host never lifts it', async (scene) => {
        scene.host.faults.add({ fault: limit(403), matching: /graphql/ });
        const says = ['the approval of opt-out ana-handover could not be verified'];
        conclude(scene, await scene.run(), { changes: scene.gone('eve'), status: 4, says });
      }),
    ],
  },
};

import { expect } from 'vitest';
import { awsFault } from '../../../src/sandbox/aws-iam/index.js';
import type { Fault } from '../../../src/sandbox/faults.js';
import { scimFault } from '../../../src/sandbox/scim/index.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import * as oktaKind from '../kinds/okta.js';
import * as scimKind from '../kinds/scim.js';
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

type Rest = 'github-org' | 'okta' | 'scim';
const LISTS = { 'github-org': MEMBERS, okta: oktaKind.USERS, scim: scimKind.USERS } as const;
const WRITES = { 'github-org': /memberships\/ana/, okta: oktaKind.SUSPENDS, scim: scimKind.SUSPENDS } as const;
const LISTED = 'GET';

/** The limit lifts. @param longest how long each wait is, in seconds: from and to */
const lifted = (kind: Rest) =>
  function limited(
    name: string,
    fault: Fault,
    times: number,
    longest: readonly [number, number],
    method = LISTED,
  ): Case {
    return {
      name,
      run: async () => {
        const scene = await open(kind);
        const matching = method === LISTED ? LISTS[kind] : WRITES[kind];
        scene.live.running.faults.add({ fault, matching, times, method });
        const result = await scene.run();
        const waits = scene.world.slept.filter((wait) => wait >= longest[0]);
        expect(waits.length, String(scene.world.slept)).toBe(times);
        expect(Math.max(...waits)).toBeLessThanOrEqual(longest[1]);
        for (const [at, wait] of waits.entries()) if (at > 0) expect(wait).toBeGreaterThan(waits[at - 1] ?? 0);
        conclude(scene, result, { changes: scene.gone('ana'), status: 0 });
      },
    };
  };
const github = lifted('github-org');
const okta = lifted('okta');
const scim = lifted('scim');

/** Nothing is guessed of what the limit hides: Ana is revoked by a direct reading, or by nothing at all. */
function deadline(kind: Rest, part: 'listing' | 'all', fault: Fault): Case {
  return {
    name: part === 'listing' ? 'the limit on the listing does not lift' : 'no limit lifts',
    run: async () => {
      const scene = await open(kind, { others: ['zoe'] });
      scene.live.running.faults.add({ fault, ...(part === 'listing' ? { matching: LISTS[kind] } : {}) });
      const result = await scene.run();
      const changes = part === 'listing' ? scene.gone('ana') : [];
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

/** 45 seconds from when the world begins, in seconds since 1970. */
const oktaReset = oktaKind.oktaFault(429, { 'x-rate-limit-reset': String(Date.UTC(2026, 10, 23, 9, 0, 45) / 1000) });
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
      deadline('github-org', 'listing', limit(429)),
      deadline('github-org', 'all', limit(429)),
    ],
    okta: [
      okta('a listing is a 429 with Retry-After', oktaKind.oktaFault(429, { 'retry-after': '37' }), 1, [37, 37]),
      okta('a listing is a 429 that names when it is over', oktaReset, 1, [44, 46]),
      okta('a listing is a 429 that says no more, twice', oktaKind.oktaFault(429), 2, [MINUTE, 2.2 * MINUTE]),
      okta('a write is a 429 with Retry-After', oktaKind.oktaFault(429, { 'retry-after': '41' }), 1, [41, 41], 'POST'),
      deadline('okta', 'listing', oktaKind.oktaFault(429)),
      deadline('okta', 'all', oktaKind.oktaFault(429)),
    ],
    scim: [
      scim('a listing is a 429 with Retry-After', scimFault(429, { retryAfter: 37 }), 1, [37, 37]),
      scim('a listing is a 429 that says no more, twice', scimFault(429), 2, [MINUTE, 2.2 * MINUTE]),
      scim('a write is a 429 with Retry-After', scimFault(429, { retryAfter: 41 }), 1, [41, 41], 'PATCH'),
      deadline('scim', 'listing', scimFault(429)),
      deadline('scim', 'all', scimFault(429)),
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

import { vi } from 'vitest';
import { LeaverError } from '../../../src/errors.js';
import { awsFault } from '../../../src/sandbox/aws-iam/index.js';
import type { Fault, FaultRule } from '../../../src/sandbox/faults.js';
import { scimFault } from '../../../src/sandbox/scim/index.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import { oktaFault, SUSPENDS as oktaSuspends, USERS as oktaUsers } from '../kinds/okta.js';
import { SUSPENDS as scimSuspends, USERS as scimUsers } from '../kinds/scim.js';
import type { Case, Kind, Row } from '../matrix.js';
import { open } from '../scene.js';

type Http = Exclude<Kind, 'memory'>;

/** In passing: all that was to be done is done, and once. */
function passing(kind: Http, name: string, rule: FaultRule): Case {
  return {
    name,
    run: async () => {
      const scene = await open(kind, { others: ['zoe'], system: { orphans: 'review' } });
      scene.live.running.faults.add(rule);
      conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
    },
  };
}

/** For good: nothing of what is hidden is taken for gone. */
function lasting(kind: Http, name: string, rule: FaultRule): Case {
  return {
    name,
    run: async () => {
      const scene = await open(kind, { others: ['zoe'] });
      scene.live.running.faults.add(rule);
      conclude(scene, await scene.run(), { changes: [], status: 4, says: ['hub was not seen whole'] });
    },
  };
}

const answer = (status: number): Fault => ({ kind: 'status', status });
const MEMBERS = /^\/orgs\/acme\/members\?(?!.*role)/;
const BULK = /GetAccountAuthorizationDetails/;

/** The client waits for real: its patience is cut short here, and nothing else of it. */
const timeOut = (kind: Http, matching: RegExp): Case => ({
  name: 'the listing does not answer in time, once',
  run: async () => {
    const real = AbortSignal.timeout.bind(AbortSignal);
    const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => real(400));
    try {
      const fault = { kind: 'latency', milliseconds: 1500 } as const;
      await passing(kind, '', { fault, matching, times: 1 }).run();
    } finally {
      spy.mockRestore();
    }
  },
});

interface Places {
  readonly listing: RegExp;
  /** What suspends Ana. */
  readonly method: string;
  readonly write: RegExp;
}

function overHttp(kind: Http, fault: (status: number) => Fault, { listing, method, write }: Places): readonly Case[] {
  const writing = { method, matching: write, times: 1 };
  return [
    passing(kind, 'the listing is a 502, twice', { fault: fault(502), matching: listing, times: 2 }),
    passing(kind, 'the listing is reset', { fault: { kind: 'reset' }, matching: listing, times: 1 }),
    timeOut(kind, listing),
    passing(kind, 'a write is reset', { fault: { kind: 'reset' }, ...writing }),
    passing(kind, 'the reply to a write is lost', { fault: { kind: 'lost-reply' }, ...writing }),
    passing(kind, 'a write is a 502', { fault: fault(502), ...writing }),
    lasting(kind, 'everything is a 503', { fault: fault(503) }),
  ];
}

/** What was done has no reply: it counts as failed until a run has read it, and is not done again. */
const memoryLost: Case = {
  name: 'the reply to a write is lost: the next run reads first, and does not do it again',
  run: async () => {
    const scene = await open('memory');
    scene.live.disturb((live) => ({
      ...live,
      suspend: async (id, at) => {
        await live.suspend(id, at);
        throw new LeaverError('unreachable', 'the connection was closed before the reply');
      },
    }));
    const first = await scene.run();
    conclude(scene, first, { changes: scene.gone('ana'), status: 4, says: ['closed before the reply'] });
    scene.live.disturb(null);
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0 });
  },
};

const memoryLasting: Case = {
  name: 'no page answers: nobody is taken for gone',
  run: async () => {
    const scene = await open('memory', { others: ['zoe'] });
    const down = async (): Promise<never> => {
      throw new LeaverError('unreachable', 'status 503');
    };
    scene.live.disturb((live) => ({ ...live, page: down, byId: down, byName: down }));
    conclude(scene, await scene.run(), { changes: [], status: 4, says: ['hub was not seen whole: status 503'] });
  },
};

export const serverErrors: Row = {
  fault: '5xx, time-out, connection reset',
  promise: 'retry what is idempotent; after an ambiguous write, read before deciding',
  cells: {
    memory: [memoryLost, memoryLasting],
    'github-org': [
      passing('github-org', 'the listing is a 502, twice', { fault: answer(502), matching: MEMBERS, times: 2 }),
      passing('github-org', 'the listing is reset', { fault: { kind: 'reset' }, matching: MEMBERS, times: 1 }),
      timeOut('github-org', MEMBERS),
      ...(['reset', 'lost-reply'] as const).map((fault) =>
        passing('github-org', fault === 'reset' ? 'a write is reset' : 'the reply to a write is lost', {
          fault: { kind: fault },
          method: 'DELETE',
          matching: /memberships\/ana/,
          times: 1,
        }),
      ),
      passing('github-org', 'a write is a 502', {
        ...{ fault: answer(502), method: 'DELETE', matching: /memberships\/ana/, times: 1 },
      }),
      lasting('github-org', 'everything is a 503', { fault: answer(503) }),
    ],
    'aws-iam': [
      passing('aws-iam', 'the listing is a 503, twice', {
        ...{ fault: awsFault('ServiceUnavailable'), matching: BULK, times: 2 },
      }),
      passing('aws-iam', 'the listing is reset', { fault: { kind: 'reset' }, matching: BULK, times: 1 }),
      passing('aws-iam', 'a write is reset', { fault: { kind: 'reset' }, matching: /AttachUserPolicy/, times: 1 }),
      passing('aws-iam', 'the reply to a write is lost', {
        ...{ fault: { kind: 'lost-reply' }, matching: /Action=AttachUserPolicy/, times: 1 },
      }),
      passing('aws-iam', 'a write is a 500', {
        ...{ fault: awsFault('InternalFailure'), matching: /Action=UpdateAccessKey/, times: 1 },
      }),
      lasting('aws-iam', 'everything is a 503', { fault: awsFault('ServiceUnavailable') }),
    ],
    okta: [
      ...overHttp('okta', oktaFault, { listing: oktaUsers, method: 'POST', write: oktaSuspends }),
      passing('okta', 'the reply to the removal of an API token is lost', {
        ...{ fault: { kind: 'lost-reply' }, method: 'DELETE', matching: /\/api-tokens\//, times: 1 },
      }),
      passing('okta', 'signing in is a 503, twice', { fault: answer(503), matching: /oauth2\/v1\/token/, times: 2 }),
    ],
    scim: [
      ...overHttp('scim', scimFault, { listing: scimUsers, method: 'PATCH', write: scimSuspends }),
      passing('scim', 'the reply to leaving a group is lost', {
        ...{ fault: { kind: 'lost-reply' }, method: 'PATCH', matching: /\/Groups\//, times: 1 },
      }),
    ],
    'policy repository': [
      hostedCase('the host answers 502 to the reading of approvals, twice', async (scene) => {
        scene.host.faults.add({ fault: answer(502), matching: /graphql/, times: 2 });
        conclude(scene, await scene.run(), { changes: scene.gone('eve'), status: 0 });
      }),
      hostedCase('the host never answers it', async (scene) => {
        scene.host.faults.add({ fault: { kind: 'reset' }, matching: /graphql/ });
        const says = ['the approval of opt-out ana-handover could not be verified'];
        conclude(scene, await scene.run(), { changes: scene.gone('eve'), status: 4, says });
      }),
    ],
  },
};

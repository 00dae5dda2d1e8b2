import type { MemoryClient } from '../../../src/connectors/memory/client.js';
import type { Fault } from '../../../src/sandbox/faults.js';
import { approvedOptOut } from '../../approval/policy-repository.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import { oktaPage, scimPage } from '../kinds/answers.js';
import { accountOf, castOf, DEPARTED, numberOf, person } from '../kinds/cast.js';
import { USERS as oktaUsers } from '../kinds/okta.js';
import { USERS as scimUsers } from '../kinds/scim.js';
import { type Case, caseFor, type Kind, type Row } from '../matrix.js';
import { open, type Scene } from '../scene.js';

const ALWAYS = Number.POSITIVE_INFINITY;

/** Somebody is gone by the time that the run acts: nothing is done about that account, and the others go on. */
async function goneMeanwhile(kind: Kind): Promise<void> {
  const late: { scene?: Scene } = {};
  const people = [...castOf(kind), person(kind, 'dan', DEPARTED)];
  const scene = await open(kind, {
    people,
    others: ['dan'],
    beforeLease: async () => late.scene?.live.remove('dan'),
  });
  late.scene = scene;
  const says = ['a fresh look does not show it any more'];
  conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says });
}

/** Somebody came back, by the roster that was merged meanwhile: the next look is by the roster that the run began with. */
const MEANWHILE = 'an account is removed between the listing and the act';

function memory(name: string, page: (live: MemoryClient) => MemoryClient['page']): Case {
  return {
    name,
    run: async () => {
      const scene = await open('memory');
      scene.live.disturb((live) => ({ ...live, page: page(live) }));
      conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
    },
  };
}

/** Pages of two, each of which begins with the last entry of the one before. */
const overlapping =
  (live: MemoryClient): MemoryClient['page'] =>
  async (after) => {
    const { accounts } = await live.page(null);
    const from = Math.max(0, after === null ? 0 : accounts.findIndex(({ id }) => id === after));
    const page = accounts.slice(from, from + 2);
    const last = page.at(-1);
    return { accounts: page, next: from + 2 < accounts.length ? (last?.id ?? null) : null };
  };

const MEMBERS = /^\/orgs\/acme\/members\?(?!.*role)/;

function shortPage(skip: number): Case {
  return {
    name: `page ${skip + 1} of the members is short`,
    run: async () => {
      const others = Array.from({ length: 210 }, (_, at) => `zoe-${at}`);
      const scene = await open('github-org', { others, system: { orphans: 'review' } });
      const fault = { kind: 'short-page', entries: 40 } as const;
      scene.live.running.faults.add({ fault, matching: MEMBERS, skip, times: 1 });
      const says = ['hub 214 seen whole:'];
      conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says });
    },
  };
}

const overlap: Case = {
  name: 'an entry stands on two pages',
  run: async () => {
    const scene = await open('github-org');
    const { running } = scene.live;
    const page = (names: readonly string[]) => names.map((login) => ({ login, id: numberOf(login), type: 'User' }));
    const link = `<${running.url}/orgs/acme/members?page=2&per_page=100>; rel="next"`;
    const answer = { kind: 'status', status: 200 } as const;
    const second = new RegExp(`${MEMBERS.source}.*\\bpage=2`);
    running.faults.add({ fault: { ...answer, body: page(['ana', 'eve', 'max']) }, matching: second });
    running.faults.add({ fault: { ...answer, headers: { link }, body: page(['ben', 'ana']) }, matching: MEMBERS });
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
  },
};

const awsPages: Case = {
  name: 'every page is short, and names where the next begins',
  run: async () => {
    const scene = await open('aws-iam');
    const fault = { kind: 'short-page', entries: 1 } as const;
    scene.live.running.faults.add({ fault, matching: /GetAccountAuthorizationDetails/ });
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
  },
};

const awsOverlap: Case = {
  name: 'an entry stands on two pages',
  run: async () => {
    const scene = await open('aws-iam');
    const { url, faults } = scene.live.running;
    const body = 'Action=GetAccountAuthorizationDetails&Version=2010-05-08';
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKIAQQQQQQQQQQQQQQQQ/20261123/us-east-1/iam/aws4_request';
    const whole = await (await fetch(url, { method: 'POST', headers: { authorization }, body })).text();
    const { name } = accountOf('aws-iam', 'ana');
    if (!whole.includes(`<UserName>${name}</UserName>`)) throw new Error(whole.slice(0, 400));
    faults.add({ fault: { kind: 'status', status: 200, body: whole }, matching: /Details.*Marker=/ });
    faults.add({ fault: { kind: 'short-page', entries: 2 }, matching: /Details.*LocalManagedPolicy/ });
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
  },
};

const oktaPages: Case = {
  name: 'every page is short, and names where the next begins',
  run: async () => {
    const scene = await open('okta');
    scene.live.running.faults.add({ fault: { kind: 'short-page', entries: 1 }, matching: oktaUsers });
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
  },
};

const oktaOverlap: Case = {
  name: 'an entry stands on two pages',
  run: async () => {
    const scene = await open('okta');
    const { faults } = scene.live.running;
    faults.add({ fault: oktaPage(['ana', 'eve', 'max']), matching: /^\/api\/v1\/users\?after=/ });
    faults.add({ fault: oktaPage(['ben', 'ana'], '/api/v1/users?after=x'), matching: oktaUsers });
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
  },
};

const scimPages: Case = {
  name: 'every page is short, whatever was asked for',
  run: async () => {
    const scene = await open('scim');
    scene.live.running.faults.add({ fault: { kind: 'short-page', entries: 1 }, matching: scimUsers });
    conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: 0, says: ['hub 4 seen whole:'] });
  },
};

/** The first reading is of another number of users, or shows one twice and so misses another. */
function scimMoved(name: string, first: Fault, second: Fault | null, times: number): Case {
  return {
    name,
    run: async () => {
      const scene = await open('scim', { scim: { settings: { pageSize: 2 } } });
      const { faults } = scene.live.running;
      faults.add({ fault: first, matching: /Users\?startIndex=1&count=2/, times });
      if (second !== null) faults.add({ fault: second, matching: /Users\?startIndex=3&count=2/, times });
      const whole = times === 1;
      const says = [whole ? 'hub 4 seen whole:' : '4 users were announced and 3 listed'];
      conclude(scene, await scene.run(), { changes: scene.gone('ana'), status: whole ? 0 : 4, says });
    },
  };
}

export const entriesMove: Row = {
  fault: 'entries move between pages',
  promise: 'page to the end, dedupe by id, fresh look before each act',
  cells: {
    memory: [memory('an entry stands on two pages', overlapping), caseFor('memory', MEANWHILE, goneMeanwhile)],
    'github-org': [shortPage(0), shortPage(1), overlap, caseFor('github-org', MEANWHILE, goneMeanwhile)],
    'aws-iam': [awsPages, awsOverlap, caseFor('aws-iam', MEANWHILE, goneMeanwhile)],
    okta: [oktaPages, oktaOverlap, caseFor('okta', MEANWHILE, goneMeanwhile)],
    scim: [
      scimPages,
      scimMoved('somebody is gone before the last page: all is read once more', scimPage(['ana', 'ben'], 5), null, 1),
      scimMoved(
        'an entry stands on two pages, so that one is missed: all is read once more',
        ...([scimPage(['ana', 'ben'], 4), scimPage(['ben', 'eve'], 4), 1] as const),
      ),
      scimMoved(
        'an entry stands on two pages each time: not seen whole',
        ...([scimPage(['ana', 'ben'], 4), scimPage(['ben', 'eve'], 4), ALWAYS] as const),
      ),
      caseFor('scim', MEANWHILE, goneMeanwhile),
    ],
    'policy repository': [
      hostedCase('an opt-out is merged between two runs: the second one looks afresh', async (scene) => {
        await approvedOptOut(scene.host, { id: 'eve-handover', person: 'eve.hall' });
        const says = [
          'keeps hub: ana-handover, approved in #1 by owner kim.cho',
          'keeps hub: eve-handover, approved in #2 by owner kim.cho',
        ];
        conclude(scene, await scene.run(), { changes: [], status: 0, says });
      }),
    ],
  },
};

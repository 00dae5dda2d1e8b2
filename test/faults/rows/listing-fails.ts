import { awsFault } from '../../../src/sandbox/aws-iam/index.js';
import type { Fault } from '../../../src/sandbox/faults.js';
import { brokenAfter } from '../../commands/troubles.js';
import { conclude } from '../conclusion.js';
import { hostedCase } from '../hosted.js';
import { castOf, DEPARTED, numberOf, person } from '../kinds/cast.js';
import type { Case, Kind, Row } from '../matrix.js';
import { open, type Scene, type SceneOptions } from '../scene.js';
import { oktaListings, scimListings } from './listing-fails-rest.js';

/** Dan has departed too, but only his name is known; nobody claims the others, whom a whole listing would revoke. */
function options(kind: Kind, others: number): SceneOptions {
  const dan = person(kind, 'dan', { ...DEPARTED, accounts: { hub: 'dan' } });
  // Old Tom left long ago and is no member any more: nobody can tell whether he is an outside collaborator.
  const tom = person(kind, 'tom', DEPARTED);
  const crowd = Array.from({ length: others }, (_, at) => `zoe-${at}`);
  return { people: [...castOf(kind), dan, tom], others: ['dan', ...crowd] };
}

function listing<K extends Kind>(
  name: string,
  kind: K,
  others: number,
  strike: (scene: Scene<K>) => void,
  gap: string,
  more: SceneOptions = {},
): Case {
  return {
    name,
    run: async () => {
      const scene = await open(kind, { ...options(kind, others), ...more });
      strike(scene);
      const result = await scene.run();
      conclude(scene, result, {
        changes: scene.gone('ana'),
        status: 4,
        says: ['hub was not seen whole', gap],
      });
    },
  };
}

/** What makes a case of a listing that fails. */
export type Listing = typeof listing;

const github = (name: string, fault: Fault, matching: RegExp, gap: string) =>
  listing(name, 'github-org', 120, ({ live }) => live.running.faults.add({ fault, matching }), gap, {
    github: { seed: (seed) => ({ ...seed, users: [{ login: 'tom', id: numberOf('tom') }] }) },
  });
const MEMBERS = /^\/orgs\/acme\/members\?(?!.*role)/;
const SECOND_PAGE = /^\/orgs\/acme\/members\?(?!.*role).*\bpage=2\b/;
const forbidden: Fault = { kind: 'status', status: 403, body: { message: 'Resource not accessible by integration' } };
const BULK = /Action=GetAccountAuthorizationDetails.*LocalManagedPolicy/;

export const listingFails: Row = {
  fault: 'a page of the accounts’ listing fails, a 403, a GraphQL null',
  promise: 'partial: only departed people with pinned ids go, each read directly; status 4, the gap named',
  cells: {
    memory: [
      listing(
        'the second page fails',
        'memory',
        3,
        ({ live }) => live.disturb((client) => ({ ...client, page: brokenAfter(client, 3) })),
        'could not be listed: status 502',
      ),
    ],
    'github-org': [
      github('the second page fails with 502', { kind: 'status', status: 502 }, SECOND_PAGE, 'page 2 of 2 failed'),
      github('the second page is a 403', forbidden, SECOND_PAGE, 'page 2 of 2 failed with status 403'),
      github('the whole listing is a 403', forbidden, MEMBERS, 'members: page 1 failed with status 403'),
      github('owners are a 403', forbidden, /role=admin/, 'admins: page 1 failed with status 403'),
      github('outside collaborators are a 403', forbidden, /outside_coll/, 'outside collaborators: page 1 failed'),
      github('invitations are a 403', forbidden, /acme\/invitations/, 'invitations: page 1 failed with status 403'),
      {
        name: 'GraphQL answers null for the teams, which roles are compared with',
        run: async () => {
          const scene = await open('github-org', { system: { entitlements: 'managed' } });
          const fault = { kind: 'status', status: 200, body: { data: { organization: null } } } as const;
          scene.live.running.faults.add({ fault, matching: /graphql[\s\S]*query (Team|.*Members)/i, times: 1 });
          const result = await scene.run();
          conclude(scene, result, { changes: scene.gone('ana'), status: 4, says: ['teams could not be read'] });
        },
      },
    ],
    'aws-iam': [
      listing(
        'the second page is refused',
        'aws-iam',
        3,
        ({ live: { running } }) => {
          running.faults.add({ fault: awsFault('AccessDenied'), matching: new RegExp(`${BULK.source}.*Marker=`) });
          running.faults.add({ fault: { kind: 'short-page', entries: 3 }, matching: BULK });
        },
        "page 2 of the account's users, groups and roles",
      ),
      listing(
        'the whole listing is refused',
        'aws-iam',
        3,
        ({ live }) => live.running.faults.add({ fault: awsFault('AccessDenied'), matching: BULK }),
        "page 1 of the account's users, groups and roles",
      ),
    ],
    okta: oktaListings(listing),
    scim: scimListings(listing),
    'policy repository': [
      hostedCase('the host refuses to tell who approved an opt-out', async (scene) => {
        scene.host.faults.add({ fault: forbidden, matching: /graphql/ });
        conclude(scene, await scene.run(), {
          changes: scene.gone('eve'),
          status: 4,
          says: ['the approval of opt-out ana-handover could not be verified'],
        });
      }),
      hostedCase('the host answers null in GraphQL', async (scene) => {
        const fault = { kind: 'status', status: 200, body: { data: { repository: null } } } as const;
        scene.host.faults.add({ fault, matching: /graphql/ });
        conclude(scene, await scene.run(), {
          changes: scene.gone('eve'),
          status: 4,
          says: ['the approval of opt-out ana-handover could not be verified'],
        });
      }),
    ],
  },
};

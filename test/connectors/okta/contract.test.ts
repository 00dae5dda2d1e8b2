import type { AccountId, EntitlementId } from '../../../src/core/model.js';
import type { OktaSeed, UserSeed } from '../../../src/sandbox/okta/index.js';
import { type ContractHarness, connectorContract, type Someone } from '../contract.js';
import {
  ANA,
  ANAS_TOKEN,
  AS_USER,
  BACKEND,
  BEN,
  FROM_AD,
  KIM,
  LEE,
  NOW,
  open,
  RUNNER,
  snapshotOf,
  world,
} from './world.js';

connectorContract('okta', (crowd) => start(crowd, {}));
connectorContract('okta, signed in with an API token', (crowd) => start(crowd, AS_USER));

/** Another world must not have other administrators, so the runner is one in both. */
async function start(crowd: number, more: Partial<OktaSeed>): Promise<ContractHarness> {
  const others = Array.from({ length: crowd }, (_, index): UserSeed => ({ login: `extra-${index}@acme.example` }));
  const managed = more.runner === undefined;
  const { running, connector, state, secrets, changes } = await open({ seed: world(more, others), managed });
  const { faults } = running;
  return {
    connector,
    now: NOW,
    suspends: true,
    marks: false,
    leaver: {
      ...someone(ANA),
      holds: [...GROUPS, ...CREDENTIALS].map((id) => id as EntitlementId),
      // Okta keeps the groups of a suspended user, and nobody gets in with them.
      remains: GROUPS.map((id) => id as EntitlementId),
      managed: GROUPS[0] as EntitlementId,
    },
    restoring: { impossible: CREDENTIALS, back: withoutWhatIsLost },
    stayer: someone(BEN),
    admins: [KIM, LEE, RUNNER].map(someone),
    self: more.runner === undefined ? { notOffered: 'a service app is no user' } : someone(RUNNER),
    absent: { id: '00uNOBODYNOBODYNOBOD' as AccountId, name: 'nobody@acme.example' },
    secrets,
    everyone: async () => [...state.users.keys()].map((id) => id as AccountId),
    changes: async () => changes(),
    snapshotOf: async (id) => snapshotOf(state, id),
    failListing: async () => {
      faults.add({ fault: { kind: 'status', status: 403 }, method: 'GET', matching: /users\?.*after=/ });
      faults.add({ fault: { kind: 'short-page', entries: 3 }, method: 'GET', matching: /users\?limit/ });
    },
    refuseCredential: async () => faults.add({ fault: { kind: 'status', status: 401, body: REFUSED } }),
    loseReply: async () => faults.add({ fault: { kind: 'lost-reply' }, matching: WRITES, times: 1 }),
    stale: async () => faults.add({ fault: { kind: 'stale' }, method: 'GET' }),
    vanish: async (id) => {
      state.users.delete(id);
      for (const token of state.apiTokens.values()) if (token.userId === id) state.apiTokens.delete(token.id);
    },
    mend: async () => faults.clear(),
    stop: () => running.stop(),
  };
}

const GROUPS = [`group:${BACKEND}`, `group:${FROM_AD}`] as const;
const CREDENTIALS = [`grant:oag${'A'.repeat(17)}`, `token:${ANAS_TOKEN}`] as const;
const REFUSED = { errorCode: 'E0000011', errorSummary: 'Invalid token provided', errorCauses: [] };
const WRITES = /\/(suspend|unsuspend|deactivate|sessions|grants\/|api-tokens\/|roles|groups\/)/;

/** Sessions, tokens and consents end for good. */
function withoutWhatIsLost(snapshot: unknown): unknown {
  const { sessions, refreshTokens, devices, grants, apiTokens, ...rest } = snapshot as Readonly<
    Record<string, unknown>
  >;
  return rest;
}

function someone({ id, login }: UserSeed): Someone {
  return { id: id as AccountId, name: login };
}

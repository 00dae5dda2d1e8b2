import type { AccountId, EntitlementId } from '../../../src/core/model.js';
import { awsFault, type UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { type ContractHarness, connectorContract, type Someone } from '../contract.js';
import { NOW, SECRET, scene, snapshotOf } from './embedded.js';
import { KIM, LEAVER, LEAVER_HOLDS, LEE, RUNNER, STAYER, world } from './world.js';

connectorContract('aws-iam', open);

async function open(crowd: number): Promise<ContractHarness> {
  const others = Array.from({ length: crowd }, (_, index): UserSeed => ({ name: `extra-${index}` }));
  const { server, connector } = await scene(world(others));
  const { state } = server.system;
  const { faults } = server;
  return {
    connector,
    now: NOW,
    suspends: true,
    leaver: {
      ...someone(LEAVER),
      holds: LEAVER_HOLDS.map((id) => id as EntitlementId),
      remains: REMAINS,
      managed: 'group:developers' as EntitlementId,
    },
    restoring: { impossible: [] },
    stayer: someone(STAYER),
    admins: [someone(KIM), someone(LEE)],
    self: someone(RUNNER),
    absent: { id: 'AIDANOBODYNOBODYNOBOD' as AccountId, name: 'nobody' },
    secrets: [SECRET],
    everyone: async () => [...state.users.values()].map(({ id }) => id as AccountId),
    changes: async () => server.changes.map(({ operation, object }) => `${operation} ${object}`),
    snapshotOf: async (id) => snapshotOf(state, id),
    failListing: async () => {
      faults.add({ fault: awsFault('ServiceUnavailable'), matching: /GetAccountAuthorizationDetails.*Marker=/ });
      faults.add({ fault: { kind: 'short-page', entries: 3 }, matching: /GetAccountAuthorizationDetails/ });
    },
    refuseCredential: async () => faults.add({ fault: awsFault('InvalidClientTokenId') }),
    loseReply: async () => faults.add({ fault: { kind: 'lost-reply' }, matching: WRITES, times: 1 }),
    stale: async () => faults.add({ fault: { kind: 'stale' }, matching: /Action=(Get|List)/ }),
    vanish: async (id) => {
      for (const user of state.users.values()) if (user.id === id) state.users.delete(user.name);
    },
    mend: async () => faults.clear(),
    stop: () => server.stop(),
  };
}

/** A password, inline policies and devices have no "inactive": the deny makes them useless. */
const REMAINS = LEAVER_HOLDS.filter((id) => /^(console-password|inline:|mfa:)/.test(id)) as EntitlementId[];
const WRITES = /Action=(?!Get|List|Generate|Assume)/;

function someone(seed: UserSeed): Someone {
  return { id: seed.id as AccountId, name: seed.name };
}

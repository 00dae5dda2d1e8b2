import type { AccountId, EntitlementId } from '../../../src/core/model.js';
import { membersOf, type ScimState } from '../../../src/sandbox/scim/index.js';
import { type ContractHarness, connectorContract } from '../contract.js';
import { ANA, BEN, NOW, open, SETTINGS, seed, TOKEN } from './world.js';

connectorContract('scim', (crowd) => harness(crowd, {}, {}));
connectorContract('scim that replaces users and groups whole, by version', (crowd) =>
  harness(crowd, { change: 'replace', members: 'replace', groups: 'members', versions: 'sent' }, WHOLE),
);
connectorContract('scim that writes booleans as text and takes no paths', (crowd) =>
  harness(crowd, { change: 'value', members: 'value', booleans: 'text' }, PATHLESS),
);

const WHOLE = { patch: 'refused', etag: 'required', groupsNotInUser: true } as const;
const PATHLESS = {
  booleansAsText: true,
  refusesFilteredPaths: true,
  removesByValue: true,
  activeOmittedWhenTrue: true,
  pageLimit: 4,
} as const;

async function harness(
  crowd: number,
  quirks: Readonly<Record<string, string>>,
  server: Parameters<typeof seed>[1],
): Promise<ContractHarness> {
  const settings = { ...SETTINGS, pageSize: 5, ...quirks };
  const { running, connector, state } = await open({ seed: seed(crowd, server), settings });
  const { faults } = running;
  const someone = (id: string, name: string) => ({ id: id as AccountId, name: `${name}@acme.example` });
  const holds = ['group:g-backend', 'group:g-on-call', 'role:editor', 'entitlement:seat'] as EntitlementId[];
  return {
    connector,
    now: NOW,
    suspends: true,
    marks: false,
    leaver: {
      ...someone(ANA, 'ana'),
      holds,
      managed: 'group:g-backend' as EntitlementId,
      remains: ['role:editor', 'entitlement:seat'] as EntitlementId[],
    },
    restoring: { impossible: [] },
    stayer: someone(BEN, 'ben'),
    admins: [someone('u-kim', 'kim'), someone('u-lee', 'lee')],
    self: someone('u-runner', 'runner'),
    absent: { id: 'u-404' as AccountId, name: 'nobody@acme.example' },
    secrets: [TOKEN],
    everyone: async () => [...state.users.keys()] as AccountId[],
    // The suite takes a PUT for something given; here it takes away as well.
    changes: async () =>
      running.changes.map(({ operation, object }) => `${operation.replace(/^PUT /, 'replace ')} ${object}`),
    snapshotOf: async (id) => snapshotOf(state, id),
    failListing: async () =>
      faults.add({ fault: { kind: 'status', status: 502 }, matching: /\/Users\?startIndex=(?!1&)\d+&count=5/ }),
    refuseCredential: async () => {
      state.token = 'another-one';
    },
    loseReply: async () => {
      for (const method of ['PATCH', 'PUT', 'DELETE']) faults.add({ fault: { kind: 'lost-reply' }, method, times: 1 });
    },
    stale: async () => faults.add({ fault: { kind: 'stale' } }),
    vanish: async (id) => vanish(state, id),
    mend: async () => {
      state.token = TOKEN;
      faults.clear();
    },
    stop: () => running.stop(),
  };
}

/** Null where there is no such user. Groups stand in order, since one that is given back stands at the end. */
function snapshotOf(state: ScimState, id: string): unknown {
  const user = state.users.get(id);
  if (user === undefined) return null;
  const groups = [...state.groups.values()].filter((group) => membersOf(group).includes(id)).map((group) => group.id);
  return structuredClone({ ...user.attributes, groups: groups.sort() });
}

/** Somebody else deletes the user. */
function vanish(state: ScimState, id: string): void {
  state.users.delete(id);
  for (const group of state.groups.values()) {
    const members = membersOf(group).filter((member) => member !== id);
    group.attributes = { ...group.attributes, members: members.map((value) => ({ value })) };
  }
}

import type { AccountId, EntitlementId } from '../../../src/core/model.js';
import { acceptInvitation, renameUser } from '../../../src/sandbox/github/index.js';
import { type ContractHarness, connectorContract } from '../contract.js';
import { ANA, NOW, open, PRIVATE_KEY, type SignIn, TOKEN, world } from './world.js';

connectorContract('github-org with a GitHub App', (crowd) => harness('app', crowd));
connectorContract('github-org with a token', (crowd) => harness('token', crowd));

const BOTH = [
  'team:backend',
  'repo:shop',
  'sso:901',
  'copilot-seat',
  'deploy-key:shop/501',
  'repo-invitation:ledger/601',
];
const HOLDS = { app: [...BOTH, 'token:801', 'token-request:851'], token: [...BOTH, 'codespace:ana-space'] };

const IMPOSSIBLE = {
  app: ['copilot-seat', 'sso:901', 'token-request:851', 'token:801'],
  token: ['codespace:ana-space', 'copilot-seat', 'sso:901'],
};

/**
 * Tokens, seat, SSO authorizations and codespaces stay away; an invitation is a new one; a deploy key is the runner's now,
 * so that restore.test.ts looks for it.
 */
function backOf(before: unknown, signIn: SignIn): unknown {
  const { tokens: _, sso: __, keys: ___, codespaces, ...rest } = before as Record<string, unknown>;
  const invitations = (rest.repositoryInvitations ?? []) as readonly { user: number; role: string }[];
  const repositoryInvitations = invitations.map(({ user, role }) => ({ user, role }));
  return { ...rest, repositoryInvitations, seats: ['2026-12-01'], ...(signIn === 'app' ? { codespaces } : {}) };
}

function loginOf(state: State, id: number): string {
  return state.users.get(id)?.login ?? '';
}

async function harness(signIn: SignIn, crowd: number): Promise<ContractHarness> {
  const { running, connector, state } = await open({ signIn, seed: world(crowd) });
  const { faults } = running;
  // A cancelled Copilot seat lives on until the billing cycle ends, and an App reaches no codespaces.
  const { codespaces } = snapshotOf(state, Number(ANA)) ?? {};
  const after = { seats: ['2026-12-01'], ...(signIn === 'app' ? { codespaces } : {}) };
  const someone = (id: string, name: string) => ({ id: id as AccountId, name });
  return {
    connector,
    now: NOW,
    suspends: false,
    leaver: {
      ...someone(ANA, 'anaruiz'),
      holds: HOLDS[signIn] as EntitlementId[],
      managed: 'team:backend' as EntitlementId,
      after,
    },
    restoring: {
      impossible: IMPOSSIBLE[signIn],
      back: (before) => backOf(before, signIn),
      accept: async () => {
        if (state.invitations.some(({ user }) => user === Number(ANA)))
          acceptInvitation(state, loginOf(state, Number(ANA)));
      },
    },
    stayer: someone('15', 'benito'),
    admins: [someone('11', 'kimcho'), someone('12', 'samlee')],
    self: signIn === 'token' ? someone('13', 'leaver-runner') : { notOffered: "a GitHub App's bot is never a member" },
    absent: someone('404', 'nobody-at-all'),
    secrets: [TOKEN, ...PRIVATE_KEY.split('\n').filter((line) => line.length > 40), 'ghs_sandbox', 'abcd1234'],
    everyone: async () => everyone(state),
    changes: async () =>
      // Removing a membership takes the person's tokens along, so that it depends on the order who removed them.
      running.changes.map(({ operation, object }) => `${operation} ${object}`).filter((one) => !/ token/.test(one)),
    snapshotOf: async (id) => snapshotOf(state, Number(id)),
    failListing: async () => {
      faults.add({ fault: { kind: 'status', status: 502 }, matching: /^\/orgs\/acme\/members\?.*\bpage=2/ });
      faults.add({ fault: { kind: 'short-page', entries: 3 }, matching: /^\/orgs\/acme\/members\?/ });
    },
    refuseCredential: async () =>
      faults.add({ fault: { kind: 'status', status: 401, body: { message: 'Bad credentials' } } }),
    loseReply: async () => {
      for (const method of ['DELETE', 'PUT']) faults.add({ fault: { kind: 'lost-reply' }, method, times: 1 });
      faults.add({ fault: { kind: 'lost-reply' }, method: 'POST', matching: /personal-access-token/, times: 1 });
    },
    stale: async () => faults.add({ fault: { kind: 'stale' } }),
    vanish: async (id) => remove(state, Number(id)),
    mend: async () => faults.clear(),
    stop: () => running.stop(),
  };
}

type State = Awaited<ReturnType<typeof open>>['state'];

function everyone(state: State): readonly AccountId[] {
  const ids = new Set([...state.members.keys()].map(String));
  for (const { collaborators } of state.repositories.values())
    for (const id of collaborators.keys()) ids.add(String(id));
  for (const { id } of state.invitations) ids.add(`invitation:${id}`);
  return [...ids] as AccountId[];
}

/** Null where nothing is left of the account. */
function snapshotOf(state: State, id: number): Readonly<Record<string, unknown>> | null {
  const repositories = [...state.repositories.values()];
  const left = {
    membership: state.members.has(id) ? [state.members.get(id)] : [],
    teams: [...state.teams.values()]
      .filter(({ members }) => members.has(id))
      .map((one) => [one.slug, one.members.get(id)]),
    repositories: repositories
      .filter(({ collaborators }) => collaborators.has(id))
      .map(({ name, collaborators }) => [name, collaborators.get(id)]),
    keys: repositories.flatMap(({ keys }) => keys.filter(({ addedBy }) => addedBy === id)),
    repositoryInvitations: repositories.flatMap(({ invitations }) => invitations.filter(({ user }) => user === id)),
    invitations: state.invitations.filter(({ user }) => user === id),
    tokens: [...state.tokens, ...state.tokenRequests].filter(({ owner }) => owner === id),
    sso: state.sso.credentials.filter(({ user }) => user === id),
    seats: state.seats.filter(({ user }) => user === id).map(({ pendingCancellation }) => pendingCancellation),
    codespaces: state.codespaces.filter(({ owner }) => owner === id),
  };
  const found = Object.entries(left).filter(([, held]) => held.length > 0);
  return found.length === 0 ? null : structuredClone(Object.fromEntries(found));
}

/** Somebody else removes the account from the organization, with all that it had there; the login gets a new owner. */
function remove(state: State, id: number): void {
  const { login } = state.users.get(id) ?? { login: '' };
  state.members.delete(id);
  for (const team of state.teams.values()) team.members.delete(id);
  for (const repository of state.repositories.values()) {
    repository.collaborators.delete(id);
    repository.keys = repository.keys.filter(({ addedBy }) => addedBy !== id);
    repository.invitations = repository.invitations.filter(({ user }) => user !== id);
  }
  state.tokens = state.tokens.filter(({ owner }) => owner !== id);
  state.tokenRequests = state.tokenRequests.filter(({ owner }) => owner !== id);
  state.sso.credentials = state.sso.credentials.filter(({ user }) => user !== id);
  state.seats = state.seats.filter(({ user }) => user !== id);
  state.codespaces = state.codespaces.filter(({ owner }) => owner !== id);
  renameUser(state, login, `${login}-elsewhere`);
}

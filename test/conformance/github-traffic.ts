import { generateKeyPairSync } from 'node:crypto';
import { type Recorder, recordTraffic } from '../../scripts/conformance/recorder.js';
import type {
  AccountRef,
  ActLog,
  Lost,
  RevokingConnector,
  StepOutcome,
  Target,
} from '../../src/connectors/connector.js';
import { connectGithubOrg } from '../../src/connectors/github-org/index.js';
import type { AccountId, EntitlementId, SystemId } from '../../src/core/model.js';
import type { ObservedAccount } from '../../src/core/observation.js';
import { messageOf } from '../../src/errors.js';
import { githubOrg } from '../../src/sandbox/github/index.js';
import { serve } from '../../src/sandbox/server.js';
import { clock } from './clock.js';
import { world } from './github-world.js';

/** An owner other than the runner, a member with one of everything, one whom an enterprise team keeps, an outsider, invitations. */
const LEAVERS = ['102', '103', '105', '202', 'invitation:501', 'invitation:502'];
/** Somebody who stays and loses what the role no longer grants. */
const MOVER = '104';

export type SignIn = 'app' | 'token';

export interface Traffic {
  readonly exchanges: Recorder['exchanges'];
  /** Steps of revocations and restorations that failed, as `action object: why`. */
  readonly failed: readonly string[];
  readonly steps: number;
}

/** Everything that a connector does in a run, for each sort of account there is, as recorded on the wire. */
export async function trafficOf(signIn: SignIn): Promise<Traffic> {
  const running = await serve(githubOrg('github', world), clock);
  const recorder = await recordTraffic(running.url);
  const failed: string[] = [];
  let steps = 0;
  const evidence: Lost['evidence'][number][] = [];
  const log: ActLog = {
    evidence: async (record) => void evidence.push(record),
    step: async (step, act) => {
      const outcome = await act().catch((error: unknown): StepOutcome => ({ kind: 'failed', why: messageOf(error) }));
      steps += 1;
      if (outcome.kind === 'failed') failed.push(`${step.action} ${step.object}: ${outcome.why}`);
      return outcome;
    },
  };
  try {
    const connector = await connect(signIn, recorder.url);
    await connector.observe();
    const seen = await look(connector, [...LEAVERS, MOVER]);
    const mover = seen.find(({ id }) => id === MOVER);
    for (const account of seen) {
      if (account.id !== MOVER) await revoke(connector, account, null, log);
    }
    for (const { id, kind } of mover?.entitlements ?? []) {
      if (mover !== undefined && kind === 'membership') await revoke(connector, mover, id, log);
    }
    await connector.observe();
    for (const account of seen) {
      if (account.id === MOVER) continue;
      const own = evidence.filter((record) => (record.account as { readonly id: string }).id === account.id);
      await connector.restore({ ...targetOf(account, null), evidence: own }, log, clock.now());
    }
  } finally {
    await recorder.stop();
    await running.stop();
  }
  return { exchanges: recorder.exchanges, failed, steps };
}

async function look(connector: RevokingConnector, ids: readonly string[]): Promise<readonly ObservedAccount[]> {
  const refs = ids.map((id): AccountRef => ({ id: id as AccountId, name: null }));
  const { accounts } = await connector.observeAccounts(refs);
  return accounts.filter(({ id }) => ids.includes(id));
}

async function revoke(
  connector: RevokingConnector,
  account: ObservedAccount,
  entitlement: EntitlementId | null,
  log: ActLog,
): Promise<void> {
  const target = targetOf(account, entitlement);
  await connector.revoke(target, log, clock.now());
  await connector.check(target, clock.now());
}

function targetOf(account: ObservedAccount, entitlement: EntitlementId | null): Target {
  const { id, name } = account;
  const decision = {
    kind: 'revoke',
    id: `github/${id}`,
    system: 'github' as SystemId,
    account: { id, name },
    person: null,
    service: null,
    entitlement,
    reason: entitlement === null ? 'departed' : 'role-changed',
    stage: 'suspend',
    lapsedOptOut: null,
  } as const;
  return { decision, account };
}

async function connect(signIn: SignIn, apiUrl: string): Promise<RevokingConnector> {
  const connector = await connectGithubOrg(
    {
      system: 'github' as SystemId,
      settings: { organization: 'acme' },
      unavailable: [],
      managed: true,
      environment: {
        GITHUB_API_URL: apiUrl,
        ...(signIn === 'app' ? appCredential() : { LEAVER_GITHUB_TOKEN: 'user-token' }),
      },
      clock,
    },
    { random: () => 0 },
  );
  if (connector.access !== 'revoking') throw new Error('the connector can revoke');
  return connector;
}

function appCredential() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    LEAVER_GITHUB_APP_ID: '811',
    LEAVER_GITHUB_APP_INSTALLATION_ID: '801',
    LEAVER_GITHUB_APP_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

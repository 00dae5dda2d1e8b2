import type { ActLog, RevokingConnector, StepOutcome, Target } from '../../../src/connectors/connector.js';
import type { EntitlementId } from '../../../src/core/model.js';
import { messageOf } from '../../../src/errors.js';
import type { UserSeed } from '../../../src/sandbox/aws-iam/index.js';
import { NOW, type Scene } from './embedded.js';

export interface Acted {
  readonly evidence: readonly unknown[];
  /** `AttachUserPolicy policy/AWSDenyAll: done`, one for each step. */
  readonly steps: readonly string[];
}

/** The decision to revoke what a fresh look shows of that user. */
export async function targetOf(
  connector: RevokingConnector,
  { name }: Pick<UserSeed, 'name'>,
  stage: 'suspend' | 'delete' = 'suspend',
  entitlement: string | null = null,
): Promise<Target> {
  const seen = await connector.observeAccounts([{ id: null, name }]);
  const account = seen.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`${name} is not there`);
  const { system } = connector;
  const decision: Target['decision'] = {
    ...{ kind: 'revoke', id: `${system}/${account.id}`, system, person: null, service: null, reason: 'departed' },
    ...{
      stage,
      lapsedOptOut: null,
      account: { id: account.id, name },
      entitlement: entitlement as EntitlementId | null,
    },
  };
  return { decision, account };
}

/** Revokes, and gives what was put on record. */
export async function act({ connector }: Pick<Scene, 'connector'>, target: Target, now = NOW): Promise<Acted> {
  const evidence: unknown[] = [];
  const steps: string[] = [];
  const log: ActLog = {
    evidence: async (record) => void evidence.push(record),
    async step({ action, object }, perform) {
      const outcome = await perform().catch(
        (error: unknown): StepOutcome => ({ kind: 'failed', why: messageOf(error) }),
      );
      steps.push(`${action} ${object}: ${outcome.kind === 'failed' ? outcome.why : outcome.kind}`);
      return outcome;
    },
  };
  await connector.revoke(target, log, now);
  return { evidence, steps };
}

export async function suspend(scene: Scene, who: Pick<UserSeed, 'name'>): Promise<Acted> {
  return act(scene, await targetOf(scene.connector, who));
}

/** The changes that the account saw, in order: `AttachUserPolicy user/ana.ruiz/policy/AWSDenyAll`. */
export function changesOf({ server }: Scene): readonly string[] {
  return server.changes.map(({ operation, object }) => `${operation} ${object}`);
}

/** How often each operation was asked for. */
export function requestsOf({ server }: Scene): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of server.requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

import type { Entitlement } from '../../core/observation.js';
import { LeaverError } from '../../errors.js';
import type { Lost, RestoreItem, Step, StepLog } from '../connector.js';
import type { MemoryAccount, MemoryClient, Written } from './client.js';

/** One thing that was held, and what brings it back where it is not there. */
interface Return extends RestoreItem {
  readonly step: Step;
  act(client: MemoryClient): Promise<Written>;
}

/** See `RevokingConnector.restorable`. */
export async function restorable(client: MemoryClient, lost: Lost): Promise<readonly RestoreItem[]> {
  return (await returnsOf(client, lost)).map(({ item, how, why }) => ({ item, how, why }));
}

/** Brings back what can be, the sign-in last: until then, what was given back is of no use to anybody. */
export async function restore(client: MemoryClient, lost: Lost, log: StepLog): Promise<void> {
  for (const { how, step, act } of await returnsOf(client, lost)) {
    if (how !== 'restore') continue;
    await log.step(step, async () => {
      const written = await act(client);
      return written === 'done' ? { kind: 'done', requestId: null } : { kind: 'absent' };
    });
  }
}

/** What was held and what became of it, in the order of bringing it back. One rule for the plan, the act and the read-back. */
async function returnsOf(client: MemoryClient, lost: Lost): Promise<readonly Return[]> {
  const { account, decision } = lost;
  const before = recorded(lost);
  const live = await client.byId(account.id);
  if (live === null) return [gone(before)];
  if (decision.entitlement !== null) {
    return before.entitlements.filter(({ id }) => id === decision.entitlement).map((held) => returned(live, held));
  }
  const credentials = before.entitlements.filter(({ kind }) => kind === 'credential');
  const others = before.entitlements.filter(({ kind }) => kind !== 'credential');
  return [...[...others, ...credentials].map((held) => returned(live, held)), signIn(live, before)];
}

/** The account as it was before the first attempt, with what only later ones saw. Throws `journal`. */
function recorded({ account, evidence }: Lost): MemoryAccount {
  const [first, ...later] = evidence.map((record) => {
    const { account: was } = record as { readonly account?: MemoryAccount };
    if (was?.id === account.id && Array.isArray(was.entitlements)) return was;
    throw new LeaverError('journal', `the record of ${account.name} is not one of this account`);
  });
  if (first === undefined) throw new LeaverError('journal', `nothing was recorded of ${account.name}`);
  const entitlements = new Map(first.entitlements.map((held) => [held.id, held]));
  for (const { entitlements: more } of later) {
    for (const held of more) if (!entitlements.has(held.id)) entitlements.set(held.id, held);
  }
  return { ...first, entitlements: [...entitlements.values()] };
}

function gone({ name }: MemoryAccount): Return {
  return {
    item: 'account',
    how: 'impossible',
    why: `${name} was deleted: a new account would have another id`,
    step: { action: 'reinstate', object: `account:${name}` },
    act: async () => 'absent',
  };
}

function returned({ id, entitlements }: MemoryAccount, held: Entitlement): Return {
  const now = entitlements.find((other) => other.id === held.id);
  if (now === undefined) {
    const lostForGood = held.kind === 'credential';
    return {
      item: held.id,
      how: lostForGood ? 'impossible' : 'restore',
      why: lostForGood ? 'it was deleted: give the person a new one' : '',
      step: { action: 'add', object: held.id },
      act: (client) => client.addEntitlement(id, held),
    };
  }
  const off = now.status === 'inactive' && held.status !== 'inactive';
  return {
    item: held.id,
    how: off ? 'restore' : 'there',
    why: '',
    step: { action: 'activate', object: held.id },
    act: (client) => client.activateCredential(id, held.id),
  };
}

/** A suspension without a time is another's: Leaver's own has one. */
function signIn(live: MemoryAccount, before: MemoryAccount): Return {
  const suspended = live.status === 'suspended' && before.status !== 'suspended';
  const others = suspended && live.suspendedAt === null;
  return {
    item: 'account',
    how: others ? 'impossible' : suspended ? 'restore' : 'there',
    why: others ? `${live.name} was suspended by somebody else, which is not for Leaver to lift` : '',
    step: { action: 'reinstate', object: `account:${live.name}` },
    act: (client) => client.reinstate(live.id, before.status),
  };
}

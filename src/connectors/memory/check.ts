import type { Remainder, Target } from '../connector.js';
import type { MemoryClient } from './client.js';
import { workLeft } from './work.js';

/** Reads the account back; an account that is not there any more leaves nothing open. */
export async function check(client: MemoryClient, target: Target): Promise<readonly Remainder[]> {
  const account = await client.byId(target.account.id);
  if (account === null) return [];
  return workLeft(target.decision, account).map(({ open }) => ({ kind: 'pending', what: open }));
}

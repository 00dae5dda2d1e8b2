import type { SystemId } from '../../core/model.js';
import type { Observation } from '../../core/observation.js';
import { formatInstant } from '../../core/time.js';
import type { Clock } from '../../ports/ports.js';
import type { ConnectorFactory, RevokingConnector } from '../connector.js';
import { check } from './check.js';
import { type MemoryClient, memoryClient } from './client.js';
import { accountsOf } from './config.js';
import { type Listing, listAll, listOnly } from './list.js';
import { restorable, restore } from './restore.js';
import { revoke } from './revoke.js';

const KIND = 'memory';

/** Opens the system that the settings describe; it lives as long as the connector. */
export const memory: ConnectorFactory = async ({ system, settings, clock }) =>
  memoryConnector(memoryClient(accountsOf(system, settings)), { system, clock });

/** The connector over a given client. */
export function memoryConnector(
  client: MemoryClient,
  { system, clock }: { readonly system: SystemId; readonly clock: Clock },
): RevokingConnector {
  async function observed(list: () => Promise<Listing>): Promise<Observation> {
    const before = client.requests();
    const at = formatInstant(clock.now());
    const listing = await list();
    const requests = client.requests() - before;
    // Its clock is ours.
    return { system, kind: KIND, at, identity: null, gaps: [], requests, clockSkew: null, ...listing };
  }

  return {
    access: 'revoking',
    kind: KIND,
    system,
    unreachable: [],
    requests: () => client.requests(),
    // It lives in this process: there is no credential that could be too little or too much.
    examine: async () => [],
    permissionFor: () => null,
    observe: () => observed(() => listAll(client)),
    observeAccounts: (refs) => observed(() => listOnly(client, refs)),
    revoke: (target, log, now) => revoke(client, target, log, now),
    check: (target) => check(client, target),
    restorable: (lost) => restorable(client, lost),
    restore: (lost, log) => restore(client, lost, log),
  };
}

/** Commands on the clone of a policy repository that lies on the embedded host, run by Leaver's bot. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileJournal, JOURNAL } from '../../src/audit/journal.js';
import { openSink } from '../../src/audit/sinks/registry.js';
import type { Context } from '../../src/commands/context.js';
import { memoryClient } from '../../src/connectors/memory/client.js';
import { accountsOf } from '../../src/connectors/memory/config.js';
import { memoryConnector } from '../../src/connectors/memory/index.js';
import { openHost } from '../../src/host/index.js';
import { openChannel } from '../../src/notify/registry.js';
import { nodeFiles, nodeMachine } from '../../src/ports/node.js';
import { nodeClone } from '../../src/ports/node-clone.js';
import { hosted, USERS } from '../approval/policy-repository.js';
import type { Host } from '../fixtures/hosted.js';
import { origin } from '../fixtures/origin.js';
import type { RepositoryParts } from '../fixtures/repositories.js';

export const BOT = 'leaver[bot]';

export function hostedWorld(parts: RepositoryParts): Promise<Host> {
  return hosted(parts, { users: [...USERS, { login: BOT, id: 900, kind: 'Bot' }] });
}

/** A run of its own: everything is opened anew, and only the journal in the clone is left from the one before. */
export function runOn(host: Host, root = host.root): Context {
  host.pull();
  const { clock } = host;
  const files = nodeFiles(root);
  const journal = fileJournal({ origin, files, clock, machine: nodeMachine, run: 'test' });
  const open = async () => openHost({ environment: host.environmentOf(BOT), clock, origin: null });
  return {
    clock,
    files,
    named: files,
    journal: () => journal,
    sink: (settings) =>
      openSink(settings, { files, environment: {}, clock, machine: nodeMachine, run: 'test', warn: () => {} }),
    progress: () => {},
    cause: { event: 'local', url: null },
    connect: async ({ id, settings }) => memoryConnector(memoryClient(accountsOf(id, settings)), { system: id, clock }),
    clone: nodeClone(root),
    host: open,
    channel: (settings) => openChannel(settings, { environment: host.environmentOf(BOT), clock, host: open }),
  };
}

/** As on a runner that starts from nothing each time. */
export function loseJournal(host: Host): void {
  rmSync(join(host.root, dirname(JOURNAL)), { recursive: true, force: true });
}

/** A policy repository on disk and memory systems that live on from one command to the next. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileJournal, type Journal, type JournalEvent } from '../../src/audit/journal.js';
import { openSink } from '../../src/audit/sinks/registry.js';
import type { Context } from '../../src/commands/context.js';
import type { CommandResult } from '../../src/commands/result.js';
import { tell } from '../../src/commands/tell.js';
import type { Connector } from '../../src/connectors/connector.js';
import { type MemoryClient, memoryClient } from '../../src/connectors/memory/client.js';
import { accountsOf } from '../../src/connectors/memory/config.js';
import { memoryConnector } from '../../src/connectors/memory/index.js';
import type { Decision, Plan } from '../../src/core/decision.js';
import type { AccountId, System } from '../../src/core/model.js';
import type { RevocationResult } from '../../src/core/outcome.js';
import { parseInstant } from '../../src/core/time.js';
import { LeaverError } from '../../src/errors.js';
import { openChannel } from '../../src/notify/registry.js';
import type { Host } from '../../src/ports/host.js';
import { nodeFiles, nodeMachine } from '../../src/ports/node.js';
import { nodeClone } from '../../src/ports/node-clone.js';
import type { Environment } from '../../src/ports/ports.js';
import { NO_PAINT } from '../../src/report/text.js';
import { loggedClient } from '../fixtures/logged-client.js';
import { origin } from '../fixtures/origin.js';
import { type RepositoryParts, repositoryOf, temporaryFolder, writeFiles } from '../fixtures/repositories.js';

export const NOW = '2026-11-23T09:00:00Z';
export const EVERYTHING = { systems: [], people: [] };

export interface World {
  readonly root: string;
  readonly context: Context;
  /** What was told on the way. */
  readonly progress: string[];
  /** Systems that were connected to, in order. */
  readonly connected: string[];
  /** How long the clock was slept on, in seconds. */
  readonly slept: number[];
  /** Every change of a live system, as `system: what`, in order. */
  readonly changes: string[];
  at(time: string): void;
  /** Replaces the repository's documents; the live systems stay as they are. */
  write(parts: RepositoryParts): void;
  client(system: string): MemoryClient;
  live(system: string, id: string): ReturnType<MemoryClient['byId']>;
  journal(): Promise<readonly JournalEvent[]>;
}

export interface Trouble {
  /** Wraps a system's client: what a faulty server is. */
  readonly clients?: Readonly<Record<string, (client: MemoryClient) => MemoryClient>>;
  /** Opens these systems instead. */
  readonly connect?: (system: System, open: () => Connector) => Connector | Promise<Connector>;
  readonly journal?: (journal: Journal) => Journal;
  /** A policy repository that is there already, in place of one made of the parts. */
  readonly root?: string;
  /** Where the policy repository lies; nowhere by default. */
  readonly host?: () => Promise<Host>;
  /** Where channels and their credentials are. */
  readonly environment?: Environment;
  /** Opens these channels instead. */
  readonly channel?: Context['channel'];
}

export function worldOf(parts: RepositoryParts, trouble: Trouble = {}): World {
  const root = trouble.root ?? temporaryFolder();
  if (trouble.root === undefined) writeFiles(root, repositoryOf(parts));
  let now = instant(NOW);
  const slept: number[] = [];
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds / 1000);
      now = (now + milliseconds) as typeof now;
    },
  };
  const progress: string[] = [];
  const connected: string[] = [];
  const changes: string[] = [];
  const clients = new Map<string, MemoryClient>();
  const open = (system: System): Connector => {
    const live = clients.get(system.id) ?? memoryClient(accountsOf(system.id, system.settings));
    clients.set(system.id, live);
    const wrapped = trouble.clients?.[system.id]?.(live) ?? live;
    return memoryConnector(
      loggedClient(wrapped, (change) => changes.push(`${system.id}: ${change}`)),
      { system: system.id, clock },
    );
  };
  const files = nodeFiles(root);
  const warn = (message: string) => void progress.push(message);
  const kept = fileJournal({
    origin,
    files,
    clock,
    machine: nodeMachine,
    run: 'test',
    warn,
  });
  const journal = trouble.journal?.(kept) ?? kept;
  const connect = async (system: System) => {
    connected.push(system.id);
    return trouble.connect === undefined ? open(system) : trouble.connect(system, () => open(system));
  };
  return {
    root,
    context: {
      clock,
      files,
      named: files,
      journal: () => journal,
      sink: (settings) =>
        openSink(settings, { files, environment: {}, clock, machine: nodeMachine, run: 'test', warn }),
      progress: (message) => progress.push(message),
      cause: { event: 'local', url: null },
      connect,
      clone: nodeClone(root),
      host: trouble.host ?? nowhere,
      channel:
        trouble.channel ??
        ((settings) =>
          openChannel(settings, { environment: trouble.environment ?? {}, clock, host: trouble.host ?? nowhere })),
    },
    progress,
    connected,
    slept,
    changes,
    at: (time) => {
      now = instant(time);
    },
    write: (next) => writeFiles(root, repositoryOf(next)),
    client: (system) => {
      const client = clients.get(system);
      if (client === undefined) throw new Error(`${system} was never connected to`);
      return client;
    },
    live: async (system, id) => clients.get(system)?.byId(id as AccountId) ?? null,
    journal: () => kept.read(),
  };
}

async function nowhere(): Promise<never> {
  throw new LeaverError('usage', 'it is not known which repository of the host holds this policy');
}

function instant(text: string) {
  const value = parseInstant(text);
  if (value === null) throw new RangeError(text);
  return value;
}

/** A file below the world's root. */
export function fileOf(world: World, path: string): string {
  return readFileSync(join(world.root, path), 'utf8');
}

/** A result as text, as a pipe would get it. */
export function textOf(result: CommandResult): string {
  return tell(result, 'text', NO_PAINT);
}

/** The same without line breaks, to look for a sentence in. */
export function flatOf(result: CommandResult): string {
  return textOf(result).replace(/\s+/g, ' ');
}

/** The plan in a result's JSON, or the run's. */
export function planIn({ json, findings }: CommandResult): Plan {
  if (findings.length > 0 && (json as { valid?: boolean }).valid === false) throw new Error(JSON.stringify(findings));
  const value = json as Plan | { readonly plan: Plan };
  return 'plan' in value ? value.plan : value;
}

/** `hub/id:ana revoke`, `hub/id:sam review protected`: each decision in a few words. */
export function verdicts(result: CommandResult): string[] {
  return planIn(result).decisions.map(word);
}

function word(decision: Decision): string {
  return `${decision.id} ${decision.kind}${decision.kind === 'review' ? ` ${decision.why}` : ''}`;
}

/** What became of each revocation: `hub/id:ana verified`. */
export function outcomes({ json }: CommandResult): string[] {
  if (!('results' in (json as object))) throw new Error(JSON.stringify(json));
  const { results } = json as { readonly results: readonly RevocationResult[] };
  return results.map(({ decision, outcome }) => `${decision.id} ${outcome.kind}`);
}

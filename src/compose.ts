/** The only place that builds real clients, clock and files. Nothing but the entries imports it. */
import { randomUUID } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { branchJournal, fileJournal, JOURNAL_BRANCH, type Journal } from './audit/journal.js';
import { openSink } from './audit/sinks/registry.js';
import type { Context } from './commands/context.js';
import { openConnector } from './connectors/registry.js';
import type { JournalPlace } from './core/model.js';
import type { RunCause } from './core/record.js';
import { parseInstant } from './core/time.js';
import { LeaverError } from './errors.js';
import { openChannel } from './notify/registry.js';
import type { Host } from './ports/host.js';
import { nodeClock, nodeFiles, nodeMachine } from './ports/node.js';
import { nodeClone } from './ports/node-clone.js';
import type { Clock, Environment, Files, Progress } from './ports/ports.js';
import { redactedFiles, redactedHost, redactedProgress, redactedValue, redactor } from './ports/secrets.js';
import { toldClock } from './ports/told-clock.js';

export interface Composition {
  /** The policy repository. */
  readonly root: string;
  readonly environment: Environment;
  readonly progress: Progress;
  readonly clock?: Clock;
  /** Where the journal is kept; by default in the policy repository. */
  readonly journalRoot?: string;
}

export function compose({ root, environment, clock = nodeClock, journalRoot = root, ...told }: Composition): Context {
  const redact = redactor(environment);
  const progress = redactedProgress(told.progress, redact);
  const run = runOf(environment);
  const clone = nodeClone(root);
  let opened: Promise<Host> | null = null;
  const open = async (): Promise<Host> => {
    const [{ openHost }, checkout] = await Promise.all([import('./host/index.js'), clone.checkout()]);
    const waiting = toldClock(clock, (seconds) => progress(`host: waiting ${seconds} s before the next try …`));
    return redactedHost(openHost({ environment, clock: waiting, origin: checkout?.origin ?? null }), redact);
  };
  const host = (): Promise<Host> => {
    opened ??= open();
    return opened;
  };
  const origin = async () => ({ ...originOf(environment), commit: (await clone.checkout())?.commit ?? null });
  const journals = new Map<JournalPlace, Journal>();
  const journalFiles = redactedFiles(nodeFiles(journalRoot), redact);
  const inFile = () =>
    fileJournal({ files: journalFiles, clock, machine: nodeMachine, run, origin, redact, warn: progress });
  const onBranch = () => {
    const log = async () => (await host().catch(journalUnreached)).log(JOURNAL_BRANCH, run);
    return branchJournal({ open: log, clock, random: Math.random, run, origin, redact });
  };
  return {
    clock,
    files: redactedFiles(nodeFiles(root), redact),
    named: redactedFiles(namedFiles(process.cwd()), redact),
    journal: (place) => {
      const there = journals.get(place) ?? (place === 'file' ? inFile() : onBranch());
      journals.set(place, there);
      return there;
    },
    sink: (settings) =>
      openSink(settings, {
        // Not redacted: the journal's lines are, and a copy has them as they are.
        files: nodeFiles(root),
        environment,
        clock: toldClock(clock, (seconds) => progress(`${settings.id}: waiting ${seconds} s before the next try …`)),
        machine: nodeMachine,
        run,
        warn: progress,
      }),
    progress,
    clone,
    cause: causeOf(environment),
    repository: repositoryUrl(environment),
    triggeredAt: parseInstant(environment.LEAVER_TRIGGERED_AT ?? ''),
    host,
    channel: async (settings) => {
      const waiting = toldClock(clock, (seconds) =>
        progress(`${settings.id}: waiting ${seconds} s before the next try …`),
      );
      const { id, send } = await openChannel(settings, { environment, clock: waiting, host });
      return { id, send: (message, until) => send(redactedValue(message, redact), until) };
    },
    connect: (system) =>
      openConnector(system.kind, {
        system: system.id,
        settings: system.settings,
        unavailable: system.unavailable,
        managed: system.entitlements === 'managed',
        environment,
        clock: toldClock(clock, (seconds) => progress(`${system.id}: waiting ${seconds} s before the next try …`)),
      }),
  };
}

/** Says for what the host was needed. */
function journalUnreached(error: unknown): never {
  if (!(error instanceof LeaverError)) throw error;
  const message = `the policy keeps the journal on a branch (journal: branch), and ${error.message}`;
  throw new LeaverError(error.code, message, { mend: error.mend, cause: error });
}

/** Who caused this run, and the name of its log: the policy repository at its host. */
function originOf(environment: Environment): { readonly actor: string; readonly source: string } {
  const { GITHUB_ACTOR, USER, USERNAME } = environment;
  const repository = repositoryUrl(environment);
  return { actor: GITHUB_ACTOR ?? USER ?? USERNAME ?? 'unknown', source: repository ?? 'urn:leaver:local' };
}

/** What started this run, in its host's words. */
function causeOf(environment: Environment): RunCause {
  const { GITHUB_EVENT_NAME: event, GITHUB_RUN_ID: run } = environment;
  const repository = repositoryUrl(environment);
  if (event === undefined || event === '') return { event: 'local', url: null };
  return { event, url: repository === null || run === undefined ? null : `${repository}/actions/runs/${run}` };
}

function repositoryUrl({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository }: Environment): string | null {
  if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  return `${(server ?? 'https://github.com').replace(/\/$/, '')}/${repository}`;
}

/** Names this run, and no other attempt, job or step of the same workflow run. */
function runOf({ GITHUB_RUN_ID: workflow }: Environment): string {
  const own = randomUUID();
  return workflow !== undefined && /^\d{1,20}$/.test(workflow) ? `${workflow}-${own.slice(0, 8)}` : own;
}

/** Files that the command line names may lie anywhere; a message names the file, never an absolute path. */
function namedFiles(from: string): Pick<Files, 'read' | 'write' | 'lines'> {
  const folder = (path: string): [Files, string] => {
    const full = resolve(from, path);
    return [nodeFiles(dirname(full)), basename(full)];
  };
  return {
    read: async (path) => {
      const [files, name] = folder(path);
      try {
        return await files.read(name);
      } catch (error) {
        if (!(error instanceof LeaverError) || error.code !== 'file-missing') throw error;
        const mend = 'Check the name: a file is looked for from the folder where Leaver was called, not from --root.';
        throw new LeaverError('file-missing', error.message, { mend, cause: error });
      }
    },
    lines: (path) => {
      const [files, name] = folder(path);
      return files.lines(name);
    },
    write: (path, text) => {
      const [files, name] = folder(path);
      return files.write(name, text);
    },
  };
}

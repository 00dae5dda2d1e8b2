/** The only place that builds real clients, clock and files. Nothing but the entries imports it. */
import { randomUUID } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { fileJournal } from './audit/journal.js';
import type { Context } from './commands/context.js';
import { openConnector } from './connectors/registry.js';
import { LeaverError } from './errors.js';
import type { Host } from './ports/host.js';
import { nodeClock, nodeFiles } from './ports/node.js';
import { nodeClone } from './ports/node-clone.js';
import type { Clock, Environment, Files, Progress } from './ports/ports.js';
import { redactedFiles, redactedProgress, redactor } from './ports/secrets.js';
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
  const run = environment.GITHUB_RUN_ID ?? randomUUID();
  const clone = nodeClone(root);
  let opened: Promise<Host> | null = null;
  const open = async (): Promise<Host> => {
    const [{ openHost }, checkout] = await Promise.all([import('./host/index.js'), clone.checkout()]);
    const waiting = toldClock(clock, (seconds) => progress(`host: waiting ${seconds} s before the next try …`));
    return openHost({ environment, clock: waiting, origin: checkout?.origin ?? null });
  };
  return {
    clock,
    files: redactedFiles(nodeFiles(root), redact),
    named: redactedFiles(namedFiles(process.cwd()), redact),
    journal: fileJournal({ files: redactedFiles(nodeFiles(journalRoot), redact), clock, run, warn: progress }),
    progress,
    clone,
    host: () => {
      opened ??= open();
      return opened;
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

/** Files that the command line names may lie anywhere; a message names the file, never an absolute path. */
function namedFiles(from: string): Pick<Files, 'read' | 'write'> {
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
    write: (path, text) => {
      const [files, name] = folder(path);
      return files.write(name, text);
    },
  };
}

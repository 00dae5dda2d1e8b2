/** The only place that builds real clients, clock and files. Nothing but the entries imports it. */
import { randomUUID } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { fileJournal } from './audit/journal.js';
import type { Context } from './commands/context.js';
import { openConnector } from './connectors/registry.js';
import { nodeClock, nodeFiles } from './ports/node.js';
import type { Clock, Environment, Files, Progress } from './ports/ports.js';
import { redactedFiles, redactedProgress, redactor } from './ports/secrets.js';

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
  return {
    clock,
    files: redactedFiles(nodeFiles(root), redact),
    named: redactedFiles(namedFiles(process.cwd()), redact),
    journal: fileJournal({ files: redactedFiles(nodeFiles(journalRoot), redact), clock, run, warn: progress }),
    progress,
    connect: (system) =>
      openConnector(system.kind, {
        system: system.id,
        settings: system.settings,
        unavailable: system.unavailable,
        managed: system.entitlements === 'managed',
        environment,
        clock,
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
    read: (path) => {
      const [files, name] = folder(path);
      return files.read(name);
    },
    write: (path, text) => {
      const [files, name] = folder(path);
      return files.write(name, text);
    },
  };
}

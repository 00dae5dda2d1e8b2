/** A step of a workflow, from its inputs to its exit status. */
import { randomUUID } from 'node:crypto';
import * as core from '@actions/core';
import type { Context, Narrowing } from '../commands/context.js';
import type { CommandResult } from '../commands/result.js';
import { tell } from '../commands/tell.js';
import { compose } from '../compose.js';
import type { AcceptedRule } from '../core/guard-limits.js';
import { formatDocument } from '../documents/json-document.js';
import { nearest } from '../documents/nearest.js';
import { LeaverError, messageOf } from '../errors.js';
import type { Environment } from '../ports/ports.js';
import { credentialsIn, redactedValue, redactor } from '../ports/secrets.js';
import { findingsMarkdown } from '../report/findings.js';
import { renderMarkdown } from '../report/markdown.js';
import { NO_PAINT } from '../report/text.js';
import { plain } from '../text/escape.js';
import { annotate } from './annotations.js';
import { outputsOf } from './outputs.js';

const REPORT = '.leaver/report.json';
/** The host shows 1 MiB for a step. */
const SUMMARY_BYTES = 1024 * 1024 - 1024;

/** Runs the step and returns its exit status: a plan that holds revocations (2) is no failure of the step. */
export async function runAction(environment: Environment): Promise<number> {
  const token = core.getInput('github-token');
  for (const secret of secretsOf(token, environment)) core.setSecret(secret);
  const context = compose({
    root: core.getInput('root') || '.',
    environment: { ...environment, GITHUB_TOKEN: environment.GITHUB_TOKEN || token || undefined },
    progress: (message) => withoutCommands(plain(message)),
    // Not in the checkout: a journal that a pull request brought along would be believed.
    ...(environment.RUNNER_TEMP === undefined ? {} : { journalRoot: environment.RUNNER_TEMP }),
  });
  const redact = redactor(environment);
  const command = core.getInput('command') || 'reconcile';
  const full = await commandOf(command)(context, narrowingOf(command));
  // Before it is wrapped and escaped: a credential in pieces would not be found.
  const result = { ...full, told: redactedValue(full.told, redact), findings: redactedValue(full.findings, redact) };
  withoutCommands(redact(tell(result, 'text', NO_PAINT)));
  await context.files.write(REPORT, formatDocument(result.json));
  for (const [name, value] of Object.entries(outputsOf(result.json))) core.setOutput(name, value);
  core.setOutput('report', REPORT);
  const told = annotate(result);
  await core.summary.addRaw(redact(summaryOf(result, told))).write();
  return result.status === 2 ? 0 : result.status;
}

/** What failed as a whole, and the mend, on one line and without any credential. */
export function failureText(error: unknown, environment: Environment): string {
  const mend = error instanceof LeaverError && error.mend !== '' ? ` ${error.mend}` : '';
  return plain(redactor(environment)(`${messageOf(error)}${mend}`));
}

/** What the host masks in the log from then on: the very credentials that Leaver takes out of its files. */
function secretsOf(token: string, environment: Environment): string[] {
  return [...new Set([token, ...credentialsIn(environment)])].filter((value) => value.length > 3);
}

/** Text that others wrote may hold workflow commands: the runner is told not to read any while it is printed. */
function withoutCommands(text: string): void {
  const end = randomUUID();
  process.stdout.write(`::stop-commands::${end}\n${text.trimEnd()}\n::${end}::\n`);
}

type Run = (context: Context, narrowing: Narrowing) => Promise<CommandResult>;

const COMMANDS: Readonly<Record<string, Run>> = {
  validate: async (context) => (await import('../commands/validate.js')).validate(context, null),
  observe: async (context, narrowing) =>
    (await import('../commands/plan.js')).observeCommand(context, narrowing, core.getInput('plan') || null),
  plan: async (context, narrowing) =>
    (await import('../commands/plan.js')).planCommand(context, {
      narrowing,
      at: null,
      from: null,
      out: core.getInput('plan') || null,
    }),
  preview: async (context) => {
    const folder = core.getInput('proposed');
    const { isFolder, nodeFiles } = await import('../ports/node.js');
    return (await import('../commands/preview/index.js')).previewCommand(context, {
      proposed: folder !== '' && (await isFolder(folder)) ? nodeFiles(folder) : null,
      comment: pullRequestOf(core.getInput('pull-request')),
      head: core.getInput('head') || null,
    });
  },
  report: async (context) =>
    (await import('../commands/report.js')).reportCommand(context, {
      out: core.getInput('out') || '.leaver/page',
      from: null,
    }),
  announce: async (context) => {
    const folder = core.getInput('proposed');
    const { isFolder, nodeFiles } = await import('../ports/node.js');
    const pullRequest = pullRequestOf(needed('pull-request'));
    return (await import('../commands/announce.js')).announceCommand(context, {
      proposed: folder !== '' && (await isFolder(folder)) ? nodeFiles(folder) : null,
      pullRequest: pullRequest ?? 0,
    });
  },
  reconcile: async (context, narrowing) => (await import('../commands/reconcile.js')).reconcile(context, narrowing),
  sync: async (context) => (await import('../commands/sync/index.js')).syncCommand(context, { write: false }),
  'audit-verify': async (context) =>
    (await import('../commands/audit/verify.js')).verifyCommand(context, { log: null, checkpoints: [] }),
  apply: async (context, narrowing) =>
    (await import('../commands/apply.js')).applyCommand(context, {
      narrowing,
      plan: needed('plan'),
      digest: needed('digest'),
      acceptHalt: rulesOf(core.getInput('accept-halt')),
      actor: process.env.GITHUB_ACTOR ?? 'unknown',
    }),
};

function commandOf(name: string): Run {
  const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (run !== undefined) return run;
  const near = nearest(name, Object.keys(COMMANDS));
  const mend = `${near === null ? '' : `Did you mean ${near}? `}The action runs ${Object.keys(COMMANDS).join(', ')}.`;
  throw new LeaverError('usage', `"${name}" is not a command of the action.`, { mend });
}

function needed(input: string): string {
  const value = core.getInput(input);
  if (value !== '') return value;
  throw new LeaverError('usage', `The input "${input}" is needed by this command.`, {
    mend: `Give it under with: ${input}.`,
  });
}

function pullRequestOf(text: string): number | null {
  if (text === '') return null;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new LeaverError('usage', `"${text}" is not the number of a pull request.`, {
    mend: 'Give it under with: pull-request.',
  });
}

function narrowingOf(command: string): Narrowing {
  const [systems, people] = [listOf(core.getInput('system')), listOf(core.getInput('person'))];
  const accounts = linesOf(core.getInput('account'));
  if (accounts.length > 0 && command !== 'reconcile' && command !== 'plan') {
    throw new LeaverError('usage', `The input "account" narrows reconcile and plan, not ${command}.`, {
      mend: 'Leave it out.',
    });
  }
  return { systems, people, accounts };
}

/** A name may hold spaces. */
function linesOf(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

function rulesOf(text: string): AcceptedRule[] {
  return listOf(text).map((rule) => {
    if (rule === 'maxRevocations' || rule === 'maxRevokedFraction') return rule;
    throw new LeaverError('usage', `"${rule}" is not a rule whose halt can be accepted.`, {
      mend: 'accept-halt takes maxRevocations and maxRevokedFraction.',
    });
  });
}

function summaryOf({ told }: CommandResult, annotations: string): string {
  const note = annotations === '' ? '' : `\n${annotations}\n`;
  const text =
    told.kind === 'outline'
      ? renderMarkdown(told.outline, SUMMARY_BYTES)
      : findingsMarkdown(told.findings, told.inventory, SUMMARY_BYTES);
  return text + note;
}

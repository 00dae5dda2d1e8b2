/** Reads and checks the policy repository for a command, and what the command line narrowed the run to. */
import type { DesiredState, Person } from '../core/model.js';
import type { Instant } from '../core/time.js';
import { nearest } from '../documents/nearest.js';
import { LeaverError } from '../errors.js';
import type { Finding } from '../policy/finding.js';
import { loadPolicy } from '../policy/load.js';
import { type NarrowedTo, narrowedByAccounts } from './accounts.js';
import type { Context, Narrowing } from './context.js';
import type { CommandResult } from './result.js';

export type Loaded =
  | ({
      readonly kind: 'valid';
      readonly desired: DesiredState;
      readonly findings: readonly Finding[];
    } & NarrowedTo)
  /** Nothing is requested or planned: the findings are the result. */
  | { readonly kind: 'invalid'; readonly result: CommandResult };

/**
 * Loads the repository, and finds the people whose accounts at the identity provider the narrowing names. Throws `usage` where it
 * names an unknown system or person, or accounts where there is no provider.
 */
export async function load(context: Context, narrowing: Narrowing, at: Instant): Promise<Loaded> {
  const { desired, findings } = await loadPolicy(context.files, { at });
  if (desired === null) return { kind: 'invalid', result: invalidResult(findings) };
  checkNarrowing(desired, narrowing);
  const narrowed = narrowedByAccounts(desired, narrowing);
  for (const remark of narrowed.remarks) context.progress(remark);
  return { kind: 'valid', desired, findings, ...narrowed };
}

/** Throws `usage`, with the nearest id, where the command line names a system or person that the policy does not. */
export function checkNarrowing(desired: DesiredState, { systems, people }: Narrowing): void {
  for (const id of systems) known(id, 'system', desired.systems, 'policies/systems');
  for (const id of people) known(id, 'person', desired.people, 'policies/people');
}

/** The person of that id. Throws `usage` with the nearest id where there is none. */
export function findPerson(desired: DesiredState, id: string): Person {
  return known(id, 'person', desired.people, 'policies/people');
}

function known<T extends { readonly id: string }>(id: string, what: string, all: readonly T[], where: string): T {
  const found = all.find((one) => one.id === id);
  if (found !== undefined) return found;
  const near = nearest(
    id,
    all.map((one) => one.id),
  );
  const mend = near === null ? `The ids are those in ${where}.` : `Did you mean ${near}?`;
  throw new LeaverError('usage', `There is no ${what} "${id}".`, { mend });
}

export function invalidResult(findings: readonly Finding[]): CommandResult {
  return {
    status: 1,
    told: { kind: 'findings', findings, inventory: null },
    json: { version: 1, valid: false, findings },
    findings,
  };
}

/** Where findings do not stop a run (an invalid opt-out), as sentences for its report. */
export function findingSentences(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, column, message, mend }) => `${file}:${line}:${column} ${message} ${mend}`.trim());
}

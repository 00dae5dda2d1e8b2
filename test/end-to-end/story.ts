/** The demo, played in this process, with what it tells and what stands behind it. */
import { execFileSync } from 'node:child_process';
import type { JournalEvent } from '../../src/audit/event.js';
import { type DemoResult, demo } from '../../src/commands/demo/index.js';
import { compose } from '../../src/compose.js';
import type { Decision, Plan } from '../../src/core/decision.js';
import type { RevocationResult } from '../../src/core/outcome.js';

interface ActToldInJson {
  readonly act: number;
  readonly checks: readonly { readonly holds: boolean; readonly what: string }[];
  /** What its commands told. */
  readonly results: readonly unknown[];
}

export interface Run {
  readonly status: number;
  readonly plan: Plan;
  readonly results: readonly RevocationResult[];
}

/** The acts by what happens in them. */
export const BEGINNING = 1;
export const APPROVED = 3;
export const FORGED = 4;
export const PLANNED = 5;
export const REVOKED = 6;
export const PROVIDER = 8;
export const SYNCED = 9;
export const FIVE = 10;
export const SIX = 11;
export const END = 13;

export interface Story extends DemoResult {
  readonly text: string;
  /** The log as it stood after each act. */
  readonly journals: readonly (readonly JournalEvent[])[];
  /** What the pull request of the sync brought to the roster: its commit's words, and each line that came or went. */
  readonly synced: { readonly message: string; readonly lines: readonly string[]; readonly files: readonly string[] };
}

export async function playHere(): Promise<Story> {
  const pieces: string[] = [];
  const journals: (readonly JournalEvent[])[] = [];
  let synced: Story['synced'] = { message: '', lines: [], files: [] };
  const told = await demo({
    compose,
    progress: () => {},
    tell: async (text) => void pieces.push(text),
    afterAct: async (act, stage) => {
      journals.push(await stage.journal());
      if (act === SYNCED) synced = broughtIn(stage.repository.bare);
    },
  });
  return { ...told, text: pieces.join(''), journals, synced };
}

/** What the last merge of `main` brought in. */
function broughtIn(bare: string): Story['synced'] {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: bare, encoding: 'utf8' });
  const diff = git('diff', '--unified=0', 'main^1', 'main').split('\n');
  return {
    message: git('log', '-1', '--format=%B', 'main^2').trim(),
    files: git('diff', '--name-only', 'main^1', 'main').trim().split('\n'),
    lines: diff.filter((line) => /^[-+](?!\+\+|--)/.test(line)),
  };
}

export function actsIn({ json }: Story): readonly ActToldInJson[] {
  return (json as { acts: readonly ActToldInJson[] }).acts;
}

/** What the last command of an act told, or the one at that place. */
export function toldIn<Told>(story: Story, act: number, at = -1): Told {
  return actsIn(story)[act - 1]?.results.at(at) as Told;
}

/** Which accounts an act's last run revoked. */
export function revokedIn(story: Story, act: number): readonly string[] {
  return toldIn<Run>(story, act)
    .results.map(({ decision }) => `${decision.system} ${decision.account.name}`)
    .sort();
}

export function decisionsOn(plan: Plan, person: string): readonly Decision[] {
  return plan.decisions.filter((decision: Decision) => (decision.person as string | null) === person);
}

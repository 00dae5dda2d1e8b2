/** What the acts of the story play on, and what they leave. */
import type { JournalEvent } from '../../audit/event.js';
import { defeatWords } from '../../core/defeated.js';
import type { SystemId } from '../../core/model.js';
import type { RevocationResult } from '../../core/outcome.js';
import type { Environment } from '../../ports/ports.js';
import { wrap } from '../../report/columns.js';
import type { Group, Outline } from '../../report/outline.js';
import type { Paint } from '../../report/text.js';
import type { Context } from '../context.js';
import { reconcile } from '../reconcile.js';
import type { CommandResult } from '../result.js';
import { tell } from '../tell.js';
import type { StoryClock } from './clock.js';
import type { PolicyGit } from './git.js';
import type { PolicyHost } from './host.js';
import type { Outsider } from './outsider.js';

export interface Stage {
  /** Opens Leaver on a clone, by default on its own: each command is a run for itself. */
  open(root?: string, more?: Environment): Context;
  /** All that the journal holds by now. */
  journal(): Promise<readonly JournalEvent[]>;
  /** Brings Leaver's own clone up to date, as a workflow's checkout does. */
  checkOut(): Promise<void>;
  /** The folder that the journal lies in. */
  readonly journalRoot: string;
  readonly clock: StoryClock;
  readonly repository: PolicyGit;
  readonly host: PolicyHost;
  readonly outsider: Outsider;
  readonly paint: Paint;
  /** Members of the organization before anything happened. */
  membersBefore: readonly string[];
  /** Names of the GitHub accounts that the acts so far revoked. */
  readonly gone: string[];
  /** The pull request that the story is about. */
  asked: number;
}

/** Something that the story promises, and whether it came true. */
export interface Check {
  readonly holds: boolean;
  readonly what: string;
}

export interface Played {
  /** What the commands printed, cut to what the story needs, and what people did between them. */
  readonly body: string;
  /** Checks worth showing. */
  readonly proofs: readonly Check[];
  /** Checks that are told only where they fail. */
  readonly checks: readonly Check[];
  /** The commands' own JSON, in order. */
  readonly results: readonly unknown[];
}

export interface Act {
  readonly title: string;
  readonly said: string;
  play(stage: Stage): Promise<Played>;
}

export const EVERYTHING = { systems: [], people: [] };

export function is(what: string, holds: boolean): Check {
  return { what, holds };
}

/** Parts of a body, with an empty line between them. */
export function bodyOf(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trimEnd())
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What people did, in their order: a line for each. */
export function done(...sentences: readonly string[]): string {
  return sentences.flatMap((sentence) => wrap(sentence, 0)).join('\n');
}

/** A command as it is typed, and what it printed. */
export function shown(command: string, printed: string, paint: Paint): string {
  const typed = `$ leaver ${command}`
    .split('\n')
    .map((line) => paint('quiet', line))
    .join('\n');
  return printed.trim() === '' ? typed : `${typed}\n\n${printed}`;
}

/** Runs `reconcile`, tells whom it reminded, and expects that many revocations, each done and read back. */
export async function playRun(stage: Stage, expected: number): Promise<Played> {
  const result = await reconcile(stage.open(), EVERYTHING);
  const { results = [], remarks = [] } = result.json as Partial<Ran>;
  for (const { decision } of results) if (decision.system === 'github') stage.gone.push(decision.account.name);
  const whole = results.every(({ outcome }) => outcome.kind === 'verified' || outcome.kind === 'residual');
  return {
    body: shown(
      'reconcile',
      tellCut(result, stage.paint, (outline) => ({ ...resultsOnly(outline), footer: remarks })),
      stage.paint,
    ),
    proofs: [],
    checks: [
      is(`${expected} accounts are revoked, not ${results.length}`, results.length === expected),
      is('each revocation is done and read back', whole),
      is(`the run ends with status 0, not ${result.status}`, result.status === 0),
    ],
    results: [result.json],
  };
}

/** What the acts read of a run's JSON. */
interface Ran {
  readonly results: readonly RevocationResult[];
  readonly remarks: readonly string[];
}

const OUTCOMES = new Set(['verified', 'residual', 'pending', 'manual', 'failed', 'dropped']);

/** The results alone: what is exempt and in review stood in the plan before. */
export function resultsOnly(outline: Outline): Outline {
  return { ...rowsOnly(outline, ({ mark }) => OUTCOMES.has(mark)), figures: [] };
}

/** Only these rows, and the groups that have any. */
export function rowsOnly(outline: Outline, wanted: (row: Group['rows'][number]) => boolean): Outline {
  const groups = outline.groups
    .map(
      (group): Group => ({
        ...withoutLimits(group),
        notes: [],
        asides: [],
        outside: [],
        rest: '',
        rows: group.rows.filter(wanted),
      }),
    )
    .filter(({ rows }) => rows.length > 0);
  return { ...outline, groups, footer: [] };
}

/** Without what Leaver can't reach in such a system, which is the same in every run. */
export function withoutLimits(group: Group): Group {
  return { ...group, unreachable: [] };
}

const DEFEATED = defeatWords('okta' as SystemId);

/** Without the note that an opt-out leaves the identity provider out: it stands where the opt-out is written, and once is enough. */
export function notedBefore(outline: Outline): Outline {
  const groups = outline.groups.map(
    (group): Group => ({
      ...group,
      rows: group.rows.map((row) => ({ ...row, notes: row.notes.filter((note) => note !== DEFEATED) })),
    }),
  );
  return { ...outline, groups };
}

/** A command's result as text, its outline cut first. */
export function tellCut(result: CommandResult, paint: Paint, cut: (outline: Outline) => Outline): string {
  const { told } = result;
  return tell(
    told.kind === 'outline' ? { ...result, told: { ...told, outline: cut(told.outline) } } : result,
    'text',
    paint,
  );
}

/** What the acts of the story play on, and what they leave. */
import type { RevocationResult } from '../core/outcome.js';
import type { Group, Outline } from '../report/outline.js';
import type { Paint } from '../report/text.js';
import type { Context } from './context.js';
import type { StoryClock } from './demo-clock.js';
import type { Outsider } from './demo-outsider.js';
import { reconcile } from './reconcile.js';
import type { CommandResult } from './result.js';
import { tell } from './tell.js';

export interface Stage {
  readonly context: Context;
  readonly clock: StoryClock;
  readonly outsider: Outsider;
  readonly paint: Paint;
  /** Members of the organization before anything happened. */
  membersBefore: readonly string[];
  /** Names of the GitHub accounts that the acts so far revoked. */
  readonly gone: string[];
}

/** Something that the story promises, and whether it came true. */
export interface Check {
  readonly holds: boolean;
  readonly what: string;
}

export interface Played {
  /** What the command printed, cut to what the story needs. */
  readonly body: string;
  /** Checks worth showing. */
  readonly proofs: readonly Check[];
  /** Checks that are told only where they fail. */
  readonly checks: readonly Check[];
  /** The command's own JSON; null where the act is not a command. */
  readonly json: unknown;
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

/** Runs `reconcile`, and expects that many revocations, each done and read back. */
export async function playRun(stage: Stage, expected: number): Promise<Played> {
  const result = await reconcile(stage.context, EVERYTHING);
  const { results = [] } = result.json as { readonly results?: readonly RevocationResult[] };
  for (const { decision } of results) if (decision.system === 'github') stage.gone.push(decision.account.name);
  const done = results.every(({ outcome }) => outcome.kind === 'verified' || outcome.kind === 'residual');
  return {
    body: tellCut(result, stage.paint, resultsOnly),
    proofs: [],
    checks: [
      is(`${expected} accounts are revoked, not ${results.length}`, results.length === expected),
      is('each revocation is done and read back', done),
      is(`the run ends with status 0, not ${result.status}`, result.status === 0),
    ],
    json: result.json,
  };
}

const OUTCOMES = new Set(['verified', 'residual', 'pending', 'manual', 'failed', 'dropped']);

/** The results alone: what is exempt and in review stood in the plan before. */
function resultsOnly(outline: Outline): Outline {
  const groups = outline.groups
    .map(
      (group): Group => ({
        ...withoutLimits(group),
        notes: [],
        outside: [],
        rest: '',
        rows: group.rows.filter(isResult),
      }),
    )
    .filter(({ rows }) => rows.length > 0);
  return { ...outline, banner: null, figures: [], groups, footer: [] };
}

function isResult({ mark }: Group['rows'][number]): boolean {
  return OUTCOMES.has(mark);
}

/** Without what Leaver can't reach in such a system, which is the same in every run. */
export function withoutLimits(group: Group): Group {
  return { ...group, unreachable: [] };
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

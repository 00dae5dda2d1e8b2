/** `leaver optout check ID`: how one opt-out stands, rule by rule. */
import { examine } from '../../core/examine.js';
import type { DesiredState } from '../../core/model.js';
import { registerOf } from '../../core/register.js';
import type { Standing } from '../../core/standing.js';
import type { Instant } from '../../core/time.js';
import { nearest } from '../../documents/nearest.js';
import { LeaverError } from '../../errors.js';
import type { Finding } from '../../policy/finding.js';
import { outlineOfExamination } from '../../report/examination-outline.js';
import { UNPROVEN_BANNER } from '../../report/plan-outline.js';
import { proveApprovals } from '../approvals.js';
import type { Context } from '../context.js';
import type { ExitStatus } from '../exit-status.js';
import { findingSentences, load } from '../load.js';
import type { CommandResult } from '../result.js';

/** `0` where it stands, `4` where nobody can say, `1` where it exempts nobody for good. */
const STATUS: Readonly<Record<Standing, ExitStatus>> = {
  active: 0,
  expiring: 0,
  pending: 0,
  unverifiable: 4,
  unapproved: 1,
  lapsed: 1,
  invalid: 1,
};

/** Throws `usage`, with the nearest id, where there is no such opt-out. */
export async function optOutCheck(context: Context, id: string, at: Instant | null): Promise<CommandResult> {
  const now = at ?? context.clock.now();
  const loaded = await load(context, { systems: [], people: [] }, now);
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  const entries = registerOf({ ...desired, optOuts: [] }, [], now).optOuts;
  const broken = entries.find((entry) => entry.id === id);
  if (broken !== undefined) return invalidResult(desired, broken, findings);
  const optOut = desired.optOuts.find((one) => one.id === id);
  if (optOut === undefined) throw unknown(id, [...desired.optOuts, ...entries]);
  const { approvals } = await proveApprovals(context, desired);
  const examination = examine(desired, approvals, optOut, now);
  const own = findings.filter(({ file }) => file === optOut.file);
  const outline = outlineOfExamination(examination);
  // A row says it already.
  const untold = own.filter(({ code }) => code !== 'opt-out-defeated');
  const problems = untold.map(({ line, message, mend }) => `${optOut.file}:${line} ${message} ${mend}`);
  return {
    status: STATUS[examination.entry.standing],
    told: { kind: 'outline', outline: { ...outline, footer: [...problems, ...outline.footer] } },
    json: { ...examination, findings: own },
    findings: own,
  };
}

/** A file that is read and breaks the rules: each broken rule is told, with its mend. */
function invalidResult(
  { optOutPolicy: { approvalSource } }: DesiredState,
  entry: ReturnType<typeof registerOf>['optOuts'][number],
  all: readonly Finding[],
): CommandResult {
  const findings = all.filter(({ file }) => file === entry.file);
  return {
    status: 1,
    told: {
      kind: 'outline',
      outline: {
        banner: approvalSource === 'none' ? UNPROVEN_BANNER : null,
        tone: 'bad',
        verdict: `${entry.id} is invalid: it exempts nobody.`,
        figures: [],
        groups: [],
        problems: findingSentences(findings),
        footer: [],
      },
    },
    json: { version: 1, approvalSource, entry, findings },
    findings,
  };
}

function unknown(id: string, all: readonly { readonly id: string }[]): LeaverError {
  const near = nearest(
    id,
    all.map((one) => one.id),
  );
  const mend = near === null ? '`leaver optout list` shows those there are.' : `Did you mean ${near}?`;
  return new LeaverError('usage', `There is no opt-out "${id}".`, { mend });
}

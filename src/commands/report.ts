/** `leaver report`: the register and the run as a page, its calendar and its data. Nothing is changed in any system. */
import { basename, join, resolve } from 'node:path';
import { recordsOf } from '../audit/records.js';
import { ownPage } from '../core/own-page.js';
import { EVERYTHING } from '../core/plan.js';
import type { LogRecords } from '../core/record.js';
import { formatDocument } from '../documents/json-document.js';
import type { Group, Outline } from '../report/outline.js';
import { calendarOf, PRODUCT } from '../report/page/calendar.js';
import { GENERATOR } from '../report/page/generator.js';
import type { PageModel } from '../report/page/model.js';
import { pageModelOf } from '../report/page/page-model.js';
import { renderPage } from '../report/page/render.js';
import { UNPROVEN_BANNER } from '../report/plan-outline.js';
import type { Context } from './context.js';
import { type ExitStatus, statusOfPlan } from './exit-status.js';
import { load } from './load.js';
import { refuseForeign } from './own-file.js';
import { planWith, snapshotOf } from './plan.js';
import { problemsOf } from './problems.js';
import type { CommandResult } from './result.js';

export interface ReportOptions {
  /** The folder that the files are written into; it is made where it is missing. */
  readonly out: string;
  /** A snapshot to report from, offline. */
  readonly from: string | null;
}

const NO_NARROWING = { systems: [], people: [] };

/** The files, the page last: whoever finds a new page finds the rest new too. By what says that Leaver made them. */
const FILES = [
  { name: 'report.json', mark: '"generator": "Leaver"', textOf: (model: PageModel) => formatDocument(model) },
  { name: 'register.ics', mark: PRODUCT, textOf: calendarOf },
  { name: 'index.html', mark: GENERATOR, textOf: renderPage },
] as const;

/**
 * Ends like `plan`, but for the revocations that a plan holds: those are no failure of the report. Throws `usage` where the
 * folder holds a file of such a name that somebody else made.
 */
export async function reportCommand(context: Context, { out, from }: ReportOptions): Promise<CommandResult> {
  const loaded = await load(context, NO_NARROWING, context.clock.now());
  if (loaded.kind === 'invalid') return loaded.result;
  const { desired, findings } = loaded;
  for (const { name, mark } of FILES) await refuseForeign(context.named, join(out, name), mark);
  const { snapshot } = await snapshotOf(context, desired, EVERYTHING, from);
  const now = context.clock.now();
  // Offline nothing is asked of the host.
  const unread = from !== null && desired.journal === 'branch';
  const events = unread ? [] : await context.journal(desired.journal).read();
  const plan = planWith(events, desired, snapshot, now, EVERYTHING);
  const problems = problemsOf(plan, findings);
  const log = unread
    ? null
    : {
        records: linkedHome(recordsOf(events), context.repository ?? null),
        events: events.length,
        head: events.at(-1)?.hash ?? null,
      };
  const model = pageModelOf({ desired, snapshot, plan, problems, log, now });
  for (const { name, textOf } of FILES) await context.named.write(join(out, name), textOf(model));
  const planned = statusOfPlan(plan);
  const status: ExitStatus = planned === 2 ? 0 : planned;
  const files = FILES.map(({ name }) => name);
  return {
    status,
    told: { kind: 'outline', outline: outlineOf(model, problems, basename(resolve(out))) },
    json: { version: 1, status, organization: desired.organization, at: model.at, files, verdict: model.verdict },
    findings,
  };
}

/** Without links that lead elsewhere than to the policy repository: the log may hold what somebody forged. */
function linkedHome(records: LogRecords, repository: string | null): LogRecords {
  const runs = records.runs.map((run) => {
    const cause = { ...run.cause, url: ownPage(run.cause.url, repository) };
    return { ...run, cause };
  });
  return { ...records, runs };
}

const ABOUT: Readonly<Record<(typeof FILES)[number]['name'], string>> = {
  'index.html': 'the page: open it in a browser; it needs nothing else',
  'register.ics': 'the ends of opt-outs, and when people leave, for a calendar',
  'report.json': 'all that the page shows, as data',
};

function outlineOf(model: PageModel, problems: readonly string[], folder: string): Outline {
  const { verdict, unproven, justifications, log } = model;
  const rows = [...FILES].reverse().map(({ name }) => ({
    ...{ tone: 'quiet' as const, mark: 'wrote', subject: `${folder}/${name}`, detail: ABOUT[name], notes: [] },
  }));
  const group: Group = {
    ...{ title: 'Files', aside: '', notes: [], asides: [], rows, rest: '', unreachable: [], outside: [] },
    head: ['file', 'what it is'],
  };
  return {
    banner: unproven ? UNPROVEN_BANNER : null,
    tone: verdict.tone === 'bad' ? 'bad' : 'good',
    verdict: `The register of ${model.organization} is in ${folder}/index.html. ${verdict.text}`,
    figures: [],
    groups: [group],
    problems,
    footer: [
      'The page names people: mind who can open the place where you put it.',
      ...(justifications ? ['It shows justifications (report: justifications in policies/policy.yaml).'] : []),
      ...(log === null ? ['Made offline: the journal on its branch was not read, and the page tells of no run.'] : []),
    ],
  };
}

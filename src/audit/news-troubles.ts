/** News of what lasts from run to run: halts and failures. Told when it begins, when it changes, and once a day. */
import type { GuardClass } from '../core/decision.js';
import type { NewsItem } from '../core/news.js';
import type { Timestamp } from '../core/time.js';
import type { HaltedEvent, JournalEvent, RunEndedEvent, RunStartedEvent } from './event.js';
import { isDue, keyOf, type Teller } from './news-events.js';

interface Halt {
  readonly numbers: string;
  readonly told: Timestamp;
  readonly event: HaltedEvent;
}

/** Halts by system, class and rule; one is over when a whole run that saw its system whole passes without it. */
export function ofHalts(): Teller {
  const lasting = new Map<string, Halt>();
  const runs = new Map<string, { readonly isWhole: boolean; readonly halted: Set<string> }>();
  return (event) => {
    if (event.type === 'run-started') runs.set(event.run, { isWhole: isWhole(event), halted: new Set() });
    if (event.type === 'halted') {
      const halt = nameOf(event);
      runs.get(event.run)?.halted.add(halt);
      const numbers = `${event.actual} of ${event.limit}`;
      const before = lasting.get(halt);
      if (before?.numbers === numbers && !isDue(before.told, event.at)) return [];
      lasting.set(halt, { numbers, told: event.at, event });
      return [haltItem(event, before === undefined)];
    }
    if (event.type !== 'run-ended') return [];
    const run = runs.get(event.run);
    if (run === undefined || !run.isWhole || event.figures === null) return [];
    const over = [...lasting].filter(
      ([
        halt,
        {
          event: { system },
        },
      ]) => {
        const sight = event.systems.find((seen) => seen.system === system);
        return !run.halted.has(halt) && (sight === undefined || sight.completeness === 'complete');
      },
    );
    for (const [halt] of over) lasting.delete(halt);
    return over.map(([halt, { event: halted }]) => overItem(halt, halted, event));
  };
}

const WHOSE: Readonly<Record<GuardClass, string>> = {
  people: "people's accounts",
  orphans: 'orphans',
  inactive: 'people whom the identity provider alone says to be gone',
};

function haltItem(event: HaltedEvent & JournalEvent, isNew: boolean): NewsItem {
  const { system, rule, limit, actual, at } = event;
  const what = WHOSE[event.class];
  const why =
    rule === 'emptySystem'
      ? `no account is listed there, and ${limit} are claimed for people who are active`
      : `${rule} allows ${limit}, and ${actual} would be revoked within the window`;
  const mend =
    rule === 'emptySystem'
      ? "Check the system's settings and credential."
      : `If it is a mistake, correct ${event.class === 'inactive' ? 'the identity provider, or its sync' : 'the roster'}. If it is meant, raise the guard by an opt-out, or apply a reviewed plan with --accept-halt ${rule}.`;
  return {
    key: keyOf(`halt ${nameOf(event)}`, event),
    kind: 'halt',
    at,
    subject: `system ${system}`,
    sentence: `A guard ${isNew ? 'halted' : 'still halts'} ${system} (${what}): ${why}. None of them is revoked until somebody decides.`,
    facts: [['mend', mend]],
    link: null,
  };
}

function overItem(halt: string, { system, rule }: HaltedEvent, event: RunEndedEvent & JournalEvent): NewsItem {
  return {
    key: keyOf(`halt-over ${halt}`, event),
    kind: 'halt-over',
    at: event.at,
    subject: `system ${system}`,
    sentence: `The halt of ${system} (${halt.slice(system.length + 1)}) is over: a whole run passed without it.`,
    facts: [['rule', rule]],
    link: null,
  };
}

function nameOf({ system, class: group, rule }: HaltedEvent): string {
  return `${system} ${group} ${rule}`;
}

function isWhole({ systems, people }: RunStartedEvent): boolean {
  return systems.length === 0 && people.length === 0;
}

/** So many problems are named, each so long at most. */
const NAMED = 5;
const LONGEST = 400;

/**
 * Runs that end with 1 or 4, by their command and what they were narrowed to; and channels and copies of the log that take
 * nothing. Problems are compared without times and lengths of time, which differ from run to run.
 */
export function ofFailures(): Teller {
  const scopes = new Map<string, string>();
  const lasting = new Map<string, { readonly problems: string; readonly told: Timestamp }>();
  const tell = (about: string, problems: string, event: JournalEvent, item: Omit<NewsItem, 'at' | 'kind' | 'link'>) => {
    const before = lasting.get(about);
    if (before?.problems === problems && !isDue(before.told, event.at)) return [];
    lasting.set(about, { problems, told: event.at });
    return [{ ...item, kind: 'failure', at: event.at, link: null } as const];
  };
  return (event) => {
    switch (event.type) {
      case 'run-started':
        scopes.set(event.run, JSON.stringify([event.command, event.systems, event.people]));
        return [];
      case 'run-ended': {
        const scope = scopes.get(event.run) ?? '';
        if (isGood(event)) lasting.delete(`run ${scope}`);
        const problems = [...new Set(event.problems.map(timeless))].sort().join('\n');
        return isGood(event) ? [] : tell(`run ${scope}`, `${problems}`, event, runItem(event));
      }
      case 'notified': {
        const about = `channel ${event.channel}`;
        if (event.result === 'sent') lasting.delete(about);
        return event.result === 'sent' ? [] : tell(about, '', event, outItem(about, event.why, event));
      }
      case 'undelivered':
        return tell(`sink ${event.sink}`, '', event, outItem(`sink ${event.sink}`, event.why, event));
      default:
        return [];
    }
  };
}

function isGood({ status, problems }: RunEndedEvent): boolean {
  return status !== 1 && status !== 4 && problems.length === 0;
}

function runItem(event: RunEndedEvent & JournalEvent) {
  const { status, problems } = event;
  const named = problems.slice(0, NAMED).map((problem) => ['problem', cut(problem)] as const);
  const rest = problems.length - named.length;
  const many =
    problems.length === 0 ? '' : ` and ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`;
  return {
    key: keyOf('failure', event),
    subject: 'run',
    sentence: `A run ended with status ${status}${many}: something was not done, or is not known.`,
    facts: rest > 0 ? [...named, ['more', `${rest} in the run's report`] as const] : named,
  };
}

function outItem(about: string, why: string | null, event: JournalEvent) {
  const what = about.startsWith('channel') ? 'did not take its news' : "did not take the log's last events";
  return {
    key: keyOf(`failure ${about}`, event),
    subject: about,
    sentence: `The ${about} ${what}; the next run tries again.`,
    facts: why === null ? [] : [['why', cut(why)] as const],
  };
}

const TIMES =
  /\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC|[+-]\d\d:\d\d)?|\b\d[\d,.]* ?(?:ms|s|seconds?|minutes?|hours?|days?)\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

function timeless(problem: string): string {
  return problem.replace(TIMES, '…');
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

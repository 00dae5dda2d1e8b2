/** What needs a person, each with how to go on: halts, opt-outs that hold nothing, what is left to do by hand, reviews. */
import type { Decision, Drift, Plan, ReviewWhy } from '../core/decision.js';
import type { EarlierResult, RevocationResult } from '../core/outcome.js';
import { type About, isOnlyReported, notesOn, placeOf, shownOf, subjectOf } from './decision-rows.js';
import { sentenceOf } from './outcome-rows.js';
import type { Group, Row } from './outline.js';
import type { Proofs } from './proofs.js';
import { capped, driftSentence, haltSentence, listed } from './words.js';

export interface Needs {
  /** None where nobody is needed. */
  readonly groups: readonly Group[];
  readonly count: number;
}

export interface Lookout {
  readonly plan: Plan;
  readonly about: About;
  readonly proofs: Proofs;
  /** What this run did, and what earlier ones left: of both, what only a person can do. */
  readonly results: readonly RevocationResult[];
  readonly earlier: readonly EarlierResult[];
  /** What was revoked before and is there again; empty where that is told elsewhere. */
  readonly drift: readonly Drift[];
}

/** One thing for a person, or several that are alike. */
interface Need {
  readonly row: Row;
  readonly count: number;
}

/** As many rows as a person looks at. */
const MOST_ROWS = 20;

export function needsOf({ plan, about, proofs, results, earlier, drift }: Lookout): Needs {
  const needs = [
    ...haltsOf(plan),
    ...optOutsOf(proofs),
    ...leftoversOf([...results, ...earlier]),
    ...driftOf(plan, drift),
    ...reviewsOf(plan, about),
  ];
  const count = needs.reduce((sum, need) => sum + need.count, 0);
  const notes = proofs.group?.notes ?? [];
  if (count === 0 && notes.length === 0) return { groups: [], count };
  const { rows, rest } = capped(
    needs.map(({ row }) => row),
    MOST_ROWS,
  );
  const group = { title: 'Needs a person', aside: '', notes, rows, rest, asides: [], unreachable: [], outside: [] };
  return { groups: [{ ...group, head: ['what', 'why, and how to go on'] }], count };
}

/** Why a person has to decide on it; null where it stands elsewhere: among the problems, or outside for good. */
export function needOf(decision: Decision, about: About): ReviewWhy | null {
  if (decision.kind !== 'review' || isOnlyReported(decision, about)) return null;
  if (decision.why === 'protected') return decision.reason === 'departed' ? 'protected' : null;
  // Enforced, it would be a review all the same: nobody should read that it would be revoked.
  if (decision.why === 'report-mode') return decision.reason === 'orphaned' ? 'orphaned' : null;
  return MENDS[decision.why] === undefined ? null : decision.why;
}

const MENDS: Readonly<Partial<Record<ReviewWhy, string>>> = {
  'identity-conflict': 'the roster has its name with another id, or two people match it; pin the right id',
  'suspended-while-active': 'suspended, though active; `leaver restore`',
  'service-owner-departed': 'owner departed; name another',
  protected: 'protected, and its person has departed; hand it over, or end its protection',
  orphaned: 'orphan; claim it in the roster, or remove it',
  'last-admin': 'to be revoked, and one of the last administrators; name another one first',
};

/** More than these of one kind in one system are told in one row. */
const ALIKE = 3;
/** As many of them are named. */
const NAMED = 8;

function reviewsOf({ decisions }: Plan, about: About): Need[] {
  const alike = new Map<string, { readonly why: ReviewWhy; readonly of: Decision[] }>();
  for (const decision of decisions) {
    const why = needOf(decision, about);
    if (why === null) continue;
    const key = `${why} ${decision.system}`;
    const there = alike.get(key) ?? { why, of: [] };
    there.of.push(decision);
    alike.set(key, there);
  }
  const order = Object.keys(MENDS);
  const all = [...alike.values()].sort((a, b) => order.indexOf(a.why) - order.indexOf(b.why));
  return all.flatMap(({ why, of }) => {
    const row = { tone: 'look', mark: 'review', notes: [] } as const;
    if (of.length <= ALIKE) {
      return of.map((one) => {
        return { row: { ...row, subject: shownOf(one), detail: `${placeOf(one)}: ${MENDS[why]}` }, count: 1 };
      });
    }
    const subject = `${of.length.toLocaleString('en-US')} accounts`;
    const detail = `${of[0]?.system}: ${MENDS[why]}`;
    return [{ row: { ...row, subject, detail, facts: [listed(of.map(subjectOf), NAMED)] }, count: of.length }];
  });
}

/** Each halt with what it holds; the sentence says what to do either way. */
function haltsOf(plan: Plan): Need[] {
  const { halted } = notesOn(plan, new Map());
  return plan.systems.flatMap(({ system, guard }) => {
    if (guard.kind !== 'halt') return [];
    const held = plan.decisions.filter((one) => one.system === system && halted.has(one.id)).map(subjectOf);
    const sentences = guard.violations.map(haltSentence);
    const facts = held.length === 0 ? [] : [`held: ${listed(held, NAMED)}`];
    const row = { tone: 'bad', mark: 'halted', subject: system, facts, notes: [] } as const;
    return [{ row: { ...row, detail: sentences.join('. ') }, count: 1 }];
  });
}

/** Opt-outs that exempt nobody, are not proved, or were changed since: the mend once, below the first of its kind. */
function optOutsOf({ group }: Proofs): Need[] {
  const rows = group?.rows ?? [];
  const said = new Set<string>();
  return rows.map((row) => {
    const mend = OPT_OUT_MENDS[row.mark];
    if (mend === undefined) return { row, count: 1 };
    const facts = said.has(row.mark) ? [] : [mend];
    said.add(row.mark);
    return { row: { ...row, facts, notes: [] }, count: 1 };
  });
}

const OPT_OUT_MENDS: Readonly<Record<string, string>> = {
  refused: 'Ask a designated owner to approve it in a pull request, or remove its file.',
  pending: 'It counts once it is approved and merged.',
  unproved: 'The next run asks again; `leaver doctor` says what the credential lacks.',
};

function leftoversOf(results: readonly RevocationResult[]): Need[] {
  return results.flatMap(({ decision, remainders }) =>
    remainders
      .filter(({ kind }) => kind === 'manual')
      .map((remainder) => {
        const detail = `${placeOf(decision)}: ${sentenceOf(remainder)}`;
        return {
          row: { tone: 'look', mark: 'manual', subject: shownOf(decision), detail, notes: [] } as const,
          count: 1,
        };
      }),
  );
}

function driftOf({ decisions }: Plan, drift: readonly Drift[]): Need[] {
  const known = new Map(decisions.map((decision) => [decision.id, decision]));
  return drift.flatMap((one) => {
    const decision = known.get(one.decision);
    if (decision === undefined) return [];
    const mend = one.ending === 'manual' ? '' : '; find what does, or it comes back';
    const detail = `${placeOf(decision)}: ${driftSentence(one)}${mend}`;
    return [{ row: { tone: 'look', mark: 'drift', subject: shownOf(decision), detail, notes: [] }, count: 1 }];
  });
}

/** What is brought back, told: before it is done, and what became of it. */
import type { AccountId, EntitlementId, PersonId, Reason, SystemId } from '../core/model.js';
import type { RestoreItem, RestoreOutcome } from '../core/restoration.js';
import type { Group, Outline, Row, Tone } from './outline.js';
import { count, REASON_WORDS } from './words.js';

/** One revocation, with what can be or was done about it. */
export interface Restoration {
  readonly revocation: string;
  readonly covers: readonly string[];
  readonly system: SystemId;
  readonly person: PersonId | null;
  readonly service: string | null;
  readonly account: { readonly id: AccountId; readonly name: string };
  readonly entitlement: EntitlementId | null;
  /** Why it was revoked. */
  readonly reason: Reason;
  readonly items: readonly RestoreItem[];
  readonly note: string | null;
  readonly refusal: { readonly why: string; readonly mend: string } | null;
  /** Null where nothing was done. */
  readonly outcome: RestoreOutcome | null;
  readonly steps: readonly string[];
}

export function outlineOfRestore(all: readonly Restoration[], organization: string): Outline {
  const failed = all.some(({ refusal, outcome }) => refusal !== null || outcome?.kind === 'failed');
  return {
    banner: null,
    tone: failed ? 'bad' : all.some(isOpen) ? 'hold' : 'good',
    verdict: verdictOf(all, organization),
    figures: figuresOf(all),
    groups: all.map(groupOf),
    problems: all.flatMap(problemsOf),
    footer: footerOf(all),
  };
}

const ITEMS: Readonly<Record<RestoreItem['how'], { readonly tone: Tone; readonly before: string; after: string }>> = {
  restore: { tone: 'act', before: 'restore', after: 'not yet' },
  invite: { tone: 'act', before: 'invite', after: 'not yet' },
  waiting: { tone: 'hold', before: 'waiting', after: 'waiting' },
  there: { tone: 'quiet', before: 'there', after: 'there' },
  impossible: { tone: 'look', before: "can't", after: "can't" },
};

const MARKS: readonly RestoreItem['how'][] = ['restore', 'invite', 'waiting', 'impossible', 'there'];

function isOpen({ items, outcome }: Restoration): boolean {
  return outcome?.kind === 'pending' || items.some(({ how }) => !['there', 'impossible'].includes(how));
}

function verdictOf(all: readonly Restoration[], organization: string): string {
  if (all.length === 0) return `Nothing is left to bring back in ${organization}.`;
  const done = all.filter(({ outcome }) => outcome !== null);
  const refused = all.filter(({ refusal }) => refusal !== null).length;
  const parts: string[] = [];
  if (done.length === 0) {
    const open = all.filter((one) => one.refusal === null && toDo(one) > 0).length;
    if (open > 0)
      parts.push(`${count(open, 'revocation')} can be brought back in ${organization}. Nothing was done yet.`);
    else if (refused < all.length) parts.push(`All that can come back is there in ${organization}, or waits.`);
  } else {
    const restored = done.filter(({ outcome }) => outcome?.kind === 'restored').length;
    if (restored > 0) parts.push(`${count(restored, 'revocation')} brought back in ${organization}.`);
    const waits = done.filter(({ outcome }) => outcome?.kind === 'pending').length;
    if (waits > 0) parts.push(`${count(waits, 'revocation')} brought back as far as it can be: something waits.`);
    const failed = done.filter(({ outcome }) => outcome?.kind === 'failed').length;
    if (failed > 0) parts.push(`${failed} failed: see below.`);
  }
  if (refused > 0) parts.push(`${count(refused, 'revocation')} must stay: see below.`);
  return parts.join(' ');
}

function toDo({ items }: Restoration): number {
  return items.filter(({ how }) => how === 'restore' || how === 'invite').length;
}

function figuresOf(all: readonly Restoration[]): Outline['figures'] {
  const done = all.some(({ outcome }) => outcome !== null);
  return MARKS.map((how) => ({
    label: ITEMS[how][done ? 'after' : 'before'],
    value: all.flatMap(({ items }) => items).filter((one) => one.how === how).length,
  })).filter(({ value }) => value > 0);
}

function groupOf(one: Restoration): Group {
  const { revocation, person, service, account, reason, covers, note, outcome, items } = one;
  const whose = person ?? service;
  const aside = whose === null ? account.name : `${whose} (${account.name})`;
  const attempts = covers.length === 0 ? [] : [`with ${count(covers.length, 'earlier attempt')}: ${covers.join(', ')}`];
  const rows = [...items].sort((a, b) => MARKS.indexOf(a.how) - MARKS.indexOf(b.how));
  return {
    title: revocation,
    aside: `${aside} · revoked: ${REASON_WORDS[reason]}`,
    notes: [],
    asides: [...attempts, ...(note === null ? [] : [note])],
    rows: rows.map((item) => rowOf(item, outcome !== null)),
    rest: one.steps.length === 0 ? '' : `${count(one.steps.length, 'step')} done`,
    unreachable: [],
    outside: [],
  };
}

function rowOf({ item, how, why }: RestoreItem, done: boolean): Row {
  const { tone, before, after } = ITEMS[how];
  return { tone, mark: done ? after : before, subject: item, detail: why, notes: [] };
}

function problemsOf({ revocation, refusal, outcome }: Restoration): string[] {
  if (refusal !== null) return [`${revocation} stays revoked: ${refusal.why}. ${refusal.mend}`.trim()];
  return outcome?.kind === 'failed' ? outcome.why.map((why) => `${revocation}: ${why}`) : [];
}

function footerOf(all: readonly Restoration[]): readonly string[] {
  const done = all.some(({ outcome }) => outcome !== null);
  if (!done && all.some((one) => one.refusal === null && toDo(one) > 0))
    return ['Run it again with --yes to bring it back.'];
  const waits = all.some(({ items }) => items.some(({ how }) => how === 'waiting'));
  return waits ? ['Once the person has accepted, run it again: it then gives what is left.'] : [];
}

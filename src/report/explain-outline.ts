import type { Drift, Plan } from '../core/decision.js';
import type { Explanation, OptOutStanding } from '../core/explain.js';
import { instantOf } from '../core/time.js';
import { rowOf } from './decision-rows.js';
import { groupOfOpen, type OpenRevocation } from './earlier-outline.js';
import type { Group, Outline, Tone } from './outline.js';
import { UNPROVEN_BANNER } from './plan-outline.js';
import { NO_PROOFS } from './proofs.js';
import { relative, when } from './words.js';

/** What the journal has of the person. */
export interface Past {
  readonly drift: readonly Drift[];
  readonly open: readonly OpenRevocation[];
  /** Why the journal could not be read; null where it was. */
  readonly unread: string | null;
}

export function outlineOfExplanation(explanation: Explanation, source: Plan['approvalSource'], past: Past): Outline {
  const now = instantOf(explanation.at);
  const drift = new Map(past.drift.map((one) => [one.decision, one]));
  const accounts: Group = {
    title: 'Accounts',
    aside: 'and what a run would do with them now',
    notes: [],
    asides: [],
    unreachable: [],
    outside: [],
    rows: explanation.decisions.map((decision) => {
      const nothing = { warnings: new Map(), halted: new Set<string>(), about: new Map(), proofs: NO_PROOFS };
      const row = rowOf(decision, { ...nothing, drift, now });
      return { ...row, subject: decision.id, detail: row.detail === '' ? decision.account.name : row.detail };
    }),
    rest: explanation.decisions.length === 0 ? 'None is live in the systems that were read.' : '',
  };
  const optOuts: Group = {
    title: 'Opt-outs',
    aside: '',
    notes: [],
    asides: [],
    unreachable: [],
    outside: [],
    rows: explanation.optOuts.map((one) => {
      const { optOut, systems, reason, owner, expiresAt } = one;
      const { tone, mark, approval } = standingOf(one);
      const detail = `${reason} for ${systems.join(', ')} until ${when(expiresAt)}; owner ${owner}; ${approval}`;
      return { tone, mark, subject: optOut, detail, notes: one.why === null ? [] : [one.why] };
    }),
    rest: explanation.optOuts.length === 0 ? 'None names this person.' : '',
  };
  const coming: Group = {
    title: 'To come',
    aside: '',
    notes: [],
    asides: [],
    unreachable: [],
    outside: [],
    rows: explanation.coming.map(({ at, why, changes }) => ({
      tone: 'look',
      mark: when(at),
      subject: relative(at, now),
      detail: why,
      notes: changes.map(({ decision, from, to }) => `${decision}: ${from} -> ${to}`),
    })),
    rest: explanation.coming.length === 0 ? 'Nothing changes by itself.' : '',
  };
  return {
    banner: source === 'none' ? UNPROVEN_BANNER : null,
    tone: 'quiet',
    verdict: `${explanation.name} (${explanation.person}): ${statusOf(explanation)}`,
    figures: [],
    groups: [
      accounts,
      optOuts,
      coming,
      ...(past.open.length === 0 && past.unread === null ? [] : [groupOfOpen(past.open, past.unread)]),
    ],
    problems: [],
    footer: [claimsOf(explanation)],
  };
}

interface Told {
  readonly tone: Tone;
  readonly mark: string;
  readonly approval: string;
}

/** Why an opt-out whose time has come is not in force all the same. */
const REFUSED: Readonly<Partial<Record<OptOutStanding['approval'], Told>>> = {
  unapproved: { tone: 'act', mark: 'unapproved', approval: 'not approved: it exempts nobody' },
  unverifiable: { tone: 'bad', mark: 'unverifiable', approval: 'its approval could not be verified' },
  overlong: { tone: 'act', mark: 'overlong', approval: 'longer than its reason allows: it exempts nobody' },
};

/** The terms alone put nothing in force: it takes the approval too. */
function standingOf({ standing, approval }: OptOutStanding): Told {
  const refused = standing === 'in force' ? REFUSED[approval] : undefined;
  if (refused !== undefined) return refused;
  return { tone: standing === 'in force' ? 'hold' : 'quiet', mark: standing, approval: `approval ${approval}` };
}

function statusOf({ status, leavesAt, departure, at, roles }: Explanation): string {
  const parts: string[] = [status];
  if (leavesAt !== null) parts.push(`${leavesAt <= at ? 'left' : 'leaves'} ${when(leavesAt)}`);
  if (departure === 'immediate') parts.push('immediate departure: no opt-out holds anything');
  if (roles.length > 0) parts.push(`roles ${roles.join(', ')}`);
  return parts.join(', ');
}

function claimsOf({ claims }: Explanation): string {
  if (claims.length === 0) return 'The roster claims no account for them.';
  return `The roster claims ${claims.map(({ system, id, name }) => `${system} ${name ?? ''}${id === null ? ' (not pinned)' : ` (${id})`}`).join(', ')}.`;
}
